"""What the page of a cycle's calendar shows: each kind's days, who has another day, and the months at a glance."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from binhyen.dossiers.models import Cycle, DeadlineLetter, YearStep
from binhyen.dossiers.selectors.calendar import Calendar, Due, calendar_of
from binhyen.dossiers.selectors.scope import SeenCycle
from binhyen.kernel import clock
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.model.rulebook import Rulebook

_NAMED = 5
_WINDOW_ENDS = "hết kỳ đánh giá"


@dataclass(frozen=True, slots=True)
class Apart:
    """Some units of a kind have a day of their own."""

    day: date
    letter: str
    units: int
    names: str


@dataclass(frozen=True, slots=True)
class Row:
    """One step of a kind of unit. `due` is None where only single units have a day."""

    title: str
    due: Due | None
    others: tuple[Apart, ...] = ()


@dataclass(frozen=True, slots=True)
class KindDays:
    """The days of one kind of unit; `window_ends` is the last day that is judged."""

    kind: SubjectKind
    window_ends: date | None
    rows: tuple[Row, ...]

    @property
    def word(self) -> str:
        """The kind as people call it."""
        return self.kind.vietnamese


@dataclass(frozen=True, slots=True)
class Mark:
    """Something ends on a day. `is_next` marks what comes next from today."""

    day: date
    titles: tuple[str, ...]
    is_next: bool


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the year's strip, with what ends in it."""

    first: date
    marks: tuple[Mark, ...]
    is_now: bool


def kind_days(seen: SeenCycle, calendar: Calendar) -> list[KindDays]:
    """By kind of the units that the person sees, in their usual order. One statement."""
    units: dict[str, list[tuple[str, UUID]]] = defaultdict(list)
    for kind, unit, name in seen.dossiers.order_by("position").values_list("subject_kind", "unit", "unit_name"):
        units[kind].append((name, unit))
    rules = seen.rules
    listed = sorted((SubjectKind(kind) for kind in units), key=lambda kind: kind.place)
    return [
        KindDays(kind, _window_ends(rules, kind, seen.cycle), tuple(_rows(calendar, kind, units[kind])))
        for kind in listed
    ]


def _window_ends(rules: Rulebook, kind: SubjectKind, cycle: Cycle) -> date | None:
    subject = rules.subjects.get(kind)
    return subject.window.for_year(cycle.year).last if subject and subject.window else None


def _rows(calendar: Calendar, kind: SubjectKind, units: Sequence[tuple[str, UUID]]) -> Iterable[Row]:
    is_single = any(letter.covers == DeadlineLetter.Covers.UNITS for letter in calendar.letters)
    for step in YearStep:
        due = calendar.due(step, kind.value)
        others = tuple(_others(calendar, step, kind, units, due)) if is_single else ()
        if due or others:
            yield Row(str(step.label), due, others)


def _others(
    calendar: Calendar, step: YearStep, kind: SubjectKind, units: Sequence[tuple[str, UUID]], due: Due | None
) -> Iterable[Apart]:
    found: dict[tuple[date, str], list[str]] = defaultdict(list)
    for name, unit in units:
        own = calendar.due(step, kind.value, unit)
        if own and (due is None or own.day != due.day):
            found[own.day, own.letter].append(name)
    for (day, letter), names in sorted(found.items()):
        yield Apart(day, letter, len(names), ", ".join(names[:_NAMED]))


def months_of(days: Sequence[KindDays], *, today: date | None = None) -> list[Month]:
    """The months in which something ends, and this month where it lies between; empty where nothing is said."""
    now = today or clock.today()
    ends = _ends(days)
    if not ends:
        return []
    coming = min((day for day in ends if day >= now), default=None)
    this = now.replace(day=1)
    wanted = {day.replace(day=1) for day in ends} | ({this} if min(ends) <= now <= max(ends) else set())
    return [Month(month, tuple(_marks(ends, month, coming)), is_now=month == this) for month in sorted(wanted)]


def _ends(days: Sequence[KindDays]) -> Mapping[date, tuple[str, ...]]:
    found: dict[date, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in days:
        if one.window_ends:
            found[one.window_ends][_WINDOW_ENDS].append(one.word)
        for row in one.rows:
            for day in {*([row.due.day] if row.due else []), *(other.day for other in row.others)}:
                found[day][row.title.lower()].append(one.word)
    return {
        day: tuple(_title(title, words, len(days)) for title, words in titles.items()) for day, titles in found.items()
    }


def _title(title: str, words: Sequence[str], kinds: int) -> str:
    """ "nộp hồ sơ (khu dân cư)"; what all kinds share needs no names."""
    return title if len(words) == kinds > 1 else f"{title} ({', '.join(words)})"


def _marks(ends: Mapping[date, tuple[str, ...]], month: date, coming: date | None) -> Iterable[Mark]:
    for day in sorted(ends):
        if day.replace(day=1) == month:
            yield Mark(day, ends[day], is_next=day == coming)


def calendar_page(seen: SeenCycle) -> tuple[list[KindDays], list[Month]]:
    """The days and the months of a cycle, as one person sees it."""
    days = kind_days(seen, calendar_of(seen.cycle))
    return days, months_of(days)
