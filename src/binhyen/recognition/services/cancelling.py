"""Taking recognitions back: by the body that granted them, by another decision, in force from its number on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import require
from binhyen.audit import services as audit
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, Problem, RefusedByState
from binhyen.kernel.text import day_in_words, squeeze
from binhyen.papers import refusals
from binhyen.papers.models import Paper
from binhyen.recognition.models import Cancellation, Decision, Delegation, Recognition
from binhyen.recognition.papers import DecisionContent, RecognisedUnit
from binhyen.recognition.papers_cancellation import CancellationContent
from binhyen.recognition.services.decisions import refuse_unheld
from binhyen.units.selectors import path_ids

_LONGEST_NOTE = 200
_NOTE = "nói rõ thêm"


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why: one of the closed list, the paper that found it, and a few words that speak of no person."""

    reason: Cancellation.Reason
    paper: Paper
    note: str = ""


@transaction.atomic
def recognition_cancel(
    *,
    by: User,
    recognitions: Sequence[Recognition],
    grounds: Grounds,
    signatory: str = "",
    delegation: Delegation | None = None,
    act_key: str | None = None,
) -> Decision:
    """Make the decision that takes recognitions of one numbered decision back; it waits for the registry's number.

    The body that decided cancels (`signatory`: the office that signs, where it is another than then; `delegation`: who
    signs in its place). Nothing is
    deleted, and until the number is given every recognition stays in force. Raises InputProblems for an empty list,
    recognitions of several decisions and words about persons; RefusedByState where there is nothing to cancel.
    """
    audit.refuse_repeat(act_key)
    original = _original(recognitions)
    require(by, Act.DECIDE, path_ids(original.deciding_unit_id))
    refuse_unheld(delegation, original.deciding_unit_id)
    held = list(Recognition.objects.select_for_update().filter(pk__in=[one.pk for one in recognitions]))
    _refuse_unfit(original, held)
    note = _note(grounds.note)
    signed = _Signed(signatory.strip() or original.signatory, delegation)
    decision = _store(by, original, held, grounds, signed)
    Cancellation.objects.bulk_create(
        Cancellation(decision=decision, recognition=one, reason=grounds.reason, note=note, paper=grounds.paper)
        for one in held
    )
    audit.record(
        by=by,
        verb="cancellation.made",
        subjects=_subjects(decision, original),
        payload={"number": original.number, "units": len(held), "unit": _only_name(held), "reason": grounds.reason},
        act_key=act_key,
    )
    return decision


@transaction.atomic
def cancellation_withdraw(*, by: User, decision: Decision, act_key: str | None = None) -> Decision:
    """Give up a cancellation that was not signed: its recognitions may be cancelled by another one later."""
    audit.refuse_repeat(act_key)
    require(by, Act.DECIDE, path_ids(decision.deciding_unit_id))
    current = Decision.objects.select_for_update().get(pk=decision.pk)
    if current.kind != Decision.Kind.CANCELLATION or current.state != Decision.State.DECIDED:
        raise RefusedByState(
            "Chỉ bỏ được dự thảo quyết định hủy bỏ chưa lấy số.", cure="Muốn thay đổi, ban hành quyết định khác."
        )
    current.state = Decision.State.WITHDRAWN
    current.save(update_fields=["state"])
    audit.record(
        by=by,
        verb="cancellation.withdrawn",
        subjects=_subjects(current),
        payload={"title": current.title},
        act_key=act_key,
    )
    return current


def _original(recognitions: Sequence[Recognition]) -> Decision:
    decisions = {one.decision_id for one in recognitions}
    if not decisions:
        raise InputProblems([Problem("trong", "Chưa chọn đơn vị nào.", "danh sách", "Chọn ít nhất một đơn vị.")])
    if len(decisions) > 1:
        raise InputProblems(
            [
                Problem(
                    "nhieu_quyet_dinh", "Các đơn vị được công nhận theo những quyết định khác nhau.", "danh sách",
                    "Hủy bỏ riêng theo từng quyết định.",
                )
            ]
        )  # fmt: skip
    return Decision.objects.select_related("programme", "rulebook").get(pk=decisions.pop())


