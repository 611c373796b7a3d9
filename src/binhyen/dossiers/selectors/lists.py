"""Lists of dossiers and how far a cycle has come: few statements, whatever their number."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import overload
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from binhyen.dossiers.lifecycle import DECIDED, PASSED_ON, REVIEW_OPEN, UNREGISTERED
from binhyen.dossiers.models import Basis, Cycle, Dossier, Standing
from binhyen.dossiers.models import DossierState as S
from binhyen.dossiers.selectors.grounds import shaken
from binhyen.dossiers.selectors.scope import SeenCycle
from binhyen.figures.models import FigureValue
from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.text import fold
from binhyen.rules.model.results import Outcome
from binhyen.rules.model.rulebook import Rulebook

# From here on the committee's verdict is the one that is shown; before, the unit's own.
JUDGED = REVIEW_OPEN | DECIDED | {S.IN_CONSULTATION}
_SHOWN = Q(standings__basis=Basis.REVIEW, state__in=JUDGED) | Q(standings__basis=Basis.SELF) & ~Q(state__in=JUDGED)

# Asked for like a state: dossiers that stand on a recognition which was cancelled.
SHAKEN = "xem-lai"
SHAKEN_WORDS = "Dựa trên công nhận đã bị hủy"

STATE_TONES = {
    S.DRAFT: "neutral",
    S.REGISTRATION_SENT: "wait",
    S.REGISTRATION_REFUSED: "bad",
    S.REGISTERED: "brand",
    S.SELF_ASSESSED: "brand",
    S.SUBMITTED: "info",
    S.RETURNED: "wait",
    S.REVIEWED: "info",
    S.IN_CONSULTATION: "info",
    S.RECOGNISED: "good",
    S.NOT_RECOGNISED: "bad",
    S.NOT_CONSIDERED: "neutral",
    S.CANCELLED: "bad",
    S.NOT_REGISTERED: "neutral",
    S.CLOSED_BY_SUCCESSION: "neutral",
}


def basis_shown(state: str) -> Basis:
    """Whose verdict stands first for a dossier in this state."""
    return Basis.REVIEW if state in JUDGED else Basis.SELF


@dataclass(frozen=True, slots=True)
class DossierFilter:
    """What a list is narrowed to; empty means everything."""

    state: str = ""
    kind: str = ""
    verdict: str = ""
    words: str = ""

    def narrow(self, dossiers: QuerySet[Dossier]) -> QuerySet[Dossier]:
        """The dossiers that the filter lets through; a verdict asks the standing that is shown."""
        for word in fold(self.words).split():
            dossiers = dossiers.filter(folded__contains=word)
        if self.state == SHAKEN:
            dossiers = shaken(dossiers)
        elif self.state:
            dossiers = dossiers.filter(state=self.state)
        if self.kind:
            dossiers = dossiers.filter(subject_kind=self.kind)
        return dossiers.filter(_SHOWN, standings__verdict=self.verdict) if self.verdict else dossiers


@dataclass(frozen=True, slots=True)
class Line:
    """One dossier in a list."""

    pk: UUID
    name: str
    kind: str
    state: str
    tone: str
    verdict: str
    decided: int
    criteria: int


@dataclass(frozen=True)
class DossierLines(Sequence[Line]):
    """The dossiers of a cycle that a filter lets through, counted and cut into pages by one statement each."""

    seen: SeenCycle
    chosen: DossierFilter

    def __len__(self) -> int:
        return self.chosen.narrow(self.seen.dossiers).count()

    @overload
    def __getitem__(self, part: int) -> Line: ...

    @overload
    def __getitem__(self, part: slice) -> Sequence[Line]: ...

    def __getitem__(self, part: int | slice) -> Line | Sequence[Line]:
        if isinstance(part, int):
            return self[part : part + 1][0]
        rows = self.chosen.narrow(self.seen.dossiers).order_by("position").values_list(*_COLUMNS)
        if self.chosen.verdict:
            return [_line(*row) for row in rows[part]]
        # Every dossier has two verdicts from the day its cycle opened: cutting pairs is cheaper than asking which one
        # of them is shown.
        pairs = rows[part.start * 2 : part.stop * 2]
        return [_line(*row) for row in pairs if row[_BASIS] == basis_shown(row[_STATE])]


_COLUMNS = (
    "standings__basis", "pk", "unit_name", "subject_kind", "state",
    "standings__verdict", "standings__met", "standings__not_met", "standings__unknown",
)  # fmt: skip
_BASIS, _STATE = 0, 4


def _line(_basis: str, pk: UUID, name: str, kind: str, state: str, verdict: str, *counts: int) -> Line:
    met, not_met, unknown = counts
    words = _KIND_WORDS[kind], _STATE_WORDS[state], STATE_TONES[S(state)]
    return Line(pk, name, *words, verdict, met + not_met, met + not_met + unknown)


_KIND_WORDS = {kind.value: kind.vietnamese for kind in SubjectKind}
_STATE_WORDS: Mapping[str, str] = {state.value: str(state.label) for state in S}
_FINISHED = DECIDED | {S.IN_CONSULTATION}


@dataclass(slots=True)
class KindProgress:
    """How many units of a kind have come how far. `ready` are those whose committee's verdict is met."""

    kind: SubjectKind
    listed: int = 0
    registered: int = 0
    reported: int = 0
    assessed: int = 0
    submitted: int = 0
    reviewed: int = 0
    decided: int = 0
    recognised: int = 0
    ready: int = 0
    states: Counter[str] = field(default_factory=Counter)

    @property
    def word(self) -> str:
        """The kind as people call it."""
        return self.kind.vietnamese

    def count(self, state: str, *, reported: bool, ready: bool, number: int) -> None:
        """Enter a number of dossiers that stand in one state."""
        self.states[state] += number
        self.listed += number
        self.registered += number if state not in UNREGISTERED else 0
        self.reported += number if reported else 0
        self.assessed += number if state == S.SELF_ASSESSED or state in JUDGED else 0
        self.submitted += number if state in JUDGED else 0
        self.reviewed += number if state == S.REVIEWED or state in _FINISHED else 0
        self.decided += number if state in DECIDED else 0
        self.recognised += number if state == S.RECOGNISED else 0
        self.ready += number if ready else 0


