"""Targets beside what is recognised: counted from numbered decisions and reviewed dossiers, never made up."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.dossiers.lifecycle import DECIDED, PASSED_ON
from binhyen.dossiers.models import Basis, DossierState, Standing
from binhyen.insight.models import Target
from binhyen.kernel import clock
from binhyen.kernel.kinds import SubjectKind, kinds_of
from binhyen.kernel.text import sort_key
from binhyen.papers.publications import source_words
from binhyen.programmes.models import Programme, Rulebook
from binhyen.programmes.selectors import compiled
from binhyen.recognition.models import Decision, Recognition
from binhyen.units.models import Lineage
from binhyen.units.selectors import descendants, in_scope, path_ids, version_of, versions_of
from binhyen.units.selectors.paths import day_of, on_day

_COUNTED_STATES = [DossierState.REVIEWED, *sorted(DECIDED - PASSED_ON - {DossierState.CANCELLED})]


class Reached(NamedTuple):
    """One unit that counts towards a target."""

    unit: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Progress:
    """A target and the units that reach it. `whole` is what it is measured against: the target's own number, or how many
    units of the kind `each` there are, with `each_reached` of them having what is asked.

    `has_results` is False where the system knows no result of the programme in the scope at all: that is not nought.
    """

    target: Target
    reached: Sequence[Reached]
    has_results: bool
    source: str
    each_whole: int = 0
    each_reached: int = 0

    @property
    def found(self) -> int:
        """What stands beside the target's number."""
        return self.each_reached if self.target.each else len(self.reached)

    @property
    def whole(self) -> int:
        """The number to reach."""
        return self.each_whole if self.target.each else self.target.count

    @property
    def is_reached(self) -> bool:
        """Whether as many are there as were resolved."""
        return self.has_results and self.whole > 0 and self.found >= self.whole

    @property
    def is_over(self) -> bool:
        """Whether the day has passed."""
        return self.target.by < clock.today()

    @property
    def days_left(self) -> int:
        """Days until the end of the day; negative when it has passed."""
        return clock.days_left(self.target.by, clock.today())


@dataclass(frozen=True, slots=True)
class TargetGroup:
    """Targets due on one day; `terms` add up to `total` where they part one whole."""

    by: date
    lines: Sequence[Progress]
    terms: Sequence[int] = field(default=())

    @property
    def total(self) -> int:
        """What the terms add up to."""
        return sum(self.terms)

    @property
    def is_over(self) -> bool:
        """Whether the day has passed."""
        return self.by < clock.today()


@dataclass(frozen=True, slots=True)
class TargetBoard:
    """The targets of one programme for one scope, by day."""

    programme: Programme
    scope_id: UUID
    scope_name: str
    is_sample: bool
    groups: Sequence[TargetGroup]


def targets() -> QuerySet[Target]:
    """Every target that stands, with what a page says of it."""
    return Target.objects.filter(withdrawn_at=None).select_related("programme", "publication", "paper")


def targets_for(user: User) -> QuerySet[Target]:
    """Targets of the parts of the tree that the person may read, and those that stand above them."""
    scopes = powers_of(user).scopes(Act.READ)
    if not scopes:
        return Target.objects.none()
    above = {unit for scope in scopes for unit in path_ids(scope)}
    return (targets().filter(scope__in=in_scope(scopes)) | targets().filter(scope__in=above)).distinct()


def public_targets(programme: Programme) -> QuerySet[Target]:
    """Targets of a programme that were published about real places."""
    return targets().filter(programme=programme, publication__isnull=False, is_sample=False)


def target_boards(chosen: Iterable[Target], *, public: bool) -> list[TargetBoard]:
    """Targets with what is reached, by programme, scope and day. To the public (`public`) only decided results count."""
    listed = sorted(chosen, key=lambda one: (one.programme.name, str(one.scope_id), one.by, one.position))
    names = versions_of({one.scope_id for one in listed})
    boards = []
    for _, group in groupby(listed, key=lambda one: (one.programme_id, one.scope_id, one.is_sample)):
        of_scope = list(group)
        first = of_scope[0]
        counting = _Counting(first, public=public)
        name = names[first.scope_id].full_name if first.scope_id in names else ""
        boards.append(
            TargetBoard(first.programme, first.scope_id, name, first.is_sample, list(_by_day(of_scope, counting)))
        )
    return boards


def _by_day(of_scope: Sequence[Target], counting: "_Counting") -> Iterator[TargetGroup]:
    for by, due in groupby(of_scope, key=lambda one: one.by):
        listed = list(due)
        terms = [one.count for one in listed if one.group]
        yield TargetGroup(by, counting.progress(listed), tuple(terms) if len(terms) > 1 else ())


