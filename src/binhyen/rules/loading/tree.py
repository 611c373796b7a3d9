"""A rulebook file as a tree of texts that remember where they stood. Nothing here knows what a rulebook is."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

DEEPEST_TREE: Final = 24
_WORD: Final = 24
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a piece began: line and column from 1, and the characters of the file that it was read from."""

    line: int
    column: int
    raw: str = ""

    def inside(self, text: str, offset: int) -> tuple[int, int]:
        """Line and column of the character `offset` of the text that was read from `raw`."""
        end = offset
        while end < len(text) and end - offset < _WORD and not text[end].isspace():
            end += 1
        fragment = text[offset:end]
        at = _occurrence(self.raw, fragment, text.count(fragment, 0, offset)) if fragment else len(self.raw)
        if at < 0:
            return self.line, self.column
        before = self.raw[:at]
        newline = before.rfind("\n")
        column = at - newline if newline >= 0 else self.column + at
        return self.line + before.count("\n"), column


def _occurrence(raw: str, fragment: str, skip: int) -> int:
    at = raw.find(fragment)
    while at >= 0 and skip:
        at = raw.find(fragment, at + 1)
        skip -= 1
    return at


@dataclass(slots=True)
class Piece:
    """A text, a list or a mapping. `empty` says that nothing was written where a text could stand."""

    text: str = ""
    items: list["Piece"] | None = None
    entries: dict[str, "Piece"] | None = None
    mark: Mark | None = None
    where: str = ""
    keys: dict[str, Mark] = field(default_factory=dict)

    @property
    def is_text(self) -> bool:
        """Whether it is a scalar."""
        return self.items is None and self.entries is None

    @property
    def is_empty(self) -> bool:
        """Whether it is a scalar with nothing in it."""
        return self.is_text and not self.text.strip()

    def child(self, key: str | int) -> "Piece":
        """What stands under a key or index; the piece itself where nothing does, so that a place can be told."""
        if isinstance(key, int):
            return self.items[key] if self.items is not None and key < len(self.items) else self
        return (self.entries or {}).get(key, self)

    def position(self, offset: int = 0) -> str:
        """ "dòng 14, cột 7", or the place that the caller knows, or nothing."""
        if self.where or self.mark is None:
            return self.where
        line, column = self.at(offset)
        return f"dòng {line}, cột {column}"

    def at(self, offset: int = 0) -> tuple[int, int]:
        """Line and column, from 1; (0, 0) where the piece came from no text."""
        if self.mark is None:
            return 0, 0
        return self.mark.inside(self.text, offset) if offset or self.is_quoted else (self.mark.line, self.mark.column)

    @property
    def is_quoted(self) -> bool:
        """Whether the file says more than the text itself, so that the text begins after the piece."""
        return bool(self.mark and self.text and self.mark.raw and self.mark.raw[0] in "'\"|>")

    def key_piece(self, key: str) -> "Piece":
        """A piece that stands where the key itself does."""
        mark = self.keys.get(key)
        return Piece(mark=mark) if mark else self.child(key)

    def plain(self) -> object:
        """Texts, lists and dictionaries without places; empty entries left out."""
        if self.entries is not None:
            return {key: piece.plain() for key, piece in self.entries.items() if not piece.is_empty}
        if self.items is not None:
            return [piece.plain() for piece in self.items]
        return self.text


class ControlCharacter(ValueError):
    """A text holds a character that is no text: a control character or half of a surrogate pair."""


class TooDeep(ValueError):
    """Data nested deeper than any rulebook."""


def from_data(data: object, places: Mapping[Path, str] | None = None, path: Path = ()) -> Piece:
    """A tree from parsed JSON or from cells. `places` tells where a path came from ("ô C9, trang tính 'Tiêu chí'").

    A path without a place of its own takes that of what it stands in. Raises TooDeep.
    """
    return _grow(data, places or {}, path, "")


def _grow(data: object, places: Mapping[Path, str], path: Path, above: str) -> Piece:
    if len(path) > DEEPEST_TREE:
        raise TooDeep
    where = places.get(path, above)
    if isinstance(data, Mapping):
        entries = {clean(str(key)): _grow(value, places, (*path, str(key)), where) for key, value in data.items()}
        return Piece(entries=entries, where=where)
    if isinstance(data, Sequence) and not isinstance(data, str):
        items = [_grow(value, places, (*path, index), where) for index, value in enumerate(data)]
        return Piece(items=items, where=where)
    return Piece(text=_text(data), where=where)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return clean(str(value))


def clean(text: str) -> str:
    """The text in NFC. Raises ControlCharacter for what no person types and no database stores."""
    if _CONTROL.search(text):
        raise ControlCharacter
    return unicodedata.normalize("NFC", text)
