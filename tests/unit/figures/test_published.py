"""The published figures that are shipped: each with its source, about units that exist, said as people read it."""

from collections import Counter
from decimal import Decimal

import pytest

from binhyen.figures.models import PublishedFigure
from binhyen.figures.published import amount, measured_in, share
from binhyen.figures.published_data import ShippedFigure, shipped_figures
from binhyen.kernel.text import NBSP
from binhyen.papers.publications import shipped_publications
from binhyen.units.national import nation

SHIPPED = list(shipped_figures())


def said(**columns: object) -> tuple[str, str, str]:
    figure = PublishedFigure(**columns)
    return amount(figure).replace(NBSP, " "), measured_in(figure), share(figure).replace(NBSP, " ")


@pytest.mark.parametrize(
    ("columns", "shown"),
    [
        ({"part": 2412, "whole": 2546, "measure": "hộ"}, ("2.412 / 2.546", "hộ", "94,7 %")),
        ({"part": 123, "whole": 131, "measure": "xã"}, ("123 / 131", "xã", "93,9 %")),
        ({"part": 3, "whole": 9, "measure": "xã", "nature": "target"}, ("3 / 9", "xã", "")),
        ({"value": Decimal(3105), "measure": "lượt"}, ("3.105", "lượt", "")),
        ({"value": Decimal(80), "measure": "%", "relation": "more_than"}, ("trên 80 %", "", "")),
        ({"value": Decimal(1), "measure": "xã", "relation": "at_least"}, ("ít nhất 1", "xã", "")),
        ({"said": "19/8"}, ("19/8", "", "")),
    ],
)
def test_a_published_number_is_said_with_its_denominator(columns: dict[str, object], shown: tuple[str, ...]) -> None:
    assert said(**columns) == shown


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda shipped: shipped.key)
def test_every_shipped_figure_is_complete(shipped: ShippedFigure) -> None:
    figure = PublishedFigure(key=shipped.key, **shipped.content)
    figure.clean_fields(exclude=["id", "publication"])
    assert figure.nature in PublishedFigure.Nature.values
    assert shipped.source in dict(shipped_publications())
    assert amount(figure)
    assert measured_in(figure) or figure.said or figure.measure == "%"


def test_keys_of_shipped_figures_stand_once() -> None:
    assert [key for key, times in Counter(each.key for each in SHIPPED).items() if times > 1] == []


def test_shipped_figures_speak_of_units_of_the_national_lists() -> None:
    known = nation().origins
    assert {unit for each in SHIPPED for unit in each.units} <= known.keys()
    assert all(each.units for each in SHIPPED)


def test_the_four_targets_of_2025_make_131() -> None:
    (four,) = {each.content["note"] for each in SHIPPED if "131 xã, thị trấn" in each.content["note"]}
    parts = [each.content["value"] for each in SHIPPED if each.content["note"] == four]
    assert parts == [20, 30, 50, 31]
    assert sum(parts) == 131


@pytest.mark.parametrize(
    ("key", "beside"),
    [("hoa-binh-antt-truong-hoc", "522 trên 400"), ("hoa-binh-antt-khu-dan-cu", "3.105 trên 2.063")],
)
def test_an_odd_pair_of_numbers_stands_with_a_neutral_note(key: str, beside: str) -> None:
    (figure,) = [each for each in SHIPPED if each.key == key]
    assert f"{beside} không phải là tỷ lệ" in figure.content["note"]
    assert figure.content["whole"] is None
