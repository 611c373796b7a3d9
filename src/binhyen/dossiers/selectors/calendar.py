"""Until when: the last day of each step for each unit, as a document says and as letters moved it; and what is late.

A deadline ends at 24:00 of its day in Việt Nam (`kernel.clock`). A day that no document says is shown and refuses
nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from binhyen.dossiers import lifecycle
from binhyen.dossiers.errors import PastDeadline
from binhyen.dossiers.lifecycle import Step
from binhyen.dossiers.models import Cycle, CycleStep, DeadlineLetter, Dossier, MoreRequest, YearStep
from binhyen.kernel import clock
from binhyen.kernel.kinds import SubjectKind

STEP, RULE = "step.", "deadline."
# Which step of the calendar an act belongs to; what is not here (a refusal, a cancellation …) has no deadline.
STEP_OF: Mapping[Step, YearStep] = {
    lifecycle.SEND_REGISTRATION: YearStep.REGISTER,
    lifecycle.REGISTER: YearStep.REGISTER,
    lifecycle.SELF_ASSESS: YearStep.SELF_ASSESS,
    lifecycle.SUBMIT: YearStep.SUBMIT,
    lifecycle.REVIEW: YearStep.REVIEW,
    lifecycle.REVIEW_IN_VAIN: YearStep.REVIEW,
    lifecycle.RECOGNISE: YearStep.DECIDE,
    lifecycle.DECLINE: YearStep.DECIDE,
    lifecycle.NOT_CONSIDER: YearStep.DECIDE,
}
# What a unit that was asked for more has to do again, whatever the day.
_DONE_AGAIN = frozenset({YearStep.REPORT, YearStep.SELF_ASSESS, YearStep.SUBMIT})


@dataclass(frozen=True, slots=True)
class Moved:
    """What a letter moved, for whom, to which day. `said` is how it is cited ("12/CV-UBND ngày 05/03/2021")."""

    targets: frozenset[str]
    new_day: date
    covers: str
    kinds: frozenset[str] = frozenset()
    units: frozenset[UUID] = frozenset()
    said: str = ""

    def is_about(self, unit: UUID, kind: str) -> bool:
        """Whether it speaks of this unit."""
        match self.covers:
            case DeadlineLetter.Covers.ALL:
                return True
            case DeadlineLetter.Covers.KINDS:
                return kind in self.kinds
            case _:
                return unit in self.units


@dataclass(frozen=True, slots=True)
class Due:
    """Until which day a step is to be done. `first` is the day before any letter; `letter` what moved it last."""

    step: YearStep
    day: date
    first: date | None
    is_hard: bool
    citation: str
    letter: str = ""

    @property
    def is_foreseen(self) -> bool:
        """Whether no document says it."""
        return not self.citation and not self.letter

    @property
    def is_moved(self) -> bool:
        """Whether a letter gave another day."""
        return self.first is not None and self.first != self.day

    def is_late(self, on: date) -> bool:
        """Whether what is done on that day comes too late: the last day still counts whole."""
        return on > self.day


@dataclass(frozen=True, slots=True)
class Calendar:
    """The steps of one cycle and the letters about it, read once."""

    steps: Mapping[tuple[str, str], CycleStep]
    letters: tuple[Moved, ...]

    def due(self, step: YearStep, kind: str, unit: UUID | None = None) -> Due | None:
        """The last day of a step for a unit, or for a kind where no unit is meant; None where nobody said any."""
        base = self.steps.get((step, kind)) or self.steps.get((step, ""))
        moved = self._last(f"{STEP}{step}", kind, unit)
        if base is None and moved is None:
            return None
        return Due(
            step=step,
            day=moved.new_day if moved else base.day,  # type: ignore[union-attr]  # one of the two is there
            first=base.day if base else None,
            is_hard=bool(base and base.is_hard),
            citation=base.citation if base else "",
            letter=moved.said if moved else "",
        )

    def dues(self, kind: str, unit: UUID | None = None) -> list[Due]:
        """Every step that has a day, in the order of the year."""
        found = (self.due(step, kind, unit) for step in YearStep)
        return [due for due in found if due is not None]

    def _last(self, target: str, kind: str, unit: UUID | None) -> Moved | None:
        about = (one for one in reversed(self.letters) if target in one.targets)
        if unit is None:
            return next(
                (one for one in about if one.covers != DeadlineLetter.Covers.UNITS and _is_wide(one, kind)), None
            )
        return next((one for one in about if one.is_about(unit, kind)), None)


def _is_wide(moved: Moved, kind: str) -> bool:
    return moved.covers == DeadlineLetter.Covers.ALL or kind in moved.kinds


def calendars_of(cycles: Iterable[UUID]) -> Mapping[UUID, Calendar]:
    """The calendars of these cycles. Three statements at most, whatever their number."""
    wanted = set(cycles)
    steps: dict[UUID, dict[tuple[str, str], CycleStep]] = defaultdict(dict)
    for step in CycleStep.objects.filter(cycle__in=wanted):
        steps[step.cycle_id][step.step, step.subject_kind] = step
    letters: dict[UUID, list[Moved]] = defaultdict(list)
    for letter in _letters(wanted):
        letters[letter.cycle_id].append(_moved(letter))
    return {cycle: Calendar(steps[cycle], tuple(letters[cycle])) for cycle in wanted}


def calendar_of(cycle: Cycle) -> Calendar:
    """The calendar of one cycle."""
    return calendars_of([cycle.pk])[cycle.pk]


def letters_of(cycle: Cycle) -> tuple[Moved, ...]:
    """What the letters of a cycle moved, first to last. One statement, and one more where some name units."""
    return tuple(_moved(letter) for letter in _letters({cycle.pk}))


def letters_until(cycle: Cycle, at: datetime) -> tuple[Moved, ...]:
    """`letters_of` as they stood at a moment."""
    return tuple(_moved(letter) for letter in _letters({cycle.pk}) if letter.applied_at <= at)


def _letters(cycles: set[UUID]) -> Iterable[DeadlineLetter]:
    found = DeadlineLetter.objects.filter(cycle__in=cycles).select_related("paper").defer("shown")
    return found.order_by("cycle", "seq").prefetch_related("units")


def _moved(letter: DeadlineLetter) -> Moved:
    day = f" ngày {letter.paper.issued_on:%d/%m/%Y}" if letter.paper.issued_on else ""
    return Moved(
        targets=frozenset(letter.targets),
        new_day=letter.new_day,
        covers=letter.covers,
        kinds=frozenset(letter.kinds),
        units=frozenset(unit.pk for unit in letter.units.all()),
        said=f"{letter.paper.number}{day}",
    )


def deadlines_of(cycle: Cycle) -> Mapping[SubjectKind, list[Due]]:
    """By kind of unit, every step that has a day, in the order of the year; letters to single units are left out."""
    calendar = calendar_of(cycle)
    kinds = Dossier.objects.filter(cycle=cycle).order_by().values_list("subject_kind", flat=True).distinct()
    listed = sorted((SubjectKind(kind) for kind in kinds), key=lambda kind: kind.place)
    return {kind: calendar.dues(kind.value) for kind in listed}


def rule_days(letters: Sequence[Moved], dossier: Dossier) -> Mapping[str, date]:
    """The days of rules that letters moved for this unit, by facts column (`deadline.03-31`)."""
    found: dict[str, date] = {}
    for one in letters:
        if one.is_about(dossier.unit_id, dossier.subject_kind):
            found |= {target: one.new_day for target in one.targets if target.startswith(RULE)}
    return found


# ---------------------------------------------------------------- what comes too late


@dataclass(frozen=True, slots=True)
class Late:
    """A unit whose day has passed."""

    dossier: Dossier
    due: Due


def late_for(dossiers: Sequence[Dossier], step: YearStep, on: date | None = None) -> list[Late]:
    """Of these dossiers, those for which the step on that day (today unless said) comes too late.

    Whoever was asked for more does it again whenever it was asked. Three statements, one more where something is late.
    """
    day = on or clock.today()
    calendars = calendars_of({dossier.cycle_id for dossier in dossiers})
    dues = ((one, calendars[one.cycle_id].due(step, one.subject_kind, one.unit_id)) for one in dossiers)
    late = [Late(dossier, due) for dossier, due in dues if due and due.is_late(day)]
    if not late or step not in _DONE_AGAIN:
        return late
    asked = set(_asked_for_more([one.dossier for one in late]))
    return [one for one in late if one.dossier.pk not in asked]


def _asked_for_more(dossiers: Sequence[Dossier]) -> Iterable[UUID]:
    waiting = MoreRequest.objects.filter(dossier__in=[one.pk for one in dossiers], answered_at=None)
    return waiting.values_list("dossier", flat=True)


def refuse_late(dossiers: Sequence[Dossier], step: YearStep | None, on: date | None = None) -> None:
    """Raise PastDeadline where the step comes too late for a unit whose deadline is hard. One statement where no
    deadline of the cycle is."""
    if step is None:
        return
    cycles = {dossier.cycle_id for dossier in dossiers}
    if not CycleStep.objects.filter(cycle__in=cycles, step=step, is_hard=True).exists():
        return
    late = [one for one in late_for(dossiers, step, on) if one.due.is_hard]
    if late:
        raise PastDeadline(str(step.label).lower(), tuple((one.dossier.unit_name, one.due.day) for one in late))
