"""A decision as pages and papers show it: what it says, what became of it, and the paper itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import QuerySet

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.dossiers.selectors.scope import outcomes_for
from binhyen.kernel.errors import RefusedByState
from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.kernel.text import sort_key
from binhyen.programmes.selectors import compiled
from binhyen.recognition.models import Cancellation, Decision, Recognition
from binhyen.recognition.papers import DecisionContent, decision_document
from binhyen.recognition.papers_cancellation import CancellationContent, cancellation_document
from binhyen.recognition.papers_certificates import Holder
from binhyen.rendering.documents import OfficialPaper
from binhyen.units.selectors import path_ids
from binhyen.units.selectors.reach import may

_DRAFT = "du-thao-"
_NAMES = {Decision.Kind.RECOGNITION: "quyet-dinh", Decision.Kind.CANCELLATION: "quyet-dinh-huy-bo"}


def paper_of(decision: Decision) -> OfficialPaper:
    """The decision on paper, with room for number and date until it has them. Raises RefusedByState where it says
    nothing that a paper could hold."""
    if not decision.content:
        raise RefusedByState(
            "Không có đơn vị nào được công nhận nên không có quyết định để in.", cure="Xem kết quả xét trong đợt xét."
        )
    number, day = decision.number, decision.signed_on
    if decision.kind == Decision.Kind.CANCELLATION:
        return cancellation_document(CancellationContent.from_data(decision.content), number=number, signed_on=day)
    return decision_document(DecisionContent.from_data(decision.content), number=number, signed_on=day)


def file_name_of(decision: Decision, suffix: str) -> str:
    """ "du-thao-quyet-dinh-2021.pdf", until the decision has its number."""
    name = f"{_NAMES[Decision.Kind(decision.kind)]}-{decision.year}{suffix}"
    return name if decision.number else f"{_DRAFT}{name}"


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """What a decision says of one unit; `taken_back` is the numbered decision that cancelled it, `is_waiting` says
    that one waits for its number. `level` is what the unit reached, where not all reached the same."""

    recognition: Recognition
    taken_back: Decision | None
    is_waiting: bool
    level: str = ""


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """Everything that the page of a decision lists. Of a cancellation: what it cancels, and the decision behind that."""

    granted: Sequence[OutcomeLine]
    refused: Sequence[Recognition]
    cancelled: Sequence[Cancellation]
    original: Decision | None

    @property
    def standing(self) -> list[OutcomeLine]:
        """Those that are still in force."""
        return [line for line in self.granted if line.taken_back is None]

    @property
    def open_to_cancel(self) -> list[OutcomeLine]:
        """Those that may be cancelled now."""
        return [line for line in self.standing if not line.is_waiting]


def decision_page(user: User, decision: Decision) -> DecisionPage:
    """What the person may read of a decision. A constant number of statements."""
    if decision.kind == Decision.Kind.CANCELLATION:
        return _of_cancellation(decision)
    outcomes = outcomes_for(user, decision).select_related("cancelled_by").defer("cancelled_by__content")
    listed = in_order_of(decision, outcomes)
    waiting = _waiting(user, decision)
    levels = _level_names(decision)
    granted = [
        OutcomeLine(one, one.cancelled_by, one.pk in waiting, level=_level_of(one, levels))
        for one in listed
        if one.granted
    ]
    if len({line.level for line in granted}) == 1:
        granted = [replace(line, level="") for line in granted]
    return DecisionPage(granted, [one for one in listed if not one.granted], (), None)


def _level_names(decision: Decision) -> Mapping[tuple[SubjectKind, str], str]:
    rules = compiled(decision.rulebook) if decision.rulebook else None
    subjects = rules.subjects if rules else {}
    return {(kind, level.code): level.name for kind, subject in subjects.items() for level in subject.levels}


def _level_of(one: Recognition, names: Mapping[tuple[SubjectKind, str], str]) -> str:
    return names.get((UnitKind(one.unit_kind).subject, one.level), "")


def _of_cancellation(decision: Decision) -> DecisionPage:
    rows = decision.cancellations.select_related("recognition__decision", "paper").defer(
        "recognition__decision__content"
    )
    cancelled = sorted(rows, key=lambda one: sort_key(one.recognition.unit_name))
    return DecisionPage((), (), cancelled, cancelled[0].recognition.decision if cancelled else None)


def _waiting(user: User, decision: Decision) -> frozenset[UUID]:
    """Recognitions on which a cancellation waits for its number; a draft is the deciding body's business alone."""
    if not may(user, Act.READ, path_ids(decision.deciding_unit_id)):
        return frozenset()
    drafts = Cancellation.objects.filter(recognition__decision=decision, decision__state=Decision.State.DECIDED)
    return frozenset(drafts.values_list("recognition", flat=True))


def certified(decision: Decision) -> QuerySet[Recognition]:
    """What a decision grants and no numbered decision has taken back: certificates of others are not printed again."""
    return decision.recognitions.filter(granted=True, cancelled_by=None)


def holders_of(decision: Decision, links: Mapping[UUID, str]) -> list[Holder]:
    """Units whose certificates may be printed, in the order of the list, each with the name of its own level and the
    address that verifies it."""
    levels = _level_names(decision)
    return [
        Holder(
            name=one.unit_name,
            level_name=_level_of(one, levels),
            link=links[one.pk],
        )
        for one in in_order_of(decision, certified(decision).filter(pk__in=links))
    ]


def in_order_of(decision: Decision, outcomes: Iterable[Recognition]) -> list[Recognition]:
    """In the order in which the paper lists them; what it does not list comes last, by name."""
    rows = decision.content.get("rows", ())
    places = {row.get("unit") or row["name"]: place for place, row in enumerate(rows)}
    last = len(places)

    def place_of(one: Recognition) -> tuple[object, ...]:
        place = places.get(str(one.unit_id), places.get(one.unit_name, last))
        return place, sort_key(one.unit_name)

    return sorted(outcomes, key=place_of)
