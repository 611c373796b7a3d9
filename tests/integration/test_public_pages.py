"""The pages that need no account: units, programmes, results, certificates and open data."""

import csv
import io
import uuid
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from binhyen.dossiers.models import Cycle
from binhyen.dossiers.services import acts
from binhyen.figures.models import PublishedFigure
from binhyen.kernel import clock
from binhyen.kernel.kinds import UnitKind
from binhyen.papers.models import Publication
from binhyen.programmes.models import Programme, Rulebook
from binhyen.recognition.models import Decision, Recognition
from binhyen.recognition.services import decision_number
from binhyen.units.models import Lineage, Succession, Unit, UnitVersion
from binhyen.units.names import searchable
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MERGER = date(2025, 7, 1)


def make_commune(name: str, *, born: date | None = None, ended: date | None = None, is_sample: bool = True) -> Unit:
    """A commune with one version, as the national lists give it."""
    unit = Unit.objects.create(origin=Unit.Origin.LIST_2024, is_sample=is_sample)
    UnitVersion.objects.create(
        unit=unit,
        name=name,
        full_name=f"Xã {name}",
        kind=UnitKind.XA,
        valid_from=born,
        valid_to=ended,
        folded=searchable([name, f"Xã {name}"]),
    )
    Lineage.objects.create(ancestor=unit, descendant=unit, depth=0, valid_from=born, valid_to=ended)
    return unit


@pytest.fixture
def merged() -> tuple[Unit, Unit]:
    """Xã Mẫu Đông went as a whole into Xã Mẫu Bình."""
    old, new = make_commune("Mẫu Đông", ended=MERGER), make_commune("Mẫu Bình", born=MERGER)
    Succession.objects.create(
        predecessor=old, successor=new, extent=Succession.Extent.WHOLE, effective_on=MERGER, legal_act="Nghị quyết mẫu"
    )
    return old, new


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_an_old_name_without_diacritics_leads_to_who_carries_on(client: Client, merged: tuple[Unit, Unit]) -> None:
    page = shown(client, reverse("home") + "?q=mau+dong")
    assert "Xã Mẫu Đông" in page
    assert "đến 30/06/2025" in page
    assert reverse("public_unit", args=[merged[1].id]) in page


def test_a_unit_page_tells_its_predecessors_and_successors(client: Client, merged: tuple[Unit, Unit]) -> None:
    old, new = (shown(client, reverse("public_unit", args=[unit.id])) for unit in merged)
    assert "Nay là" in old
    assert "Xã Mẫu Bình" in old
    assert "Hình thành từ" in new
    assert "01/07/2025 · Nghị quyết mẫu" in new


def test_an_invented_unit_is_marked(client: Client, merged: tuple[Unit, Unit]) -> None:
    assert "minh hoạ" in shown(client, reverse("public_unit", args=[merged[0].id]))
    assert "minh hoạ" in shown(client, reverse("home") + "?q=mau+dong")


def test_a_unit_page_shows_numbered_decisions_and_no_drafts(client: Client, merged: tuple[Unit, Unit]) -> None:
    recognise(merged[0], 2021, number="112/QĐ-UBND")
    recognise(merged[0], 2022, number="")
    page = shown(client, reverse("public_unit", args=[merged[0].id]))
    assert "Quyết định số 112/QĐ-UBND ngày 05/12/2021" in page
    assert "2022" not in page


def recognise(unit: Unit, year: int, *, number: str, is_sample: bool = True, name: str = "Xã Mẫu Đông") -> Recognition:
    """A decision that recognises the unit; without a number it is a draft."""
    programme, _ = Programme.objects.get_or_create(code="mau", defaults={"name": "Phong trào Mẫu"})
    decision = Decision.objects.create(
        programme=programme,
        deciding_unit=unit,
        year=year,
        title="Công nhận",
        body="UBND Huyện Mẫu",
        signatory="CHỦ TỊCH",
        state=Decision.State.NUMBERED if number else Decision.State.DECIDED,
        number=number,
        signed_on=date(year, 12, 5) if number else None,
        is_sample=is_sample,
        decided_at=clock.now(),
        decided_by=uuid.uuid4(),
    )
    return Recognition.objects.create(
        decision=decision,
        unit=unit,
        programme=programme,
        year=year,
        starts=date(year - 1, 11, 16),
        ends=date(year, 11, 16),
        level="dat",
        unit_name=name,
        unit_kind=UnitKind.XA,
    )


