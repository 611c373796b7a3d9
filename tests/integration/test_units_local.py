"""Making units that no national list contains."""

from datetime import date
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.accounts.services import account_create, grant_give
from binhyen.audit.errors import AlreadyDone
from binhyen.audit.models import LogEntry
from binhyen.kernel.errors import InputProblems, NotAllowed
from binhyen.kernel.kinds import UnitKind
from binhyen.units import selectors
from binhyen.units.models import Lineage, Unit, UnitVersion
from binhyen.units.services import NewUnit, kind_warning, unit_create, units_create_many
from tests.integration.small_tree import MERGER, followed, listed

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def province() -> Unit:
    return listed("Mẫu", UnitKind.TINH, "99")


@pytest.fixture
def commune(province: Unit) -> Unit:
    return listed("Mẫu Bình", UnitKind.XA, "99001", parent=province, born=MERGER)


def officer(scope: Unit) -> User:
    user = account_create(by=None, username="can-bo", full_name="Cán bộ", password="mot-mat-khau-dai-1")
    grant_give(by=None, user=user, role=Role.COMMUNE_OFFICER, scope=scope.pk)
    return user


def refused(**given: object) -> list[str]:
    with pytest.raises(InputProblems) as error:
        unit_create(by=None, **given)  # type: ignore[arg-type]
    return [problem.code for problem in error.value.problems]


def test_a_new_unit_begins_with_its_parent_and_has_its_path(province: Unit, commune: Unit) -> None:
    village = unit_create(by=None, name="thôn Kim Sơn", kind=UnitKind.THON, parent=commune.pk)
    version = selectors.version_of(village.pk)
    assert version is not None
    assert (version.full_name, version.valid_from, version.valid_to) == ("Thôn Kim Sơn", MERGER, None)
    assert selectors.path_ids(village.pk) == (village.pk, commune.pk, province.pk)
    assert list(selectors.children(commune.pk, MERGER)) == [version]


def test_a_unit_may_begin_later_than_its_parent(commune: Unit) -> None:
    start = date(2026, 1, 1)
    village = unit_create(by=None, name="Mới", kind=UnitKind.THON, parent=commune.pk, valid_from=start)
    assert selectors.version_of(village.pk, date(2025, 12, 31)) is None
    assert selectors.path_ids(village.pk, start)[1] == commune.pk


def test_a_unit_follows_its_parent_into_a_merger(province: Unit, commune: Unit) -> None:
    old = listed("Mẫu Cũ", UnitKind.XA, "99002", parent=province, ended=MERGER)
    followed(old, commune)
    village = unit_create(by=None, name="Kim Sơn", kind=UnitKind.THON, parent=old.pk)
    assert selectors.path_ids(village.pk, date(2025, 6, 30)) == (village.pk, old.pk, province.pk)
    assert selectors.path_ids(village.pk) == (village.pk, commune.pk, province.pk)
    rows = Lineage.objects.filter(descendant=village, ancestor=province)
    assert [(row.valid_from, row.valid_to) for row in rows] == [(None, None)]


def test_a_unit_below_a_split_parent_is_refused(province: Unit, commune: Unit) -> None:
    old = listed("Mẫu Cũ", UnitKind.XA, "99002", parent=province, ended=MERGER)
    followed(old, commune, listed("Mẫu An", UnitKind.XA, "99003", parent=province, born=MERGER))
    assert refused(name="Kim Sơn", kind=UnitKind.THON, parent=old.pk) == ["cha_da_chia"]
    assert Unit.objects.filter(origin=Unit.Origin.LOCAL).count() == 0


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": "  "}, "thieu_ten"),
        ({"name": "x" * 201}, "ten_qua_dai"),
        ({"kind": UnitKind.XA}, "don_vi_hanh_chinh"),
        ({"parent": None}, "thieu_don_vi_cha"),
        ({"parent": UUID(int=7)}, "khong_co_don_vi_cha"),
        ({"valid_from": date(2025, 6, 30)}, "cha_chua_co"),
        ({"is_sample": True}, "mau_duoi_that"),
    ],
)
def test_what_cannot_be_a_unit_is_refused_with_its_reason(commune: Unit, given: dict[str, object], code: str) -> None:
    wanted: dict[str, object] = {"name": "Kim Sơn", "kind": UnitKind.THON, "parent": commune.pk}
    assert refused(**wanted | given) == [code]


