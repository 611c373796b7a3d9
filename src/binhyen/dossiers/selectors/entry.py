"""What there is to type for dossiers: columns from the rulebook, cells with the values that stand now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from binhyen.accounts.roles import Act, Role
from binhyen.accounts.selectors import Powers
from binhyen.dossiers import lifecycle
from binhyen.dossiers.models import Dossier
from binhyen.figures.answers import show
from binhyen.figures.models import FigureValue, Source
from binhyen.figures.selectors import Slot, Stood, answer_of, current_values, stood
from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.period import Period
from binhyen.kernel.text import squeeze
from binhyen.programmes.kept import Kept
from binhyen.rules.model.rulebook import FigureDef, Rulebook
from binhyen.rules.model.types import Answer

# Attributes of listed units (size, level of school) come frozen with the list and are never typed for a dossier.
OWNED_BY_LIST = "unit_list"
# Counts of events: "Không phát sinh" writes zero into these and never into a number of households.
_EVENTS = frozenset({"vụ", "vụ việc", "vụ cháy", "người chết", "người bị thương", "trường hợp", "lượt"})


@dataclass(frozen=True, slots=True)
class EntryColumn:
    """One thing to type: a figure of this window, or of the window one year earlier."""

    figure: FigureDef
    previous: bool = False

    @property
    def code(self) -> str:
        """The name of the column in forms and files: `f` or `previous.f`."""
        return f"previous.{self.figure.key}" if self.previous else self.figure.key

    @property
    def title(self) -> str:
        """The heading of the column."""
        return f"Năm trước: {self.figure.name}" if self.previous else self.figure.name

    @property
    def is_number(self) -> bool:
        """Whether digits are typed."""
        return self.figure.answer in (Answer.COUNT, Answer.AMOUNT, Answer.SCORE)

    @property
    def counts_events(self) -> bool:
        """Whether "Không phát sinh" means zero here."""
        return self.figure.answer is Answer.COUNT and self.figure.unit_of_measure in _EVENTS

    @property
    def choices(self) -> tuple[str, ...]:
        """What can be answered where the list is closed; empty where anything can be typed."""
        return _CHOICES.get(self.figure.answer, self.figure.choices)

    @property
    def hint(self) -> str:
        """What to type, in three words."""
        return _HINTS.get(self.figure.answer, self.figure.unit_of_measure)


_CHOICES = {
    Answer.YES_NO: ("có", "không"),
    Answer.CONFIRMATION: ("không xảy ra", "có xảy ra"),
}
_HINTS = {
    Answer.YES_NO: "có / không",
    Answer.CONFIRMATION: "không xảy ra / có xảy ra",
    Answer.DOCUMENT: "ngày văn bản, hoặc có / không",
    Answer.DATE: "ngày/tháng/năm",
}


@dataclass(frozen=True, slots=True)
class EntryCell:
    """One cell: what stands there, whose value that is, and whether this person may type it now."""

    column: EntryColumn
    name: str
    shown: str
    value_id: UUID | None
    source: str
    open: bool


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One dossier and its cells in the order of the columns."""

    dossier: Dossier
    cells: tuple[EntryCell, ...]


@lru_cache(maxsize=64)
def _columns(kept: Kept[Rulebook], kind: SubjectKind) -> tuple[EntryColumn, ...]:
    rules = kept.thing
    subject = rules.subjects[kind]
    columns: dict[str, EntryColumn] = {}
    for column in subject.facts_columns():
        head, _, rest = column.name.partition(".")
        if head == "previous":
            found = EntryColumn(rules.figures[rest], previous=True)
        elif head in rules.figures and rules.figures[head].owner != OWNED_BY_LIST:
            found = EntryColumn(rules.figures[head])
        else:
            continue
        columns.setdefault(found.code, found)
    return tuple(columns.values())


def entry_columns(rules: Rulebook, kind: SubjectKind) -> tuple[EntryColumn, ...]:
    """What a unit of this kind has to report, in the order in which the criteria ask for it."""
    return _columns(Kept(rules.content_hash, rules), kind)


