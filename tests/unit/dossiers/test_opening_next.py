"""A year opened from the year before: what comes along, and what never does."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.audit.errors import AlreadyDone
from binhyen.dossiers.models import CommitteeRules, CommitteeSeat, Cycle, DossierState, YearStep
from binhyen.dossiers.selectors.calendar import calendar_of
from binhyen.dossiers.selectors.letters import Plan
from binhyen.dossiers.services.calendar import deadline_move, steps_set
from binhyen.dossiers.services.opening_next import brought_over, cycle_open_next, next_cycle
from binhyen.figures.models import FigureValue
from binhyen.kernel import clock
from binhyen.kernel.errors import NotAllowed, RefusedByState
from binhyen.kernel.kinds import UnitKind
from binhyen.movement.services.keeping import model_record
from binhyen.papers.services import paper_record
from binhyen.units.models import Unit
from binhyen.units.services import unit_create
from tests.builders import AREA, dossiers_of, make_commune, make_cycle, make_office, make_user, register, report

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def commune() -> Unit:
    return make_commune(3)


@pytest.fixture
def office(commune: Unit) -> User:
    return make_office(commune)


@pytest.fixture
def cycle(commune: Unit, office: User) -> Cycle:
    """A year with figures, a moved day, the committee's rules and a model that is kept."""
    found = make_cycle(by=office, commune=commune)
    register(by=office, dossiers=dossiers_of(found))
    report(by=office, dossiers=dossiers_of(found), passing=3)
    paper = paper_record(
        by=office, owner_unit=commune.pk, title="Quy chế Mẫu", number="3/QC", issued_on=date(2021, 1, 5)
    )
    steps_set(
        by=office,
        cycle=found,
        step=YearStep.SUBMIT,
        day=date(2021, 11, 20),
        citation="KH 15",
        kinds=[AREA],
        is_hard=True,
    )
    deadline_move(by=office, cycle=found, plan=Plan(("step.submit",), date(2021, 12, 5)), paper=paper)
    rules = CommitteeRules.objects.create(
        cycle=found, judge=commune, seq=1, quorum_part=2, quorum_whole=3, quorum_beyond=False, majority_part=1,
        majority_whole=2, majority_beyond=True, majority_of="members", tie="chair", paper=paper,
        recorded_at=clock.now(), recorded_by=office.pk,
    )  # fmt: skip
    CommitteeSeat.objects.create(rules=rules, position=1, office="Trưởng Ban Chỉ đạo")
    model_record(by=office, unit=dossiers_of(found)[0].unit, name="Camera an ninh Mẫu", from_year=2020)
    return found


def opened(by: User, cycle: Cycle) -> Cycle:
    return cycle_open_next(by=by, cycle=cycle, rulebook=cycle.rulebook)


def test_units_days_and_rules_come_along(cycle: Cycle, office: User) -> None:
    made = opened(office, cycle)
    assert (made.year, made.scope_id, len(dossiers_of(made))) == (2022, cycle.scope_id, 3)
    assert [(one.step, one.day) for one in made.steps.all()] == [("submit", date(2022, 11, 20))]
    rules = made.committee_rules.get()
    assert (rules.quorum_part, rules.paper.number, [seat.office for seat in rules.seats.all()]) == (
        2,
        "3/QC",
        ["Trưởng Ban Chỉ đạo"],
    )
    assert cycle.committee_rules.count() == 1


def test_no_figure_no_state_and_no_letter_comes_along(cycle: Cycle, office: User) -> None:
    before = FigureValue.objects.count()
    made = opened(office, cycle)
    assert FigureValue.objects.count() == before
    assert {one.state for one in dossiers_of(made)} == {DossierState.DRAFT}
    windows = [one.window for one in dossiers_of(made)]
    assert not FigureValue.objects.filter(starts__in=[one.start for one in windows]).exists()
    assert not made.letters.exists()


def test_a_day_that_came_along_is_foreseen_and_refuses_nothing(cycle: Cycle, office: User) -> None:
    due = calendar_of(opened(office, cycle)).due(YearStep.SUBMIT, AREA)
    assert due is not None
    assert (due.is_foreseen, due.is_hard, due.citation) == (True, False, "")


def test_a_day_that_came_along_counts_once_a_document_says_it(cycle: Cycle, office: User) -> None:
    made = opened(office, cycle)
    steps_set(by=office, cycle=made, step=YearStep.SUBMIT, day=date(2022, 11, 25), citation="KH 9", kinds=[AREA])
    due = calendar_of(made).due(YearStep.SUBMIT, AREA)
    assert due is not None
    assert (due.is_foreseen, due.day) == (False, date(2022, 11, 25))


def test_what_would_come_along_is_told_before(cycle: Cycle, office: User, commune: Unit) -> None:
    unit_create(by=None, name="Mẫu Mới", kind=UnitKind.THON, parent=commune.pk, is_sample=True)
    found = brought_over(cycle=cycle, rulebook=cycle.rulebook)
    assert found.listing.counts[AREA] == 4
    assert (found.joined, found.gone, found.models) == (("Thôn Mẫu Mới",), (), 1)
    assert [day for _, day in found.steps] == [date(2022, 11, 20)]
    assert next_cycle(cycle) is None


def test_a_year_is_opened_once(cycle: Cycle, office: User) -> None:
    cycle_open_next(by=office, cycle=cycle, rulebook=cycle.rulebook, act_key="k")
    with pytest.raises(AlreadyDone):
        cycle_open_next(by=office, cycle=cycle, rulebook=cycle.rulebook, act_key="k")
    with pytest.raises(RefusedByState):
        opened(office, cycle)


def test_somebody_who_may_not_open_a_cycle_opens_none(cycle: Cycle, commune: Unit) -> None:
    with pytest.raises(NotAllowed):
        opened(make_user(Role.INSPECTOR, commune.pk), cycle)


def test_the_page_shows_what_comes_along_then_opens_and_then_leads_there(cycle: Cycle, office: User) -> None:
    client, address = Client(), reverse("cycle_open_next", args=[cycle.pk])
    client.force_login(office)
    page = re.sub(r"\s+", " ", client.get(address).content.decode())
    assert "20/11/2021 → <b>20/11/2022</b>" in page
    assert "1 mô hình đang duy trì" in page
    for _ in range(2):
        answer = client.post(address, {"ban": str(cycle.rulebook_id), "act_key": "k"})
        made = next_cycle(cycle)
        assert made is not None
        assert answer["Location"] == reverse("cycle", args=[made.pk])
    assert reverse("cycle", args=[made.pk]) in client.get(address).content.decode()
