"""Signing in somebody's place: recorded by its paper for a span of days, ended by a day, never rewritten."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.audit import services as audit
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, NotAllowed, Problem, RefusedByState
from binhyen.kernel.text import day, squeeze
from binhyen.papers import refusals
from binhyen.papers.models import Paper
from binhyen.recognition.models import Delegation
from binhyen.units.models import Unit
from binhyen.units.selectors import path_ids

# The chair, the registry clerk who files the paper, and the officer who drafts for both.
RECORDING = (Act.DECIDE, Act.NUMBER_DECISION, Act.CYCLE_OPEN)
_LONGEST = 120
_FROM, _TO = "từ ngày", "đến hết ngày"


@dataclass(frozen=True, slots=True)
class NewDelegation:
    """What the paper says: offices, form and days, both included."""

    unit: Unit
    form: Delegation.Form
    of_office: str
    signing_office: str
    valid_from: date
    valid_to: date | None
    paper: Paper
    on_behalf_of: str = ""


def may_record(by: User, unit: Unit) -> bool:
    """Whether the person may record who signs for this unit."""
    powers, path = powers_of(by), path_ids(unit.pk)
    return any(powers.may(act, path) for act in RECORDING)


@transaction.atomic
def delegation_record(*, by: User, delegation: NewDelegation, act_key: str | None = None) -> Delegation:
    """Record that one office signs in place of another. Raises NotAllowed; InputProblems for missing offices, names of
    persons, lent authority without a last day, and a paper without number and date."""
    audit.refuse_repeat(act_key)
    _require(by, delegation.unit)
    said = {"thay cho": squeeze(delegation.of_office), "chức vụ người ký": squeeze(delegation.signing_office)}
    behalf = squeeze(delegation.on_behalf_of)
    if problems := [*_problems(delegation, said), *refusals.office_problems("thay mặt", behalf, most=_LONGEST)]:
        raise InputProblems(problems)
    stored = Delegation.objects.create(
        unit=delegation.unit, form=delegation.form, of_office=said["thay cho"], signing_office=said["chức vụ người ký"],
        on_behalf_of=behalf, valid_from=delegation.valid_from, valid_to=delegation.valid_to, paper=delegation.paper,
        recorded_at=clock.now(), recorded_by=by.id,
    )  # fmt: skip
    _log(by, "delegation.recorded", stored, act_key)
    return stored


@transaction.atomic
def delegation_end(*, by: User, delegation: Delegation, on: date, act_key: str | None = None) -> Delegation:
    """End it earlier: `on` is its last day. Raises RefusedByState where it has ended by then, InputProblems for a day
    before it began."""
    audit.refuse_repeat(act_key)
    _require(by, delegation.unit)
    current = Delegation.objects.select_for_update(of=("self",)).select_related("unit", "paper").get(pk=delegation.pk)
    if current.valid_to is not None and current.valid_to <= on:
        raise RefusedByState(f"Việc ký thay này hết ngày {day(current.valid_to)}.", cure="Không cần kết thúc nữa.")
    if on < current.valid_from:
        raise InputProblems([Problem("ngay_truoc", "Ngày kết thúc trước ngày bắt đầu.", _TO, "Kiểm tra lại ngày.")])
    current.valid_to = on
    current.save(update_fields=["valid_to"])
    _log(by, "delegation.ended", current, act_key)
    return current


def _require(by: User, unit: Unit) -> None:
    if not may_record(by, unit):
        raise NotAllowed(Act.NUMBER_DECISION.value)


def _problems(new: NewDelegation, said: dict[str, str]) -> Iterator[Problem]:
    for place, words in said.items():
        if not words:
            yield Problem("thieu", "Chưa ghi chức vụ.", place, "Ghi chức vụ, không ghi tên người.")
        yield from refusals.office_problems(place, words, most=_LONGEST)
    if new.valid_to is None and new.form != Delegation.Form.DEPUTY:
        yield Problem("thieu_ngay", "Ủy quyền, thừa lệnh phải có ngày cuối.", _TO, "Ghi theo văn bản ủy quyền.")
    if new.valid_to is not None and new.valid_to < new.valid_from:
        yield Problem("ngay_truoc", "Ngày cuối trước ngày bắt đầu.", _TO, "Kiểm tra lại hai ngày.")
    if not new.paper.number or new.paper.issued_on is None:
        yield Problem("thieu", "Văn bản phải có số và ngày.", "số, ký hiệu", "Ghi như trên bản đã ký.")


def _log(by: User, verb: str, delegation: Delegation, act_key: str | None) -> None:
    payload = {
        "words": str(delegation),
        "from": f"{delegation.valid_from:%d/%m/%Y}",
        "to": f"{delegation.valid_to:%d/%m/%Y}" if delegation.valid_to else "khi có văn bản khác",
        "number": delegation.paper.number,
    }
    subjects = [("unit", delegation.unit_id), ("paper", delegation.paper_id)]
    audit.record(by=by, verb=verb, subjects=subjects, payload=payload, act_key=act_key)
