"""Certificates for families from a pasted list, in a browser: the file is saved, and the page keeps no name."""

import io

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from binhyen.accounts.roles import Role
from tests.builders import make_commune, make_user
from tests.functional.eyes import look
from tests.functional.steps import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_officer_pastes_a_list_mends_it_and_saves_the_certificates(page: Page) -> None:
    sign_in(page, make_user(Role.COMMUNE_OFFICER, make_commune(0).pk).username)
    page.goto("/giay-gia-dinh/")
    page.get_by_label("Năm").fill("2021")
    page.get_by_label("Cơ quan công nhận").fill("Chủ tịch Ủy ban nhân dân xã Mẫu P")
    page.get_by_label("Quyết định").fill("Quyết định số 12/QĐ-UBND")
    pasted = page.get_by_label("Hoặc dán danh sách từ Excel")
    pasted.fill("STT\tTên in trên giấy\n1\tGia đình Mẫu A\n2\t\n")
    page.get_by_role("button", name="Tạo tệp PDF").click()
    expect(page.locator("main")).to_contain_text("Chưa có tên in trên giấy")
    expect(pasted).to_be_empty()
    look(page, "giay-gia-dinh")
    pasted.fill("STT\tTên in trên giấy\n1\tGia đình Mẫu A\n2\tGia đình Mẫu B\n")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Tạo tệp PDF").click()
    assert saved.value.suggested_filename == "giay-cong-nhan-gia-dinh-2021.pdf"
    assert len(PdfReader(io.BytesIO(saved.value.path().read_bytes())).pages) == 2
