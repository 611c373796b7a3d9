"""The list of a cycle: who is on it and by whom each is judged, who is left out and why, and freezing it again."""

import io
from datetime import date

import openpyxl
import pytest

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.dossiers.models import Cycle, Dossier, UnitList
from binhyen.dossiers.selectors.listing import Listing
from binhyen.dossiers.selectors.relisting import relisting_of, since_last_year
from binhyen.dossiers.selectors.unit_lists import news_of, open_claims
from binhyen.dossiers.services.cycles import listing_to_open
from binhyen.dossiers.services.lists import list_refreeze
from binhyen.kernel import clock, text
from binhyen.kernel.errors import RefusedByState
from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.papers.services import paper_record
from binhyen.programmes.models import Rulebook
from binhyen.units.acts import ChangeKind, Dissolve, Order, Rename
from binhyen.units.models import Identifier, Unit, UnitVersion
from binhyen.units.services import event_apply, unit_create
from binhyen.units.services.authorities import authority_claim
from tests.builders import (
    dossiers_of,
    make_commune,
    make_cycle,
    make_office,
    make_rulebook,
    make_user,
    register,
    signed_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

START, PAPER = date(2020, 1, 1), "Quyết định Mẫu 7/QĐ-UBND"


def below(
    commune: Unit, name: str, kind: UnitKind, *, number: tuple[str, str] | None = None, **attributes: object
) -> Unit:
    return unit_create(
        by=None,
        name=name,
        kind=kind,
        parent=commune.pk,
        valid_from=START,
        attributes=attributes,
        identifiers=[number] if number else [],
    )


def listing(rulebook: Rulebook, commune: Unit, year: int = 2022) -> Listing:
    return listing_to_open(rulebook=rulebook, year=year, scope=commune)


def names(found: Listing) -> set[str]:
    return {one.version.full_name for one in found.listed}


def freeze(by: User, cycle: Cycle) -> UnitList:
    paper = paper_record(by=by, owner_unit=cycle.scope_id, title="Danh sách Mẫu", number="03/QĐ-UBND")
    return list_refreeze(by=by, cycle=cycle, paper=paper)


@pytest.fixture
def commune() -> Unit:
    return make_commune(2)


@pytest.fixture
def provincial() -> tuple[Unit, Unit, Unit]:
    """A province with two communes."""
    province = unit_create(by=None, name="Mẫu", kind=UnitKind.TINH, parent=None, valid_from=START, is_sample=True)
    one, two = (
        unit_create(by=None, name=f"Mẫu {name}", kind=UnitKind.XA, parent=province.pk, valid_from=START)
        for name in "AB"
    )
    return province, one, two


# ---------------------------------------------------------------- who falls under which version


def test_small_enterprises_and_primary_schools_fall_under_the_old_circular_and_not_under_the_new_one(
    commune: Unit,
) -> None:
    below(commune, "Công ty Mẫu Nhỏ", UnitKind.DOANH_NGHIEP, size="small")
    below(commune, "Công ty Mẫu Vừa", UnitKind.DOANH_NGHIEP, size="medium")
    below(commune, "Trường Tiểu học Mẫu", UnitKind.TRUONG_HOC, school_level="primary")
    below(commune, "Trường THCS Mẫu", UnitKind.TRUONG_HOC, school_level="lower_secondary")
    below(commune, "Ban Chỉ huy Mẫu", UnitKind.CO_QUAN, armed_forces=True)
    small = {"Công ty Mẫu Nhỏ", "Trường Tiểu học Mẫu"}
    assert small <= names(listing(make_rulebook(version="23/2012"), commune, 2021))
    new = listing(make_rulebook(version="124/2021"), commune)
    assert not small & names(new)
    assert {"Công ty Mẫu Vừa", "Trường THCS Mẫu"} <= names(new)
    assert {one.name: one.reason for one in new.left_out} == {
        "Công ty Mẫu Nhỏ": "quy mô doanh nghiệp: nhỏ",
        "Trường Tiểu học Mẫu": "cấp học cao nhất của cơ sở giáo dục: tiểu học",
        "Ban Chỉ huy Mẫu": "thuộc lực lượng vũ trang: có",
    }


def test_an_unknown_attribute_keeps_a_unit_on_the_list(commune: Unit) -> None:
    below(commune, "Công ty Mẫu", UnitKind.DOANH_NGHIEP)
    assert "Công ty Mẫu" in names(listing(make_rulebook(version="124/2021"), commune))


def test_a_cooperative_is_listed_with_the_warning_that_the_rulebook_itself_carries(commune: Unit) -> None:
    coop = below(commune, "Hợp tác xã Mẫu", UnitKind.HOP_TAC_XA)
    below(commune, "Công ty Mẫu", UnitKind.DOANH_NGHIEP, size="medium")
    office, rulebook = make_office(commune), make_rulebook(version="124/2021")
    found = listing(rulebook, commune)
    warned = {one.version.full_name: one.outside for one in found.outside}
    assert warned == {"Hợp tác xã Mẫu": "Ngoài đối tượng của Thông tư 124/2021/TT-BCA"}
    assert not listing(make_rulebook(version="23/2012"), commune, 2021).outside
    cycle = make_cycle(by=office, commune=commune, rulebook=rulebook, year=2022)
    assert Dossier.objects.filter(cycle=cycle, unit=coop).exists()
    page = signed_in(office).get(f"/dot-xet/{cycle.pk}/danh-sach/").content.decode()
    assert page.count("Ngoài đối tượng của Thông tư 124/2021/TT-BCA") == 1


def test_kinds_that_the_rulebook_does_not_judge_are_counted(commune: Unit) -> None:
    below(commune, "Mẫu 1", UnitKind.TO_LIEN_GIA)
    assert listing(make_rulebook(version="124/2021"), commune).not_judged == {UnitKind.TO_LIEN_GIA: 1}


# ---------------------------------------------------------------- managed, authorised, claimed


def test_a_unit_managed_elsewhere_is_left_out_here_and_listed_there(provincial: tuple[Unit, Unit, Unit]) -> None:
    province, here, there = provincial
    school = below(here, "Trường THPT Mẫu", UnitKind.TRUONG_HOC)
    authority_claim(by=None, unit=school.pk, authority=there.pk, on=date(2021, 1, 1), legal_act=PAPER)
    rulebook = make_rulebook()
    left = {one.name: one.reason for one in listing(rulebook, here, 2021).left_out}
    assert left == {"Trường THPT Mẫu": f"do xã Mẫu B quản lý, {PAPER}"}
    (listed,) = (one for one in listing(rulebook, there, 2021).listed if one.unit == school.pk)
    assert listed.judge == there.pk
    assert province.pk not in {one.judge for one in listing(rulebook, there, 2021).listed if one.unit == school.pk}


def test_a_unit_on_the_list_of_another_place_is_not_listed_twice(provincial: tuple[Unit, Unit, Unit]) -> None:
    _province, here, there = provincial
    school = below(here, "Trường THPT Mẫu", UnitKind.TRUONG_HOC)
    first = make_cycle(by=make_office(here), commune=here)
    authority_claim(by=None, unit=school.pk, authority=there.pk, on=date(2021, 3, 1), legal_act=PAPER)
    found = listing(first.rulebook, there, 2021)
    assert "Trường THPT Mẫu" not in names(found)
    assert [(one.name, one.cycle) for one in found.left_out] == [("Trường THPT Mẫu", first.pk)]
    assert found.left_out[0].reason == f"đã có trong danh sách của {first.name}"


def test_places_that_contain_one_another_keep_lists_side_by_side_and_say_so(
    provincial: tuple[Unit, Unit, Unit],
) -> None:
    province, here, _there = provincial
    first = make_cycle(by=make_office(here), commune=here)
    found = listing(first.rulebook, province, 2021)
    assert found.shared == {first.name: 1}
    assert "Xã Mẫu A" in names(found)


def test_an_open_claim_names_who_claims_and_who_decides(provincial: tuple[Unit, Unit, Unit]) -> None:
    _province, here, there = provincial
    school = below(here, "Trường THPT Mẫu", UnitKind.TRUONG_HOC)
    claimant = make_user(Role.COMMUNE_OFFICER, there.pk)
    authority_claim(by=claimant, unit=school.pk, authority=there.pk, on=date(2021, 3, 1), legal_act=PAPER)
    (claim,) = open_claims([here.pk])
    assert (claim.unit, claim.claimant, claim.decider) == ("Trường THPT Mẫu", "Xã Mẫu B", "Tỉnh Mẫu")
    office = make_office(here)
    page = signed_in(office).get(f"/dot-xet/{make_cycle(by=office, commune=here).pk}/danh-sach/").content.decode()
    assert "Nơi quyết định: Tỉnh Mẫu" in page
    assert "/don-vi/tham-quyen/" in page


# ---------------------------------------------------------------- freezing again


def test_a_frozen_list_does_not_move_when_an_authority_does_and_the_board_says_so(
    provincial: tuple[Unit, Unit, Unit],
) -> None:
    _province, here, there = provincial
    school = below(here, "Trường THPT Mẫu", UnitKind.TRUONG_HOC)
    office, today = make_office(here), clock.today()
    cycle = make_cycle(by=office, commune=here, year=today.year + 1)
    authority_claim(by=None, unit=school.pk, authority=there.pk, on=today, legal_act=PAPER)
    assert Dossier.objects.get(cycle=cycle, unit=school).judged_by_id == here.pk
    assert (news_of(cycle).moved, news_of(cycle).moved_on) == (1, today)
    board = signed_in(office).get(f"/dot-xet/{cycle.pk}/").content.decode()
    assert f"Thẩm quyền của 1 đơn vị đã đổi từ ngày {text.day(today)}" in board
    freeze(office, cycle)
    assert not Dossier.objects.filter(cycle=cycle, unit=school).exists()
    assert not news_of(cycle)


def test_a_registered_unit_stays_on_the_list_and_whoever_is_competent_now_judges_it(
    provincial: tuple[Unit, Unit, Unit],
) -> None:
    _province, here, there = provincial
    school = below(here, "Trường THPT Mẫu", UnitKind.TRUONG_HOC)
    office, today = make_office(here), clock.today()
    cycle = make_cycle(by=office, commune=here, year=today.year + 1)
    register(by=office, dossiers=dossiers_of(cycle, SubjectKind.SCHOOL))
    authority_claim(by=None, unit=school.pk, authority=there.pk, on=today, legal_act=PAPER)
    (stays,) = relisting_of(cycle).stayers
    assert (stays.refusal, stays.reason) == ("hồ sơ đã đăng ký", f"do xã Mẫu B quản lý, {PAPER}")
    assert "Xét xong hồ sơ trong đợt này" in stays.cure
    frozen = freeze(office, cycle)
    assert Dossier.objects.get(cycle=cycle, unit=school).judged_by_id == there.pk
    assert frozen.entries.get(unit=school).judged_by_id == there.pk


def test_units_join_leave_and_are_told_anew_when_a_list_is_frozen_again(commune: Unit) -> None:
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune, rulebook=make_rulebook(version="124/2021"), year=2022)
    one, two = dossiers_of(cycle)
    shop = below(commune, "Công ty Mẫu", UnitKind.DOANH_NGHIEP, size="medium")
    order = Order(date(2022, 3, 1), "Nghị quyết Mẫu 01")
    event_apply(by=None, act=Rename(one.unit_id, "Mẫu Đổi"), order=order)
    event_apply(by=None, act=ChangeKind((two.unit_id,), UnitKind.TO_DAN_PHO), order=order)
    frozen = freeze(office, cycle)
    assert frozen.seq == 2
    assert [line["name"] for line in frozen.shown["joined"]] == ["Công ty Mẫu"]
    told = {line["name"]: line["said"] for line in frozen.shown["changed"]}
    assert told["Thôn Mẫu Đổi"] == "tên: từ Thôn Mẫu 1 thành Thôn Mẫu Đổi"
    named = set(Dossier.objects.filter(cycle=cycle).values_list("unit_name", flat=True))
    assert named == {"Thôn Mẫu Đổi", "Tổ dân phố Mẫu 2", "Công ty Mẫu", "Xã Mẫu P"}
    assert set(frozen.entries.values_list("unit_name", flat=True)) == named
    positions = list(Dossier.objects.filter(cycle=cycle).values_list("position", flat=True))
    assert sorted(positions) == [1, 2, 3, 4]
    UnitVersion.objects.filter(unit=shop).update(attributes={"size": "small"})
    again = freeze(office, cycle)
    assert [(line["name"], line["said"]) for line in again.shown["left"]] == [
        ("Công ty Mẫu", "quy mô doanh nghiệp: nhỏ")
    ]
    assert not Dossier.objects.filter(unit=shop).exists()


