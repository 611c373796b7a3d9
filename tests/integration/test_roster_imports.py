"""Rosters from a list: counts per area before anything is written, all or nothing, and nothing else of a household."""

import io
import json
import re
from datetime import date
from uuid import UUID

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.audit.models import LogEntry
from binhyen.audit.phrases import phrase
from binhyen.audit.selectors import verify_chain
from binhyen.kernel.errors import Conflict, InputProblems, NotAllowed
from binhyen.sheets.paste import read_paste
from binhyen.units.models import Roster, RosterLine, Unit, UnitVersion
from binhyen.units.roster_lines import Usual
from binhyen.units.services.roster_importing import RostersImported, rosters_import
from binhyen.units.services.rosters import roster_erase, roster_open, roster_tick
from tests.builders import make_commune, make_user, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]

DAY = date(2021, 3, 15)
PAPER, MEETING = RosterLine.Channel.PAPER, RosterLine.Channel.MEETING
OF_TWO = "Khu dân cư\tSTT\tĐăng ký\nThôn Mẫu 1\t1\tx\n\t2\t\nThôn Mẫu 2\t1\tx\n"


@pytest.fixture
def commune() -> Unit:
    return make_commune(2)


@pytest.fixture
def officer(commune: Unit) -> User:
    return make_user(Role.COMMUNE_OFFICER, commune.pk)


@pytest.fixture
def area(commune: Unit) -> Unit:
    return UnitVersion.objects.get(parent=commune, full_name="Thôn Mẫu 1").unit


def imported(by: User, unit: Unit, pasted: str, *, seen: str = "", dry_run: bool = False) -> RostersImported:
    table, usual = read_paste(pasted), Usual(DAY, PAPER)
    return rosters_import(by=by, unit=unit.pk, year=2021, table=table, usual=usual, seen=seen, dry_run=dry_run)


def codes(by: User, unit: Unit, pasted: str) -> list[tuple[str, str]]:
    with pytest.raises(InputProblems) as caught:
        imported(by, unit, pasted)
    return [(problem.code, problem.place) for problem in caught.value.problems]


def lines(unit: UUID) -> list[tuple[int, str]]:
    """The numbers of an area, each with the way in which it registered."""
    return list(RosterLine.objects.filter(roster__unit=unit).values_list("number", "channel"))


def here(unit: Unit) -> str:
    return f"/don-vi/{unit.pk}/so-ho/nhap/"


def form(**more: object) -> dict[str, object]:
    return {"year": "2021", "day": "15/03/2021", "channel": "paper"} | more


