"""From typed text to answers: cells of a form, a grid or a table, every problem with its place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from binhyen.dossiers.models import Dossier
from binhyen.dossiers.selectors.entry import EntryCell, EntryColumn, EntryRow
from binhyen.dossiers.services.reporting import Cell
from binhyen.figures.answers import NotAnAnswer, read
from binhyen.kernel import text
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.kernel.kinds import UnitKind
from binhyen.sheets.matching import Meaning, match, number_positions, refuse_twice
from binhyen.sheets.refusals import RefusedColumn, find_refused
from binhyen.sheets.table import Row, Table
from binhyen.sheets.tidying import tidied

# Beside the figures, a table names its units, by name or by our id.
UNIT, UNIT_ID = "unit", "ma_ho_so"
_UNIT_MEANINGS = (
    Meaning(UNIT, "Đơn vị", (
        "Tên đơn vị", "Khu dân cư", "Tên khu dân cư", "Thôn", "Tổ dân phố", "Tên", "Thôn, tổ dân phố", "Tên thôn",
        "Tên thôn, tổ dân phố", "Tên tổ dân phố", "Tên cơ quan", "Tên trường", "Tên doanh nghiệp", "Tên cơ quan, đơn vị",
        "Thôn, TDP", "Tên xã", "Tên xã, phường", "Xã, phường",
    )),
    Meaning(UNIT_ID, "Mã hồ sơ", ("Mã đơn vị hệ thống",)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into cells that changed: answers, and what is wrong with the rest, by cell name."""

    cells: tuple[Cell, ...]
    problems: Mapping[str, Problem]
    # How a table was understood: rows of totals that were left out, and the like.
    notes: tuple[Problem, ...] = ()


def from_form(rows: Iterable[EntryRow], posted: Mapping[str, str]) -> Typed:
    """The cells of a posted form that differ from what stands there. `v:` carries text, `s:` the value that was seen."""
    cells: list[Cell] = []
    problems: dict[str, Problem] = {}
    for row in rows:
        for cell in row.cells:
            typed = posted.get(f"v:{cell.name}")
            if typed is None or not cell.open:
                continue
            # The number of a paper typed beside an answer that stays is news too.
            if text.squeeze(typed) == cell.shown and not posted.get(f"n:{cell.name}", "").strip():
                continue
            try:
                cells.append(_cell(row.dossier, cell, typed, posted.get(f"s:{cell.name}", "")))
            except NotAnAnswer as error:
                problems[cell.name] = error.problem
    return Typed(tuple(cells), problems)


def with_zeros(rows: Iterable[EntryRow], posted: Mapping[str, str], dossier: str) -> dict[str, str]:
    """What was posted, with an explicit zero in every empty count of events of one dossier ("Không phát sinh")."""
    empty = {
        f"v:{cell.name}": "0"
        for row in rows
        if str(row.dossier.pk) == dossier
        for cell in row.cells
        if cell.open and cell.column.counts_events and not posted.get(f"v:{cell.name}", "").strip()
    }
    return {**posted, **empty}


def overtaken(rows: Iterable[EntryRow], posted: Mapping[str, str]) -> dict[str, Problem]:
    """The typed cells whose value somebody changed since it was seen, by cell name, each with both values.

    `rows` are read anew: a form that shows them carries what stands now as seen, so that whoever saves once more does so
    knowing both.
    """
    found: dict[str, Problem] = {}
    for row in rows:
        for cell in row.cells:
            typed = text.squeeze(posted.get(f"v:{cell.name}", cell.shown))
            if cell.open and typed != cell.shown and posted.get(f"s:{cell.name}", "") != str(cell.value_id or ""):
                place = f"{row.dossier.unit_name}, {cell.column.title}"
                found[cell.name] = _overtaken(cell.shown, typed, place)
    return found


def _overtaken(standing: str, typed: str, place: str) -> Problem:
    now = f"Người khác vừa ghi “{standing}”" if standing else "Người khác vừa để trống ô này"
    mine = f"anh/chị nhập “{typed}”" if typed else "anh/chị để trống"
    return Problem("da_co_nguoi_sua", f"{now}; {mine}.", place, "Sửa lại, hoặc ghi lần nữa để giữ số của mình.")


def _cell(dossier: Dossier, cell: EntryCell, typed: str, seen: str) -> Cell:
    column = cell.column
    answer = read(
        column.figure.answer.value, typed, place=f"{dossier.unit_name}, {column.title}", choices=column.figure.choices
    )
    return Cell(dossier, column.figure.key, answer, previous=column.previous, seen=_seen(seen))


