"""The grid is faster to hand than a spreadsheet: counted key by key. What is typed survives an ended sign-in."""

import pytest
from playwright.sync_api import Locator, Page, expect

from binhyen.accounts.models import User
from binhyen.dossiers.models import Cycle
from binhyen.figures.models import FigureValue
from tests.builders import PASSWORD, dossiers_of, issued, make_commune, make_cycle, make_office, register
from tests.functional.eyes import look
from tests.functional.steps import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AREAS, FIGURES = 24, 10
_NAMES = "".join(f"  so_{at}: {{name: Số liệu Mẫu {at}, answer: count, unit: lượt}}\n" for at in range(1, FIGURES + 1))
_RULES = "".join(
    f'      - {{code: "{at}", text: Có số liệu {at}, rule: so_{at} >= 0}}\n' for at in range(1, FIGURES + 1)
)
TEN = f"""
programme: luoi-mau
version: "1"
name: Mẫu mười số liệu
basis: [{{title: Quyết định Mẫu}}]
valid_from: 2020-01-01
figures:
{_NAMES}
subjects:
  residential_area:
    window: {{from: {{year: 0, day: "01-01"}}, to: {{year: 0, day: "12-31"}}}}
    criteria:
{_RULES}
    levels: [{{code: dat, name: Đạt, rule: all_met}}]
"""


def open_grid(page: Page, areas: int = AREAS) -> tuple[Cycle, User]:
    commune = make_commune(areas)
    officer = make_office(commune)
    cycle = make_cycle(by=officer, commune=commune, rulebook=issued(TEN))
    register(by=officer, dossiers=dossiers_of(cycle))
    sign_in(page, officer.username)
    page.goto(f"/dot-xet/{cycle.pk}/so-lieu/residential_area/")
    return cycle, officer


class Hands:
    """An officer at the keyboard: every key and every click is counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def press(self, key: str) -> None:
        self.count += 1
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.count += len(text)
        self.page.keyboard.type(text)

    def click(self, row: int, column: int) -> None:
        self.count += 1
        cell(self.page, row, column).click()

    def paste(self, text: str) -> None:
        """As Ctrl+V does; the clipboard itself is not the browser's to fill."""
        self.count += 1
        self.page.evaluate(
            """(text) => {
                const data = new DataTransfer();
                data.setData("text/plain", text);
                document.activeElement.dispatchEvent(
                    new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
            }""",
            text,
        )


def cell(page: Page, row: int, column: int) -> Locator:
    return page.locator(f"#o{row}-{column}")


def number(row: int, column: int) -> int:
    return (row + 1) * 10 + column


def values() -> dict[tuple[str, str], int]:
    current = FigureValue.objects.filter(is_current=True).select_related("figure")
    return {(str(value.unit_id), value.figure.key): int(value.number or 0) for value in current}


def expected(cycle: Cycle) -> dict[tuple[str, str], int]:
    return {
        (str(dossier.unit_id), f"so_{column + 1}"): number(row, column)
        for row, dossier in enumerate(dossiers_of(cycle))
        for column in range(FIGURES)
    }


def test_24_areas_with_ten_figures_are_typed_by_digits_and_one_move_for_each_cell(page: Page) -> None:
    cycle, _ = open_grid(page)
    hands, digits = Hands(page), 0
    cell(page, 0, 0).focus()
    for row in range(AREAS):
        for column in range(FIGURES):
            digits += len(str(number(row, column)))
            hands.type(str(number(row, column)))
            hands.press("Tab")
    page.keyboard.press("Shift+Tab")
    hands.press("Control+Enter")
    expect(page.locator("main")).to_contain_text("Đã ghi 240 số liệu.")
    assert values() == expected(cycle)
    assert hands.count == digits + AREAS * FIGURES + 1


def messy(cycle: Cycle) -> str:
    """An office's sheet: a title, another order of columns and rows, a remark, a blank line, a total, "2.412"."""
    order = [3, 1, 2, 10, 9, 8, 7, 6, 5, 4]
    head = ["STT", "Tên đơn vị", *(f"SỐ LIỆU MẪU {at}" for at in order), "Ghi chú"]
    lines = ["BẢNG TỔNG HỢP SỐ LIỆU", "", "\t".join(head)]
    names = [dossier.unit_name.removeprefix("Thôn ") for dossier in dossiers_of(cycle)]
    for row in reversed(range(AREAS)):
        shown = [f"{number(row, at - 1) * 1000:,}".replace(",", ".") for at in order]
        lines.append("\t".join([str(AREAS - row), f" thôn  {names[row]}", *shown, "đủ"]))
    lines += ["", "\t".join(["", "Tổng cộng", *["999"] * FIGURES, ""])]
    return "\r\n".join(lines) + "\r\n"


def test_a_messy_sheet_is_pasted_corrected_and_saved_in_under_ten_interactions(page: Page) -> None:
    cycle, _ = open_grid(page)
    hands = Hands(page)
    hands.click(0, 0)
    hands.paste(messy(cycle))
    status = page.locator("[data-grid-status]")
    expect(status).to_contain_text("Đã dán 240 ô")
    expect(status).to_contain_text("“Ghi chú”")
    hands.press("Control+z")
    assert cell(page, 23, 9).input_value() == ""
    hands.press("Control+y")
    hands.press("Control+Enter")
    expect(page.locator("main")).to_contain_text("Đã ghi 240 số liệu.")
    assert values() == {slot: value * 1000 for slot, value in expected(cycle).items()}
    assert hands.count < 10


def test_what_was_typed_is_filled_down_and_survives_a_sign_in_that_ended(page: Page) -> None:
    _, officer = open_grid(page, 4)
    hands = Hands(page)
    cell(page, 0, 0).focus()
    hands.type("2.412")
    hands.press("Enter")
    hands.press("Control+d")
    for key in ("Shift+ArrowUp", "Shift+ArrowRight", "Delete", "Control+z"):
        hands.press(key)
    cell(page, 3, 1).fill("7")
    cell(page, 3, 1).press("F2")
    page.context.clear_cookies(name="sessionid")
    page.locator("#channel").select_option("phone")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Ghi số liệu").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đăng nhập")
    expect(page.locator("main")).to_contain_text("được giữ lại")
    page.fill("input[name=login]", officer.username)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.locator("[data-typed-again]")).to_contain_text("Đã đưa lại vào biểu mẫu")
    assert [cell(page, row, 0).input_value() for row in range(4)] == ["2.412", "2.412", "", ""]
    assert cell(page, 3, 1).input_value() == "7"
    assert page.locator("#channel").input_value() == "phone"
    assert not FigureValue.objects.exists()
    look(page, "grid-typed-again")
    page.get_by_role("button", name="Ghi số liệu").last.click()
    expect(page.locator("main")).to_contain_text("Đã ghi 3 số liệu.")
