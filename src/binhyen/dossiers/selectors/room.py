"""The decision room: what a committee has reviewed, sorted by what the verdict allows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count

from binhyen.accounts.roles import Act
from binhyen.dossiers.models import Basis, DossierState, Standing
from binhyen.dossiers.selectors.scope import SeenCycle
from binhyen.kernel.kinds import SubjectKind
from binhyen.recognition.deciding import deciding_body
from binhyen.recognition.models import DecidingBody
from binhyen.rules.model.results import Outcome
from binhyen.units.models import UnitVersion
from binhyen.units.selectors import path_ids, version_of


@dataclass(frozen=True, slots=True)
class RoomLine:
    """A reviewed dossier, and for which criteria it is not certain to be met."""

    pk: UUID
    name: str
    kind: SubjectKind
    last_day: date
    verdict: str
    failing: str
    open: str


@dataclass(frozen=True, slots=True)
class Room:
    """What one judging unit can decide on now."""

    judge: UnitVersion
    may_decide: bool
    met: list[RoomLine] = field(default_factory=list)
    not_met: list[RoomLine] = field(default_factory=list)
    unsettled: list[RoomLine] = field(default_factory=list)
    signing: DecidingBody | None = None

    @property
    def lines(self) -> list[RoomLine]:
        """All of them."""
        return [*self.met, *self.not_met, *self.unsettled]


def judges_waiting(seen: SeenCycle) -> Mapping[UUID, int]:
    """Who has reviewed dossiers to decide on, and how many; the most first."""
    reviewed = seen.dossiers.filter(state=DossierState.REVIEWED, judged_by__isnull=False)
    rows = reviewed.order_by().values_list("judged_by").annotate(number=Count("pk")).order_by("-number")
    return dict(rows)


def room_of(seen: SeenCycle, judge: UUID) -> Room | None:
    """The room of a judging unit; None when it is not for this person to look into."""
    path = path_ids(judge)
    place = version_of(judge)
    if place is None or not seen.powers.may(Act.READ, path):
        return None
    lines = _lines(seen, judge)
    met, not_met = Outcome.MET.value, Outcome.NOT_MET.value
    return Room(
        judge=place,
        may_decide=seen.powers.may(Act.DECIDE, path),
        met=[line for line in lines if line.verdict == met],
        not_met=[line for line in lines if line.verdict == not_met],
        unsettled=[line for line in lines if line.verdict not in (met, not_met)],
        signing=_signing(lines, place),
    )


def _lines(seen: SeenCycle, judge: UUID) -> list[RoomLine]:
    rows = (
        Standing.objects.filter(
            dossier__cycle=seen.cycle,
            dossier__judged_by=judge,
            dossier__state=DossierState.REVIEWED,
            basis=Basis.REVIEW,
        )
        .order_by("dossier__position")
        .values_list(
            "dossier", "dossier__unit_name", "dossier__subject_kind", "dossier__ends", "verdict", "explanation"
        )
    )
    return [_line(*row) for row in rows]


def _line(pk: UUID, name: str, kind: str, ends: date, verdict: str, told: Sequence[Mapping[str, Any]]) -> RoomLine:
    failing, still_open = _codes(told, Outcome.NOT_MET), _codes(told, Outcome.UNKNOWN)
    return RoomLine(pk, name, SubjectKind(kind), ends - timedelta(days=1), verdict, failing, still_open)


def _codes(explanation: Sequence[Mapping[str, Any]], outcome: Outcome) -> str:
    return ", ".join(one["code"] for one in explanation if one["outcome"] == outcome and not one["is_group"])


def _signing(lines: Sequence[RoomLine], place: UnitVersion) -> DecidingBody | None:
    """The row that says who signs, if it says so for every kind of unit in the room."""
    asked = dict.fromkeys((line.kind, line.last_day) for line in lines)
    rows = [deciding_body(kind, place.subject, on=day) for kind, day in asked]
    return rows[0] if rows and all(row is not None and row.body for row in rows) else None
