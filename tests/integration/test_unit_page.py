"""The page of a unit through time: its life, its years, who judges it by which version, and what is still to be said."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from binhyen.accounts.roles import Role
from binhyen.audit.models import LogEntry
from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.programmes.eligibility import eligibility
from binhyen.programmes.selectors import compiled
from binhyen.recognition.models import Decision
from binhyen.recognition.services import decision_number
from binhyen.units import selectors
from binhyen.units.acts import ChangeKind, Dissolve, Merge, Move, Order, Rename
from binhyen.units.models import Identifier, Succession, Unit, UnitVersion
from binhyen.units.services import NewUnit, event_apply, unit_create, units_create_many
from tests.builders import (
    decide_all,
    dossiers_of,
    hand_in,
    make_commune,
    make_cycle,
    make_office,
    make_rulebook,
    make_user,
    register,
    report,
    review,
    signed_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

DAY = date(2025, 7, 1)
PAPER = {"day": "01/12/2025", "legal_act": "Nghị quyết Mẫu 12/NQ-HĐND"}


@pytest.fixture
def commune() -> Unit:
    return unit_create(
        by=None, name="Mẫu Bình", kind=UnitKind.XA, parent=None, valid_from=date(2015, 1, 1), is_sample=True
    )


@pytest.fixture
def villages(commune: Unit) -> list[UUID]:
    rows = [NewUnit(f"Mẫu {at}", UnitKind.THON) for at in (1, 2, 3)]
    return [unit.pk for unit in units_create_many(by=None, rows=rows, parent=commune.pk)]


@pytest.fixture
def officer(commune: Unit) -> Client:
    return signed_in(make_user(Role.COMMUNE_OFFICER, commune.pk))


def page(client: Client, unit: UUID, **query: str) -> str:
    answer = client.get(reverse("unit_page", args=[unit]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def merged(units: list[UUID], name: str = "Mẫu Chung") -> UUID:
    event_apply(by=None, act=Merge(tuple(units), name, UnitKind.THON), order=Order(DAY, "Nghị quyết Mẫu 1"))
    return Succession.objects.get(predecessor=units[0]).successor_id


def recognised_year(commune: Unit, year: int) -> Decision:
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune, year=year)
    register(by=office, dossiers=dossiers_of(cycle))
    report(by=office, dossiers=dossiers_of(cycle), passing=1)
    hand_in(by=office, dossiers=dossiers_of(cycle))
    review(by=office, dossiers=dossiers_of(cycle))
    decision = decide_all(by=office, cycle=cycle, commune=commune, passing=1)
    return decision_number(by=office, decision=decision, number=f"7{year}/QĐ-UBND", signed_on=date(2021, 12, 5))


# ---------------------------------------------------------------- life and years


def test_the_page_tells_recognitions_and_dossiers_by_year_and_those_of_predecessors_as_theirs(
    commune: Unit, villages: list[UUID], officer: Client
) -> None:
    recognised_year(commune, 2021)
    new = merged(villages[:2])
    first, joined = page(officer, villages[0]), page(officer, new)
    assert "Quyết định số 72021/QĐ-UBND" in first
    assert "Công nhận của đơn vị trước sắp xếp" not in first
    assert "Chưa có quyết định công nhận nào của đơn vị này" in joined
    assert "Công nhận của đơn vị trước sắp xếp" in joined
    assert "Thôn Mẫu 1 · Quyết định số 72021/QĐ-UBND" in joined
    assert "Của đơn vị trước sắp xếp" in joined
    assert "72021/QĐ-UBND" not in page(officer, villages[2])


def test_the_public_page_tells_the_same_story(commune: Unit, villages: list[UUID], client: Client) -> None:
    recognised_year(commune, 2021)
    new = merged(villages[:2])
    shown = client.get(reverse("public_unit", args=[new])).content.decode()
    for said in ("Công nhận của đơn vị trước sắp xếp", "Hình thành từ", "Thôn Mẫu 2", "Tên gọi qua các thời kỳ"):
        assert said in shown
    assert "Hồ sơ qua các năm" not in shown


def test_titles_are_shown_over_two_mergers(commune: Unit, villages: list[UUID], officer: Client) -> None:
    recognised_year(commune, 2021)
    first = merged(villages[:2])
    act = Merge((first, villages[2]), "Mẫu Cuối", UnitKind.THON)
    event_apply(by=None, act=act, order=Order(date(2026, 1, 1), "Nghị quyết Mẫu 2"))
    last = Succession.objects.get(predecessor=first).successor_id
    assert "Thôn Mẫu 1 · Quyết định số 72021/QĐ-UBND" in page(officer, last)


def test_an_ended_unit_leads_to_its_successor_before_anything_else(villages: list[UUID], officer: Client) -> None:
    new = merged(villages[:2])
    shown = page(officer, villages[0])
    assert "kết thúc hết ngày 30/06/2025" in shown
    assert shown.index(reverse("unit_page", args=[new])) < shown.index("Đã được công nhận")


def test_a_chosen_day_shows_the_name_and_what_hung_below_then(
    commune: Unit, villages: list[UUID], officer: Client
) -> None:
    event_apply(by=None, act=Rename(villages[0], "Mẫu Khác"), order=Order(DAY, "Nghị quyết Mẫu 1"))
    event_apply(by=None, act=Dissolve((villages[1],)), order=Order(DAY, "Nghị quyết Mẫu 2"))
    then, now = page(officer, commune.pk, ngay="30/06/2025"), page(officer, commune.pk)
    assert "Thôn Mẫu 1" in then
    assert "3 thôn" in then
    assert "Thôn Mẫu Khác" in now
    assert "2 thôn" in now
    assert "<h1>Thôn Mẫu 1 " in page(officer, villages[0], ngay="30/06/2025")


def test_a_day_of_the_past_gives_nobody_powers_that_ended() -> None:
    """A village that went to another commune is theirs to read no more, whatever day is asked for."""
    province = unit_create(by=None, name="Mẫu", kind=UnitKind.TINH, parent=None, is_sample=True)
    one, two = (unit_create(by=None, name=f"Mẫu {at}", kind=UnitKind.XA, parent=province.pk) for at in ("A", "B"))
    village = unit_create(by=None, name="Mẫu 9", kind=UnitKind.THON, parent=one.pk)
    client = signed_in(make_user(Role.COMMUNE_OFFICER, one.pk))
    assert client.get(reverse("unit_page", args=[village.pk])).status_code == 200
    event_apply(by=None, act=Move((village.pk,), two.pk), order=Order(DAY, "Nghị quyết Mẫu 3"))
    assert client.get(reverse("unit_page", args=[village.pk]), {"ngay": "30/06/2025"}).status_code == 404
    assert "Thôn Mẫu 9" not in page(client, one.pk, ngay="30/06/2025")


def statements(read: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        read()
    return len(asked)


def test_a_page_with_many_acts_and_relatives_takes_as_many_statements_as_one_with_few(
    commune: Unit, villages: list[UUID], officer: Client
) -> None:
    few = merged(villages[:2])
    rows = [NewUnit(f"Mẫu nhiều {at}", UnitKind.THON) for at in range(12)]
    many = merged([unit.pk for unit in units_create_many(by=None, rows=rows, parent=commune.pk)], "Mẫu Nhiều")
    for at in range(3):
        order = Order(date(2026, 1, 1 + at), f"Nghị quyết Mẫu {at}")
        event_apply(by=None, act=Rename(many, f"Mẫu Nhiều {at}"), order=order)
    page(officer, few)
    assert statements(lambda: page(officer, many)) <= statements(lambda: page(officer, few))


# ---------------------------------------------------------------- who falls under which version


@pytest.mark.parametrize(
    ("kind", "attributes", "old", "new", "because"),
    [
        (SubjectKind.ENTERPRISE, {"size": "small"}, True, False, "quy mô doanh nghiệp: nhỏ"),
        (SubjectKind.ENTERPRISE, {"size": "large"}, True, True, "quy mô doanh nghiệp: lớn"),
        (SubjectKind.ENTERPRISE, {}, True, None, "quy mô doanh nghiệp: chưa ghi"),
        (SubjectKind.SCHOOL, {"school_level": "primary"}, True, False, "cấp học cao nhất của cơ sở giáo dục: tiểu học"),
        (SubjectKind.AGENCY, {"armed_forces": True}, True, False, "thuộc lực lượng vũ trang: có"),
    ],
)
def test_who_is_outside_the_circular_of_2021_was_inside_that_of_2012(
    kind: SubjectKind, attributes: dict[str, object], old: bool, new: bool | None, because: str
) -> None:
    before, after = (compiled(make_rulebook(version=version)) for version in ("23/2012", "124/2021"))
    assert eligibility(before, kind, attributes, year=2021).holds is old
    found = eligibility(after, kind, attributes, year=2022)
    assert found.holds is new
    assert found.because == (because,)


def test_the_page_says_why_an_enterprise_is_outside_and_that_an_older_version_took_it_in(
    commune: Unit, officer: Client
) -> None:
    for version in ("23/2012", "124/2021"):
        make_rulebook(version=version)
    firm = unit_create(
        by=None, name="Công ty Mẫu", kind=UnitKind.DOANH_NGHIEP, parent=commune.pk, attributes={"size": "small"}
    )
    shown = page(officer, firm.pk)
    assert "ngoài diện" in shown
    assert "vì quy mô doanh nghiệp: nhỏ" in shown
    assert "thuộc diện" in shown
    assert "Thêm đơn vị ở đây" not in shown


def test_the_page_of_a_cooperative_carries_the_warning_of_the_rulebook(commune: Unit, officer: Client) -> None:
    make_rulebook(version="124/2021")
    coop = unit_create(by=None, name="Hợp tác xã Mẫu", kind=UnitKind.HOP_TAC_XA, parent=commune.pk)
    assert "Ngoài đối tượng của Thông tư 124/2021/TT-BCA" in page(officer, coop.pk)


# ---------------------------------------------------------------- what was not known before


def test_what_is_not_recorded_can_be_recorded_on_the_page(commune: Unit, officer: Client) -> None:
    make_rulebook(version="124/2021")
    office = unit_create(by=None, name="Phòng Mẫu", kind=UnitKind.CO_QUAN, parent=commune.pk).pk
    address = reverse("unit_complete", args=[office])
    assert "thuộc lực lượng vũ trang: chưa ghi" in page(officer, office)
    assert address in page(officer, office)
    typed = {"armed_forces": "no", "agency": "H99.12.7", "act_key": "mot-lan"}
    for _ in range(2):
        assert officer.post(address, typed).status_code == 302
    shown = page(officer, office)
    assert "H99.12.7" in shown
    assert "Quyết định 20/2020/QĐ-TTg" in shown
    assert "chưa ghi" not in shown
    assert LogEntry.objects.filter(verb="units.completed").count() == 1
    assert officer.get(address).content.decode().count('value="H99.12.7"') == 1


def test_a_number_that_another_unit_has_is_refused_and_what_was_typed_stays(commune: Unit, officer: Client) -> None:
    one, two = (
        unit_create(by=None, name=f"Công ty Mẫu {at}", kind=UnitKind.DOANH_NGHIEP, parent=commune.pk) for at in (1, 2)
    )
    Identifier.objects.create(unit=one, scheme=Identifier.Scheme.TAX, value="0109999999")
    refused = officer.post(reverse("unit_complete", args=[two.pk]), {"size": "large", "tax": "0109999999"})
    assert refused.status_code == 422
    assert "đã có ở đơn vị khác" in refused.content.decode()
    assert UnitVersion.objects.get(unit=two).attributes == {}


def test_only_who_edits_there_completes_a_unit_and_no_village_is_asked(
    commune: Unit, villages: list[UUID], officer: Client
) -> None:
    office = unit_create(by=None, name="Phòng Mẫu", kind=UnitKind.CO_QUAN, parent=commune.pk).pk
    stranger = signed_in(make_user(Role.COMMUNE_OFFICER, make_commune(0).pk))
    reader = signed_in(make_user(Role.INSPECTOR, commune.pk))
    address = reverse("unit_complete", args=[office])
    for client in (stranger, reader):
        assert client.get(address).status_code == 404
        assert client.post(address, {"armed_forces": "yes"}).status_code == 404
    assert officer.get(reverse("unit_complete", args=[villages[0]])).status_code == 404


# ---------------------------------------------------------------- acts


def test_the_areas_of_a_new_ward_become_neighbourhoods_in_one_act(
    commune: Unit, villages: list[UUID], officer: Client
) -> None:
    event_apply(by=None, act=ChangeKind((commune.pk,), UnitKind.PHUONG), order=Order(DAY, "Nghị quyết Mẫu 1"))
    address = reverse("unit_change", args=[commune.pk, "doi-loai-khu-dan-cu"])
    assert address in page(officer, commune.pk)
    asked = officer.get(address).content.decode()
    assert asked.count("checked") == 3
    typed = PAPER | {"areas": [str(each) for each in villages[:2]], "kind": "to_dan_pho"}
    seen = officer.post(address, typed | {"buoc": "xem"}).content.decode()
    assert "Tổ dân phố Mẫu 1, phường Mẫu Bình" in seen
    assert officer.post(address, typed | {"buoc": "ghi"}).status_code == 302
    names = {version.full_name for version in selectors.children(commune.pk, date(2025, 12, 1))}
    assert names == {"Tổ dân phố Mẫu 1", "Tổ dân phố Mẫu 2", "Thôn Mẫu 3"}


def test_what_stands_above_may_sign_for_a_dissolved_unit(commune: Unit, villages: list[UUID], officer: Client) -> None:
    address = reverse("unit_change", args=[villages[0], "giai-the"])
    assert "Xã Mẫu Bình" in officer.get(address).content.decode()
    officer.post(address, PAPER | {"signs_for": str(commune.pk), "buoc": "ghi"})
    assert "ký thay: Xã Mẫu Bình" in page(officer, villages[0])


def test_only_the_newest_act_is_offered_for_taking_back(villages: list[UUID], officer: Client) -> None:
    for at, name in enumerate(("Mẫu Một", "Mẫu Hai")):
        event_apply(by=None, act=Rename(villages[0], name), order=Order(date(2025, 7, 1 + at), "Nghị quyết Mẫu"))
    assert page(officer, villages[0]).count("hoan-tac/") == 1
