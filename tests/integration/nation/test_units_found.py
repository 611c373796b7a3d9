"""Finding units as people write them, and reading what a file calls them."""

from datetime import date
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries

from binhyen.kernel.codes import national_id
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.kernel.kinds import SubjectKind, UnitKind, kinds_of
from binhyen.units.models import UnitVersion
from binhyen.units.selectors import FoundUnit, find_units, resolve_unit, resolve_units, units_as_of
from binhyen.units.services import NewUnit, unit_create, units_create_many

pytestmark = [pytest.mark.django_db, pytest.mark.database]

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
KIEN_THUY = national_id("2025", "11680")
HAI_PHONG = national_id("2025", "31")


def names(found: list[FoundUnit]) -> list[str]:
    return [f"{unit.full_name} {unit.code}" for unit in found]


@pytest.mark.parametrize(
    "written", ["kien thuy", "Kiến Thuỵ", "KIẾN THỤY", "xa kien thuy", "x. Kiến Thụy", "kien thuy hai phong"]
)
def test_kien_thuy_is_found_however_it_is_written(written: str) -> None:
    assert names(find_units(written))[0] == "Xã Kiến Thụy 11680"


def test_a_living_unit_goes_before_an_ended_one_of_the_same_name() -> None:
    assert names(find_units("kien thuy"))[:2] == ["Xã Kiến Thụy 11680", "Huyện Kiến Thụy 314"]


def test_an_old_name_leads_to_who_carries_on() -> None:
    old = next(unit for unit in find_units("bac hong") if unit.kind is UnitKind.PHUONG and unit.has_ended)
    assert old.place == "thị xã Hồng Lĩnh, tỉnh Hà Tĩnh"
    assert [(heir.full_name, heir.code, heir.is_whole) for heir in old.successors] == [
        ("Phường Bắc Hồng Lĩnh", "18115", True)
    ]


def test_the_name_of_a_place_narrows_the_search() -> None:
    assert names(find_units("bac hong ha tinh")) == ["Phường Bắc Hồng 18115", "Phường Bắc Hồng Lĩnh 18115"]
    assert names(find_units("Bắc Hồng, Đông Anh")) == ["Xã Bắc Hồng 00463"]


def test_the_places_of_the_seeds_are_where_they_are_today() -> None:
    assert find_units("te lo")[0].place == "tỉnh Phú Thọ"
    yen_dong = next(unit for unit in find_units("yen dong", day=BEFORE) if "Yên Lạc" in unit.place)
    assert [f"{heir.full_name} {heir.code}" for heir in yen_dong.successors] == ["Xã Tam Hồng 09043"]
    assert resolve_unit("09043", as_of=AFTER).parent_id == national_id("2025", "25")


def test_a_unit_whose_kind_changed_is_found_once_under_its_name_of_today() -> None:
    found = [unit for unit in find_units("long thanh dong nai") if unit.code == "26368"]
    assert [(unit.full_name, unit.now) for unit in found if not unit.has_ended] == [("Phường Long Thành", "")]
    as_it_was = next(unit for unit in find_units("xa long thanh") if unit.unit_id == found[0].unit_id)
    assert (as_it_was.full_name, as_it_was.now) == ("Xã Long Thành", "Phường Long Thành")


def test_another_official_spelling_finds_the_unit() -> None:
    assert "Xã Bhalêê" in {unit.full_name for unit in find_units("bha le")}


def test_a_code_finds_whoever_bears_or_bore_it() -> None:
    assert names(find_units("11680")) == ["Xã Kiến Thụy 11680", "Thị trấn Núi Đối 11680"]


def test_a_day_and_a_kind_keep_the_search_to_what_was_then() -> None:
    assert names(find_units("kien thuy", day=BEFORE, kinds=kinds_of(SubjectKind.DISTRICT))) == ["Huyện Kiến Thụy 314"]


def test_nothing_is_found_for_nothing() -> None:
    assert find_units(" , ") == find_units("không nơi nào tên như thế") == []


