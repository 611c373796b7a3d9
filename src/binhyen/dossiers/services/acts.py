"""The acts of the year on one dossier or many, each through the table of the lifecycle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.audit import services as audit
from binhyen.dossiers import lifecycle
from binhyen.dossiers.ballots import Outcome
from binhyen.dossiers.errors import OutOfOrder
from binhyen.dossiers.models import Basis, CommitteeAnswer, Dossier, MoreRequest, Review
from binhyen.dossiers.selectors.eligibility import outside_now
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.dossiers.services.advancing import (
    Advance,
    advance_all,
    only_name,
    refuse_out_of_order,
    require_all,
    subjects_of,
    touch,
)
from binhyen.dossiers.services.answering import checks_answer
from binhyen.dossiers.services.standings import refresh_after_change_of
from binhyen.dossiers.services.voting import Voices, Vote, refuse_own_units, votes_on
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, Problem, RefusedByState
from binhyen.kernel.kinds import SubjectKind
from binhyen.papers.models import Paper


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """What is recorded of a meeting or of written opinions: counts and where its minutes lie, no names."""

    held_on: date
    invited: int
    present: int
    agreed: int
    form: Review.Form = Review.Form.MEETING
    paper: Paper | None = None
    against: int | None = None
    abstained: int | None = None
    # In a tie, what the office that chairs said.
    chair_agrees: bool | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is missing, on one criterion or (empty) in all."""

    reason: str
    criterion: str = ""


@dataclass(frozen=True, slots=True)
class CommitteeWord:
    """The committee's recorded yes or no on a criterion to confirm, or its points where they are entered."""

    criterion: str
    met: bool | None = None
    points: str | None = None
    paper: Paper | None = None


@transaction.atomic
def registration_send(
    *, by: User, dossiers: Sequence[Dossier], on: date, paper: Paper | None = None, act_key: str | None = None
) -> None:
    """The unit itself registers; the officer still has to accept."""
    _refuse_future(on)
    _refuse_outside(dossiers)
    changes = {"registered_on": on, "registration_paper": paper}
    advance_all(
        by=by,
        dossiers=dossiers,
        advance=Advance(lifecycle.SEND_REGISTRATION, changes, {"on": on.isoformat()}, act_key),
    )


@transaction.atomic
def register(
    *, by: User, dossiers: Sequence[Dossier], on: date, paper: Paper | None = None, act_key: str | None = None
) -> None:
    """Record registrations as of a day (nhập thay, or accepting what was sent)."""
    _refuse_future(on)
    _refuse_outside(dossiers)
    changes = {"registered_on": on, "registration_paper": paper}
    registering = Advance(lifecycle.REGISTER, changes, {"on": on.isoformat()}, act_key, on)
    advance_all(by=by, dossiers=dossiers, advance=registering)


@transaction.atomic
def registration_refuse(*, by: User, dossier: Dossier, reason: str, act_key: str | None = None) -> None:
    """Refuse a registration, with the reason the unit will read."""
    payload = {"reason": _required(reason, "lý do")}
    changes = {"registered_on": None, "registration_paper": None}
    advance_all(by=by, dossiers=[dossier], advance=Advance(lifecycle.REFUSE_REGISTRATION, changes, payload, act_key))


@transaction.atomic
def not_register(*, by: User, dossiers: Sequence[Dossier], act_key: str | None = None) -> None:
    """Record that units do not register this year: another denominator than "chưa đạt"."""
    advance_all(by=by, dossiers=dossiers, advance=Advance(lifecycle.NOT_REGISTER, act_key=act_key))


@transaction.atomic
def self_assess(*, by: User, dossiers: Sequence[Dossier], meeting: MeetingRecord, act_key: str | None = None) -> None:
    """Record the unit's own meeting of assessment."""
    assessing = Advance(lifecycle.SELF_ASSESS, {}, _counts(meeting), act_key, meeting.held_on)
    _hold(by, dossiers, meeting, Basis.SELF, assessing)


@transaction.atomic
def submit(
    *, by: User, dossiers: Sequence[Dossier], answers: Mapping[str, str] | None = None, act_key: str | None = None
) -> None:
    """Hand the dossiers in. Requests for more that were open count as answered.

    What the figures fail of the rulebook's checks is answered with it (`answers`, by code); see `answering`.
    """
    moment = clock.now()
    audit.refuse_repeat(act_key)
    require_all(by, dossiers, lifecycle.SUBMIT)
    refuse_out_of_order(dossiers, lifecycle.SUBMIT)
    said = checks_answer(by=by, dossiers=dossiers, answers=answers or {})
    payload = {"answers": said} if said else {}
    advance_all(by=by, dossiers=dossiers, advance=Advance(lifecycle.SUBMIT, {"submitted_at": moment}, payload, act_key))
    MoreRequest.objects.filter(dossier__in=[dossier.pk for dossier in dossiers], answered_at=None).update(
        answered_at=moment
    )