def cancel(recognition: Recognition, *, number: str) -> None:
    """A decision that takes a recognition back; without a number it is a draft."""
    recognition.cancelled_by = Decision.objects.create(
        kind=Decision.Kind.CANCELLATION,
        programme=recognition.programme,
        deciding_unit=recognition.unit,
        year=recognition.year,
        title="Hủy bỏ",
        body="UBND Huyện Mẫu",
        signatory="CHỦ TỊCH",
        state=Decision.State.NUMBERED if number else Decision.State.DECIDED,
        number=number,
        signed_on=date(2023, 3, 1) if number else None,
        is_sample=True,
        decided_at=clock.now(),
        decided_by=uuid.uuid4(),
    )
    recognition.save()


def test_nothing_found_says_what_to_try(client: Client) -> None:
    assert "Thử ít chữ hơn" in shown(client, reverse("home") + "?q=khong-co-ten-nay")


def test_a_question_is_shown_escaped(client: Client) -> None:
    assert "<b>mau" not in shown(client, reverse("home") + "?q=%3Cb%3Emau")


def test_a_unit_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get(reverse("public_unit", args=[uuid.uuid4()])).status_code == 404


def test_public_pages_are_for_reading_only(client: Client) -> None:
    assert client.post(reverse("home")).status_code == 405


def test_a_unit_page_costs_the_same_for_many_predecessors(client: Client, merged: tuple[Unit, Unit]) -> None:
    address = reverse("public_unit", args=[merged[1].id])
    few = count_queries(client, address)
    for at in range(5):
        old = make_commune(f"Mẫu {at}", ended=MERGER)
        Succession.objects.create(
            predecessor=old, successor=merged[1], extent=Succession.Extent.PART, effective_on=MERGER
        )
    assert count_queries(client, address) == few


def count_queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        shown(client, address)
    return len(queries)


def test_titles_of_a_predecessor_are_shown_and_not_inherited(client: Client, merged: tuple[Unit, Unit]) -> None:
    recognise(merged[0], 2021, number="112/QĐ-UBND")
    page = shown(client, reverse("public_unit", args=[merged[1].id]))
    assert "Công nhận của đơn vị trước sắp xếp" in page
    assert "Chưa có quyết định công nhận nào của đơn vị này" in page


def test_an_invented_decision_never_stands_on_the_page_of_a_real_unit(client: Client) -> None:
    real = make_commune("Thật", is_sample=False)
    recognise(real, 2021, number="113/QĐ-UBND", is_sample=True)
    assert "113/QĐ-UBND" not in shown(client, reverse("public_unit", args=[real.id]))


# ---------------------------------------------------------------- certificates


def verified(client: Client, recognition: Recognition) -> tuple[int, str]:
    response = client.get(reverse("verify_recognition", args=[recognition.pk]))
    return response.status_code, response.content.decode()


def test_a_certificate_in_force_is_verified_with_its_decision(client: Client, merged: tuple[Unit, Unit]) -> None:
    status, page = verified(client, recognise(merged[0], 2021, number="112/QĐ-UBND"))
    assert status == 200
    assert "Đang có hiệu lực" in page
    assert "số 112/QĐ-UBND ngày 05/12/2021" in page
    assert "16/11/2020 – 15/11/2021" in page
    assert "giấy không có giá trị" in page, "an invented certificate says that it is one"


def test_a_cancelled_certificate_says_by_which_decision(client: Client, merged: tuple[Unit, Unit]) -> None:
    recognition = recognise(merged[0], 2021, number="112/QĐ-UBND")
    cancel(recognition, number="9/QĐ-UBND")
    _, page = verified(client, recognition)
    assert "Đã bị hủy bỏ" in page
    assert "Quyết định số 9/QĐ-UBND ngày 01/03/2023" in page
    assert "đã hủy bỏ" in shown(client, reverse("public_unit", args=[merged[0].id]))


def test_a_draft_that_cancels_changes_nothing_yet(client: Client, merged: tuple[Unit, Unit]) -> None:
    recognition = recognise(merged[0], 2021, number="112/QĐ-UBND")
    cancel(recognition, number="")
    assert "Đang có hiệu lực" in verified(client, recognition)[1]
    assert "đã hủy bỏ" not in shown(client, reverse("public_unit", args=[merged[0].id]))


