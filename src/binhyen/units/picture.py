"""A small picture of where a unit comes from and what became of it: boxes and lines by their places, no markup here.

What came before stands above, what came after below, two in a row, one alone in the middle; a line from each runs into a
stem through the middle. Lengths are in the pixels of a picture 340 wide, which fits a phone.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

WIDTH = 340
_BOX, _HEIGHT, _GAP = 158, 30, 10
_STEM = WIDTH // 2
_AIR = 18
# More would be a wall of boxes; the list beside the picture has all of them.
_MOST = 14
_LONGEST = 23


class Relative(Protocol):
    """The other end of a succession."""

    @property
    def full_name(self) -> str:
        """Its name on its side of the day."""

    @property
    def is_whole(self) -> bool:
        """Whether all of it took part."""


@dataclass(frozen=True, slots=True)
class Box:
    """A unit: its place, and its name as far as it fits."""

    x: int
    y: int
    width: int
    text: str
    full_name: str
    is_self: bool = False
    is_whole: bool = True

    @property
    def height(self) -> int:
        """Every box is as high as another."""
        return _HEIGHT

    @property
    def middle(self) -> int:
        """Where the text stands, from the left."""
        return self.x + self.width // 2

    @property
    def baseline(self) -> int:
        """Where the text stands, from the top."""
        return self.y + 20


@dataclass(frozen=True, slots=True)
class Line:
    """From one point to another; broken where only a part went over."""

    x1: int
    y1: int
    x2: int
    y2: int
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes and lines, and how high the whole is."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    height: int
    description: str
    width: int = WIDTH


def picture_of(name: str, before: Sequence[Relative], after: Sequence[Relative]) -> Picture | None:
    """The picture of a unit; None when nothing came before or after it."""
    if not before and not after:
        return None
    above = list(_boxes(before, 0))
    top = _bottom(above) + _AIR if above else 0
    own = Box((WIDTH - 200) // 2, top, 200, _short(name, _LONGEST + 5), name, is_self=True)
    below = list(_boxes(after, top + _HEIGHT + _AIR))
    lines = [*_stem(above, own, below), *_branches(above), *_branches(below)]
    return Picture((*above, own, *below), tuple(lines), _bottom(below or [own]), _said(name, before, after))


def _boxes(relatives: Sequence[Relative], top: int) -> Iterator[Box]:
    shown = relatives if len(relatives) <= _MOST else relatives[: _MOST - 1]
    told = [(each.full_name, each.is_whole) for each in shown]
    if len(shown) < len(relatives):
        told.append((f"và {len(relatives) - len(shown)} đơn vị khác", True))
    for place, (name, is_whole) in enumerate(told):
        x = (WIDTH - _BOX) // 2 if len(told) == 1 else 0 if place % 2 == 0 else WIDTH - _BOX
        y = top + (place // 2) * (_HEIGHT + _GAP)
        yield Box(x, y, _BOX, _short(name, _LONGEST), name, is_whole=is_whole)


def _bottom(boxes: Iterable[Box]) -> int:
    return max(box.y + _HEIGHT for box in boxes)


def _stem(above: Sequence[Box], own: Box, below: Sequence[Box]) -> Iterator[Line]:
    """One line through the middle, from the first row above to the last below."""
    if len(above) == 1:
        yield Line(_STEM, above[0].y + _HEIGHT, _STEM, own.y, above[0].is_whole)
    elif above:
        yield Line(_STEM, above[0].y + _HEIGHT // 2, _STEM, own.y)
    if len(below) == 1:
        yield Line(_STEM, own.y + _HEIGHT, _STEM, below[0].y, below[0].is_whole)
    elif below:
        yield Line(_STEM, own.y + _HEIGHT, _STEM, below[-1].y + _HEIGHT // 2)


def _branches(boxes: Sequence[Box]) -> Iterator[Line]:
    for box in boxes if len(boxes) > 1 else ():
        edge = box.x + box.width if box.x == 0 else box.x
        y = box.y + _HEIGHT // 2
        yield Line(edge, y, _STEM, y, box.is_whole)


def _short(name: str, longest: int) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


def _said(name: str, before: Sequence[Relative], after: Sequence[Relative]) -> str:
    """The picture in words."""
    parts = [f"{name} hình thành từ {_listed(before)}" if before else "", f"nay là {_listed(after)}" if after else ""]
    return "; ".join(part for part in parts if part) + "."


def _listed(relatives: Sequence[Relative]) -> str:
    return ", ".join(each.full_name if each.is_whole else f"một phần {each.full_name}" for each in relatives)
