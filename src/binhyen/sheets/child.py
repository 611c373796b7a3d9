"""The process that opens workbooks: it limits itself first, so that a hostile file can only end this process.

Standard input: one line of JSON (form, sheet, limits), then the bytes of the file. Standard output: one JSON object,
either `{"cells": …, "merges": …, "sheet": …, "sheets": …}` or `{"problem": …}`. Nothing is written to disk.
"""

import io
import json
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from binhyen.kernel.errors import InputProblems
from binhyen.sheets import problems
from binhyen.sheets.archive import DAMAGED, check_real_size, sheet_parts
from binhyen.sheets.confinement import limit_this_process
from binhyen.sheets.extent import Extent, Marked, extent_of
from binhyen.sheets.limits import Limits
from binhyen.sheets.ods_marks import marks_of_sheets
from binhyen.sheets.percents import percent_formats

_ERROR_TEXT = "#LỖI"
_WHOLE_FLOATS = 1e15

Cell = int | float | str | bool | time | date | datetime | timedelta


def main() -> None:
    """Read the request, answer it. Every refusal is an answer; whatever else happens ends the process."""
    request = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**request["limits"])
    limit_this_process(limits)
    content = sys.stdin.buffer.read()
    try:
        answer: dict[str, object] = _read(content, form=request["form"], wanted=request["sheet"], limits=limits)
    except InputProblems as refused:
        answer = {"problem": asdict(refused.problems[0])}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode())


def _read(content: bytes, *, form: str, wanted: str, limits: Limits) -> dict[str, object]:
    extents = _extents(content, limits) if form == "XLSX" else {}
    marks = _ods_marks(content) if form == "ODS" else {name: extent.marked for name, extent in extents.items()}
    workbook = _open(content)
    names = _worksheet_names(workbook)
    if wanted and wanted not in names:
        raise problems.no_such_sheet(wanted, names)
    for name in (wanted,) if wanted else names:
        extent = extents.get(name)
        if extent is not None:
            _check_extent(extent.rows, extent.columns, extent.farthest, name, limits)
        marked = marks.get(name, Marked())
        cells = _cells(_sheet(workbook, name), marked, name, limits)
        if cells or name in (wanted, names[-1]):
            merges = [(each.top, each.left, each.bottom, each.right) for each in marked.merges]
            return {"cells": cells, "merges": merges, "sheet": name, "sheets": names}
    raise problems.empty()


def _open(content: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError as error:
        raise problems.password() from error
    except CalamineError as error:
        raise problems.broken() from error


def _worksheet_names(workbook: CalamineWorkbook) -> tuple[str, ...]:
    names = tuple(
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible
    )
    if not names:
        raise problems.empty()
    return names


def _sheet(workbook: CalamineWorkbook, name: str) -> CalamineSheet:
    try:
        return workbook.get_sheet_by_name(name)
    except CalamineError as error:
        raise problems.broken() from error


def _check_extent(rows: int, columns: int, farthest: str, sheet: str, limits: Limits) -> None:
    place = f"trang tính '{sheet}'"
    # Three rows of titles must not turn a full sheet into one row too many.
    if rows * columns > limits.cells and farthest:
        raise problems.far_cell(farthest, sheet)
    if rows > limits.rows + 10:
        raise problems.too_many_rows(limits, place)
    if columns > limits.columns:
        raise problems.too_many_columns(limits, place)
    if rows * columns > limits.cells:
        raise problems.too_many_cells(limits, place)


def _extents(content: bytes, limits: Limits) -> dict[str, Extent]:
    """The extent of every sheet, by name."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_real_size(archive, limits)
            shares = percent_formats(archive)
            found: dict[str, Extent] = {}
            for sheet in sheet_parts(archive):
                with archive.open(sheet.part) as stream:
                    found[sheet.name] = extent_of(stream, shares)
            return found
    except DAMAGED as error:
        raise problems.broken() from error
    except RuntimeError as error:
        # zipfile says "password required" as a RuntimeError.
        raise problems.password() from error


def _ods_marks(content: bytes) -> dict[str, Marked]:
    """The marks of every sheet, by name."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("content.xml") as stream:
            return marks_of_sheets(stream)
    except DAMAGED as error:
        raise problems.broken() from error
    except RuntimeError as error:
        raise problems.password() from error


def _cells(sheet: CalamineSheet, marked: Marked, name: str, limits: Limits) -> list[list[str]]:
    if sheet.end is None:
        return []
    rows, columns = sheet.end[0] + 1, sheet.end[1] + 1
    _check_extent(rows, columns, "", name, limits)
    values = sheet.to_python(skip_empty_area=False)
    cells = [[_text(cell) for cell in row] for row in values]
    for row, column in _within(marked.percents, cells):
        shown = values[row - 1][column - 1]
        if isinstance(shown, int | float):
            cells[row - 1][column - 1] = f"{_number(shown * 100)}%"
    if sum(len(cell) for row in cells for cell in row) > limits.characters:
        raise problems.too_many_cells(limits, f"trang tính '{name}'")
    for row, column in _within(marked.errors, cells):
        cells[row - 1][column - 1] = _ERROR_TEXT
    return cells


def _within(places: Iterable[tuple[int, int]], cells: list[list[str]]) -> Iterator[tuple[int, int]]:
    return ((row, column) for row, column in places if row <= len(cells) and column <= len(cells[row - 1]))


def _text(cell: Cell) -> str:
    """A cell as a person would type it, and so that it can be read back in one way only."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "có" if cell else "không"
    if isinstance(cell, int | float):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    return str(cell) if isinstance(cell, timedelta) else cell.isoformat()


def _number(value: float) -> str:
    if abs(value) < _WHOLE_FLOATS and value == int(value):
        return str(int(value))
    # Fifteen digits are what a spreadsheet shows and keeps; the rest of a float is an artefact of base two.
    exact = Decimal(f"{value:.15g}")
    return f"{exact:f}".replace(".", ",")


if __name__ == "__main__":
    main()
