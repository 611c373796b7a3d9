"""Running numbers are read as people write them, and written as they are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binhyen.kernel.errors import InputProblems
from binhyen.units.roster_numbers import read_numbers, said


@given(st.sets(st.integers(1, 3_000), max_size=60))
def test_numbers_survive_being_said(numbers: set[int]) -> None:
    assert read_numbers(said(numbers), most=3_000) == numbers


@pytest.mark.parametrize("typed", ["1-3, 7", "1–3;7", "1 - 3 7", "1 đến 3, 7", "7,1-3,2"])
def test_ranges_are_understood_in_every_spelling(typed: str) -> None:
    assert read_numbers(typed, most=10) == {1, 2, 3, 7}


@pytest.mark.parametrize("typed", ["0", "11", "3-1", "ba", "1-", "-5", "1.5", "99999999"])
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(InputProblems):
        read_numbers(typed, most=10)
