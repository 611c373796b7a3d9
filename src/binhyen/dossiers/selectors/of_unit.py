"""The years of one unit: its dossiers in all cycles, and the cycles that were opened for it."""

from dataclasses import dataclass

from binhyen.accounts.models import User
from binhyen.dossiers.models import Cycle, Dossier, DossierState
from binhyen.dossiers.selectors.lists import STATE_TONES
from binhyen.dossiers.selectors.scope import cycles_for, dossiers_for
from binhyen.units.selectors import UnitStory


@dataclass(frozen=True, slots=True)
class YearsOfUnit:
    """Newest first, as far as one person may read them: dossiers, each with the tone of its state. `earlier` are those of
    the units it was made from."""

    dossiers: list[tuple[Dossier, str]]
    earlier: list[tuple[Dossier, str]]
    cycles: list[Cycle]

    def __bool__(self) -> bool:
        return bool(self.dossiers or self.earlier or self.cycles)


def years_of(person: User, story: UnitStory) -> YearsOfUnit:
    """The unit's work, in two statements."""
    about = dossiers_for(person).filter(unit__in=[story.unit_id, *story.forebears])
    light = about.select_related("cycle__programme").only(
        "unit_id", "unit_name", "state", "cycle__year", "cycle__name", "cycle__programme__name"
    )
    newest_first = light.order_by("-cycle__year", "cycle__programme__name", "position")
    listed = [(each, STATE_TONES[DossierState(each.state)]) for each in newest_first]
    return YearsOfUnit(
        dossiers=[(each, tone) for each, tone in listed if each.unit_id == story.unit_id],
        earlier=[(each, tone) for each, tone in listed if each.unit_id != story.unit_id],
        cycles=list(cycles_for(person).filter(scope=story.unit_id).order_by("-year", "name")),
    )
