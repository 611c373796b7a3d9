"""Complaints about a unit by their number, days and result; what they say stays on paper and is not asked for."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.audit import services as audit
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, NotAllowed, Problem, RefusedByState
from binhyen.kernel.text import squeeze
from binhyen.papers import refusals
from binhyen.papers.models import Paper
from binhyen.recognition.models import Complaint
from binhyen.units.models import Unit
from binhyen.units.selectors.reach import acting_paths

_NUMBER, _LONGEST = "số vào sổ", 60


@dataclass(frozen=True, slots=True)
class NewComplaint:
    """What the register says of one: its number, when it came, by when it is answered (None: not said)."""

    unit: Unit
    number: str
    received_on: date
    due_on: date | None = None


@transaction.atomic
def complaint_record(*, by: User, complaint: NewComplaint, act_key: str | None = None) -> Complaint:
    """Record that a complaint was received. Until it is answered, no award is recorded for the unit.

    Raises InputProblems for a number that tells of persons or secrets, and for days that cannot be true.
    """
    audit.refuse_repeat(act_key)
    _require(by, complaint.unit.pk, Act.POST)
    number = squeeze(complaint.number)
    problems = [*_of_number(number), *_of_days(complaint)]
    if problems:
        raise InputProblems(problems)
    made = Complaint.objects.create(
        unit=complaint.unit,
        number=number,
        received_on=complaint.received_on,
        due_on=complaint.due_on,
        recorded_at=clock.now(),
        recorded_by=by.id,
    )
    payload = {"number": number, "received_on": made.received_on.isoformat()}
    subjects = [("complaint", made.pk), ("unit", made.unit_id)]
    audit.record(by=by, verb="complaint.recorded", subjects=subjects, payload=payload, act_key=act_key)
    return made


@transaction.atomic
def complaint_answer(
    *,
    by: User,
    complaint: Complaint,
    result: Complaint.Result,
    answered_on: date,
    paper: Paper | None = None,
    act_key: str | None = None,
) -> Complaint:
    """Record how it was answered; the office or the committee may. Raises RefusedByState for one that was answered before: an answer is not overwritten."""
    audit.refuse_repeat(act_key)
    _require(by, complaint.unit_id, Act.POST, Act.REVIEW)
    current = Complaint.objects.select_for_update().get(pk=complaint.pk)
    if current.result != Complaint.Result.PENDING:
        raise RefusedByState("Đơn này đã có kết quả.", cure="Có đơn mới thì ghi thành đơn khác.")
    _refuse_answer(current, result, answered_on)
    current.result, current.answered_on, current.paper = result, answered_on, paper
    current.save(update_fields=["result", "answered_on", "paper"])
    payload = {"number": current.number, "result": result.value, "answered_on": answered_on.isoformat()}
    subjects = [("complaint", current.pk), ("unit", current.unit_id)]
    audit.record(by=by, verb="complaint.answered", subjects=subjects, payload=payload, act_key=act_key)
    return current


def _require(by: User, unit: UUID, *acts: Act) -> None:
    """One of the acts on the unit, or at whoever manages it by a paper."""
    path, powers = acting_paths([unit]).get(unit, ()), powers_of(by)
    if not any(powers.may(act, path) for act in acts):
        raise NotAllowed(acts[0].value)


def _of_number(number: str) -> list[Problem]:
    told = {_NUMBER: number}
    problems = [*refusals.classified(told), *refusals.personal_numbers(told)]
    if not number:
        problems.append(Problem("thieu", "Chưa ghi số vào sổ.", _NUMBER, "Chỉ ghi số; không ghi nội dung, tên người."))
    if len(number) > _LONGEST:
        problems.append(Problem("qua_dai", f"Dài hơn {_LONGEST} ký tự.", _NUMBER, "Chỉ ghi số vào sổ công văn."))
    return problems


def _of_days(complaint: NewComplaint) -> list[Problem]:
    if complaint.received_on > clock.today():
        return [Problem("ngay_tuong_lai", "Ngày này chưa tới.", "ngày nhận", "Ghi ngày trên sổ công văn.")]
    if complaint.due_on and complaint.due_on < complaint.received_on:
        return [Problem("ngay_truoc", "Hạn trả lời trước ngày nhận.", "hạn trả lời", "Kiểm tra lại hai ngày.")]
    return []


def _refuse_answer(complaint: Complaint, result: Complaint.Result, answered_on: date) -> None:
    problems = []
    if result == Complaint.Result.PENDING:
        problems.append(Problem("thieu", "Chưa chọn kết quả.", "kết quả", "Chọn một kết quả."))
    if not complaint.received_on <= answered_on <= clock.today():
        cure = "Ghi ngày trên văn bản trả lời, không trước ngày nhận."
        problems.append(Problem("ngay_tra_loi", "Ngày trả lời chưa đúng.", "ngày trả lời", cure))
    if problems:
        raise InputProblems(problems)
