"""How large a number can get, known before any fact is.

Engines hold numbers as whole numbers at a known scale (decimals). These bounds prove, when a rule is read, that no
intermediate result and no cross-multiplication of a comparison needs more than 38 digits.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from binhyen.rules.model import nodes
from binhyen.rules.model.nodes import Node
from binhyen.rules.model.types import Answer, Nonsense, ValueType

MOST: Final = 10**38 - 1
COUNT_MOST: Final = 10**12
AMOUNT_MOST: Final = 10**18 - 1  # 18 digits, 2 of them decimals
AMOUNT_SCALE: Final = 2
SCORE_SCALE: Final = 2
CRITERIA_MOST: Final = 10**4
POINTS_MOST: Final = 10**9
_YEAR_MOST: Final = 9999


@dataclass(frozen=True, slots=True)
class Bounds:
    """A number is a whole number divided by 10**scale; that whole number is at most `max_abs`, either sign."""

    scale: int
    max_abs: int

    def at(self, scale: int) -> int:
        """The bound when written with more decimals."""
        return shifted(self.max_abs, scale - self.scale)


def shifted(whole: int, places: int) -> int:
    """`whole` with `places` more decimals (0 or more)."""
    return whole * int(f"1{'0' * places}")


def scaled(value: Decimal | int, scale: int) -> int:
    """The whole number that stands for `value` at `scale`. Exact, or ValueError."""
    numerator, denominator = Decimal(value).as_integer_ratio()
    whole, rest = divmod(shifted(numerator, scale), denominator)
    if rest:
        raise ValueError(f"{value} has more than {scale} decimals")
    return whole


def bounds_of(node: Node) -> Bounds:
    """The bounds of a number or a tally. Raises Nonsense where 38 digits do not suffice."""
    found = _bounds(node)
    if found.max_abs > MOST:
        raise _too_large(node)
    return found


def _bounds(node: Node) -> Bounds:
    match node:
        case nodes.Number(value=value):
            # 2.1250 is 2.125: a zero written for the reader's eye asks for no further digit.
            exponent = int(value.normalize().as_tuple().exponent)
            scale = max(0, -exponent)
            return Bounds(scale, scaled(value, scale))
        case nodes.Figure(answer=Answer.AMOUNT) | nodes.Previous(answer=Answer.AMOUNT):
            return Bounds(AMOUNT_SCALE, AMOUNT_MOST)
        case nodes.Figure(answer=Answer.SCORE, maximum=maximum):
            return Bounds(SCORE_SCALE, scaled(maximum, SCORE_SCALE) if maximum is not None else 10**9)
        case nodes.Figure() | nodes.Previous() | nodes.Units():
            return Bounds(0, 2 * COUNT_MOST if isinstance(node, nodes.Units) else COUNT_MOST)
        case nodes.Year():
            return Bounds(0, _YEAR_MOST)
        case nodes.CountMet():
            return Bounds(0, CRITERIA_MOST)
        case nodes.Points():
            return Bounds(SCORE_SCALE, POINTS_MOST * 10**SCORE_SCALE)
        case _:
            return _combined(node)


def _combined(node: Node) -> Bounds:
    match node:
        case nodes.Arithmetic(op="*", left=left, right=right):
            a, b = bounds_of(left), bounds_of(right)
            return Bounds(a.scale + b.scale, a.max_abs * b.max_abs)
        case nodes.Arithmetic(left=left, right=right):
            a, b = bounds_of(left), bounds_of(right)
            scale = max(a.scale, b.scale)
            return Bounds(scale, a.at(scale) + b.at(scale))
        case nodes.Negate(operand=operand) | nodes.Abs(operand=operand):
            return bounds_of(operand)
        case nodes.Least(items=items) | nodes.Greatest(items=items):
            return _widest(*items)
        case nodes.If(then=then, otherwise=otherwise):
            return _widest(then, otherwise)
        case _:
            raise TypeError(f"{type(node).__name__} is not a number")


def _widest(*items: Node) -> Bounds:
    all_bounds = [bounds_of(item) for item in items]
    scale = max(bounds.scale for bounds in all_bounds)
    return Bounds(scale, max(bounds.at(scale) for bounds in all_bounds))


@dataclass(frozen=True, slots=True)
class Sides:
    """A number or ratio as numerator over denominator; `denominator` is None for a plain number."""

    numerator: Node
    denominator: Node | None


def sides(node: Node) -> Sides:
    """Numerator and denominator of a comparison's operand."""
    if isinstance(node, nodes.Divide):
        return Sides(node.left, node.right)
    return Sides(node, None)


def cross_bounds(left: Node, right: Node) -> Bounds:
    """Bounds of both products of `left op right` after cross-multiplication, brought to one scale."""
    a, b = sides(left), sides(right)
    first = _product(a.numerator, b.denominator)
    second = _product(b.numerator, a.denominator)
    scale = max(first.scale, second.scale)
    found = Bounds(scale, max(first.at(scale), second.at(scale)))
    if found.max_abs > MOST:
        raise _too_large(left)
    return found


def _product(one: Node, other: Node | None) -> Bounds:
    a = bounds_of(one)
    if other is None:
        return a
    b = bounds_of(other)
    return Bounds(a.scale + b.scale, a.max_abs * b.max_abs)


def score_bounds(node: Node) -> Bounds:
    """Bounds of what rounding a score half up to 2 decimals computes: 200·a·10^sb + b·10^sa over 2·b·10^sa."""
    a, b = sides(node), 1
    top = bounds_of(a.numerator)
    bottom = bounds_of(a.denominator) if a.denominator is not None else Bounds(0, b)
    size = 200 * top.max_abs * 10**bottom.scale + 2 * bottom.max_abs * 10**top.scale
    if size > MOST:
        raise _too_large(node)
    return Bounds(0, size)


def prove(node: Node) -> None:
    """Raise Nonsense, with its place, if any part of the rule could need more than 38 digits."""
    for part in nodes.walk(node):
        match part:
            case nodes.Compare(left=left, right=right) if _numeric(left):
                cross_bounds(left, right)
            case nodes.Between(item=item, low=low, high=high) if _numeric(item):
                cross_bounds(item, low)
                cross_bounds(item, high)
            case nodes.In(item=item, options=options) if _numeric(item):
                for option in options:
                    cross_bounds(item, option)
            case nodes.Known(operand=operand) if _numeric(operand):
                bounds_of(operand)
            case _:
                pass


def _numeric(node: Node) -> bool:
    return node.value_type in (ValueType.NUMBER, ValueType.RATIO, ValueType.TALLY)


def _too_large(node: Node) -> Nonsense:
    return Nonsense(
        "so_qua_lon",
        "Phép tính này có thể vượt quá 38 chữ số nên không bảo đảm chính xác.",
        cure="bớt phép nhân, hoặc tách thành nhiều tiêu chí",
        place=node.place,
    )
