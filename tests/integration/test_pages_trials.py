"""Amending a cycle, trying a draft, judging a past cycle again: through the pages, as an officer goes."""

from decimal import Decimal

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.accounts.services import grant_give
from binhyen.dossiers.models import Basis, Cycle, Dossier, RulebookAdoption, Standing
from binhyen.dossiers.services.reporting import Cell, figures_report
from binhyen.figures.answers import Answer
from binhyen.figures.models import Channel
from binhyen.papers.models import Job
from binhyen.papers.services import job_produce
from binhyen.programmes.models import Rulebook
from binhyen.programmes.services import rulebook_import
from binhyen.units.models import Unit
from tests.builders import dossiers_of, issued, make_commune, make_cycle, make_office, make_user, register, signed_in
from tests.versions import version_text

pytestmark = [pytest.mark.django_db, pytest.mark.database]

LETTER = {"from_day": "01/06/2021", "number": "12/CV-BCĐ", "issued_on": "28/05/2021", "reason": "Sửa đổi, bổ sung"}


@pytest.fixture
def commune() -> Unit:
    return make_commune(3)


@pytest.fixture
def office(commune: Unit) -> User:
    return make_office(commune)


@pytest.fixture
def cycle(commune: Unit, office: User) -> Cycle:
    """Areas that registered; 75 of 100 households did."""
    cycle = make_cycle(by=office, commune=commune, rulebook=issued(version_text(version="A")))
    register(by=office, dossiers=dossiers_of(cycle))
    cells = [
        Cell(dossier, key, Answer(number=Decimal(value)))
        for dossier in dossiers_of(cycle)
        for key, value in (("ho_cu_tru", 100), ("ho_dang_ky", 75))
    ]
    figures_report(by=office, cells=cells, reported_by="Trưởng thôn", channel=Channel.PHONE)
    return cycle


@pytest.fixture
def higher() -> Rulebook:
    return issued(version_text(version="B", share="80%", asks_lights=True))


def test_an_amendment_is_looked_at_first_and_applied_with_its_letter(
    cycle: Cycle, office: User, higher: Rulebook
) -> None:
    client, address = signed_in(office), reverse("cycle_amend", args=[cycle.pk])
    assert "Sửa đổi giữa năm" in client.get(reverse("cycle", args=[cycle.pk])).content.decode()
    answer = client.get(address, {"ban": str(higher.pk)})
    shown = answer.content.decode()
    assert "Số ngõ có đèn" in shown
    assert any("70" in change and "80" in change for change in answer.context["amendment"].changes)
    assert not RulebookAdoption.objects.exists()
    seen = answer.context["amendment"].fingerprint
    applied = client.post(address, LETTER | {"ban": str(higher.pk), "seen": seen}, follow=True)
    assert "Đã áp dụng: 4 hồ sơ chuyển theo bản mới." in applied.content.decode()
    assert "Áp dụng Bộ tiêu chí Mẫu (B) từ ngày" in applied.content.decode()
    assert {one.rulebook_id for one in dossiers_of(cycle)} == {higher.pk}
    past = client.get(address).content.decode()
    assert "12/CV-BCĐ" in past


def test_what_changed_after_the_look_is_shown_again_and_nothing_typed_is_lost(
    cycle: Cycle, office: User, higher: Rulebook
) -> None:
    typed = LETTER | {"ban": str(higher.pk), "seen": "0" * 64}
    answer = signed_in(office).post(reverse("cycle_amend", args=[cycle.pk]), typed)
    assert answer.status_code == 409
    assert "vừa thay đổi" in answer.content.decode()
    assert "Sửa đổi, bổ sung" in answer.content.decode()
    assert not RulebookAdoption.objects.exists()


@pytest.mark.parametrize("missing", ["from_day", "number", "issued_on", "reason"])
def test_an_amendment_without_its_letter_is_not_applied(
    cycle: Cycle, office: User, higher: Rulebook, missing: str
) -> None:
    client, address = signed_in(office), reverse("cycle_amend", args=[cycle.pk])
    seen = client.get(address, {"ban": str(higher.pk)}).context["amendment"].fingerprint
    answer = client.post(address, LETTER | {"ban": str(higher.pk), "seen": seen, missing: ""})
    assert answer.status_code == 422
    assert not RulebookAdoption.objects.exists()


def test_the_board_and_the_grid_ask_what_the_adopted_version_asks(cycle: Cycle, office: User, higher: Rulebook) -> None:
    client, address = signed_in(office), reverse("cycle_amend", args=[cycle.pk])
    seen = client.get(address, {"ban": str(higher.pk)}).context["amendment"].fingerprint
    client.post(address, LETTER | {"ban": str(higher.pk), "seen": seen})
    grid = client.get(reverse("grid", args=[cycle.pk, "residential_area"])).content.decode()
    assert "Số ngõ có đèn" in grid
    dossier = client.get(reverse("dossier", args=[dossiers_of(cycle)[0].pk])).content.decode()
    assert "Có đèn ở mọi ngõ" in dossier


