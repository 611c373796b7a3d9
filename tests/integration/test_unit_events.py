"""Acts that change the tree: what they do, what they refuse, and that they can be taken back."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.accounts.services import account_create, grant_give
from binhyen.audit.models import LogEntry
from binhyen.kernel.errors import InputProblems, NotAllowed, RefusedByState
from binhyen.kernel.kinds import UnitKind
from binhyen.units import selectors
from binhyen.units.acts import Act, ChangeKind, Merge, Move, Order, Part, Rename, Split
from binhyen.units.models import Lineage, Succession, Unit, UnitEvent, UnitVersion
from binhyen.units.services import event_apply, event_preview, event_reverse, unit_create

pytestmark = [pytest.mark.django_db, pytest.mark.database]

START = date(2020, 1, 1)
DAY = date(2025, 7, 1)
ORDER = Order(DAY, "Nghị quyết Mẫu 01/NQ")


@pytest.fixture
def province() -> Unit:
    return unit_create(by=None, name="Mẫu", kind=UnitKind.TINH, parent=None, valid_from=START, is_sample=True)


def below(parent: Unit, name: str, kind: UnitKind = UnitKind.XA) -> Unit:
    return unit_create(by=None, name=name, kind=kind, parent=parent.pk, valid_from=START)


def now(unit: Unit | UUID, day: date = DAY) -> UnitVersion:
    version = selectors.version_of(unit if isinstance(unit, UUID) else unit.pk, day)
    assert version is not None
    return version


def problems(act: Act, order: Order = ORDER) -> list[str]:
    with pytest.raises(InputProblems) as error:
        event_apply(by=None, act=act, order=order)
    return [problem.code for problem in error.value.problems]


def test_what_hangs_below_merged_communes_follows_them(province: Unit) -> None:
    one, two = below(province, "Mẫu Một"), below(province, "Mẫu Hai")
    village = below(one, "Mẫu Thượng", UnitKind.THON)
    group = below(village, "Mẫu 1", UnitKind.TO_LIEN_GIA)
    event = event_apply(by=None, act=Merge((one.pk, two.pk), "Mẫu Mới", UnitKind.XA), order=ORDER)

    successor = now(village).parent_id
    assert successor is not None
    assert now(successor).full_name == "Xã Mẫu Mới"
    assert selectors.path_ids(group.pk, DAY) == (group.pk, village.pk, successor, province.pk)
    assert selectors.path_ids(group.pk, DAY - timedelta(days=1)) == (group.pk, village.pk, one.pk, province.pk)
    assert selectors.version_of(one.pk, DAY) is None
    assert {each.predecessor_id for each in Succession.objects.filter(event=event)} == {one.pk, two.pk}
    assert event.summary == "Nhập Xã Mẫu Một, Xã Mẫu Hai thành Xã Mẫu Mới"


def test_a_commune_that_becomes_a_ward_takes_its_areas_along(province: Unit) -> None:
    commune = below(province, "Mẫu Một")
    village, school = below(commune, "3", UnitKind.THON), below(commune, "Trường Mẫu", UnitKind.TRUONG_HOC)
    act = ChangeKind((commune.pk,), UnitKind.PHUONG, areas_become=UnitKind.TO_DAN_PHO)
    event_apply(by=None, act=act, order=ORDER)
    assert now(commune).full_name == "Phường Mẫu Một"
    assert now(village).full_name == "Tổ dân phố 3"
    assert now(village, DAY - timedelta(days=1)).full_name == "Thôn 3"
    assert now(school).begun_by is None


def test_a_split_needs_to_know_where_each_child_goes(province: Unit) -> None:
    commune = below(province, "Mẫu Một")
    village = below(commune, "Mẫu Thượng", UnitKind.THON)
    parts = (Part("Mẫu Đông", UnitKind.XA), Part("Mẫu Tây", UnitKind.XA))
    assert problems(Split(commune.pk, parts)) == ["chua_ro_ve_dau"]
    event_apply(by=None, act=Split(commune.pk, parts, {village.pk: 1}), order=ORDER)
    parent = now(village).parent_id
    assert parent is not None
    assert now(parent).full_name == "Xã Mẫu Tây"
    assert {each.extent for each in Succession.objects.filter(predecessor=commune)} == {Succession.Extent.PART}


def test_a_preview_writes_nothing_and_says_what_follows(province: Unit) -> None:
    one, two = below(province, "Mẫu Một"), below(province, "Mẫu Hai")
    below(one, "1", UnitKind.THON)
    below(two, "1", UnitKind.THON)
    before = dump()
    seen = event_preview(by=None, act=Merge((one.pk, two.pk), "Mẫu Mới", UnitKind.XA), order=ORDER)
    assert dump() == before
    assert not UnitEvent.objects.filter(is_listed=False).exists()
    assert seen.problems == ()
    assert [warning.code for warning in seen.warnings] == ["trung_ten"]
    assert [change.follows for change in seen.changes] == [False, False, False, True, True]


def test_an_act_without_a_paper_is_refused(province: Unit) -> None:
    commune = below(province, "Mẫu Một")
    assert problems(Rename(commune.pk, "Mẫu Hai"), Order(DAY, " ")) == ["thieu_van_ban"]


def test_a_unit_of_the_national_lists_changes_only_with_the_lists() -> None:
    listed = Unit.objects.create(origin=Unit.Origin.LIST_2025)
    UnitVersion.objects.create(unit=listed, name="Một", full_name="Xã Một", kind=UnitKind.XA, folded="|mot|")
    Lineage.objects.create(ancestor=listed, descendant=listed, depth=0)
    assert problems(Rename(listed.pk, "Hai")) == ["danh_muc_quoc_gia"]


@pytest.mark.parametrize("days", [0, 1])
def test_nothing_changes_before_what_was_recorded_last(province: Unit, days: int) -> None:
    commune = below(province, "Mẫu Một")
    event_apply(by=None, act=Rename(commune.pk, "Mẫu Hai"), order=ORDER)
    earlier = Order(DAY - timedelta(days=days), "Nghị quyết Mẫu 02/NQ")
    assert problems(Rename(commune.pk, "Mẫu Ba"), earlier) == ["da_doi_sau_ngay"]


def test_a_unit_cannot_be_put_below_itself(province: Unit) -> None:
    commune = below(province, "Mẫu Một")
    village = below(commune, "Mẫu Thượng", UnitKind.THON)
    assert problems(Move((commune.pk,), village.pk)) == ["vong_tron"]


def test_what_was_done_can_be_taken_back_as_if_it_had_not_been(province: Unit) -> None:
    one, two = below(province, "Mẫu Một"), below(province, "Mẫu Hai")
    below(one, "Mẫu Thượng", UnitKind.THON)
    before = dump()
    event = event_apply(by=None, act=Merge((one.pk, two.pk), "Mẫu Mới", UnitKind.XA), order=ORDER)
    assert dump() != before
    event_reverse(by=None, event=event)
    assert dump() == before
    assert LogEntry.objects.order_by("-seq").first().verb == "units.change_reversed"  # type: ignore[union-attr]
    with pytest.raises(RefusedByState, match="đã được hoàn tác"):
        event_reverse(by=None, event=event)


def test_nothing_is_taken_back_that_something_depends_on(province: Unit) -> None:
    one, two = below(province, "Mẫu Một"), below(province, "Mẫu Hai")
    event = event_apply(by=None, act=Merge((one.pk, two.pk), "Mẫu Mới", UnitKind.XA), order=ORDER)
    successor = Succession.objects.filter(event=event).values_list("successor", flat=True).first()
    assert successor is not None
    unit_create(by=None, name="Mẫu Sau", kind=UnitKind.THON, parent=successor)
    with pytest.raises(RefusedByState, match="lập dưới đơn vị mới"):
        event_reverse(by=None, event=event)


def test_an_officer_changes_what_stands_below_their_unit_and_nothing_else(province: Unit) -> None:
    mine, other = below(province, "Mẫu Một"), below(province, "Mẫu Hai")
    village = below(mine, "Mẫu Thượng", UnitKind.THON)
    officer = officer_of(mine)
    event_apply(by=officer, act=Rename(village.pk, "Mẫu Hạ"), order=ORDER)
    for act in (Rename(mine.pk, "Mẫu Ba"), Rename(other.pk, "Mẫu Ba"), Move((village.pk,), other.pk)):
        with pytest.raises(NotAllowed):
            event_apply(by=officer, act=act, order=Order(DAY + timedelta(days=1), "Quyết định Mẫu 3"))
        with pytest.raises(NotAllowed):
            event_preview(by=officer, act=act, order=Order(DAY + timedelta(days=1), "Quyết định Mẫu 3"))


def officer_of(scope: Unit) -> User:
    user = account_create(by=None, username="can-bo", full_name="Cán bộ Mẫu", password="mot-mat-khau-dai-1")
    grant_give(by=None, user=user, role=Role.COMMUNE_OFFICER, scope=scope.pk)
    return user


def dump() -> tuple[list[Any], list[Any], list[Any]]:
    """The whole tree: what is, what was, who stands above whom."""
    versions = UnitVersion.objects.values_list(
        "unit", "full_name", "kind", "parent", "valid_from", "valid_to", "begun_by", "ended_by"
    )
    lineage = Lineage.objects.values_list("ancestor", "descendant", "depth", "valid_from", "valid_to", "ends_with_unit")
    links = Succession.objects.values_list("predecessor", "successor", "extent")
    return sorted(versions, key=str), sorted(lineage, key=str), sorted(links, key=str)
