"""Accounts are kept by whoever looks after that part of the tree, and by nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from binhyen.accounts.models import Grant, User
from binhyen.accounts.roles import Act, Role
from binhyen.accounts.selectors import powers_of
from binhyen.accounts.services import NewAccount, grant_give
from binhyen.audit.models import LogEntry
from binhyen.config import cli
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, NotAllowed, RefusedByState
from binhyen.staff.selectors import accounts_for, people_among, person_for
from binhyen.staff.services import (
    Duty,
    account_close,
    account_reopen,
    duty_end,
    duty_give,
    password_give,
    person_add,
    person_correct,
)
from tests.builders import PASSWORD, make_commune, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.database]
NEWCOMER = NewAccount("mau.lan", "Người Mẫu Lan", "Công chức Mẫu")


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_a_new_account_can_do_what_its_role_says_where_it_says() -> None:
    here, there = make_commune(0), make_commune(0, name="Mẫu Khác")
    admin = make_user(Role.ADMINISTRATOR, here.pk)
    user, password = person_add(by=admin, person=NEWCOMER, duty=Duty(Role.COMMITTEE, here.pk))
    assert fresh(user).check_password(password)
    assert powers_of(fresh(user)).may(Act.REVIEW, [here.pk])
    assert not powers_of(fresh(user)).may(Act.REVIEW, [there.pk])


def test_no_administrator_gives_a_role_elsewhere() -> None:
    here, there = make_commune(0), make_commune(0, name="Mẫu Khác")
    admin = make_user(Role.ADMINISTRATOR, here.pk)
    with pytest.raises(NotAllowed):
        person_add(by=admin, person=NEWCOMER, duty=Duty(Role.ADMINISTRATOR, there.pk))
    assert not User.objects.filter(username=NEWCOMER.username).exists()


def test_an_account_with_a_role_elsewhere_cannot_be_taken_over() -> None:
    here, there = make_commune(0), make_commune(0, name="Mẫu Khác")
    admin = make_user(Role.ADMINISTRATOR, here.pk)
    shared = make_user(Role.COMMITTEE, here.pk)
    grant_give(by=None, user=shared, role=Role.CHAIR, scope=there.pk)
    with pytest.raises(RefusedByState):
        password_give(by=admin, user=shared)
    with pytest.raises(RefusedByState):
        account_close(by=admin, user=shared)
    with pytest.raises(RefusedByState):
        person_correct(by=admin, user=shared, person=NewAccount("", "Tên Khác"))
    with pytest.raises(NotAllowed):
        password_give(by=admin, user=make_user(Role.CHAIR, there.pk))
    assert fresh(shared).check_password(PASSWORD)


def test_a_given_password_opens_nothing_but_the_page_that_changes_it() -> None:
    here = make_commune(0)
    admin = make_user(Role.ADMINISTRATOR, here.pk)
    user, password = person_add(by=admin, person=NEWCOMER, duty=Duty(Role.COMMUNE_OFFICER, here.pk))
    client = Client()
    assert client.login(username=user.username, password=password)
    assert client.get("/viec/").headers["Location"] == "/tai-khoan/password/change/"
    own = "mot cau chi minh biet 2026"
    client.post("/tai-khoan/password/change/", {"oldpassword": password, "password1": own, "password2": own})
    assert fresh(user).check_password(own)
    assert client.get("/viec/").status_code == 200


def test_a_fresh_password_ends_the_sessions_of_the_old_one_and_stands_nowhere() -> None:
    here = make_commune(0)
    admin, user = make_user(Role.ADMINISTRATOR, here.pk), make_user(Role.COMMITTEE, here.pk)
    client = Client()
    client.force_login(user)
    password = password_give(by=admin, user=user)
    assert client.get("/viec/").status_code == 302
    assert not any(password in entry.payload for entry in LogEntry.objects.all())


def test_the_page_shows_a_fresh_password_once() -> None:
    here = make_commune(0)
    admin, user = make_user(Role.ADMINISTRATOR, here.pk), make_user(Role.COMMITTEE, here.pk)
    client = Client()
    client.force_login(admin)
    sent = {"act_key": "mot-lan"}
    first = client.post(f"/nguoi-dung/{user.pk}/mat-khau/", sent)
    assert first.status_code == 200
    assert "no-store" in first.headers["Cache-Control"]
    told = first.context["password"]
    assert fresh(user).check_password(told)
    assert client.post(f"/nguoi-dung/{user.pk}/mat-khau/", sent).status_code == 302
    assert fresh(user).check_password(told)


def test_a_closed_account_is_shut_out_at_once_and_keeps_its_roles() -> None:
    here = make_commune(0)
    admin, user = make_user(Role.ADMINISTRATOR, here.pk), make_user(Role.COMMITTEE, here.pk)
    client = Client()
    client.force_login(user)
    account_close(by=admin, user=user)
    assert client.get("/viec/").status_code == 302
    account_reopen(by=admin, user=fresh(user))
    assert powers_of(fresh(user)).may(Act.REVIEW, [here.pk])


def test_the_last_administrator_stays() -> None:
    here = make_commune(0)
    admin, other = make_user(Role.ADMINISTRATOR, here.pk), make_user(Role.ADMINISTRATOR, here.pk)
    with pytest.raises(RefusedByState):
        account_close(by=admin, user=admin)
    account_close(by=admin, user=other)
    with pytest.raises(RefusedByState):
        duty_end(by=admin, grant=admin.grants.get(), last_day=clock.today())


def test_a_role_ends_after_its_last_day_and_never_before_today() -> None:
    here = make_commune(0)
    admin, user = make_user(Role.ADMINISTRATOR, here.pk), make_user(Role.COMMITTEE, here.pk)
    today = clock.today()
    with pytest.raises(InputProblems):
        duty_end(by=admin, grant=user.grants.get(), last_day=today - timedelta(days=1))
    duty_end(by=admin, grant=user.grants.get(), last_day=today)
    assert powers_of(fresh(user), on=today).may(Act.REVIEW, [here.pk])
    assert not powers_of(fresh(user), on=today + timedelta(days=1)).may(Act.REVIEW, [here.pk])


def test_an_owner_of_figures_says_whose_figures() -> None:
    here = make_commune(0)
    admin, user = make_user(Role.ADMINISTRATOR, here.pk), make_user(Role.FRONT, here.pk)
    with pytest.raises(InputProblems):
        duty_give(by=admin, user=user, duty=Duty(Role.DATA_OWNER, here.pk))
    duty_give(by=admin, user=user, duty=Duty(Role.DATA_OWNER, here.pk, "police"))
    assert powers_of(fresh(user)).owners([here.pk]) == {"police"}


def test_the_list_holds_the_people_of_the_area_and_nobody_else() -> None:
    here, there = make_commune(0), make_commune(0, name="Mẫu Khác")
    admin, user = make_user(Role.ADMINISTRATOR, here.pk), make_user(Role.CHAIR, here.pk, name="Trần Thị Mẫu")
    stranger = make_user(Role.CHAIR, there.pk)
    assert set(accounts_for(admin)) == {admin, user}
    assert accounts_for(admin, words="tran mau") == [user]
    assert [person.user for person in people_among(admin, [user, admin])] == [user, admin]
    assert person_for(admin, stranger.pk) is None
    assert accounts_for(user) == []


def test_a_long_list_of_people_comes_in_pages(client: Client) -> None:
    here = make_commune(0)
    admin = make_user(Role.ADMINISTRATOR, here.pk, name="An Quản trị Mẫu")
    users = User.objects.bulk_create(User(username=f"mau-b{at}", full_name=f"Người Mẫu {at:03}") for at in range(70))
    Grant.objects.bulk_create(Grant(user=user, role=Role.CHAIR, scope=here.pk) for user in users)
    client.force_login(admin)
    first, second = (client.get(reverse("people"), {"trang": at}).content.decode() for at in (1, 2))
    assert ("Người Mẫu 048" in first, "Người Mẫu 049" in first) == (True, False)
    assert ("Người Mẫu 048" in second, "Người Mẫu 069" in second) == (False, True)


def test_the_command_lets_the_first_person_in(capsys: pytest.CaptureFixture[str]) -> None:
    commune = make_commune(0)
    assert cli.run(["account-create", "mau.dau", "--name", "Người Mẫu Đầu", "--unit", str(commune.pk)]) == cli.DONE
    password = capsys.readouterr().out.split("đăng nhập): ")[1].split()[0]
    user = User.objects.get(username="mau.dau")
    assert user.check_password(password)
    assert user.password_is_given
    assert powers_of(user).may(Act.ACCOUNTS, [commune.pk])