def test_a_draft_is_offered_to_those_who_draft_and_to_nobody_else(cycle: Cycle, office: User) -> None:
    draft = rulebook_import(by=None, text=version_text(version="C", share="80%", asks_lights=True))
    for address in (reverse("what_if"), reverse("cycle_replay", args=[cycle.pk])):
        assert str(draft.pk) not in signed_in(office).get(address).content.decode()
    grant_give(by=None, user=office, role=Role.PROVINCE_OFFICER, scope=cycle.scope_id)
    for address in (reverse("what_if"), reverse("cycle_replay", args=[cycle.pk])):
        assert str(draft.pk) in signed_in(office).get(address).content.decode()


def test_a_draft_is_tried_on_past_cycles_before_it_is_issued(cycle: Cycle, office: User) -> None:
    draft = rulebook_import(by=None, text=version_text(version="C", share="80%", asks_lights=True))
    grant_give(by=None, user=office, role=Role.PROVINCE_OFFICER, scope=cycle.scope_id)
    client = signed_in(office)
    before = list(Standing.objects.order_by("pk").values())
    shown = client.get(reverse("what_if"), {"moi": str(draft.pk)}).content.decode()
    assert cycle.name in shown
    assert "Số liệu chưa ai từng báo" in shown
    assert "Số ngõ có đèn" in shown
    assert "1. Đủ hộ đăng ký" in shown
    assert list(Standing.objects.order_by("pk").values()) == before


def test_a_trial_becomes_a_workbook_in_the_background(cycle: Cycle, office: User, higher: Rulebook) -> None:
    client = signed_in(office)
    answer = client.post(reverse("what_if"), {"moi": str(higher.pk), "dot": str(cycle.pk)})
    job = Job.objects.get()
    assert answer["Location"] == reverse("report", args=[job.pk])
    job_produce(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.file_name) == (Job.State.DONE, "xet-thu-mau-giua-nam-b.xlsx")
    assert client.get(reverse("report_file", args=[job.pk])).status_code == 200


def test_a_workbook_that_is_asked_for_twice_by_one_form_is_made_once(
    cycle: Cycle, office: User, higher: Rulebook
) -> None:
    client = signed_in(office)
    trial = {"moi": str(higher.pk), "dot": str(cycle.pk), "act_key": "k"}
    whole_year = {"unit": str(cycle.scope_id), "year": "2021", "act_key": "l"}
    for address, sent in ((reverse("what_if"), trial), (reverse("reports"), whole_year)):
        first, second = client.post(address, sent), client.post(address, sent)
        assert first["Location"] != second["Location"] == reverse("reports")
    assert Job.objects.count() == 2


def test_a_trial_tells_nobody_of_units_that_they_may_not_read(cycle: Cycle, higher: Rulebook) -> None:
    stranger = signed_in(make_user(Role.COMMUNE_OFFICER, make_commune(1, name="Mẫu Q").pk))
    shown = stranger.get(reverse("what_if"), {"moi": str(higher.pk), "dot": str(cycle.pk)})
    assert cycle.name not in shown.content.decode()
    assert "Thôn Mẫu" not in shown.content.decode()
    posted = stranger.post(reverse("what_if"), {"moi": str(higher.pk), "dot": str(cycle.pk)})
    assert posted.status_code in (404, 422)
    assert not Job.objects.exists()
    assert stranger.get(reverse("cycle_replay", args=[cycle.pk])).status_code == 404


@pytest.mark.parametrize("asked", [{"moi": "không"}, {"moi": "0" * 32}, {"moi": ""}])
def test_a_version_that_is_not_there_is_asked_again(office: User, cycle: Cycle, asked: dict[str, str]) -> None:
    assert signed_in(office).get(reverse("what_if"), asked).status_code == 200


def test_a_cycle_is_judged_again_side_by_side_and_keeps_what_was_frozen(
    cycle: Cycle, office: User, higher: Rulebook
) -> None:
    client, address = signed_in(office), reverse("cycle_replay", args=[cycle.pk])
    assert "chưa có kết quả nào được chốt" in client.get(address).content.decode()
    shown = client.get(address, {"ban": str(higher.pk)}).content.decode()
    assert "Thôn Mẫu 1" in shown
    assert "Từ chưa đủ căn cứ thành chưa đạt: tiêu chí 1" in shown
    kept = Standing.objects.filter(dossier__in=dossiers_of(cycle), basis=Basis.REVIEW)
    assert {one.verdict for one in kept} == {"unknown"}


def test_a_thousand_dossiers_are_amended_tried_and_judged_again_in_a_bounded_number_of_statements(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    commune = make_commune(1_000)
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune, rulebook=issued(version_text()))
    register(by=office, dossiers=dossiers_of(cycle))
    higher = issued(version_text(share="80%", calendar_year=True))
    client = signed_in(office)
    address = reverse("cycle_amend", args=[cycle.pk])
    with django_assert_max_num_queries(40):
        shown = client.get(address, {"ban": str(higher.pk)})
    assert shown.context["amendment"].moved == 1_001
    with django_assert_max_num_queries(90):
        client.post(address, LETTER | {"ban": str(higher.pk), "seen": shown.context["amendment"].fingerprint})
    assert set(Dossier.objects.filter(cycle=cycle).values_list("rulebook", flat=True)) == {higher.pk}
    for page, asked in ((reverse("what_if"), {"moi": str(higher.pk)}), (reverse("cycle_replay", args=[cycle.pk]), {})):
        with django_assert_max_num_queries(30):
            assert client.get(page, asked).status_code == 200
