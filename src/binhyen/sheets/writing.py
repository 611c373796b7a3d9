"""Workbooks and CSV from plain data: bytes out, and no cell that a spreadsheet would run as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | Decimal | bool | date | None

_NARROWEST, _WIDEST = 8, 60
_SHEET_NAME_LENGTH = 31
_FORBIDDEN_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
# Excel keeps every number as a double: beyond fifteen digits it would change what was written.
_EXACT_DIGITS = 15
_LONGEST_CELL = 32_767
# A spreadsheet that opens a CSV runs what follows these; full-width forms are folded to them by some versions.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 13},
    "note": {"italic": True, "font_color": "#5b6b68"},
    "header": {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "bg_color": "#e3e8e4"},
    "text": {"text_wrap": True, "valign": "top"},
    "whole": {"num_format": "#,##0", "valign": "top"},
    "amount": {"num_format": "#,##0.00", "valign": "top"},
    "day": {"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"},
    "moment": {"num_format": "dd/mm/yyyy hh:mm", "valign": "top", "align": "left"},
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: lines above the table (title first, then notes), a header that stays in sight, and rows.

    Text is written as text, numbers as numbers, days as days, true and false as "có" and "không", None as an empty
    cell. A number of more than fifteen digits is written as text, because a spreadsheet would round it.
    """

    name: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    title: str = ""
    notes: Sequence[str] = ()
    widths: Sequence[float] = field(default=())


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """An .xlsx file. Names of sheets are made acceptable and different from each other."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        formats = {name: book.add_format(dict(properties)) for name, properties in _FORMATS.items()}
        for name, sheet in zip(sheet_names([sheet.name for sheet in sheets]), sheets, strict=True):
            _write_sheet(book.add_worksheet(name), sheet, formats)
    return buffer.getvalue()


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """The names as Excel accepts them: at most 31 characters, none of []:*?/\\, no two alike in any case."""
    names: list[str] = []
    taken: set[str] = {"history"}
    for name in wanted:
        clean = _FORBIDDEN_IN_SHEET_NAME.sub(" ", name).strip().strip("'").strip() or "Trang"
        accepted = clean[:_SHEET_NAME_LENGTH].strip()
        number = 2
        while accepted.casefold() in taken:
            tail = f" ({number})"
            accepted = clean[: _SHEET_NAME_LENGTH - len(tail)].strip() + tail
            number += 1
        taken.add(accepted.casefold())
        names.append(accepted)
    return names


def _write_sheet(target: Worksheet, sheet: Sheet, formats: dict[str, Format]) -> None:
    row = 0
    for line, look in [(sheet.title, "title"), *((note, "note") for note in sheet.notes)]:
        if line:
            target.write_string(row, 0, _fitting(line), formats[look])
            row += 1
    for column, header in enumerate(sheet.headers):
        target.write_string(row, column, _fitting(header), formats["header"])
    target.freeze_panes(row + 1, 0)
    widths: list[float] = [len(header) for header in sheet.headers]
    for cells in sheet.rows:
        row += 1
        for column, cell in enumerate(cells):
            _write_cell(target, row, column, cell, formats)
            if column < len(widths):
                widths[column] = max(widths[column], _shown_length(cell))
    for column, width in enumerate(sheet.widths or widths):
        target.set_column(column, column, min(max(width + 2, _NARROWEST), _WIDEST))


def _write_cell(target: Worksheet, row: int, column: int, cell: Cell, formats: dict[str, Format]) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        target.write_string(row, column, "có" if cell else "không", formats["text"])
    elif isinstance(cell, str):
        target.write_string(row, column, _fitting(cell), formats["text"])
    elif isinstance(cell, int | Decimal):
        _write_number(target, row, column, cell, formats)
    else:
        look = "moment" if isinstance(cell, datetime) else "day"
        target.write_datetime(row, column, _naive(cell), formats[look])


def _write_number(target: Worksheet, row: int, column: int, number: int | Decimal, formats: dict[str, Format]) -> None:
    digits = len(Decimal(number).normalize().as_tuple().digits)
    if abs(Decimal(number)) >= 10**_EXACT_DIGITS or digits > _EXACT_DIGITS:
        target.write_string(row, column, f"{Decimal(number):f}".replace(".", ","), formats["text"])
        return
    whole = number == int(number)
    target.write_number(row, column, number, formats["whole" if whole else "amount"])


def _naive(day: date) -> date:
    return day.replace(tzinfo=None) if isinstance(day, datetime) else day


def _fitting(text: str) -> str:
    # XlsxWriter drops a longer text without a word; a cut that shows is better than an empty cell.
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"


def _shown_length(cell: Cell) -> int:
    return max((len(line) for line in str(cell).split("\n")), default=0) if cell is not None else 0


def csv_file(headers: Sequence[str], rows: Iterable[Sequence[Cell]], *, for_excel: bool = True) -> bytes:
    """A CSV file: UTF-8, commas, numbers with a decimal point.

    `for_excel` puts a byte order mark in front, without which Excel does not read Vietnamese; programs stumble over it.

    Text that a spreadsheet would run as a formula (it begins with = + - @, a tab or a line break, white space aside)
    gets an apostrophe in front; numbers are written as numbers and never get one.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([_safe_text(header) for header in headers])
    writer.writerows([_csv_cell(cell) for cell in cells] for cells in rows)
    return buffer.getvalue().encode("utf-8-sig" if for_excel else "utf-8")


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "có" if cell else "không"
    if isinstance(cell, str):
        return _safe_text(cell)
    if isinstance(cell, int | Decimal):
        return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
    return cell.isoformat(" ", "minutes") if isinstance(cell, datetime) else cell.isoformat()


def _safe_text(text: str) -> str:
    return f"'{text}" if text.startswith(_RUNS) or text.lstrip().startswith(_RUNS) else text
