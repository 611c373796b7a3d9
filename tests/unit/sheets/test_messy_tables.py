"""Tables as offices keep them: titles, headers of two rows, merged cells, numbered columns, totals, shares."""

import io
from collections.abc import Sequence

import pytest
import xlsxwriter

from binhyen.kernel.errors import InputProblems
from binhyen.sheets.headers import Merge
from binhyen.sheets.matching import Meaning, chosen, match, number_positions, refuse_twice
from binhyen.sheets.ods_marks import marks_of_sheets
from binhyen.sheets.paste import read_paste
from binhyen.sheets.reading import read_table
from binhyen.sheets.table import Table, table_from_cells
from binhyen.sheets.tidying import is_total, tidied

AREA = "Khu dân cư"
MEANINGS = (
    Meaning("unit", "Đơn vị", ("Tên đơn vị", AREA)),
    Meaning("ho_cu_tru", "Số hộ đang cư trú", is_number=True),
    Meaning("tngt", "Số vụ tai nạn giao thông", is_number=True),
    Meaning("chay", "Số vụ cháy", is_number=True),
)


def table(*rows: str) -> Table:
    return table_from_cells([row.split("|") for row in rows])


def book(rows: Sequence[Sequence[object]], merges: Sequence[str] = (), share: str = "") -> bytes:
    """A workbook; `share` is the cell that is formatted as a percentage."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as made:
        sheet = made.add_worksheet("Số liệu")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        for merge in merges:
            first = merge.partition(":")[0]
            row, column = int(first[1:]) - 1, ord(first[0]) - ord("A")
            sheet.merge_range(merge, rows[row][column])
        if share:
            row, column = int(share[1:]) - 1, ord(share[0]) - ord("A")
            sheet.write(share, rows[row][column], made.add_format({"num_format": "0.00%"}))
    return buffer.getvalue()


LETTERHEAD = [["UỶ BAN NHÂN DÂN", "", "", "CỘNG HÒA", ""], ["BÁO CÁO SỐ LIỆU", "", "", "", ""]]
TWO_ROWS = [["STT", "Đơn vị", "Số hộ", "Tai nạn giao thông", ""], ["", "", "", "Số vụ", "Số người chết"]]
DATA = [[1, "Thôn Mẫu 1", 120, 0, 0], [2, "Thôn Mẫu 2", 80, 1, 0]]


def test_a_header_of_two_rows_under_a_letterhead_becomes_one() -> None:
    merges = ["A1:C1", "D1:E1", "A2:E2", "A3:A4", "B3:B4", "C3:C4", "D3:E3"]
    found = read_table(book([*LETTERHEAD, *TWO_ROWS, *DATA], merges), filename="a.xlsx")
    joined = ("Tai nạn giao thông – Số vụ", "Tai nạn giao thông – Số người chết")
    assert found.headers == ("STT", "Đơn vị", "Số hộ", *joined)
    assert [row.cells[1] for row in found.rows] == ["Thôn Mẫu 1", "Thôn Mẫu 2"]
    assert found.place(found.rows[0], 3) == "ô D5, trang tính 'Số liệu'"


def test_a_pasted_header_of_two_rows_is_read_without_its_merged_cells() -> None:
    found = read_paste("\n".join("\t".join(map(str, row)) for row in [*TWO_ROWS, *DATA]))
    assert found.headers[1:4] == ("Đơn vị", "Số hộ", "Tai nạn giao thông – Số vụ")
    assert len(found.rows) == 2


def test_a_row_of_data_under_a_plain_header_is_never_taken_for_a_header() -> None:
    assert len(table("Đơn vị|Ghi chú", "|Mẫu", "A|b").rows) == 2


def test_what_a_merged_cell_says_holds_for_each_of_its_rows() -> None:
    rows = [["Xã", "Tên", "Số"], ["Mẫu", "A", 1], ["", "B", 2], ["", "C", 3]]
    found = read_table(book(rows, ["A2:A4"]), filename="a.xlsx")
    assert [row.cells[0] for row in found.rows] == ["Mẫu"] * 3
    assert found.is_merged(found.rows[2], 0)
    assert not found.is_merged(found.rows[2], 1)
    assert found.without_columns({1}).is_merged(found.rows[2], 0)


def test_a_cell_that_shows_one_hundred_per_cent_says_so() -> None:
    found = read_table(book([["Đơn vị", "Hộ"], ["A", 1], ["B", 0.64]], share="B2"), filename="a.xlsx")
    assert [row.cells[1] for row in found.rows] == ["100%", "0,64"]


def test_rows_that_only_count_or_name_others_are_left_out_and_said_so() -> None:
    rows = [
        ["STT", AREA, "Số hộ"], ["(1)", "(2)", "(3)"], ["I. Phía bắc", "", ""], [1, "Thôn Mẫu", 5], ["", "Tổng cộng:", 5]
    ]  # fmt: skip
    found = tidied(read_table(book(rows, ["A3:C3"]), filename="a.xlsx"), 1, telling=[1, 2])
    assert [row.number for row in found.rows] == [4]
    assert [(note.code, note.severity) for note in found.notes] == [
        ("dong_cong", "warning"), ("dong_danh_so", "warning"), ("dong_tieu_de", "warning"),
    ]  # fmt: skip
    assert "dòng 5" in found.notes[0].message
    assert tidied(found, 1, telling=[1, 2]) == found


@pytest.mark.parametrize(
    "said",
    ["Tổng cộng", "TỔNG CỘNG:", "Cộng", "CONG", "Tổng số", "Tong so", "Tổng cộng toàn xã", "Cộng (25 thôn)", "Tổng"],
)
def test_a_total_is_known_by_its_word(said: str) -> None:
    assert is_total(["", said])


@pytest.mark.parametrize(
    "name", ["Cống", "Thôn Cống", "Công", "Tổng Cóc", "Công ty Mẫu", "Cổng Trời", "Tổng hợp", "Tổng công ty Mẫu"]
)
def test_a_name_that_looks_like_a_total_is_none(name: str) -> None:
    assert not is_total(["1", name])


@pytest.mark.parametrize(
    "header",
    ["Số hộ đang cư trú", "SỐ HỘ ĐANG CƯ TRÚ", "so ho dang cu tru", "Số hộ đang cư trú (hộ)", "1. Số hộ đang cư trú",
     "ho_cu_tru", "Số hộ  đang\ncư trú:"],
)  # fmt: skip
def test_a_heading_is_known_in_the_spellings_of_offices(header: str) -> None:
    found = match(table_from_cells([["Đơn vị", header], ["A", "1"]]), MEANINGS)
    assert found.codes == {0: "unit", 1: "ho_cu_tru"}
    assert number_positions(found, MEANINGS) == {1}


def test_the_lower_part_of_a_heading_counts_where_it_stands_alone() -> None:
    alone = table_from_cells([["Đơn vị", "An toàn cháy – Số vụ cháy", "Khác – Số vụ"], ["A", "1", "2"]])
    assert match(alone, MEANINGS).codes == {0: "unit", 1: "chay"}
    years = table_from_cells([["Đơn vị", "Năm 2020 – Số vụ cháy", "Năm 2021 – Số vụ cháy"], ["A", "1", "2"]])
    assert match(years, MEANINGS).unknown == (1, 2)


def test_a_person_has_the_last_word_on_columns() -> None:
    found = table("Thôn nào|Số hộ|Số vụ cháy", "A|1|2")
    assert match(found, MEANINGS).codes == {2: "chay"}
    said = chosen(found, MEANINGS, {0: "unit", 1: "ho_cu_tru", 2: "khong-co"})
    assert said.codes == {0: "unit", 1: "ho_cu_tru"}
    kept = found.called(dict(said.codes))
    assert (kept.headers, kept.rows[0].cells) == (("unit", "ho_cu_tru"), ("A", "1"))


def test_two_columns_that_say_the_same_are_refused() -> None:
    found = table("Đơn vị|Số vụ cháy|chay", "A|1|2")
    with pytest.raises(InputProblems, match="có hai cột"):
        refuse_twice(found, match(found, MEANINGS), MEANINGS)


def test_an_open_document_tells_its_merged_cells_and_shares() -> None:
    content = b"""<t xmlns:table="t" xmlns:office="o"><table:table table:name="A">
      <table:table-row><table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="1"/>
        <table:covered-table-cell/></table:table-row>
      <table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="3"/>
        <table:table-cell office:value-type="percentage"/></table:table-row></table:table></t>"""
    (found,) = marks_of_sheets(io.BytesIO(content)).values()
    assert found.merges == [Merge(0, 0, 0, 1)]
    assert found.percents == [(2, 4), (3, 4)]
    for broken in (b"<t", b'<!DOCTYPE t [<!ENTITY e "e">]><t/>'):
        with pytest.raises(InputProblems, match="hỏng"):
            marks_of_sheets(io.BytesIO(broken))
