"""Workbooks made to harm, or merely odd: each is refused with a cure, none ends in a traceback."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from binhyen.kernel.errors import Problem
from binhyen.sheets.rulebooks import check_rulebook_workbook
from binhyen.sheets.rulebooks.writing import blank_rulebook_workbook
from tests.rulebook_form import fill, open_form, put, saved
from tests.unit.sheets.rulebooks.test_mistakes import FORM

SHEET = "xl/worksheets/sheet7.xml"  # Tiêu chí


def codes(content: bytes, filename: str = "bo.xlsx") -> list[str]:
    found = check_rulebook_workbook(content, filename=filename)
    assert all(problem.message and (problem.cure or problem.place) for problem in found)
    return [problem.code for problem in found]


def changed(change: Callable[[Workbook], object]) -> bytes:
    """The sound form after somebody did something to it in a spreadsheet program."""
    book = fill(open_form(), FORM)
    change(book)
    return saved(book)


def repacked(part: str, change: Callable[[bytes], bytes], **added: bytes) -> bytes:
    """The sound form with one part of its archive rewritten."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(changed(lambda _: None))) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, change(content) if entry.filename == part else content)
        for name, content in added.items():
            new.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def criteria(book: Workbook) -> Any:
    return book["Tiêu chí"]


def do(change: Callable[[Any], object]) -> bytes:
    """The sound form after something was done to the sheet of criteria."""
    return changed(lambda book: change(criteria(book)))


# ---------------------------------------------------------------- what is refused at once


def test_a_far_cell_is_refused_with_its_place() -> None:
    (problem,) = check_rulebook_workbook(do(lambda sheet: sheet.cell(1_048_576, 16_384, "x")))
    assert (problem.code, problem.place) == ("o_qua_xa", "ô XFD1048576, trang tính 'Tiêu chí'")


def test_a_far_cell_that_is_merely_coloured_harms_nobody() -> None:
    fill_ = openpyxl.styles.PatternFill("solid", fgColor="FFFF00")
    assert codes(do(lambda sheet: setattr(sheet.cell(1_048_576, 16_384), "fill", fill_))) == []


def test_ten_megabytes_of_text_are_refused() -> None:
    assert codes(repacked(SHEET, with_cells(f"<c r='D30' t='inlineStr'><is><t>{'x' * 10_000_000}</t></is></c>"))) == [
        "qua_nhieu_o"
    ]


def test_a_bomb_is_refused_by_its_real_size() -> None:
    assert codes(repacked("", bytes, xl__media__a=b"\0" * 70_000_000)) == ["tep_nen_bat_thuong"]


def test_macros_are_refused_whatever_the_file_is_called() -> None:
    assert codes(repacked("", bytes, xl__vbaProject__bin=b"")) == []  # a part of another name is no macro
    content = repacked("", bytes)
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    assert codes(buffer.getvalue()) == ["tep_co_macro"]
    assert codes(content, "bo.xlsm") == ["tep_co_macro"]


@pytest.mark.parametrize(
    "content", [b"", b"programme: mau", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"\x89PNG\r\n", b"%PDF-1.7"]
)  # fmt: skip
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    assert len(codes(content)) == 1


def test_another_workbook_is_told_from_the_form() -> None:
    assert codes(saved(openpyxl.Workbook())) == ["khong_theo_mau"]


def test_a_paper_marked_secret_is_refused_by_its_name() -> None:
    assert codes(blank_rulebook_workbook(), "Bộ tiêu chí - TỐI MẬT.xlsx") == ["tai_lieu_mat"]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    (problem,) = check_rulebook_workbook(tmp_path / "khong-co.xlsx")
    assert problem.code == "khong_mo_duoc"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda xml: xml[: len(xml) // 2],
        lambda xml: xml.replace(b"<worksheet", b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><worksheet", 1),
        lambda xml: xml.replace(b'r="A2"', b'r="-9"', 1),
        lambda xml: xml.replace(b'r="2"', b'r="x"', 1),
        lambda xml: b"\0" * 100,
    ],
    ids=["cut off", "entities", "no such cell", "no such row", "zeros"],
)
def test_a_damaged_sheet_is_refused(spoil: Callable[[bytes], bytes]) -> None:
    assert len(codes(repacked(SHEET, spoil))) == 1


def with_cells(cells: str) -> Callable[[bytes], bytes]:
    """A row with these cells at the end of a sheet."""
    row = f"<row r='30'>{cells}</row></sheetData>".encode()
    return lambda xml: xml.replace(b"</sheetData>", row)


def test_more_formulas_than_are_noted_are_refused_and_not_taken_for_values() -> None:
    formulas = "".join(f"<c r='A{row}'><f>1+1</f><v>2</v></c>" for row in range(40, 1_042))
    assert codes(repacked(SHEET, with_cells(formulas))) == ["qua_nhieu_cong_thuc"]


def rows(make: Callable[[int], tuple[str, ...]], count: int) -> bytes:
    """The sound form with so many further criteria."""

    def append(sheet: Any) -> None:
        for number in range(count):
            for column, text in enumerate(make(number), 1):
                sheet.cell(30 + number, column, text)

    return do(append)