def test_what_is_unknown_a_draft_or_refused_gets_one_and_the_same_answer(
    client: Client, merged: tuple[Unit, Unit]
) -> None:
    refused = recognise(merged[1], 2021, number="113/QĐ-UBND")
    Recognition.objects.filter(pk=refused.pk).update(granted=False, level="")
    draft = recognise(merged[0], 2022, number="")
    answers = [verified(client, each) for each in (refused, draft, Recognition(pk=uuid.uuid4()))]
    assert {status for status, _ in answers} == {404}
    assert all("Không có công nhận nào mang mã này" in page for _, page in answers)
    assert len({page for _, page in answers}) == 1


# ---------------------------------------------------------------- programmes


def test_a_programme_tells_its_criteria_in_plain_words_with_sources(client: Client) -> None:
    builders.make_rulebook()
    page = shown(client, reverse("public_programme", args=["an-toan-antt"]))
    assert "Đạt khi:" in page
    assert "Thông tư 23/2012/TT-BCA ngày 27/04/2012" in page
    assert "An toàn về an ninh, trật tự" in shown(client, reverse("public_programmes"))
    commune = shown(client, reverse("public_programme", args=["an-toan-antt"]) + "?loai=commune")
    assert "70 %" in commune.replace("\u00a0", " ")


@pytest.mark.parametrize("question", ["?ban=khong-co", "?loai=khong-co", "?ban=23/2012&loai=family_group"])
def test_a_version_or_kind_that_a_programme_lacks_is_not_found(client: Client, question: str) -> None:
    builders.make_rulebook()
    assert client.get(reverse("public_programme", args=["an-toan-antt"]) + question).status_code == 404


def test_a_draft_of_criteria_is_nobodys_business(client: Client) -> None:
    rulebook = builders.make_rulebook()
    Rulebook.objects.filter(pk=rulebook.pk).update(state=Rulebook.State.DRAFT)
    assert client.get(reverse("public_programme", args=["an-toan-antt"])).status_code == 404
    assert "an-toan-antt" not in shown(client, reverse("public_programmes"))


# ---------------------------------------------------------------- results


@pytest.fixture
def decided() -> Cycle:
    """Six villages of an invented commune: five registered, three recognised, two not."""
    builders.load_tables()
    commune = builders.make_commune(6)
    office = builders.make_office(commune)
    cycle = builders.make_cycle(by=office, commune=commune)
    everybody = builders.dossiers_of(cycle)
    builders.register(by=office, dossiers=everybody[:5])
    acts.not_register(by=office, dossiers=everybody[5:])
    builders.report(by=office, dossiers=builders.dossiers_of(cycle)[:5], passing=3)
    builders.hand_in(by=office, dossiers=builders.dossiers_of(cycle)[:5])
    builders.review(by=office, dossiers=builders.dossiers_of(cycle)[:5])
    return cycle


def decide(cycle: Cycle, *, number: str = "") -> Decision:
    office, commune = builders.User.objects.get(full_name="Nguyễn Thị Mẫu"), cycle.scope
    reviewed = builders.dossiers_of(cycle)[:5]
    recognise = frozenset(dossier.pk for dossier in reviewed[:3])
    decision = builders.decide(
        by=office, cycle=cycle, judge=commune, dossiers=reviewed, recognise=recognise, signing=builders.SIGNING
    )
    return (
        decision_number(by=office, decision=decision, number=number, signed_on=date(2021, 12, 6))
        if number
        else decision
    )


def test_results_say_who_registered_beside_who_was_recognised(client: Client, decided: Cycle) -> None:
    decide(decided, number="7/QĐ-UBND")
    page = shown(client, reverse("public_cycle", args=[decided.pk])).replace("\u00a0", " ")
    assert "5 / 6" in page
    assert "3 / 5" in page
    assert "60 %" in page
    assert "3 / 6" in page
    assert "50 %" in page
    assert "Thôn Mẫu 1" in page
    assert "Thôn Mẫu 4" not in page, "who was not recognised is a number"
    assert "minh hoạ" in page
    assert page.count("công nhận / đăng ký") == 1, "the commune itself waits for its decision and has no rate yet"


def test_there_are_no_results_before_a_decision_is_numbered(client: Client, decided: Cycle) -> None:
    assert client.get(reverse("public_cycle", args=[decided.pk])).status_code == 404
    decide(decided)
    assert client.get(reverse("public_cycle", args=[decided.pk])).status_code == 404
    assert reverse("public_cycle", args=[decided.pk]) not in shown(client, reverse("public_results"))


