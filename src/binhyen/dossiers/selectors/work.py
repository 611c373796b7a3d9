"""What waits for a person: one line per act, cycle and kind of unit, whatever the number of units."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, Exists, Min, OuterRef, QuerySet
from django.db.models.functions import Cast

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.dossiers.lifecycle import Where
from binhyen.dossiers.models import Basis, Cycle, Dossier, Standing
from binhyen.dossiers.models import DossierState as S
from binhyen.dossiers.selectors.explaining import explained
from binhyen.dossiers.selectors.grounds import to_look_at_again
from binhyen.dossiers.selectors.lists import SHAKEN
from binhyen.dossiers.selectors.pages import Bar, bar_of
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.dossiers.selectors.scope import dossiers_for
from binhyen.figures.models import FigureValue, Source
from binhyen.kernel import clock
from binhyen.kernel.kinds import SubjectKind
from binhyen.recognition.models import Decision
from binhyen.units.selectors import in_scope


@dataclass(frozen=True, slots=True)
class Duty:
    """One kind of thing that waits: who may do it, in which states, and how it reads after the number of units."""

    slug: str
    act: Act
    states: tuple[S, ...]
    words: str
    where: Where = Where.UNIT
    reported: bool | None = None


DUTIES = (
    Duty("nhan-dang-ky", Act.REGISTER_ACCEPT, (S.REGISTRATION_SENT,), "đã gửi đăng ký, chờ chấp nhận"),
    Duty("dang-ky", Act.REGISTER, (S.DRAFT, S.REGISTRATION_REFUSED), "chưa đăng ký"),
    Duty("bo-sung", Act.SUBMIT, (S.RETURNED,), "phải bổ sung hồ sơ"),
    Duty("so-lieu", Act.FIGURES_ENTER, (S.REGISTERED,), "chưa báo số liệu", reported=False),
    Duty("tu-danh-gia", Act.SELF_ASSESS, (S.REGISTERED,), "chưa tự đánh giá", reported=True),
    Duty("nop", Act.SUBMIT, (S.SELF_ASSESSED,), "đã tự đánh giá, chưa nộp hồ sơ"),
    Duty("xet-duyet", Act.REVIEW, (S.SUBMITTED,), "đã nộp, chờ xét duyệt", Where.JUDGE),
    Duty("quyet-dinh", Act.DECIDE, (S.REVIEWED,), "đã xét duyệt, chờ quyết định", Where.JUDGE),
)
_SUPPLYING = (S.REGISTERED, S.SELF_ASSESSED, S.SUBMITTED, S.RETURNED, S.REVIEWED)


@dataclass(frozen=True, slots=True)
class Task:
    """A line of the list: `count` units of a kind in a cycle wait for the act. `one` is the only one's dossier."""

    duty: str
    cycle: UUID
    cycle_name: str
    kind: SubjectKind
    count: int
    words: str
    closes: date
    one: UUID | None = None
    one_name: str = ""

    @property
    def title(self) -> str:
        """ "Thôn Mẫu 9 chưa đăng ký", "Khu dân cư chưa đăng ký" (their number stands before it)."""
        who = self.one_name if self.one else self.kind.vietnamese.capitalize()
        return f"{who} {self.words}"


@dataclass(slots=True)
class _Waiting:
    """Dossiers of one cycle and kind that wait for one duty."""

    row: Mapping[str, Any]
    count: int = 0


def tasks_of(user: User) -> list[Task]:
    """Everything that waits for this person, by the end of the evaluation window.

    One statement for all duties that they hold over the same part of the tree.
    """
    powers = powers_of(user)
    together: dict[tuple[Where, frozenset[UUID]], list[Duty]] = {}
    for duty in DUTIES:
        if scopes := powers.scopes(duty.act):
            together.setdefault((duty.where, scopes), []).append(duty)
    found = [task for duties in together.values() for task in _tasks(user, duties)]
    if scopes := powers.scopes(Act.FIGURES_OWNED):
        found += _to_supply(user, powers.owners(scopes))
    if powers.scopes(Act.SUBMIT) | powers.scopes(Act.REVIEW):
        found += _to_look_at_again(user)
    return sorted(found, key=lambda task: (task.closes, task.cycle_name))


def _tasks(user: User, duties: Sequence[Duty]) -> Iterable[Task]:
    states = {state for duty in duties for state in duty.states}
    rows = list(_grouped(dossiers_for(user, duties[0].act, duties[0].where).filter(state__in=states)))
    for duty in duties:
        waiting: dict[tuple[UUID, str], _Waiting] = {}
        for row in rows:
            if row["state"] in duty.states and duty.reported in (None, row["reported"]):
                waiting.setdefault((row["cycle"], row["subject_kind"]), _Waiting(row)).count += row["number"]
        yield from (_task(one, duty.slug, duty.words) for one in waiting.values())


def _values_of_dossier() -> QuerySet[FigureValue]:
    return FigureValue.objects.filter(
        unit=OuterRef("unit"), starts=OuterRef("starts"), ends=OuterRef("ends"), is_current=True, withdrawn=False
    )


