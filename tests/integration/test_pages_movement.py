"""The pages of the movement: an officer records and confirms through forms, a head sees their own, everybody the rest."""

import io
import zipfile
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.accounts.services import grant_give
from binhyen.kernel import clock
from binhyen.movement.models import Activity, Covenant, Model, Rollout, Stage
from binhyen.movement.services.covenants import covenant_sign
from binhyen.movement.services.keeping import model_record
from binhyen.papers.models import Paper
from binhyen.programmes.models import Programme
from binhyen.recognition.models import Decision
from binhyen.units.models import Unit, UnitVersion
from tests.builders import make_commune, make_rulebook, make_user, signed_in
from tests.movement_story import Movement, festival, make_movement

pytestmark = [pytest.mark.django_db, pytest.mark.database]

CODE = "an-toan-antt"


@pytest.fixture
def programme() -> Programme:
    return make_rulebook().programme


@pytest.fixture
def commune() -> Unit:
    return make_commune(2)


@pytest.fixture
def officer(commune: Unit) -> User:
    return make_user(Role.COMMUNE_OFFICER, commune.pk)


@pytest.fixture
def area(commune: Unit) -> Unit:
    return UnitVersion.objects.filter(parent=commune).order_by("name")[0].unit


@pytest.fixture
def movement(officer: User, commune: Unit, area: Unit, programme: Programme) -> Movement:
    return make_movement(by=officer, commune=commune, area=area, programme=programme)


def shown(client: Client, name: str, *args: object, query: str = "") -> str:
    response = client.get(reverse(name, args=args) + query)
    assert response.status_code == 200
    return response.content.decode()


def sent(client: Client, name: str, *args: object, data: dict[str, object]) -> int:
    return client.post(reverse(name, args=args), data).status_code


def new(client: Client, slug: str, /, **data: object) -> int:
    return sent(client, "movement_new", CODE, slug, data=data)


# ---------------------------------------------------------------- recording


def test_an_activity_is_recorded_and_stands_in_the_numbers_of_its_year(
    officer: User, area: Unit, commune: Unit, programme: Programme
) -> None:
    client = signed_in(officer)
    said = {"kind": "security_day", "starts": "19/08/2021", "times": "1", "people": "1.230", "audiences": ["people"]}
    assert new(client, "hoat-dong", unit=str(area.pk), others=[str(commune.pk), str(area.pk)], **said) == 302
    activity = Activity.objects.get()
    assert (activity.people, activity.starts, activity.ends) == (1230, date(2021, 8, 19), date(2021, 8, 20))
    assert activity.hosts.count() == 2
    page = shown(client, "movement_programme", CODE, query="?nam=2021")
    assert "Ngày hội toàn dân bảo vệ an ninh Tổ quốc ở khu dân cư" in page
    assert "1.230" in page
    assert "Năm 2020 chưa ghi hoạt động nào" in shown(client, "movement_programme", CODE, query="?nam=2020")


def test_a_programme_opens_on_the_newest_year_with_records(officer: User, area: Unit, programme: Programme) -> None:
    client = signed_in(officer)
    assert f"Năm {clock.today().year} chưa ghi hoạt động nào" in shown(client, "movement_programme", CODE)
    new(client, "hoat-dong", unit=str(area.pk), kind="security_day", starts="19/08/2019", times="1")
    assert "Ngày hội toàn dân bảo vệ an ninh Tổ quốc ở khu dân cư" in shown(client, "movement_programme", CODE)
    new(client, "hoat-dong", unit=str(area.pk), kind="mediation", starts="19/08/2021", times="1")
    page = shown(client, "movement_programme", CODE)
    assert "Năm 2021" in page or "năm 2021" in page
    assert "chưa ghi hoạt động nào" not in page


def test_a_form_keeps_what_was_typed_and_says_what_is_wrong(officer: User, area: Unit, programme: Programme) -> None:
    client = signed_in(officer)
    said = {"kind": "mediation", "starts": "19/08/2021", "times": "1", "cases": "2", "settled": "3", "what": "Hòa giải"}
    response = client.post(reverse("movement_new", args=[CODE, "hoat-dong"]), {"unit": str(area.pk), **said})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Số vụ thành không vượt số vụ nhận." in page
    assert 'class="folded" open' in page
    assert "Hòa giải" in page
    assert not Activity.objects.exists()


