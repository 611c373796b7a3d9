"""Reading values: by unit, figure and period, in one query for any number of units."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from binhyen.figures.answers import NOTHING, Answer
from binhyen.figures.models import FigureValue
from binhyen.kernel.period import Period


def current_values(
    *,
    units: Iterable[UUID] | QuerySet[Any, Any],
    periods: Iterable[Period],
    keys: Iterable[str] = (),
    figures: Iterable[int] = (),
) -> QuerySet[FigureValue]:
    """Values that count now, of these units, periods and figures, by key or by id; every source."""
    asked = Q(figure__in=set(figures)) if figures else Q(figure__key__in=set(keys))
    return _in_periods(periods).filter(asked, unit__in=units, is_current=True)


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


class Stood(NamedTuple):
    """A value that stands, without the rest of it: thousands are read at once."""

    id: UUID
    answer: Answer
    paper: UUID | None


def stood(values: QuerySet[FigureValue]) -> dict[Slot, Stood]:
    """These values by what they are the answer to."""
    rows = values.values_list("unit", "figure__key", *_STOOD)
    return {(unit, key, starts, ends, source): _as_stood(*rest) for unit, key, starts, ends, source, *rest in rows}


def stood_and_held(values: QuerySet[FigureValue], keys: Mapping[int, str]) -> dict[Slot, Stood]:
    """`stood`, held until the act is done; `keys` names the figures by their ids, so that none of these is held too."""
    rows = values.select_for_update().values_list("unit", "figure", *_STOOD)
    return {
        (unit, keys[key], starts, ends, source): _as_stood(*rest) for unit, key, starts, ends, source, *rest in rows
    }


_STOOD = ("starts", "ends", "source", "id", "number", "word", "day", "withdrawn", "paper")


def _as_stood(
    value: UUID, number: Decimal | None, word: str, day: date | None, withdrawn: bool, paper: UUID | None
) -> Stood:
    return Stood(value, NOTHING if withdrawn else Answer(number, word, day), paper)