def _grouped(waiting: QuerySet[Dossier]) -> Iterable[Mapping[str, Any]]:
    # PostgreSQL has no least of two UUIDs: it is taken as text, and means something only where the count is one.
    return (
        waiting.order_by()
        .annotate(reported=Exists(_values_of_dossier()))
        .values("cycle", "cycle__name", "subject_kind", "ends", "state", "reported")
        .annotate(number=Count("pk"), one=Min(Cast("pk", CharField())), name=Min("unit_name"))
    )


def _task(waiting: _Waiting, duty: str, words: str) -> Task:
    row, single = waiting.row, waiting.count == 1
    return Task(
        duty=duty,
        cycle=row["cycle"],
        cycle_name=row["cycle__name"],
        kind=SubjectKind(row["subject_kind"]),
        count=waiting.count,
        words=words,
        closes=row["ends"],
        one=UUID(row["one"]) if single else None,
        one_name=row["name"] if single else "",
    )


def _to_supply(user: User, owners: frozenset[str]) -> list[Task]:
    """Dossiers that still lack every figure of the bodies for which this person speaks."""
    supplied = _values_of_dossier().filter(source=Source.OWNER)
    waiting = dossiers_for(user, Act.FIGURES_OWNED).filter(~Exists(supplied), state__in=_SUPPLYING)
    lacking: dict[tuple[UUID, str], _Waiting] = {}
    for row in _grouped(waiting):
        lacking.setdefault((row["cycle"], row["subject_kind"]), _Waiting(row)).count += row["number"]
    cycles = Cycle.objects.in_bulk({cycle for cycle, _ in lacking})
    return [
        _task(one, "cung-cap", "chờ số liệu của anh/chị")
        for (cycle, kind), one in lacking.items()
        if _asks(cycles[cycle], SubjectKind(kind), owners)
    ]


def _to_look_at_again(user: User) -> list[Task]:
    """Open dossiers that stood on a recognition which was cancelled."""
    near = dossiers_for(user, Act.SUBMIT, Where.UNIT) | dossiers_for(user, Act.REVIEW, Where.JUDGE)
    waiting: dict[tuple[UUID, str], _Waiting] = {}
    for row in _grouped(to_look_at_again(near)):
        waiting.setdefault((row["cycle"], row["subject_kind"]), _Waiting(row)).count += row["number"]
    return [_task(one, SHAKEN, "dựa trên công nhận đã bị hủy, chờ xem lại") for one in waiting.values()]


def _asks(cycle: Cycle, kind: SubjectKind, owners: frozenset[str]) -> bool:
    return any(figure.owner in owners for figure in rules_of(cycle).subjects[kind].figures_used())


def decisions_to_number(user: User) -> QuerySet[Decision]:
    """Decisions that wait for this person to give them a number."""
    scopes = powers_of(user).scopes(Act.NUMBER_DECISION)
    if not scopes:
        return Decision.objects.none()
    return Decision.objects.filter(deciding_unit__in=in_scope(scopes), state=Decision.State.DECIDED)


@dataclass(frozen=True, slots=True)
class OwnVerdict:
    """Whether the person's own commune passes: its share of recognised units against the threshold."""

    dossier: UUID
    name: str
    cycle_name: str
    verdict: str
    outcome: str
    criterion: str
    sentence: str
    bar: Bar


def own_verdict(user: User) -> OwnVerdict | None:
    """The newest dossier of a unit entrusted to the person whose criteria count the units below it. One statement."""
    scopes = powers_of(user).scopes(Act.READ)
    if not scopes:
        return None
    newest = (
        Standing.objects.filter(dossier__unit__in=scopes, basis=Basis.REVIEW)
        .select_related("dossier__cycle", "dossier__rulebook")
        .defer("dossier__rulebook__source", "dossier__rulebook__canonical")
        .order_by("-dossier__cycle__year", "dossier__position")[:1]
    )
    for standing in newest:
        for one in explained(standing.dossier, standing):
            bar = bar_of(one)
            if bar and any(finding["needed"] is not None for finding in one["findings"]):
                return _own(standing, one, bar)
    return None


def _own(standing: Standing, one: Mapping[str, Any], bar: Bar) -> OwnVerdict:
    return OwnVerdict(
        dossier=standing.dossier_id,
        name=standing.dossier.unit_name,
        cycle_name=standing.dossier.cycle.name,
        verdict=standing.verdict,
        outcome=one["outcome"],
        criterion=one["code"],
        sentence=one["sentences"][0] if one["sentences"] else "",
        bar=bar,
    )


def windows_of(cycle: Cycle) -> list[tuple[str, date, bool]]:
    """The last day of each kind's evaluation window, earliest first, and whether it is the next to come."""
    subjects = rules_of(cycle).subjects
    ends: dict[date, list[str]] = {}
    for kind, subject in subjects.items():
        if subject.window:
            ends.setdefault(subject.window.for_year(cycle.year).last, []).append(kind.vietnamese)
    coming = min((day for day in ends if day >= clock.today()), default=None)
    return [(", ".join(ends[day]), day, day == coming) for day in sorted(ends)]
