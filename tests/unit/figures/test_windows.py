"""Numbers are added and compared by the days over which they were counted, and otherwise not at all."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from binhyen.figures.errors import WindowsDiffer
from binhyen.figures.windows import Counted, change, total
from binhyen.kernel.period import Period

# Other work may share the machine: how long a draw takes says nothing here.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
numbers = st.integers(0, 10**12).map(Decimal)
days = st.dates(date(2012, 1, 1), date(2035, 12, 31))


@st.composite
def windows(draw: st.DrawFn) -> Period:
    """Any span of days, and often the windows that the field has."""
    first = draw(days)
    usual = [Period.on_paper(date(first.year - 1, *begins), date(first.year, *ends)) for begins, ends in USUAL]
    other = Period.on_paper(first, first + timedelta(days=draw(st.integers(0, 800))))
    return draw(st.sampled_from([*usual, other, month(first.year, first.month)]))


USUAL = [((11, 1), (10, 31)), ((11, 16), (11, 15)), ((12, 15), (12, 14))]


def month(year: int, number: int) -> Period:
    """An administrative month, from the 15th to the 14th."""
    begins = date(year, number, 15)
    return Period.on_paper(begins, (begins + timedelta(days=31)).replace(day=14))


@unhurried
@given(windows(), st.lists(numbers, min_size=1, max_size=8))
def test_numbers_of_one_window_add_up_to_a_number_of_that_window(window: Period, parts: list[Decimal]) -> None:
    assert total(Counted(window, one) for one in parts) == Counted(window, sum(parts, Decimal()))


@unhurried
@given(st.lists(st.tuples(windows(), numbers), min_size=1, max_size=6))
def test_numbers_are_added_exactly_when_their_windows_are_the_same(parts: list[tuple[Period, Decimal]]) -> None:
    found, counted = {window for window, _ in parts}, [Counted(*one) for one in parts]
    if len(found) == 1:
        assert total(counted).window in found
    else:
        with pytest.raises(WindowsDiffer) as caught:
            total(counted)
        assert set(caught.value.windows) == found


@unhurried
@given(windows(), windows(), numbers, numbers)
def test_a_year_is_compared_with_the_same_days_of_the_year_before_alone(
    before: Period, now: Period, one: Decimal, other: Decimal
) -> None:
    assert change(Counted(now.one_year_earlier(), one), Counted(now, other)) == other - one
    if before != now.one_year_earlier():
        with pytest.raises(WindowsDiffer):
            change(Counted(before, one), Counted(now, other))


def test_twelve_months_cut_at_the_fourteenth_are_no_year_cut_at_the_end_of_october() -> None:
    year = Period.on_paper(date(2020, 11, 1), date(2021, 10, 31))
    months = [month(2020 + at // 12, at % 12 + 1) for at in range(10, 22)]
    with pytest.raises(WindowsDiffer) as caught:
        total([Counted(year, Decimal(5)), *(Counted(one, Decimal(1)) for one in months)])
    assert "15/11/2020 – 14/12/2020" in caught.value.message
    assert "01/11/2020 – 31/10/2021" in caught.value.message


def test_nothing_has_no_total() -> None:
    with pytest.raises(ValueError, match="no numbers"):
        total([])