def columns_of(rows: Sequence[EntryRow]) -> tuple[EntryColumn, ...]:
    """The columns of rows that may stand under different rulebooks, each once, in the order of the first that has it."""
    found: dict[str, EntryColumn] = {}
    for row in rows:
        for cell in row.cells:
            found.setdefault(cell.column.code, cell.column)
    return tuple(found.values())


def entry_rows(
    *, rules: Rulebook, dossiers: Sequence[Dossier], powers: Powers, paths: Mapping[UUID, Sequence[UUID]]
) -> list[EntryRow]:
    """The cells of these dossiers, in one statement."""
    standing = _standing(rules, dossiers)
    return [_row(dossier, rules, standing, powers, paths.get(dossier.unit_id, ())) for dossier in dossiers]


def _standing(rules: Rulebook, dossiers: Sequence[Dossier]) -> Mapping[Slot, Stood]:
    windows = {Period(*days) for days in {(dossier.starts, dossier.ends) for dossier in dossiers}}
    values = current_values(
        units=[dossier.unit_id for dossier in dossiers],
        keys=rules.figures,
        periods=windows | {window.one_year_earlier() for window in windows},
    )
    return stood(values)


def _row(
    dossier: Dossier,
    rules: Rulebook,
    standing: Mapping[Slot, Stood],
    powers: Powers,
    path: Sequence[UUID],
) -> EntryRow:
    cells = []
    window = dossier.window
    for column in entry_columns(rules, SubjectKind(dossier.subject_kind)):
        period = window.one_year_earlier() if column.previous else window
        source = Source.OWNER if column.figure.counts == "owner" else Source.SELF
        value = standing.get((dossier.unit_id, column.figure.key, period.start, period.end, source.value))
        shown = show(column.figure.answer.value, value.answer) if value else ""
        cells.append(
            EntryCell(
                column=column,
                name=cell_name(dossier, column.figure.key, previous=column.previous),
                shown=shown,
                value_id=value.id if value else None,
                source=source.label,
                open=may_type(powers, dossier, column, path),
            )
        )
    return EntryRow(dossier, tuple(cells))


def only_touched(rows: Sequence[EntryRow], posted: Mapping[str, str]) -> dict[str, str]:
    """What was posted without the cells that somebody else changed and this person left as they saw them: a form that
    stood open for an hour must not take the work of others back. One statement, and none where nothing changed."""
    changed = {
        cell.name: (cell, posted.get(f"s:{cell.name}", ""))
        for row in rows
        for cell in row.cells
        if f"v:{cell.name}" in posted and posted.get(f"s:{cell.name}", "") != str(cell.value_id or "")
    }
    stood = _texts([seen for _, seen in changed.values() if seen])
    left = {
        name for name, (_, seen) in changed.items() if squeeze(posted[f"v:{name}"]) == (stood.get(seen) if seen else "")
    }
    gone = {f"{mark}:{name}" for name in left for mark in "vs"}
    return {name: value for name, value in posted.items() if name not in gone}


def _texts(ids: Sequence[str]) -> dict[str, str]:
    """Values by id, as they were shown."""
    known = [pk for pk in map(_uuid, ids) if pk]
    values = FigureValue.objects.filter(pk__in=known).select_related("figure") if known else ()
    return {str(value.pk): show(value.figure.answer, answer_of(value)) for value in values}


def _uuid(sent: str) -> UUID | None:
    try:
        return UUID(sent)
    except ValueError:
        return None


def cell_name(dossier: Dossier, key: str, *, previous: bool) -> str:
    """What the fields of a cell are called in a form."""
    return f"{dossier.pk}:{'previous.' if previous else ''}{key}"


def may_type(powers: Powers, dossier: Dossier, column: EntryColumn, path: Sequence[UUID]) -> bool:
    """Whether this person may type this figure of this dossier in its present state."""
    if column.figure.counts == "owner":
        open_now = dossier.state in lifecycle.REPORTING_OPEN | lifecycle.REVIEW_OPEN
        return open_now and (column.figure.owner in powers.owners(path) or powers.holds(Role.COMMUNE_OFFICER, path))
    return dossier.state in lifecycle.REPORTING_OPEN and powers.may(Act.FIGURES_ENTER, path)
