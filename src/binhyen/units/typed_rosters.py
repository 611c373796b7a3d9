"""A list of households as an area keeps it: which numbers, whether they registered, of which area. No database here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from binhyen.kernel import clock, text
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.sheets.matching import match, refuse_twice
from binhyen.sheets.persons import names_a_person
from binhyen.sheets.table import Row, Table
from binhyen.sheets.tidying import tidied
from binhyen.units.names import key
from binhyen.units.roster_columns import MEANINGS, WAYS, bare_number, read_mark, with_areas
from binhyen.units.roster_lines import Said
from binhyen.units.roster_numbers import MOST_HOUSEHOLDS, read_numbers

T = TypeVar("T")
# As many households as one list may speak of, ranges written out.
MOST_OF_ALL = 30_000
# Nobody registered before the first programme.
_FIRST_DAY = date(2003, 1, 1)
_ROWS_NAMED = 10
_NUMBERS_CURE = f"Ghi số từ 1 đến {text.number(MOST_HOUSEHOLDS)}, mỗi khu dân cư đánh số lại từ 1; hoặc khoảng số dạng chữ, ví dụ 1-40."


@dataclass(frozen=True, slots=True)
class TypedHouseholds:
    """What one row says of one household or of a range of them; `area` as it was written, empty where no row says it."""

    numbers: tuple[int, ...]
    said: Said
    area: str
    place: str
    area_place: str


@dataclass(slots=True)
class TypedRosters:
    """The rows that could be read, every problem, and what a person should know of how they were understood."""

    rows: list[TypedHouseholds] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


def read_rosters(sent: Table) -> TypedRosters:
    """The households of a table. Raises InputProblems when no column holds their numbers, two say the same, or the list
    is too long."""
    table = with_areas(sent)
    matching = match(table, MEANINGS)
    refuse_twice(table, matching, MEANINGS)
    columns = {says: position for position, says in matching.codes.items()}
    if "number" not in columns:
        raise InputProblems([_no_numbers(table)])
    table = tidied(table, columns["number"], telling=columns.values())
    found = TypedRosters(notes=list(table.notes))
    if not columns.keys() & {"registered", "day", "channel"}:
        found.notes.append(
            _note("khong_cot_dang_ky", "Không có cột đăng ký: chỉ lập sổ, thêm số; không đánh dấu hộ nào.")
        )
    _read_rows(table, columns, found)
    return found


def _no_numbers(table: Table) -> Problem:
    place = f"trang tính '{table.sheet}'" if table.sheet else "dòng tiêu đề"
    return Problem("thieu_cot_so", "Không thấy cột số thứ tự hộ.", place, "Đặt tiêu đề một cột là “STT hộ”.")


def _note(code: str, message: str, cure: str = "") -> Problem:
    return Problem(code, message, cure=cure, severity="warning")


def _read_rows(table: Table, columns: Mapping[str, int], found: TypedRosters) -> None:
    area, households, passed_over, filled_down = "", 0, [], 0
    for row in table.rows:
        reader = _Reader(table, row, columns, found.problems)
        own = reader.cell("area")
        fills_down = bool(area and not own) and not reader.is_headed
        filled_down += fills_down
        area = area if fills_down else own
        read = reader.household(area)
        if read is None:
            passed_over.append(row)
            continue
        found.rows.append(read)
        households += len(read.numbers)
        if households > MOST_OF_ALL:
            message = f"Bảng có hơn {text.number(MOST_OF_ALL)} hộ."
            raise InputProblems([Problem("qua_dai", message, reader.place("number"), "Chia thành nhiều tệp.")])
    if passed_over:
        numbers = ", ".join(str(row.number) for row in passed_over[:_ROWS_NAMED])
        more = ", …" if len(passed_over) > _ROWS_NAMED else ""
        message = f"Bỏ qua dòng không có số thứ tự hộ: dòng {numbers}{more}."
        found.notes.append(_note("dong_khong_so", message, "Nếu đây là một hộ, ghi số thứ tự ở dòng này."))
    if filled_down:
        message = f"{text.number(filled_down)} ô khu dân cư để trống được hiểu như dòng trên."
        found.notes.append(_note("khu_nhu_dong_tren", message))


@dataclass(frozen=True, slots=True)
class _Reader:
    """One row, read by what its columns say. Cells are never quoted: one of them might be a name."""

    table: Table
    row: Row
    columns: Mapping[str, int]
    problems: list[Problem]

    def cell(self, says: str) -> str:
        return self.row.cells[self.columns[says]] if says in self.columns else ""

    @property
    def is_headed(self) -> bool:
        """Whether its area is said by a merged cell or a row of its own, which stand somewhere else."""
        return "area" in self.columns and self.table.is_merged(self.row, self.columns["area"])

    def place(self, says: str) -> str:
        at = self.columns.get(says, self.columns["number"])
        if says == "area" and self.is_headed:
            return self.table.row_place(self.row)
        return self.table.place(self.row, at)

    def refuse(self, says: str, code: str, message: str, cure: str) -> None:
        self.problems.append(Problem(code, message, self.place(says), cure))

    def household(self, area: str) -> TypedHouseholds | None:
        """What the row says; None where it speaks of no household. What cannot be read joins the problems."""
        if self._names_none():
            return None
        numbers, said = self._numbers(), self._said()
        return TypedHouseholds(numbers, said, area, self.place("number"), self.place("area"))

    def _names_none(self) -> bool:
        number = self.cell("number")
        if number:
            alone = not any(self.cell(says) for says in ("registered", "day", "channel"))
            return alone and (names_a_person(number, whole=True) or not any(map(str.isdigit, number)))
        try:
            return not read_mark(self.cell("registered"))
        except ValueError:
            return True

    def _numbers(self) -> tuple[int, ...]:
        try:
            numbers = read_numbers(bare_number(self.cell("number")), most=MOST_HOUSEHOLDS)
        except InputProblems:
            numbers = set()
        if not numbers:
            self.refuse("number", "so_ho", "Không đọc được số thứ tự hộ.", _NUMBERS_CURE)
        return tuple(sorted(numbers))

    def _said(self) -> Said:
        day = self._read(
            "day", _day, "ngay_la", "Ngày này chưa đúng, hoặc chưa tới.", "Ghi ngày đã đăng ký, ví dụ 15/03/2026."
        )
        channel = self._read(
            "channel", _way, "hinh_thuc_la", "Không đọc được hình thức đăng ký.", "Ghi giấy, QR hoặc họp dân."
        )
        cure = "Ghi x hoặc có, không, hoặc để trống. Bảng chỉ có số đếm thì ghi thẳng vào số liệu."
        try:
            mark = read_mark(self.cell("registered"))
        except ValueError:
            self.refuse("registered", "dau_la", "Không đọc được ô đánh dấu đăng ký.", cure)
            return Said()
        said = Said(mark, day, channel or "")
        if mark is None and (day or channel):
            return replace(said, registered=True)
        if mark is False and (day or channel):
            self.refuse(
                "registered", "dau_trai_ngay", "Ghi không đăng ký mà có ngày hoặc hình thức.", "Sửa một trong các ô."
            )
        return said

    def _read(self, says: str, read: Callable[[str], T], code: str, message: str, cure: str) -> T | None:
        cell = self.cell(says)
        try:
            return read(cell) if cell else None
        except (ValueError, KeyError):
            self.refuse(says, code, message, cure)
            return None


def _day(cell: str) -> date:
    day = text.parse_day(cell)
    if not _FIRST_DAY <= day <= clock.today():
        raise ValueError(cell)
    return day


def _way(cell: str) -> str:
    return WAYS[key(cell)]
