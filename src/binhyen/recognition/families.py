"""Families to whom a certificate is printed: a list that passes through memory and is kept nowhere.

Two columns, a running number and the name as it is to be printed. Whatever is wrong is told by its place; no cell
is quoted in a message, a log or an error.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from binhyen.kernel.errors import InputProblems, Problem
from binhyen.kernel.text import squeeze
from binhyen.sheets.refusals import refused_number
from binhyen.sheets.table import Table

MOST_FAMILIES = 5_000
_LONGEST_NAME = 100
_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Family:
    """One line of the list. Shown nowhere: a traceback that prints it tells only where it stood."""

    number: int
    name: str

    def __repr__(self) -> str:
        return f"Family({self.number})"


def families_of(table: Table) -> list[Family]:
    """The families of a table, in its order. Raises InputProblems with every line that cannot be printed.

    A list without a header is understood: its first row then begins with a number.
    """
    if len(table.columns) != _COLUMNS:
        message = f"Danh sách có {len(table.columns)} cột; ở đây chỉ nhận hai cột."
        cure = "Để lại cột số thứ tự và cột tên in trên giấy; bỏ mọi cột khác."
        raise InputProblems([Problem("so_cot", message, "danh sách", cure)])
    lines = list(_lines(table))
    if len(lines) > MOST_FAMILIES:
        cure = "Chia thành nhiều lần in."
        raise InputProblems([Problem("qua_dai", f"Danh sách dài hơn {MOST_FAMILIES} dòng.", "danh sách", cure)])
    problems = [problem for place, number, name in lines for problem in _problems(place, number, name)]
    if problems or not lines:
        raise InputProblems(problems or [Problem("trong", "Danh sách không có dòng nào.", "danh sách", "Chọn lại.")])
    return [Family(int(number), name) for _, number, name in lines]


def _lines(table: Table) -> Iterator[tuple[str, str, str]]:
    number, name = table.headers
    if number.isdigit():
        yield "dòng đầu", number, squeeze(name)
    for row in table.rows:
        yield table.row_place(row), row.cells[0].strip(" ."), squeeze(row.cells[1])


def _problems(place: str, number: str, name: str) -> Iterator[Problem]:
    if not (number.isascii() and number.isdigit() and len(number) < len("1000000")):
        yield Problem("so_thu_tu", "Chưa có số thứ tự.", place, "Ghi một số nguyên, ví dụ 12.")
    if not name:
        yield Problem("thieu", "Chưa có tên in trên giấy.", place, "Ghi tên, hoặc bỏ dòng này.")
    if len(name) > _LONGEST_NAME:
        yield Problem("qua_dai", f"Tên dài hơn {_LONGEST_NAME} ký tự.", place, "Rút gọn tên in trên giấy.")
    if refused_number(name):
        yield Problem("noi_dung_bi_tu_choi", refused_number(name), place, "Chỉ để tên in trên giấy.")
