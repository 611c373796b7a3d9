"""The frame before anything is in it: what a visitor sees, at both widths, and by keyboard."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.functional.eyes import look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("start", "/"),
        ("nothing-found", "/?q=khong-co-ten-nay"),
        ("sign-in", "/tai-khoan/login/"),
        ("not-found", "/khong-co-trang-nay/"),
    ],
)
def test_a_visitor_page_is_right_at_both_widths(page: Page, name: str, address: str) -> None:
    page.goto(address)
    look(page, name)


def test_the_first_key_leads_past_the_header(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_on_a_phone_the_menu_opens_and_closes_by_keyboard(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/")
    menu = page.locator("details.site-menu")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("link", name="Đăng nhập cán bộ")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("link", name="Đăng nhập cán bộ")).to_be_hidden()


def test_a_second_click_sends_nothing(page: Page) -> None:
    sent: list[str] = []

    def answer(route: Route) -> None:
        """204 leaves the person on the page, as a slow server does."""
        sent.append(route.request.method)
        route.fulfill(status=204)

    page.goto("/tai-khoan/login/")
    page.route("**/tai-khoan/login/", answer)
    page.fill("[name=login]", "mau")
    page.fill("[name=password]", "mot-mat-khau-mau")
    button = page.get_by_role("button", name="Đăng nhập", exact=True)
    button.click()
    expect(button).to_be_disabled()
    page.press("[name=password]", "Enter")
    assert sent == ["POST"]
