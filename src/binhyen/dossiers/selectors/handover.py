"""What an office hands over: the roles of one account at one unit, and the work that is open there. Nothing is written."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from binhyen.accounts.models import Grant, User
from binhyen.accounts.roles import Act, Role
from binhyen.accounts.selectors import powers_of
from binhyen.dossiers.handing import OpenLine, told_by_features
from binhyen.dossiers.lifecycle import DECIDED
from binhyen.dossiers.models import Cycle, DeadlineLetter, Dossier, DossierState, Handover, MoreRequest, Posting
from binhyen.dossiers.papers_handover import handover_minutes
from binhyen.kernel import clock, text
from binhyen.kernel.kinds import UnitKind
from binhyen.papers.models import Job, Paper
from binhyen.programmes.wording import OWNER_WORDS
from binhyen.recognition.models import Complaint, Decision, Delegation
from binhyen.rendering.authors import author_of
from binhyen.rendering.documents import OfficialPaper
from binhyen.units.selectors import in_scope, version_of

_LIVING = (Job.State.WAITING, Job.State.RUNNING, Job.State.DONE)
# A unit that did not register waits for nothing more.
_SETTLED = DECIDED | {DossierState.NOT_REGISTERED}


@dataclass(frozen=True, slots=True)
class OpenWork:
    """What passes on: `roles` in words, `lines` of open work with their counts."""

    roles: tuple[str, ...]
    lines: tuple[OpenLine, ...]

    def as_data(self) -> dict[str, Any]:
        """For storing with the act."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "OpenWork":
        """What was stored with the act."""
        return cls(tuple(data["roles"]), tuple(OpenLine(**line) for line in data["lines"]))

    @property
    def fingerprint(self) -> str:
        """Changes with anything that is shown: whoever confirms has seen this and nothing else."""
        return hashlib.sha256(json.dumps(self.as_data(), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def grants_handed(giver: User, scope: UUID) -> list[Grant]:
    """The roles that the account holds at this very unit, today or later."""
    kept = giver.grants.filter(Q(valid_to=None) | Q(valid_to__gte=clock.today()), scope=scope)
    return list(kept.order_by("role", "owner", "valid_from"))


def jobs_handed(giver: User, scope: UUID) -> QuerySet[Job]:
    """The files and imports that the person asked for: all of them when nothing else is theirs to do, otherwise those
    about a unit at or below this one."""
    asked = Job.objects.filter(asked_by=giver.pk, state__in=_LIVING)
    elsewhere = giver.grants.filter(Q(valid_to=None) | Q(valid_to__gte=clock.today())).exclude(scope=scope)
    if not elsewhere.exists():
        return asked
    named = {job.pk: str(job.parameters.get("unit", "")) for job in asked}
    below = {str(unit) for unit in in_scope([scope]).values_list("descendant", flat=True)}
    return asked.filter(pk__in=[pk for pk, unit in named.items() if unit in below])


def open_work(giver: User, scope: UUID, *, by_paper: Paper | None = None) -> OpenWork:
    """What this account would hand over at this unit now; `by_paper` orders it and is no part of it. A bounded number of
    statements."""
    papers = Paper.objects.filter(owner_unit__in=in_scope([scope]))
    if by_paper:
        papers = papers.exclude(pk=by_paper.pk)
    own = (*_dossiers(scope), *_requests(scope), *_decisions(scope), *_kept(papers, jobs_handed(giver, scope)))
    lines = [line for line in own if line.count]
    return OpenWork(
        tuple(dict.fromkeys(_role(grant) for grant in grants_handed(giver, scope))),
        (*lines, *told_by_features(giver, scope)),
    )


def _role(grant: Grant) -> str:
    said = Role(grant.role).vietnamese
    owner = f" ({OWNER_WORDS.get(grant.owner, grant.owner)})" if grant.owner else ""
    until = f", đến hết ngày {text.day(grant.valid_to)}" if grant.valid_to else ""
    return f"{said}{owner}{until}"


def _open_dossiers(scope: UUID) -> QuerySet[Dossier]:
    units = in_scope([scope])
    return Dossier.objects.filter(Q(unit__in=units) | Q(judged_by__in=units)).exclude(state__in=_SETTLED)


def _dossiers(scope: UUID) -> Iterable[OpenLine]:
    rows = _open_dossiers(scope).order_by().values_list("cycle__name", "cycle__year", "state").annotate(Count("pk"))
    order = {state: place for place, state in enumerate(DossierState.values)}
    for name, _, state, count in sorted(rows, key=lambda row: (row[1], row[0], order[row[2]])):
        yield OpenLine(name, f"Hồ sơ: {str(DossierState(state).label).lower()}", count)


def _requests(scope: UUID) -> Iterable[OpenLine]:
    units, living = in_scope([scope]), _open_dossiers(scope).order_by().values("pk")
    waiting = MoreRequest.objects.filter(dossier__in=living, answered_at=None)
    yield OpenLine("Xét duyệt", "Yêu cầu bổ sung chờ trả lời", waiting.count())
    yield OpenLine("Niêm yết", "Danh sách đang niêm yết", Posting.objects.filter(judge=scope, closed_on=None).count())
    complaints = Complaint.objects.filter(unit__in=units, result=Complaint.Result.PENDING)
    yield OpenLine("Kiến nghị", "Đơn, kiến nghị chờ trả lời", complaints.count())


def _decisions(scope: UUID) -> Iterable[OpenLine]:
    waiting = Decision.objects.filter(deciding_unit=scope, state=Decision.State.DECIDED)
    yield OpenLine("Quyết định", "Quyết định chờ văn thư lấy số", waiting.count())
    today = clock.today()
    held = Delegation.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today), unit=scope)
    yield OpenLine("Quyết định", "Việc ký thay, ủy quyền còn hiệu lực", held.count())
    living = Cycle.objects.filter(pk__in=_open_dossiers(scope).order_by().values("cycle"), scope=scope)
    letters = DeadlineLetter.objects.filter(cycle__in=living)
    yield OpenLine("Lịch", "Công văn gia hạn của các đợt đang mở", letters.count())


