"""What an amendment in mid-year left behind on a dossier: meetings under the old text, figures of the old window."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from binhyen.dossiers.models import Basis, CommitteeAnswer, Dossier
from binhyen.dossiers.selectors.entry import EntryColumn, entry_columns
from binhyen.dossiers.selectors.pages import Past
from binhyen.dossiers.selectors.rulebooks import judges_alike, rules_of, same_criteria
from binhyen.figures.answers import show
from binhyen.figures.models import FigureValue, Source
from binhyen.figures.selectors import answer_of, current_values
from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.period import Period
from binhyen.programmes.selectors import compiled
from binhyen.rules.model.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class OldMeeting:
    """The last meeting on a basis, held with another text before it."""

    basis: str
    held_on: date
    version: str


@dataclass(frozen=True, slots=True)
class OldValue:
    """An answer given for the window before an amendment, which the new window still lacks."""

    column: EntryColumn
    value: FigureValue
    shown: str
    window: Period


@dataclass(frozen=True, slots=True)
class Amended:
    """Both together; empty on a dossier that was never moved."""

    meetings: tuple[OldMeeting, ...]
    values: tuple[OldValue, ...]


def amended_of(rules: Rulebook, dossier: Dossier, past: Past) -> Amended:
    """What to show. One statement where the cycle was never amended, two otherwise."""
    return Amended(tuple(_meetings(rules, dossier, past)), tuple(old_values(rules, dossier)))


def _meetings(rules: Rulebook, dossier: Dossier, past: Past) -> Iterator[OldMeeting]:
    kind = SubjectKind(dossier.subject_kind)
    for basis in Basis:
        last = past.last(basis)
        if last and last.rulebook_id != dossier.rulebook_id and not judges_alike(rules_of(last), rules, kind):
            yield OldMeeting(str(basis.label), last.held_on, rules_of(last).version)


def old_values(rules: Rulebook, dossier: Dossier) -> list[OldValue]:
    """Answers of windows that amendments moved away from, latest first, for what the new window still lacks."""
    kind, windows = SubjectKind(dossier.subject_kind), _old_windows(dossier)
    if not windows:
        return []
    columns = entry_columns(rules, kind)
    asked = {window for old in (*windows, dossier.window) for window in (old, old.one_year_earlier())}
    values = current_values(
        units=[dossier.unit_id], keys={column.figure.key for column in columns}, periods=asked
    ).select_related("figure", "paper")
    known = {(one.figure.key, one.source, one.starts, one.ends): one for one in values if not one.withdrawn}
    return [found for column in columns if (found := _old_value(column, windows, dossier.window, known)) is not None]


def _old_windows(dossier: Dossier) -> list[Period]:
    kind, year = SubjectKind(dossier.subject_kind), dossier.cycle.year
    befores = [compiled(one.before) for one in dossier.cycle.adoptions.select_related("before").order_by("-seq")]
    subjects = [rules.subjects[kind] for rules in befores if kind in rules.subjects]
    found = [subject.window.for_year(year) for subject in subjects if subject.window]
    return [window for window in dict.fromkeys(found) if window != dossier.window]


def _old_value(
    column: EntryColumn,
    windows: list[Period],
    now: Period,
    known: dict[tuple[str, str, date, date], FigureValue],
) -> OldValue | None:
    source = Source.OWNER if column.figure.counts == "owner" else Source.SELF

    def at(window: Period) -> FigureValue | None:
        period = window.one_year_earlier() if column.previous else window
        return known.get((column.figure.key, source, period.start, period.end))

    if at(now) is not None:
        return None
    for window in windows:
        if found := at(window):
            return OldValue(column, found, show(column.figure.answer.value, answer_of(found)), window)
    return None


def words_that_hold(dossier: Dossier) -> tuple[CommitteeAnswer, ...]:
    """The committee's words on criteria that read as they did when the words were given."""
    rules, kind = rules_of(dossier), SubjectKind(dossier.subject_kind)
    given = dossier.answers.all()
    return tuple(one for one in given if one.criterion in same_criteria(rules_of(one), rules, kind))
