"""Posting the list before the decision, what is objected to, what is remarked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import require
from binhyen.audit import services as audit
from binhyen.dossiers import lifecycle
from binhyen.dossiers.errors import OutOfOrder
from binhyen.dossiers.models import (
    Cycle,
    Dossier,
    DossierState,
    Objection,
    PostedDossier,
    Posting,
    Remark,
    Standing,
)
from binhyen.dossiers.models.core import Basis
from binhyen.dossiers.selectors.committee import committee_of
from binhyen.dossiers.selectors.posting import about, level_names, takes_remarks
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.dossiers.services.advancing import Advance, advance_all
from binhyen.dossiers.services.voting import refuse_own_units
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, Problem, RefusedByState
from binhyen.kernel.text import day, squeeze
from binhyen.papers import refusals
from binhyen.papers.models import Paper
from binhyen.recognition.models import Complaint
from binhyen.recognition.services import NewComplaint, complaint_answer, complaint_record
from binhyen.rules.model.results import Outcome
from binhyen.units.models import Unit
from binhyen.units.selectors import path_ids

_PLACES, _LONGEST_PLACES = "nơi niêm yết", 300
_REMARK, _LONGEST_REMARK = "góp ý", 500
# Beyond so many unread ones the office has to look first: a public form must not fill the disk.
_MOST_WAITING = 200
_MOST_DAYS = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPosting:
    """When and where the list hangs; `days` None takes the number from the committee's rules."""

    posted_on: date
    places: str
    days: int | None = None
    paper: Paper | None = None


@transaction.atomic
def posting_open(
    *, by: User, cycle: Cycle, judge: Unit, dossiers: Sequence[Dossier], posting: NewPosting, act_key: str | None = None
) -> Posting:
    """Post the list of those whom the committee proposes. Only who is reviewed and certainly qualifies is named on it.

    Raises OutOfOrder, RefusedByState for others, InputProblems where nobody said for how many days.
    """
    audit.refuse_repeat(act_key)
    require(by, Act.POST, path_ids(judge.pk))
    committee = committee_of(cycle.pk, judge.pk)
    days = posting.days or (committee.rules.posting_days if committee else None)
    places = _checked(posting, days)
    _refuse_unready(dossiers, judge)
    payload = {"posted_on": posting.posted_on.isoformat(), "days": days}
    advance_all(by=by, dossiers=dossiers, advance=Advance(lifecycle.POST, {}, payload, act_key, posting.posted_on))
    made = Posting.objects.create(
        cycle=cycle, judge=judge, posted_on=posting.posted_on, days=days or 0, places=places, paper=posting.paper,
        remarks_open=committee is not None and committee.rules.remarks_open, recorded_at=clock.now(), recorded_by=by.id,
    )  # fmt: skip
    levels = level_names(dossiers)
    PostedDossier.objects.bulk_create(
        PostedDossier(posting=made, dossier=one, level=levels.get(one.pk, "")) for one in dossiers
    )
    return made


def _checked(posting: NewPosting, days: int | None) -> str:
    places = squeeze(posting.places)
    told = {_PLACES: places}
    problems = [*refusals.classified(told), *refusals.personal_numbers(told)]
    if posting.posted_on > clock.today():
        problems.append(Problem("ngay_tuong_lai", "Ngày này chưa tới.", "ngày niêm yết", "Ghi ngày đã dán danh sách."))
    if not 0 < (days or 0) <= _MOST_DAYS:
        cure = f"Ghi từ 1 đến {_MOST_DAYS} ngày theo văn bản áp dụng, hoặc nhập quy chế của Ban Chỉ đạo."
        problems.append(Problem("so_ngay", "Chưa rõ niêm yết mấy ngày.", "số ngày niêm yết", cure))
    if not 0 < len(places) <= _LONGEST_PLACES:
        problems.append(
            Problem("noi_niem_yet", "Chưa ghi nơi niêm yết.", _PLACES, "Ví dụ: trụ sở UBND xã, nhà văn hóa.")
        )
    if problems:
        raise InputProblems(problems)
    return places


