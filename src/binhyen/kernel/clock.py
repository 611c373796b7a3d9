"""Time as the field counts it: Asia/Ho_Chi_Minh, and a deadline that ends at 24:00 of its day."""

from datetime import UTC, date, datetime, time, timedelta, timezone

# Việt Nam has kept UTC+7 without daylight saving since 1975; the programmes begin in 2012.
# A fixed offset needs no time zone database, which a bare Windows machine does not have.
VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


def now() -> datetime:
    """This instant, aware, in UTC (what is stored)."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is in Việt Nam."""
    return datetime.now(VIETNAM).date()


def local(instant: datetime) -> datetime:
    """An aware instant on the Vietnamese clock."""
    return instant.astimezone(VIETNAM)


def end_of_day(day: date) -> datetime:
    """The instant at which a deadline on `day` has passed: 24:00 in Việt Nam."""
    return datetime.combine(day + timedelta(days=1), time.min, VIETNAM)


def days_left(deadline: date, on: date) -> int:
    """Whole days until a deadline's last day: 0 on the day itself, -1 on the day after."""
    return (deadline - on).days
