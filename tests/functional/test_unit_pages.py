"""A commune officer finds a unit by its old name, follows it through the merger, adds a village, and merges two."""

from uuid import UUID

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from binhyen.accounts.roles import Role
from binhyen.kernel.codes import national_id
from binhyen.kernel.kinds import UnitKind
from binhyen.units.models import UnitVersion
from binhyen.units.services import NewUnit, load_national_units, units_create_many
from tests.builders import make_commune, make_user, signed_in
from tests.functional.eyes import look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KIEN_THUY = national_id("2025", "11680")


def sign_in(page: Page, address: str, commune: UUID) -> None:
    """As an officer of a commune, by the cookie that signing in would give."""
    client = signed_in(make_user(Role.COMMUNE_OFFICER, commune))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])


def test_an_officer_follows_a_unit_through_the_merger_and_adds_a_village(page: Page, live_server: object) -> None:
    load_national_units()
    rows = [NewUnit(f"Mẫu {number}", UnitKind.THON) for number in range(1, 26)]
    units_create_many(by=None, rows=[*rows, NewUnit("Trường THCS Mẫu", UnitKind.TRUONG_HOC)], parent=KIEN_THUY)
    sign_in(page, str(live_server), KIEN_THUY)

    page.goto("/don-vi/")
    expect(page.get_by_role("link", name="Xã Kiến Thụy")).to_be_visible()
    look(page, "units-mine")
    page.get_by_label("Tên hoặc mã").fill("nui doi")
    page.get_by_role("button", name="Tìm").click()
    look(page, "units-found")
    page.get_by_role("link", name="Thị trấn Núi Đối").click()
    look(page, "unit-ended")
    page.get_by_role("link", name="Xã Kiến Thụy").first.click()
    look(page, "unit-living")

    page.get_by_role("link", name="Thêm đơn vị ở đây").click()
    look(page, "unit-new")
    page.get_by_label("Tên", exact=True).fill("Mẫu Đông")
    page.get_by_role("button", name="Ghi đơn vị").click()
    expect(page.get_by_role("heading", name="Thôn Mẫu Đông")).to_be_visible()
    look(page, "unit-made")


def test_two_villages_become_one_after_a_look_and_are_two_again(page: Page, live_server: object) -> None:
    commune = make_commune(3)
    village = UnitVersion.objects.get(parent=commune, name="Mẫu 1").unit_id
    sign_in(page, str(live_server), commune.pk)

    page.goto(f"{live_server}{reverse('unit_page', args=[village])}")
    page.get_by_role("link", name="Nhập với đơn vị khác").click()
    page.get_by_label("Thôn Mẫu 2").check()
    page.get_by_label("Tên đơn vị mới").fill("Mẫu Chung")
    page.get_by_label("Có hiệu lực từ ngày").fill("01/11/2026")
    page.get_by_label("Văn bản").fill("Nghị quyết Mẫu 15/NQ-HĐND")
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_role("cell", name="Thôn Mẫu Chung, xã Mẫu P")).to_be_visible()
    look(page, "unit-change-preview")

    page.get_by_role("button", name="Ghi thay đổi").click()
    expect(page.get_by_text("Đơn vị này kết thúc hết ngày 31/10/2026")).to_be_visible()
    page.get_by_role("link", name="Thôn Mẫu Chung").first.click()
    expect(page.get_by_role("img", name="Thôn Mẫu Chung hình thành từ Thôn Mẫu 1, Thôn Mẫu 2.")).to_be_visible()
    look(page, "unit-merged")

    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.get_by_text("Đã hoàn tác thay đổi")).to_be_visible()
    expect(page.get_by_role("link", name="Nhập với đơn vị khác")).to_be_visible()
