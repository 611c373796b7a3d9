"""A commune officer finds a unit by its old name, follows it through the merger, and adds a village."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from binhyen.accounts.roles import Role
from binhyen.accounts.services import account_create, grant_give
from binhyen.kernel.codes import national_id
from binhyen.kernel.kinds import UnitKind
from binhyen.units.services import NewUnit, load_national_units, units_create_many
from tests.functional.eyes import look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KIEN_THUY = national_id("2025", "11680")


def sign_in(page: Page, address: str) -> None:
    """As an officer of xã Kiến Thụy, by the cookie that signing in would give."""
    user = account_create(by=None, username="can-bo", full_name="Cán bộ Mẫu", password="mot-mat-khau-dai-1")
    grant_give(by=None, user=user, role=Role.COMMUNE_OFFICER, scope=KIEN_THUY)
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])


def test_an_officer_follows_a_unit_through_the_merger_and_adds_a_village(page: Page, live_server: object) -> None:
    load_national_units()
    rows = [NewUnit(f"Mẫu {number}", UnitKind.THON) for number in range(1, 26)]
    units_create_many(by=None, rows=[*rows, NewUnit("Trường THCS Mẫu", UnitKind.TRUONG_HOC)], parent=KIEN_THUY)
    sign_in(page, str(live_server))

    page.goto("/don-vi/")
    expect(page.get_by_role("link", name="Xã Kiến Thụy")).to_be_visible()
    look(page, "units-mine")
    page.get_by_label("Tên hoặc mã").fill("nui doi")
    page.get_by_role("button", name="Tìm").click()
    look(page, "units-found")
    page.get_by_role("link", name="Thị trấn Núi Đối").click()
    look(page, "unit-ended")
    page.get_by_role("link", name="Xã Kiến Thụy").click()
    look(page, "unit-living")

    page.get_by_role("link", name="Thêm đơn vị ở đây").click()
    look(page, "unit-new")
    page.get_by_label("Tên", exact=True).fill("Mẫu Đông")
    page.get_by_role("button", name="Ghi đơn vị").click()
    expect(page.get_by_role("heading", name="Thôn Mẫu Đông")).to_be_visible()
    look(page, "unit-made")