@transaction.atomic
def request_more(
    *,
    by: User,
    dossier: Dossier,
    reason: str,
    criterion: str = "",
    more: Sequence[Wanted] = (),
    act_key: str | None = None,
) -> list[MoreRequest]:
    """Give a dossier back once with all that is missing: on one criterion or in all, and `more` on others."""
    wanted = [
        Wanted(_required(one.reason, "nội dung cần bổ sung"), one.criterion)
        for one in (Wanted(reason, criterion), *more)
    ]
    known = rules_of(dossier).subjects[SubjectKind(dossier.subject_kind)].by_code
    for one in wanted:
        if one.criterion and one.criterion not in known:
            raise InputProblems(
                [Problem("tieu_chi_la", f"Không có tiêu chí {one.criterion}.", "tiêu chí", "Chọn trong danh sách.")]
            )
    payload = {
        "criterion": ", ".join(one.criterion for one in wanted if one.criterion),
        "reason": "; ".join(one.reason for one in wanted),
    }
    advance_all(by=by, dossiers=[dossier], advance=Advance(lifecycle.REQUEST_MORE, {}, payload, act_key))
    moment = clock.now()
    return MoreRequest.objects.bulk_create(
        MoreRequest(dossier=dossier, criterion=one.criterion, reason=one.reason, asked_at=moment, asked_by=by.id)
        for one in wanted
    )


@transaction.atomic
def review(
    *,
    by: User,
    dossiers: Sequence[Dossier],
    meeting: MeetingRecord,
    words: Sequence[CommitteeWord] = (),
    act_key: str | None = None,
) -> None:
    """Record the committee's review and, where the law's wording is not verified, its word on those criteria.

    Where the committee has rules of its own, its vote is worked out by them: without a quorum, voted down or put off, the
    dossiers stay handed in and only another sitting leads on. Nobody reviews a unit of their own (RefusedByState).
    """
    audit.refuse_repeat(act_key)
    _check_meeting(meeting)
    require_all(by, dossiers, lifecycle.REVIEW)
    refuse_out_of_order(dossiers, lifecycle.REVIEW)
    refuse_own_units(by, dossiers)
    votes = votes_on(dossiers, _voices(meeting)) if dossiers else {}
    outcome = next((vote.outcome for vote in votes.values()), None)
    _answer(by, dossiers, words)
    payload = {
        **_counts(meeting),
        "criteria": [word.criterion for word in words],
        "words": _said(words),
        "outcome": outcome or "",
        "chair": meeting.chair_agrees if outcome and meeting.agreed == meeting.against else None,
    }
    step = lifecycle.REVIEW if outcome in (None, Outcome.CARRIED) else lifecycle.REVIEW_IN_VAIN
    _hold(by, dossiers, meeting, Basis.REVIEW, Advance(step, {}, payload, act_key, meeting.held_on), votes)


@transaction.atomic
def committee_answer(
    *, by: User, dossiers: Sequence[Dossier], words: Sequence[CommitteeWord], act_key: str | None = None
) -> None:
    """Record the committee's word on criteria before or after the meeting, while nothing is decided."""
    require_all(by, dossiers, lifecycle.REVIEW)
    refuse_own_units(by, dossiers)
    closed = [dossier.unit_name for dossier in dossiers if dossier.state in lifecycle.DECIDED]
    if closed:
        raise OutOfOrder("ghi ý kiến của Ban Chỉ đạo", tuple(closed))
    _answer(by, dossiers, words)
    touch(dossiers)
    subjects = subjects_of(dossiers)
    payload = {
        "units": len(dossiers),
        "unit": only_name(dossiers),
        "criteria": [word.criterion for word in words],
        "words": _said(words),
    }
    audit.record(by=by, verb="dossier.committee_answered", subjects=subjects, payload=payload, act_key=act_key)
    refresh_after_change_of(cycle=dossiers[0].cycle, dossiers=dossiers)


def _said(words: Sequence[CommitteeWord]) -> dict[str, object]:
    """Word for word, by criterion: of several only the last is kept as an answer, the log keeps them all."""
    return {word.criterion: word.points if word.points is not None else word.met for word in words}


def _answer(by: User, dossiers: Sequence[Dossier], words: Sequence[CommitteeWord]) -> None:
    _check_words(dossiers, words)
    moment = clock.now()
    rows = [
        CommitteeAnswer(
            dossier=dossier, rulebook_id=dossier.rulebook_id, criterion=word.criterion, met=word.met, points=word.points,
            paper=word.paper, recorded_at=moment, recorded_by=by.id,
        )
        for dossier in dossiers
        for word in words
    ]  # fmt: skip
    CommitteeAnswer.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["dossier", "criterion"],
        update_fields=["rulebook", "met", "points", "paper", "recorded_at", "recorded_by"],
    )


