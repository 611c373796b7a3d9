"""What chasing adds to Việc của tôi: which units owe what, for whoever chases them."""

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.dossiers.working import WorkPart
from binhyen.reminders.selectors.chasing import cycles_to_chase

_CYCLES = 2


def chasing_part(person: User) -> WorkPart | None:
    """The newest cycles in which units owe something; nothing for whoever chases nobody."""
    if not powers_of(person).scopes(Act.CHASE):
        return None
    return WorkPart("reminders/_work.html", {"cycles": cycles_to_chase(person, most=_CYCLES)})
