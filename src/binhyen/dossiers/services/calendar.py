"""The calendar of a cycle: days of steps by a document, and letters that move them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import require
from binhyen.audit import services as audit
from binhyen.dossiers.lifecycle import DECIDED
from binhyen.dossiers.models import Cycle, CycleStep, DeadlineLetter, Dossier, YearStep
from binhyen.dossiers.selectors.calendar import RULE, STEP, Calendar, calendar_of
from binhyen.dossiers.selectors.letters import Move, Plan, move_of, targets_of
from binhyen.dossiers.services.standings import standings_refresh
from binhyen.kernel import clock
from binhyen.kernel.errors import Conflict, InputProblems, Problem, RefusedByState
from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.text import squeeze
from binhyen.papers.models import Paper
from binhyen.sheets.refusals import refused_text
from binhyen.units.models import Unit
from binhyen.units.selectors import path_ids

LONGEST_CITATION = 300
_YEARS_AROUND = 2
_CITATION = "văn bản quy định"


@transaction.atomic
def steps_set(
    *,
    by: User,
    cycle: Cycle,
    step: YearStep,
    day: date,
    citation: str,
    kinds: Sequence[SubjectKind] = (),
    is_hard: bool = False,
    act_key: str | None = None,
) -> list[CycleStep]:
    """Say until when a step is to be done, by a document; for these kinds of unit, or for all without a day of their
    own. Said again it corrects what was said; once the day has passed, only a letter gives more time.

    Raises NotAllowed, InputProblems, RefusedByState.
    """
    audit.refuse_repeat(act_key)
    require(by, Act.CYCLE_OPEN, path_ids(cycle.scope_id))
    said = _citation(citation)
    current = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if abs(day.year - current.year) > _YEARS_AROUND:
        message = f"Ngày này không thuộc đợt xét năm {current.year}."
        raise InputProblems([Problem("nam_la", message, "hạn cuối", "Kiểm tra lại năm.")])
    values = {"day": day, "is_hard": is_hard, "citation": said, "recorded_at": clock.now(), "recorded_by": by.id}
    _refuse_more_time(current, step, kinds, day=day, is_hard=is_hard)
    stored = [
        CycleStep.objects.update_or_create(cycle=current, step=step, subject_kind=kind, defaults=values)[0]
        for kind in ([one.value for one in kinds] or [""])
    ]
    payload = {
        "name": current.name,
        "step": step.value,
        "words": str(step.label).lower(),
        "kinds": [kind.value for kind in kinds],
        "day": day.isoformat(),
        "is_hard": is_hard,
        "citation": said,
    }
    audit.record(by=by, verb="cycle.step_set", subjects=[("cycle", current.pk)], payload=payload, act_key=act_key)
    return stored


def _citation(typed: str) -> str:
    said = squeeze(typed)
    if not said:
        cure = "Ghi số, ký hiệu, ngày của kế hoạch hoặc hướng dẫn đặt ra hạn này."
        raise InputProblems([Problem("thieu", "Chưa ghi văn bản nào quy định.", _CITATION, cure)])
    if len(said) > LONGEST_CITATION:
        raise InputProblems([Problem("qua_dai", f"Dài hơn {LONGEST_CITATION} ký tự.", _CITATION, "Rút gọn nội dung.")])
    if refused := refused_text(said):
        raise InputProblems([Problem("noi_dung_bi_tu_choi", refused, _CITATION, "Không nhập nội dung này.")])
    return said


def _refuse_more_time(cycle: Cycle, step: YearStep, kinds: Sequence[SubjectKind], *, day: date, is_hard: bool) -> None:
    """Raise RefusedByState where a letter moved the step, or its day has passed and would be put off or made soft."""
    calendar = calendar_of(cycle)
    asked = {kind.value for kind in kinds} or {"", *_kinds_without_own(calendar, step)}
    rows = [calendar.steps.get((step, kind)) or calendar.steps.get((step, "")) for kind in asked]
    known = [row for row in rows if row and row.citation and row.day < clock.today()]
    passed = any(day > row.day or (row.is_hard and not is_hard) for row in known)
    is_moved = any(f"{STEP}{step}" in letter.targets for letter in calendar.letters)
    if passed or is_moved:
        words = "đã được dời bằng công văn" if is_moved else "đã qua"
        raise RefusedByState(
            f"Hạn {str(step.label).lower()} {words}.", cure="Muốn có hạn khác, ghi công văn gia hạn bên dưới."
        )


def _kinds_without_own(calendar: Calendar, step: YearStep) -> set[str]:
    return {kind.value for kind in SubjectKind if (step.value, kind.value) not in calendar.steps}


@transaction.atomic
def deadline_move(
    *, by: User, cycle: Cycle, plan: Plan, paper: Paper, seen: str | None = None, act_key: str | None = None
) -> DeadlineLetter:
    """Apply an official letter: move days for the units it names, and work out the verdicts of open dossiers again.

    Decided dossiers keep their verdict. `seen` is the fingerprint of what the person looked at: Conflict if it would now
    be something else. Nothing takes a letter back but a later one. Raises NotAllowed, InputProblems, RefusedByState.
    """
    audit.refuse_repeat(act_key)
    require(by, Act.CYCLE_OPEN, path_ids(cycle.scope_id))
    if not paper.number or paper.issued_on is None:
        raise InputProblems(
            [Problem("thieu", "Công văn phải có số và ngày.", "số, ký hiệu", "Ghi như trên công văn đã ký.")]
        )
    current = Cycle.objects.select_for_update().get(pk=cycle.pk)
    move = move_of(current, plan)
    if seen is not None and seen != move.fingerprint:
        raise Conflict("Đợt xét vừa thay đổi.", cure="Xem lại những gì thay đổi dưới đây rồi áp dụng.")
    letter = DeadlineLetter.objects.create(
        cycle=current, seq=current.letters.count() + 1, paper=paper, targets=list(plan.targets), new_day=plan.new_day,
        covers=plan.covers, kinds=list(plan.kinds), shown=move.as_data(), applied_at=clock.now(), applied_by=by.id,
    )  # fmt: skip
    if plan.covers == DeadlineLetter.Covers.UNITS:
        letter.units.set(Unit.objects.filter(pk__in=plan.units))
    if any(target.startswith(RULE) for target in plan.targets):
        standings_refresh(cycle=current, dossiers=Dossier.objects.filter(cycle=current))
    _log(by, letter, move, act_key)
    return letter


def _log(by: User, letter: DeadlineLetter, move: Move, act_key: str | None) -> None:
    cycle = letter.cycle
    titles = dict(targets_of(cycle, calendar_of(cycle)))
    payload = {
        "name": cycle.name,
        "number": letter.paper.number,
        "issued_on": letter.paper.issued_on,
        "days": [titles[target] for target in letter.targets],
        "targets": letter.targets,
        "new_day": letter.new_day.isoformat(),
        "units": move.covered,
        "turned": len(move.turns),
    }
    subjects: list[tuple[str, UUID]] = [("cycle", cycle.pk), ("paper", letter.paper_id), *_dossiers(letter)]
    audit.record(by=by, verb="cycle.deadline_moved", subjects=subjects, payload=payload, act_key=act_key)


def _dossiers(letter: DeadlineLetter) -> list[tuple[str, UUID]]:
    """The open dossiers that the letter speaks of: their stories tell of it."""
    about = Dossier.objects.filter(cycle=letter.cycle_id).exclude(state__in=DECIDED)
    if letter.covers == DeadlineLetter.Covers.KINDS:
        about = about.filter(subject_kind__in=letter.kinds)
    elif letter.covers == DeadlineLetter.Covers.UNITS:
        about = about.filter(unit__in=letter.units.values("pk"))
    return [("dossier", pk) for pk in about.order_by("position").values_list("pk", flat=True)]