def test_a_search_costs_the_same_few_queries_for_one_and_for_thirty(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for written in ("bac hong linh", "tan", "11680"):
        with django_assert_max_num_queries(5):
            find_units(written, limit=30)


def test_local_units_are_found_only_where_they_may_be_seen() -> None:
    village = unit_create(by=None, name="Mẫu Kín", kind=UnitKind.THON, parent=KIEN_THUY)
    assert names(find_units("mau kin")) == ["Thôn Mẫu Kín "]
    assert find_units("mau kin", local_within=[national_id("2025", "25")]) == []
    assert find_units("mau kin", local_within=[HAI_PHONG])[0].unit_id == village.id
    assert find_units("mau kin", within=[KIEN_THUY])[0].place == "xã Kiến Thụy, thành phố Hải Phòng"


@pytest.mark.parametrize(
    ("written", "day", "unit"),
    [
        ("11680", AFTER, "Xã Kiến Thụy"),
        ("11680", BEFORE, "Thị trấn Núi Đối"),
        (str(KIEN_THUY), AFTER, "Xã Kiến Thụy"),
        ("31/xã/kien thuy", AFTER, "Xã Kiến Thụy"),
        ("Kiến Thuỵ", AFTER, "Xã Kiến Thụy"),
        ("xã Tân Tiến, tỉnh Hưng Yên", AFTER, "Xã Tân Tiến"),
        ("42", AFTER, "Tỉnh Hà Tĩnh"),
    ],
)
def test_a_reference_means_one_unit_on_a_day(written: str, day: date, unit: str) -> None:
    assert resolve_unit(written, as_of=day).full_name == unit


def problem_of(written: str, **more: object) -> Problem:
    with pytest.raises(InputProblems) as refused:
        resolve_unit(written, as_of=AFTER, **more)  # type: ignore[arg-type]
    return refused.value.problems[0]


def test_an_ambiguous_name_lists_its_candidates_with_place_and_code() -> None:
    problem = problem_of("Tân Tiến")
    assert "8 đơn vị" in problem.message
    assert "Xã Tân Tiến (tỉnh Hưng Yên, mã 12583)" in problem.message
    assert "mã" in problem.cure


def test_an_unknown_name_suggests_the_nearest_in_scope() -> None:
    units_create_many(
        by=None, rows=[NewUnit("Kim Sơn", UnitKind.THON), NewUnit("Lạc Đạo", UnitKind.THON)], parent=KIEN_THUY
    )
    assert "Thôn Kim Sơn" in problem_of("thôn Kim Sen", within=[KIEN_THUY]).cure
    assert resolve_unit("Kim Sơn, xã Kiến Thụy", as_of=AFTER, within=[HAI_PHONG]).kind == UnitKind.THON


def test_a_code_of_another_time_says_when_it_was_used() -> None:
    assert "quận Ba Đình (đến hết 30/06/2025)" in problem_of("001").cure


@pytest.mark.parametrize("written", ["", "99999", "4", str(UUID(int=7)), "99999/thôn/Kim Sơn", "Tân Tiến, Hà Giang"])
def test_what_means_nothing_is_a_problem_with_a_cure(written: str) -> None:
    problem = problem_of(written)
    assert problem.code == "khong_co_don_vi"
    assert problem.cure


def test_a_number_is_an_area_where_a_scope_says_whose() -> None:
    unit_create(by=None, name="3", kind=UnitKind.THON, parent=KIEN_THUY)
    assert resolve_unit("3", as_of=AFTER, within=[KIEN_THUY]).full_name == "Thôn 3"


def test_what_lies_outside_the_scope_is_not_found() -> None:
    assert "trong phạm vi này" in problem_of("18115", within=[HAI_PHONG]).message


def test_a_thousand_references_are_a_handful_of_queries(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    communes = list(UnitVersion.objects.filter(parent=HAI_PHONG).values_list("full_name", flat=True))
    codes = list(units_as_of(AFTER).values_list("code", flat=True)[:900])
    with django_assert_max_num_queries(4):
        found = resolve_units([*communes, *codes], as_of=AFTER)
    assert sum(isinstance(answer, UnitVersion) for answer in found.values()) > 900
