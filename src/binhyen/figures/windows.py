"""Adding and comparing numbers by the days over which they were counted.

Each kind of unit has its window (01/11–31/10, 16/11–15/11, 15/12–14/12), administrative months run from 15 to 14: a
number without its days means nothing, and numbers of different days are never put together in silence.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from binhyen.figures.errors import WindowsDiffer
from binhyen.kernel.period import Period


@dataclass(frozen=True, slots=True)
class Counted:
    """A number and the days over which it was counted."""

    window: Period
    number: Decimal


def total(parts: Iterable[Counted]) -> Counted:
    """The sum of numbers of one window. Raises WindowsDiffer where they are not, ValueError where there are none."""
    found = list(parts)
    windows = tuple(sorted({one.window for one in found}))
    if len(windows) > 1:
        raise WindowsDiffer(windows, word="cộng")
    if not windows:
        raise ValueError("no numbers, no total")
    return Counted(windows[0], sum((one.number for one in found), Decimal()))


def change(before: Counted, now: Counted) -> Decimal:
    """By how much a number changed in a year. Raises WindowsDiffer unless the earlier window is the same days of the
    calendar one year before."""
    if before.window != now.window.one_year_earlier():
        raise WindowsDiffer((before.window, now.window), word="so sánh")
    return now.number - before.number
