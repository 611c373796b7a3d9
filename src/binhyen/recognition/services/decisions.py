"""Decisions: made once from what was decided, numbered by the registry, cancelled only by another decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import require
from binhyen.audit import services as audit
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, Problem, RefusedByState
from binhyen.kernel.period import Period
from binhyen.programmes.models import Rulebook
from binhyen.recognition.models import Decision, Delegation, Recognition
from binhyen.units.models import Unit
from binhyen.units.selectors import path_ids


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision says of one unit: a level when it is recognised, None when it is not."""

    unit: UUID
    unit_name: str
    unit_kind: str
    period: Period
    level: str | None
    level_rank: int = 0


@dataclass(frozen=True, slots=True)
class Header:
    """Who decides and what about; `content` is everything the paper says."""

    rulebook: Rulebook
    deciding_unit: Unit
    year: int
    title: str
    body: str
    signatory: str
    content: Mapping[str, object]
    cycle_id: UUID | None = None
    is_sample: bool = False
    # By which somebody signs in place of the signatory.
    delegation: Delegation | None = None


@transaction.atomic
def decision_make(*, by: User, header: Header, outcomes: Sequence[Outcome]) -> tuple[Decision, list[Recognition]]:
    """Store a decision and what it says of each unit. Who qualifies is the caller's to establish (`dossiers`).

    Raises RefusedByState for a delegation that is not this unit's, or not in force today.
    """
    require(by, Act.DECIDE, path_ids(header.deciding_unit.pk))
    refuse_unheld(header.delegation, header.deciding_unit.pk)
    decision = Decision.objects.create(
        programme=header.rulebook.programme,
        rulebook=header.rulebook,
        deciding_unit=header.deciding_unit,
        cycle_id=header.cycle_id,
        year=header.year,
        title=header.title,
        body=header.body,
        signatory=header.signatory,
        delegation=header.delegation,
        content=dict(header.content),
        is_sample=header.is_sample,
        decided_at=clock.now(),
        decided_by=by.id,
    )
    recognitions = Recognition.objects.bulk_create(
        Recognition(
            decision=decision, unit_id=one.unit, programme=decision.programme, year=header.year, starts=one.period.start,
            ends=one.period.end, granted=one.level is not None, level=one.level or "", level_rank=one.level_rank,
            unit_name=one.unit_name, unit_kind=one.unit_kind,
        )
        for one in outcomes
    )  # fmt: skip
    return decision, recognitions


@transaction.atomic
def decision_number(
    *, by: User, decision: Decision, number: str, signed_on: date, act_key: str | None = None
) -> Decision:
    """The registry writes the number and date of the signed paper; after that the decision is fixed.

    A cancellation comes into force here: what it speaks of is no longer recognised.
    """
    audit.refuse_repeat(act_key)
    require(by, Act.NUMBER_DECISION, path_ids(decision.deciding_unit_id))
    current = Decision.objects.select_for_update().get(pk=decision.pk)
    if current.state != Decision.State.DECIDED:
        words = "Quyết định này đã có số." if current.number else "Dự thảo này đã được ghi là không ban hành."
        raise RefusedByState(words, cure="Muốn thay đổi, ban hành quyết định khác.")
    _check_number(current, number, signed_on)
    current.number, current.signed_on, current.state = number.strip(), signed_on, Decision.State.NUMBERED
    current.save(update_fields=["number", "signed_on", "state"])
    if current.kind == Decision.Kind.CANCELLATION:
        Recognition.objects.filter(cancellations__decision=current).update(cancelled_by=current)
    subjects = [("decision", current.pk), *([("cycle", current.cycle_id)] if current.cycle_id else [])]
    payload = {"number": current.number, "signed_on": signed_on.isoformat()}
    audit.record(by=by, verb="decision.numbered", subjects=subjects, payload=payload, act_key=act_key)
    return current


def refuse_unheld(delegation: Delegation | None, unit: UUID) -> None:
    """Raise RefusedByState where nobody may sign by this delegation for the unit today."""
    if delegation is None:
        return
    if delegation.unit_id != unit:
        raise RefusedByState("Việc ký thay này của cơ quan khác.", cure="Chọn người ký của cơ quan ra quyết định.")
    if not delegation.is_held_on(clock.today()):
        raise RefusedByState(
            f"Hôm nay không nằm trong thời gian ký thay ({delegation}).",
            cure="Chọn người ký khác, hoặc ghi văn bản giao ký mới.",
        )


def _check_number(decision: Decision, number: str, signed_on: date) -> None:
    problems = []
    if not number.strip():
        problems.append(Problem("thieu_so", "Chưa ghi số, ký hiệu.", "số, ký hiệu", "Ví dụ: 112/QĐ-UBND."))
    if signed_on > clock.today():
        problems.append(Problem("ngay_tuong_lai", "Ngày ký chưa tới.", "ngày ký", "Ghi ngày trên bản đã ký."))
    if decision.delegation and not decision.delegation.is_held_on(signed_on):
        message = f"Ngày ký không nằm trong thời gian ký thay ({decision.delegation})."
        cure = "Kiểm tra ngày trên bản đã ký và văn bản giao ký."
        problems.append(Problem("ngoai_thoi_gian_ky_thay", message, "ngày ký", cure))
    cancelled = Decision.objects.filter(recognitions__cancellations__decision=decision)
    if cancelled.filter(signed_on__gt=signed_on).exists():
        problems.append(
            Problem("ngay_truoc", "Ngày ký trước ngày của quyết định bị hủy bỏ.", "ngày ký", "Kiểm tra lại ngày ký.")
        )
    if problems:
        raise InputProblems(problems)
