"""Chasing through the pages: who owes what, the texts and papers, a call recorded, and nobody else's units."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from binhyen.accounts.roles import Role
from binhyen.accounts.services import grant_give
from binhyen.dossiers.models import Cycle
from binhyen.figures.models import FigureValue
from binhyen.kernel import clock
from binhyen.reminders.models import Contact
from tests.builders import dossiers_of, make_commune, make_cycle, make_office, make_user, register, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle() -> Cycle:
    """Three villages, of which the first has registered."""
    commune = make_commune(3)
    office = make_office(commune)
    opened = make_cycle(by=office, commune=commune)
    register(by=office, dossiers=dossiers_of(opened)[:1])
    return opened


@pytest.fixture
def officer(cycle: Cycle) -> Client:
    return signed_in(make_user(Role.COMMUNE_OFFICER, cycle.scope_id))


def page(client: Client, cycle: Cycle, query: str = "") -> str:
    return client.get(reverse("chasing", args=[cycle.pk]) + query).content.decode()


def test_the_page_tells_who_owes_what_and_narrows_to_one_thing(officer: Client, cycle: Cycle) -> None:
    shown = page(officer, cycle)
    assert "chưa báo đủ số liệu (còn 4/4)" in shown
    narrowed = page(officer, cycle, "?con=dang-ky")
    assert "Thôn Mẫu 2" in narrowed
    assert "Thôn Mẫu 1<" not in narrowed


def test_the_work_list_and_the_board_lead_to_it(officer: Client, cycle: Cycle) -> None:
    leads = f'href="{reverse("chasing", args=[cycle.pk])}"'
    work = officer.get(reverse("work")).content.decode()
    assert leads in work
    assert "2 chưa đăng ký, 1 chưa báo đủ số liệu" in work
    assert leads in officer.get(reverse("cycle", args=[cycle.pk])).content.decode()


def test_the_board_does_not_lead_there_whoever_chases_elsewhere_only(cycle: Cycle) -> None:
    elsewhere = make_commune(1, name="Mẫu Q")
    other = make_cycle(by=make_office(elsewhere), commune=elsewhere)
    reader = make_user(Role.INSPECTOR, cycle.scope_id)
    grant_give(by=None, user=reader, role=Role.COMMUNE_OFFICER, scope=elsewhere.pk)
    client = signed_in(reader)
    for one, leads in ((cycle, False), (other, True)):
        board = client.get(reverse("cycle", args=[one.pk])).content.decode()
        assert (f'href="{reverse("chasing", args=[one.pk])}"' in board) is leads


def test_the_text_for_a_chat_names_the_units_and_how_many_were_listed(officer: Client, cycle: Cycle) -> None:
    shown = page(officer, cycle, "?con=dang-ky&loai=residential_area")
    assert "còn 2/3 đơn vị chưa đăng ký: Thôn Mẫu 2; Thôn Mẫu 3." in shown


@pytest.mark.parametrize(("paper", "suffix"), [("phieu-goi", "pdf"), ("cong-van", "pdf"), ("cong-van", "docx")])
def test_the_sheet_and_the_letter_come_as_files(officer: Client, cycle: Cycle, paper: str, suffix: str) -> None:
    answer = officer.get(reverse("chasing_file", args=[cycle.pk, paper, suffix]))
    assert answer.status_code == 200
    assert len(b"".join(answer.streaming_content)) > 5_000


def test_an_office_neither_chases_itself_nor_writes_to_nobody(officer: Client, cycle: Cycle) -> None:
    assert ">Xã Mẫu P<" not in page(officer, cycle)
    assert "; Xã Mẫu P" not in page(officer, cycle)
    nobody = officer.get(reverse("chasing_file", args=[cycle.pk, "cong-van", "docx"]) + "?con=bo-sung")
    assert nobody.status_code == 409


def test_a_unit_is_found_without_diacritics_and_what_it_promised_is_kept(officer: Client, cycle: Cycle) -> None:
    village = dossiers_of(cycle)[1]
    found = officer.get(reverse("call"), {"q": "thon mau 2"}).content.decode()
    assert "Thôn Mẫu 2" in found
    day = clock.today() + timedelta(days=3)
    address = f"{reverse('call')}?don-vi={village.unit_id}&dot={cycle.pk}"
    data = {
        "result": "promised",
        "promised_on": f"{day:%d/%m/%Y}",
        "channel": "phone",
        "on": f"{clock.today():%d/%m/%Y}",
    }
    assert officer.post(address, data | {"reported_by": "Trưởng thôn", "act_key": "1"}).status_code == 302
    # The same form sent twice is one call.
    officer.post(address, data | {"reported_by": "Trưởng thôn", "act_key": "1"})
    kept = Contact.objects.get()
    assert (kept.unit_id, kept.cycle_id, kept.result, kept.promised_on) == (village.unit_id, cycle.pk, "promised", day)
    assert f"hẹn nộp trước hết ngày {day:%d/%m/%Y}" in page(officer, cycle)


def test_a_figure_told_on_the_telephone_is_the_heads_word_typed_by_the_officer(officer: Client, cycle: Cycle) -> None:
    village = dossiers_of(cycle)[0]
    address = f"{reverse('call')}?don-vi={village.unit_id}&dot={cycle.pk}"
    data = {
        "result": "handed_in", "channel": "phone", "on": f"{clock.today():%d/%m/%Y}", "reported_by": "Trưởng thôn",
        "v:ho_cu_tru": "104", "s:ho_cu_tru": "",
    }  # fmt: skip
    assert officer.post(address, data).status_code == 302
    value = FigureValue.objects.get()
    assert (value.number, value.reported_by, value.channel) == (104, "Trưởng thôn", "phone")
    # Somebody typed it meanwhile: the second caller hears of it, and no contact is recorded without its figure.
    refused = officer.post(address, data | {"v:ho_cu_tru": "105"})
    assert refused.status_code == 409
    assert FigureValue.objects.count() == Contact.objects.count() == 1


def test_a_promised_day_with_another_result_is_refused_and_nothing_typed_is_lost(officer: Client, cycle: Cycle) -> None:
    village = dossiers_of(cycle)[1]
    day = f"{clock.today() + timedelta(days=3):%d/%m/%Y}"
    data = {
        "result": "handed_in", "promised_on": day, "channel": "zalo", "on": f"{clock.today():%d/%m/%Y}",
        "reported_by": "Trưởng thôn",
    }  # fmt: skip
    answer = officer.post(f"{reverse('call')}?don-vi={village.unit_id}", data)
    assert answer.status_code == 422
    assert day in answer.content.decode()
    assert not Contact.objects.exists()


def test_a_contact_recorded_by_mistake_is_withdrawn_and_counts_no_longer(officer: Client, cycle: Cycle) -> None:
    village = dossiers_of(cycle)[1]
    contact = Contact.objects.create(
        unit=village.unit, cycle=cycle, unit_name="Thôn Mẫu 2", on=date(2021, 2, 1), channel="phone",
        result="unreachable", recorded_at=clock.now(), recorded_by=cycle.opened_by,
    )  # fmt: skip
    assert "không liên lạc được" in page(officer, cycle)
    officer.post(reverse("contact_take_back", args=[contact.pk]))
    assert "không liên lạc được<" not in page(officer, cycle)


def test_nobody_records_a_call_with_a_unit_of_another_commune(officer: Client, cycle: Cycle) -> None:
    foreign = make_commune(1, name="Mẫu Q")
    other = make_cycle(by=make_office(foreign), commune=foreign)
    assert officer.get(reverse("chasing", args=[other.pk])).status_code == 404
    assert officer.get(f"{reverse('call')}?don-vi={foreign.pk}").status_code == 404
    assert "Mẫu Q" not in officer.get(reverse("call"), {"q": "mau q"}).content.decode()
