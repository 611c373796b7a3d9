"""Accounts made together, as for a course."""

import pytest
from django.contrib.auth import authenticate

from binhyen.accounts.models import User
from binhyen.accounts.services import NewAccount, accounts_create
from binhyen.audit.models import LogEntry
from binhyen.kernel.errors import InputProblems
from tests.builders import PASSWORD

pytestmark = pytest.mark.django_db

CLASS = [NewAccount(f"hoc-vien-{at}", f"Học viên Mẫu {at}") for at in range(3)]


def test_everybody_of_a_course_signs_in_with_the_password_that_was_told() -> None:
    made = accounts_create(by=None, people=CLASS, password=PASSWORD)
    assert [user.username for user in made] == [person.username for person in CLASS]
    assert all(authenticate(username=person.username, password=PASSWORD) for person in CLASS)
    assert LogEntry.objects.filter(verb="account.created").count() == len(CLASS)


def test_a_name_given_twice_makes_no_account_at_all() -> None:
    with pytest.raises(InputProblems, match="HOC-VIEN-0"):
        accounts_create(by=None, people=[*CLASS, NewAccount("HOC-VIEN-0", "Người Mẫu")], password=PASSWORD)
    assert not User.objects.exists()