def test_a_day_alone_is_no_paper(officer: User, area: Unit, programme: Programme) -> None:
    said = {"unit": str(area.pk), "name": "Camera an ninh", "issued_on": "01/03/2021"}
    response = signed_in(officer).post(reverse("movement_new", args=[CODE, "mo-hinh"]), said)
    assert response.status_code == 422
    assert "hoặc nơi lưu bản giấy" in response.content.decode()
    assert not Model.objects.exists()


def test_every_other_kind_is_recorded_from_its_form(officer: User, area: Unit, programme: Programme) -> None:
    client, unit = signed_in(officer), str(area.pk)
    assert new(client, "mo-hinh", unit=unit, name="Camera an ninh", from_year="2020", number="5/QĐ-UBND") == 302
    assert new(client, "lam-diem", unit=unit, phase="pilot", starts="01/03/2021", last="30/06/2021") == 302
    years = {"from_year": "2012", "to_year": "2022", "form": "final", "summed_up_on": "29/07/2022"}
    assert new(client, "giai-doan", unit=unit, name="Mười năm", **years) == 302
    assert Model.objects.get().paper == Paper.objects.get()
    assert Rollout.objects.get().ends == date(2021, 7, 1)
    assert Stage.objects.get().years == "2012–2022"


def test_a_model_is_confirmed_for_a_year_and_a_pilot_gets_its_days(officer: User, movement: Movement) -> None:
    client = signed_in(officer)
    numbers = {"year": "2021", "kept": "yes", "points": "4", "teams": "6", "members": "88"}
    assert sent(client, "movement_act", "mo-hinh", movement.model.pk, "xac-nhan", data=numbers) == 302
    assert "4 điểm, 6 tổ, 88 người" in shown(client, "movement_programme", CODE, query="?nam=2021")
    assert sent(client, "movement_act", "lam-diem", movement.rollout.pk, "ngay", data={"starts": "01/03/2021"}) == 302
    movement.rollout.refresh_from_db()
    assert movement.rollout.starts == date(2021, 3, 1)


def test_what_was_a_mistake_is_withdrawn(officer: User, movement: Movement) -> None:
    client = signed_in(officer)
    for kind, record in movement.of.items():
        assert sent(client, "movement_act", kind, record.pk, "rut", data={}) == 302
        record.refresh_from_db()
        assert record.withdrawn
    assert sent(client, "movement_act", "mo-hinh", movement.model.pk, "rut", data={}) == 404


# ---------------------------------------------------------------- covenants


def test_a_covenant_goes_from_the_list_of_the_area_to_the_signed_paper(
    officer: User, commune: Unit, programme: Programme
) -> None:
    client = signed_in(officer)
    assert "Thôn Mẫu 2; Trưởng thôn" in shown(client, "movement_new", CODE, "giao-uoc")
    members = "Thôn Mẫu 1; Trưởng thôn\n\nCông an xã Mẫu; Trưởng Công an xã"
    said = {"year": "2021", "name": "Giao ước Mẫu", "terms": "Không cháy, nổ.\nGiảm tai nạn.", "members": members}
    assert new(client, "giao-uoc", unit=str(commune.pk), **said) == 302
    covenant = Covenant.objects.get()
    assert [one.unit_id is not None for one in covenant.members.all()] == [True, False]
    paper = {"signed_on": "19/04/2021", "number": "01/GƯ", "place_kept": "Cặp 3"}
    assert sent(client, "movement_act", "giao-uoc", covenant.pk, "ky", data=paper) == 302
    page = shown(client, "covenant", covenant.pk)
    assert "19/04/2021" in page
    assert "Cặp 3" in page
    assert "Sửa dự thảo" not in page
    assert "Thôn Mẫu 1" in shown(client, "movement_new", CODE, "giao-uoc", query=f"?thay={covenant.pk}")
    assert new(client, "giao-uoc", unit=str(commune.pk), thay=str(covenant.pk), **said) == 302
    assert Covenant.objects.get(replaces=covenant).state == Covenant.State.DRAFT


