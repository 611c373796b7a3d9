"""From a spreadsheet to answers: which column names the unit, which says where it stands, which is which figure.

Names repeat: every commune has a "Thôn 1". So a row may say where its unit stands, in a column of its own or under a
line that names the place, or by a code. What remains unclear is asked, with the units that it could be.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from binhyen.dossiers.selectors.entry import EntryColumn, EntryRow
from binhyen.dossiers.services.reporting import Cell
from binhyen.dossiers.typed_cells import Typed
from binhyen.figures.answers import NotAnAnswer, read
from binhyen.kernel import text
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.sheets.matching import Matching, Meaning, match, number_positions, refuse_twice
from binhyen.sheets.refusals import RefusedColumn, find_refused
from binhyen.sheets.table import Column, Row, Table
from binhyen.sheets.tidying import note_of_rows, tidied
from binhyen.units.selectors.whereabouts import Whereabouts

# Beside the figures, a table names its units by name, by our id or by a code, and may say where they stand.
UNIT, UNIT_ID, UNIT_CODE, PLACE = "unit", "ma_ho_so", "ma_don_vi", "thuoc"
# The first meanings, by each of which a table can say of what a row is.
NAMING = 3
PLACE_HEADER = "Thuộc"
_COMMUNES = ("Xã", "Tên xã", "Xã, phường", "Tên xã, phường", "Xã, phường, đặc khu", "Phường", "Tên phường")
_UNIT_WORDS = (
    "Tên đơn vị", "Khu dân cư", "Tên khu dân cư", "Thôn", "Tổ dân phố", "Tên", "Thôn, tổ dân phố", "Tên thôn",
    "Tên thôn, tổ dân phố", "Tên tổ dân phố", "Tên cơ quan", "Tên trường", "Tên doanh nghiệp", "Tên cơ quan, đơn vị",
    "Thôn, TDP", "Tổ liên gia",
)  # fmt: skip
_CODE_WORDS = (
    "Mã số đơn vị", "Mã ĐVHC", "Mã đơn vị hành chính", "Mã số thuế", "MST", "Mã số doanh nghiệp", "Mã trường", "Mã trường học",
    "Mã cơ sở giáo dục", "Mã định danh", "Mã định danh cơ quan", "Mã định danh điện tử",
)  # fmt: skip
_COMMUNE_CODES = ("Mã xã", "Mã xã, phường")
_PLACE_WORDS = (
    "Trực thuộc", "Thuộc đơn vị", "Đơn vị cha", "Đơn vị cấp trên", "Địa bàn", "Thuộc địa bàn", "Mã đơn vị cha", "Mã địa bàn",
)  # fmt: skip
_IN_COMMUNE = ("Thuộc xã", "Thuộc phường", "Thuộc xã, phường", *_COMMUNES, *_COMMUNE_CODES)
_IN_DISTRICT = (
    "Huyện", "Quận, huyện", "Thuộc huyện", "Huyện, thị xã", "Huyện, thị xã, thành phố", "Quận, huyện, thị xã", "Thành phố",
    "Tỉnh",
)  # fmt: skip
_ABOVE_AREAS = frozenset({SubjectKind.PROVINCE, SubjectKind.DISTRICT, SubjectKind.COMMUNE})
_NUMBERED = re.compile(r"^\s*(?:[IVXLC]+|\d{1,3}|[A-Z])\s*[.):/-]\s*")
_MOST_LISTED = 4
# What a wrong name may have meant is looked for so often, then a general word must do: a list of another year is all wrong.
_MOST_GUESSED = 30


@dataclass(frozen=True, slots=True)
class Matched:
    """How a table's columns were understood: which names the unit, which tells its code, which says where it stands,
    which is which figure, and the headers that say nothing to us."""

    unit: int
    figures: Mapping[int, EntryColumn]
    ignored: tuple[str, ...]
    code: int | None = None
    place: int | None = None


def figure_meanings(columns: Sequence[EntryColumn], kind: SubjectKind) -> tuple[Meaning, ...]:
    """What a column of a table about units of this kind may say; the first three name the unit, the fourth its place."""
    is_high = kind in _ABOVE_AREAS
    figures = (Meaning(column.code, column.title, is_number=column.is_number) for column in columns)
    return (
        Meaning(UNIT, "Đơn vị", _UNIT_WORDS + (_COMMUNES if is_high else ())),
        Meaning(UNIT_ID, "Mã hồ sơ", ("Mã đơn vị hệ thống",)),
        Meaning(UNIT_CODE, "Mã đơn vị", _CODE_WORDS + (_COMMUNE_CODES if is_high else ()), is_number=True),
        Meaning(PLACE, PLACE_HEADER, _PLACE_WORDS + (_IN_DISTRICT if is_high else _IN_COMMUNE)),
        *figures,
    )


def refused_columns(table: Table, *taken_in: Sequence[Meaning]) -> tuple[RefusedColumn, ...]:
    """The columns of such a table that must not be stored, where it may be about any of these: what is a number of ours
    in one of them is no number of a person."""
    read = [(match(table, meanings), meanings) for meanings in taken_in]
    named = {at for matching, _ in read for at, says in matching.codes.items() if says in (UNIT, UNIT_ID, PLACE)}
    mapped = {at for matching, meanings in read for at in number_positions(matching, meanings)}
    return find_refused(table, mapped=mapped, named=named)


def match_columns(table: Table, columns: Sequence[EntryColumn], kind: SubjectKind) -> Matched:
    """Find the columns of units and those of figures by key or by name, without diacritics. Raises InputProblems."""
    meanings = figure_meanings(columns, kind)
    matching = match(table, meanings)
    refuse_twice(table, matching, meanings)
    known = {column.code: column for column in columns}
    figures = {position: known[says] for position, says in matching.codes.items() if says in known}
    unit = next((at for says in (UNIT_ID, UNIT, UNIT_CODE) if (at := matching.position(says)) is not None), -1)
    _refuse_unmatched(table, unit, figures)
    ignored = tuple(table.headers[position] for position in matching.unknown)
    code = matching.position(UNIT_CODE)
    return Matched(unit, figures, ignored, None if code == unit else code, matching.position(PLACE))


def _refuse_unmatched(table: Table, unit: int, figures: Mapping[int, EntryColumn]) -> None:
    place = f"trang tính '{table.sheet}'" if table.sheet else "dòng tiêu đề"
    problems = []
    if unit < 0:
        problems.append(
            Problem("thieu_cot_don_vi", "Không thấy cột tên đơn vị.", place, "Đặt tiêu đề một cột là “Đơn vị”.")
        )
    if not figures:
        problems.append(
            Problem(
                "thieu_cot_so_lieu",
                "Không thấy cột số liệu nào của bộ tiêu chí.",
                place,
                "Tải tệp mẫu, hoặc đặt tiêu đề cột đúng tên số liệu.",
            )
        )
    if problems:
        raise InputProblems(problems)


def with_places(table: Table, meanings: Sequence[Meaning], rows: Iterable[EntryRow], around: Whereabouts) -> Table:
    """The table with a column for the places that are named in lines of their own ("II. Xã Mẫu B", with or without
    sums), if there are any. A line that may be a unit stays what it is."""
    matching = match(table, meanings)
    if matching.position(PLACE) is not None or matching.position(UNIT_ID) is not None:
        return table
    units = {text.fold(row.dossier.own_name) for row in rows}
    kept, place, lines = [], "", []
    for row in table.rows:
        said = _line(table, row, matching)
        # "II. Xã Mẫu B" is numbered, "X. Mẫu B" is not.
        meant = (each for each in (said, _NUMBERED.sub("", said)) if each and text.fold(each) not in units)
        named = next(filter(around.is_place, meant), "")
        if named:
            place = named
            lines.append(row.number)
        else:
            kept.append(Row(row.number, (*row.cells, place)))
    if not lines:
        return table
    column = Column(table.columns[-1].position + 1, PLACE_HEADER)
    headings, notes = table.headings - set(lines), (*table.notes, _told(lines))
    return replace(table, columns=(*table.columns, column), rows=tuple(kept), headings=headings, notes=notes)


def _line(table: Table, row: Row, matching: Matching) -> str:
    """What a row would name if it named a place: its only words, or what stands in the column of units."""
    unit = matching.position(UNIT)
    said = "" if unit is None or row.number in table.headings else row.cells[unit]
    return (said or next((cell for cell in row.cells if cell and _NUMBERED.sub("", f"{cell}.")), "")).strip()


def _told(lines: Sequence[int]) -> Problem:
    message, cure = "Hiểu là tên địa bàn của các dòng bên dưới", "Số ở các dòng này không được nhập."
    return note_of_rows("dong_dia_ban", message, lines, cure)


def from_table(table: Table, matched: Matched, rows: Sequence[EntryRow], around: Whereabouts) -> Typed:
    """The answers of a table for these dossiers; problems are keyed by the place of their cell.

    An empty cell says nothing and changes nothing. A row of totals is left out; see `tidied`.
    """
    table = tidied(table, matched.unit, telling=(matched.unit, *matched.figures))
    finder = _Finder(rows, around)
    cells: list[Cell] = []
    problems: dict[str, Problem] = {}
    stands, lines = "", []
    for row in table.rows:
        # Written once for the rows below it, as people do.
        before, said = stands, row.cells[matched.place] if matched.place is not None else ""
        stands = said or stands
        if stands != before and not row.cells[matched.unit]:
            lines.append(row.number)
            continue
        code = row.cells[matched.code] if matched.code is not None else ""
        try:
            found = finder.find(row.cells[matched.unit], stands, code, table.place(row, matched.unit))
        except NotAnAnswer as error:
            problems[error.problem.place] = error.problem
            continue
        for position, column in matched.figures.items():
            place = table.place(row, position)
            try:
                _refuse_merged(table, row, position)
                cells += _from_cell(found, column, row.cells[position], place)
            except NotAnAnswer as error:
                problems[place] = error.problem
    return Typed(tuple(cells), problems, (*table.notes, _told(lines)) if lines else table.notes)


def _refuse_merged(table: Table, row: Row, position: int) -> None:
    """A number that stands in one cell for several units belongs to none of them."""
    if table.is_merged(row, position) and row.cells[position]:
        message = "Ô gộp cho nhiều dòng: không rõ số này của đơn vị nào."
        place = table.place(row, position)
        raise NotAnAnswer(Problem("o_gop", message, place, "Bỏ gộp ô, ghi riêng số của từng đơn vị."))


def _from_cell(row: EntryRow, column: EntryColumn, typed: str, place: str) -> list[Cell]:
    if not typed.strip():
        return []
    answer = read(column.figure.answer.value, typed, place=place, choices=column.figure.choices)
    standing = next(cell for cell in row.cells if cell.column.code == column.code)
    if answer.is_empty:
        return []
    if not standing.open:
        raise NotAnAnswer(
            Problem(
                "khong_duoc_nhap",
                f"{row.dossier.unit_name}: số liệu này không nhập được lúc này.",
                place,
                "Hồ sơ đã nộp, hoặc số liệu thuộc cơ quan khác. Bỏ ô này.",
            )
        )
    return [Cell(row.dossier, column.figure.key, answer, previous=column.previous, seen=standing.value_id)]


class _Finder:
    """Finds a dossier by what people write: our id, a code, the full name, or the name without its kind, where it
    stands."""

    def __init__(self, rows: Sequence[EntryRow], around: Whereabouts) -> None:
        self._around = around
        self._of_unit = {row.dossier.unit_id: row for row in rows}
        self._rows: defaultdict[str, list[EntryRow]] = defaultdict(list)
        kinds = {kind.value: text.fold(kind.vietnamese) for kind in UnitKind}
        for row in rows:
            one = row.dossier
            own = text.fold(one.own_name)
            short = own.removeprefix(kinds[one.unit_kind]).strip()
            for name in {str(one.pk), str(one.unit_id), one.folded, own, short}:
                self._rows[name].append(row)
        self._used: set[UUID] = set()
        self._guesses = 0

    def find(self, written: str, stands: str, code: str, place: str) -> EntryRow:
        """The one dossier meant. Raises NotAnAnswer for none, several, or one named twice."""
        found = self._rows.get(text.fold(written)) or self._coded(written)
        if not found:
            raise self._wrong(
                "don_vi_khong_co", f"Không có đơn vị {_quoted(written)} trong danh sách.", place, self._nearest(written)
            )
        if stands:
            found = self._standing(found, written, stands, place)
        if code:
            found = self._with_code(found, code, place)
        if len(found) > 1:
            message = f"Tên này chỉ {len(found)} đơn vị: {self._listed(found)}."
            raise self._wrong("don_vi_mo_ho", message, place, self._apart(found))
        if found[0].dossier.pk in self._used:
            raise self._wrong("don_vi_lap", f"{self._named(found[0])} có hai dòng.", place, "Giữ lại một dòng.")
        self._used.add(found[0].dossier.pk)
        return found[0]

    def _coded(self, code: str) -> list[EntryRow]:
        unit = self._around.coded(code) if code else None
        return [self._of_unit[unit]] if unit is not None else []

    def _standing(self, found: list[EntryRow], written: str, stands: str, place: str) -> list[EntryRow]:
        now = self._around.standing_in(stands)
        there = [row for row in found if row.dossier.unit_id in now]
        if not there:
            before = self._around.having_stood_in(stands)
            there = [row for row in found if row.dossier.unit_id in before]
        if not there:
            known = {self._around.nearest(row.dossier.unit_id) for row in found[:_MOST_LISTED]}
            message = f"Không có {_quoted(written)} ở {_quoted(stands)}; có ở {', '.join(sorted(known))}."
            cure = f"Sửa cột “{PLACE_HEADER}”, hoặc bỏ cột ấy nếu tên đơn vị đã đủ rõ; bảng của nơi khác thì chọn tệp khác."
            raise self._wrong("don_vi_khong_co", message, place, cure)
        return there

    def _with_code(self, found: list[EntryRow], code: str, place: str) -> list[EntryRow]:
        """The one of this code. A code that nobody recorded tells nothing of units without one: villages have none."""
        meant = self._coded(code)
        if not meant and not any(self._around.has_code(row.dossier.unit_id) for row in found):
            return found
        both = [row for row in found if row in meant]
        if not both:
            of = f"là của {self._named(meant[0])}" if meant else "không phải mã của đơn vị này"
            message = f"Mã {_quoted(code)} {of}; tên ở dòng này là {self._listed(found)}."
            raise self._wrong("ma_khac_ten", message, place, "Sửa mã hoặc tên; nhiều mã đã đổi chủ từ 01/07/2025.")
        return both

    def _apart(self, rows: Sequence[EntryRow]) -> str:
        """How the sheet can tell these from one another."""
        if len({row.dossier.own_name for row in rows}) > 1:
            return "Ghi đầy đủ cả loại và tên."
        if len({self._around.place(row.dossier.unit_id) for row in rows}) > 1:
            return f"Thêm cột “{PLACE_HEADER}”, ghi tên hoặc mã của xã, phường."
        return "Trùng cả tên lẫn nơi: nhập số của các đơn vị này ở lưới số liệu."

    def _listed(self, rows: Sequence[EntryRow]) -> str:
        more = f" và {len(rows) - _MOST_LISTED} đơn vị khác" if len(rows) > _MOST_LISTED else ""
        return ", ".join(map(self._named, rows[:_MOST_LISTED])) + more

    def _named(self, row: EntryRow) -> str:
        place = self._around.place(row.dossier.unit_id)
        return f"{row.dossier.own_name} ({place})" if place else row.dossier.own_name

    def _nearest(self, written: str) -> str:
        self._guesses += 1
        if self._guesses > _MOST_GUESSED:
            return "Kiểm tra lại danh sách đơn vị của đợt xét."
        words = set(text.fold(written).split())
        best = max(self._rows.values(), key=lambda rows: len(words & set(rows[0].dossier.folded.split())), default=None)
        return f"Có phải {best[0].dossier.unit_name}?" if best else "Kiểm tra lại danh sách đơn vị của đợt xét."

    @staticmethod
    def _wrong(code: str, message: str, place: str, cure: str) -> NotAnAnswer:
        return NotAnAnswer(Problem(code, message, place, cure))


def _quoted(written: str) -> str:
    return f"“{text.squeeze(written)[:80]}”"
