"""Cycles through their pages: opened with a preview, worked on for many units at once, told by the log."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from binhyen.accounts.roles import Role
from binhyen.dossiers.models import Cycle, Dossier, DossierState, Review
from tests.builders import (
    AREA,
    dossiers_of,
    hand_in,
    load_tables,
    make_commune,
    make_cycle,
    make_office,
    make_rulebook,
    make_user,
    register,
    report,
    signed_in,
    typist_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

MEETING = {"held_on": "05/11/2021", "form": "meeting", "invited": "34", "present": "31", "agreed": "29"}


@pytest.fixture
def _tables() -> None:
    load_tables()


def bulk(client: Client, cycle: Cycle, act: str, dossiers: list[Dossier], **data: str) -> tuple[int, str]:
    chosen = {"viec": act, "loai": AREA.value, "ho_so": [str(dossier.pk) for dossier in dossiers]}
    answer = client.post(reverse("cycle_acts", args=[cycle.pk]), chosen | data, follow=True)
    return answer.status_code, answer.content.decode()


def states(cycle: Cycle) -> set[str]:
    return {dossier.state for dossier in dossiers_of(cycle)}


def test_a_cycle_is_opened_after_a_look_at_the_list_that_it_freezes() -> None:
    commune, rulebook = make_commune(3), make_rulebook()
    client = signed_in(make_user(Role.COMMUNE_OFFICER, commune.pk))
    asked = {"bo_tieu_chi": str(rulebook.pk), "nam": "2021", "tim": "mau p"}
    shown = client.get(reverse("cycle_open"), asked).content.decode()
    assert '<th scope="row">Khu dân cư</th><td class="number">3</td>' in shown
    paper = {"number": "12/QĐ-UBND", "issued_on": "15/01/2021", "don_vi": str(commune.pk)}
    answer = client.post(reverse("cycle_open"), asked | paper, follow=True)
    assert "Đã mở đợt xét năm 2021, Xã Mẫu P." in answer.content.decode()
    cycle = Cycle.objects.get()
    assert cycle.dossiers.count() == 4
    frozen_by = cycle.unit_lists.get().paper
    assert frozen_by is not None
    assert frozen_by.number == "12/QĐ-UBND"


def test_a_second_cycle_of_the_same_year_is_refused_before_anything_is_typed() -> None:
    commune = make_commune(1)
    officer = make_user(Role.COMMUNE_OFFICER, commune.pk)
    cycle = make_cycle(by=officer, commune=commune)
    asked = {"bo_tieu_chi": str(cycle.rulebook_id), "nam": "2021"}
    shown = signed_in(officer).get(reverse("cycle_open"), asked).content.decode()
    assert "Đợt xét năm 2021 của chương trình này đã mở." in shown
    assert "Mở đợt xét đang có để tiếp tục." in shown


def test_a_year_that_no_cycle_can_have_is_refused() -> None:
    commune, rulebook = make_commune(1), make_rulebook()
    client = signed_in(make_user(Role.COMMUNE_OFFICER, commune.pk))
    shown = client.get(reverse("cycle_open"), {"bo_tieu_chi": str(rulebook.pk), "nam": "1921"}).content.decode()
    assert "Năm từ 2005 đến" in shown


def test_a_place_outside_what_is_entrusted_to_the_person_is_not_found() -> None:
    mine, theirs, rulebook = make_commune(1), make_commune(1, name="Mẫu Riêng"), make_rulebook()
    client = signed_in(make_user(Role.COMMUNE_OFFICER, mine.pk))
    asked = {"bo_tieu_chi": str(rulebook.pk), "nam": "2021", "tim": "mau rieng"}
    assert "Không thấy đơn vị nào" in client.get(reverse("cycle_open"), asked).content.decode()
    client.post(reverse("cycle_open"), asked | {"don_vi": str(theirs.pk)})
    assert Cycle.objects.count() == 0


def test_the_board_counts_who_has_come_how_far() -> None:
    commune = make_commune(5)
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune)
    register(by=office, dossiers=dossiers_of(cycle)[:4])
    report(by=office, dossiers=dossiers_of(cycle)[:3], passing=3)
    hand_in(by=office, dossiers=dossiers_of(cycle)[:2])
    client = signed_in(office)
    row = next(row for row in client.get(reverse("cycle", args=[cycle.pk])).context["rows"] if row.kind == AREA)
    assert (row.listed, row.registered, row.reported, row.assessed, row.submitted, row.decided) == (5, 4, 3, 2, 2, 0)


def test_many_units_register_assess_themselves_and_are_handed_in_at_once() -> None:
    commune = make_commune(4)
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune)
    client, chosen = signed_in(office), dossiers_of(cycle)
    assert "Đã ghi nhận đăng ký: 4 đơn vị." in bulk(client, cycle, "dang-ky", chosen, on="12/01/2021")[1]
    report(by=office, dossiers=dossiers_of(cycle), passing=4)
    # Whoever types a unit's own assessment does not review it.
    typing = signed_in(typist_of(office))
    assert "Đã ghi nhận tự đánh giá: 4 đơn vị." in bulk(typing, cycle, "tu-danh-gia", chosen, **MEETING)[1]
    assert "Đã nộp hồ sơ: 4 đơn vị." in bulk(client, cycle, "nop", chosen)[1]
    words = {"word_4": "yes", "word_5": "yes"}
    assert "Đã ghi nhận xét duyệt: 4 đơn vị." in bulk(client, cycle, "xet-duyet", chosen, **MEETING, **words)[1]
    assert states(cycle) == {DossierState.REVIEWED}
    assert Review.objects.filter(agreed=29, present=31).count() == 8


def test_nothing_ticked_is_said_and_the_rest_of_the_form_stays() -> None:
    commune = make_commune(2)
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune)
    status, shown = bulk(signed_in(office), cycle, "dang-ky", [], on="13/01/2021")
    assert status == 422
    assert "Chưa chọn đơn vị nào." in shown
    assert 'value="13/01/2021"' in shown
    assert states(cycle) == {DossierState.DRAFT}


def test_a_submission_that_arrives_twice_acts_once() -> None:
    commune = make_commune(2)
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune)
    client, once = signed_in(office), str(uuid.uuid4())
    bulk(client, cycle, "dang-ky", dossiers_of(cycle), on="12/01/2021", act_key=once)
    status, shown = bulk(client, cycle, "dang-ky", dossiers_of(cycle), on="12/01/2021", act_key=once)
    assert (status, "Đã ghi nhận trước đó." in shown) == (200, True)
    assert {dossier.version for dossier in dossiers_of(cycle)} == {2}


def test_counts_that_cannot_be_true_together_are_shown_at_their_fields() -> None:
    commune = make_commune(1)
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune)
    register(by=office, dossiers=dossiers_of(cycle))
    wrong = MEETING | {"present": "40"}
    status, shown = bulk(signed_in(office), cycle, "tu-danh-gia", dossiers_of(cycle), **wrong)
    assert status == 422
    assert "Số có mặt lớn hơn số được mời." in shown
    assert 'value="40"' in shown


def test_the_list_finds_without_diacritics_and_narrows_by_state_and_verdict() -> None:
    commune = make_commune(12)
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune)
    register(by=office, dossiers=dossiers_of(cycle)[:3])
    report(by=office, dossiers=dossiers_of(cycle)[:3], passing=1)
    client, address = signed_in(office), reverse("dossier_list", args=[cycle.pk])

    def found(**asked: str) -> list[str]:
        return [line.name for line in client.get(address, asked).context["lines"]]

    assert found(q="thon mau 11") == ["Thôn Mẫu 11"]
    assert found(**{"trang-thai": "registered"}) == ["Thôn Mẫu 1", "Thôn Mẫu 2", "Thôn Mẫu 3"]
    assert found(**{"ket-qua": "not_met", "loai": AREA.value}) == ["Thôn Mẫu 2", "Thôn Mẫu 3"]
    assert found(**{"loai": "commune"}) == ["Xã Mẫu P"]
    assert "Không có hồ sơ nào như vậy" in client.get(address, {"q": "khong co"}).content.decode()


def test_the_log_tells_the_story_in_vietnamese_and_of_one_unit_where_asked() -> None:
    commune = make_commune(3)
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune)
    register(by=office, dossiers=dossiers_of(cycle))
    report(by=office, dossiers=dossiers_of(cycle)[:1], passing=1)
    client, address = signed_in(office), reverse("cycle_log", args=[cycle.pk])
    shown = client.get(address).content.decode()
    assert "Mở An toàn về an ninh, trật tự năm 2021, Xã Mẫu P, 4 đơn vị thuộc diện" in shown
    assert "Ghi nhận 3 đơn vị đăng ký ngày 12/01/2021" in shown
    assert "Ghi nhận 4 số liệu của 1 đơn vị; Trưởng thôn báo cáo qua điện thoại" in shown
    of_one = client.get(address, {"don-vi": str(dossiers_of(cycle)[2].unit_id)}).content.decode()
    assert "Ghi nhận 3 đơn vị đăng ký" in of_one
    assert "số liệu của 1 đơn vị" not in of_one
