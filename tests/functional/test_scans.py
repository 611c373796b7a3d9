"""Minutes photographed with a telephone, in a browser: sent, refused with the form, chosen again, opened."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.builders import dossiers_of, make_commune, make_cycle, make_office, register, report, typist_of
from tests.functional.eyes import look
from tests.functional.steps import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_photograph_of_the_minutes_is_sent_and_opened(page: Page, tmp_path: Path) -> None:
    commune = make_commune(1)
    office = make_office(commune)
    dossiers = dossiers_of(make_cycle(by=office, commune=commune))
    register(by=office, dossiers=dossiers)
    report(by=office, dossiers=dossiers, passing=1)
    photograph = tmp_path / "IMG_20211105_101010.jpg"
    Image.effect_noise((600, 800), 40).convert("RGB").save(photograph)
    sign_in(page, typist_of(office).username)
    page.goto(f"/ho-so/{dossiers[0].pk}/tu-danh-gia/")
    for label, value in (
        ("Ngày họp", "05/11/2021"),
        ("Số được mời", "30"),
        ("Số có mặt", "40"),
        ("Số tán thành", "29"),
    ):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("Bản quét").set_input_files(photograph)
    page.get_by_role("button", name="Họp tự đánh giá").click()
    expect(page.locator("main")).to_contain_text("chọn lại tệp")
    look(page, "bien-ban-co-ban-quet")
    page.get_by_label("Số có mặt", exact=True).fill("30")
    page.get_by_label("Bản quét").set_input_files(photograph)
    page.get_by_role("button", name="Họp tự đánh giá").click()
    page.get_by_role("link", name="Bản quét").click()
    expect(page.locator("img")).to_have_js_property("naturalHeight", 800)
