"""What a table of figures may be about: the dossiers of one kind in one cycle that a person sees, and their columns."""

from dataclasses import dataclass
from functools import cached_property

from binhyen.accounts.models import User
from binhyen.accounts.selectors import powers_of
from binhyen.dossiers.models import Cycle
from binhyen.dossiers.selectors.entry import EntryColumn, EntryRow, entry_columns, entry_rows
from binhyen.dossiers.selectors.listing import day_of_window
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.dossiers.selectors.scope import dossiers_for
from binhyen.kernel.kinds import SubjectKind
from binhyen.units.selectors.reach import acting_paths
from binhyen.units.selectors.whereabouts import Whereabouts


@dataclass(frozen=True)
class ImportTask:
    """The import at hand: for which cycle and kind, with its columns and rows."""

    cycle: Cycle
    kind: SubjectKind
    columns: tuple[EntryColumn, ...]
    rows: list[EntryRow]

    @property
    def name(self) -> str:
        """The cycle with the kind."""
        return f"{self.cycle.name} ({self.kind.vietnamese})"

    @cached_property
    def around(self) -> Whereabouts:
        """Where the units stand at the end of their window, or today while it lasts, and their codes."""
        return Whereabouts({row.dossier.unit_id: day_of_window(row.dossier.window) for row in self.rows})


def import_task(person: User, cycle: Cycle, kind: SubjectKind) -> ImportTask:
    """The columns and rows that this person may fill in."""
    rules = rules_of(cycle)
    dossiers = list(dossiers_for(person).filter(cycle=cycle, subject_kind=kind))
    for dossier in dossiers:
        dossier.cycle = cycle
    paths = acting_paths([dossier.unit_id for dossier in dossiers])
    rows = entry_rows(rules=rules, dossiers=dossiers, powers=powers_of(person), paths=paths)
    return ImportTask(cycle, kind, entry_columns(rules, kind), rows)