def test_a_person_on_a_line_of_members_is_refused_under_the_field(
    officer: User, commune: Unit, programme: Programme
) -> None:
    said = {"year": "2021", "name": "Giao ước", "terms": "Một.", "members": "Công an xã; ông Nguyễn Văn Mẫu"}
    response = signed_in(officer).post(
        reverse("movement_new", args=[CODE, "giao-uoc"]), {"unit": str(commune.pk), **said}
    )
    assert response.status_code == 422
    assert "hệ thống chỉ ghi đơn vị và chức vụ" in response.content.decode()
    assert not Covenant.objects.exists()


@pytest.mark.parametrize(("suffix", "start"), [("pdf", b"%PDF-"), ("docx", b"PK")])
def test_the_covenant_is_printed_and_edited(officer: User, movement: Movement, suffix: str, start: bytes) -> None:
    answer = signed_in(officer).get(reverse("covenant_file", args=[movement.covenant.pk, suffix]))
    content = b"".join(answer.streaming_content)  # type: ignore[arg-type]  # a file is read in one piece
    assert content.startswith(start)
    if suffix == "docx":
        text = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
        assert "Trưởng Công an xã" in text


def test_there_is_no_paper_while_a_draft_says_nothing(officer: User, movement: Movement) -> None:
    Covenant.objects.update(terms=[])
    client = signed_in(officer)
    assert client.get(reverse("covenant_file", args=[movement.covenant.pk, "pdf"])).status_code == 404
    assert "Ghi nhận đã ký" not in shown(client, "covenant", movement.covenant.pk)


# ---------------------------------------------------------------- who sees what


def test_a_head_records_about_the_own_unit_and_changes_no_covenant_of_the_commune(
    movement: Movement, area: Unit
) -> None:
    head = signed_in(make_user(Role.UNIT_HEAD, area.pk))
    assert "Sửa dự thảo" not in shown(head, "covenant", movement.covenant.pk)
    assert "Camera an ninh Mẫu" in shown(head, "movement_programme", CODE, query="?nam=2021")
    assert new(head, "mo-hinh", unit=str(area.pk), name="Tiếng kẻng") == 302


def test_an_inspector_reads_and_is_offered_no_act(movement: Movement, commune: Unit) -> None:
    inspector = signed_in(make_user(Role.INSPECTOR, commune.pk))
    page = shown(inspector, "movement_programme", CODE, query="?nam=2021")
    assert "Camera an ninh Mẫu" in page
    assert "/ghi/" not in page
    assert "/rut/" not in page


def test_the_public_sees_what_is_signed_and_proved_and_no_draft(
    officer: User, movement: Movement, area: Unit, commune: Unit, client: Client
) -> None:
    page = shown(client, "public_unit", area.pk)
    assert "Giao ước Mẫu" not in page, "a draft is nobody's business yet"
    assert "Camera an ninh Mẫu" not in page, "nobody confirmed it"
    assert "Ngày hội toàn dân" not in page, "its year is not decided"
    covenant_sign(by=officer, covenant=movement.covenant, on=date(2021, 4, 19))
    page = shown(client, "public_unit", area.pk)
    assert "Giao ước Mẫu" in page
    assert "Trưởng Công an xã" in page
    assert "minh hoạ" in page
    decide(movement, commune)
    assert "Ngày hội toàn dân" in shown(client, "public_unit", area.pk)


def decide(movement: Movement, commune: Unit) -> Decision:
    """A numbered decision of the year of the festival."""
    return Decision.objects.create(
        programme=movement.activity.programme, deciding_unit=commune, year=2021, title="Công nhận", body="UBND xã Mẫu",
        signatory="Chủ tịch", state=Decision.State.NUMBERED, number="1/QĐ-UBND", signed_on=date(2021, 12, 5),
        is_sample=True, decided_at=movement.activity.recorded_at, decided_by=commune.pk,
    )  # fmt: skip


def test_invented_records_stand_apart_and_are_not_open_data(officer: User, movement: Movement, client: Client) -> None:
    covenant_sign(by=officer, covenant=movement.covenant, on=date(2021, 4, 19))
    page = shown(client, "public_programme", CODE)
    assert page.index("Ví dụ minh hoạ") < page.index("Giao ước Mẫu")
    for table in ("giao-uoc", "hoat-dong", "lam-diem", "giai-doan"):
        assert client.get(reverse("open_data_json", args=[table])).json()["rows"] == []


