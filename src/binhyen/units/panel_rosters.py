"""What rosters add to the page of an area: the newest counts, and the way there; to that of a commune: the way to a list."""

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.kernel.kinds import SubjectKind
from binhyen.units.panels import Panel
from binhyen.units.selectors.rosters import WITH_HOUSEHOLDS, rosters_of
from binhyen.units.selectors.story import UnitStory


def rosters_panel(person: User, story: UnitStory) -> Panel | None:
    """Nothing where no households are counted, and where there is no roster nor anybody here to begin one. Asks no more
    than the rosters: the story knows the way to the unit."""
    powers, subject = powers_of(person), story.latest.subject
    begins = story.latest.valid_to is None and powers.may(Act.FIGURES_ENTER, story.path)
    if subject not in WITH_HOUSEHOLDS:
        takes_lists = begins and subject is SubjectKind.COMMUNE
        return Panel("units/_rosters_panel.html", {"list_of": story.unit_id}, aside=True) if takes_lists else None
    found = rosters_of(story.unit_id)[:1] if powers.may(Act.READ, story.path) else []
    if not (found or begins):
        return None
    context = {"unit": story.unit_id, "newest": found[0] if found else None}
    return Panel("units/_rosters_panel.html", context, aside=True)