def test_criteria_nested_without_end_are_told_and_end() -> None:
    found = codes(rows(lambda at: ("khu dân cư", f"k{at - 1}" if at else "", f"k{at}", "Nhóm"), 3_000))
    assert "qua_sau" in found


def test_a_circle_of_a_thousand_groups_is_told_once() -> None:
    found = codes(rows(lambda at: ("khu dân cư", f"k{(at + 1) % 1_000}", f"k{at}", "Nhóm"), 1_000))
    assert found.count("vong_tron") == 1


def test_thousands_of_mistakes_are_told_as_far_as_anybody_reads() -> None:
    found = codes(rows(lambda at: ("phố", "", "", "Nội dung"), 2_000))
    assert len(found) == 201
    assert found[-1] == "qua_nhieu_van_de"


# ---------------------------------------------------------------- what is told at its place


def hide_row(sheet: Any) -> None:
    sheet.row_dimensions[3].hidden = True


def hide_column(sheet: Any) -> None:
    sheet.column_dimensions["E"].hidden = True


def copied(book: Workbook) -> None:
    book.create_sheet("TIEU CHI").append(["Đối tượng", "Mã tiêu chí"])


def rename(sheet: Any) -> None:
    sheet["E1"].value = "Quy tắc xét"


def further_column(sheet: Any) -> None:
    sheet["Z9"].value = "ghi nháp"


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        (lambda: do(lambda sheet: sheet.merge_cells("A2:A4")), "o_gop", "trang “Tiêu chí”, ô A2"),
        (lambda: do(hide_row), "dong_an", "trang “Tiêu chí”, dòng 3"),
        (lambda: do(hide_column), "cot_an", "trang “Tiêu chí”, cột E"),
        (lambda: changed(lambda book: setattr(criteria(book), "sheet_state", "hidden")), "trang_an", "trang “Tiêu chí”"),
        (lambda: changed(copied), "trung_trang", "trang “TIEU CHI”"),
        (lambda: changed(lambda book: book.remove(book["Mức"])), "thieu_trang", "trang “Mức”"),
        (lambda: do(lambda sheet: sheet.delete_rows(1)), "thieu_ten_cot", "trang “Tiêu chí”"),
        (lambda: do(rename), "cot_la", "trang “Tiêu chí”, ô E1"),
        (lambda: do(further_column), "ngoai_mau", "trang “Tiêu chí”, ô Z9"),
        (lambda: do(lambda sheet: setattr(sheet["F1"], "value", "Quy tắc")), "trung_cot", "trang “Tiêu chí”, ô F1"),
        (lambda: do(lambda sheet: sheet.delete_cols(4)), "thieu_cot", "trang “Tiêu chí”, dòng 1"),
        (lambda: do(lambda sheet: setattr(sheet["E3"], "value", "='[so lieu.xlsx]Trang 1'!A1")), "cong_thuc", "trang “Tiêu chí”, ô E3"),
        (lambda: changed(lambda book: setattr(book["Thông tin chung"]["A4"], "value", "Tên bộ tiêu chí")), "trung_muc", "trang “Thông tin chung”, ô A4"),
        (lambda: repacked(SHEET, with_cells("<c r='A30' t='e'><v>#REF!</v></c>")), "o_loi", "trang “Tiêu chí”, ô A30"),
    ],
)  # fmt: skip
def test_what_people_and_programs_do_to_the_form_is_told_at_its_place(
    content: Callable[[], bytes], code: str, place: str
) -> None:
    found = check_rulebook_workbook(content())
    assert [problem for problem in found if (problem.code, problem.place) == (code, place)], found
    assert all(problem.cure for problem in found if problem.code == code)


# ---------------------------------------------------------------- what harms nobody


def further_sheet(book: Workbook) -> None:
    book.create_sheet("Nháp")["A1"].value = "=1+1"


@pytest.mark.parametrize(
    "change",
    [
        further_sheet,
        lambda book: book.move_sheet("Mức", -4),
        lambda book: setattr(criteria(book), "title", "  tiêu CHÍ "),
        lambda book: book.remove(book["Danh mục"]),
        lambda book: criteria(book).insert_cols(3),
        lambda book: criteria(book).insert_rows(1, 3),
        lambda book: put(book, "Tiêu chí", "Ghi chú", 2, "'; DROP TABLE figures; --"),
        lambda book: put(book, "Tiêu chí", "Ghi chú", 2, "<script>alert(1)</script>"),
    ],
)
def test_what_harms_nobody_is_let_pass(change: Callable[[Workbook], object]) -> None:
    assert codes(changed(change)) == []


def test_numbers_of_rows_may_be_left_out() -> None:
    assert codes(repacked(SHEET, lambda xml: re.sub(rb'<row r="\d+"', b"<row", xml))) == []


def test_a_problem_of_a_cell_does_not_quote_ten_thousand_letters() -> None:
    book = fill(open_form(), FORM)
    put(book, "Tiêu chí", "Tình trạng", 4, "x" * 10_000)
    found: tuple[Problem, ...] = check_rulebook_workbook(saved(book))
    assert all(len(str(problem)) < 500 for problem in found)