def hidden(page: str, name: str) -> str:
    found = re.search(f'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def confirm(page: str, key: str = "một lần") -> dict[str, object]:
    return form(bang_da_ghep=hidden(page, "bang_da_ghep"), ban=hidden(page, "ban"), confirm="1", act_key=key)


def test_a_list_of_a_commune_is_seen_in_counts_and_then_written(commune: Unit, officer: User, area: Unit) -> None:
    client = signed_in(officer)
    preview = client.post(here(commune), form(pasted=OF_TWO)).content.decode()
    assert "lập sổ 2 hộ; 1 đăng ký mới" in preview
    assert not Roster.objects.exists()
    done = client.post(here(commune), confirm(preview), follow=True).content.decode()
    assert "Đã ghi sổ số hộ." in done
    assert [(roster.households, roster.registered) for roster in Roster.objects.order_by("-households")] == [
        (2, 1), (1, 1),
    ]  # fmt: skip
    assert lines(area.pk) == [(1, PAPER), (2, "")]
    again = client.post(here(commune), form(pasted=OF_TWO)).content.decode()
    assert again.count("giữ nguyên") == 2
    assert 'id="confirm"' not in again


def test_a_double_click_writes_once(commune: Unit, officer: User) -> None:
    client = signed_in(officer)
    sent = confirm(client.post(here(commune), form(pasted=OF_TWO)).content.decode())
    assert [client.post(here(commune), sent).status_code for _ in range(2)] == [302, 302]
    assert LogEntry.objects.filter(verb="rosters.imported").count() == 1


def test_the_log_is_told_counts_alone(commune: Unit, officer: User) -> None:
    imported(officer, commune, OF_TWO)
    entry = LogEntry.objects.get(verb="rosters.imported")
    assert entry.payload == '{"areas":2,"households":3,"registered":2,"year":2021}'
    assert phrase(entry.verb, json.loads(entry.payload)) == "Nhập sổ số hộ năm 2021 của 2 khu dân cư: 2/3 hộ đăng ký"
    assert len(entry.subjects) == 2
    imported(officer, commune, OF_TWO)
    assert LogEntry.objects.filter(verb="rosters.imported").count() == 1
    assert verify_chain() == LogEntry.objects.count()


def test_what_is_not_said_stays_and_what_is_said_counts(officer: User, area: Unit) -> None:
    roster = roster_open(by=officer, unit=area.pk, year=2021, households=5)
    roster_tick(by=officer, roster=roster, registered=[1, 2, 3, 5], day=DAY, channel=MEETING, seen=1)
    sheet = "STT\tĐăng ký\tNgày\n1\t\t\n2\tkhông\t\n3\tx\t16/03/2021\n4\tx\t\n6-7\tx\t\n"
    (change,) = imported(officer, area, sheet).areas
    assert (change.households, change.registered_before, change.registered) == (7, 4, 6)
    assert (change.added, change.newly, change.undone, change.corrected) == (2, 3, 1, 1)
    assert (change.blank, change.absent) == (1, 1)
    assert lines(area.pk) == [(1, MEETING), (2, ""), (3, MEETING), (4, PAPER), (5, MEETING), (6, PAPER), (7, PAPER)]
    roster.refresh_from_db()
    assert (roster.households, roster.registered, roster.version) == (7, 6, 3)
    assert roster.lines.get(number=3).day == date(2021, 3, 16)
    assert roster.lines.get(number=5).day == DAY


def test_a_dry_run_keeps_nothing(commune: Unit, officer: User) -> None:
    tried = imported(officer, commune, OF_TWO, dry_run=True)
    assert tried.is_changed
    assert not Roster.objects.exists()
    assert not LogEntry.objects.filter(verb="rosters.imported").exists()


def test_a_roster_that_changed_since_it_was_looked_at_is_shown_again(commune: Unit, officer: User, area: Unit) -> None:
    client = signed_in(officer)
    sent = confirm(client.post(here(commune), form(pasted=OF_TWO)).content.decode())
    roster = roster_open(by=officer, unit=area.pk, year=2021, households=1)
    answer = client.post(here(commune), sent)
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "vừa được người khác thay đổi" in shown
    assert "thêm 1 hộ; 1 đăng ký mới" in shown
    assert Roster.objects.get() == roster
    with pytest.raises(Conflict):
        imported(officer, commune, OF_TWO, seen=str(sent["ban"]))
    assert client.post(here(commune), confirm(shown, "lần hai")).status_code == 302


def test_every_problem_names_its_place_and_nothing_is_written(commune: Unit, officer: User, area: Unit) -> None:
    assert codes(officer, area, "STT\tĐăng ký\n1\tx\n1\t\n") == [("so_trung", "dòng 3, cột 1")]
    assert codes(officer, area, "STT\tĐăng ký\n2\tx\n3\tx\n") == [("thieu_so", "dòng 2, cột 1")]
    assert codes(officer, area, "STT\tĐăng ký\n0\tx\n1\t98\n") == [
        ("so_ho", "dòng 2, cột 1"), ("dau_la", "dòng 3, cột 2"),
    ]  # fmt: skip
    assert codes(officer, commune, "STT\tĐăng ký\n1\tx\n") == [("thieu_khu_dan_cu", "dòng 2, cột 1")]
    unknown = "Thôn\tSTT\tĐăng ký\nMẫu 9\t1\tx\nMẫu 9\t2\tx\nMẫu 1\t1\tx\n"
    assert codes(officer, commune, unknown) == [("khong_co_don_vi", "dòng 2, cột 1")]
    too_many = "Thôn\tSTT\n" + "".join(f"Mẫu A{at}\t1\n" for at in range(501))
    assert codes(officer, commune, too_many) == [("nhieu_khu", "cột khu dân cư")]
    assert not Roster.objects.exists()


def test_two_spellings_of_an_area_are_one_area(commune: Unit, officer: User) -> None:
    sheet = "Thôn\tSTT\tĐăng ký\nMẫu 1\t1\tx\nTHÔN MAU 1\t1\tx\n"
    assert codes(officer, commune, sheet) == [("so_trung", "dòng 3, cột 2")]


def test_a_roster_whose_numbers_were_erased_takes_nothing_in(officer: User, area: Unit) -> None:
    roster = roster_open(by=officer, unit=area.pk, year=2021, households=5)
    roster_erase(by=officer, roster=roster, seen=1)
    assert codes(officer, area, "STT\tĐăng ký\n1\tx\n") == [("so_da_xoa", "dòng 2, cột 1")]


@pytest.mark.parametrize("year", ["1999", "2099", "99999999"])
def test_a_year_in_which_nobody_can_register_is_refused(officer: User, area: Unit, year: str) -> None:
    answer = signed_in(officer).post(here(area), form(pasted="STT\tĐăng ký\n1\tx\n") | {"year": year})
    assert answer.status_code == 422
    assert not Roster.objects.exists()


def test_an_area_outside_is_unknown_and_its_page_does_not_exist(officer: User, commune: Unit, area: Unit) -> None:
    other = make_commune(1, name="Mẫu Khác")
    foreign = UnitVersion.objects.get(parent=other).unit
    assert codes(officer, commune, f"Thôn\tSTT\tĐăng ký\n{foreign.pk}\t1\tx\n") == [
        ("khong_co_don_vi", "dòng 2, cột 1"),
    ]  # fmt: skip
    with pytest.raises(NotAllowed):
        imported(officer, foreign, "STT\tĐăng ký\n1\tx\n")
    client = signed_in(officer)
    assert client.get(here(other)).status_code == client.get(here(foreign)).status_code == 404
    head = make_user(Role.UNIT_HEAD, area.pk)
    assert signed_in(head).get(here(area)).status_code == 200
    assert signed_in(head).get(here(commune)).status_code == 404
    inspector = signed_in(make_user(Role.INSPECTOR, commune.pk))
    assert inspector.get(here(area)).status_code == 404
    assert inspector.get(reverse("roster_template", args=[area.pk, 2021])).status_code == 404


def test_a_column_of_names_is_dropped_and_the_rest_goes_on(officer: User, commune: Unit, area: Unit) -> None:
    client = signed_in(officer)
    sheet = "STT\tHọ tên chủ hộ\tĐăng ký\nI\tThôn Mẫu 1\t\n1\tông Mẫu A\tx\n2\tbà Mẫu B\t\n\tTổng cộng\t1\n"
    refused = client.post(here(commune), form(pasted=sheet))
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "họ tên cá nhân" in page
    assert not any(name in page for name in ("Mẫu A", "Mẫu B"))
    preview = client.post(here(commune), form(bang=hidden(page, "bang"))).content.decode()
    assert "Mẫu A" not in preview
    assert client.post(here(commune), confirm(preview)).status_code == 302
    assert lines(area.pk) == [(1, PAPER), (2, "")]


def test_a_column_that_we_do_not_know_is_explained_by_the_person(officer: User, area: Unit) -> None:
    client = signed_in(officer)
    asked = client.post(here(area), form(pasted="STT\tTham gia\n1\tx\n2\t\n")).content.decode()
    assert "Mỗi cột là gì?" in asked
    said = {"cot-0": "number", "cot-1": "registered"}
    preview = client.post(here(area), form(bang=hidden(asked, "bang")) | said).content.decode()
    assert "lập sổ 2 hộ; 1 đăng ký mới" in preview


def test_a_workbook_with_merged_cells_is_read(officer: User, commune: Unit, area: Unit) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Sổ")
        for at, row in enumerate([("Khu dân cư", "STT", "Đăng ký"), ("", 1, True), ("", 2, False), ("", 3, None)]):
            sheet.write_row(at, 0, row)
        sheet.merge_range("A2:A4", "Thôn Mẫu 1")
        book.add_worksheet("Sổ khác").write(0, 0, "STT")
    sent = form(file=SimpleUploadedFile("so.xlsx", buffer.getvalue()))
    preview = signed_in(officer).post(here(commune), sent).content.decode()
    assert "lập sổ 3 hộ; 1 đăng ký mới" in preview
    assert "tệp còn 1 trang tính khác" in preview


def test_the_template_tells_nobody_who_registered_and_comes_back_unchanged(
    officer: User, commune: Unit, area: Unit
) -> None:
    roster = roster_open(by=officer, unit=area.pk, year=2021, households=5)
    roster_tick(by=officer, roster=roster, registered=[2, 4], day=DAY, channel=MEETING, seen=1)
    client = signed_in(officer)
    for unit in (commune, area):
        book = client.get(reverse("roster_template", args=[unit.pk, 2021])).content
        answer = client.post(here(unit), form(file=SimpleUploadedFile("so-ho.xlsx", book))).content.decode()
        assert "giữ nguyên; 2 đã đăng ký, bảng để trống: giữ" in answer
        assert "lập sổ" not in answer


def test_many_areas_take_as_few_questions_as_two(
    officer: User, commune: Unit, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many = make_commune(30, name="Mẫu Lớn")
    office = make_user(Role.COMMUNE_OFFICER, many.pk)
    sheet = "Thôn\tSTT\tĐăng ký\n" + "".join(f"Thôn Mẫu {at}\t1-20\tx\n" for at in range(1, 31))
    with django_assert_max_num_queries(40):
        imported(office, many, sheet)
    assert RosterLine.objects.filter(registered=True).count() == 600


def test_the_page_of_a_commune_shows_counts_of_the_year_and_the_way_there(
    client: Client, officer: User, commune: Unit, area: Unit
) -> None:
    imported(officer, commune, OF_TWO)
    client.force_login(officer)
    shown = client.get(here(commune) + "?nam=2021").content.decode()
    assert reverse("roster", args=[area.pk, 2021]) in shown
    assert "chưa có sổ" in client.get(here(commune) + "?nam=2020").content.decode()
    for page in (reverse("rosters", args=[area.pk]), reverse("unit_page", args=[area.pk])):
        assert client.get(page).status_code == 200
    assert here(area) in client.get(reverse("rosters", args=[area.pk])).content.decode()
    assert here(commune) in client.get(reverse("unit_page", args=[commune.pk])).content.decode()
    assert here(commune) in client.get(reverse("unit_import")).content.decode()
