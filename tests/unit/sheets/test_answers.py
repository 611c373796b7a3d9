from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binhyen.kernel.text import number
from binhyen.rules.model.facts import Column, Value
from binhyen.rules.model.types import Answer
from binhyen.sheets.answers import UnreadableAnswer, read_answer


def read(cell: str, answer: Answer, **options: object) -> Value:
    return read_answer(cell, Column("f", answer, **options))  # type: ignore[arg-type]


def refused(cell: str, answer: Answer, **options: object) -> str:
    with pytest.raises(UnreadableAnswer) as error:
        read(cell, answer, **options)
    assert error.value.cure
    return error.value.code


@pytest.mark.parametrize("answer", Answer)
def test_an_empty_cell_is_unknown_and_not_zero(answer: Answer) -> None:
    assert read("  ", answer) is None


@given(st.integers(0, 10**12))
def test_a_count_is_read_plain_and_in_vietnamese_grouping(count: int) -> None:
    assert read(str(count), Answer.COUNT) == count
    assert read(number(count), Answer.COUNT) == count


@given(st.integers(0, 10**18 - 1).map(lambda cents: Decimal(cents).scaleb(-2)))
def test_an_amount_is_read_back_exactly(amount: Decimal) -> None:
    assert read(number(amount), Answer.AMOUNT) == amount


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("64%", "phan_tram_o_cho_so_dem"),
        ("0,64", "phan_tram_o_cho_so_dem"),
        ("2,5", "khong_phai_so_nguyen"),
        ("2.4", "khong_phai_so"),
        ("hai", "khong_phai_so"),
        ("-3", "so_am"),
        ("1000000000001", "so_qua_lon"),
        ("#LỖI", "khong_phai_so"),
    ],
)
def test_what_is_no_count_is_refused(cell: str, code: str) -> None:
    assert refused(cell, Answer.COUNT) == code


def test_an_amount_has_two_decimals_at_most() -> None:
    assert read("0,50", Answer.AMOUNT) == Decimal("0.5")
    assert refused("0,505", Answer.AMOUNT) == "qua_hai_so_le"


def test_a_score_stays_within_its_maximum() -> None:
    assert read("9,5", Answer.SCORE, maximum=Decimal(10)) == Decimal("9.5")
    assert refused("10,5", Answer.SCORE, maximum=Decimal(10)) == "so_qua_lon"


@pytest.mark.parametrize(
    ("cell", "value"), [("có", True), ("CÓ", True), ("Không", False), ("khong", False), ("chưa", False)]
)
def test_yes_and_no_are_read(cell: str, value: bool) -> None:
    assert read(cell, Answer.YES_NO) is value


@pytest.mark.parametrize(
    ("cell", "value"),
    [("không xảy ra", True), ("Không để xảy ra", True), ("có xảy ra", False), ("chưa có xác nhận", None)],
)
def test_a_confirmation_is_true_where_nothing_occurred(cell: str, value: bool | None) -> None:
    assert read(cell, Answer.CONFIRMATION) is value


@pytest.mark.parametrize("cell", ["có", "không", "0"])
def test_a_bare_yes_does_not_say_what_is_confirmed(cell: str) -> None:
    assert refused(cell, Answer.CONFIRMATION) == "khong_phai_xac_nhan"


@pytest.mark.parametrize("cell", ["31/03/2021", "2021-03-31", "31.03.2021"])
def test_days_are_read_as_people_write_them(cell: str) -> None:
    assert read(cell, Answer.DATE) == date(2021, 3, 31)


def test_a_day_that_does_not_exist_is_refused() -> None:
    assert refused("31/02/2021", Answer.DATE) == "khong_phai_ngay"


def test_a_choice_is_read_without_regard_to_case_and_otherwise_lists_the_choices() -> None:
    assert read("TỐT", Answer.CHOICE, choices=("Tốt", "Khá")) == "Tốt"
    with pytest.raises(UnreadableAnswer, match="danh sách") as error:
        read("xấu", Answer.CHOICE, choices=("Tốt", "Khá"))
    assert "'Khá'" in error.value.cure
