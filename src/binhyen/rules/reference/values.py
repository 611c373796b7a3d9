"""Values of the reference evaluator, and what is done with numbers that are known only to lie between two ends."""

import math
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from binhyen.rules.model.facts import Facts
from binhyen.rules.model.types import Answer

Exact = int | Fraction


class Interval(NamedTuple):
    """Every number from `low` to `high`, both included; a known number has equal ends."""

    low: Exact
    high: Exact

    @property
    def is_single(self) -> bool:
        """Whether the number is known."""
        # Known numbers are made with one object at both ends, and comparing fractions is slow.
        return self.low is self.high or self.low == self.high


NOTHING = Interval(0, 0)
Value = Interval | bool | date | str | None


class BadFact(ValueError):
    """A facts column holds what its answer cannot be. Whoever reads facts files refuses such cells before."""

    def __init__(self, column: str, value: object) -> None:
        self.column = column
        self.value = value
        super().__init__(f"{column}: {value!r}")


def single(number: Exact) -> Interval:
    """A known number."""
    return Interval(number, number)


@lru_cache(maxsize=4096)
def exact(value: Decimal) -> Interval:
    """A literal as a known number; whole numbers stay plain, which is several times faster."""
    fraction = Fraction(value)
    return single(fraction.numerator if fraction.denominator == 1 else fraction)


def read_number(facts: Facts, column: str) -> Interval | None:
    """A number of the facts, exact, or None if it is unknown."""
    value = facts.get(column)
    if value is None:
        return None
    if type(value) is int and value >= 0:
        return Interval(value, value)
    if isinstance(value, Decimal) and value.is_finite() and value >= 0:
        return exact(value)
    raise BadFact(column, value)


def read_other(facts: Facts, column: str, kind: type[bool] | type[date] | type[str]) -> bool | date | str | None:
    """A truth value, a day or a text of the facts, or None if it is unknown."""
    value = facts.get(column)
    if value is None or type(value) is kind:
        return value
    raise BadFact(column, value)


KIND_OF_ANSWER: dict[Answer, type[bool] | type[date] | type[str]] = {
    Answer.YES_NO: bool,
    Answer.DOCUMENT: bool,
    Answer.CONFIRMATION: bool,
    Answer.DATE: date,
    Answer.CHOICE: str,
}


# ---------------------------------------------------------------- arithmetic


def add(a: Interval, b: Interval) -> Interval:
    """Every sum."""
    return Interval(a.low + b.low, a.high + b.high)


def subtract(a: Interval, b: Interval) -> Interval:
    """Every difference."""
    return Interval(a.low - b.high, a.high - b.low)


def multiply(a: Interval, b: Interval) -> Interval:
    """Every product: the extremes stand at the ends."""
    corners = (a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high)
    return Interval(min(corners), max(corners))


def divide(a: Interval, b: Interval) -> Interval | None:
    """Every quotient; unknown unless the denominator is one number other than 0."""
    if not b.is_single or b.low == 0:
        return None
    first = _quotient(a.low, b.low)
    if a.is_single:
        return single(first)
    last = _quotient(a.high, b.low)
    return Interval(min(first, last), max(first, last))


def _quotient(a: Exact, b: Exact) -> Fraction:
    # One construction instead of two where both are whole, which almost all are.
    return Fraction(a, b) if isinstance(a, int) and isinstance(b, int) else Fraction(a) / b


def negate(a: Interval) -> Interval:
    """Every number with the other sign."""
    return Interval(-a.high, -a.low)


def absolute(a: Interval) -> Interval:
    """Every number without its sign."""
    if a.low >= 0:
        return a
    if a.high <= 0:
        return negate(a)
    return Interval(0, max(-a.low, a.high))


def least(items: list[Interval]) -> Interval:
    """The least of each combination."""
    return Interval(min(item.low for item in items), min(item.high for item in items))


def greatest(items: list[Interval]) -> Interval:
    """The greatest of each combination."""
    return Interval(max(item.low for item in items), max(item.high for item in items))


# ---------------------------------------------------------------- comparison


def _equal(a: Interval, b: Interval) -> bool | None:
    if a.high < b.low or b.high < a.low:
        return False
    return True if a.is_single and b.is_single else None


def _less(a: Interval, b: Interval) -> bool | None:
    if a.high < b.low:
        return True
    if a.low is a.high and b.low is b.high:
        return False
    return False if a.low >= b.high else None


def opposite(truth: bool | None) -> bool | None:
    """NOT, by Kleene."""
    return None if truth is None else not truth


COMPARE: dict[str, Callable[[Interval, Interval], bool | None]] = {
    "=": _equal,
    "<>": lambda a, b: opposite(_equal(a, b)),
    "<": _less,
    "<=": lambda a, b: opposite(_less(b, a)),
    ">": lambda a, b: _less(b, a),
    ">=": lambda a, b: opposite(_less(a, b)),
}


def all_of(truths: list[bool | None]) -> bool | None:
    """AND, by Kleene."""
    if False in truths:
        return False
    return None if None in truths else True


def any_of(truths: list[bool | None]) -> bool | None:
    """OR, by Kleene."""
    if True in truths:
        return True
    return None if None in truths else False


# ---------------------------------------------------------------- points


def hundredths(number: Exact) -> int:
    """A number in hundredths, rounded half up."""
    return math.floor(number * 100 + Fraction(1, 2))
