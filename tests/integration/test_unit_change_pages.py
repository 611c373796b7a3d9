"""Changing units on their pages: typed, looked at, carried out, taken back."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from binhyen.accounts.roles import Role
from binhyen.kernel.kinds import UnitKind
from binhyen.units import selectors
from binhyen.units.models import Unit, UnitEvent
from binhyen.units.services import unit_create
from tests.builders import make_user

pytestmark = pytest.mark.django_db

PAPER = {"day": "01/12/2025", "legal_act": "Nghị quyết Mẫu 12/NQ-HĐND"}


@pytest.fixture
def commune() -> Unit:
    return unit_create(
        by=None, name="Mẫu Bình", kind=UnitKind.XA, parent=None, valid_from=date(2020, 1, 1), is_sample=True
    )


@pytest.fixture
def villages(commune: Unit) -> list[Unit]:
    return [unit_create(by=None, name=f"Mẫu {at}", kind=UnitKind.THON, parent=commune.pk) for at in (1, 2)]


@pytest.fixture
def officer(commune: Unit) -> Client:
    client = Client()
    client.force_login(make_user(Role.COMMUNE_OFFICER, commune.pk))
    return client


def test_two_villages_are_merged_after_a_look_at_what_follows(officer: Client, villages: list[Unit]) -> None:
    one, two = villages
    group = unit_create(by=None, name="Mẫu liên gia", kind=UnitKind.TO_LIEN_GIA, parent=two.pk)
    address = reverse("unit_change", args=[one.pk, "nhap"])
    typed = PAPER | {"others": [str(two.pk)], "name": "Mẫu Mới", "kind": "thon"}

    assert "Thôn Mẫu 2" in officer.get(address).content.decode()
    seen = officer.post(address, typed | {"buoc": "xem"})
    page = seen.content.decode()
    assert seen.status_code == 200
    assert "Nhập Thôn Mẫu 1, Thôn Mẫu 2 thành Thôn Mẫu Mới" in page
    assert "đi theo" in page
    assert not UnitEvent.objects.filter(is_listed=False).exists()

    assert officer.post(address, typed | {"buoc": "ghi"}).status_code == 302
    above = selectors.path_ids(group.pk, date(2025, 12, 1))[1]
    successor = selectors.version_of(above)
    assert successor is not None
    assert successor.full_name == "Thôn Mẫu Mới"
    assert "Nhập Thôn Mẫu 1" in officer.get(reverse("unit_page", args=[above])).content.decode()


def test_what_was_typed_stays_when_the_unit_cannot_be_found(officer: Client, villages: list[Unit]) -> None:
    address = reverse("unit_change", args=[villages[0].pk, "chuyen"])
    refused = officer.post(address, PAPER | {"parent": "xã Không Có", "buoc": "xem"})
    assert refused.status_code == 422
    assert "xã Không Có" in refused.content.decode()


def test_a_change_is_taken_back_on_the_page_of_the_unit(officer: Client, villages: list[Unit]) -> None:
    address = reverse("unit_change", args=[villages[0].pk, "doi-ten"])
    officer.post(address, PAPER | {"name": "Mẫu Khác", "buoc": "ghi"})
    page = officer.get(reverse("unit_page", args=[villages[0].pk])).content.decode()
    back = re.search(r'action="([^"]+hoan-tac/)"', page)
    assert back is not None
    assert officer.post(back[1]).status_code == 302
    version = selectors.version_of(villages[0].pk)
    assert version is not None
    assert version.full_name == "Thôn Mẫu 1"


@pytest.mark.parametrize("act", ["doi-ten", "doi-loai", "chuyen", "nhap", "chia", "giai-the"])
def test_officers_do_not_change_the_commune_in_which_they_work(officer: Client, commune: Unit, act: str) -> None:
    assert officer.get(reverse("unit_change", args=[commune.pk, act])).status_code == 404


@pytest.mark.parametrize("act", ["doi-ten", "doi-loai", "chuyen", "nhap", "chia", "giai-the", "thanh-lap"])
def test_every_form_opens_and_asks_for_the_paper(officer: Client, villages: list[Unit], act: str) -> None:
    address = reverse("unit_change", args=[villages[0].pk, act])
    assert officer.get(address).status_code == 200
    answer = officer.post(address, {"buoc": "ghi"})
    assert answer.status_code == 422
    assert "Chưa điền ô này." in answer.content.decode()


def test_no_part_of_a_divided_village_is_left_out_without_a_word(officer: Client, villages: list[Unit]) -> None:
    address = reverse("unit_change", args=[villages[0].pk, "chia"])
    names = "; ".join(f"Mẫu phần {at}" for at in range(1, 11))
    refused = officer.post(address, PAPER | {"names": names, "buoc": "xem"})
    assert refused.status_code == 422
    assert "Nhiều nhất 9 đơn vị mới" in refused.content.decode()
    seen = officer.post(address, PAPER | {"names": "Mẫu phần 1; Mẫu phần 2", "buoc": "xem"}).content.decode()
    assert "Thôn Mẫu phần 2" in seen


def test_what_hangs_below_an_ended_village_needs_a_place_among_its_like_or_above(
    officer: Client, commune: Unit, villages: list[Unit]
) -> None:
    group = unit_create(by=None, name="Mẫu 1", kind=UnitKind.TO_LIEN_GIA, parent=villages[0].pk)
    unit_create(by=None, name="Phòng Mẫu", kind=UnitKind.CO_QUAN, parent=commune.pk)
    address = reverse("unit_change", args=[villages[0].pk, "giai-the"])
    refused = officer.post(address, PAPER | {"buoc": "ghi"})
    assert refused.status_code == 422
    assert "Chưa chọn ở đây." in refused.content.decode()
    field = re.search(rf'name="child-{group.pk}".*?</select>', refused.content.decode(), re.DOTALL)
    assert field is not None
    assert "Phòng Mẫu" not in field[0]
    assert officer.post(address, PAPER | {f"child-{group.pk}": str(villages[1].pk), "buoc": "ghi"}).status_code == 302
    assert selectors.path_ids(group.pk)[1] == villages[1].pk


def test_who_signs_for_a_dissolved_village_is_told_and_the_act_can_be_taken_back(
    officer: Client, villages: list[Unit]
) -> None:
    one, two = villages
    address = reverse("unit_change", args=[one.pk, "giai-the"])
    assert officer.post(address, PAPER | {"signs_for": str(two.pk), "buoc": "ghi"}).status_code == 302
    page = officer.get(reverse("unit_page", args=[one.pk])).content.decode()
    assert "ký thay: Thôn Mẫu 2" in page
    back = re.search(r'action="([^"]+hoan-tac/)"', page)
    assert back is not None
    officer.post(back[1])
    version = selectors.version_of(one.pk)
    assert version is not None
    assert version.valid_to is None
