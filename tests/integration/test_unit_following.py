"""When a release of the national lists merges what stands above local units, these follow and nothing is guessed."""

from datetime import date, timedelta

import pytest

from binhyen.kernel.kinds import UnitKind
from binhyen.units import selectors
from binhyen.units.models import Lineage, Unit, UnitVersion
from binhyen.units.services import unit_create
from binhyen.units.services.following import follow_lists
from tests.integration.small_tree import MERGER, followed, listed

pytestmark = [pytest.mark.django_db, pytest.mark.database]

BEFORE = MERGER - timedelta(days=1)


def quiet(_: str) -> None:
    """Nobody listens."""


@pytest.fixture
def province() -> Unit:
    return listed("Mẫu", UnitKind.TINH, "99")


def commune_with_village(province: Unit) -> tuple[Unit, Unit]:
    commune = listed("Mẫu Cũ", UnitKind.XA, "99001", parent=province)
    return commune, unit_create(by=None, name="Mẫu Thượng", kind=UnitKind.THON, parent=commune.pk)


def end(commune: Unit) -> None:
    """What loading the lists does to a unit of theirs."""
    UnitVersion.objects.filter(unit=commune).update(valid_to=MERGER)
    Lineage.objects.filter(descendant=commune).update(valid_to=MERGER)


def test_a_village_follows_its_commune_into_the_merged_one(province: Unit) -> None:
    old, village = commune_with_village(province)
    new = listed("Mẫu Mới", UnitKind.XA, "99002", parent=province, born=MERGER)
    end(old)
    followed(old, new)
    assert follow_lists(quiet) == 0
    assert selectors.path_ids(village.pk, BEFORE) == (village.pk, old.pk, province.pk)
    assert selectors.path_ids(village.pk, MERGER) == (village.pk, new.pk, province.pk)
    version = selectors.version_of(village.pk, date(2026, 1, 1))
    assert version is not None
    assert (version.full_name, version.valid_from) == ("Thôn Mẫu Thượng", MERGER)


def test_where_the_commune_was_divided_the_village_waits_and_is_still_reached(province: Unit) -> None:
    old, village = commune_with_village(province)
    parts = [listed(f"Mẫu {at}", UnitKind.XA, f"9900{at}", parent=province, born=MERGER) for at in (2, 3)]
    end(old)
    followed(old, *parts)
    assert follow_lists(quiet) == 1
    assert selectors.path_ids(village.pk) == (village.pk, old.pk, province.pk)
    assert UnitVersion.objects.filter(unit=village).count() == 1


def test_following_twice_changes_nothing(province: Unit) -> None:
    old, village = commune_with_village(province)
    new = listed("Mẫu Mới", UnitKind.XA, "99002", parent=province, born=MERGER)
    end(old)
    followed(old, new)
    follow_lists(quiet)
    before = list(UnitVersion.objects.order_by("pk").values()), Lineage.objects.count()
    assert follow_lists(quiet) == 0
    assert (list(UnitVersion.objects.order_by("pk").values()), Lineage.objects.count()) == before
    assert selectors.path_ids(village.pk)[1] == new.pk
