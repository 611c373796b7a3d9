"""Answers of units that became one, as the answer of the one (docs/rules.md): no sum is made where one is missing."""

from collections.abc import Sequence
from decimal import Decimal

from binhyen.rules.model.facts import Value
from binhyen.rules.model.types import Answer

_ADDED = (Answer.COUNT, Answer.AMOUNT)
_ALL_TRUE = (Answer.YES_NO, Answer.DOCUMENT, Answer.CONFIRMATION)


def combined(answer: Answer, values: Sequence[Value]) -> Value:
    """The answer of a unit for the time before it was made, from those of all its whole predecessors.

    Counts and amounts add. Papers and yes/no hold when they hold of all; of a confirmation: it occurred if it occurred
    anywhere, it is confirmed that it did not when all confirmed so. A choice, a date or a score passes only from one to
    one. None where it cannot be told.
    """
    if not values:
        return None
    if answer in _ADDED:
        return _sum(answer, values)
    if answer in _ALL_TRUE:
        return False if any(value is False for value in values) else None if None in values else True
    return values[0] if len(values) == 1 else None


def _sum(answer: Answer, values: Sequence[Value]) -> Value:
    numbers = [Decimal(value) for value in values if isinstance(value, int | Decimal) and not isinstance(value, bool)]
    if len(numbers) != len(values):
        return None
    total = sum(numbers, Decimal())
    return int(total) if answer is Answer.COUNT else total