def _seen(sent: str) -> object:
    """The id of the value that stood in the cell. What is no id was seen by nobody and differs from every value."""
    try:
        return UUID(sent) if sent else None
    except ValueError:
        return sent


@dataclass(frozen=True, slots=True)
class Matched:
    """How a table's columns were understood: which names the unit, which is which figure, which say nothing to us."""

    unit: int
    figures: Mapping[int, EntryColumn]
    ignored: tuple[str, ...]


def figure_meanings(columns: Sequence[EntryColumn]) -> tuple[Meaning, ...]:
    """What a column of such a table may say; the first names the unit."""
    figures = (Meaning(column.code, column.title, is_number=column.is_number) for column in columns)
    return (*_UNIT_MEANINGS, *figures)


def refused_columns(table: Table, columns: Sequence[EntryColumn]) -> tuple[RefusedColumn, ...]:
    """The columns of such a table that must not be stored."""
    meanings = figure_meanings(columns)
    matching = match(table, meanings)
    named = {position for position, says in matching.codes.items() if says in (UNIT, UNIT_ID)}
    return find_refused(table, mapped=number_positions(matching, meanings), named=named)


def match_columns(table: Table, columns: Sequence[EntryColumn]) -> Matched:
    """Find the column of units and those of figures by key or by name, without diacritics. Raises InputProblems."""
    meanings = figure_meanings(columns)
    matching = match(table, meanings)
    refuse_twice(table, matching, meanings)
    known = {column.code: column for column in columns}
    figures = {position: known[says] for position, says in matching.codes.items() if says in known}
    by_id, by_name = matching.position(UNIT_ID), matching.position(UNIT)
    unit = by_id if by_id is not None else by_name
    _refuse_unmatched(table, -1 if unit is None else unit, figures)
    ignored = tuple(table.headers[position] for position in matching.unknown)
    return Matched(-1 if unit is None else unit, figures, ignored)


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


def from_table(table: Table, matched: Matched, rows: Sequence[EntryRow]) -> Typed:
    """The answers of a table for these dossiers; problems are keyed by the place of their cell.

    An empty cell says nothing and changes nothing. A row of totals is left out; see `tidied`.
    """
    table = tidied(table, matched.unit, telling=(matched.unit, *matched.figures))
    finder = _Finder(rows)
    cells: list[Cell] = []
    problems: dict[str, Problem] = {}
    for row in table.rows:
        try:
            found = finder.find(row.cells[matched.unit], table.place(row, matched.unit))
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
    return Typed(tuple(cells), problems, table.notes)


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
    """Finds a dossier by what people write: our id, the full name, or the name without its kind."""

    def __init__(self, rows: Sequence[EntryRow]) -> None:
        self._rows: dict[str, list[EntryRow]] = {}
        kinds = {kind.value: text.fold(kind.vietnamese) for kind in UnitKind}
        for row in rows:
            one = row.dossier
            short = one.folded.removeprefix(kinds[one.unit_kind]).strip()
            for name in {str(one.pk), str(one.unit_id), one.folded, short}:
                self._rows.setdefault(name, []).append(row)
        self._used: set[UUID] = set()

    def find(self, written: str, place: str) -> EntryRow:
        """The one dossier meant. Raises NotAnAnswer for none, several, or one named twice."""
        found = self._rows.get(text.fold(written), [])
        if not found:
            raise self._wrong(
                "don_vi_khong_co",
                f"Không có đơn vị “{text.squeeze(written)[:80]}” trong danh sách.",
                place,
                self._nearest(written),
            )
        if len(found) > 1:
            names = ", ".join(row.dossier.unit_name for row in found)
            raise self._wrong(
                "don_vi_mo_ho", f"Tên này chỉ nhiều đơn vị: {names}.", place, "Ghi đầy đủ cả loại và tên."
            )
        if found[0].dossier.pk in self._used:
            raise self._wrong("don_vi_lap", f"{found[0].dossier.unit_name} có hai dòng.", place, "Giữ lại một dòng.")
        self._used.add(found[0].dossier.pk)
        return found[0]

    def _nearest(self, written: str) -> str:
        words = set(text.fold(written).split())
        best = max(self._rows.values(), key=lambda rows: len(words & set(rows[0].dossier.folded.split())), default=None)
        return f"Có phải {best[0].dossier.unit_name}?" if best else "Kiểm tra lại danh sách đơn vị của đợt xét."

    @staticmethod
    def _wrong(code: str, message: str, place: str, cure: str) -> NotAnAnswer:
        return NotAnAnswer(Problem(code, message, place, cure))
