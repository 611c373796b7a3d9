"""The country before and after the merger of 1 July 2025, and the changes of 2026."""

from collections import Counter
from datetime import date

import pytest
from django.db.models import Count, F
from pytest_django import DjangoAssertNumQueries

from binhyen.kernel.codes import national_id
from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.units import selectors
from binhyen.units.models import Lineage, Succession, Unit, UnitVersion
from binhyen.units.services import load_national_units, national

pytestmark = [pytest.mark.django_db, pytest.mark.database]

BEFORE, AFTER, NOW = date(2025, 6, 30), date(2025, 7, 1), date(2026, 11, 1)
PROVINCE, DISTRICT, COMMUNE = SubjectKind.PROVINCE, SubjectKind.DISTRICT, SubjectKind.COMMUNE


def counts(day: date) -> dict[SubjectKind, int]:
    found: Counter[SubjectKind] = Counter()
    for row in selectors.units_as_of(day).values("kind").annotate(units=Count("pk")):
        found[UnitKind(row["kind"]).subject] += row["units"]
    return dict(found)


def by_code(code: str, day: date) -> UnitVersion:
    return selectors.units_as_of(day).get(code=code)


def test_the_day_before_the_merger_has_three_tiers(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        assert counts(BEFORE) == {PROVINCE: 63, DISTRICT: 696, COMMUNE: 10_035}


def test_the_day_of_the_merger_has_two_tiers() -> None:
    assert counts(AFTER) == {PROVINCE: 34, COMMUNE: 3_321}


def test_the_changes_of_2026_change_kinds_and_nothing_else() -> None:
    def kinds(day: date) -> Counter[str]:
        return Counter(selectors.units_as_of(day).values_list("kind", flat=True))

    assert kinds(AFTER) == {"tinh": 28, "thanh_pho_tw": 6, "xa": 2_621, "phuong": 687, "dac_khu": 13}
    assert kinds(NOW) == {"tinh": 25, "thanh_pho_tw": 9, "xa": 2_599, "phuong": 709, "dac_khu": 13}
    assert set(selectors.units_as_of(AFTER).values_list("unit")) == set(selectors.units_as_of(NOW).values_list("unit"))


@pytest.mark.parametrize(
    ("day", "parents"),
    [(BEFORE, {"province": 0, "district": 696, "commune": 10_035}), (AFTER, {"province": 0, "commune": 3_321})],
)
def test_every_unit_stands_below_a_unit_of_the_tier_above(day: date, parents: dict[str, int]) -> None:
    above = {SubjectKind.PROVINCE: None, DISTRICT: PROVINCE, COMMUNE: DISTRICT if day == BEFORE else PROVINCE}
    versions = {version.unit_id: version for version in selectors.units_as_of(day)}
    found: Counter[str] = Counter({"province": 0})
    for version in versions.values():
        parent = versions[version.parent_id] if version.parent_id else None
        assert (parent.subject if parent else None) == above[version.subject]
        found[version.subject] += parent is not None
    assert found == parents


def test_132_communes_and_11_provinces_stayed_themselves() -> None:
    kept = Succession.objects.filter(predecessor_id=F("successor")).values_list("predecessor", flat=True)
    before = selectors.versions_of(kept, BEFORE)
    after = selectors.versions_of(kept, AFTER)
    pairs = Counter((before[unit].subject, after[unit].subject) for unit in kept)
    assert pairs == {(COMMUNE, COMMUNE): 132, (PROVINCE, PROVINCE): 11, (DISTRICT, COMMUNE): 5}


def test_a_province_that_nothing_happened_to_has_one_version_with_an_open_start() -> None:
    version = UnitVersion.objects.get(unit=national_id("2024", "42"))
    assert (version.full_name, version.valid_from, version.valid_to) == ("Tỉnh Hà Tĩnh", None, None)


def test_a_commune_that_stayed_itself_keeps_its_id_under_another_parent() -> None:
    before, after = by_code("00859", BEFORE), by_code("00859", AFTER)
    assert before.unit_id == after.unit_id == national_id("2024", "00859")
    assert before.full_name == after.full_name
    assert before.parent_id != after.parent_id


def test_a_reused_code_is_another_unit() -> None:
    assert by_code("09040", BEFORE).full_name == by_code("09040", AFTER).full_name == "Xã Tề Lỗ"
    assert by_code("09040", BEFORE).unit_id != by_code("09040", AFTER).unit_id


def test_every_unit_of_2024_but_the_districts_has_a_successor() -> None:
    old = set(selectors.units_as_of(BEFORE).values_list("unit", "kind"))
    followed = set(Succession.objects.values_list("predecessor", flat=True))
    left = Counter(UnitKind(kind).subject for unit, kind in old if unit not in followed)
    assert left == {DISTRICT: 696 - 5}
    assert Succession.objects.count() == 10_634


def test_every_unit_of_2025_is_reached_from_2024() -> None:
    reached = set(Succession.objects.values_list("successor", flat=True))
    assert {unit for (unit,) in selectors.units_as_of(AFTER).values_list("unit")} == reached


def test_no_two_versions_of_a_unit_share_a_day() -> None:
    last: dict[object, UnitVersion] = {}
    for version in sorted(UnitVersion.objects.all(), key=lambda one: (str(one.unit_id), one.valid_from or date.min)):
        before = last.get(version.unit_id)
        assert before is None or before.valid_to == version.valid_from
        last[version.unit_id] = version


@pytest.mark.parametrize("day", [date(2020, 1, 1), BEFORE, AFTER, date(2026, 4, 30), NOW])
def test_lineage_says_what_following_the_parents_says(day: date) -> None:
    parents = dict(selectors.units_as_of(day).values_list("unit", "parent"))
    rows: dict[object, list[object]] = {}
    stored = Lineage.objects.order_by("depth").values_list("descendant", "ancestor", "valid_from", "valid_to")
    for below, above, start, end in stored:
        if (start or date.min) <= day < (end or date.max):
            rows.setdefault(below, []).append(above)
    for unit in parents:
        walked, at = [], unit
        while at is not None:
            walked.append(at)
            at = parents[at]
        assert rows[unit] == walked
    assert rows.keys() == parents.keys()


def test_loading_again_changes_nothing_and_asks_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        assert load_national_units() is False


def test_another_release_writes_only_what_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    UnitVersion.objects.filter(unit=national_id("2024", "42")).update(full_name="Tỉnh khác")
    ids = set(Lineage.objects.values_list("pk", flat=True))
    monkeypatch.setattr(national, "fingerprint", lambda: "another release")
    assert load_national_units() is True
    assert UnitVersion.objects.get(unit=national_id("2024", "42")).full_name == "Tỉnh Hà Tĩnh"
    assert set(Lineage.objects.values_list("pk", flat=True)) == ids
    assert counts(AFTER) == {PROVINCE: 34, COMMUNE: 3_321}


def test_a_path_leads_up_and_a_scope_leads_down(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    commune, province = by_code("11680", AFTER), by_code("31", AFTER)
    with django_assert_num_queries(1):
        assert selectors.path_ids(commune.unit_id) == (commune.unit_id, province.unit_id)
    below = UnitVersion.objects.filter(unit__in=selectors.in_scope([province.unit_id], NOW), valid_to=None)
    assert below.count() == selectors.descendants(province.unit_id, NOW).count() + 1 == 115


def test_an_ended_unit_is_reached_by_its_last_path() -> None:
    old = by_code("18115", BEFORE)
    town, province = by_code("437", BEFORE), by_code("42", BEFORE)
    assert selectors.path_ids(old.unit_id) == (old.unit_id, town.unit_id, province.unit_id)
    assert selectors.path_ids(old.unit_id, AFTER) == ()
    scope = Unit.objects.filter(pk__in=selectors.in_scope([province.unit_id]))
    assert scope.filter(pk=old.unit_id).exists()
    assert [each.full_name for each in selectors.ancestors(old.unit_id)] == ["Thị xã Hồng Lĩnh", "Tỉnh Hà Tĩnh"]


def test_paths_of_all_communes_are_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    communes = selectors.units_as_of(AFTER).exclude(parent=None).values("unit")
    with django_assert_num_queries(1):
        assert len(selectors.paths_ids(communes, AFTER)) == 3_321
