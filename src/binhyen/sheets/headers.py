"""Where a table begins: below its titles, under a header of one row or of several that merged cells hold together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_ROWS_SEARCHED = 50
_MOST_HEADER_ROWS = 4
# A title stands alone in its row, a header fills it; forms with a few unnamed columns still reach this share.
_HEADER_SHARE = 0.6
# Between the rows of one heading: "Tai nạn giao thông – Số vụ".
JOINT = " – "

Cells = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells shown as one: rows and columns from 0, the last ones included. Only the first holds the text."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        """Whether the cell is one of them."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclass(frozen=True, slots=True)
class Header:
    """The rows of a header, the last one not included; `merges` are those that touch it."""

    top: int
    end: int
    merges: tuple[Merge, ...]

    def title(self, cells: Cells, column: int) -> str:
        """What stands above a column, from its widest heading down."""
        pieces = [self._piece(cells, row, column) for row in range(self.top, self.end)]
        return JOINT.join(dict.fromkeys(filter(None, pieces)))

    def _piece(self, cells: Cells, row: int, column: int) -> str:
        merge = next((each for each in self.merges if each.holds(row, column)), None)
        if merge is not None:
            return _cell(cells, merge.top, merge.left)
        own = _cell(cells, row, column)
        if own or self.merges or row == self.end - 1 or not _cell(cells, row + 1, column):
            return own
        # A pasted range forgets which cells were merged: a heading reaches over the headings below and right of it.
        return next((_cell(cells, row, at) for at in range(column, -1, -1) if _cell(cells, row, at)), "")


def find_header(cells: Cells, merges: Sequence[Merge] = ()) -> Header | None:
    """The header of a table; None where there is no cell at all.

    It is the first row that is nearly as full as the fullest one near the top, so that titles above it are skipped,
    with the rows that belong to it: above it headings over several columns, below it what stands under these.
    """
    top = _fullest(cells)
    if top is None:
        return None
    top = _group_row(cells, top, merges)
    end = top + 1
    while end < min(len(cells), top + _MOST_HEADER_ROWS) and _goes_on(cells, top, end, merges):
        end += 1
    touching = tuple(merge for merge in merges if merge.top < end and merge.bottom >= top)
    return Header(top, end, touching)


def _cell(cells: Cells, row: int, column: int) -> str:
    line = cells[row]
    return line[column].strip() if column < len(line) else ""


def _fullest(cells: Cells) -> int | None:
    filled = [sum(1 for cell in row if cell.strip()) for row in cells[:_ROWS_SEARCHED]]
    if not any(filled):
        return next((index for index, row in enumerate(cells) if any(cell.strip() for cell in row)), None)
    enough = max(filled) * _HEADER_SHARE
    return next(index for index, count in enumerate(filled) if count and count >= enough)


def _group_row(cells: Cells, found: int, merges: Sequence[Merge]) -> int:
    """The row of wide headings, where the row that was found holds what stands under them, or is the first of data."""
    for row in range(max(0, found - _MOST_HEADER_ROWS + 1), found):
        wide = (merge for merge in merges if merge.top == row == merge.bottom and merge.right > merge.left)
        if _texts(cells, row) > 1 and any(_texts(cells, row + 1, each.left, each.right + 1) > 1 for each in wide):
            return row
    above = found - 1
    if above >= 0 and _texts(cells, above) > 1 and _fills_gaps(cells, above, found) and not _has_digit(cells, found):
        return above
    return found


def _goes_on(cells: Cells, top: int, row: int, merges: Sequence[Merge]) -> bool:
    """Whether this row still belongs to a header that begins at `top`."""
    if any(top <= merge.top < row <= merge.bottom for merge in merges):
        return True
    wide = [merge for merge in merges if merge.bottom == row - 1 >= top and merge.right > merge.left]
    if any(_texts(cells, row, each.left, each.right + 1) > 1 for each in wide):
        return not _has_digit(cells, row)
    first = next((at for at in range(len(cells[top])) if _cell(cells, top, at)), 0)
    return not _cell(cells, row, first) and _fills_gaps(cells, row, top) and not _has_digit(cells, row)


def _fills_gaps(cells: Cells, row: int, other: int) -> bool:
    """Whether a row names columns that the other leaves without a name."""
    return any(cell.strip() and not _cell(cells, other, at) for at, cell in enumerate(cells[row]))


def _texts(cells: Cells, row: int, first: int = 0, end: int | None = None) -> int:
    return sum(1 for cell in cells[row][first:end] if cell.strip()) if row < len(cells) else 0


def _has_digit(cells: Cells, row: int) -> bool:
    return any(cell.strip()[:1].isdigit() for cell in cells[row])


def filled_down(cells: Cells, merges: Sequence[Merge], start: int) -> tuple[list[list[str]], set[tuple[int, int]]]:
    """The rows from `start` on with every cell of a merged column of cells saying what the first says, and which
    cells these are (row from 0, column)."""
    rows = [list(row) for row in cells]
    told: set[tuple[int, int]] = set()
    for merge in merges:
        if merge.top < start or merge.bottom == merge.top or merge.bottom >= len(rows):
            continue
        said = _cell(cells, merge.top, merge.left)
        for at in range(merge.top, merge.bottom + 1):
            rows[at] += [""] * (merge.left + 1 - len(rows[at]))
            rows[at][merge.left] = said
            told.add((at, merge.left))
    return rows, told


def headings_between(merges: Sequence[Merge], used: Sequence[int], start: int) -> Iterator[int]:
    """Rows of the body that one merged cell fills from side to side: "I. Khu vực phía bắc"."""
    if len(used) > 1:
        for merge in merges:
            if merge.top == merge.bottom >= start and merge.left <= used[1] and merge.right >= used[-1]:
                yield merge.top


def is_numbering(cells: Sequence[str]) -> bool:
    """Whether a row below a header only numbers its columns: "(1) (2) (3)", "A B 1 2 3=1+2"."""
    marks = [cell.strip(" ()[]").partition("=")[0].strip() for cell in cells if cell.strip()]
    letters = [mark for mark in marks if mark.isalpha()]
    digits = [int(mark) for mark in marks if mark.isdecimal()]
    if len(marks) < 3 or len(letters) + len(digits) != len(marks) or any(len(mark) > 1 for mark in letters):
        return False
    in_order = letters == [chr(ord("A") + at) for at in range(len(letters))]
    return in_order and all(after == before + 1 for before, after in pairwise(digits)) and digits[:1] in ([], [1])
