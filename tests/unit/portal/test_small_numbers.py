"""Counts of one or two are not told of places below the commune."""

import pytest

from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.text import NBSP
from binhyen.portal.selectors.results import KindResult
from binhyen.portal.small_numbers import public_count

VILLAGE, COMMUNE = SubjectKind.RESIDENTIAL_AREA, SubjectKind.COMMUNE


@pytest.mark.parametrize(
    ("count", "place", "shown"),
    [
        (0, VILLAGE, "0"),
        (1, VILLAGE, f"<{NBSP}3"),
        (2, SubjectKind.SCHOOL, f"<{NBSP}3"),
        (3, VILLAGE, "3"),
        (1, COMMUNE, "1"),
    ],
)
def test_a_small_count_is_hidden_below_the_commune_only(count: int, place: SubjectKind, shown: str) -> None:
    assert public_count(count, place) == shown


def test_no_rate_gives_a_hidden_count_away() -> None:
    result = KindResult(SubjectKind.FAMILY_GROUP, VILLAGE, listed=8, registered=8, recognised=2, not_recognised=6)
    assert result.is_hidden
    assert result.of_registered.rate == result.of_listed.rate == result.registration.rate == ""
    assert result.of_listed.said == f"<{NBSP}3{NBSP}/{NBSP}8"


def test_in_a_commune_the_rate_stands_beside_both_denominators() -> None:
    result = KindResult(VILLAGE, COMMUNE, listed=25, registered=24, recognised=16, not_recognised=8)
    assert (result.of_registered.rate, result.of_listed.rate) == (f"66,7{NBSP}%", f"64{NBSP}%")
    assert result.registration.said == f"24{NBSP}/{NBSP}25"
    assert result.open == 0
