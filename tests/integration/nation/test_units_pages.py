"""The pages of units: what each person sees, and what stays hidden."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.accounts.services import account_create, grant_give
from binhyen.kernel.codes import national_id
from binhyen.kernel.kinds import UnitKind
from binhyen.units.models import Identifier, UnitVersion
from binhyen.units.services import NewUnit, unit_create, units_create_many

pytestmark = [pytest.mark.django_db, pytest.mark.database]

KIEN_THUY, TE_LO = national_id("2025", "11680"), national_id("2025", "09040")
OLD_WARD = national_id("2024", "18115")


def person(username: str, role: Role, scope: object) -> User:
    user = account_create(by=None, username=username, full_name=username, password="mot-mat-khau-dai-1")
    grant_give(by=None, user=user, role=role, scope=scope)  # type: ignore[arg-type]
    return user


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(person("can-bo", Role.COMMUNE_OFFICER, KIEN_THUY))
    return client


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def page(unit: object, **query: str) -> str:
    return reverse("unit_page", args=[unit]) + (
        "?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else ""
    )


@pytest.mark.parametrize("address", [reverse("unit_search"), reverse("unit_new"), page(KIEN_THUY)])
def test_pages_of_units_ask_for_signing_in(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 302
    assert reverse("account_login") in response["Location"]


def test_the_page_of_kien_thuy_names_its_predecessors(officer: Client) -> None:
    text = shown(officer, page(KIEN_THUY))
    for name in ("Thị trấn Núi Đối", "Xã Hữu Bằng", "Xã Kiến Hưng"):
        assert name in text
    assert "1654 đến 1687/NQ-UBTVQH15" in text


def test_the_page_of_the_old_ward_leads_to_its_successor(officer: Client) -> None:
    text = shown(officer, page(OLD_WARD))
    assert "kết thúc hết ngày 30/06/2025" in text
    assert "thị xã Hồng Lĩnh" in text
    assert page(national_id("2025", "18115")) in text
    assert "chưa kiểm chứng trước 30/06/2025" in text


def test_a_chosen_day_shows_what_stood_below_then(officer: Client) -> None:
    province = national_id("2024", "42")
    assert "Huyện Can Lộc" in shown(officer, page(province, ngay="30/06/2025"))
    today = shown(officer, page(province))
    assert "Huyện Can Lộc" not in today
    assert "69" in today


def test_the_public_page_lists_administrative_units_of_a_day_and_no_local_one(client: Client) -> None:
    unit_create(by=None, name="Mẫu Gần", kind=UnitKind.THON, parent=KIEN_THUY)
    address = reverse("public_unit", args=[national_id("2024", "42")])
    then, today = shown(client, address + "?ngay=30/06/2025"), shown(client, address)
    assert "Huyện Can Lộc" in then
    assert "Huyện Can Lộc" not in today
    assert "60 xã" in today
    assert "Thôn Mẫu Gần" not in shown(client, reverse("public_unit", args=[KIEN_THUY]))


def test_the_public_pages_of_the_merger_lead_from_the_old_to_the_new_and_back(client: Client) -> None:
    new = national_id("2025", "18115")
    assert f'href="{reverse("public_unit", args=[new])}"' in shown(client, reverse("public_unit", args=[OLD_WARD]))
    assert f'href="{reverse("public_unit", args=[OLD_WARD])}"' in shown(client, reverse("public_unit", args=[new]))
    assert "Thị trấn Núi Đối" in shown(client, reverse("public_unit", args=[KIEN_THUY]))


def test_a_day_on_which_the_unit_was_not_there_says_so(officer: Client) -> None:
    assert "chưa có hoặc đã kết thúc" in shown(officer, page(KIEN_THUY, ngay="30/06/2025"))


def test_local_units_show_only_where_they_may_be_read(officer: Client) -> None:
    ours = unit_create(by=None, name="Mẫu Gần", kind=UnitKind.THON, parent=KIEN_THUY)
    theirs = unit_create(by=None, name="Mẫu Xa", kind=UnitKind.THON, parent=TE_LO)
    assert "Thôn Mẫu Gần" in shown(officer, page(KIEN_THUY))
    assert "Thôn Mẫu Gần" in shown(officer, page(ours.pk))
    assert "Thôn Mẫu Xa" not in shown(officer, page(TE_LO))
    assert "Thôn Mẫu Xa" not in shown(officer, reverse("unit_search") + "?q=mau+xa")
    assert officer.get(page(theirs.pk)).status_code == 404


def test_a_page_costs_the_same_with_one_unit_below_and_with_two_hundred(officer: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            shown(officer, page(KIEN_THUY))
        return len(asked)

    unit_create(by=None, name="Mẫu", kind=UnitKind.THON, parent=KIEN_THUY)
    queries()  # the first page of a session also writes the session
    few = queries()
    units_create_many(by=None, rows=[NewUnit(f"Mẫu {n}", UnitKind.THON) for n in range(200)], parent=KIEN_THUY)
    assert queries() == few <= 20


def filled(**more: str) -> dict[str, str]:
    return {"name": "Mẫu Mới", "kind": "thon", "parent": "11680", "act_key": "mot-lan"} | more


def test_an_officer_makes_a_unit_once_even_when_the_form_comes_twice(officer: Client) -> None:
    for _ in range(2):
        assert officer.post(reverse("unit_new"), filled()).status_code == 302
    version = UnitVersion.objects.get(full_name="Thôn Mẫu Mới")
    assert version.parent_id == KIEN_THUY


def test_a_school_keeps_its_level_and_its_code(officer: Client) -> None:
    officer.post(
        reverse("unit_new"),
        filled(name="Trường THCS Mẫu", kind="truong_hoc", school_level="lower_secondary", school="M-01", size="small"),
    )
    version = UnitVersion.objects.get(name="Trường THCS Mẫu")
    assert version.attributes == {"school_level": "lower_secondary"}
    assert Identifier.objects.get(unit=version.unit).value == "M-01"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"parent": "09040"}, "trong phạm vi này"),
        ({"name": " "}, "field-error"),
        ({"valid_from": "01/01/2020"}, "trong phạm vi này"),
    ],
)
def test_a_unit_that_cannot_be_made_is_refused_with_the_reason(
    officer: Client, wrong: dict[str, str], said: str
) -> None:
    response = officer.post(reverse("unit_new"), filled(**wrong))
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not UnitVersion.objects.filter(name="Mẫu Mới").exists()


def test_whoever_may_not_edit_units_finds_no_form(client: Client) -> None:
    client.force_login(person("kiem-tra", Role.INSPECTOR, KIEN_THUY))
    assert client.get(reverse("unit_new")).status_code == 404
    assert client.post(reverse("unit_new"), filled()).status_code == 404
    assert reverse("unit_new") not in shown(client, page(KIEN_THUY))
