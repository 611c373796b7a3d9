"""Answers as people type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binhyen.figures.answers import NOTHING, Answer, NotAnAnswer, read, show


@given(st.integers(0, 10**12))
def test_a_shown_count_reads_back_as_itself(count: int) -> None:
    answer = Answer(number=Decimal(count))
    assert read("count", show("count", answer)) == answer


@pytest.mark.parametrize("typed", ["", "  ", "-", "—", "Chưa rõ"])
@pytest.mark.parametrize("answer", ["count", "amount", "yes_no", "document", "confirmation", "date"])
def test_silence_is_unknown_and_never_zero_or_no(answer: str, typed: str) -> None:
    assert read(answer, typed) == NOTHING


def test_a_confirmation_still_to_come_is_unknown() -> None:
    assert read("confirmation", "Chưa có xác nhận") == NOTHING


def test_nothing_happened_is_a_typed_zero() -> None:
    assert read("count", "Không phát sinh") == Answer(number=Decimal(0))
    assert read("count", "0") == Answer(number=Decimal(0))


def test_a_confirmation_says_that_it_did_not_occur_or_that_it_did() -> None:
    assert read("confirmation", "Không xảy ra") == Answer(word="yes")
    assert read("confirmation", "có xảy ra") == Answer(word="no")


@pytest.mark.parametrize("typed", ["không", "có"])
def test_a_bare_yes_or_no_to_a_confirmation_is_refused_for_it_can_mean_both(typed: str) -> None:
    with pytest.raises(NotAnAnswer, match="không xảy ra"):
        read("confirmation", typed)


def test_no_in_a_yes_or_no_is_a_no() -> None:
    assert read("yes_no", "không") == Answer(word="no")


def test_the_day_of_a_paper_says_that_the_paper_exists() -> None:
    answer = read("document", "26/01/2021")
    assert answer.word == "yes"
    assert show("document", answer) == "26/01/2021"


@pytest.mark.parametrize(
    ("answer", "typed", "code"),
    [
        ("count", "64 %", "phan_tram_o_cho_so_dem"),
        ("count", "hai mươi", "khong_phai_so"),
        ("count", "2,5", "khong_phai_so_nguyen"),
        ("count", "-3", "so_am"),
        ("count", "9.999.999.999.999", "so_qua_lon"),
        ("amount", "1,234", "qua_hai_so_le"),
        ("yes_no", "25", "khong_phai_co_khong"),
        ("confirmation", "đã xử lý xong", "khong_phai_xac_nhan"),
        ("date", "31/02/2021", "khong_phai_ngay"),
        ("choice", "to", "khong_co_trong_danh_sach"),
    ],
)
def test_what_is_no_answer_says_why_and_what_to_type(answer: str, typed: str, code: str) -> None:
    with pytest.raises(NotAnAnswer) as refused:
        read(answer, typed, place="ô C9", choices=("nhỏ", "vừa"))
    problem = refused.value.problem
    assert (problem.code, problem.place) == (code, "ô C9")
    assert problem.cure


def test_a_wrong_answer_to_a_confirmation_is_not_quoted() -> None:
    with pytest.raises(NotAnAnswer) as refused:
        read("confirmation", "ông Mẫu gây rối")
    assert "Mẫu" not in str(refused.value.problem)


def test_a_choice_is_found_without_diacritics() -> None:
    assert read("choice", "NHO", choices=("nhỏ", "vừa")) == Answer(word="nhỏ")
