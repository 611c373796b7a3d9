"""Lists of households as areas keep them: what a column may say, which columns are not taken in, which rows name an area.

Whatever else a column says here it says of one household. So every column that is not understood and holds more than
marks, numbers and days is refused, not only those whose headers give them away. No database here.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from binhyen.kernel import text
from binhyen.kernel.errors import Problem
from binhyen.kernel.kinds import SubjectKind, kinds_of
from binhyen.sheets.matching import Matching, Meaning, match
from binhyen.sheets.persons import names_a_person
from binhyen.sheets.refusals import RefusedColumn, find_refused
from binhyen.sheets.table import Column, Row, Table
from binhyen.sheets.tidying import tidied
from binhyen.units.names import key

AREA_COLUMN = "Khu dân cư"
MEANINGS = (
    Meaning("number", "Số thứ tự hộ", (
        "STT", "TT", "Số TT", "Số thứ tự", "STT hộ", "Số TT hộ", "Số chạy", "Số chạy của hộ", "Số hiệu hộ", "Mã hộ", "Hộ số", "Mã số hộ",
    )),
    Meaning("registered", "Đăng ký", (
        "Đã đăng ký", "Hộ đăng ký", "Đăng ký tham gia", "Đã đăng ký tham gia", "Hộ đã đăng ký", "Tình trạng đăng ký", "Đánh dấu", "ĐK", "Đã ĐK",
    )),
    Meaning("area", AREA_COLUMN, (
        "Tên khu dân cư", "Mã khu dân cư", "Thôn", "Tổ dân phố", "TDP", "Thôn, tổ dân phố", "Thôn, TDP", "Tên thôn", "Tên thôn, tổ dân phố",
        "Tên tổ dân phố", "Tên thôn, TDP", "Thôn, xóm", "Thôn, bản", "Bản", "Ấp", "Xóm", "Khóm", "Buôn", "Khu phố", "Tổ liên gia", "KDC", "Địa bàn",
    )),
    Meaning("day", "Ngày đăng ký", ("Ngày", "Đăng ký ngày", "Ngày ĐK", "Ngày tháng đăng ký")),
    Meaning("channel", "Hình thức", ("Hình thức đăng ký", "Cách đăng ký", "Đăng ký bằng")),
)  # fmt: skip
WAYS = {
    "giay": "paper", "ban giay": "paper", "phieu": "paper", "paper": "paper",
    "qr": "qr", "ma qr": "qr", "quet ma": "qr", "quet ma qr": "qr",
    "hop dan": "meeting", "hop": "meeting", "tai cuoc hop": "meeting", "meeting": "meeting",
}  # fmt: skip
_SIGNS = {
    "x": True,
    "v": True,
    "✓": True,
    "✔": True,
    "√": True,
    "☑": True,
    "☒": True,
    "+": True,
    "-": False,
    "–": False,
}
_WORDS = {
    "co": True, "1": True, "da": True, "roi": True, "da dang ky": True, "dang ky": True, "true": True, "yes": True,
    "khong": False, "0": False, "chua": False, "chua dang ky": False, "khong dang ky": False, "false": False, "no": False, "chua co": False,
}  # fmt: skip
# A number, a range of numbers or a day: nothing of a person is told by so few digits.
_FEW_DIGITS = re.compile(r"[\d\s,;–-]{1,9}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d\d-\d\d")
_AREA_WORDS = tuple(
    dict.fromkeys(
        [kind.vietnamese for kind in (*kinds_of(SubjectKind.RESIDENTIAL_AREA), *kinds_of(SubjectKind.FAMILY_GROUP))]
        + ["khu dân cư", "tdp", "kdc", "khối", "tổ", "cụm dân cư"]
    )
)
_LEADING = re.compile(r"^(?:(?:[IVXLC]+|\d{1,2}|[A-Z])\s*[.):/]\s*|(?i:khu dân cư|địa bàn)\s*:\s*)")
_HOUSEHOLDS = re.compile(r"\s*[(:–-]?\s*\d[\d.]*\s*hộ\s*\)?\s*$", re.IGNORECASE)
_CALLED = re.compile(r"^(?:(?:hộ|số)\s*)+(?=\d)", re.IGNORECASE)
_SECTION = re.compile(r"[IVXLC]+|[A-H]")


def read_mark(cell: str) -> bool | None:
    """Whether a cell says that the household registered; None where it is empty. Raises ValueError for anything else."""
    typed = text.squeeze(cell).casefold().strip(".")
    if not typed:
        return None
    said = _SIGNS[typed] if typed in _SIGNS else _WORDS.get(key(typed))
    if said is None:
        raise ValueError(typed)
    return said


def refused_columns(table: Table) -> tuple[RefusedColumn, ...]:
    """The columns that must not be stored, with those that tell something else of single households."""
    matching = match(table, MEANINGS)
    area = matching.position("area")
    refused = {each.position: each for each in find_refused(table, named=() if area is None else {area})}
    for at, column in enumerate(table.columns):
        if at not in matching.codes and at not in refused and any(map(_tells_more, table.values(at))):
            what = "thông tin khác của từng hộ"
            refused[at] = RefusedColumn(at, column.letter, "rieng_cua_ho", what, table.column_place(at))
    return tuple(refused[at] for at in sorted(refused))


def _tells_more(cell: str) -> bool:
    if not cell or _FEW_DIGITS.fullmatch(cell) or key(cell) in WAYS:
        return False
    try:
        read_mark(cell)
    except ValueError:
        return True
    return False


def with_areas(sent: Table) -> Table:
    """The table with a column for the areas that are named in rows of their own ("I. Thôn Mẫu 1"), if there are any,
    and without totals.

    Before columns are refused: both may stand in the column of the householders.
    """
    table = _said_of_sheets(_without_totals(sent))
    matching = match(table, MEANINGS)
    if matching.position("area") is not None:
        return table
    rows, areas, area = [], set(), ""
    for row in table.rows:
        named = _area_named(table, row, matching)
        if named is None:
            rows.append(Row(row.number, (*row.cells, area)))
        else:
            area = named
            areas.add(named)
    if not any(areas):
        return table
    column = Column(table.columns[-1].position + 1, AREA_COLUMN)
    told = {(row.number, column.position) for row in rows}
    columns = (*table.columns, column)
    return replace(table, columns=columns, rows=tuple(rows), headings=frozenset(), merged=table.merged | told)


def _said_of_sheets(table: Table) -> Table:
    """With a note where the file has other sheets, as one for each area: a single one is read."""
    others = len(table.sheets) - 1
    if others < 1:
        return table
    message = f"Chỉ đọc trang tính '{table.sheet}'; tệp còn {others} trang tính khác."
    cure = "Trang khác có hộ cần nhập thì chép vùng đó, dán vào ô của trang nhập."
    note = Problem("mot_trang_tinh", message, cure=cure, severity="warning")
    return replace(table, sheets=(), notes=(*table.notes, note))


def _without_totals(table: Table) -> Table:
    every = range(len(table.columns))
    return replace(tidied(replace(table, headings=frozenset()), every[-1], telling=every), headings=table.headings)


def _area_named(table: Table, row: Row, matching: Matching) -> str | None:
    """The area that a row names for those below it, empty where it is unclear which; None for a row that names none."""
    filled = {at: cell for at, cell in enumerate(row.cells) if cell}
    if row.number in table.headings:
        said = next(iter(filled.values()), "")
        return "" if names_a_person(said, whole=True) else _bare(said)
    number = matching.position("number")
    if number is not None and _SECTION.fullmatch(row.cells[number]):
        filled.pop(number)
    if len(filled) != 1:
        return None
    (cell,) = filled.values()
    if names_a_person(cell):
        return None
    return _bare(cell) if _is_area(cell) else _unclear(cell)


def _unclear(cell: str) -> str | None:
    """A line of words alone begins something; whose households follow it does not say. A number or a mark begins nothing."""
    return "" if _tells_more(bare_number(cell)) and not names_a_person(cell, whole=True) else None


def bare_number(cell: str) -> str:
    """The number itself: "Hộ số 012." → "012"."""
    return _CALLED.sub("", text.squeeze(cell)).rstrip(".")


def _is_area(cell: str) -> bool:
    typed = _bare(cell).casefold()
    words: Iterable[str] = map(text.fold, _AREA_WORDS) if typed.isascii() else _AREA_WORDS
    return any(typed.startswith(f"{word} ") for word in words)


def _bare(cell: str) -> str:
    """The name itself: "II. Thôn Mẫu 2 (120 hộ)" → "Thôn Mẫu 2"."""
    return _HOUSEHOLDS.sub("", _LEADING.sub("", text.squeeze(cell))).strip()
