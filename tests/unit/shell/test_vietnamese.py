from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binhyen.kernel import clock
from binhyen.shell.templatetags import vietnamese


def test_an_unknown_number_is_a_dash_and_not_zero() -> None:
    assert vietnamese.number(None) == "—"
    assert vietnamese.number(0) == "0"


def test_a_number_stands_with_its_denominator() -> None:
    assert vietnamese.of(2412, 2546) == "2.412\u00a0/\u00a02.546"


def test_a_share_is_written_the_vietnamese_way() -> None:
    assert vietnamese.percent(2412, 2546) == "94,7\u00a0%"


@pytest.mark.parametrize(("part", "whole"), [(None, 5), (5, None), (0, 0)])
def test_a_share_without_both_numbers_is_a_dash(part: int | None, whole: int | None) -> None:
    assert vietnamese.percent(part, whole) == "—"


def test_a_moment_late_in_utc_shows_the_day_it_is_in_vietnam() -> None:
    assert vietnamese.day(datetime(2021, 11, 17, 18, 30, tzinfo=UTC)) == "18/11/2021"


def test_a_half_open_end_shows_the_last_day_that_counts() -> None:
    assert vietnamese.last_day(date(2025, 7, 1)) == "30/06/2025"


@pytest.mark.parametrize(
    ("days", "words", "late"),
    [(6, "còn 6 ngày", False), (0, "hôm nay", False), (-1, "quá hạn 1 ngày", True), (1200, "còn 1.200 ngày", False)],
)
def test_a_deadline_is_late_only_after_its_last_day(days: int, words: str, late: bool) -> None:
    deadline = clock.today() + timedelta(days=days)
    assert vietnamese.days_left(deadline) == words
    assert vietnamese.is_late(deadline) is late


def test_a_deadline_of_years_ago_is_named_by_its_day() -> None:
    assert vietnamese.days_left(date(2021, 10, 31)) == "quá hạn từ 31/10/2021"


def test_days_have_the_names_of_the_calendar() -> None:
    assert vietnamese.weekday(date(2026, 11, 20)) == "thứ Sáu"
    assert vietnamese.weekday(date(2026, 11, 22)) == "Chủ nhật"


@pytest.mark.parametrize(
    ("size", "words"),
    [(1, "1\u00a0kB"), (20 * 1024 * 1024, "20\u00a0MB"), (1_500_000, "1,4\u00a0MB"), (320_000, "312\u00a0kB")],
)
def test_sizes_are_written_as_people_read_them(size: int, words: str) -> None:
    assert vietnamese.file_size(size) == words


@given(st.one_of(st.integers(0, 10**12), st.decimals(0, 10**9, places=2)))
def test_a_number_reads_back_as_itself(value: int | Decimal) -> None:
    shown = vietnamese.number(value)
    assert Decimal(shown.replace(".", "").replace(",", ".")) == value
