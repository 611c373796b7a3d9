"""Where problems are gathered while a rulebook is read."""

from operator import itemgetter
from typing import Final

from binhyen.kernel.errors import Problem
from binhyen.rules.loading.tree import Piece
from binhyen.rules.model.types import NOWHERE, Nonsense

MOST_PROBLEMS: Final = 200
_LAST: Final = (10**9, 0)


class TooManyProblems(Exception):
    """Enough is known; reading on would only cost time."""


class Problems:
    """A list that knows how to say where. `context` is what a person calls the thing: "tiêu chí 1c"."""

    def __init__(self) -> None:
        self._noted: list[tuple[tuple[int, int], Problem]] = []

    @property
    def found(self) -> list[Problem]:
        """What was noted, in the order of the file."""
        return [problem for _, problem in sorted(self._noted, key=itemgetter(0))]

    def add(self, piece: Piece, code: str, message: str, *, cure: str = "", context: str = "", offset: int = 0) -> None:
        """Note a problem at a piece (at a character of its text). Raises TooManyProblems after MOST_PROBLEMS."""
        place = ", ".join(part for part in (piece.position(offset), context) if part)
        at = piece.at(offset)
        self._noted.append((at, Problem(code=code, message=message, place=place, cure=cure)))
        if len(self._noted) >= MOST_PROBLEMS:
            more = f"Đã có {MOST_PROBLEMS} vấn đề, không đọc tiếp."
            cure = "sửa các vấn đề trên rồi kiểm tra lại"
            self._noted.append((_LAST, Problem(code="qua_nhieu_van_de", message=more, cure=cure)))
            raise TooManyProblems

    def add_nonsense(self, piece: Piece, error: Nonsense, *, context: str = "") -> None:
        """Note what the language or a node refused, inside the rule text that `piece` holds."""
        lead = len(piece.text) - len(piece.text.lstrip())
        offset = error.place.start + lead if error.place != NOWHERE else 0
        self.add(piece, error.code, error.message, cure=error.cure, context=context, offset=offset)