def test_a_list_without_a_change_is_frozen_again_only_to_have_its_paper(commune: Unit) -> None:
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune)
    page = f"/dot-xet/{cycle.pk}/danh-sach/"
    assert "chưa ghi văn bản chốt" in signed_in(office).get(page).content.decode()
    assert freeze(office, cycle).entries.count() == 3
    assert "theo 03/QĐ-UBND" in signed_in(office).get(page).content.decode()
    with pytest.raises(RefusedByState, match="không có gì thay đổi"):
        freeze(office, cycle)


@pytest.mark.parametrize("scheme", [Identifier.Scheme.TAX, Identifier.Scheme.SCHOOL])
def test_last_years_list_stands_beside_the_new_one_and_a_number_tells_a_unit_made_anew(
    commune: Unit, scheme: Identifier.Scheme
) -> None:
    office = make_office(commune)
    old = below(commune, "Công ty Mẫu", UnitKind.DOANH_NGHIEP, number=(scheme, "0100000017"))
    rulebook = make_rulebook()
    make_cycle(by=office, commune=commune, rulebook=rulebook)
    Identifier.objects.filter(unit=old).delete()
    event_apply(by=None, act=Dissolve((old.pk,)), order=Order(date(2022, 2, 1), "Quyết định Mẫu 9"))
    below(commune, "Công ty Mẫu Mới", UnitKind.DOANH_NGHIEP, number=(scheme, "0100000017"))
    found = listing(rulebook, commune)
    since = since_last_year(Cycle(programme=rulebook.programme, year=2022, scope=commune), found)
    assert since is not None
    assert since.joined == (
        ("Công ty Mẫu Mới", f"cùng {scheme.label} 0100000017 với Công ty Mẫu, có thể là một đơn vị"),
    )
    assert since.left == (("Công ty Mẫu", "kết thúc ngày 01/02/2022 (Quyết định Mẫu 9)"),)
    page = signed_in(office).get(
        "/dot-xet/mo/", {"bo_tieu_chi": str(rulebook.pk), "nam": "2022", "don_vi": str(commune.pk)}
    )
    assert "So với danh sách năm trước: thêm 1, bớt 1, thay đổi 0" in page.content.decode()


