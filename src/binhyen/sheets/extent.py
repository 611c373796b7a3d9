"""How far a workbook's cells reach, read from its XML before any of it becomes a table in memory.

A workbook of 5 kB may hold one cell in XFD1048576; a reader that lays out the rectangle up to it asks for hundreds
of gigabytes and is killed. Cells are therefore found first by a scan of the compressed stream, in constant memory.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import IO

from binhyen.sheets.headers import Merge

_CHUNK = 1 << 20
# Longest tag of a cell that we follow across two chunks.
_OVERLAP = 4096
_TAG = re.compile(
    rb'<(?:\w+:)?(?:c\s([^>]*?)\br="([A-Z]{1,3})([0-9]{1,7})"([^>]*)'
    rb'|mergeCell\s[^>]*?\bref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")'
)
_ERROR_TYPE = re.compile(rb'\bt="e"')
_FORMAT = re.compile(rb'\bs="(\d+)"')


@dataclass(slots=True)
class Marked:
    """What a sheet says of its cells beside their values. Places are (row, column) from 1."""

    errors: list[tuple[int, int]] = field(default_factory=list)
    percents: list[tuple[int, int]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Extent:
    """The farthest cell of a sheet (rows and columns counted from 1), and what stands in its XML of its cells."""

    rows: int
    columns: int
    farthest: str
    marked: Marked


def extent_of(stream: IO[bytes], percent_formats: Collection[int] = ()) -> Extent:
    """Read one sheet's XML to its end and say how far its cells reach."""
    rows = columns = 0
    farthest = ""
    marked = Marked()
    for tag in _tags(stream):
        if tag[5]:
            marked.merges.append(_merge(tag))
            continue
        row, column = int(tag[3]), _position(tag[2])
        if row > rows or column > columns:
            rows, columns = max(rows, row), max(columns, column)
            farthest = (tag[2] + tag[3]).decode()
        if _ERROR_TYPE.search(tag[4]):
            marked.errors.append((row, column))
        if percent_formats and (said := _FORMAT.search(tag[1] + tag[4])) and int(said[1]) in percent_formats:
            marked.percents.append((row, column))
    return Extent(rows, columns, farthest, marked)


def _tags(stream: IO[bytes]) -> Iterator[re.Match[bytes]]:
    kept = b""
    while chunk := stream.read(_CHUNK):
        text = kept + chunk
        # A tag cut by the end of the chunk waits for the next one.
        cut = text.rfind(b"<", max(0, len(text) - _OVERLAP))
        cut = cut if cut >= 0 else len(text)
        yield from _TAG.finditer(text, 0, cut)
        kept = text[cut:]
    yield from _TAG.finditer(kept)


def _merge(tag: re.Match[bytes]) -> Merge:
    return Merge(int(tag[6]) - 1, _position(tag[5]) - 1, int(tag[8]) - 1, _position(tag[7]) - 1)


def _position(letters: bytes) -> int:
    position = 0
    for letter in letters:
        position = position * 26 + letter - ord("A") + 1
    return position
