"""A citizen looks a ward up by its old name, reads what was published, and verifies a certificate; no scripts needed."""

from datetime import date
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from binhyen.figures.published_loading import published_load
from binhyen.kernel import clock
from binhyen.kernel.codes import national_id
from binhyen.programmes.models import Programme
from binhyen.programmes.services import shipped_install
from binhyen.recognition.models import Decision, Recognition
from binhyen.units.services import load_national_units
from tests import builders
from tests.functional.eyes import look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHU_THO = national_id("2025", "25")


def recognised_village() -> Recognition:
    """An invented village, recognised by a numbered decision."""
    commune = builders.make_commune(1)
    village = commune.__class__.objects.get(versions__parent=commune)
    programme = Programme.objects.get(code="an-toan-antt")
    decision = Decision.objects.create(
        programme=programme, rulebook=programme.rulebooks.get(version="23/2012"), deciding_unit=commune, year=2021,
        title="Công nhận khu dân cư", body="Ủy ban nhân dân xã Mẫu P", signatory="Chủ tịch", is_sample=True,
        state=Decision.State.NUMBERED, number="118/QĐ-UBND", signed_on=date(2021, 12, 6), decided_at=clock.now(),
        decided_by=uuid4(),
    )  # fmt: skip
    return Recognition.objects.create(
        decision=decision, unit=village, programme=programme, year=2021, starts=date(2020, 11, 1),
        ends=date(2021, 11, 1), level="dat", unit_name="Thôn Mẫu 1", unit_kind="thon",
    )  # fmt: skip


def test_a_citizen_reads_what_was_published_and_verifies_a_certificate(page: Page) -> None:
    load_national_units()
    shipped_install()
    published_load()
    recognition = recognised_village()

    page.goto("/")
    page.get_by_role("searchbox").fill("bac hong")
    page.get_by_role("button", name="Tra cứu").click()
    look(page, "public-found")
    page.get_by_role("link", name="Phường Bắc Hồng", exact=True).click()
    expect(page.get_by_text("94,7 %")).to_be_visible()
    expect(page.locator(".notice b", has_text="Nay là")).to_be_visible()
    look(page, "public-ward-of-old")
    page.get_by_role("link", name="5 nhất về an ninh, trật tự").click()
    expect(page.get_by_role("heading", name="Số liệu đã công bố")).to_be_visible()
    look(page, "public-programme")

    for name, address in (
        ("public-province", f"/tra-cuu/{PHU_THO}/"),
        ("public-programmes", "/chuong-trinh/"),
        ("public-standard", "/chuong-trinh/an-toan-antt/"),
        ("public-results", "/ket-qua/"),
        ("public-open-data", "/du-lieu-mo/"),
        ("public-unknown-certificate", f"/xac-minh/{uuid4()}/"),
    ):
        page.goto(address)
        look(page, name)

    page.goto(f"/xac-minh/{recognition.pk}/")
    expect(page.get_by_role("heading", name="Đang có hiệu lực")).to_be_visible()
    look(page, "public-certificate")


def test_the_public_pages_are_read_without_scripts(browser: Browser, live_server: object) -> None:
    load_national_units()
    published_load()
    context = browser.new_context(base_url=str(live_server), java_script_enabled=False)
    page = context.new_page()
    page.goto("/?q=kien+thuy")
    page.get_by_role("link", name="Xã Kiến Thụy").click()
    expect(page.get_by_text("ký giao ước thi đua").first).to_be_visible()
    context.close()
