"""When a letter is due: 30, 10 and 5 days before, then weekly, and never two for one mark."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from binhyen.reminders.services.mailing import mark_of

DEADLINE = date(2026, 11, 30)


def mark(left: int) -> int | None:
    return mark_of(DEADLINE, DEADLINE - timedelta(days=left))


def test_nothing_is_due_more_than_thirty_days_ahead_or_long_after() -> None:
    assert mark(31) is None
    assert mark(-1000) is None


def test_the_last_day_itself_still_belongs_to_the_letter_of_five_days() -> None:
    assert (mark(30), mark(10), mark(5), mark(0), mark(-1)) == (30, 10, 5, 5, -1)


@given(left=st.integers(-100, 60))
def test_marks_only_come_closer_as_days_pass(left: int) -> None:
    today, tomorrow = mark(left), mark(left - 1)
    assert today is None or tomorrow is None or tomorrow <= today
