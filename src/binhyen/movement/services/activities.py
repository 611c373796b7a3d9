"""Activities: counts of what was done, by whom together, for whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.audit import services as audit
from binhyen.kernel import clock
from binhyen.kernel.errors import Problem
from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.period import Period
from binhyen.kernel.text import squeeze
from binhyen.movement.kinds import ActivityKind, Audience
from binhyen.movement.models import Activity, ActivityHost
from binhyen.movement.services.common import is_sample, recorded, refuse, require_edit
from binhyen.papers.models import Paper
from binhyen.papers.refusals import telling_problems
from binhyen.programmes.models import Programme
from binhyen.units.models import Unit
from binhyen.units.selectors import versions_of

MOST_HOSTS = 200
# More than the country holds is a slip of the hand.
_MOST_TIMES, _MOST_PEOPLE = 100_000, 100_000_000


@dataclass(frozen=True, slots=True)
class Done:
    """What was done in which days: how often, for whom, by how many taken part; cases only of mediation.

    `held_at` is the kind of unit at which it was held; None: that of the first host.
    """

    kind: ActivityKind
    period: Period
    times: int = 1
    title: str = ""
    audiences: tuple[Audience, ...] = ()
    people: int | None = None
    held_at: SubjectKind | None = None
    cases: int | None = None
    settled: int | None = None


@transaction.atomic
def activity_record(
    *,
    by: User,
    hosts: Sequence[Unit],
    done: Done,
    programme: Programme | None = None,
    paper: Paper | None = None,
    act_key: str | None = None,
) -> Activity:
    """Record something that these hosts held together; it counts once wherever one of them counts.

    Raises NotAllowed unless the person may record about every host; InputProblems for counts that do not fit, days to
    come, texts about persons.
    """
    audit.refuse_repeat(act_key)
    units = list(dict.fromkeys(hosts))
    refuse(_problems(units, done))
    require_edit(by, [unit.pk for unit in units])
    activity = Activity.objects.create(
        programme=programme, kind=done.kind, title=squeeze(done.title), audiences=_codes(done.audiences),
        held_at=done.held_at or _kind_of(units[0]), times=done.times, people=done.people, cases=done.cases,
        settled=done.settled, starts=done.period.start, ends=done.period.end, paper=paper, is_sample=is_sample(units),
        **recorded(by),
    )  # fmt: skip
    ActivityHost.objects.bulk_create(
        ActivityHost(activity=activity, unit=unit, position=at) for at, unit in enumerate(units, start=1)
    )
    audit.record(
        by=by,
        verb="activity.recorded",
        subjects=[("activity", activity.pk), *(("unit", unit.pk) for unit in units)],
        payload={"kind": str(done.kind.label), "times": done.times, "people": done.people},
        act_key=act_key,
    )
    return activity


def _kind_of(unit: Unit) -> SubjectKind:
    return versions_of([unit.pk])[unit.pk].subject


def _codes(audiences: Sequence[Audience]) -> list[str]:
    return [audience.value for audience in Audience if audience in audiences]


def _problems(hosts: Sequence[Unit], done: Done) -> Iterator[Problem]:
    if not 0 < len(hosts) <= MOST_HOSTS:
        yield Problem("thieu_don_vi", f"Cần từ 1 đến {MOST_HOSTS} đơn vị tổ chức.", "đơn vị tổ chức", "Chọn đơn vị.")
    if done.period.start > clock.today():
        yield Problem("ngay_tuong_lai", "Ngày này chưa tới.", "từ ngày", "Ghi khi đã tổ chức.")
    if not 0 < done.times <= _MOST_TIMES:
        yield Problem("so_cuoc", "Số cuộc từ 1 trở lên.", "số cuộc", "Không tổ chức thì không ghi.")
    if done.people is not None and not 0 <= done.people <= _MOST_PEOPLE:
        yield Problem("so_nguoi", "Số lượt người không hợp lý.", "lượt người tham gia", "Kiểm tra lại số.")
    yield from telling_problems("nội dung", squeeze(done.title), most=300, needed=done.kind is ActivityKind.OTHER)
    yield from _mediation_problems(done)


def _mediation_problems(done: Done) -> Iterator[Problem]:
    place = "số vụ hòa giải thành"
    if done.kind is not ActivityKind.MEDIATION and (done.cases is not None or done.settled is not None):
        yield Problem("khong_phai_hoa_giai", "Chỉ hòa giải mới có số vụ.", place, "Bỏ trống hai ô số vụ.")
    if done.settled is not None and (done.cases is None or not 0 <= done.settled <= done.cases):
        yield Problem("qua_so_vu", "Số vụ thành không vượt số vụ nhận.", place, "Kiểm tra lại hai số.")