def test_a_list_goes_out_as_a_workbook_with_those_left_out(commune: Unit) -> None:
    below(commune, "Công ty Mẫu Nhỏ", UnitKind.DOANH_NGHIEP, size="small")
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune, rulebook=make_rulebook(version="124/2021"), year=2022)
    sent = signed_in(office).get(f"/dot-xet/{cycle.pk}/danh-sach/ban-1.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(sent.streaming_content)))
    listed, beside = ([row for row in sheet.iter_rows(values_only=True) if any(row)] for sheet in book)
    assert [sheet.title for sheet in book] == ["Danh sách", "Để ngoài"]
    assert [row[1:4] for row in listed[-3:]] == [
        ("Thôn Mẫu 1", "thôn", "Xã Mẫu P"),
        ("Thôn Mẫu 2", "thôn", "Xã Mẫu P"),
        ("Xã Mẫu P", "xã", "chưa xác định"),
    ]
    assert beside[-1] == ("Công ty Mẫu Nhỏ", "doanh nghiệp", "quy mô doanh nghiệp: nhỏ")


def test_the_head_of_a_village_sees_no_other_unit_on_the_list(commune: Unit) -> None:
    cycle = make_cycle(by=make_office(commune), commune=commune)
    head = make_user(Role.UNIT_HEAD, dossiers_of(cycle)[0].unit_id)
    page = signed_in(head).get(f"/dot-xet/{cycle.pk}/danh-sach/").content.decode()
    assert "Thôn Mẫu 1" in page
    assert "Thôn Mẫu 2" not in page
