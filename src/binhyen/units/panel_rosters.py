"""What rosters add to the page of an area: the newest counts, and the way there; to that of a commune: the way to a list."""

from binhyen.accounts.models import User
from binhyen.units.panels import Panel
from binhyen.units.selectors.rosters import WITH_HOUSEHOLDS, roster_list_place, roster_place, rosters_of
from binhyen.units.selectors.story import UnitStory


def rosters_panel(person: User, story: UnitStory) -> Panel | None:
    """Nothing where no households are counted, and where there is no roster nor anybody here to begin one."""
    if story.latest.subject not in WITH_HOUSEHOLDS:
        takes_lists = roster_list_place(person, story.unit_id) is not None
        return Panel("units/_rosters_panel.html", {"list_of": story.unit_id}, aside=True) if takes_lists else None
    place = roster_place(person, story.unit_id)
    found = rosters_of(story.unit_id)[:1] if place else []
    begins = place is not None and place.may_tick and story.latest.valid_to is None
    if not (found or begins):
        return None
    context = {"unit": story.unit_id, "newest": found[0] if found else None}
    return Panel("units/_rosters_panel.html", context, aside=True)
