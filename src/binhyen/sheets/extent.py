"""How far a workbook's cells reach, read from its XML before any of it becomes a table in memory.

A workbook of 5 kB may hold one cell in XFD1048576; a reader that lays out the rectangle up to it asks for hundreds
of gigabytes and is killed. Cells are therefore found first by a scan of the compressed stream, in constant memory.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

_CHUNK = 1 << 20
# Longest tag of a cell that we follow across two chunks.
_OVERLAP = 4096
_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"([^>]*)')
_ERROR_TYPE = re.compile(rb'\bt="e"')


@dataclass(frozen=True, slots=True)
class Extent:
    """The farthest cell of a sheet (rows and columns counted from 1) and the cells that hold a formula's error."""

    rows: int
    columns: int
    farthest: str
    errors: tuple[tuple[int, int], ...]


def extent_of(stream: IO[bytes]) -> Extent:
    """Read one sheet's XML to its end and say how far its cells reach."""
    rows = columns = 0
    farthest = ""
    errors: list[tuple[int, int]] = []
    for letters, digits, rest in _cells(stream):
        row, column = int(digits), _position(letters)
        if row > rows or column > columns:
            rows, columns = max(rows, row), max(columns, column)
            farthest = (letters + digits).decode()
        if _ERROR_TYPE.search(rest):
            errors.append((row, column))
    return Extent(rows, columns, farthest, tuple(errors))


def _cells(stream: IO[bytes]) -> Iterator[tuple[bytes, bytes, bytes]]:
    kept = b""
    while chunk := stream.read(_CHUNK):
        text = kept + chunk
        # A tag cut by the end of the chunk waits for the next one.
        cut = text.rfind(b"<", max(0, len(text) - _OVERLAP))
        cut = cut if cut >= 0 else len(text)
        for found in _CELL.finditer(text, 0, cut):
            yield found[1], found[2], found[3]
        kept = text[cut:]
    for found in _CELL.finditer(kept):
        yield found[1], found[2], found[3]


def _position(letters: bytes) -> int:
    position = 0
    for letter in letters:
        position = position * 26 + letter - ord("A") + 1
    return position
