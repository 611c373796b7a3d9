"""A year of dossiers as its table says, through the same services that people use.

A line of the table says how far a dossier comes and what was reported for it; a sitting says which dossiers one
committee takes up together, who sat, and under which number it was decided. Sittings follow one another: what a
commune decides is counted where the level above sits.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from binhyen.accounts.models import User
from binhyen.config.demo.tables import Line, pairs, rows
from binhyen.config.demo.world import World, day_of
from binhyen.dossiers.models import Basis, Cycle, Dossier, DossierState, Standing
from binhyen.dossiers.services import acts
from binhyen.dossiers.services.acts import CommitteeWord, MeetingRecord
from binhyen.dossiers.services.deciding import Signing, decide
from binhyen.dossiers.services.reporting import Cell, figures_report
from binhyen.figures.answers import read
from binhyen.figures.models import Channel
from binhyen.programmes.selectors import compiled
from binhyen.recognition.models import Decision
from binhyen.recognition.services import decision_number
from binhyen.rules.model.results import Outcome
from binhyen.rules.model.types import Answer
from binhyen.units.models import Unit

# How far a dossier has come; each state includes those before it.
_LADDER = ("draft", "registered", "self_assessed", "submitted", "reviewed", "decided")
# Answers that somebody else's paper stands behind.
_PROVED = frozenset({Answer.CONFIRMATION, Answer.DOCUMENT})
_SAID: Mapping[str, bool] = {"có": True, "không": False}


@dataclass(frozen=True, slots=True)
class Year:
    """A cycle, who works in it, and the lines that say how far each dossier comes."""

    world: World
    cycle: Cycle
    officer: User
    lines: Sequence[Line]
    sittings: Sequence[Line]

    @classmethod
    def of(cls, world: World, cycle: Cycle, story: Line) -> Self:
        """The year of a line in the table of stories."""
        lines = rows(f"year_{story['key']}.csv")
        sittings = rows("sittings.csv", story=story["key"])
        return cls(world, cycle, world.people[story["officer"]], lines, sittings)

    def unit(self, key: str) -> Unit:
        """The unit with this key."""
        return self.world.units[key]

    def dossiers(self, lines: Sequence[Line]) -> list[Dossier]:
        """The dossiers of these lines as they stand now, in the order of the list."""
        wanted = {self.unit(line["unit"]).pk for line in lines}
        found = list(Dossier.objects.filter(cycle=self.cycle, unit__in=wanted))
        for dossier in found:
            # The same for all of them, and long: read once and not once more for each dossier.
            dossier.cycle, dossier.rulebook = self.cycle, self.cycle.rulebook
        return found


@dataclass(frozen=True, slots=True)
class _Sitting:
    """The lines that one committee takes up together."""

    year: Year
    about: Line
    lines: Sequence[Line]

    def person(self, role: str) -> User:
        """Who acts in this role ("committee", "chair", "registry")."""
        return self.year.world.people[self.about[role]]

    def come_to(self, state: str) -> list[Dossier]:
        """The dossiers that come to this state or beyond it."""
        return self.year.dossiers(self.lines_to(state))

    def lines_to(self, state: str) -> list[Line]:
        """Their lines."""
        return [line for line in self.lines if _rank(line["state"]) >= _LADDER.index(state)]

    def meeting(self, basis: Basis) -> MeetingRecord:
        """The meeting at the units, or of the committee."""
        prefix = basis.value
        invited, present, agreed = (int(number) for number in self.about[f"{prefix}_counts"].split("/"))
        paper = self.year.world.paper(self.about[f"{prefix}_minutes"], by=self.year.officer)
        return MeetingRecord(date.fromisoformat(self.about[f"{prefix}_on"]), invited, present, agreed, paper=paper)


def _rank(state: str) -> int:
    """A returned dossier had been submitted; a state outside the ladder is its first rung."""
    rung = "submitted" if state == "returned" else state
    return _LADDER.index(rung) if rung in _LADDER else 0


def tell_year(year: Year) -> None:
    """Registrations first, as in a real year, then one sitting after the other."""
    _register(year)
    for sitting in _sittings(year):
        _report(year, sitting.lines)
        if sitting.come_to("self_assessed"):
            _hand_in(sitting)
            _ask_for_more(sitting)
            _review(sitting)
            _decide(sitting)


def _register(year: Year) -> None:
    by_day: dict[str, list[Line]] = defaultdict(list)
    for line in year.lines:
        if line["registered_on"]:
            by_day[line["registered_on"]].append(line)
    for day, lines in sorted(by_day.items()):
        acts.register(by=year.officer, dossiers=year.dossiers(lines), on=date.fromisoformat(day))
    refusing = [line for line in year.lines if line["state"] == DossierState.NOT_REGISTERED.value]
    if refusing:
        acts.not_register(by=year.officer, dossiers=year.dossiers(refusing))


def _sittings(year: Year) -> list[_Sitting]:
    """Each line belongs to the first sitting that its judge holds on its kind of unit."""
    place = {dossier.unit_id: (dossier.judged_by_id, dossier.subject_kind) for dossier in year.dossiers(year.lines)}
    left = list(year.lines)
    sittings = []
    for about in year.sittings:
        kinds, judge = about["kinds"].split(), year.unit(about["judge"]).pk
        taken = [line for line in left if _sits(place[year.unit(line["unit"]).pk], judge, kinds)]
        left = [line for line in left if line not in taken]
        sittings.append(_Sitting(year, about, taken))
    return sittings


def _sits(place: tuple[UUID | None, str], judge: UUID, kinds: Sequence[str]) -> bool:
    return place[0] == judge and (not kinds or place[1] in kinds)


def _report(year: Year, lines: Sequence[Line], column: str = "figures") -> None:
    """Type what was reported, one submission for each person who typed and each way in which the report came."""
    telling = [line for line in lines if line[column] or (column == "figures" and line["previous"])]
    dossiers = {dossier.unit_id: dossier for dossier in year.dossiers(telling)}
    groups: dict[tuple[str, str, str], list[Cell]] = defaultdict(list)
    for line in telling:
        dossier = dossiers[year.unit(line["unit"]).pk]
        cells = groups[line["typed_by"], line["channel"], line["reported_by"]]
        cells += _cells(year, dossier, line, line[column], previous=False)
        if column == "figures":
            cells += _cells(year, dossier, line, line["previous"], previous=True)
    for (typed_by, channel, reported_by), cells in groups.items():
        person = year.world.people[typed_by]
        figures_report(by=person, cells=cells, reported_by=reported_by, channel=Channel(channel))


def _cells(year: Year, dossier: Dossier, line: Line, typed: str, *, previous: bool) -> list[Cell]:
    figures = compiled(dossier.rulebook).figures
    paper = year.world.paper(line["paper"], by=year.officer)
    return [
        Cell(
            dossier,
            key,
            read(figures[key].answer.value, text, choices=figures[key].choices),
            previous=previous,
            paper=paper if figures[key].answer in _PROVED else None,
        )
        for key, text in pairs(typed).items()
    ]


def _hand_in(sitting: _Sitting) -> None:
    officer = sitting.year.officer
    acts.self_assess(by=officer, dossiers=sitting.come_to("self_assessed"), meeting=sitting.meeting(Basis.SELF))
    if submitted := sitting.come_to("submitted"):
        acts.submit(by=officer, dossiers=submitted)


def _ask_for_more(sitting: _Sitting) -> None:
    """Ask back where the line says so; unless the dossier stays returned, the unit answers and hands in again."""
    asked = [line for line in sitting.lines if line["asked"]]
    for line in asked:
        criterion, _, reason = line["asked"].partition("=")
        (dossier,) = sitting.year.dossiers([line])
        acts.request_more(by=sitting.person("committee"), dossier=dossier, criterion=criterion, reason=reason)
    answering = [line for line in asked if line["state"] != DossierState.RETURNED.value]
    if answering:
        _report(sitting.year, answering, "answered")
        year, meeting = sitting.year, sitting.meeting(Basis.SELF)
        acts.self_assess(by=year.officer, dossiers=year.dossiers(answering), meeting=meeting)
        acts.submit(by=year.officer, dossiers=year.dossiers(answering))


def _review(sitting: _Sitting) -> None:
    """One act for all of a kind on which the committee says the same."""
    groups: dict[tuple[str, str], list[Line]] = defaultdict(list)
    lines = sitting.lines_to("reviewed")
    kind_of = {dossier.unit_id: dossier.subject_kind for dossier in sitting.year.dossiers(lines)}
    for line in lines:
        groups[kind_of[sitting.year.unit(line["unit"]).pk], line["words"]].append(line)
    for (_, words), same in groups.items():
        said = [CommitteeWord(criterion, met=_SAID[word]) for criterion, word in pairs(words).items()]
        dossiers = sitting.year.dossiers(same)
        acts.review(
            by=sitting.person("committee"), dossiers=dossiers, meeting=sitting.meeting(Basis.REVIEW), words=said
        )


def _decide(sitting: _Sitting) -> Decision | None:
    chosen, about = sitting.come_to("decided"), sitting.about
    if not chosen:
        return None
    decision = decide(
        by=sitting.person("chair"),
        cycle=sitting.year.cycle,
        judge=sitting.year.unit(about["judge"]),
        dossiers=chosen,
        recognise=_qualified(chosen),
        # Who decides is law for one programme and some years only: elsewhere the office says it in its own words.
        signing=Signing(about["body"], about["signatory"]),
    )
    signed_on = day_of(about["signed_on"])
    if signed_on:
        decision_number(by=sitting.person("registry"), decision=decision, number=about["number"], signed_on=signed_on)
    return decision


def _qualified(dossiers: Sequence[Dossier]) -> frozenset[UUID]:
    met = Standing.objects.filter(dossier__in=dossiers, basis=Basis.REVIEW, verdict=Outcome.MET.value)
    return frozenset(met.values_list("dossier", flat=True))
