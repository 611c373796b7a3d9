"""What an act of the year asks beside its place in the table, which `test_lifecycle_table.py` walks."""

from datetime import date

import pytest

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.audit.errors import AlreadyDone
from binhyen.dossiers.errors import OutOfOrder
from binhyen.dossiers.models import Cycle, Dossier, DossierState, MoreRequest
from binhyen.dossiers.services import acts
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, NotAllowed, RefusedByState
from binhyen.kernel.kinds import SubjectKind
from binhyen.units.models import Unit
from tests.builders import MEETING, dossiers_of, make_commune, make_cycle, make_office, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.database]

DAY = date(2021, 1, 12)


@pytest.fixture
def commune() -> Unit:
    return make_commune(2)


@pytest.fixture
def officer(commune: Unit) -> User:
    return make_office(commune)


@pytest.fixture
def cycle(commune: Unit, officer: User) -> Cycle:
    return make_cycle(by=officer, commune=commune)


def put_in(state: str, cycle: Cycle) -> Dossier:
    first = dossiers_of(cycle)[0]
    Dossier.objects.filter(pk=first.pk).update(state=state)
    return dossiers_of(cycle)[0]


def test_a_committee_cannot_review_the_unit_it_belongs_to() -> None:
    district = make_commune(0, name="Mẫu Trên")
    commune = make_commune(1)
    officer = make_office(commune)
    cycle = make_cycle(by=officer, commune=commune)
    own = dossiers_of(cycle, SubjectKind.COMMUNE)[0]
    Dossier.objects.filter(pk=own.pk).update(state=DossierState.SUBMITTED, judged_by=district)
    own = dossiers_of(cycle, SubjectKind.COMMUNE)[0]
    with pytest.raises(NotAllowed):
        acts.review(by=officer, dossiers=[own], meeting=MEETING)
    acts.review(by=make_user(Role.COMMITTEE, district.pk), dossiers=[own], meeting=MEETING)


def test_a_dossier_that_nobody_judges_waits_for_somebody_to_be_named(cycle: Cycle, officer: User) -> None:
    own = dossiers_of(cycle, SubjectKind.COMMUNE)[0]
    Dossier.objects.filter(pk=own.pk).update(state=DossierState.SUBMITTED)
    with pytest.raises(RefusedByState, match="thẩm quyền"):
        acts.review(by=officer, dossiers=dossiers_of(cycle, SubjectKind.COMMUNE), meeting=MEETING)


def test_a_double_click_acts_once(cycle: Cycle, officer: User) -> None:
    first = dossiers_of(cycle)[0]
    acts.register(by=officer, dossiers=[first], on=DAY, act_key="k-1")
    with pytest.raises(AlreadyDone):
        acts.register(by=officer, dossiers=[first], on=DAY, act_key="k-1")


def test_one_unit_out_of_order_stops_the_act_for_all_and_is_named(cycle: Cycle, officer: User) -> None:
    first, second = dossiers_of(cycle)
    acts.register(by=officer, dossiers=[first], on=DAY)
    with pytest.raises(OutOfOrder) as refused:
        acts.register(by=officer, dossiers=dossiers_of(cycle), on=DAY)
    assert refused.value.units == (first.unit_name,)
    assert [one.state for one in dossiers_of(cycle)] == [DossierState.REGISTERED, DossierState.DRAFT]
    assert second.unit_name in {one.unit_name for one in dossiers_of(cycle)}


def test_handing_in_answers_what_was_asked_for(cycle: Cycle, officer: User) -> None:
    dossier = put_in(DossierState.SUBMITTED, cycle)
    acts.request_more(by=officer, dossier=dossier, reason="thiếu văn bản", criterion="3")
    acts.self_assess(by=officer, dossiers=[dossiers_of(cycle)[0]], meeting=MEETING)
    acts.submit(by=officer, dossiers=[dossiers_of(cycle)[0]])
    assert MoreRequest.objects.get().answered_at is not None


def test_a_request_on_a_criterion_that_does_not_exist_is_refused(cycle: Cycle, officer: User) -> None:
    dossier = put_in(DossierState.SUBMITTED, cycle)
    with pytest.raises(InputProblems, match="99"):
        acts.request_more(by=officer, dossier=dossier, reason="thiếu", criterion="99")
    assert dossiers_of(cycle)[0].state == DossierState.SUBMITTED


def test_a_day_that_has_not_come_is_refused(cycle: Cycle, officer: User) -> None:
    tomorrow = clock.today().replace(year=clock.today().year + 1)
    with pytest.raises(InputProblems, match="chưa tới"):
        acts.register(by=officer, dossiers=dossiers_of(cycle), on=tomorrow)


def test_more_agreeing_than_present_is_refused(cycle: Cycle, officer: User) -> None:
    dossier = put_in(DossierState.REGISTERED, cycle)
    meeting = acts.MeetingRecord(date(2021, 11, 5), 30, 20, 21)
    with pytest.raises(InputProblems, match="tán thành"):
        acts.self_assess(by=officer, dossiers=[dossier], meeting=meeting)
