"""A letter that moves days before it is applied: what it can move, for whom, and which verdicts change. Nothing is
written. What is shown here is what `services.calendar.deadline_move` stores with the act."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from binhyen.dossiers.lifecycle import DECIDED
from binhyen.dossiers.models import Cycle, DeadlineLetter, Dossier, Standing, YearStep
from binhyen.dossiers.selectors.adopting import Turn
from binhyen.dossiers.selectors.calendar import RULE, STEP, Calendar, Moved, calendar_of
from binhyen.dossiers.selectors.judging import standings_of
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.kernel import text
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.model import nodes
from binhyen.rules.model.nodes import walk
from binhyen.rules.model.results import Outcome
from binhyen.rules.model.rulebook import Rulebook

_TARGETS, _UNITS, _KINDS = "hạn được dời", "đơn vị", "loại đơn vị"
# A letter is about this year's work or the next; another year is a slip of the hand.
_YEARS_AROUND = 2


@dataclass(frozen=True, slots=True)
class Plan:
    """What a letter says: which days, to which day, for whom. `units` are ids of units listed in the cycle."""

    targets: tuple[str, ...]
    new_day: date
    covers: str = DeadlineLetter.Covers.ALL
    kinds: tuple[str, ...] = ()
    units: tuple[UUID, ...] = ()

    def as_moved(self) -> Moved:
        """The same, as the calendar reads it."""
        return Moved(frozenset(self.targets), self.new_day, self.covers, frozenset(self.kinds), frozenset(self.units))


@dataclass(frozen=True, slots=True)
class DayMove:
    """One day that moves, for so many units: before and after, in words of papers."""

    target: str
    title: str
    before: str
    after: str
    units: int


@dataclass(frozen=True, slots=True)
class Move:
    """What applying a letter does. `covered` open dossiers follow it, `kept` are decided and do not."""

    covered: int
    kept: int
    days: tuple[DayMove, ...]
    turns: tuple[Turn, ...]

    def as_data(self) -> dict[str, Any]:
        """For storing with the act."""
        return asdict(self)

    @property
    def fingerprint(self) -> str:
        """Changes with anything that is shown: whoever confirms has seen this and nothing else."""
        return hashlib.sha256(json.dumps(self.as_data(), ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    def counts(self) -> list[tuple[str, str, str, int]]:
        """How many verdicts turn from what to what on each basis, the most first."""
        found = Counter((turn.on, turn.before, turn.after) for turn in self.turns)
        return [(*turn, number) for turn, number in found.most_common()]


def shown_with(letter: DeadlineLetter) -> Move:
    """What was shown when the letter was applied."""
    data: Mapping[str, Any] = letter.shown
    days = tuple(DayMove(**one) for one in data["days"])
    return Move(data["covered"], data["kept"], days, tuple(Turn(**one) for one in data["turns"]))


def targets_of(cycle: Cycle, calendar: Calendar) -> list[tuple[str, str]]:
    """The days that a letter can move here, with what they are called: steps that have a day, then days of rules."""
    with_day = {step for step, _ in calendar.steps}
    steps = [(f"{STEP}{step.value}", f"Hạn {str(step.label).lower()}") for step in YearStep if step.value in with_day]
    rules = rules_of(cycle)
    return steps + [(column, _rule_title(column, rules, cycle.year)) for column in _rule_columns(rules)]


def _rule_columns(rules: Rulebook) -> list[str]:
    asked = (node for subject in rules.subjects.values() for node in subject.nodes())
    return sorted({node.column for node in asked if isinstance(node, nodes.Deadline)})


def _rule_title(column: str, rules: Rulebook, year: int) -> str:
    criteria = [
        criterion.code
        for subject in rules.subjects.values()
        for criterion in subject.walk()
        if any(_is_day(node, column) for _, rule in criterion.rules() for node in walk(rule.node))
    ]
    of = f" (tiêu chí {', '.join(dict.fromkeys(criteria))})" if criteria else ""
    return f"Hạn {text.day(day_of_rule(column, year))} trong bộ tiêu chí{of}"


def _is_day(node: nodes.Node, column: str) -> bool:
    return isinstance(node, nodes.Deadline) and node.column == column


def day_of_rule(column: str, year: int) -> date:
    """The day that a facts column `deadline.MM-DD[.1]` means in a cycle of that year, before any letter."""
    month_day, _, offset = column.removeprefix(RULE).partition(".")
    month, day = month_day.split("-")
    return date(year + int(offset or 0), int(month), int(day))


def move_of(cycle: Cycle, plan: Plan) -> Move:
    """What would happen if this letter were applied now. Raises InputProblems for what the letter cannot mean.

    A bounded number of statements, whatever the number of dossiers.
    """
    calendar = calendar_of(cycle)
    titles = dict(targets_of(cycle, calendar))
    listed = list(Dossier.objects.filter(cycle=cycle).order_by("position"))
    moved = plan.as_moved()
    about = [one for one in listed if moved.is_about(one.unit_id, one.subject_kind)]
    _refuse(cycle, plan, titles, listed, about)
    living = [one for one in about if one.state not in DECIDED]
    return Move(
        covered=len(living),
        kept=len(about) - len(living),
        days=tuple(_days(cycle, calendar, plan, titles, living)),
        turns=tuple(_turns(cycle, calendar, moved)) if any(one.startswith(RULE) for one in plan.targets) else (),
    )


def _refuse(
    cycle: Cycle, plan: Plan, titles: Mapping[str, str], listed: Sequence[Dossier], about: Sequence[Dossier]
) -> None:
    found: list[Problem] = []
    if not plan.targets or set(plan.targets) - titles.keys():
        found.append(Problem("thieu", "Chưa chọn hạn nào của đợt xét này.", _TARGETS, "Chọn ít nhất một hạn."))
    if abs(plan.new_day.year - cycle.year) > _YEARS_AROUND:
        found.append(Problem("nam_la", f"Ngày mới không thuộc đợt xét năm {cycle.year}.", "ngày mới", "Kiểm tra năm."))
    if plan.covers == DeadlineLetter.Covers.UNITS and set(plan.units) - {one.unit_id for one in listed}:
        found.append(Problem("ngoai_danh_sach", "Có đơn vị không thuộc đợt xét này.", _UNITS, "Chọn lại đơn vị."))
    if not about:
        place = _KINDS if plan.covers == DeadlineLetter.Covers.KINDS else _UNITS
        found.append(Problem("trong", "Công văn chưa áp dụng cho đơn vị nào.", place, "Chọn đơn vị hoặc loại đơn vị."))
    elif all(one.state in DECIDED for one in about):
        found.append(
            Problem("da_quyet_dinh", "Các đơn vị này đều đã có quyết định.", _UNITS, "Hạn mới không còn tác dụng.")
        )
    if found:
        raise InputProblems(found)


def _days(
    cycle: Cycle, calendar: Calendar, plan: Plan, titles: Mapping[str, str], living: Sequence[Dossier]
) -> Iterable[DayMove]:
    for target in plan.targets:
        for before, number in sorted(Counter(_day_now(cycle, calendar, target, one) for one in living).items()):
            yield DayMove(target, titles[target], before, text.day(plan.new_day), number)


def _day_now(cycle: Cycle, calendar: Calendar, target: str, dossier: Dossier) -> str:
    if target.startswith(STEP):
        due = calendar.due(YearStep(target.removeprefix(STEP)), dossier.subject_kind, dossier.unit_id)
        return text.day(due.day) if due else "chưa có hạn"
    about = (one for one in reversed(calendar.letters) if target in one.targets)
    last = next((one for one in about if one.is_about(dossier.unit_id, dossier.subject_kind)), None)
    return text.day(last.new_day if last else day_of_rule(target, cycle.year))


def _turns(cycle: Cycle, calendar: Calendar, moved: Moved) -> Iterable[Turn]:
    """Verdicts that change: of all open dossiers, for counts of units below follow too."""
    among = Dossier.objects.filter(cycle=cycle).exclude(state__in=DECIDED)
    known = Standing.objects.filter(dossier__in=among.order_by().values("pk"))
    rows = known.values_list("dossier", "basis", "verdict", "level")
    now = {(dossier, basis): (verdict, level) for dossier, basis, verdict, level in rows}
    for one in _tried(cycle, among, (*calendar.letters, moved)):
        before, level = now.get((one.dossier_id, one.basis), (Outcome.UNKNOWN.value, ""))
        if (before, level) != (one.verdict, one.level):
            unit = one.dossier
            yield Turn(
                str(unit.pk), unit.unit_name, unit.subject_kind, one.basis, before, one.verdict, level, one.level
            )


def _tried(cycle: Cycle, among: QuerySet[Dossier], letters: Sequence[Moved]) -> Iterable[Standing]:
    living = list(among.order_by("position"))
    by_rulebook: dict[UUID, list[Dossier]] = {}
    for one in living:
        by_rulebook.setdefault(one.rulebook_id, []).append(one)
    for rulebook, chosen in by_rulebook.items():
        rules = rules_of(cycle if rulebook == cycle.rulebook_id else chosen[0])
        yield from standings_of(
            cycle=cycle, rulebook=rules, dossiers=chosen, among=among.filter(rulebook=rulebook), letters=letters
        )


# ---------------------------------------------------------------- after it was applied


def letters_applied(cycle: Cycle) -> list[tuple[DeadlineLetter, Move, str]]:
    """The letters of a cycle, newest first: each with what was shown, and for whom in words."""
    found = cycle.letters.select_related("paper").prefetch_related("units").order_by("-seq")
    names = dict(Dossier.objects.filter(cycle=cycle).values_list("unit", "unit_name")) if found else {}
    return [(one, shown_with(one), _whom(one, names)) for one in found]


def _whom(letter: DeadlineLetter, names: Mapping[UUID, str]) -> str:
    match letter.covers:
        case DeadlineLetter.Covers.ALL:
            return "mọi đơn vị"
        case DeadlineLetter.Covers.KINDS:
            return ", ".join(SubjectKind(kind).vietnamese for kind in letter.kinds)
        case _:
            said = [names.get(unit.pk, "…") for unit in letter.units.all()]
            return ", ".join(said[:5]) + (f" và {len(said) - 5} đơn vị khác" if len(said) > 5 else "")