def _check_words(dossiers: Sequence[Dossier], words: Sequence[CommitteeWord]) -> None:
    rulebook = rules_of(dossiers[0]) if dossiers else None
    for kind in {SubjectKind(dossier.subject_kind) for dossier in dossiers} if rulebook and words else ():
        by_code = rulebook.subjects[kind].by_code if rulebook else {}
        for word in words:
            criterion = by_code.get(word.criterion)
            if criterion is None or not (criterion.to_confirm or criterion.score_entered):
                raise InputProblems(
                    [
                        Problem(
                            "khong_cho_y_kien", "Tiêu chí này do số liệu quyết định, không ghi ý kiến.",
                            f"tiêu chí {word.criterion}", "Sửa số liệu kèm văn bản nếu số liệu chưa đúng.",
                        )
                    ]
                )  # fmt: skip


def _hold(
    by: User,
    dossiers: Sequence[Dossier],
    meeting: MeetingRecord,
    basis: Basis,
    advance: Advance,
    votes: Mapping[UUID, Vote] = MappingProxyType({}),
) -> None:
    _check_meeting(meeting)
    advance_all(by=by, dossiers=dossiers, advance=advance)
    moment = clock.now()
    Review.objects.bulk_create(
        _review(dossier, meeting, basis, votes.get(dossier.pk, Vote()), recorded_at=moment, recorded_by=by.id)
        for dossier in dossiers
    )


def _review(dossier: Dossier, meeting: MeetingRecord, basis: Basis, vote: Vote, **recorded: Any) -> Review:
    return Review(
        dossier=dossier, rulebook_id=dossier.rulebook_id, basis=basis, form=meeting.form, held_on=meeting.held_on,
        invited=meeting.invited, present=meeting.present, agreed=meeting.agreed, against=meeting.against,
        abstained=meeting.abstained, chair_agrees=meeting.chair_agrees, rules=vote.rules, members=vote.members,
        outcome=vote.outcome or "", paper=meeting.paper, **recorded,
    )  # fmt: skip


def _voices(meeting: MeetingRecord) -> Voices:
    return Voices(meeting.present, meeting.agreed, meeting.against, meeting.abstained, meeting.chair_agrees)


def _check_meeting(meeting: MeetingRecord) -> None:
    problems = []
    if meeting.held_on > clock.today():
        problems.append(Problem("ngay_tuong_lai", "Ngày họp chưa tới.", "ngày họp", "Ghi ngày đã họp."))
    if meeting.present > meeting.invited:
        problems.append(Problem("so_nguoi", "Số có mặt lớn hơn số được mời.", "số có mặt", "Kiểm tra lại hai số."))
    if meeting.agreed > meeting.present:
        problems.append(Problem("so_nguoi", "Số tán thành lớn hơn số có mặt.", "số tán thành", "Kiểm tra lại hai số."))
    if meeting.agreed <= meeting.present < meeting.agreed + (meeting.against or 0) + (meeting.abstained or 0):
        said = "Số phiếu nhiều hơn số có mặt."
        problems.append(Problem("so_phieu", said, "số không tán thành", "Kiểm tra lại các số phiếu."))
    if problems:
        raise InputProblems(problems)


def _counts(meeting: MeetingRecord) -> dict[str, object]:
    return {
        "held_on": meeting.held_on.isoformat(),
        "form": meeting.form.value,
        "invited": meeting.invited,
        "present": meeting.present,
        "agreed": meeting.agreed,
        "against": meeting.against,
        "abstained": meeting.abstained,
    }


def _refuse_future(on: date) -> None:
    if on > clock.today():
        raise InputProblems(
            [Problem("ngay_tuong_lai", "Ngày đăng ký chưa tới.", "ngày đăng ký", "Ghi ngày đã đăng ký.")]
        )


def _refuse_outside(dossiers: Sequence[Dossier]) -> None:
    """Raise RefusedByState for units that the rulebook excludes as they are today."""
    if outside := outside_now(dossiers):
        told = "; ".join(f"{name} ({why})" for name, why in outside.items())
        raise RefusedByState(
            f"Không thuộc diện xét của bộ tiêu chí: {told}.",
            cure="Sửa thông tin đơn vị nếu ghi sai; nếu đúng, chốt lại danh sách đơn vị thuộc diện.",
        )


def _required(text: str, place: str) -> str:
    if not text.strip():
        raise InputProblems([Problem("thieu", f"Chưa ghi {place}.", place, "Ghi ngắn gọn để đơn vị biết cần làm gì.")])
    return text.strip()