def _kept(papers: QuerySet[Paper], jobs: QuerySet[Job]) -> Iterable[OpenLine]:
    in_office = papers.exclude(kept=Paper.Kept.FILE).count()
    yield OpenLine("Văn bản", "Bản giấy lưu tại cơ quan", in_office)
    yield OpenLine("Văn bản", "Văn bản có tệp trong hệ thống", papers.filter(kept=Paper.Kept.FILE).count())
    yield OpenLine("Tệp, việc nền", "Tệp đã yêu cầu, việc nhập đang dở", jobs.count())


# ---------------------------------------------------------------- afterwards


def handovers_for(user: User) -> QuerySet[Handover]:
    """The handovers that the person may read: those of their part of the tree if they keep accounts or read the log
    there, and those in which they gave or took."""
    powers = powers_of(user)
    scopes = powers.scopes(Act.ACCOUNTS) | powers.scopes(Act.LOG_READ)
    about = Q(giver=user) | Q(taker=user)
    if scopes:
        about |= Q(scope__in=in_scope(scopes))
    return Handover.objects.filter(about).select_related("giver", "taker", "paper")


def minutes_of(handover: Handover) -> OfficialPaper:
    """The record to be printed: what was open that day, with room for the people who sign."""
    work = OpenWork.from_data(handover.shown)
    place = version_of(handover.scope_id, handover.handed_on) or version_of(handover.scope_id)
    kind, name = (UnitKind(place.kind), place.name) if place else (UnitKind.CO_QUAN, handover.scope_name)
    author = author_of(kind, full_name=handover.scope_name, name=name, place=name)
    return handover_minutes(
        author,
        on=handover.handed_on,
        roles=work.roles,
        lines=[(one.about, one.words, one.count) for one in work.lines],
        illustrative=handover.is_sample,
    )