def test_invented_results_stand_apart_from_real_ones(client: Client, decided: Cycle) -> None:
    decide(decided, number="7/QĐ-UBND")
    page = shown(client, reverse("public_results"))
    assert page.index("Chưa có đợt xét nào có quyết định") < page.index("Đợt xét minh hoạ")
    assert page.index("Đợt xét minh hoạ") < page.index(reverse("public_cycle", args=[decided.pk]))


def test_results_cost_the_same_for_many_units(client: Client, decided: Cycle) -> None:
    decision = decide(decided, number="7/QĐ-UBND")
    address = reverse("public_cycle", args=[decided.pk])
    few = count_queries(client, address)
    for at in range(4):
        unit = make_commune(f"Mẫu {at}")
        Recognition.objects.create(
            decision=decision, unit=unit, programme=decision.programme, year=2021, starts=date(2020, 11, 1),
            ends=date(2021, 11, 1), level="dat", unit_name=f"Xã Mẫu {at}", unit_kind=UnitKind.XA,
        )  # fmt: skip
    assert count_queries(client, address) == few


# ---------------------------------------------------------------- open data


def csv_rows(client: Client, table: str) -> list[dict[str, str]]:
    content = client.get(reverse("open_data_csv", args=[table])).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def test_open_data_holds_real_recognitions_and_no_invented_ones(client: Client, merged: tuple[Unit, Unit]) -> None:
    real = make_commune("Thật", is_sample=False)
    granted = recognise(real, 2021, number="1/QĐ-UBND", is_sample=False, name="Xã Thật")
    recognise(real, 2022, number="", is_sample=False, name="Xã Thật")
    recognise(real, 2023, number="3/QĐ-UBND", is_sample=True)
    recognise(merged[0], 2021, number="4/QĐ-UBND", is_sample=True)
    (row,) = csv_rows(client, "cong-nhan")
    assert (row["recognition"], row["unit"]) == (str(granted.pk), str(real.pk))
    assert (row["from"], row["to"], row["state"]) == ("2020-11-16", "2021-11-15", "in_force")
    cancel(granted, number="9/QĐ-UBND")
    (told,) = client.get(reverse("open_data_json", args=["cong-nhan"])).json()["rows"]
    assert (told["state"], told["cancelled_by"], told["cancelled_on"]) == ("cancelled", "9/QĐ-UBND", "2023-03-01")


def test_figures_of_invented_units_are_not_open_data(client: Client, merged: tuple[Unit, Unit]) -> None:
    source = Publication.objects.create(key="bao-mau", publisher="Báo Mẫu", title="Mẫu", published_on=date(2021, 1, 1))
    figure = PublishedFigure.objects.create(
        key="mau", programme="mau", nature="result", what="Mẫu", value=1, period="2021", year=2021, publication=source
    )  # fmt: skip
    figure.units.add(merged[0])
    assert csv_rows(client, "so-lieu-da-cong-bo") == []


def test_formula_tricks_in_a_name_do_nothing_in_the_csv(client: Client) -> None:
    real = make_commune("=1+1", is_sample=False)
    recognise(real, 2021, number="1/QĐ-UBND", is_sample=False, name='=HYPERLINK("http://x")')
    (row,) = csv_rows(client, "cong-nhan")
    assert row["unit_name"].startswith("'=")


def test_the_dictionary_explains_every_column_of_every_file(client: Client) -> None:
    tables = client.get(reverse("open_data_dictionary")).json()["tables"]
    assert {table["table"] for table in tables} == {
        "cong-nhan", "so-lieu-da-cong-bo", "giao-uoc", "hoat-dong", "lam-diem", "giai-doan",
    }  # fmt: skip
    for table in tables:
        content = client.get(reverse("open_data_csv", args=[table["table"]])).content.decode("utf-8-sig")
        assert content.splitlines()[0].split(",") == [column["name"] for column in table["columns"]]
        assert all(column["meaning"] for column in table["columns"])
    assert "Giải thích 17 cột" in shown(client, reverse("open_data"))


@pytest.mark.parametrize("name", ["open_data_csv", "open_data_json"])
def test_a_table_that_does_not_exist_is_not_found(client: Client, name: str) -> None:
    assert client.get(reverse(name, args=["don-thu"])).status_code == 404


@pytest.mark.parametrize("name", ["public_programmes", "public_results", "open_data", "open_data_dictionary"])
def test_everything_public_needs_no_account_and_takes_no_post(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 200
    assert client.post(reverse(name)).status_code == 405
