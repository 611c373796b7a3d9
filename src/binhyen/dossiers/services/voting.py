"""A committee's own rules, its votes by them, and nobody judging their own unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import require
from binhyen.audit import services as audit
from binhyen.dossiers.ballots import Ballot, Outcome, Share, Tie, Whole
from binhyen.dossiers.models import CommitteeRules, CommitteeSeat, Cycle, Dossier
from binhyen.dossiers.selectors.committee import Committee, committees_of, own_units
from binhyen.kernel import clock
from binhyen.kernel.errors import Conflict, InputProblems, Problem, RefusedByState
from binhyen.kernel.text import squeeze
from binhyen.papers import refusals
from binhyen.papers.models import Paper
from binhyen.units.models import Unit
from binhyen.units.selectors import path_ids

_OFFICE, _LONGEST, _MOST_SEATS = "thành viên", 120, 100
_MOST_DAYS = 365


@dataclass(frozen=True, slots=True)
class Seat:
    """A member by office ("Hiệu trưởng"); `unit` where the office is held in a unit that this committee judges."""

    office: str
    unit: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRules:
    """How a committee votes and posts, as its paper says. `posting_days` None: the list is not posted."""

    seats: Sequence[Seat]
    quorum: Share
    majority: Share
    majority_of: Whole
    tie: Tie
    paper: Paper
    posting_days: int | None = None
    remarks_open: bool = False


@transaction.atomic
def committee_rules_set(
    *, by: User, cycle: Cycle, judge: Unit, rules: NewRules, seen: int | None = None, act_key: str | None = None
) -> CommitteeRules:
    """Enter the rules of one committee for a cycle; they count from now on, earlier votes keep theirs.

    `seen` is how many versions there were when the form was opened: Conflict if there are more. Raises InputProblems where no office is named, or something that tells of persons.
    """
    audit.refuse_repeat(act_key)
    require(by, Act.CYCLE_OPEN, path_ids(judge.pk))
    _refuse_unfit(rules)
    known = CommitteeRules.objects.filter(cycle=cycle, judge=judge).count()
    if seen is not None and seen != known:
        raise Conflict("Quy chế vừa được người khác ghi lại.", cure="Xem bản bên cạnh; nếu vẫn cần thay thì gửi lại.")
    made = CommitteeRules.objects.create(
        cycle=cycle,
        judge=judge,
        seq=known + 1,
        quorum_part=rules.quorum.part,
        quorum_whole=rules.quorum.whole,
        quorum_beyond=rules.quorum.beyond,
        majority_part=rules.majority.part,
        majority_whole=rules.majority.whole,
        majority_beyond=rules.majority.beyond,
        majority_of=rules.majority_of,
        tie=rules.tie,
        posting_days=rules.posting_days,
        remarks_open=rules.remarks_open and rules.posting_days is not None,
        paper=rules.paper,
        recorded_at=clock.now(),
        recorded_by=by.id,
    )
    CommitteeSeat.objects.bulk_create(
        CommitteeSeat(rules=made, position=place, office=squeeze(seat.office), unit_id=seat.unit)
        for place, seat in enumerate(rules.seats, start=1)
    )
    payload = {
        "members": len(rules.seats), "quorum": str(rules.quorum), "majority": str(rules.majority),
        "majority_of": made.majority_of, "tie": made.tie, "posting_days": made.posting_days,
        "remarks_open": made.remarks_open, "number": rules.paper.number or rules.paper.title,
    }  # fmt: skip
    subjects = [("cycle", cycle.pk), ("unit", judge.pk), ("paper", rules.paper.pk)]
    audit.record(by=by, verb="committee.rules_set", subjects=subjects, payload=payload, act_key=act_key)
    return made


def _refuse_unfit(rules: NewRules) -> None:
    offices = [squeeze(seat.office) for seat in rules.seats]
    problems = list(refusals.text_problems(_OFFICE, "; ".join(offices), most=_MOST_SEATS * _LONGEST))
    if not 0 < len(offices) <= _MOST_SEATS or not all(offices):
        problems.append(
            Problem(
                "thieu_thanh_vien",
                "Chưa ghi thành viên nào.",
                _OFFICE,
                "Ghi mỗi chức vụ một dòng, người chủ trì trước.",
            )
        )
    if any(len(office) > _LONGEST for office in offices):
        problems.append(Problem("qua_dai", f"Có dòng dài hơn {_LONGEST} ký tự.", _OFFICE, "Chỉ ghi chức vụ."))
    if rules.posting_days is not None and not 0 < rules.posting_days <= _MOST_DAYS:
        problems.append(
            Problem(
                "so_ngay",
                "Số ngày niêm yết chưa đúng.",
                "số ngày niêm yết",
                f"Ghi từ 1 đến {_MOST_DAYS}, hoặc để trống.",
            )
        )
    if problems:
        raise InputProblems(problems)


def refuse_own_units(by: User, dossiers: Sequence[Dossier]) -> None:
    """Raise RefusedByState where somebody would judge a unit of their own."""
    own = own_units(by, dossiers)
    if own:
        shown = ", ".join(own[:5]) + (f" và {len(own) - 5} đơn vị khác" if len(own) > 5 else "")
        raise RefusedByState(
            f"Không tự xét duyệt đơn vị mình, hoặc hồ sơ mình đã ghi tự đánh giá: {shown}.",
            cure="Người khác trong Ban Chỉ đạo ghi nhận xét duyệt các đơn vị này.",
        )


@dataclass(frozen=True, slots=True)
class Vote:
    """How one dossier was voted on, and by which rules; `outcome` None where the committee has none of its own."""

    rules: CommitteeRules | None = None
    members: int | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Voices:
    """What the members said: counts, and in a tie the chair's office."""

    present: int
    agreed: int
    against: int | None = None
    abstained: int | None = None
    chair_agrees: bool | None = None


