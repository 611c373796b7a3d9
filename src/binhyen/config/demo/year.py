"""A year of the invented commune in the middle of its work, told through the same services that people use."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.config.demo.tables import pairs, rows
from binhyen.dossiers.models import Basis, Cycle, Dossier, Standing
from binhyen.dossiers.services import acts
from binhyen.dossiers.services.acts import CommitteeWord, MeetingRecord
from binhyen.dossiers.services.cycles import cycle_open
from binhyen.dossiers.services.deciding import Signing, decide
from binhyen.dossiers.services.reporting import Cell, figures_report
from binhyen.figures.answers import read
from binhyen.figures.models import Channel
from binhyen.programmes.models import Rulebook
from binhyen.programmes.selectors import compiled
from binhyen.recognition.services import decision_number
from binhyen.rules.model.results import Outcome
from binhyen.units.models import Unit

YEAR = 2021
_COMMUNE = "binh-an"
# How far a dossier has come; each state includes those before it.
_LADDER = ("draft", "registered", "self_assessed", "submitted", "reviewed", "decided")
_MEETING = MeetingRecord(held_on=date(2021, 11, 8), invited=40, present=36, agreed=34)
_COMMITTEE = MeetingRecord(held_on=date(2021, 11, 25), invited=11, present=10, agreed=10)
# What the rulebook leaves to the committee, for residential areas.
_WORDS = (CommitteeWord("4", met=True), CommitteeWord("5", met=True))
_REASON = "Số hộ đang cư trú lệch với báo cáo quý II; kiểm tra lại và báo số đúng."


@dataclass(frozen=True, slots=True)
class _Stage:
    """The cycle, who acts in it, and the lines of the table that say how far each dossier has come."""

    cycle: Cycle
    units: Mapping[str, Unit]
    people: Mapping[str, User]
    lines: Sequence[Mapping[str, str]]

    def dossiers(self, chosen: Callable[[Mapping[str, str]], bool]) -> list[Dossier]:
        """The dossiers of the chosen lines as they stand now, in the order of the list."""
        wanted = [self.units[line["unit"]].pk for line in self.lines if chosen(line)]
        found = Dossier.objects.filter(cycle=self.cycle, unit__in=wanted)
        return list(found.select_related("cycle__rulebook", "cycle__programme"))

    def come_to(self, state: str) -> list[Dossier]:
        """The dossiers that have come to this state or beyond it."""
        return self.dossiers(lambda line: _rank(line["state"]) >= _LADDER.index(state))


def _rank(state: str) -> int:
    """A returned dossier had been submitted; a state outside the ladder is its first rung."""
    rung = "submitted" if state == "returned" else state
    return _LADDER.index(rung) if rung in _LADDER else 0


@transaction.atomic
def ensure_year(units: Mapping[str, Unit], people: Mapping[str, User], rulebook: Rulebook) -> Cycle:
    """The cycle with its story, all of it or nothing; one that exists is left as people have changed it."""
    standing = Cycle.objects.filter(programme=rulebook.programme, year=YEAR, scope=units[_COMMUNE]).first()
    if standing is not None:
        return standing
    cycle = cycle_open(by=people["can-bo"], rulebook=rulebook, year=YEAR, scope=units[_COMMUNE])
    stage = _Stage(cycle, units, people, rows("year_2021.csv"))
    _register(stage)
    _report(stage)
    _assess_and_submit(stage)
    _review(stage)
    _decide(stage)
    return cycle


def _register(stage: _Stage) -> None:
    officer = stage.people["can-bo"]
    days = sorted({line["registered_on"] for line in stage.lines if line["registered_on"]})
    for day in days:
        chosen = stage.dossiers(lambda line, day=day: line["registered_on"] == day)  # type: ignore[misc]
        acts.register(by=officer, dossiers=chosen, on=date.fromisoformat(day))
    acts.not_register(by=officer, dossiers=stage.dossiers(lambda line: line["state"] == "not_registered"))


def _report(stage: _Stage) -> None:
    """Type what was reported, one submission for each person who typed and each way in which the report came."""
    dossiers = {dossier.unit_id: dossier for dossier in stage.dossiers(lambda line: bool(line["figures"]))}
    groups: dict[tuple[str, str, str], list[Cell]] = defaultdict(list)
    for line in stage.lines:
        if line["figures"]:
            dossier = dossiers[stage.units[line["unit"]].pk]
            groups[line["typed_by"], line["channel"], line["reported_by"]] += _cells(dossier, pairs(line["figures"]))
    for (typed_by, channel, reported_by), cells in groups.items():
        figures_report(by=stage.people[typed_by], cells=cells, reported_by=reported_by, channel=Channel(channel))


def _cells(dossier: Dossier, typed: Mapping[str, str]) -> list[Cell]:
    figures = compiled(dossier.rulebook).figures
    return [
        Cell(dossier, key, read(figures[key].answer.value, text, choices=figures[key].choices))
        for key, text in typed.items()
    ]


def _assess_and_submit(stage: _Stage) -> None:
    officer = stage.people["can-bo"]
    acts.self_assess(by=officer, dossiers=stage.come_to("self_assessed"), meeting=_MEETING)
    acts.submit(by=officer, dossiers=stage.come_to("submitted"))
    for dossier in stage.dossiers(lambda line: line["state"] == "returned"):
        acts.request_more(by=stage.people["hoi-dong"], dossier=dossier, criterion="1", reason=_REASON)


def _review(stage: _Stage) -> None:
    acts.review(by=stage.people["hoi-dong"], dossiers=stage.come_to("reviewed"), meeting=_COMMITTEE, words=_WORDS)


def _decide(stage: _Stage) -> None:
    """Decide on some of the reviewed, so that the commune's own criterion is still open."""
    chosen = stage.come_to("decided")
    commune = stage.units[_COMMUNE]
    decision = decide(
        by=stage.people["chu-tich"],
        cycle=stage.cycle,
        judge=commune,
        dossiers=chosen,
        recognise=_qualified(chosen),
        # The table of who decides is silent for the years of version 23/2012: the office says it.
        signing=Signing("Ủy ban nhân dân xã Mẫu Bình An", "Chủ tịch"),
    )
    decision_number(by=stage.people["van-thu"], decision=decision, number="118/QĐ-UBND", signed_on=date(YEAR, 12, 6))


def _qualified(dossiers: Sequence[Dossier]) -> frozenset[UUID]:
    met = Standing.objects.filter(dossier__in=dossiers, basis=Basis.REVIEW, verdict=Outcome.MET.value)
    return frozenset(met.values_list("dossier", flat=True))
