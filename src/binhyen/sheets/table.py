"""A table as it was found: a header, rows of text, and for every cell a place that a person can find again."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from binhyen.kernel import text
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.sheets.headers import Merge, filled_down, find_header, headings_between


def column_letter(position: int) -> str:
    """0 → "A", 25 → "Z", 26 → "AA"."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `position` is its place in the sheet, from 0; `header` is empty where the sheet names none."""

    position: int
    header: str

    @property
    def letter(self) -> str:
        """The letter that a spreadsheet shows above the column."""
        return column_letter(self.position)


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `number` is the one a spreadsheet or an editor shows; `cells` stand in the order of the columns."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows of text. Empty rows and wholly empty columns are left out; numbers of rows stay true.

    Cells hold what a person would type: numbers as "25" or "0,1" (decimal comma, no grouping: readable by
    `kernel.text.parse_number` without doubt), dates as ISO days, true and false as "có" and "không".
    `sheet` is empty for text files and pasted ranges; `sheets` names every sheet that could be asked for.

    `merged` are the cells (number of the row, position of the column) that say what a merged cell says of several
    rows; `headings` the rows that one merged cell fills; `notes` what a person should know of how it was read.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    sheet: str = ""
    sheets: tuple[str, ...] = field(default=(), compare=False)
    merged: frozenset[tuple[int, int]] = frozenset()
    headings: frozenset[int] = frozenset()
    notes: tuple[Problem, ...] = field(default=(), compare=False)

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers from left to right."""
        return tuple(column.header for column in self.columns)

    def place(self, row: Row, column: int) -> str:
        """Where a cell stands; `column` counts within `columns`. "ô C9, trang tính 'Số liệu'"; "dòng 9, cột 3"."""
        found = self.columns[column]
        if self.sheet:
            return f"ô {found.letter}{row.number}, trang tính '{self.sheet}'"
        return f"dòng {row.number}, cột {found.position + 1}"

    def column_place(self, column: int) -> str:
        """Where a column stands: "cột C, trang tính 'Số liệu'"; "cột 3"."""
        found = self.columns[column]
        return f"cột {found.letter}, trang tính '{self.sheet}'" if self.sheet else f"cột {found.position + 1}"

    def values(self, column: int) -> Iterator[str]:
        """The cells of one column, empty ones included."""
        return (row.cells[column] for row in self.rows)

    def is_merged(self, row: Row, column: int) -> bool:
        """Whether the cell shares its text with cells of other rows."""
        return (row.number, self.columns[column].position) in self.merged

    def row_place(self, row: Row) -> str:
        """Where a row stands: "dòng 9, trang tính 'Số liệu'"; "dòng 9"."""
        return f"dòng {row.number}, trang tính '{self.sheet}'" if self.sheet else f"dòng {row.number}"

    def called(self, headers: Mapping[int, str]) -> "Table":
        """The same table with these columns alone (counted within `columns`), each under its given header."""
        kept = self.without_columns(set(range(len(self.columns))) - headers.keys())
        wanted = [headers[index] for index in sorted(headers)]
        renamed = (replace(column, header=header) for column, header in zip(kept.columns, wanted, strict=True))
        return replace(kept, columns=tuple(renamed))

    def without_columns(self, dropped: Collection[int]) -> "Table":
        """The same table as if those columns (counted within `columns`) had never been there."""
        kept = [index for index in range(len(self.columns)) if index not in dropped]
        rows = tuple(Row(row.number, tuple(row.cells[index] for index in kept)) for row in self.rows)
        return replace(self, columns=tuple(self.columns[index] for index in kept), rows=rows)


def table_from_cells(
    cells: Sequence[Sequence[str]],
    *,
    sheet: str = "",
    sheets: tuple[str, ...] = (),
    first_row: int = 1,
    merges: Sequence[Merge] = (),
    notes: tuple[Problem, ...] = (),
) -> Table:
    """Find the header, drop what is empty. Raises InputProblems when there is no cell at all.

    Row numbers count from `first_row`. Titles above the header ("BÁO CÁO SỐ LIỆU …") are skipped; a header of several
    rows becomes one, "Tai nạn giao thông – Số vụ"; what a merged cell says of several rows, each of them says.
    """
    header = find_header(cells, merges)
    if header is None:
        raise InputProblems([_no_cells(sheet)])
    used = _used_columns(cells, header.top)
    columns = tuple(Column(index, text.squeeze(header.title(cells, index))) for index in used)
    body, told = filled_down(cells, merges, header.end) if merges else (cells, set())
    rows = tuple(_rows(body, used, header.end, first_row))
    merged = frozenset((first_row + row, column) for row, column in told)
    headings = frozenset(first_row + row for row in headings_between(merges, used, header.end))
    return Table(columns, rows, sheet, sheets, merged, headings, notes)


def _no_cells(sheet: str) -> Problem:
    place = f"trang tính '{sheet}'" if sheet else ""
    return Problem("bang_trong", "Không có ô nào có nội dung.", place, "Chọn đúng tệp, đúng trang tính có số liệu.")


def _used_columns(cells: Sequence[Sequence[str]], header_at: int) -> list[int]:
    used: set[int] = set()
    for row in cells[header_at:]:
        used.update(index for index, cell in enumerate(row) if cell and not cell.isspace())
    return sorted(used)


def _rows(cells: Sequence[Sequence[str]], used: list[int], start: int, first_row: int) -> Iterator[Row]:
    for index in range(start, len(cells)):
        row = cells[index]
        picked = tuple(row[at].strip() if at < len(row) else "" for at in used)
        if any(picked):
            yield Row(first_row + index, picked)
