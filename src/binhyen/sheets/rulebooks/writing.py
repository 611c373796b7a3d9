"""Rulebooks to workbooks: a form that an officer can fill, with drop-downs, notes and room for more rows."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from binhyen.kernel.clock import VIETNAM
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.rules.model.rulebook import Rulebook
from binhyen.sheets.rulebooks import guide
from binhyen.sheets.rulebooks.flattening import Row, rows_of
from binhyen.sheets.rulebooks.layout import CRITERIA, GUIDE_NAME, LISTS_NAME, SHEETS, Column, Sheet
from binhyen.sheets.rulebooks.words import ALL, Words
from binhyen.sheets.table import column_letter

_LONGEST_CELL = 32_767
_NO_XML = re.compile("[\ufffe\uffff]")
_SPARE_ROWS = 1_000
_LAST_SPARE_ROW = 2_000
_LINE_HEIGHT, _TALLEST_ROW = 15.0, 400.0
_LABEL_WIDTH, _VALUE_WIDTH = 26, 70
# The same rulebook is the same file, whenever it is written.
_WRITTEN = datetime(2022, 1, 1, tzinfo=VIETNAM).replace(tzinfo=None)
_TEXT = {"num_format": "@", "text_wrap": True, "valign": "top", "locked": False}
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 15, "font_color": "#0b6e63"},
    "heading": {"bold": True, "font_size": 12, "top": 1, "top_color": "#e3e8e4"},
    "line": {},
    "prose": {"text_wrap": True, "valign": "top"},
    "term": {"bold": True, "text_wrap": True, "valign": "top"},
    "rule": {"font_name": "Consolas", "text_wrap": True, "valign": "top", "num_format": "@"},
    "header": {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "border_color": "#aebbb5", "bg_color": "#e3e8e4"},
    "required": {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "border_color": "#aebbb5", "bg_color": "#c9e3dd"},
    "cell": _TEXT,
    "group": {**_TEXT, "bold": True, "bg_color": "#f6f7f4"},
    "waiting": {"bg_color": "#fdf3d0"},
}  # fmt: skip
_REQUIRED_MARK = " *"


def write_rulebook_workbook(rulebook: Rulebook) -> bytes:
    """The rulebook as an .xlsx form; reading it again gives the same rulebook.

    Raises InputProblems for a text that no cell can hold.
    """
    return _workbook(rows_of(rulebook))


def blank_rulebook_workbook() -> bytes:
    """The empty form."""
    return _workbook({})


def _workbook(rows: Mapping[str, Sequence[Row]]) -> bytes:
    _refuse_what_no_cell_holds(rows)
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": guide.TITLE, "created": _WRITTEN})
        formats = {name: book.add_format(dict(properties)) for name, properties in _FORMATS.items()}
        indented = [book.add_format({**_TEXT, "align": "left", "indent": depth}) for depth in range(9)]
        _write_guide(book.add_worksheet(GUIDE_NAME), formats)
        targets = [(sheet, book.add_worksheet(sheet.name)) for sheet in SHEETS]
        ranges = _write_lists(book.add_worksheet(LISTS_NAME), formats)
        for target in book.worksheets():
            _set_paper(target)
        for sheet, target in targets:
            found = rows.get(sheet.name, ())
            write = _write_card if sheet.is_card else partial(_write_rows, indented=indented)
            write(target, sheet, found, ranges, formats)
        targets[0 if not rows else SHEETS.index(CRITERIA)][1].activate()
    return buffer.getvalue()


def _set_paper(target: Worksheet) -> None:
    """A4, lying, as wide as the paper, with the header on every page."""
    target.set_landscape()
    target.set_paper(9)
    target.fit_to_pages(1, 0)
    target.repeat_rows(0)


def _refuse_what_no_cell_holds(rows: Mapping[str, Sequence[Row]]) -> None:
    problems = [
        Problem("khong_vua_o", f"Cột “{sheet.column(key).header}” {wrong}.", f"trang “{sheet.name}”, dòng dữ liệu thứ {number}", "rút gọn, hoặc giữ bộ tiêu chí ở dạng .yaml")
        for sheet in SHEETS
        for number, row in enumerate(rows.get(sheet.name, ()), 1)
        for key, text in row.cells.items()
        if (wrong := _wrong(text))
    ]  # fmt: skip
    if problems:
        raise InputProblems(problems)


def _wrong(text: str) -> str:
    if len(text) > _LONGEST_CELL:
        return "dài hơn một ô bảng tính chứa được"
    return "có ký tự mà tệp bảng tính không giữ được" if _NO_XML.search(text) else ""


# ---------------------------------------------------------------- the sheets that hold the rulebook


def _write_card(
    target: Worksheet, sheet: Sheet, rows: Sequence[Row], ranges: Mapping[str, str], formats: Mapping[str, Format]
) -> None:
    cells = rows[0].cells if rows else {}
    target.set_column(0, 0, _LABEL_WIDTH)
    target.set_column(1, 1, _VALUE_WIDTH, formats["cell"])
    target.set_column(2, 2, _VALUE_WIDTH)
    for row, column in enumerate(sheet.columns):
        target.write_string(row, 0, _header(column), formats[_header_format(column)])
        target.write_string(row, 1, cells.get(column.key, ""), formats["cell"])
        target.write_string(row, 2, column.note, formats["prose"])
        if column.words is not None:
            _offer(target, (row, 1, row, 1), column.words, ranges)


def _write_rows(
    target: Worksheet,
    sheet: Sheet,
    rows: Sequence[Row],
    ranges: Mapping[str, str],
    formats: Mapping[str, Format],
    *,
    indented: Sequence[Format],
) -> None:
    last = max(_LAST_SPARE_ROW, len(rows) + _SPARE_ROWS)
    for at, column in enumerate(sheet.columns):
        target.set_column(at, at, column.width, formats["cell"])
        target.write_string(0, at, _header(column), formats[_header_format(column)])
        target.write_comment(0, at, column.note, {"x_scale": 1.8, "font_size": 9, "author": "Bình Yên"})
        if column.words is not None:
            _offer(target, (1, at, last, at), column.words, ranges)
    for number, row in enumerate(rows, 1):
        target.set_row(number, _height(row, sheet))
        for at, column in enumerate(sheet.columns):
            look = formats["group"] if row.is_group else formats["cell"]
            if column.key == "text" and row.depth and not row.is_group:
                look = indented[min(row.depth, len(indented) - 1)]
            if text := row.cells.get(column.key, ""):
                target.write_string(number, at, text, look)
            else:
                target.write_blank(number, at, None, look)
    target.freeze_panes(1, sum(1 for column in sheet.columns if column.key.startswith("@")))
    _tint_what_waits(target, sheet, last, formats)


def _height(row: Row, sheet: Sheet) -> float:
    """High enough for the longest cell: not every program does that by itself when it opens a file."""
    lines = 1
    for column in sheet.columns:
        text = row.cells.get(column.key, "")
        lines = max(lines, sum(1 + len(line) // column.width for line in text.split("\n")))
    return min(lines * _LINE_HEIGHT, _TALLEST_ROW)


def _header(column: Column) -> str:
    return column.header + _REQUIRED_MARK if column.is_required else column.header


def _header_format(column: Column) -> str:
    return "required" if column.is_required else "header"


def _offer(target: Worksheet, cells: tuple[int, int, int, int], words: Words, ranges: Mapping[str, str]) -> None:
    """A drop-down of words; a list that is open only proposes."""
    target.data_validation(
        *cells,
        {
            "validate": "list",
            "source": ranges[words.title],
            "show_error": not words.is_open,
            "error_type": "stop",
            "error_title": words.title,
            "error_message": "Chọn một giá trị trong danh sách (xem trang “Danh mục”).",
        },
    )


def _tint_what_waits(target: Worksheet, sheet: Sheet, last: int, formats: Mapping[str, Format]) -> None:
    """Rows that wait for a source stand out."""
    at = next((at for at, column in enumerate(sheet.columns) if column.key.endswith("status")), None)
    if at is None:
        return
    criteria = f'=${column_letter(at)}2="chờ xác nhận"'
    options = {"type": "formula", "criteria": criteria, "format": formats["waiting"]}
    target.conditional_format(1, 0, last, len(sheet.columns) - 1, options)


# ---------------------------------------------------------------- the two sheets for people


def _write_lists(target: Worksheet, formats: Mapping[str, Format]) -> dict[str, str]:
    """The words of every list; returns the range of each, by its title."""
    ranges = {}
    for at, listed in enumerate(ALL):
        column = at * 2
        target.set_column(column, column, 30)
        target.set_column(column + 1, column + 1, 18)
        target.write_string(0, column, listed.title, formats["header"])
        target.write_string(0, column + 1, "mã trong tệp .yaml", formats["header"])
        for row, (code, word) in enumerate(listed.shown.items(), 1):
            target.write_string(row, column, word, formats["prose"])
            target.write_string(row, column + 1, code, formats["prose"])
        letter = column_letter(column)
        ranges[listed.title] = f"='{LISTS_NAME}'!${letter}$2:${letter}${len(listed.shown) + 1}"
    target.freeze_panes(1, 0)
    return ranges


def _write_guide(target: Worksheet, formats: Mapping[str, Format]) -> None:
    target.hide_gridlines(2)
    target.set_column(0, 0, 52)
    target.set_column(1, 1, 92)
    for row, (left, right, look) in enumerate(_guide_lines()):
        target.write_string(row, 0, left, formats[look])
        if right:
            target.write_string(row, 1, right, formats["prose"])


def _guide_lines() -> Iterator[tuple[str, str, str]]:
    """What stands on the left and on the right, and how the left looks."""
    yield guide.TITLE, "", "title"
    for line in guide.PURPOSE:
        yield line, "", "line"
    for section in guide.SECTIONS:
        yield "", "", "line"
        yield section.title, "", "heading"
        for left, right in section.lines:
            yield left, right, section.look
