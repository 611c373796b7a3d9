"""What the shipped lists say, before any database."""

from collections import Counter
from datetime import date

import pytest

from binhyen.kernel.codes import national_id
from binhyen.units.national import FILES, FOLDER, Nation, nation
from binhyen.units.spans import OPEN_END, Span


@pytest.fixture(scope="module")
def shipped() -> Nation:
    return nation()


def test_a_unit_has_the_same_id_in_every_installation(shipped: Nation) -> None:
    assert str(national_id("2025", "11680")) == "905175de-7600-5758-9956-648c934db0bf"
    assert shipped.origins[national_id("2025", "11680")] == "2025"
    assert shipped.origins[national_id("2024", "42")] == "2024"


def test_148_units_stand_in_both_lists(shipped: Nation) -> None:
    assert Counter(shipped.origins.values()) == {"2024": 10_794, "2025": 3_355 - 148}


def test_every_life_begins_where_the_one_before_ended(shipped: Nation) -> None:
    ends: dict[object, date] = {}
    for life in sorted(shipped.lives, key=lambda life: life.span):
        assert ends.get(life.unit, life.span.start) == life.span.start
        ends[life.unit] = life.span.end


def test_a_parent_lives_as_long_as_what_stands_below_it(shipped: Nation) -> None:
    whole: dict[object, Span] = {}
    for life in sorted(shipped.lives, key=lambda life: life.span):
        first = whole.get(life.unit, life.span)
        whole[life.unit] = Span(first.start, life.span.end)
    assert all(life.span.common(whole[life.parent]) == life.span for life in shipped.lives if life.parent)


def test_a_province_became_a_city_by_an_act_of_2026(shipped: Nation) -> None:
    lives = [life for life in shipped.lives if life.code == "75" and life.span.end == OPEN_END]
    assert [(life.full_name, life.legal_act, life.span.start) for life in lives] == [
        ("Thành phố Đồng Nai", "30/2026/QH16", date(2026, 4, 30))
    ]


def test_the_notice_names_every_shipped_file() -> None:
    notice = (FOLDER / "NOTICE").read_text(encoding="utf-8")
    assert [name for name in FILES if name not in notice] == []
    assert {path.name for path in FOLDER.iterdir()} == {*FILES, "NOTICE"}
