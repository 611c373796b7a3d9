"""The pages of complaints: number, days and result, kept by the office and answered by the committee."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.recognition.models import Award, Complaint
from binhyen.units.models import Unit
from tests.builders import make_commune, make_rulebook, make_user, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def commune() -> Unit:
    return make_commune(2)


@pytest.fixture
def officer(commune: Unit) -> User:
    return make_user(Role.COMMUNE_OFFICER, commune.pk)


def received(client: Client, unit: str = "Thôn Mẫu 1", number: str = "07/ĐN") -> int:
    said = {"unit": unit, "number": number, "received_on": "01/12/2021", "due_on": "15/12/2021"}
    return client.post(reverse("complaint_new"), said).status_code


def awarded(client: Client, commune: Unit) -> int:
    said = {
        "programme": str(make_rulebook().programme_id), "unit": str(commune.pk), "form": Award.Form.GIAY_KHEN.value,
        "from_year": "2021", "to_year": "2021", "collectives": "1", "named": "Thôn Mẫu 1", "body": "UBND Mẫu",
        "number": "15/QĐ-UBND",
    }  # fmt: skip
    return client.post(reverse("award_new"), said).status_code


def page(client: Client) -> str:
    return client.get(reverse("complaints")).content.decode()


def test_no_award_is_recorded_from_the_page_until_the_committee_has_answered(commune: Unit, officer: User) -> None:
    office = signed_in(officer)
    assert received(office) == 302
    assert "hạn 15/12/2021" in page(office)
    assert awarded(office, commune) == 409
    committee = signed_in(make_user(Role.COMMITTEE, commune.pk))
    answer = {"result": "rejected", "answered_on": "09/12/2021", "number": "30/TB"}
    address = reverse("complaint_reply", args=[Complaint.objects.get().pk])
    assert committee.post(address, answer).status_code == 302
    assert "trả lời ngày 09/12/2021, 30/TB" in page(office)
    assert awarded(office, commune) == 302
    assert committee.get(address).status_code == 404


@pytest.mark.parametrize(
    ("unit", "number"), [("Thôn Mẫu 9", "07/ĐN"), ("Thôn Mẫu 1", "Đơn của 001088012345"), ("Thôn Mẫu 1", "")]
)
def test_an_unknown_unit_or_a_number_that_tells_of_a_person_is_named_under_the_field(
    officer: User, unit: str, number: str
) -> None:
    assert received(signed_in(officer), unit, number) == 422
    assert not Complaint.objects.exists()


def test_another_commune_neither_sees_nor_finds_what_is_complained_of_here(commune: Unit, officer: User) -> None:
    elsewhere = signed_in(make_user(Role.COMMUNE_OFFICER, make_commune(1, name="Mẫu Xa").pk))
    assert received(signed_in(officer)) == 302
    assert "07/ĐN" not in page(elsewhere)
    assert received(elsewhere, "Thôn Mẫu 2") == 422
    address = reverse("complaint_reply", args=[Complaint.objects.get().pk])
    assert elsewhere.get(address).status_code == 404
    assert Complaint.objects.get().received_on == date(2021, 12, 1)
