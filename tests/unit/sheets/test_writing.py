import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from binhyen.sheets.reading import read_table
from binhyen.sheets.writing import Cell, Sheet, csv_file, sheet_names, workbook

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=HYPERLINK(\"http://x\")", "{=1}", "＝1+1", " =1", "http://mau.example"]  # fmt: skip


def reopened(*rows: list[Cell], name: str = "Số liệu") -> "openpyxl.worksheet.worksheet.Worksheet":
    return openpyxl.load_workbook(io.BytesIO(workbook([Sheet(name, ["Cột"] * len(rows[0]), rows)]))).worksheets[0]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_in_a_workbook_is_never_a_formula_or_a_link(text: str) -> None:
    cell = reopened([text])["A2"]
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)


@pytest.mark.parametrize("text", HOSTILE[:6] + HOSTILE[7:9])
def test_text_in_csv_that_would_run_gets_an_apostrophe(text: str) -> None:
    line = csv_file(["a"], [[text]]).decode("utf-8-sig").split("\r\n", 1)[1]
    assert line.lstrip('"').startswith("'")


def test_a_header_in_csv_is_no_formula_either() -> None:
    assert csv_file(["=1+1"], []).decode("utf-8-sig") == "'=1+1\r\n"


def test_numbers_in_csv_stay_numbers() -> None:
    assert (
        csv_file(["a", "b", "c"], [[-5, Decimal("-1234.50"), None]]).decode("utf-8-sig") == "a,b,c\r\n-5,-1234.50,\r\n"
    )


def test_numbers_days_and_truth_keep_their_types_in_a_workbook() -> None:
    sheet = reopened([2412, Decimal("0.5"), date(2021, 1, 26), True, None])
    number, amount, day, truth, nothing = (sheet.cell(2, column) for column in range(1, 6))
    assert (number.value, number.number_format) == (2412, "#,##0")
    assert amount.value == 0.5
    assert (day.value.date(), day.number_format) == (date(2021, 1, 26), "dd/mm/yyyy")
    assert (truth.value, nothing.value) == ("có", None)


def test_a_number_that_a_spreadsheet_would_round_is_written_as_text() -> None:
    sheet = reopened([1234567890123456, Decimal("9999999999999999.99")])
    assert [cell.value for cell in sheet[2]] == ["1234567890123456", "9999999999999999,99"]


def test_the_header_is_frozen_below_title_and_notes() -> None:
    content = workbook([Sheet("A", ["Cột"], [["x"]], title="Danh sách", notes=["Năm 2021"])])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert sheet.freeze_panes == "A4"
    assert [sheet.cell(row, 1).value for row in (1, 2, 3, 4)] == ["Danh sách", "Năm 2021", "Cột", "x"]


def test_a_text_too_long_for_a_cell_is_cut_visibly() -> None:
    assert str(reopened(["a" * 40_000])["A2"].value).endswith("a…")


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_names_of_sheets_are_acceptable_and_different(wanted: list[str]) -> None:
    names = sheet_names(wanted)
    assert len({name.casefold() for name in names}) == len(wanted)
    for name in names:
        assert 1 <= len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")


def test_what_is_written_is_read_back() -> None:
    rows: list[list[Cell]] = [["Mẫu 1", 25, Decimal("0.5"), date(2021, 1, 26)], ["=Mẫu", 0, Decimal("12.25"), None]]
    table = read_table(workbook([Sheet("Số liệu", ["Thôn", "Số hộ", "Tỷ lệ", "Ngày"], rows)]), filename="a.xlsx")
    assert [row.cells for row in table.rows] == [("Mẫu 1", "25", "0,5", "2021-01-26"), ("=Mẫu", "0", "12,25", "")]