class _Counting:
    """What one programme has reached in one scope, read in a few statements for all its targets."""

    def __init__(self, first: Target, *, public: bool) -> None:
        self._first = first
        self._public = public
        version = version_of(first.scope_id)
        self._last = day_of(version) if version else clock.today()
        self._inside = in_scope([first.scope_id], self._last)
        self._recognised = list(self._recognitions())
        self._standings = list(self._results())
        self._has_results = bool(self._recognised or self._standings)

    def _recognitions(self) -> QuerySet[Recognition]:
        first = self._first
        granted = Recognition.objects.filter(
            programme=first.programme_id, granted=True, cancelled_by=None, decision__state=Decision.State.NUMBERED,
            decision__is_sample=first.is_sample, unit__in=self._inside,
        )  # fmt: skip
        light = granted.select_related("decision__rulebook")
        return light.defer("decision__content", "decision__rulebook__source", "decision__rulebook__canonical")

    def _results(self) -> QuerySet[Standing]:
        first = self._first
        judged = Standing.objects.filter(
            basis=Basis.REVIEW, dossier__cycle__programme=first.programme_id, dossier__cycle__is_sample=first.is_sample,
            dossier__unit__in=self._inside, dossier__state__in=_COUNTED_STATES,
        )  # fmt: skip
        if self._public:
            judged = judged.filter(dossier__recognition__decision__state=Decision.State.NUMBERED)
        return judged.select_related("dossier__cycle").defer("facts", "explanation")

    def progress(self, due: Sequence[Target]) -> list[Progress]:
        """The targets of one day in their order; units of a group count once, in the first that they reach."""
        taken: dict[str, set[UUID]] = defaultdict(set)
        found = []
        for target in due:
            reached = [one for one in self._reaching(target) if not target.group or one.unit not in taken[target.group]]
            taken[target.group].update(one.unit for one in reached)
            found.append(self._line(target, reached))
        return found

    def _line(self, target: Target, reached: Sequence[Reached]) -> Progress:
        each = self._each(target, reached) if target.each else (0, 0)
        return Progress(target, reached, self._has_results, _source(target), *each)

    def _reaching(self, target: Target) -> list[Reached]:
        """Units of the kind that reach it by its day, each once, in Vietnamese order."""
        words = {kind.value for kind in kinds_of(SubjectKind(target.subject_kind))}
        found: dict[UUID, str] = {}
        if target.counts == Target.Counts.RECOGNISED:
            for one in self._recognised:
                signed = one.decision.signed_on
                in_time = signed is not None and signed <= target.by
                if in_time and one.unit_kind in words and one.level in _at_or_above(one.decision.rulebook, target):
                    found[one.unit_id] = one.unit_name
        else:
            for standing in self._standings:
                dossier = standing.dossier
                in_time = dossier.window.last <= target.by
                if in_time and dossier.unit_kind in words and standing.met >= (target.criteria or 0):
                    found[dossier.unit_id] = dossier.unit_name
        return sorted((Reached(unit, name) for unit, name in found.items()), key=lambda one: sort_key(one.name))

    def _each(self, target: Target, reached: Collection[Reached]) -> tuple[int, int]:
        """How many units of the asked kind stand in the scope, and how many of them hold as many as asked."""
        kinds = [kind.value for kind in kinds_of(SubjectKind(target.each))]
        units = list(
            descendants(target.scope_id, self._day(target)).filter(kind__in=kinds).values_list("unit", flat=True)
        )
        below = Lineage.objects.filter(on_day(self._day(target)), ancestor__in=units)
        counted = {one.unit for one in reached}
        held = Counter(above for above, one in below.values_list("ancestor", "descendant") if one in counted)
        return len(units), sum(held[unit] >= target.count for unit in units)

    def _day(self, target: Target) -> date:
        """The day on which the tree is looked at: the target's, or the last of the scope where that has ended."""
        return min(target.by, self._last)


def _at_or_above(rulebook: Rulebook | None, target: Target) -> frozenset[str]:
    """Codes of the titles that a decision under this rulebook may give and that satisfy the target."""
    if rulebook is None:
        return frozenset({target.level})
    subject = compiled(rulebook).subjects.get(SubjectKind(target.subject_kind))
    codes = [level.code for level in subject.titles] if subject else []
    return frozenset(codes[codes.index(target.level) :]) if target.level in codes else frozenset()


def _source(target: Target) -> str:
    if target.publication:
        return source_words(target.publication)
    paper = target.paper
    return f"{paper.title} {paper.number}".strip() if paper else ""
