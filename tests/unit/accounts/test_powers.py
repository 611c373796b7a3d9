"""Who may do what: a grant covers a unit and everything below it, on its days, for the acts of its role."""

from datetime import date, timedelta

import pytest

from binhyen.accounts.models import Grant, User
from binhyen.accounts.roles import ACTS_OF, Act, Role
from binhyen.accounts.selectors import Powers, powers_of
from binhyen.accounts.services import account_create, grant_give
from binhyen.audit.models import LogEntry
from binhyen.kernel import clock
from binhyen.kernel.codes import new_id
from binhyen.kernel.errors import InputProblems, NotAllowed

COMMUNE, VILLAGE, ELSEWHERE = new_id(), new_id(), new_id()


def powers(role: Role, owner: str = "") -> Powers:
    return Powers((Grant(role=role, scope=COMMUNE, owner=owner),))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", Act)
def test_a_role_allows_the_acts_of_the_table_below_its_unit_and_nothing_elsewhere(role: Role, act: Act) -> None:
    held = powers(role)
    assert held.may(act, [VILLAGE, COMMUNE]) == (act in ACTS_OF[role])
    assert not held.may(act, [ELSEWHERE])


def test_an_inspector_changes_nothing() -> None:
    assert ACTS_OF[Role.INSPECTOR] <= {Act.READ, Act.EXPORT, Act.LOG_READ}


def test_nobody_both_reviews_and_decides_by_one_role() -> None:
    assert not any({Act.REVIEW, Act.DECIDE} <= acts for acts in ACTS_OF.values())


def test_requiring_an_act_that_is_not_held_is_refused() -> None:
    with pytest.raises(NotAllowed):
        powers(Role.FRONT).require(Act.REVIEW, [COMMUNE])


def test_the_owner_of_a_figure_speaks_only_where_the_grant_reaches() -> None:
    held = powers(Role.DATA_OWNER, owner="police")
    assert held.owners([VILLAGE, COMMUNE]) == {"police"}
    assert held.owners([ELSEWHERE]) == frozenset()


@pytest.mark.django_db
@pytest.mark.database
class TestPeople:
    @pytest.fixture
    def person(self) -> User:
        return account_create(by=None, username="mau", full_name="Trần Thị Mẫu", password="mat khau cua Mau")

    def test_a_grant_counts_from_its_first_day_to_its_last(self, person: User) -> None:
        today = clock.today()
        grant_give(by=None, user=person, role=Role.COMMITTEE, scope=COMMUNE, valid_from=today, valid_to=today)
        assert powers_of(person, on=today).may(Act.REVIEW, [COMMUNE])
        for day in (today - timedelta(days=1), today + timedelta(days=1)):
            assert not powers_of(person, on=day).may(Act.REVIEW, [COMMUNE])

    def test_somebody_switched_off_may_do_nothing(self, person: User) -> None:
        grant_give(by=None, user=person, role=Role.CHAIR, scope=COMMUNE, valid_from=date(2020, 1, 1))
        person.is_active = False
        assert not powers_of(person).may(Act.READ, [COMMUNE])

    def test_giving_a_role_twice_changes_nothing_and_is_logged_once(self, person: User) -> None:
        for _ in range(2):
            grant_give(by=None, user=person, role=Role.CHAIR, scope=COMMUNE)
        assert Grant.objects.count() == 1
        assert LogEntry.objects.filter(verb="grant.given").count() == 1

    def test_a_weak_password_is_refused_with_its_reason(self) -> None:
        with pytest.raises(InputProblems) as refused:
            account_create(by=None, username="yeu", full_name="Người Mẫu", password="123")
        assert refused.value.problems
        assert not User.objects.exists()

    def test_a_name_is_taken_whatever_its_case(self, person: User) -> None:
        with pytest.raises(InputProblems, match="MAU"):
            account_create(by=None, username="MAU", full_name="Người Mẫu", password="mat khau cua Mau")
