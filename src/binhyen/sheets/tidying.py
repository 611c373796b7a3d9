"""Rows of a report that are no data: totals, numbers under the header, headings between sections. Left out, and said so."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from binhyen.kernel import text
from binhyen.kernel.errors import Problem
from binhyen.sheets.headers import is_numbering
from binhyen.sheets.table import Row, Table

_TOTALS = ("tổng cộng", "tổng số", "cộng", "tổng", "cộng chung")
# What may follow: "Tổng cộng toàn xã", "Cộng (25 thôn)", "Tổng số: 12".
_REST = re.compile(
    r"(?:\s+(?:chung|toàn|của|các|số)?\s*(?:xã|phường|đặc khu|tỉnh|thành phố|địa bàn|đơn vị|bảng|\(.*|\d.*))?"
)
_MOST_NAMED = 10


def tidied(table: Table, names: int) -> Table:
    """The table without rows that name nothing; its notes say which were left out. `names` is the column that names
    what the rows are about: a total is named there or to the left of it."""
    totals = [row for row in table.rows if is_total(row.cells[: names + 1])]
    numbering = [row for row in table.rows[:1] if is_numbering(row.cells)]
    headings = [row for row in table.rows if row.number in table.headings and row not in totals]
    gone = {row.number for row in (*totals, *numbering, *headings)}
    if not gone:
        return table
    notes = (
        *_note("dong_cong", "Bỏ qua dòng cộng", totals),
        *_note("dong_danh_so", "Bỏ qua dòng đánh số cột", numbering),
        *_note("dong_tieu_de", "Bỏ qua dòng tiêu đề nhóm", headings),
    )
    kept = tuple(row for row in table.rows if row.number not in gone)
    return replace(table, rows=kept, notes=(*table.notes, *notes))


def is_total(cells: Sequence[str]) -> bool:
    """Whether one of the cells says that its row is a sum. A village may be called Cống, or Tổng Cóc."""
    return any(_says_total(cell) for cell in cells if cell)


def _says_total(cell: str) -> bool:
    said = unicodedata.normalize("NFC", text.squeeze(cell)).casefold().replace(":", "").strip(" .-*")
    for word in _TOTALS:
        for spelt in (word, text.fold(word)):
            if said.startswith(spelt) and _REST.fullmatch(said[len(spelt) :]):
                return True
    return False


def _note(code: str, message: str, rows: Sequence[Row]) -> tuple[Problem, ...]:
    if not rows:
        return ()
    numbers = ", ".join(str(row.number) for row in rows[:_MOST_NAMED]) + (", …" if len(rows) > _MOST_NAMED else "")
    cure = "Nếu đây là số liệu cần nhập, ghi tên đơn vị ở dòng này."
    return (Problem(code, f"{message}: dòng {numbers}.", cure=cure, severity="warning"),)
