"""The blank form, filled cell by cell as an officer does in a spreadsheet program."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook

from binhyen.sheets.rulebooks import blank_rulebook_workbook

Rows = Sequence[Mapping[str, str]]
CARD = "Thông tin chung"


def open_form() -> Workbook:
    """The blank form in a spreadsheet program."""
    return openpyxl.load_workbook(io.BytesIO(blank_rulebook_workbook()))


def saved(book: Workbook) -> bytes:
    """What the program saves."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def fill(book: Workbook, text: str) -> Workbook:
    """Fill the form from a table: "# Trang", a line of columns, then lines of cells between bars; "⏎" breaks a line."""
    for name, rows in tables(text).items():
        for number, row in enumerate(rows, 2):
            for header, typed in row.items():
                put(book, name, header, number, typed)
    return book


def filled(text: str) -> bytes:
    """The form filled from a table, as a file."""
    return saved(fill(open_form(), text))


def put(book: Workbook, sheet: str, header: str, row: int, value: Any) -> str:
    """Type one cell, found by the name of its column (on the card: of its line). Returns where it is: "D12"."""
    cell = book[sheet][at(book, sheet, header, row)]
    cell.value = value
    return str(cell.coordinate)


def at(book: Workbook, sheet: str, header: str, row: int) -> str:
    """The cell in which a value of this column stands."""
    if sheet == CARD:
        (line,) = [cell.row for cell in book[sheet]["A"] if _plain(cell.value) == header]
        return f"B{line}"
    (letter,) = [cell.column_letter for cell in book[sheet][1] if _plain(cell.value) == header]
    return f"{letter}{row}"


def tables(text: str) -> dict[str, list[dict[str, str]]]:
    """The sheets of a text: rows of cells by the name of their column."""
    found: dict[str, list[dict[str, str]]] = {}
    for block in text.strip().split("# ")[1:]:
        title, *lines = [line for line in block.splitlines() if line.strip()]
        cells = [[cell.strip().replace("⏎", "\n") for cell in line.split("|")] for line in lines]
        if title.strip() == CARD:
            found[CARD] = [dict(cells)]
        else:
            found[title.strip()] = [_row(cells[0], row) for row in cells[1:]]
    return found


def _row(headers: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    return {header: cell for header, cell in zip(headers, cells, strict=True) if cell}


def _plain(header: object) -> str:
    return str(header or "").removesuffix(" *")
