"""Rows of a report that are no data: totals, numbers under the header, headings between sections. Left out, and said so."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import replace

from binhyen.kernel import text
from binhyen.kernel.errors import Problem
from binhyen.sheets.headers import is_numbering
from binhyen.sheets.table import Row, Table

_TOTALS = ("tổng cộng", "tổng số", "cộng", "tổng", "cộng chung")
_SPELT = tuple(dict.fromkeys(spelt for word in _TOTALS for spelt in (word, text.fold(word))))
# What may follow: "Tổng cộng toàn xã", "Cộng (25 thôn)", "Tổng số: 12".
_REST = re.compile(
    r"(?:\s+(?:chung|toàn|của|các|số)?\s*(?:xã|phường|đặc khu|tỉnh|thành phố|địa bàn|đơn vị|bảng|\(.*|\d.*))?"
)
# What stands below a table: who made it, who signs, where it goes.
_SIGNATURE = re.compile(
    r"(?:nguoi (?:lap|tong hop|bao cao)|lap bieu|thu truong|tm\.|kt\.|tl\.|noi nhan|xac nhan cua|ky ten|\(ky|"
    r".{0,40}ngay .{1,4} thang .{1,4} nam)"
)
_LEFT_OUT = {
    "total": ("dong_cong", "Bỏ qua dòng cộng"),
    "numbering": ("dong_danh_so", "Bỏ qua dòng đánh số cột"),
    "heading": ("dong_tieu_de", "Bỏ qua dòng tiêu đề nhóm"),
    "silent": ("dong_khong_ten", "Bỏ qua dòng không ghi đơn vị"),
}
_NAME_IT = "Nếu đây là dòng cần nhập, ghi tên đơn vị ở dòng này."
_MOST_NAMED = 10


def tidied(table: Table, names: int, *, telling: Collection[int]) -> Table:
    """The table without rows that name nothing; its notes say which were left out.

    `names` is the column that names what the rows are about: a total is named there or to the left of it. `telling` are
    the columns that are read: a row with nothing in them, or with the words of a signature alone, is none of ours.
    """
    others = set(telling) - {names}
    found: dict[str, list[Row]] = {}
    for at, row in enumerate(table.rows):
        if is_total(row.cells[: names + 1]):
            found.setdefault("total", []).append(row)
        elif at == 0 and is_numbering(row.cells):
            found.setdefault("numbering", []).append(row)
        elif row.number in table.headings:
            found.setdefault("heading", []).append(row)
        elif not any(row.cells[each] for each in others) and _is_nobody(row.cells[names]):
            found.setdefault("silent", []).append(row)
    gone = {row.number for rows in found.values() for row in rows}
    if not gone:
        return table
    notes = tuple(
        note_of_rows(code, message, [row.number for row in found[what]], _NAME_IT)
        for what, (code, message) in _LEFT_OUT.items()
        if what in found
    )
    kept = tuple(row for row in table.rows if row.number not in gone)
    return replace(table, rows=kept, notes=(*table.notes, *notes))


def _is_nobody(name: str) -> bool:
    return not name or _SIGNATURE.match(text.fold(name)) is not None


def is_total(cells: Sequence[str]) -> bool:
    """Whether one of the cells says that its row is a sum. A village may be called Cống, or Tổng Cóc."""
    return any(_says_total(cell) for cell in cells if cell)


def _says_total(cell: str) -> bool:
    said = unicodedata.normalize("NFC", text.squeeze(cell)).casefold().replace(":", "").strip(" .-*")
    # Nearly no cell begins like a total, and every cell of a long table is looked at.
    return said.startswith(_SPELT) and any(
        said.startswith(spelt) and _REST.fullmatch(said[len(spelt) :]) for spelt in _SPELT
    )


def note_of_rows(code: str, message: str, rows: Sequence[int], cure: str) -> Problem:
    """How rows of these numbers were understood: "Bỏ qua dòng cộng: dòng 4, 9."."""
    numbers = ", ".join(map(str, rows[:_MOST_NAMED])) + (", …" if len(rows) > _MOST_NAMED else "")
    return Problem(code, f"{message}: dòng {numbers}.", cure=cure, severity="warning")