def test_the_same_name_below_the_same_parent_is_refused_in_every_spelling(commune: Unit) -> None:
    unit_create(by=None, name="Thụy An", kind=UnitKind.THON, parent=commune.pk)
    assert refused(name="thôn THUỴ AN", kind=UnitKind.THON, parent=commune.pk) == ["da_co_don_vi"]
    assert unit_create(by=None, name="Thụy An", kind=UnitKind.TO_DAN_PHO, parent=commune.pk)


def test_a_number_that_another_unit_has_is_refused(commune: Unit) -> None:
    given = {"kind": UnitKind.DOANH_NGHIEP, "parent": commune.pk, "identifiers": [("tax", "0200000001")]}
    unit_create(by=None, name="Công ty Mẫu Một", **given)  # type: ignore[arg-type]
    assert refused(name="Công ty Mẫu Hai", **given) == ["trung_ma_so"]


def test_a_citizens_number_is_no_code_of_a_unit(commune: Unit) -> None:
    given = {"kind": UnitKind.DOANH_NGHIEP, "parent": commune.pk}
    for scheme, number in (("tax", "001090123456"), ("tax", "001 090 123 456"), ("agency", "0912345678")):
        assert refused(name="Công ty Mẫu", identifiers=[(scheme, number)], **given) == ["ma_so_bi_tu_choi"]
    for at, number in enumerate(("0312345678", "0912345678", "0312345678-001", "0312345678002")):
        assert unit_create(by=None, name=f"Công ty Mẫu {at}", identifiers=[("tax", number)], **given)


def test_one_bad_row_refuses_all(commune: Unit) -> None:
    rows = [NewUnit("Một", UnitKind.THON), NewUnit("", UnitKind.THON, place="dòng 3"), NewUnit("một", UnitKind.THON)]
    with pytest.raises(InputProblems) as error:
        units_create_many(by=None, rows=rows, parent=commune.pk)
    assert [problem.code for problem in error.value.problems] == ["thieu_ten", "da_co_don_vi"]
    assert not UnitVersion.objects.filter(name="Một").exists()


def test_a_thousand_units_are_a_handful_of_statements(
    commune: Unit, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [NewUnit(f"Số {n}", UnitKind.TO_DAN_PHO) for n in range(1_000)]
    with django_assert_max_num_queries(20):
        made = units_create_many(by=None, rows=rows, parent=commune.pk)
    assert len(made) == selectors.children(commune.pk, MERGER).count() == 1_000


def test_invented_units_form_trees_of_their_own(commune: Unit) -> None:
    top = unit_create(by=None, name="Mẫu Một", kind=UnitKind.XA, parent=None, is_sample=True)
    village = unit_create(by=None, name="1", kind=UnitKind.THON, parent=top.pk)
    assert village.is_sample
    assert selectors.path_ids(village.pk, date(2021, 1, 1)) == (village.pk, top.pk)


def test_only_whoever_may_edit_units_there_makes_one(province: Unit, commune: Unit) -> None:
    other = listed("Mẫu Xa", UnitKind.XA, "99009", parent=province, born=MERGER)
    by = officer(commune)
    assert unit_create(by=by, name="Gần", kind=UnitKind.THON, parent=commune.pk)
    for parent in (other.pk, province.pk, UUID(int=7), None):
        with pytest.raises(NotAllowed):
            unit_create(by=by, name="Xa", kind=UnitKind.THON, parent=parent)


def test_a_repeated_submission_acts_once(commune: Unit) -> None:
    given = {"name": "Kim Sơn", "kind": UnitKind.THON, "parent": commune.pk, "act_key": "mot"}
    unit_create(by=None, **given)  # type: ignore[arg-type]
    with pytest.raises(AlreadyDone):
        unit_create(by=None, **given)  # type: ignore[arg-type]
    assert LogEntry.objects.filter(verb="units.created").count() == 1


def test_an_area_of_the_other_kind_of_commune_is_worth_a_look(province: Unit, commune: Unit) -> None:
    ward = listed("Mẫu Phường", UnitKind.PHUONG, "99010", parent=province)
    xa, phuong = (selectors.version_of(unit.pk) for unit in (commune, ward))
    assert xa is not None
    assert phuong is not None
    assert kind_warning(UnitKind.THON, xa) is None
    assert kind_warning(UnitKind.TO_DAN_PHO, phuong) is None
    warnings = [kind_warning(UnitKind.TO_DAN_PHO, xa), kind_warning(UnitKind.THON, phuong)]
    assert [warning and warning.severity for warning in warnings] == ["warning", "warning"]
