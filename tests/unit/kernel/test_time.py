"""Periods and deadlines."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binhyen.kernel import clock
from binhyen.kernel.codes import national_id, new_id
from binhyen.kernel.kinds import SubjectKind, UnitKind, kinds_of
from binhyen.kernel.period import Period, same_day_in_year

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31))


def test_a_window_on_paper_includes_both_its_days() -> None:
    window = Period.on_paper(date(2020, 11, 1), date(2021, 10, 31))
    assert date(2020, 11, 1) in window
    assert date(2021, 10, 31) in window
    assert date(2021, 11, 1) not in window
    assert window.last == date(2021, 10, 31)
    assert window.days == 365


def test_an_empty_period_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="empty"):
        Period(date(2021, 1, 1), date(2021, 1, 1))


@given(DAYS, st.integers(1, 400))
def test_windows_of_consecutive_years_touch_and_never_overlap(first: date, length: int) -> None:
    window = Period(first, first + timedelta(days=min(length, 365)))
    earlier = window.one_year_earlier()
    assert earlier.start == same_day_in_year(window.start, window.start.year - 1)
    assert not (window.days <= 365 and earlier.overlaps(window) and window.start.month != 2 and window.last.month != 2)


def test_a_leap_day_has_a_counterpart_in_every_year() -> None:
    assert same_day_in_year(date(2024, 2, 29), 2023) == date(2023, 2, 28)


def test_a_deadline_ends_at_midnight_in_viet_nam() -> None:
    end = clock.end_of_day(date(2021, 3, 31))
    assert end.astimezone(UTC) == datetime(2021, 3, 31, 17, 0, tzinfo=UTC)


def test_a_countdown_is_zero_on_the_last_day_and_negative_after_it() -> None:
    deadline = date(2021, 11, 30)
    assert [clock.days_left(deadline, deadline + timedelta(days=shift)) for shift in (-6, 0, 1)] == [6, 0, -1]


def test_national_units_have_the_same_id_everywhere_and_trees_do_not_mix() -> None:
    assert str(national_id("2024", "00004")) == str(national_id("2024", "00004"))
    assert national_id("2024", "00004") != national_id("2025", "00004")


def test_new_ids_are_version_7_and_sort_by_creation() -> None:
    ids = [new_id() for _ in range(50)]
    assert {one.version for one in ids} == {7}
    assert [one.int >> 80 for one in ids] == sorted(one.int >> 80 for one in ids)


def test_every_official_kind_is_spoken_of_by_exactly_one_subject() -> None:
    assert sorted(kind for subject in SubjectKind for kind in kinds_of(subject)) == sorted(UnitKind)


def test_every_subject_has_one_place_in_a_list_with_areas_first() -> None:
    assert sorted(subject.place for subject in SubjectKind) == list(range(len(SubjectKind)))
    assert SubjectKind.RESIDENTIAL_AREA.place == 0


def test_areas_and_family_groups_have_no_seal() -> None:
    assert {kind for kind in UnitKind if not kind.has_seal} == {
        *kinds_of(SubjectKind.RESIDENTIAL_AREA),
        *kinds_of(SubjectKind.FAMILY_GROUP),
    }
