"""A running total is the total only when everybody has answered, and two totals differ by what their units changed."""

from datetime import datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from binhyen.collection.tally import Tally, Word, changes, in_sum, signed
from binhyen.kernel.clock import VIETNAM

AT = datetime(2026, 11, 22, 16, 30, tzinfo=VIETNAM)
counts = st.lists(st.none() | st.integers(0, 10**6), min_size=1, max_size=8)


def tally(numbers: list[int | None]) -> Tally:
    return Tally(
        "Số lượt tuần tra?", "lượt", tuple(Word(UUID(int=at), f"Thôn Mẫu {at}", one) for at, one in enumerate(numbers))
    )


def test_the_text_says_up_to_when_of_how_many_and_who_is_missing() -> None:
    assert tally([412, None, 0]).text(AT) == (
        "Tính đến 16 giờ 30 ngày 22/11/2026, Số lượt tuần tra: 2/3 đơn vị, 412 lượt. Chưa báo: Thôn Mẫu 1."
    )


@given(numbers=counts)
def test_only_what_everybody_answered_is_called_a_total(numbers: list[int | None]) -> None:
    text = tally(numbers).text(AT)
    assert ("tổng" in text) is (None not in numbers)
    assert all((f"Thôn Mẫu {at}" in text) for at, one in enumerate(numbers) if one is None)


@given(pairs=st.lists(st.tuples(st.none() | st.integers(0, 1000), st.integers(0, 1000)), min_size=1, max_size=8))
def test_two_totals_differ_by_what_their_units_changed(pairs: list[tuple[int | None, int]]) -> None:
    before, after = tally([old for old, _ in pairs]), tally([new for _, new in pairs])
    found = changes(before, after, {})
    assert sum(one.difference for one in found) == after.total - before.total
    assert len(found) == sum(old != new for old, new in pairs)


def test_the_sum_of_changes_tells_late_units_from_mended_numbers() -> None:
    found = changes(tally([12, None, 5]), tally([15, 4, 5]), {UUID(int=0): "đơn vị báo lại"})
    assert in_sum(found, "lượt") == "chênh lệch +7 lượt: 1 đơn vị báo sau +4, 1 đơn vị sửa số +3"
    assert [one.reason for one in found] == ["đơn vị báo lại", "báo sau lần gửi trước"]


def test_a_yes_that_became_a_no_takes_one_away() -> None:
    before, after = (Tally("Có chốt?", "", (Word(UUID(int=0), "Thôn Mẫu 0", is_yes=said),)) for said in (True, False))
    assert signed(changes(before, after, {})[0].difference) == "−1"
    assert after.said == "1/1 đơn vị: 0 có, 1 không"
