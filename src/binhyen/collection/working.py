"""What quick collections add to Việc của tôi: the questions that wait for the person's units or for the person."""

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.collection.selectors.scope import open_questions
from binhyen.dossiers.working import WorkPart

_MOST = 5


def collecting_part(person: User) -> WorkPart | None:
    """Open questions with how many have answered; nothing for whoever neither asks nor is asked."""
    may_ask = bool(powers_of(person).scopes(Act.COLLECT))
    questions = open_questions(person, most=_MOST)
    if not may_ask and not questions:
        return None
    return WorkPart("collection/_work.html", {"questions": questions, "may_ask": may_ask})
