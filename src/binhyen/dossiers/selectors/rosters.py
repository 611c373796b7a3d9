"""Where the counts of a roster may go: dossiers of the area in that year, and figures that count households."""

from dataclasses import dataclass
from uuid import UUID

from binhyen.accounts.models import User
from binhyen.accounts.selectors import powers_of
from binhyen.dossiers.models import Dossier
from binhyen.dossiers.selectors.entry import EntryCell, entry_rows
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.dossiers.selectors.scope import dossiers_for
from binhyen.rules.model.types import Answer
from binhyen.units.models import Roster
from binhyen.units.selectors import paths_ids
from binhyen.units.selectors.rosters import roster_of, roster_place

_HOUSEHOLDS = "hộ"


@dataclass(frozen=True, slots=True)
class RosterTarget:
    """A dossier and the counts of households that this person may type for it now."""

    dossier: Dossier
    cells: tuple[EntryCell, ...]


@dataclass(frozen=True, slots=True)
class RosterFlow:
    """A roster and where its counts may go."""

    roster: Roster
    targets: tuple[RosterTarget, ...]


def roster_flow(person: User, unit: UUID, year: int) -> RosterFlow | None:
    """None where the person does not type for the area, or where there is no such roster."""
    place, roster = roster_place(person, unit), roster_of(unit, year)
    if place is None or not place.may_tick or roster is None:
        return None
    dossiers = dossiers_for(person).filter(unit=unit, cycle__year=year).select_related("cycle", "rulebook")
    targets = (_target(person, dossier) for dossier in dossiers)
    return RosterFlow(roster, tuple(target for target in targets if target.cells))


def _target(person: User, dossier: Dossier) -> RosterTarget:
    paths = paths_ids([dossier.unit_id])
    rows = entry_rows(rules=rules_of(dossier), dossiers=[dossier], powers=powers_of(person), paths=paths)
    cells = (cell for row in rows for cell in row.cells if cell.open and _counts_households(cell))
    return RosterTarget(dossier, tuple(cells))


def _counts_households(cell: EntryCell) -> bool:
    figure = cell.column.figure
    return figure.answer is Answer.COUNT and figure.unit_of_measure == _HOUSEHOLDS and not cell.column.previous
