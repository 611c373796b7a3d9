"""A committee's rules, a vote with a tie, the posted list with an objection and its public page, in a browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from binhyen.dossiers.models import Posting
from tests.builders import dossiers_of, hand_in, load_tables, make_commune, make_cycle, make_office, register, report
from tests.functional.eyes import look
from tests.functional.steps import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_a_tie_to_a_posted_list_that_waits_for_one_answer(page: Page) -> None:
    load_tables()
    commune = make_commune(2)
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune)
    register(by=office, dossiers=dossiers_of(cycle))
    report(by=office, dossiers=dossiers_of(cycle), passing=2)
    hand_in(by=office, dossiers=dossiers_of(cycle))
    sign_in(page, office.username)
    page.goto(f"/dot-xet/{cycle.pk}/quy-che/{commune.pk}/")
    page.get_by_label("Thành viên").fill("Trưởng Công an xã\nChủ tịch Mặt trận xã")
    page.get_by_label("Số có mặt tối thiểu").fill("2/3")
    page.get_by_label("Tỷ lệ tán thành").fill("1/2")
    page.get_by_label("Trên tổng nào").select_option("present")
    page.get_by_label("Khi số phiếu ngang nhau").select_option("chair")
    page.get_by_label("Số ngày niêm yết").fill("5")
    page.get_by_label("Nhận góp ý trên trang công khai").check()
    page.get_by_label("Số, ký hiệu").fill("03/QC-BCĐ")
    page.get_by_role("button", name="Ghi quy chế").click()
    expect(page.locator("main")).to_contain_text("từ 2/3 trở lên")
    look(page, "quy-che")
    page.goto(f"/dot-xet/{cycle.pk}/viec-chung/?viec=xet-duyet&loai=residential_area")
    for label, value in (("Ngày họp", "05/11/2021"), ("Số được mời", "2"), ("Số có mặt", "2"), ("Số tán thành", "1")):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("Số không tán thành").fill("1")
    page.get_by_label("Số phiếu trắng").fill("0")
    page.get_by_role("button", name="Ghi nhận xét duyệt").click()
    expect(page.locator("main")).to_contain_text("Số phiếu ngang nhau")
    look(page, "bieu-quyet")
    page.get_by_label("Ý kiến người chủ trì").select_option("yes")
    for criterion in ("4", "5"):
        page.locator(f'[name="word_{criterion}"][value="yes"]').check()
    page.get_by_role("button", name="Ghi nhận xét duyệt").click()
    expect(page.locator("main")).to_contain_text("Đã ghi nhận xét duyệt")
    page.goto(f"/dot-xet/{cycle.pk}/niem-yet/{commune.pk}/")
    page.get_by_label("Ngày niêm yết", exact=True).fill("08/11/2021")
    page.get_by_label("Nơi niêm yết").fill("Trụ sở UBND xã; nhà văn hóa các thôn")
    look(page, "niem-yet")
    page.get_by_role("button", name="Ghi nhận niêm yết").click()
    page.get_by_role("link", name="Niêm yết ngày 08/11/2021").click()
    page.get_by_role("link", name="Ghi kiến nghị về Thôn Mẫu 1").click()
    page.get_by_label("Số vào sổ").fill("01/KN")
    page.get_by_label("Ngày nhận").fill("09/11/2021")
    look(page, "kien-nghi")
    page.get_by_role("button", name="Ghi kiến nghị").click()
    expect(page.locator("main")).to_contain_text("Số 01/KN, nhận ngày 09/11/2021")
    look(page, "danh-sach-niem-yet")
    page.goto(f"/dot-xet/{cycle.pk}/quyet-dinh/")
    expect(page.locator("main")).to_contain_text("kiến nghị số 01/KN chờ trả lời")
    look(page, "phong-quyet-dinh-niem-yet")
    page.context.clear_cookies()
    page.goto(reverse("public_posting", args=[Posting.objects.get().pk]))
    look(page, "niem-yet-cong-khai")
