"""What programmes add to the page of a unit: which of them judge a unit of this kind, and why not where they do not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from binhyen.accounts.models import User
from binhyen.kernel import clock
from binhyen.kernel.kinds import SubjectKind
from binhyen.programmes.eligibility import Eligibility, eligibility
from binhyen.programmes.models import Rulebook
from binhyen.programmes.selectors import compiled, rulebook_list, rulebooks_in_force
from binhyen.units.models import UnitVersion
from binhyen.units.panels import Panel
from binhyen.units.selectors import UnitStory

# The official kind, which rules may ask for like an attribute.
_KIND_KEY = "unit_kind"


@dataclass(frozen=True, slots=True)
class Judged:
    """A version of criteria in force, and what it says of the unit."""

    rulebook: Rulebook
    is_in: Eligibility
    is_in_force: bool


def eligibility_panel(person: User, story: UnitStory) -> Panel | None:
    """The versions that judge units of this kind, those in force on the day of the page marked; nothing for a unit that
    was not there that day. Invented programmes stand with invented units alone."""
    if story.then is None:
        return None
    day = min(story.day, clock.today())
    judged = list(_judged(story.then, day, invented=story.unit.is_sample))
    return Panel("programmes/_unit_panel.html", {"judged": judged, "day": day}, aside=True) if judged else None


def _judged(version: UnitVersion, day: date, *, invented: bool) -> Iterator[Judged]:
    kind: SubjectKind = version.subject
    in_force = set(rulebooks_in_force(day).values_list("pk", flat=True))
    for rulebook in rulebook_list().exclude(state=Rulebook.State.DRAFT):
        if rulebook.programme.is_sample and not invented:
            continue
        rules = compiled(rulebook)
        if kind in rules.subjects:
            facts = {**version.attributes, _KIND_KEY: str(version.kind)}
            yield Judged(rulebook, eligibility(rules, kind, facts, year=day.year), rulebook.pk in in_force)
