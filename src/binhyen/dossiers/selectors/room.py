"""The decision room: what a committee has reviewed, sorted by what the verdict allows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count

from binhyen.accounts.roles import Act
from binhyen.dossiers.lifecycle import RECOGNISE
from binhyen.dossiers.models import Basis, Cycle, Dossier, DossierState, Standing
from binhyen.dossiers.selectors.committee import committee_of
from binhyen.dossiers.selectors.facts import facts_from_data
from binhyen.dossiers.selectors.posting import holds_on
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.dossiers.selectors.scope import SeenCycle
from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.period import Period
from binhyen.recognition.deciding import deciding_body
from binhyen.recognition.models import DecidingBody
from binhyen.rules.model.results import Outcome
from binhyen.rules.model.rulebook import Rulebook
from binhyen.rules.reference import assess
from binhyen.units.models import UnitVersion
from binhyen.units.selectors import path_ids, version_of
from binhyen.units.selectors.reach import may


@dataclass(frozen=True, slots=True)
class RoomLine:
    """A reviewed dossier, and for which criteria it is not certain to be met. `level` names what it would be recognised
    as, where the rulebook has several such levels."""

    pk: UUID
    name: str
    kind: SubjectKind
    last_day: date
    verdict: str
    level: str
    failing: str
    open: str
    state: str


@dataclass(frozen=True, slots=True)
class Room:
    """What one judging unit can decide on now."""

    judge: UnitVersion
    may_decide: bool
    # Still posted, or objected to: shown with the reason, not decided on.
    held: list[tuple[RoomLine, str]] = field(default_factory=list)
    # Reviewed and qualified where the list has to be posted first.
    unposted: list[RoomLine] = field(default_factory=list)
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
    reviewed = seen.dossiers.filter(state__in=RECOGNISE.sources, judged_by__isnull=False)
    rows = reviewed.order_by().values_list("judged_by").annotate(number=Count("pk")).order_by("-number")
    return dict(rows)


def room_of(seen: SeenCycle, judge: UUID) -> Room | None:
    """The room of a judging unit; None when it is not for this person to look into."""
    path = path_ids(judge)
    place = version_of(judge)
    if place is None or not may(seen.reader, Act.READ, path):
        return None
    every = _lines(seen, judge)
    met, not_met = Outcome.MET.value, Outcome.NOT_MET.value
    holds = holds_on({line.pk: line.state for line in every})
    must_post = _must_post(seen, judge)
    unposted = [line for line in every if must_post and line.verdict == met and line.state == DossierState.REVIEWED]
    apart = {*holds, *(line.pk for line in unposted)}
    lines = [line for line in every if line.pk not in apart]
    return Room(
        judge=place,
        held=[(line, holds[line.pk].why) for line in every if line.pk in holds],
        unposted=unposted,
        may_decide=seen.powers.may(Act.DECIDE, path),
        met=[line for line in lines if line.verdict == met],
        not_met=[line for line in lines if line.verdict == not_met],
        unsettled=[line for line in lines if line.verdict not in (met, not_met)],
        signing=_signing(seen.cycle, lines, place),
    )


def _must_post(seen: SeenCycle, judge: UUID) -> bool:
    committee = committee_of(seen.cycle.pk, judge)
    return committee is not None and bool(committee.rules.posting_days)


def _lines(seen: SeenCycle, judge: UUID) -> list[RoomLine]:
    reviewed = Standing.objects.filter(
        dossier__cycle=seen.cycle, dossier__judged_by=judge, dossier__state__in=RECOGNISE.sources, basis=Basis.REVIEW
    )
    rows = reviewed.order_by("dossier__position").values_list(
        "dossier",
        "dossier__unit_name",
        "dossier__subject_kind",
        "dossier__starts",
        "dossier__ends",
        "verdict",
        "level",
        "facts",
        "dossier__rulebook",
        "dossier__state",
    )
    found = [_typed(row) for row in rows]
    # After an amendment some dossiers may still stand on the earlier version: each is told by its own.
    told = {rulebook: _Outcomes(rules, seen.cycle.year) for rulebook, rules in _rules_of(seen, found).items()}
    return [
        RoomLine(
            pk, name, kind, window.last, verdict,
            told[rulebook].level(kind, level), *told[rulebook].of(kind, window, facts), state,
        )
        for pk, name, kind, window, verdict, level, facts, rulebook, state in found
    ]  # fmt: skip


_Row = tuple[UUID, str, SubjectKind, Period, str, str, Mapping[str, object], UUID, str]


def _typed(row: tuple[Any, ...]) -> _Row:
    pk, name, kind, starts, ends, verdict, level, facts, rulebook, state = row
    return pk, name, SubjectKind(kind), Period(starts, ends), verdict, level, facts, rulebook, state


def _rules_of(seen: SeenCycle, rows: Sequence[_Row]) -> Mapping[UUID, Rulebook]:
    """The rules of each rulebook that a line stands on; no statement where all stand on the cycle's."""
    found: dict[UUID, Rulebook] = {}
    for pk, *_, rulebook, _state in rows:
        if rulebook not in found:
            own = rulebook == seen.cycle.rulebook_id
            found[rulebook] = seen.rules if own else rules_of(Dossier.objects.get(pk=pk))
    return found


class _Outcomes:
    """Which criteria fail and which are open, from the facts kept with a verdict; the same facts are judged once."""

    def __init__(self, rules: Rulebook, year: int) -> None:
        self.rules = rules
        self.year = year
        self._known: dict[object, tuple[str, str]] = {}

    def level(self, kind: SubjectKind, code: str) -> str:
        """The name of the level reached; empty where there is but one to reach, or none was."""
        titles = {each.code: each.name for each in self.rules.subjects[kind].titles}
        return titles.get(code, "") if len(titles) > 1 else ""

    def of(self, kind: SubjectKind, window: Period, kept: Mapping[str, object]) -> tuple[str, str]:
        """The codes of the criteria that are not met, and of those that are unknown."""
        key = (kind, window, frozenset(kept.items()))
        if key not in self._known:
            facts = facts_from_data(self.rules, kind, kept)
            found = assess(self.rules, kind, facts, year=self.year, period=window).outcomes
            leaves = [one.code for one in self.rules.subjects[kind].leaves()]
            self._known[key] = _codes(leaves, found, Outcome.NOT_MET), _codes(leaves, found, Outcome.UNKNOWN)
        return self._known[key]


def _codes(leaves: Sequence[str], found: Mapping[str, Outcome], wanted: Outcome) -> str:
    return ", ".join(code for code in leaves if found[code] is wanted)


def _signing(cycle: Cycle, lines: Sequence[RoomLine], place: UnitVersion) -> DecidingBody | None:
    """The row that says who signs, if it says so for every kind of unit in the room."""
    asked = dict.fromkeys((line.kind, line.last_day) for line in lines)
    rows = [deciding_body(cycle.programme.code, kind, place.subject, on=day) for kind, day in asked]
    return rows[0] if rows and all(row is not None and row.body for row in rows) else None
