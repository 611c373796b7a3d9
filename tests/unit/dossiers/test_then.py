"""A dossier as it stood: what the page showed after each act of a year is what it shows when asked for that moment."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from binhyen.accounts.models import User
from binhyen.audit.models import LogEntry
from binhyen.dossiers.models import Cycle, Dossier, LostGround
from binhyen.dossiers.selectors.lists import JUDGED, basis_shown
from binhyen.dossiers.selectors.pages import Figures, Past, figures_of, past_of, verdicts_of
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.dossiers.selectors.then import dossier_then, moment_after, moments_of
from binhyen.dossiers.services import acts
from binhyen.dossiers.services.acts import CommitteeWord
from binhyen.dossiers.services.cancelling import decision_number, dossiers_reconsider
from binhyen.dossiers.services.reporting import Cell, figures_report
from binhyen.figures.models import Channel
from binhyen.kernel import clock
from binhyen.kernel.kinds import SubjectKind
from binhyen.papers.services import paper_record
from binhyen.recognition.models import Cancellation, Decision
from binhyen.recognition.services import Grounds, recognition_cancel
from binhyen.units.models import Unit
from tests.builders import (
    decide_all,
    dossiers_of,
    figures,
    hand_in,
    load_tables,
    make_commune,
    make_cycle,
    make_office,
    register,
    report,
    review,
    signed_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]
Seen = dict[str, Any]


def told(figures: Figures) -> list[tuple[str, ...]]:
    return [(row.name, row.previous, row.own, row.checked) for row in figures.rows]


def recorded(past: Past) -> tuple[list[Any], list[Any]]:
    requests = [(one.reason, one.answered_at is None) for one in past.requests]
    return [(one.basis, one.held_on, one.agreed) for one in past.reviews], requests


def as_it_is(pk: Any) -> Seen:
    """What the page of the dossier stands on now."""
    one = Dossier.objects.select_related("cycle").get(pk=pk)
    shown = verdicts_of(one).shown
    standing = one.standings.get(basis=basis_shown(one.state))
    return {
        "state": one.state,
        "registered": one.registered_on,
        "submitted": one.submitted_at is not None,
        "rulebook": one.rulebook_id,
        "verdict": (shown.basis, shown.verdict, shown.met, shown.not_met, shown.unknown, shown.level),
        "facts": standing.facts,
        "figures": told(figures_of(rules_of(one), one)),
        "past": recorded(past_of(one)),
        "own": one.state in JUDGED,
    }


def as_it_was(pk: Any, at: Any) -> Seen:
    now = Dossier.objects.select_related("cycle").get(pk=pk)
    then = dossier_then(now, at)
    one, shown = then.dossier, then.verdicts.shown
    return {
        "state": one.state,
        "registered": one.registered_on,
        "submitted": one.submitted_at is not None,
        "rulebook": one.rulebook_id,
        "verdict": (shown.basis, shown.verdict, shown.met, shown.not_met, shown.unknown, shown.level),
        "facts": shown.facts,
        "figures": told(then.figures),
        "past": recorded(then.past),
        "own": then.verdicts.own is not None,
    }


class Year:
    """A commune of two villages whose year is told act by act, with a look at some dossiers after each."""

    def __init__(self) -> None:
        load_tables()
        self.commune: Unit = make_commune(2)
        self.office: User = make_office(self.commune)
        self.cycle: Cycle = make_cycle(by=self.office, commune=self.commune)
        self.watched = [*dossiers_of(self.cycle), *dossiers_of(self.cycle, SubjectKind.COMMUNE)]
        self.looks: list[tuple[Any, Any, Seen]] = []
        self.look()

    @property
    def areas(self) -> list[Dossier]:
        return dossiers_of(self.cycle)

    def look(self) -> None:
        at = LogEntry.objects.order_by("-seq").first()
        assert at is not None
        # A verdict that lost its ground is kept as it was until a person looks again; it follows from nothing any more.
        shaken = set(LostGround.objects.filter(reviewed_at=None).values_list("dossier", flat=True))
        self.looks += [(one.pk, at.seq, as_it_is(one.pk)) for one in self.watched if one.pk not in shaken]

    def tell(self, act: Callable[[], object]) -> None:
        act()
        self.look()

    def correct(self, pledged: int) -> None:
        answer = figures(100, pledged=pledged)["ho_ky_cam_ket"]
        paper = paper_record(by=self.office, owner_unit=self.commune.pk, title="Biên bản Mẫu", number="7/BB")
        cell = Cell(self.areas[0], "ho_ky_cam_ket", answer, paper=paper, reason="Đối chiếu bản cam kết")
        figures_report(by=self.office, cells=[cell], reported_by="Ban Chỉ đạo", channel=Channel.PAPER, review=True)

    def cancel(self, decision: Decision) -> None:
        paper = paper_record(by=self.office, owner_unit=self.commune.pk, title="Kết luận Mẫu", number="9/KL")
        own = decision.recognitions.get(unit=self.areas[0].unit_id)
        grounds = Grounds(Cancellation.Reason.FIGURES, paper)
        cancelling = recognition_cancel(by=self.office, recognitions=[own], grounds=grounds)
        decision_number(by=self.office, decision=cancelling, number="130/QĐ-UBND", signed_on=clock.today())


def a_whole_year() -> Year:
    year = Year()
    by = year.office
    year.tell(lambda: register(by=by, dossiers=year.areas))
    year.tell(lambda: report(by=by, dossiers=year.areas, passing=2))
    year.tell(lambda: hand_in(by=by, dossiers=year.areas))
    year.tell(lambda: acts.request_more(by=by, dossier=year.areas[0], reason="Thiếu bản cam kết", criterion="3"))
    year.tell(lambda: report(by=by, dossiers=year.areas[:1], passing=0))
    year.tell(lambda: hand_in(by=by, dossiers=year.areas[:1]))
    year.tell(lambda: acts.committee_answer(by=by, dossiers=year.areas[:1], words=[CommitteeWord("4", met=False)]))
    year.tell(lambda: year.correct(100))
    year.tell(lambda: review(by=by, dossiers=year.areas))
    decision = decide_all(by=by, cycle=year.cycle, commune=year.commune, passing=2)
    year.look()
    year.tell(lambda: decision_number(by=by, decision=decision, number="112/QĐ", signed_on=date(2021, 12, 5)))
    year.tell(lambda: year.cancel(decision))
    year.tell(lambda: dossiers_reconsider(by=by, dossiers=year.areas[:1]))
    return year


def test_at_every_moment_of_a_year_the_dossier_stands_as_it_then_stood() -> None:
    year = a_whole_year()
    assert len({look[1] for look in year.looks}) > 12
    for pk, seq, seen in year.looks:
        assert as_it_was(pk, moment_after(seq)) == seen


def test_looking_back_changes_nothing() -> None:
    year = a_whole_year()
    before = list(Dossier.objects.order_by("pk").values())
    log = LogEntry.objects.count()
    for pk, seq, _ in year.looks:
        dossier_then(Dossier.objects.select_related("cycle").get(pk=pk), moment_after(seq))
    assert list(Dossier.objects.order_by("pk").values()) == before
    assert LogEntry.objects.count() == log


def test_the_page_opens_at_the_decision_and_at_any_act_or_day() -> None:
    year = a_whole_year()
    one, client = year.areas[0], signed_in(year.office)
    address = f"/ho-so/{one.pk}/luc-truoc/"
    decided = client.get(address)
    assert decided.context["state"].label == "Được công nhận"
    first = moments_of(one)[-1]
    assert client.get(f"{address}?muc={first.seq}").context["dossier"].registered_on is None or first.title
    assert client.get(f"{address}?ngay=01/01/2020").context["state"].label == "Chưa đăng ký"
    assert client.get(f"{address}?ngay=xx").status_code == 422
    assert client.get(f"{address}?muc=1").status_code == 404
