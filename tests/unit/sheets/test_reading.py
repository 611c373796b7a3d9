import io
import os
import struct
import subprocess
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from binhyen.kernel.errors import InputProblems, Problem
from binhyen.sheets.limits import Limits
from binhyen.sheets.reading import read_table


def workbook(*fillers: Callable[[Workbook, Worksheet], object]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for number, fill in enumerate(fillers, 1):
            fill(book, book.add_worksheet(f"Trang {number}"))
    return buffer.getvalue()


def rows(*cells: Sequence[object], first: int = 0) -> Callable[[Workbook, Worksheet], object]:
    def fill(_book: Workbook, sheet: Worksheet) -> None:
        for number, row in enumerate(cells, first):
            sheet.write_row(number, 0, row)

    return fill


def problem(content: bytes | Path, filename: str = "bang.xlsx", /, **limits: int) -> Problem:
    with pytest.raises(InputProblems) as refused:
        read_table(content, filename=filename, limits=Limits(**limits))
    (only,) = refused.value.problems
    assert only.cure
    return only


def repacked(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry.filename, change(data) if entry.filename == part else data)
    return buffer.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_whatever_delimits_and_encodes_it(delimiter: str, encoding: str) -> None:
    text = f'Thôn{delimiter}Số hộ\r\nMẫu 1{delimiter}"2.412"\r\n'
    table = read_table(text.encode(encoding), filename="a.csv")
    assert table.headers == ("Thôn", "Số hộ")
    assert table.rows[0].cells == ("Mẫu 1", "2.412")


def test_a_comma_inside_numbers_does_not_win_over_semicolons() -> None:
    table = read_table("Thôn;Tỷ lệ;Số\nA;94,7;1\nB;93,1;2\n".encode(), filename="a.csv")
    assert table.rows[1].cells == ("B", "93,1", "2")


def test_a_text_cell_knows_its_line_and_column() -> None:
    table = read_table("BÁO CÁO\n\nThôn,Số hộ\n\nMẫu,x\n".encode(), filename="a.csv")
    assert table.place(table.rows[0], 1) == "dòng 5, cột 2"


def test_a_workbook_cell_knows_its_letter_row_and_sheet() -> None:
    table = read_table(workbook(rows(["BÁO CÁO"], [], ["Thôn", "Số hộ"], ["Mẫu", "x"])), filename="a.xlsx")
    assert table.headers == ("Thôn", "Số hộ")
    assert table.place(table.rows[0], 1) == "ô B4, trang tính 'Trang 1'"


def test_numbers_come_back_as_a_person_would_type_them() -> None:
    numbers: list[object] = [25, 0.1, 0.64, 2.412, -3, 1e12, 1 / 3]
    table = read_table(workbook(rows(["h"] * 7, numbers)), filename="a.xlsx")
    expected = ("25", "0,1", "0,64", "2,412", "-3", "1000000000000", "0,333333333333333")
    assert table.rows[0].cells == expected


def test_days_moments_and_truth_come_back_as_text() -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.write_row(0, 0, ["a", "b", "c"])
        sheet.write_datetime(1, 0, date(2021, 1, 26), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_datetime(
            1, 1, datetime.fromisoformat("2021-01-26T08:05"), book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        )
        sheet.write_boolean(1, 2, True)

    assert read_table(workbook(fill), filename="a.xlsx").rows[0].cells == ("2021-01-26", "2021-01-26 08:05", "có")


def test_the_error_of_a_formula_is_not_an_empty_cell() -> None:
    def fill(_book: Workbook, sheet: Worksheet) -> None:
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_row(1, 0, ["x"])
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")

    assert read_table(workbook(fill), filename="a.xlsx").rows[0].cells == ("x", "#LỖI")


def test_the_first_sheet_with_content_is_read_and_the_others_are_named() -> None:
    table = read_table(workbook(rows(), rows(["a"], ["1"]), rows(["b"], ["2"])), filename="a.xlsx")
    assert (table.sheet, table.sheets) == ("Trang 2", ("Trang 1", "Trang 2", "Trang 3"))


def test_a_sheet_is_read_by_its_name() -> None:
    assert read_table(workbook(rows(["a"], ["1"]), rows(["b"], ["2"])), sheet="Trang 2").headers == ("b",)


def test_a_sheet_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(InputProblems, match="Trang 1"):
        read_table(workbook(rows(["a"], ["1"])), sheet="Số liệu")


def test_an_open_document_sheet_is_read() -> None:
    content = """<?xml version="1.0"?><office:document-content
      xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
      xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
      xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
      <table:table table:name="Số liệu"><table:table-row>
      <table:table-cell office:value-type="string"><text:p>Số hộ</text:p></table:table-cell></table:table-row>
      <table:table-row><table:table-cell office:value-type="float" office:value="25"><text:p>25</text:p></table:table-cell>
      </table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry'
            ' manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
            "</manifest:manifest>",
        )
        archive.writestr("content.xml", content.replace("\n      xmlns", " xmlns").replace("\n      ", ""))
    table = read_table(buffer.getvalue(), filename="a.ods")
    assert (table.headers, table.rows[0].cells) == (("Số hộ",), ("25",))


@pytest.mark.parametrize(
    ("content", "filename", "code"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "so-lieu.xlsx", "khong_phai_bang_tinh"),
        (b"%PDF-1.7\n", "so-lieu.csv", "khong_phai_bang_tinh"),
        (b"", "so-lieu.csv", "tep_rong"),
        (b"  \n\n", "so-lieu.xlsx", "tep_rong"),
        (b"abc\0def", "so-lieu.csv", "khong_phai_bang_tinh"),
        (b"<html><table>", "so-lieu.xls", "trang_web"),
        (b"a,b\n1,2\n", "so-lieu.docx", "khong_phai_bang_tinh"),
        (b"a,b\n1,2\n", "so-lieu.xlsm", "tep_co_macro"),
        (b"PK\x03\x04broken", "so-lieu.xlsx", "tep_hong"),
        ("Thôn,Số\nMẫu,1".encode("utf-16-le") + b"\xff", "so-lieu.csv", "khong_phai_bang_tinh"),
        (b"Th\xabn,S\xe8\nM,1\n", "so-lieu.csv", "chu_chua_phai_unicode"),
        (b"\x93Mau\x94,B\nM,1\n", "so-lieu.csv", "khong_phai_utf8"),
        (b",,\n,,\n", "so-lieu.csv", "bang_trong"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, filename: str, code: str) -> None:
    assert problem(content, filename).code == code


def test_an_encrypted_workbook_is_refused_as_one() -> None:
    content = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
    assert problem(content).code == "tep_co_mat_khau"


def test_a_workbook_with_a_program_is_refused() -> None:
    buffer = io.BytesIO(workbook(rows(["a"], ["1"])))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    assert problem(buffer.getvalue()).code == "tep_co_macro"


def test_a_word_document_is_named_as_one() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert "Word" in problem(buffer.getvalue()).message


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "lon.csv"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 200 * 1024 * 1024)
    assert "200 MB" in problem(path, "lon.csv").message


def test_a_small_workbook_with_one_far_cell_is_refused_with_that_cell() -> None:
    def fill(_book: Workbook, sheet: Worksheet) -> None:
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, 1)

    content = workbook(fill)
    assert len(content) < 6000
    found = problem(content)
    assert (found.code, found.place) == ("o_qua_xa", "ô XFD1048576, trang tính 'Trang 1'")


def test_a_far_cell_hidden_from_the_scan_ends_only_the_child() -> None:
    content = repacked(
        workbook(rows(["a"], [1])),
        "xl/worksheets/sheet1.xml",
        # A reference in single quotes is valid XML that the scan does not look for.
        lambda xml: xml.replace(b'<c r="A2"', b"<c r='XFD1048576'"),
    )
    assert problem(content, child_memory_bytes=1 << 30).code == "khong_doc_duoc"


def test_an_archive_that_unpacks_to_gigabytes_is_refused() -> None:
    content = repacked(workbook(rows(["a"], [1])), "xl/sharedStrings.xml", lambda xml: xml + b" " * 3_000_000)
    assert problem(content, unpacked_bytes=1_000_000).code == "tep_nen_bat_thuong"


def test_an_archive_that_lies_about_its_size_is_refused() -> None:
    content = repacked(workbook(rows(["a"], [1])), "xl/sharedStrings.xml", lambda xml: xml + b" " * 3_000_000)
    size = struct.pack("<I", len(zipfile.ZipFile(io.BytesIO(content)).read("xl/sharedStrings.xml")))
    assert problem(content.replace(size, struct.pack("<I", 10)), unpacked_bytes=1_000_000).code == "tep_hong"


@pytest.mark.parametrize(
    ("limits", "code"),
    [({"rows": 2}, "qua_nhieu_dong"), ({"columns": 2}, "qua_nhieu_cot"), ({"cells": 8}, "qua_nhieu_o")],
)
def test_a_text_file_beyond_a_limit_is_refused(limits: dict[str, int], code: str) -> None:
    assert problem(b"a,b,c\n1,2,3\n4,5,6\n7,8,9\n", "a.csv", **limits).code == code


@pytest.mark.parametrize(("limits", "code"), [({"rows": 2}, "qua_nhieu_dong"), ({"columns": 2}, "qua_nhieu_cot")])
def test_a_workbook_beyond_a_limit_is_refused(limits: dict[str, int], code: str) -> None:
    assert problem(workbook(rows(*[["a", "b", "c"]] * 20)), **limits).code == code


def test_a_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*arguments: object, timeout: float, **_options: object) -> None:
        raise subprocess.TimeoutExpired(str(arguments), timeout)

    monkeypatch.setattr(subprocess, "run", never)
    assert problem(workbook(rows(["a"], [1]))).code == "khong_doc_duoc"


def test_the_child_sees_no_secret_of_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, str] = {}
    run = subprocess.run

    def spy(*arguments: object, env: dict[str, str], **options: object) -> object:
        seen.update(env)
        return run(*arguments, env=env, **options)  # type: ignore[call-overload]

    monkeypatch.setenv("BINHYEN_SECRET_KEY", "bí mật")
    monkeypatch.setattr(subprocess, "run", spy)
    read_table(workbook(rows(["a"], [1])))
    assert seen
    assert not [name for name in seen if name.startswith("BINHYEN")]