def test_the_review_of_an_invented_stage_says_so_and_invents_no_nought(movement: Movement, client: Client) -> None:
    page = shown(client, "public_stage", movement.stage.pk)
    assert "đơn vị và các con số không có thật" in page
    assert "Chưa có quyết định công nhận nào của giai đoạn này" in page
    Stage.objects.update(withdrawn=True)
    assert client.get(reverse("public_stage", args=[movement.stage.pk])).status_code == 404


def test_what_an_office_noted_is_not_public(officer: User, area: Unit, programme: Programme, client: Client) -> None:
    said = {"phase": "rollout", "starts": "01/03/2021", "number": "5/KH-UBND", "note": "Ghi riêng của cán bộ"}
    assert new(signed_in(officer), "lam-diem", unit=str(area.pk), **said) == 302
    for address, asked in (("public_unit", area.pk), ("public_programme", CODE)):
        page = shown(client, address, asked)
        assert "Văn bản số 5/KH-UBND" in page
        assert "Ghi riêng của cán bộ" not in page


def test_the_review_of_a_small_place_hides_who_could_be_counted_on_two_fingers(
    officer: User, commune: Unit, area: Unit, movement: Movement, client: Client
) -> None:
    decide(movement, commune)
    assert "120 lượt người tham gia" in " ".join(shown(client, "public_stage", movement.stage.pk).split())
    Activity.objects.update(people=2)
    assert "&lt;\N{NO-BREAK SPACE}3 lượt người tham gia" in shown(client, "public_stage", movement.stage.pk)


# ---------------------------------------------------------------- liên gia groups, and size


def test_a_lien_gia_group_is_added_below_an_area_listed_there_and_offered_as_host(
    officer: User, area: Unit, programme: Programme
) -> None:
    client = signed_in(officer)
    said = {"name": "Mẫu số 3", "kind": "to_lien_gia", "parent": "Thôn Mẫu 1"}
    assert sent(client, "unit_new", data=said) == 302
    assert "Tổ liên gia Mẫu số 3" in shown(client, "unit_page", area.pk)
    assert "Tổ liên gia Mẫu số 3" in shown(client, "unit_search", query="?q=lien+gia+mau+so+3")
    assert "Tổ liên gia Mẫu số 3" in shown(client, "movement_new", CODE, "hoat-dong")


def test_a_village_of_another_commune_that_took_part_is_a_number_to_whoever_does_not_know_it(
    officer: User, area: Unit, commune: Unit, programme: Programme
) -> None:
    elsewhere = make_commune(1, name="Mẫu Xa")
    stranger = Unit.objects.get(versions__parent=elsewhere)
    above = make_user(Role.PROVINCE_OFFICER, commune.pk)
    grant_give(by=None, user=above, role=Role.PROVINCE_OFFICER, scope=elsewhere.pk)
    festival(by=above, hosts=[area, elsewhere, stranger], programme=programme, times=1)
    page = shown(signed_in(officer), "movement_programme", CODE, query="?nam=2021")
    assert "Thôn Mẫu 1, Xã Mẫu Xa, 1 đơn vị nơi khác" in page


@pytest.mark.parametrize("address", ["movement_home", "movement_programme"])
def test_a_page_costs_as_much_with_many_records_as_with_few(
    officer: User, movement: Movement, area: Unit, programme: Programme, address: str
) -> None:
    client, args = signed_in(officer), [CODE] if address == "movement_programme" else []
    shown(client, address, *args, query="?nam=2021")
    few = queries(client, address, args)
    for times in range(2, 20):
        festival(by=officer, hosts=[area], programme=programme, times=times)
        model_record(by=officer, unit=area, name=f"Mô hình Mẫu {times}", programme=programme)
    assert queries(client, address, args) == few


def queries(client: Client, address: str, args: list[str]) -> int:
    with CaptureQueriesContext(connection) as captured:
        shown(client, address, *args, query="?nam=2021")
    return len(captured)
