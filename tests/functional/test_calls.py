"""A harried officer records a call from any page, counted in interactions: a press, a name typed with Enter, a number."""

import pytest
from playwright.sync_api import Page, expect

from binhyen.accounts.roles import Role
from binhyen.figures.models import FigureValue
from binhyen.reminders.models import Contact
from tests.builders import PASSWORD, dossiers_of, make_commune, make_cycle, make_office, make_user, register
from tests.functional.eyes import look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Hands:
    """What a person does, counted: a press of a button or key, a piece of typing ended by Enter."""

    def __init__(self, page: Page) -> None:
        self.page, self.done = page, 0

    def press(self, name: str, *, role: str = "button") -> None:
        self.page.get_by_role(role, name=name, exact=True).click()
        self.done += 1

    def into(self, label: str) -> None:
        self.page.get_by_label(label).click()
        self.done += 1

    def type(self, text: str, *, enter: bool = False) -> None:
        self.page.keyboard.type(text)
        if enter:
            self.page.keyboard.press("Enter")
        self.done += 1


def test_a_call_is_recorded_in_at_most_four_interactions_from_any_page(page: Page) -> None:
    commune = make_commune(12)
    cycle = make_cycle(by=make_office(commune), commune=commune)
    register(by=make_office(commune), dossiers=dossiers_of(cycle)[:3])
    officer = make_user(Role.COMMUNE_OFFICER, commune.pk)
    page.goto("/tai-khoan/login/")
    page.fill("input[name=login]", officer.username)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()

    # A contact, from the work list: nobody answered.
    page.goto("/viec/")
    hands = Hands(page)
    hands.press("Ghi cuộc gọi", role="link")
    expect(page.get_by_label("Đơn vị", exact=True)).to_be_focused()
    hands.type("thon mau 11", enter=True)
    expect(page.get_by_role("heading", name="Thôn Mẫu 11")).to_be_visible()
    hands.press("Không liên lạc được")
    expect(page.get_by_role("dialog")).to_contain_text("Đã ghi cuộc gọi với Thôn Mẫu 11")
    assert hands.done <= 4
    assert Contact.objects.get().result == "unreachable"
    expect(page.locator("#tin-cho-don-vi")).to_contain_text("Thôn Mẫu 11 chưa đăng ký")
    look(page, "call-unreachable")

    # A figure told on the telephone, from the page of a rulebook: the name, one cell, the number, and Enter saves.
    page.goto("/bo-tieu-chi/")
    hands = Hands(page)
    hands.press("Ghi cuộc gọi", role="link")
    expect(page.get_by_label("Đơn vị", exact=True)).to_be_focused()
    hands.type("mau 2", enter=True)
    expect(page.get_by_label("Số hộ ký cam kết thi đua")).to_be_focused()
    look(page, "call-figures")
    hands.into("Số hộ đang cư trú")
    hands.type("104", enter=True)
    expect(page.get_by_role("dialog")).to_contain_text("Đã ghi cuộc gọi với Thôn Mẫu 2")
    assert hands.done <= 4
    value = FigureValue.objects.get()
    assert (value.number, value.reported_by, value.channel) == (104, "Trưởng thôn", "phone")

    # The window keeps the keys, even in the moment when nothing in it has the focus, and gives the focus back.
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('[role=dialog]') !== null")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("link", name="Ghi cuộc gọi")).to_be_focused()

    page.goto(f"/don-doc/{cycle.pk}/")
    look(page, "chasing")
    page.goto("/don-doc/")
    look(page, "chasing-home")
    page.goto("/tai-khoan/nhac-viec/")
    page.get_by_role("button", name="Lập địa chỉ lịch").click()
    expect(page.locator("#dia-chi-lich")).to_contain_text(".ics")
    look(page, "wishes")
