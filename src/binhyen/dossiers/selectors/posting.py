"""Posted lists: what may go on one, for how long it hangs, what holds a unit back from the decision."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.dossiers.models import (
    Basis,
    CommitteeRules,
    Cycle,
    Dossier,
    DossierState,
    Objection,
    PostedDossier,
    Posting,
    Remark,
    Standing,
)
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.kernel import clock
from binhyen.kernel.errors import RefusedByState
from binhyen.kernel.kinds import SubjectKind
from binhyen.recognition.models import Complaint
from binhyen.rules.model.results import Outcome
from binhyen.units.models import UnitVersion
from binhyen.units.selectors import in_scope, version_of


def postings_for(user: User) -> QuerySet[Posting]:
    """Posted lists of the committees that the person may read."""
    scopes = powers_of(user).scopes(Act.READ)
    return Posting.objects.filter(judge__in=in_scope(scopes)) if scopes else Posting.objects.none()


def to_post(cycle: Cycle, judge: UUID) -> list[Dossier]:
    """The dossiers of this judge that may be posted now: reviewed, and the committee's verdict is met."""
    ready = Standing.objects.filter(basis=Basis.REVIEW, verdict=Outcome.MET.value)
    chosen = Dossier.objects.filter(cycle=cycle, judged_by=judge, state=DossierState.REVIEWED)
    return list(chosen.filter(pk__in=ready.values("dossier")).select_related("cycle", "rulebook").order_by("position"))


def level_names(dossiers: Sequence[Dossier]) -> dict[UUID, str]:
    """What each would be recognised as, where its rulebook has several levels. One statement."""
    reached = Standing.objects.filter(dossier__in=[one.pk for one in dossiers], basis=Basis.REVIEW)
    codes = dict(reached.values_list("dossier", "level"))
    return {one.pk: _level(one, codes.get(one.pk, "")) for one in dossiers}


def _level(dossier: Dossier, code: str) -> str:
    titles = {title.code: title.name for title in rules_of(dossier).subjects[SubjectKind(dossier.subject_kind)].titles}
    return titles.get(code, "") if len(titles) > 1 else ""


# ---------------------------------------------------------------- what holds a decision back


@dataclass(frozen=True, slots=True)
class Hold:
    """Why a dossier cannot be decided on now, in a few words."""

    why: str


def holds_on(states: Mapping[UUID, str]) -> dict[UUID, Hold]:
    """Which of these dossiers (by id, in these states) cannot be decided on yet: still posted, or an objection waits for
    its answer. Four statements, none where none is posted."""
    posted = [pk for pk, state in states.items() if state == DossierState.IN_CONSULTATION]
    if not posted:
        return {}
    entries = PostedDossier.objects.filter(dossier__in=posted)
    rows = entries.select_related("posting").prefetch_related("objections__complaint").order_by("posting__recorded_at")
    latest = {entry.dossier_id: entry for entry in rows}
    return {pk: hold for pk, entry in latest.items() if (hold := _hold(entry)) is not None}


def _hold(entry: PostedDossier) -> Hold | None:
    waiting = [
        one.complaint.number for one in entry.objections.all() if one.complaint.result == Complaint.Result.PENDING
    ]
    if waiting:
        return Hold(f"kiến nghị số {', '.join(waiting)} chờ trả lời")
    if entry.posting.closed_on is None:
        return Hold("danh sách đang niêm yết")
    return None


def refuse_unposted(dossiers: Sequence[Dossier], rules: CommitteeRules | None, recognise: Iterable[UUID]) -> None:
    """Raise RefusedByState for dossiers that are still posted or objected to, and for units to be recognised that were
    not posted where the committee's rules ask for it. Of others nothing is held back."""
    held = holds_on({one.pk: one.state for one in dossiers})
    if held:
        names = [f"{one.unit_name} ({held[one.pk].why})" for one in dossiers if one.pk in held]
        raise RefusedByState(
            f"Chưa thể quyết định: {'; '.join(names[:5])}.",
            cure="Bỏ chọn các đơn vị này; các đơn vị khác vẫn quyết định được.",
        )
    wanted = set(recognise)
    skipped = [one.unit_name for one in dossiers if one.pk in wanted and one.state == DossierState.REVIEWED]
    if rules is not None and rules.posting_days and skipped:
        raise RefusedByState(
            f"Chưa niêm yết: {', '.join(skipped[:5])}.",
            cure="Niêm yết danh sách đủ số ngày theo quy chế rồi mới quyết định.",
        )


# ---------------------------------------------------------------- the page of a posted list


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    """An objection by its number, days and result, and what it is about."""

    objection: Objection
    complaint: Complaint
    about: str

    @property
    def is_pending(self) -> bool:
        """Whether it waits for its answer."""
        return self.complaint.result == Complaint.Result.PENDING


@dataclass(frozen=True, slots=True)
class PostedLine:
    """A unit on the list with what was objected to."""

    entry: PostedDossier
    dossier: Dossier
    objections: tuple[ObjectionLine, ...]

    @property
    def is_held(self) -> bool:
        """Whether it waits while others go on."""
        return any(one.is_pending for one in self.objections)


@dataclass(frozen=True, slots=True)
class PostedList:
    """Everything the office sees of a posting."""

    posting: Posting
    judge: UnitVersion | None
    lines: tuple[PostedLine, ...]
    remarks: tuple[Remark, ...]

    @property
    def days_left(self) -> int:
        """Whole days until it has hung long enough; 0 or less: it may be closed."""
        return (self.posting.last_day - clock.today()).days + 1

    @property
    def may_close(self) -> bool:
        """Whether it has hung for its days."""
        return self.posting.closed_on is None and self.days_left <= 0

    @property
    def waiting(self) -> tuple[Remark, ...]:
        """Remarks at which nobody has looked."""
        return tuple(one for one in self.remarks if one.state == Remark.State.WAITING)


def posted_list(posting: Posting) -> PostedList:
    """The list with its objections and remarks. A constant number of statements."""
    entries = posting.entries.select_related("dossier__cycle", "dossier__rulebook").order_by("dossier__position")
    linked = entries.prefetch_related("objections__complaint", "objections__about_paper")
    lines = tuple(PostedLine(entry, entry.dossier, _objections(entry)) for entry in linked)
    return PostedList(posting, version_of(posting.judge_id), lines, tuple(posting.remarks.all()))


def _objections(entry: PostedDossier) -> tuple[ObjectionLine, ...]:
    found = sorted(entry.objections.all(), key=lambda one: one.complaint.received_on)
    return tuple(ObjectionLine(one, one.complaint, about(one, entry.dossier)) for one in found)


def about(objection: Objection, dossier: Dossier) -> str:
    """The figure or the paper that is objected to."""
    if objection.about_paper is not None:
        return objection.about_paper.number or objection.about_paper.title
    known = rules_of(dossier).figures.get(objection.figure)
    return known.name if known else objection.figure


def takes_remarks(posting: Posting) -> bool:
    """Whether the public page takes remarks now: the commune turned it on, and the list still hangs."""
    return posting.remarks_open and posting.closed_on is None


def postings_in(cycle: Cycle, judges: Iterable[UUID] | None = None) -> list[Posting]:
    """The postings of a cycle, newest first; of these judges where asked."""
    found = Posting.objects.filter(cycle=cycle)
    return list(found if judges is None else found.filter(judge__in=list(judges)))
