"""Half-open periods of days. On paper a window includes both its days; here the end is the first day after."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

_ONE_DAY = timedelta(days=1)


def same_day_in_year(day: date, year: int) -> date:
    """The same day and month in another year; 29 February becomes 28 February where there is none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` (included) to `end` (excluded)."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"period is empty: {self.start} to {self.end}")

    @classmethod
    def on_paper(cls, first: date, last: date) -> Self:
        """A window as papers write it, both days included."""
        return cls(first, last + _ONE_DAY)

    @property
    def last(self) -> date:
        """The last day that belongs to the period."""
        return self.end - _ONE_DAY

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.end - self.start).days

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def overlaps(self, other: "Period") -> bool:
        """Whether the two share a day."""
        return self.start < other.end and other.start < self.end

    def one_year_earlier(self) -> "Period":
        """The same window of the year before, on the same days of the calendar."""
        first, last = self.start, self.last
        return Period.on_paper(same_day_in_year(first, first.year - 1), same_day_in_year(last, last.year - 1))