def progress_by_kind(dossiers: QuerySet[Dossier]) -> list[KindProgress]:
    """How far the dossiers have come, a row per kind of unit in the order of the list. One statement."""
    reported = FigureValue.objects.filter(
        unit=OuterRef("unit"), starts=OuterRef("starts"), ends=OuterRef("ends"), is_current=True, withdrawn=False
    )
    ready = Standing.objects.filter(dossier=OuterRef("pk"), basis=Basis.REVIEW, verdict=Outcome.MET)
    rows = (
        dossiers.exclude(state__in=PASSED_ON)
        .order_by()
        .annotate(has_reported=Exists(reported), is_ready=Exists(ready))
        .values_list("subject_kind", "state", "has_reported", "is_ready")
        .annotate(number=Count("pk"))
    )
    found: dict[str, KindProgress] = {}
    for kind, state, has_reported, is_ready, number in rows:
        row = found.setdefault(kind, KindProgress(SubjectKind(kind)))
        row.count(state, reported=has_reported, ready=is_ready, number=number)
    return sorted(found.values(), key=lambda row: row.kind.place)


def counts_of(cycles: Sequence[Cycle]) -> Mapping[UUID, KindProgress]:
    """For a page of cycles how far each has come, all kinds together. One statement."""
    rows = (
        Dossier.objects.filter(cycle__in=cycles)
        .exclude(state__in=PASSED_ON)
        .order_by()
        .values_list("cycle", "state")
        .annotate(number=Count("pk"))
    )
    found: dict[UUID, KindProgress] = {}
    for cycle, state, number in rows:
        row = found.setdefault(cycle, KindProgress(SubjectKind.COMMUNE))
        row.count(state, reported=False, ready=False, number=number)
    return found


def listed_kinds(rules: Rulebook) -> tuple[tuple[str, str], ...]:
    """The kinds of unit that a rulebook judges, for a choice."""
    return tuple((kind.value, kind.vietnamese.capitalize()) for kind in rules.subjects)
