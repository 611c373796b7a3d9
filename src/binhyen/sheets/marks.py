"""What a sheet of a workbook hides from its values: formulas, merged and hidden cells, errors, and how far it reaches.

Read from the XML stream in constant memory, before the values are laid out as a table.
"""

from dataclasses import dataclass, field
from typing import IO, TypeVar
from xml.parsers import expat

from binhyen.sheets import problems

_CHUNK = 1 << 16
_MOST_NOTED = 1_000
_TRUE = ("1", "true")
T = TypeVar("T")


@dataclass(slots=True)
class Marks:
    """Places are (row, column) from 1. `rows` and `columns` say how far cells with content reach."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    farthest: str = ""
    formulas: list[tuple[int, int]] = field(default_factory=list)
    errors: list[tuple[int, int]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


def marks_of(stream: IO[bytes]) -> Marks:
    """Read one sheet's XML to its end. Raises InputProblems for what is no sheet, declares entities or hides too much."""
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
    return scanner.marks


def _refuse_doctype(*_declaration: object) -> None:
    # No spreadsheet program writes one; it is where entities that grow without end are declared.
    raise problems.broken()


def position(reference: str) -> tuple[int, int]:
    """ "D12" → (12, 4). Raises ValueError."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise ValueError(reference)
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(reference[len(letters) :]), column


class _Scanner:
    def __init__(self) -> None:
        self.marks = Marks()
        self.row = 0
        self.cell = (0, 0)
        self.reference = ""
        self.is_counted = True

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take one element, whatever prefix its name has."""
        match name.rpartition(":")[2]:
            case "row":
                self._start_row(attributes)
            case "c":
                self._start_cell(attributes)
            case "f":
                self._note(self.marks.formulas, self.cell)
                self._count()
            case "v" | "is":
                self._count()
            case "mergeCell":
                self._note(self.marks.merged, attributes.get("ref", ""))
            case "col" if attributes.get("hidden") in _TRUE:
                reach = (int(attributes.get("min", "0")), int(attributes.get("max", "0")))
                self._note(self.marks.hidden_columns, reach)

    def _start_row(self, attributes: dict[str, str]) -> None:
        # Row and cell numbers may be left out: then each follows the one before.
        self.row = int(attributes.get("r", self.row + 1))
        self.cell = (self.row, 0)
        if attributes.get("hidden") in _TRUE:
            self._note(self.marks.hidden_rows, self.row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.reference = attributes.get("r", "")
        self.cell = position(self.reference) if self.reference else (self.row, self.cell[1] + 1)
        self.is_counted = False
        if attributes.get("t") == "e":
            self._note(self.marks.errors, self.cell)

    def _count(self) -> None:
        if self.is_counted:
            return
        self.is_counted = True
        marks, (row, column) = self.marks, self.cell
        marks.cells += 1
        if row > marks.rows or column > marks.columns:
            marks.rows, marks.columns = max(marks.rows, row), max(marks.columns, column)
            marks.farthest = self.reference

    @staticmethod
    def _note(noted: list[T], what: T) -> None:
        # Whoever reads on would take what is not noted for typed values.
        if len(noted) == _MOST_NOTED:
            raise problems.too_much_hidden(_MOST_NOTED)
        noted.append(what)
