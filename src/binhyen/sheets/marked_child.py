"""The process that opens forms: it tells cells with their kind, and what a sheet hides. It limits itself first.

Standard input: one line of JSON (folded names of the sheets wanted, limits), then the bytes of the file.
Standard output: one JSON object, either `{"sheets": […], "names": […]}` or `{"problem": …}`. Nothing is written to disk.
"""

import io
import json
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from binhyen.kernel.errors import InputProblems
from binhyen.kernel.text import fold
from binhyen.sheets import problems
from binhyen.sheets.archive import DAMAGED, SheetPart, check_real_size, sheet_parts
from binhyen.sheets.confinement import limit_this_process
from binhyen.sheets.limits import Limits
from binhyen.sheets.marks import Marks, marks_of

Value = int | float | str | bool | time | date | datetime | timedelta
Written = tuple[int, int, str, str]  # row and column from 1, what kind of value, its text


def main() -> None:
    """Read the request, answer it. Every refusal is an answer; whatever else happens ends the process."""
    request = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**request["limits"])
    limit_this_process(limits)
    content = sys.stdin.buffer.read()
    try:
        answer = told(content, request["wanted"], limits)
    except InputProblems as refused:
        answer = {"problem": asdict(refused.problems[0])}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode())


def told(content: bytes, wanted: Sequence[str], limits: Limits) -> dict[str, object]:
    """The cells and marks of the sheets wanted, and the names of all. Raises InputProblems."""
    found, names = _marks(content, wanted, limits)
    workbook = _open(content)
    left = limits.characters
    sheets: list[dict[str, object]] = []
    for part, marks in found:
        cells = list(_cells(workbook, part.name, marks))
        left -= sum(len(text) for _, _, _, text in cells)
        if left < 0:
            raise problems.too_many_cells(limits, f"trang tính '{part.name}'")
        sheets.append({"name": part.name, "is_hidden": part.is_hidden, "cells": cells, **_seen(marks)})
    return {"sheets": sheets, "names": names}


def _marks(content: bytes, wanted: Sequence[str], limits: Limits) -> tuple[list[tuple[SheetPart, Marks]], list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_real_size(archive, limits)
            parts = sheet_parts(archive)
            found = [part for part in parts if fold(part.name) in wanted]
            return [(part, _marks_of_part(archive, part, limits)) for part in found], [part.name for part in parts]
    except DAMAGED as error:
        raise problems.broken() from error
    except RuntimeError as error:
        # zipfile says "password required" as a RuntimeError.
        raise problems.password() from error


def _marks_of_part(archive: zipfile.ZipFile, part: SheetPart, limits: Limits) -> Marks:
    with archive.open(part.part) as stream:
        marks = marks_of(stream)
    if marks.rows > limits.rows or marks.columns > limits.columns:
        raise problems.far_cell(marks.farthest, part.name)
    if marks.cells > limits.cells:
        raise problems.too_many_cells(limits, f"trang tính '{part.name}'")
    return marks


def _open(content: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError as error:
        raise problems.password() from error
    except CalamineError as error:
        raise problems.broken() from error


def _cells(workbook: CalamineWorkbook, name: str, marks: Marks) -> Iterator[Written]:
    try:
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) if marks.cells else []
    except CalamineError as error:
        raise problems.broken() from error
    odd = dict.fromkeys(marks.errors, "error") | dict.fromkeys(marks.formulas, "formula")
    yield from ((row, column, kind, "") for (row, column), kind in odd.items())
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            kind, text = _told_value(value)
            if text and (row, column) not in odd:
                yield row, column, kind, text


def _told_value(value: Value) -> tuple[str, str]:
    if isinstance(value, str):
        return "text", value if value.strip() else ""
    if isinstance(value, bool):
        return "flag", "có" if value else "không"
    if isinstance(value, int | float):
        # Fifteen digits are what a spreadsheet shows and keeps.
        return "number", f"{Decimal(f'{value:.15g}'):f}"
    if isinstance(value, datetime):
        return ("day", value.date().isoformat()) if value.time() == time() else ("moment", value.isoformat(" "))
    return ("day", value.isoformat()) if isinstance(value, date) else ("moment", str(value))


def _seen(marks: Marks) -> dict[str, object]:
    return {"merged": marks.merged, "hidden_rows": marks.hidden_rows, "hidden_columns": marks.hidden_columns}


if __name__ == "__main__":
    main()
