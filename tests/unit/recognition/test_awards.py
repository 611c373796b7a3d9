"""Awards: counts with the decision behind them, never people."""

from dataclasses import replace
from datetime import date

import pytest

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.audit.models import LogEntry
from binhyen.audit.selectors import lines
from binhyen.kernel.codes import national_id
from binhyen.kernel.errors import InputProblems, NotAllowed, RefusedByState
from binhyen.programmes.services import shipped_install
from binhyen.recognition.awards_loading import published_awards_load
from binhyen.recognition.models import Award
from binhyen.recognition.selectors import awards_for, public_awards_in, public_awards_of
from binhyen.recognition.services import NewAward, award_record, award_strike
from binhyen.units.models import Lineage, Unit
from tests.builders import make_commune, make_rulebook, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def commune() -> Unit:
    return make_commune(3)


@pytest.fixture
def officer(commune: Unit) -> User:
    return make_user(Role.COMMUNE_OFFICER, commune.pk)


def make_award(commune: Unit, **changes: object) -> NewAward:
    award = NewAward(
        programme=make_rulebook().programme,
        unit=commune,
        from_year=2021,
        to_year=2021,
        form=Award.Form.GIAY_KHEN,
        body="Ủy ban nhân dân xã Mẫu P",
        number="15/QĐ-UBND",
        given_on=date(2021, 12, 20),
        collectives=3,
        individuals=6,
    )
    return replace(award, **changes)  # type: ignore[arg-type]


def test_an_award_is_recorded_with_its_counts_and_told_in_the_log(commune: Unit, officer: User) -> None:
    made = award_record(by=officer, award=make_award(commune))
    assert (made.collectives, made.individuals, made.years, made.is_sample) == (3, 6, "2021", True)
    told = next(iter(lines(LogEntry.objects.filter(verb="award.recorded")))).text
    assert told == "Ghi khen thưởng giấy khen năm 2021: 3 tập thể, 6 cá nhân theo quyết định 15/QĐ-UBND"


@pytest.mark.parametrize(
    "changes",
    [
        {"collectives": 0, "individuals": 0},
        {"from_year": 2022},
        {"to_year": 2999},
        {"from_year": 1900},
        {"number": " "},
        {"body": ""},
        {"body": "Danh sách cá nhân bị kỷ luật"},
        {"number": "012345678901"},
        {"given_on": date(2999, 1, 1)},
    ],
)
def test_what_cannot_be_true_or_speaks_of_persons_is_refused(
    commune: Unit, officer: User, changes: dict[str, object]
) -> None:
    with pytest.raises(InputProblems) as caught:
        award_record(by=officer, award=make_award(commune, **changes))
    assert all(problem.place and problem.cure for problem in caught.value.problems)
    assert Award.objects.count() == 0


def test_no_more_collectives_are_named_than_counted(commune: Unit, officer: User) -> None:
    with pytest.raises(InputProblems):
        award_record(by=officer, award=make_award(commune, collectives=0, named=[commune]))
    made = award_record(by=officer, award=make_award(commune, collectives=1, named=[commune]))
    assert list(public_awards_of([commune.pk], samples=True)) == [made]


def test_only_the_office_records_and_only_within_its_reach(commune: Unit) -> None:
    for role in (Role.UNIT_HEAD, Role.CHAIR, Role.INSPECTOR):
        with pytest.raises(NotAllowed):
            award_record(by=make_user(role, commune.pk), award=make_award(commune))
    with pytest.raises(NotAllowed):
        award_record(by=make_user(Role.COMMUNE_OFFICER, make_commune(0).pk), award=make_award(commune))


def test_a_slip_of_the_hand_is_struck_out_once_and_kept(commune: Unit, officer: User) -> None:
    made = award_record(by=officer, award=make_award(commune))
    assert list(awards_for(officer)) == [made]
    award_strike(by=officer, award=made)
    assert list(awards_for(officer)) == []
    assert Award.objects.count() == 1
    with pytest.raises(RefusedByState):
        award_strike(by=officer, award=made)


def test_invented_awards_stand_with_invented_units_only(commune: Unit, officer: User) -> None:
    made = award_record(by=officer, award=make_award(commune))
    assert not public_awards_of([commune.pk], samples=False)
    assert not public_awards_in(made.programme)


def test_the_awards_that_bac_hong_published_are_loaded_once_with_their_source() -> None:
    shipped_install()
    assert published_awards_load() == 0, "without the national lists there is no Bắc Hồng to speak of"
    ward = Unit.objects.create(pk=national_id("2024", "18115"))
    Lineage.objects.create(ancestor=ward, descendant=ward, depth=0)
    assert published_awards_load() == 1
    assert published_awards_load() == 0
    award = Award.objects.get()
    assert (award.collectives, award.individuals, award.years) == (3, 6, "2012–2022")
    assert award.publication is not None
    assert award.publication.publisher == "Trang thông tin phường Bắc Hồng"
    with pytest.raises(RefusedByState):
        award_strike(by=make_user(Role.PROVINCE_OFFICER, ward.pk), award=award)
