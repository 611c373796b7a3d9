"""Reading values: by unit, figure and period, in one query for any number of units."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from binhyen.figures.answers import Answer
from binhyen.figures.models import FigureValue
from binhyen.kernel.period import Period


def current_values(
    *, units: Iterable[UUID] | QuerySet[Any, Any], keys: Iterable[str], periods: Iterable[Period]
) -> QuerySet[FigureValue]:
    """Values that count now, of these units, figures and periods; every source."""
    return _in_periods(periods).filter(unit__in=units, figure__key__in=set(keys), is_current=True)


def values_then(
    *, units: Iterable[UUID] | QuerySet[Any, Any], keys: Iterable[str], periods: Iterable[Period], at: datetime
) -> QuerySet[FigureValue]:
    """`current_values` as they were at a moment: recorded by then, and not superseded by then."""
    known = _in_periods(periods).filter(unit__in=units, figure__key__in=set(keys), recorded_at__lte=at)
    return known.exclude(superseded_by__recorded_at__lte=at)


def _in_periods(periods: Iterable[Period]) -> QuerySet[FigureValue]:
    windows = Q(pk__in=[])
    for period in set(periods):
        windows |= Q(starts=period.start, ends=period.end)
    return FigureValue.objects.filter(windows)


def history_of(*, unit: UUID, key: str, period: Period) -> QuerySet[FigureValue]:
    """Every value ever recorded for one figure of one unit and period, newest first."""
    return (
        FigureValue.objects.filter(unit=unit, figure__key=key, starts=period.start, ends=period.end)
        .select_related("typed_by", "paper", "figure")
        .order_by("-recorded_at", "-id")
    )


def answer_of(value: FigureValue) -> Answer:
    """The stored value as an answer; a withdrawn one is nothing."""
    return Answer() if value.withdrawn else Answer(number=value.number, word=value.word, day=value.day)


Slot = tuple[UUID, str, date, date, str]


def slot_of(value: FigureValue) -> Slot:
    """What a value is the answer to: unit, figure, period, source."""
    return (value.unit_id, value.figure.key, value.starts, value.ends, value.source)
