"""What an .ods file says of its cells beside their values: which are merged, which show a share, which hold an error."""

from collections.abc import Iterator
from typing import IO
from xml.parsers import expat

from binhyen.sheets import problems
from binhyen.sheets.extent import Marked
from binhyen.sheets.headers import Merge

_CHUNK = 1 << 16
# Empty rows and columns are "repeated" to the edge of the sheet; no cell with content is repeated as often.
_MOST_REPEATED = 10_000


def marks_of_sheets(stream: IO[bytes]) -> dict[str, Marked]:
    """Sheet → its marks. Raises InputProblems for what is no sheet or declares entities."""
    scanner = _Scanner()
    parser = expat.ParserCreate()
    parser.StartElementHandler = scanner.start
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        raise problems.broken() from error
    return scanner.sheets


def _refuse_doctype(*_declaration: object) -> None:
    raise problems.broken()


class _Scanner:
    def __init__(self) -> None:
        self.sheets: dict[str, Marked] = {}
        self.marked = Marked()
        self.row = self.next_row = self.column = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "table:table":
                self.marked = self.sheets.setdefault(attributes.get("table:name", ""), Marked())
                self.row = self.next_row = 0
            case "table:table-row":
                self.row, self.column = self.next_row, 0
                self.next_row += int(attributes.get("table:number-rows-repeated", 1))
            case "table:table-cell" | "table:covered-table-cell":
                self._cell(attributes)

    def _cell(self, attributes: dict[str, str]) -> None:
        repeated = int(attributes.get("table:number-columns-repeated", 1))
        if attributes.get("office:value-type") == "percentage":
            self.marked.percents += self._places(repeated)
        below = int(attributes.get("table:number-rows-spanned", 1)) - 1
        right = int(attributes.get("table:number-columns-spanned", 1)) - 1
        if below or right:
            self.marked.merges.append(Merge(self.row, self.column, self.row + below, self.column + right))
        self.column += repeated

    def _places(self, repeated: int) -> Iterator[tuple[int, int]]:
        rows = range(self.row, min(self.next_row, self.row + _MOST_REPEATED))
        columns = range(self.column, self.column + min(repeated, _MOST_REPEATED))
        return ((row + 1, column + 1) for row in rows for column in columns)
