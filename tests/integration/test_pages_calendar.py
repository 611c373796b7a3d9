"""The calendar page of a cycle, and recording a letter through its two halves."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.dossiers.models import Cycle, DeadlineLetter, YearStep
from binhyen.dossiers.selectors.calendar import calendar_of
from binhyen.dossiers.selectors.calendar_page import KindDays, Row, months_of
from binhyen.dossiers.services.calendar import steps_set
from binhyen.kernel import clock
from binhyen.kernel.kinds import SubjectKind
from binhyen.units.models import Unit
from tests.builders import AREA, dossiers_of, make_commune, make_cycle, make_office, make_user

pytestmark = [pytest.mark.django_db]

LETTER = {
    "number": "112/UBND-NC",
    "issued_on": "05/03/2021",
    "title": "Gia hạn nộp hồ sơ",
    "issuer": "Ủy ban nhân dân tỉnh Mẫu",
}


@pytest.fixture
def commune() -> Unit:
    return make_commune(3)


@pytest.fixture
def office(commune: Unit) -> User:
    return make_office(commune)


@pytest.fixture
def cycle(commune: Unit, office: User) -> Cycle:
    found = make_cycle(by=office, commune=commune)
    steps_set(by=office, cycle=found, step=YearStep.SUBMIT, day=date(2021, 11, 20), citation="KH 15/KH-UBND")
    return found


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_officer_sets_a_day_and_everybody_in_the_cycle_reads_it(cycle: Cycle, office: User) -> None:
    address = reverse("cycle_calendar", args=[cycle.pk])
    day = {"step": "register", "day": "31/03/2021", "kinds": [AREA.value], "hard": "cung", "citation": "KH 15/KH-UBND"}
    assert client_of(office).post(address, day).status_code == 302
    head = make_user(Role.UNIT_HEAD, dossiers_of(cycle)[0].unit_id)
    said = text_of(client_of(head).get(address).content.decode())
    assert "Đăng ký 31/03/2021 quá hạn" in said
    assert "hết hạn thì không nhận, trừ khi có công văn" in said
    assert "Đặt hạn một bước" not in said


def test_what_was_typed_stays_when_the_document_is_missing(cycle: Cycle, office: User) -> None:
    address = reverse("cycle_calendar", args=[cycle.pk])
    answer = client_of(office).post(address, {"step": "register", "day": "31/03/2021", "citation": ""})
    assert answer.status_code == 422
    assert 'value="31/03/2021"' in answer.content.decode()


def test_a_letter_is_seen_before_it_is_recorded_and_then_moves_the_day(cycle: Cycle, office: User) -> None:
    first, second, _ = dossiers_of(cycle)
    client, address = client_of(office), reverse("deadline_letter", args=[cycle.pk])
    what = {"han": ["step.submit"], "ngay": "05/12/2021", "cho": "units", "don_vi": [str(first.unit_id), str(second.unit_id)]}  # fmt: skip
    shown = client.get(address, what).content.decode()
    assert "20/11/2021 → 05/12/2021 (2 đơn vị)" in text_of(shown).replace("<b>", "")
    assert not DeadlineLetter.objects.exists()
    seen = re.search(r'name="seen" value="(\w+)"', shown)
    assert seen is not None
    sent = {**what, **LETTER, "seen": seen.group(1), "act_key": "k1"}
    for _ in range(2):
        assert client.post(address, sent).status_code == 302
    assert DeadlineLetter.objects.count() == 1
    due = calendar_of(cycle).due(YearStep.SUBMIT, AREA, first.unit_id)
    assert due is not None
    assert (due.day, due.letter) == (date(2021, 12, 5), "112/UBND-NC ngày 05/03/2021")
    page = text_of(client.get(reverse("cycle_calendar", args=[cycle.pk])).content.decode())
    assert "2 đơn vị đến 05/12/2021 (quá hạn" in page
    assert "theo 112/UBND-NC ngày 05/03/2021: Thôn Mẫu 1, Thôn Mẫu 2" in page


def test_a_head_reads_the_day_of_the_own_village_and_no_other_name(cycle: Cycle, office: User) -> None:
    first, second, _ = dossiers_of(cycle)
    client, address = client_of(office), reverse("deadline_letter", args=[cycle.pk])
    what = {"han": ["step.submit"], "ngay": "05/12/2021", "cho": "units", "don_vi": [str(first.unit_id), str(second.unit_id)]}  # fmt: skip
    seen = re.search(r'name="seen" value="(\w+)"', client.get(address, what).content.decode())
    assert seen is not None
    client.post(address, {**what, **LETTER, "seen": seen.group(1)})
    head = client_of(make_user(Role.UNIT_HEAD, first.unit_id))
    page = text_of(head.get(reverse("cycle_calendar", args=[cycle.pk])).content.decode())
    assert "05/12/2021" in page
    assert second.unit_name not in page


def test_the_months_with_something_to_do_and_this_month_name_what_comes_next() -> None:
    today = date(2021, 11, 19)
    areas = KindDays(SubjectKind.RESIDENTIAL_AREA, date(2021, 10, 31), ())
    communes = KindDays(SubjectKind.COMMUNE, date(2022, 1, 15), (Row("Nộp hồ sơ", None),))
    months = months_of([areas, communes], today=today)
    assert [month.first for month in months] == [date(2021, 10, 1), date(2021, 11, 1), date(2022, 1, 1)]  # fmt: skip
    assert [month.is_now for month in months] == [False, True, False]
    assert [mark.day for month in months for mark in month.marks if mark.is_next] == [date(2022, 1, 15)]


@pytest.mark.parametrize(("ahead", "words"), [(1, "còn 1 ngày"), (0, "hôm nay"), (-2, "quá hạn 2 ngày")])
def test_the_countdown_is_right_by_the_day(office: User, commune: Unit, ahead: int, words: str) -> None:
    cycle = make_cycle(by=office, commune=commune, year=clock.today().year)
    day = clock.today() + timedelta(days=ahead)
    steps_set(by=office, cycle=cycle, step=YearStep.DECIDE, day=day, citation="KH 15", kinds=[AREA])
    page = text_of(client_of(office).get(reverse("cycle_calendar", args=[cycle.pk])).content.decode())
    assert f"Ra quyết định {day:%d/%m/%Y} {words}" in page
