"""Vietnamese text: folding, sorting, numbers, percentages, days."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binhyen.kernel import text

WORDS = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩị ÀĐƯỜNG0123456789", max_size=30)


@pytest.mark.parametrize("written", ["Kiến Thụy", "Kiến Thuỵ", "KIẾN  THỤY", "kien thuy"])
def test_every_spelling_of_a_name_folds_to_one(written: str) -> None:
    assert text.fold(written) == "kien thuy"


def test_d_with_stroke_folds_to_d() -> None:
    assert text.fold("Đăk Đoa") == "dak doa"


@given(WORDS)
def test_folding_twice_is_folding_once(word: str) -> None:
    assert text.fold(text.fold(word)) == text.fold(word)


def test_names_sort_as_a_vietnamese_dictionary_with_numbers_by_value() -> None:
    names = ["Thôn 10", "Thôn 2", "Ấp Đa", "Ấp Dừa", "Áp", "Ăn", "An", "Ân", "Ấn"]
    assert sorted(names, key=text.sort_key) == [
        "An", "Áp", "Ăn", "Ân", "Ấn", "Ấp Dừa", "Ấp Đa", "Thôn 2", "Thôn 10",
    ]  # fmt: skip


@given(st.integers(min_value=0, max_value=10**12))
def test_a_printed_count_reads_back_as_itself(count: int) -> None:
    assert text.parse_number(text.number(count)) == count


@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_a_printed_amount_reads_back_as_itself(amount: Decimal) -> None:
    assert text.parse_number(text.number(amount)) == amount


@pytest.mark.parametrize("typed", ["2.4", "1.23", "12 %", "hai", "", "1.2345", "3,5,1", "--3"])
def test_what_is_no_vietnamese_number_is_refused_instead_of_guessed(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text itself is the message
        text.parse_number(typed)


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [(2412, 2546, "94,7 %"), (123, 131, "93,9 %"), (16, 25, "64 %"), (25, 25, "100 %"), (0, 3, "0 %"), (3, 0, "—")],
)
def test_published_shares_print_as_they_were_published(part: int, whole: int, printed: str) -> None:
    assert text.percent(part, whole).replace(text.NBSP, " ") == printed


@given(st.integers(0, 100_000), st.integers(1, 100_000))
def test_a_whole_percentage_is_printed_only_when_it_is_exact(part: int, whole: int) -> None:
    printed = text.percent(part, whole).replace(f"{text.NBSP}%", "")
    value = Fraction(text.parse_number(printed)) / 100
    if value.denominator in (1, 2, 4, 5, 10, 20, 25, 50, 100):
        assert value == Fraction(part, whole) or abs(value - Fraction(part, whole)) < Fraction(1, 10**7)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_printed_day_reads_back_as_itself(day: date) -> None:
    assert text.parse_day(text.day(day)) == text.parse_day(day.isoformat()) == day


def test_days_in_words_carry_the_zeros_that_official_papers_ask_for() -> None:
    assert text.day_in_words(date(2022, 2, 5)) == "ngày 05 tháng 02 năm 2022"
    assert text.day_in_words(date(2022, 11, 25)) == "ngày 25 tháng 11 năm 2022"
