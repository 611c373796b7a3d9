"""Values of a rulebook file to the text of a cell, and back. What a cell says wrongly comes back as None."""

import re
from collections.abc import Callable, Sequence

from binhyen.kernel import text
from binhyen.rules.model.nodes import is_month_day
from binhyen.sheets.rulebooks.layout import Column, Form

_DASH, _FURTHER = "- ", "  "
_POINTS = re.compile(r"\d{1,5}(?:[.,]\d{1,2})?")
_MONTH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})")
_CANONICAL_MONTH_DAY = re.compile(r"\d{2}-\d{2}")

EXPECTED = {
    Form.DAY: "ghi ngày/tháng/năm, ví dụ 10/02/2022",
    Form.MONTH_DAY: "ghi ngày/tháng có trong lịch mọi năm, ví dụ 01/11",
    Form.POINTS: "ghi số từ 0, tối đa hai chữ số lẻ, ví dụ 7,5",
}


def shown(value: object, column: Column) -> str:
    """What stands in the cell of a value of a rulebook file."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return lines_in_a_cell([str(item) for item in value])
    written = str(value)
    if column.words is not None:
        return column.words.word(written)
    change = _SHOWN.get(column.form)
    return change(written) if change else written


def meant(typed: str, column: Column) -> str | list[str] | None:
    """The value of a rulebook file that a typed cell means, or None where it means nothing."""
    if column.words is not None:
        code = column.words.code(typed)
        return typed if code is None and column.words.is_open else code
    if column.form is Form.LINES:
        return lines_of_a_cell(typed)
    change = _MEANT.get(column.form)
    return change(typed.strip()) if change else typed


def lines_in_a_cell(items: Sequence[str]) -> str:
    """Items one below the other; with dashes where an item has lines of its own or begins with a dash."""
    if not any("\n" in item for item in items) and not (items and items[0].startswith(_DASH)):
        return "\n".join(items)
    return "\n".join(_DASH + item.replace("\n", f"\n{_FURTHER}") for item in items)


def lines_of_a_cell(typed: str) -> list[str]:
    """One item for each line; in a list with dashes, lines that are set in go on with the item above."""
    lines = typed.split("\n")
    items = _dashed(lines) if typed.startswith(_DASH) else lines
    return [item.strip() for item in items if item.strip()]


def _dashed(lines: Sequence[str]) -> list[str]:
    items: list[str] = []
    for line in lines:
        if line.startswith(_FURTHER):
            items[-1] += f"\n{line[len(_FURTHER) :]}"
        else:
            items.append(line.removeprefix(_DASH))
    return items


def _day_shown(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}"


def _day_meant(typed: str) -> str | None:
    try:
        return text.parse_day(typed).isoformat()
    except ValueError:
        return None


def _month_day_shown(month_day: str) -> str:
    month, day = month_day.split("-")
    return f"{day}/{month}"


def _month_day_meant(typed: str) -> str | None:
    found = _MONTH_DAY.fullmatch(typed)
    day = f"{int(found[2]):02d}-{int(found[1]):02d}" if found else typed
    return day if _CANONICAL_MONTH_DAY.fullmatch(day) and is_month_day(day) else None


def _points_meant(typed: str) -> str | None:
    return typed.replace(",", ".") if _POINTS.fullmatch(typed) else None


_SHOWN: dict[Form, Callable[[str], str]] = {
    Form.DAY: _day_shown,
    Form.MONTH_DAY: _month_day_shown,
    Form.POINTS: lambda points: points.replace(".", ","),
}
_MEANT: dict[Form, Callable[[str], str | None]] = {
    Form.DAY: _day_meant,
    Form.MONTH_DAY: _month_day_meant,
    Form.POINTS: _points_meant,
}