def _refuse_unready(dossiers: Sequence[Dossier], judge: Unit) -> None:
    strangers = tuple(one.unit_name for one in dossiers if one.judged_by_id != judge.pk)
    if strangers:
        raise OutOfOrder(lifecycle.POST.words, strangers)
    met = Standing.objects.filter(
        dossier__in=[one.pk for one in dossiers], basis=Basis.REVIEW, verdict=Outcome.MET.value
    )
    ready = set(met.values_list("dossier", flat=True))
    unready = [one.unit_name for one in dossiers if one.pk not in ready]
    if unready:
        raise RefusedByState(
            f"Chỉ niêm yết đơn vị đủ điều kiện: {', '.join(unready[:5])}.",
            cure="Bỏ chọn các đơn vị này; đơn vị chưa đạt không nêu tên trên danh sách.",
        )


@transaction.atomic
def posting_close(
    *, by: User, posting: Posting, closed_on: date, paper: Paper | None = None, act_key: str | None = None
) -> Posting:
    """Record that the list was taken down. Its last day ends at midnight: earlier it is not taken down."""
    audit.refuse_repeat(act_key)
    require(by, Act.POST, path_ids(posting.judge_id))
    current = Posting.objects.select_for_update().get(pk=posting.pk)
    if current.closed_on is not None:
        raise RefusedByState("Danh sách này đã kết thúc niêm yết.", cure="Tải lại trang.")
    if closed_on > clock.today():
        raise InputProblems(
            [Problem("ngay_tuong_lai", "Ngày này chưa tới.", "ngày kết thúc", "Ghi ngày đã gỡ danh sách.")]
        )
    if closed_on <= current.last_day:
        raise RefusedByState(
            f"Danh sách phải niêm yết hết ngày {day(current.last_day)}.", cure="Kết thúc từ ngày hôm sau."
        )
    current.closed_on, current.closing_paper = closed_on, paper
    current.save(update_fields=["closed_on", "closing_paper"])
    listed = list(current.entries.values_list("dossier", "dossier__unit_name"))
    _touch([pk for pk, _ in listed])
    payload = {
        "closed_on": closed_on.isoformat(), "units": len(listed), "unit": listed[0][1] if len(listed) == 1 else "",
    }  # fmt: skip
    subjects = [("cycle", current.cycle_id), *(("dossier", pk) for pk, _ in listed)]
    audit.record(by=by, verb="posting.closed", subjects=subjects, payload=payload, act_key=act_key)
    return current


def _touch(dossiers: Sequence[UUID]) -> None:
    """Their pages tell something new."""
    Dossier.objects.filter(pk__in=dossiers).update(version=F("version") + 1)


# ---------------------------------------------------------------- objections


@dataclass(frozen=True, slots=True, kw_only=True)
class NewObjection:
    """What the register says of it, and the figure (by key) or the paper that it is about; never its words."""

    number: str
    received_on: date
    due_on: date | None = None
    figure: str = ""
    paper: Paper | None = None


@transaction.atomic
def objection_record(
    *, by: User, posted: PostedDossier, objection: NewObjection, act_key: str | None = None
) -> Objection:
    """Record an objection to one figure or paper of a posted unit: that unit waits for its answer, others go on."""
    audit.refuse_repeat(act_key)
    dossier = posted.dossier
    require(by, Act.POST, path_ids(posted.posting.judge_id))
    if dossier.state != DossierState.IN_CONSULTATION:
        raise OutOfOrder("ghi kiến nghị về hồ sơ không còn niêm yết", (dossier.unit_name,))
    if objection.received_on < posted.posting.posted_on:
        raise InputProblems(
            [Problem("ngay_truoc", "Nhận trước khi niêm yết.", "ngày nhận", "Kiểm tra lại ngày trên sổ công văn.")]
        )
    _refuse_unknown(dossier, objection)
    complaint = complaint_record(
        by=by, complaint=NewComplaint(dossier.unit, objection.number, objection.received_on, objection.due_on)
    )
    made = Objection.objects.create(
        posted=posted, complaint=complaint, figure=objection.figure, about_paper=objection.paper
    )
    _touch([dossier.pk])
    payload = {"unit": dossier.unit_name, "number": complaint.number, "about": about(made, dossier)}
    subjects = [("cycle", dossier.cycle_id), ("dossier", dossier.pk)]
    audit.record(by=by, verb="objection.recorded", subjects=subjects, payload=payload, act_key=act_key)
    return made


def _refuse_unknown(dossier: Dossier, objection: NewObjection) -> None:
    if bool(objection.figure) == (objection.paper is not None):
        cure = "Chọn đúng một số liệu hoặc một văn bản của hồ sơ."
        raise InputProblems([Problem("kien_nghi_ve", "Chưa rõ kiến nghị về điều gì.", "kiến nghị về", cure)])
    if objection.figure and objection.figure not in rules_of(dossier).figures:
        raise InputProblems(
            [Problem("so_lieu_la", "Hồ sơ không có số liệu này.", "kiến nghị về", "Chọn trong danh sách.")]
        )


