"""A number tonight: from the chair's demand to a text to paste, by digits and Enter, and the column of a colleague pasted."""

import pytest
from playwright.sync_api import Page, expect

from binhyen.accounts.roles import Role
from binhyen.collection.models import Collection, GivenAnswer, Sending
from tests.builders import make_commune, make_user
from tests.functional.eyes import look
from tests.functional.steps import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASTE = """(text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.activeElement.dispatchEvent(
        new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def test_the_first_number_is_given_within_a_few_steps_and_the_last_one_by_pasting(page: Page) -> None:
    commune = make_commune(8)
    officer = make_user(Role.COMMUNE_OFFICER, commune.pk)
    sign_in(page, officer.username)

    # The demand: one press, the question, its measure, one press. Until when and whom to ask are proposed.
    page.get_by_role("link", name="Đặt câu hỏi").click()
    page.get_by_label("Câu hỏi").fill("Số lượt tuần tra trong tuần")
    page.get_by_label("Đơn vị tính").fill("lượt")
    look(page, "quick-new")
    page.get_by_role("button", name="Đặt câu hỏi").click()
    expect(page.get_by_role("heading", name="Số lượt tuần tra trong tuần")).to_be_visible()
    question = Collection.objects.get()
    assert question.asked.count() == 8

    # Three calls: digits and Enter go down the list; nothing to report is one press.
    page.get_by_label("Thôn Mẫu 1", exact=True).click()
    for digits in ("12", "5"):
        page.keyboard.type(digits)
        page.keyboard.press("Enter")
    expect(page.get_by_label("Thôn Mẫu 3", exact=True)).to_be_focused()
    expect(page.locator("#doan-chep")).to_contain_text("2/8 đơn vị, 17 lượt. Chưa báo: Thôn Mẫu 3;")
    page.get_by_role("button", name="Không phát sinh: Thôn Mẫu 3").click()
    expect(page.locator("#doan-chep")).to_contain_text("3/8 đơn vị, 17 lượt")
    expect(page.get_by_text("(chưa phải tổng)")).to_be_visible()
    look(page, "quick-board")

    # What goes upwards now is kept as it is.
    page.get_by_label("Nơi nhận").fill("Công an tỉnh Mẫu")
    page.get_by_role("button", name="Ghi lần báo cáo").click()
    expect(page.get_by_role("link", name="Lần 1: 3/8 đơn vị, 17 lượt")).to_be_visible()

    # A colleague sends the others as a column.
    page.get_by_label("Thôn Mẫu 4", exact=True).click()
    page.evaluate(PASTE, "7\r\n8\r\n0\r\n9\r\n10\r\n")
    expect(page.get_by_role("button", name="Ghi tất cả")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#doan-chep")).to_contain_text("8/8 đơn vị, tổng 51 lượt.")
    assert GivenAnswer.objects.filter(is_current=True).count() == 8

    # A village mends what was sent: it is asked why, and the two numbers are explained.
    page.get_by_label("Lý do sửa: Thôn Mẫu 1").select_option("unit")
    page.get_by_label("Thôn Mẫu 1", exact=True).fill("15")
    page.keyboard.press("Enter")
    expect(page.locator("#doan-chep")).to_contain_text("tổng 54 lượt")
    page.get_by_role("button", name="Ghi lần báo cáo").click()
    page.get_by_role("link", name="Lần 2: 8/8 đơn vị, tổng 54 lượt").click()
    expect(page.get_by_text("chênh lệch +37 lượt: 5 đơn vị báo sau +34, 1 đơn vị sửa số +3")).to_be_visible()
    expect(page.get_by_role("link", name="Giải trình chênh lệch (PDF)")).to_be_visible()
    look(page, "quick-sending")
    assert [sending.content["units"][0][2] for sending in Sending.objects.order_by("seq")] == [12, 15]
    page.goto("/viec/")
    look(page, "quick-work")
    page.goto("/thu-thap/")
    look(page, "quick-list")
