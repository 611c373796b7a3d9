"""A province officer writes criteria in a workbook, compares, issues and prints them, without a developer."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from binhyen.accounts.roles import Role
from binhyen.kernel.kinds import UnitKind
from binhyen.programmes.library import shipped_text
from binhyen.programmes.services import shipped_install
from binhyen.rules.loading import load_rulebook
from binhyen.sheets.rulebooks import write_rulebook_workbook
from binhyen.units.services import unit_create
from tests.builders import make_user
from tests.functional.eyes import look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Amended as an officer would: other shares, another day, one criterion more, one figure under a second name.
EDITS = (
    ('version: "124/2021"', 'version: "Mẫu 2026"'),
    ("valid_from: 2022-02-10", "valid_from: 2026-01-01"),
    (">= 70%", ">= 80%"),
    ("deadline('03-31')", "deadline('04-15')"),
)


def sign_in(page: Page, address: str) -> None:
    """As an officer of an invented province, by the cookie that signing in would give."""
    province = unit_create(by=None, name="Mẫu", kind=UnitKind.TINH, parent=None, is_sample=True)
    client = Client()
    client.force_login(make_user(Role.PROVINCE_OFFICER, province.pk))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])


def amended_text() -> str:
    """The shipped rulebook with the officer's amendments."""
    text = shipped_text("an-toan-antt@124/2021")
    for before, after in EDITS:
        assert before in text, before
        text = text.replace(before, after)
    return text


def test_an_officer_amends_criteria_in_a_workbook_and_issues_them(
    page: Page, live_server: object, tmp_path: Path
) -> None:
    shipped_install()
    sign_in(page, str(live_server))
    page.goto("/bo-tieu-chi/")
    look(page, "rulebooks")
    page.get_by_role("link", name="Nhập dự thảo").click()

    broken = tmp_path / "hong.yaml"
    broken.write_text(amended_text().replace("rule: ho_dang_ky =", "rule: ho_dang_ki ="), encoding="utf-8")
    page.get_by_label("Tệp bộ tiêu chí").set_input_files(broken)
    page.get_by_role("button", name="Kiểm tra và nhập").click()
    expect(page.get_by_text("có phải ho_dang_ky?").first).to_be_visible()
    look(page, "rulebook-draft-refused")

    workbook = tmp_path / "bo-tieu-chi.xlsx"
    workbook.write_bytes(write_rulebook_workbook(load_rulebook(amended_text())))
    page.get_by_label("Tệp bộ tiêu chí").set_input_files(workbook)
    page.get_by_role("button", name="Kiểm tra và nhập").click()
    expect(page.get_by_text("Đã nhận tệp")).to_be_visible()
    look(page, "rulebook-draft")

    page.get_by_role("link", name="Khác phiên bản 124/2021 ở đâu").click()
    expect(page.get_by_text("Bản trước").first).to_be_visible()
    look(page, "rulebook-difference")
    page.go_back()

    page.get_by_role("link", name="Điền nội dung kèm căn cứ khu dân cư: tiêu chí 4").click()
    page.get_by_label("Quy tắc").fill("trien_khai_day_du")
    page.get_by_label("Văn bản", exact=True).fill("Văn bản Mẫu")
    page.get_by_label("Điều khoản").fill("khoản 4 Điều 4")
    look(page, "rulebook-settle")
    page.get_by_role("button", name="Ghi vào dự thảo").click()
    expect(page.get_by_text("Đã ghi vào dự thảo.")).to_be_visible()

    page.get_by_role("link", name="Ban hành…").click()
    expect(page.get_by_role("heading", name="Gánh nặng báo cáo")).to_be_visible()
    look(page, "rulebook-issue")
    page.get_by_label("Số, ký hiệu văn bản").fill("12/QĐ-UBND")
    page.get_by_label("Ngày ban hành").fill("20/11/2025")
    page.get_by_label("Cơ quan ban hành").fill("Ủy ban nhân dân tỉnh Mẫu")
    page.get_by_role("button", name="Ban hành").click()
    expect(page.get_by_text("Đã ban hành.")).to_be_visible()
    look(page, "rulebook-issued")

    with page.expect_download() as download:
        page.get_by_role("link", name="Word").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")

    page.get_by_role("link", name="Bãi bỏ…").click()
    look(page, "rulebook-repeal")

    page.goto("/bo-tieu-chi/so-lieu/")
    look(page, "rulebook-burden")