@transaction.atomic
def objection_answer(
    *,
    by: User,
    objection: Objection,
    result: Complaint.Result,
    answered_on: date,
    paper: Paper | None = None,
    act_key: str | None = None,
) -> Objection:
    """Record the answer. Upheld, the unit goes back to the committee; otherwise it goes on towards the decision."""
    audit.refuse_repeat(act_key)
    dossier = Dossier.objects.select_related("cycle", "rulebook").get(pk=objection.posted.dossier_id)
    require(by, lifecycle.UPHOLD.act, path_ids(objection.posted.posting.judge_id))
    refuse_own_units(by, [dossier])
    complaint = objection.complaint
    complaint_answer(by=by, complaint=complaint, result=result, answered_on=answered_on, paper=paper)
    payload = {"number": complaint.number, "unit": dossier.unit_name, "result": result.value}
    if result == Complaint.Result.UPHELD:
        advance_all(by=by, dossiers=[dossier], advance=Advance(lifecycle.UPHOLD, {}, payload, act_key, answered_on))
    else:
        _touch([dossier.pk])
        subjects = [("cycle", dossier.cycle_id), ("dossier", dossier.pk)]
        audit.record(by=by, verb="objection.rejected", subjects=subjects, payload=payload, act_key=act_key)
    return objection


# ---------------------------------------------------------------- remarks


@transaction.atomic
def remark_send(*, posting: Posting, text: str, act_key: str | None = None) -> Remark:
    """Take in what somebody remarks under a posted list; it is shown once the office has looked at it.

    Raises RefusedByState where remarks are not taken, InputProblems for an empty or overlong text and one about persons.
    """
    audit.refuse_repeat(act_key)
    if not takes_remarks(posting):
        raise RefusedByState("Danh sách này không nhận góp ý trên trang.", cure="Gửi văn bản tới Ủy ban nhân dân.")
    if posting.remarks.filter(state=Remark.State.WAITING).count() >= _MOST_WAITING:
        raise RefusedByState(
            "Đang có quá nhiều góp ý chờ xem.", cure="Gửi lại sau, hoặc gửi văn bản tới Ủy ban nhân dân."
        )
    made = Remark.objects.create(posting=posting, text=_remark(text), sent_at=clock.now())
    # The log tells that something came; the words themselves stand only where the office may hide them.
    subjects = [("cycle", posting.cycle_id)]
    audit.record(by=None, verb="remark.received", subjects=subjects, payload={}, act_key=act_key)
    return made


def _remark(typed: str) -> str:
    text = squeeze(typed)
    told = {_REMARK: text}
    problems = list(refusals.about_anybody(told))
    if not text:
        problems.append(Problem("thieu", "Chưa ghi góp ý.", _REMARK, "Ghi số liệu hoặc văn bản nào cần xem lại."))
    if len(text) > _LONGEST_REMARK:
        problems.append(Problem("qua_dai", f"Dài hơn {_LONGEST_REMARK} ký tự.", _REMARK, "Rút gọn nội dung."))
    if problems:
        raise InputProblems(problems)
    return text


@transaction.atomic
def remark_moderate(*, by: User, remark: Remark, is_shown: bool, act_key: str | None = None) -> Remark:
    """Show a remark on the public page, or erase its words: what is not fit to be shown may accuse somebody, and is not
    kept. Raises RefusedByState where they are erased already."""
    audit.refuse_repeat(act_key)
    require(by, Act.POST, path_ids(remark.posting.judge_id))
    current = Remark.objects.select_for_update().get(pk=remark.pk)
    if current.state == Remark.State.HIDDEN:
        raise RefusedByState("Góp ý này không đăng; nội dung đã xóa.", cure="Tải lại trang.")
    current.state = Remark.State.SHOWN if is_shown else Remark.State.HIDDEN
    current.text = current.text if is_shown else ""
    current.moderated_at, current.moderated_by = clock.now(), by.id
    current.save(update_fields=["state", "text", "moderated_at", "moderated_by"])
    subjects = [("cycle", remark.posting.cycle_id)]
    audit.record(by=by, verb="remark.moderated", subjects=subjects, payload={"shown": is_shown}, act_key=act_key)
    return current
