"""The browser ground itself: it drives pages, sees what is wrong with one, and stays on this machine."""

import pytest
from playwright.sync_api import Page

from tests.functional.eyes import look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_looking_at_a_page_reports_what_axe_finds(page: Page) -> None:
    page.set_content("<html><body><img src='x.png'><input></body></html>")
    with pytest.raises(AssertionError, match="image-alt"):
        look(page, "ground-faulty")


def test_looking_at_a_page_reports_what_is_wider_than_a_phone(page: Page) -> None:
    page.set_content(
        "<html lang='vi'><head><title>Rộng</title></head><body><main><h1>Rộng</h1><p style='width:500px'>Rộng hơn điện thoại</p></main></body></html>"
    )
    with pytest.raises(AssertionError, match="wider than the window"):
        look(page, "ground-wide")


def test_a_script_error_on_a_page_is_noticed(page: Page, complaints: list[str]) -> None:
    with page.expect_event("pageerror"):
        page.evaluate("setTimeout(() => { throw new Error('cố ý') }, 0)")
    assert [complaint.split(":")[0] for complaint in complaints] == ["script error"]
    complaints.clear()