def _refuse_unfit(original: Decision, held: Sequence[Recognition]) -> None:
    if original.state != Decision.State.NUMBERED:
        raise RefusedByState(
            "Quyết định chưa có số thì chưa có hiệu lực để hủy bỏ.", cure="Chờ văn thư lấy số quyết định công nhận."
        )
    if not original.content:
        raise RefusedByState(
            "Quyết định này không có bản soạn trong hệ thống để dẫn lại.", cure="Soạn quyết định hủy bỏ ngoài hệ thống."
        )
    waiting = Cancellation.objects.filter(recognition__in=held, decision__state=Decision.State.DECIDED)
    taken = set(waiting.values_list("recognition", flat=True))
    unfit = [one.unit_name for one in held if not one.granted or one.cancelled_by_id or one.pk in taken]
    if unfit:
        shown = ", ".join(unfit[:5]) + (f" và {len(unfit) - 5} đơn vị khác" if len(unfit) > 5 else "")
        raise RefusedByState(
            f"Không còn công nhận để hủy bỏ, hoặc đang chờ lấy số: {shown}.",
            cure="Bỏ chọn các đơn vị này.",
        )


def _note(typed: str) -> str:
    note = squeeze(typed)
    told = {_NOTE: note}
    problems = [*refusals.about_anybody(told)]
    if len(note) > _LONGEST_NOTE:
        problems.append(Problem("qua_dai", f"Dài hơn {_LONGEST_NOTE} ký tự.", _NOTE, "Rút gọn nội dung."))
    if problems:
        raise InputProblems(problems)
    return note


@dataclass(frozen=True, slots=True)
class _Signed:
    """The office that signs, and who does so in its place."""

    signatory: str
    delegation: Delegation | None

    @property
    def title(self) -> str:
        return self.delegation.signing_office if self.delegation else self.signatory

    @property
    def forms(self) -> tuple[str, ...]:
        return self.delegation.forms if self.delegation else ()


def _store(by: User, original: Decision, held: Sequence[Recognition], grounds: Grounds, signed: _Signed) -> Decision:
    content = _content(original, held, grounds, signed)
    return Decision.objects.create(
        kind=Decision.Kind.CANCELLATION,
        programme=original.programme,
        rulebook=original.rulebook,
        deciding_unit_id=original.deciding_unit_id,
        cycle_id=original.cycle_id,
        year=original.year,
        title=content.title,
        body=original.body,
        signatory=signed.signatory,
        delegation=signed.delegation,
        content=content.as_data(),
        is_sample=original.is_sample,
        decided_at=clock.now(),
        decided_by=by.id,
    )


def _content(original: Decision, held: Sequence[Recognition], grounds: Grounds, signed: _Signed) -> CancellationContent:
    """What the paper says, from what the cancelled paper said: the same body, the same words for the units."""
    said = DecisionContent.from_data(original.content)
    return CancellationContent(
        said=said,
        number=original.number,
        signed_on=original.signed_on or clock.today(),
        rows=tuple(replace(row, note="") for row in said.rows if _is_among(row, held)),
        reason=grounds.reason.label,
        found_in=_cited(grounds.paper),
        signatory_title=signed.title,
        signatory_forms=signed.forms,
        issued_year=clock.today().year,
    )


def _is_among(row: RecognisedUnit, held: Sequence[Recognition]) -> bool:
    """By id, for two units may bear one name; by name in papers frozen before ids were kept."""
    return row.unit in {str(one.unit_id) for one in held} if row.unit else row.name in {one.unit_name for one in held}


def _cited(paper: Paper) -> str:
    number = f" số {paper.number}" if paper.number else ""
    on = f" {day_in_words(paper.issued_on)}" if paper.issued_on else ""
    issuer = f" của {paper.issuer}" if paper.issuer else ""
    return f"{paper.title}{number}{on}{issuer}"


def _only_name(held: Sequence[Recognition]) -> str:
    return held[0].unit_name if len(held) == 1 else ""


def _subjects(*decisions: Decision) -> list[tuple[str, UUID]]:
    cycles = {decision.cycle_id for decision in decisions if decision.cycle_id}
    return [*(("decision", decision.pk) for decision in decisions), *(("cycle", cycle) for cycle in cycles)]
