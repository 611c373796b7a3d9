"""The grid by keyboard: a range pasted from a spreadsheet, filled down, taken back, saved."""

import pytest
from playwright.sync_api import Page, expect

from binhyen.dossiers.models import Cycle
from binhyen.figures.models import FigureValue
from tests.builders import PASSWORD, dossiers_of, make_commune, make_cycle, make_office, register

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cycle(page: Page) -> Cycle:
    commune = make_commune(4)
    officer = make_office(commune)
    opened = make_cycle(by=officer, commune=commune)
    register(by=officer, dossiers=dossiers_of(opened))
    page.goto("/tai-khoan/login/")
    page.fill("input[name=login]", officer.username)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.goto(f"/dot-xet/{opened.pk}/so-lieu/residential_area/")
    return opened


def cell(page: Page, row: int, column: int) -> object:
    return page.locator(f'input[data-row="{row}"][data-col="{column}"]')


def paste(page: Page, text: str) -> None:
    page.evaluate(
        """(text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        text,
    )


def test_a_range_from_a_spreadsheet_fills_the_cells_below_and_beside(page: Page, cycle: Cycle) -> None:
    cell(page, 0, 0).focus()
    paste(page, "100\t100\r\n101\t101\r\n")
    assert [cell(page, *at).input_value() for at in ((0, 0), (0, 1), (1, 0), (1, 1), (2, 0))] == [
        "100", "100", "101", "101", "",
    ]  # fmt: skip
    page.keyboard.press("Control+z")
    assert cell(page, 0, 0).input_value() == ""


def test_a_column_is_typed_filled_down_and_saved_by_keyboard_alone(page: Page, cycle: Cycle) -> None:
    cell(page, 0, 0).focus()
    page.keyboard.type("2.412")
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Control+d")
    assert [cell(page, row, 0).input_value() for row in range(4)] == ["2.412"] * 4
    page.get_by_role("button", name="Ghi số liệu").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Đã ghi 4 số liệu.")
    assert set(FigureValue.objects.values_list("number", flat=True)) == {2412}


def test_what_is_wrong_is_said_in_its_cell_and_nothing_is_lost(page: Page, cycle: Cycle) -> None:
    cell(page, 0, 0).fill("94,7 %")
    cell(page, 1, 0).fill("90")
    page.get_by_role("button", name="Ghi số liệu").click()
    expect(cell(page, 0, 0)).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".grid-problem")).to_contain_text("Phần trăm ở chỗ của số đếm")
    assert cell(page, 1, 0).input_value() == "90"
    assert not FigureValue.objects.exists()
