"""Results of a cycle: recognised of registered beside recognised of listed, and the units that decisions name."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from binhyen.dossiers.lifecycle import PASSED_ON, UNREGISTERED
from binhyen.dossiers.models import Cycle, Dossier
from binhyen.kernel import text
from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.portal.small_numbers import is_hidden, public_count
from binhyen.recognition.models import Decision, Recognition
from binhyen.recognition.public import LONG_TEXTS, granted_in_numbered_decisions, level_name
from binhyen.units.selectors import version_of


@dataclass(frozen=True, slots=True)
class PublicShare:
    """ "16 / 24" and "66,7 %"; no rate where a count is hidden or the whole is empty."""

    said: str
    rate: str


@dataclass(frozen=True, slots=True)
class KindResult:
    """One kind of unit in a cycle. Who never registered counts among the listed and not among the registered."""

    kind: SubjectKind
    place: SubjectKind
    listed: int
    registered: int
    recognised: int
    not_recognised: int

    @property
    def name(self) -> str:
        """The kind in words."""
        return self.kind.vietnamese

    @property
    def open(self) -> int:
        """Registered units that no numbered decision speaks of yet."""
        return max(self.registered - self.recognised - self.not_recognised, 0)

    @property
    def has_result(self) -> bool:
        """Whether a numbered decision speaks of this kind; until then a rate of nought would say what nobody decided."""
        return self.recognised + self.not_recognised > 0

    @property
    def is_hidden(self) -> bool:
        """Whether one of the counts is too small to be shown; then no rate and no bar is shown either."""
        return any(is_hidden(count, self.place) for count in (self.listed, self.registered, self.recognised))

    @property
    def registration(self) -> PublicShare:
        """Registered of listed: how far the cycle reached."""
        return self._share(self.registered, self.listed)

    @property
    def of_registered(self) -> PublicShare:
        """Recognised of registered."""
        return self._share(self.recognised, self.registered)

    @property
    def of_listed(self) -> PublicShare:
        """Recognised of everybody on the list of units."""
        return self._share(self.recognised, self.listed)

    def _share(self, part: int, whole: int) -> PublicShare:
        said = f"{public_count(part, self.place)}{text.NBSP}/{text.NBSP}{public_count(whole, self.place)}"
        return PublicShare(said, "" if self.is_hidden or not whole else text.percent(part, whole))


@dataclass(frozen=True, slots=True)
class CycleResults:
    """What the page of a cycle's results tells, but for the list of units."""

    cycle: Cycle
    kinds: list[KindResult]
    decisions: list[Decision]


def public_cycles() -> QuerySet[Cycle]:
    """Cycles in which a decision was numbered: before that there is no result. Newest first."""
    decided = Decision.objects.filter(cycle_id=OuterRef("pk"), state=Decision.State.NUMBERED)
    return Cycle.objects.filter(Exists(decided)).select_related("programme").order_by("-year", "scope_name", "pk")


def cycle_results(cycle_id: UUID) -> CycleResults | None:
    """The results of one cycle; None for one without a numbered decision. A constant number of queries."""
    cycle = public_cycles().filter(pk=cycle_id).first()
    if cycle is None:
        return None
    decisions = Decision.objects.filter(cycle_id=cycle_id, state=Decision.State.NUMBERED).order_by(
        "signed_on", "number"
    )
    return CycleResults(cycle, _kinds(cycle), list(decisions))


def recognised_in(cycle: Cycle) -> QuerySet[Recognition]:
    """The units that numbered decisions of the cycle recognise, cancelled ones too, in the order of the list."""
    granted = granted_in_numbered_decisions().filter(decision__cycle_id=cycle.pk)
    place = Dossier.objects.filter(recognition=OuterRef("pk")).values("position")[:1]
    light = granted.select_related("decision__rulebook", "cancelled_by").defer(*LONG_TEXTS)
    return light.order_by(Subquery(place), "unit_name", "pk")


@dataclass(frozen=True, slots=True)
class RecognisedLine:
    """A recognised unit with the name of its level."""

    recognition: Recognition
    level: str


def recognised_lines(found: Iterable[Recognition]) -> list[RecognisedLine]:
    """Of rows read by `recognised_in`; no further query but for a rulebook that was not read yet."""
    return [RecognisedLine(one, level_name(one.decision.rulebook, one.unit_kind, one.level)) for one in found]


def _kinds(cycle: Cycle) -> list[KindResult]:
    listed: Counter[str] = Counter()
    registered: Counter[str] = Counter()
    listed_now = Dossier.objects.filter(cycle=cycle).exclude(state__in=PASSED_ON)
    states = listed_now.order_by().values_list("subject_kind", "state").annotate(Count("pk"))
    for kind, state, count in states:
        listed[kind] += count
        registered[kind] += 0 if state in UNREGISTERED else count
    outcomes = _outcomes(cycle)
    scope = version_of(cycle.scope_id)
    place = scope.subject if scope else SubjectKind.COMMUNE
    return [
        KindResult(kind, place, listed[kind], registered[kind], outcomes[kind][True], outcomes[kind][False])
        for kind in SubjectKind
        if listed[kind]
    ]


def _outcomes(cycle: Cycle) -> dict[SubjectKind, Counter[bool]]:
    """By kind how many stand recognised, and how many a decision does not recognise. A cancelled one is in neither."""
    decided = Recognition.objects.filter(decision__cycle_id=cycle.pk, decision__state=Decision.State.NUMBERED)
    standing = decided.exclude(cancelled_by__state=Decision.State.NUMBERED)
    counts = standing.order_by().values_list("unit_kind", "granted").annotate(Count("pk"))
    found: defaultdict[SubjectKind, Counter[bool]] = defaultdict(Counter)
    for unit_kind, granted, count in counts:
        found[UnitKind(unit_kind).subject][granted] += count
    return found