def votes_on(dossiers: Sequence[Dossier], voices: Voices) -> dict[UUID, Vote]:
    """What the vote comes to for each dossier (by its id).

    Raises InputProblems for counts that cannot be true or a tie without the chair's word, RefusedByState where dossiers
    recorded together had to be voted on apart.
    """
    first = dossiers[0]
    committees = committees_of(first.cycle_id, {one.judged_by_id for one in dossiers if one.judged_by_id})
    _refuse_together(dossiers, committees)
    return {
        one.pk: _vote(committees[one.judged_by_id], one, voices) if one.judged_by_id in committees else Vote()
        for one in dossiers
    }


def _refuse_together(dossiers: Sequence[Dossier], committees: dict[UUID, Committee]) -> None:
    """One record on many stands for the same people voting on all of them."""
    if len(dossiers) == 1:
        return
    if len({one.judged_by_id for one in dossiers}) > 1 and committees:
        raise RefusedByState(
            "Các đơn vị này do nhiều Ban Chỉ đạo xét.", cure="Ghi nhận riêng theo từng cơ quan có thẩm quyền."
        )
    apart = [
        one.unit_name
        for one in dossiers
        if one.judged_by_id in committees and one.unit_id in committees[one.judged_by_id].of_unit
    ]
    if apart:
        raise RefusedByState(
            f"Có thành viên Ban Chỉ đạo thuộc {', '.join(apart[:5])}: thành viên ấy không biểu quyết về đơn vị mình.",
            cure="Bỏ chọn các đơn vị này và ghi nhận xét duyệt riêng từng đơn vị.",
        )


def _vote(committee: Committee, dossier: Dossier, voices: Voices) -> Vote:
    ballot = _ballot(committee, dossier, voices)
    rule = committee.rules.voting
    outcome = committee.outcome(ballot)
    if outcome is Outcome.POSTPONED and rule.tie is Tie.CHAIR:
        raise InputProblems(
            [
                Problem(
                    "can_y_kien_chu_tri", "Số phiếu ngang nhau: cần ý kiến của người chủ trì.",
                    "ý kiến người chủ trì", "Chọn bên có người chủ trì, theo quy chế của Ban Chỉ đạo.",
                )
            ]
        )  # fmt: skip
    return Vote(committee.rules, ballot.members, outcome)


def _ballot(committee: Committee, dossier: Dossier, voices: Voices) -> Ballot:
    against, abstained = voices.against, voices.abstained
    members = committee.members_for(dossier.unit_id)
    if against is None or abstained is None:
        message = "Ban Chỉ đạo có quy chế biểu quyết: cần đủ số không tán thành và phiếu trắng."
        raise InputProblems([Problem("thieu_phieu", message, "số không tán thành", "Không có phiếu nào thì ghi 0.")])
    problems = []
    if voices.agreed + against + abstained != voices.present:
        said = f"Tán thành, không tán thành và phiếu trắng cộng lại phải bằng {voices.present} người có mặt."
        problems.append(Problem("tong_phieu", said, "số có mặt", "Kiểm tra lại các số phiếu."))
    if voices.present > members:
        said = f"Có {members} thành viên được biểu quyết về {dossier.unit_name}."
        problems.append(Problem("qua_thanh_vien", said, "số có mặt", "Chỉ đếm thành viên, không đếm khách mời."))
    if problems:
        raise InputProblems(problems)
    return Ballot(members, voices.present, voices.agreed, against, abstained, voices.chair_agrees)
