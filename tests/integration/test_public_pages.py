"""The pages that need no account: looking a unit up by any name it has had."""

import uuid
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from binhyen.kernel import clock
from binhyen.kernel.kinds import UnitKind
from binhyen.programmes.models import Programme
from binhyen.recognition.models import Decision, Recognition
from binhyen.units.models import Lineage, Succession, Unit, UnitVersion
from binhyen.units.names import searchable

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MERGER = date(2025, 7, 1)


def make_commune(name: str, *, born: date | None = None, ended: date | None = None) -> Unit:
    """A commune with one version, as the national lists give it."""
    unit = Unit.objects.create(origin=Unit.Origin.LIST_2024, is_sample=True)
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
    assert "Sau sắp xếp" in old
    assert "Xã Mẫu Bình" in old
    assert "Trước sắp xếp" in new
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


def recognise(unit: Unit, year: int, *, number: str) -> None:
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
        is_sample=True,
        decided_at=clock.now(),
        decided_by=uuid.uuid4(),
    )
    Recognition.objects.create(
        decision=decision,
        unit=unit,
        programme=programme,
        year=year,
        starts=date(year - 1, 11, 16),
        ends=date(year, 11, 16),
        level="dat",
        unit_name="Xã Mẫu Đông",
        unit_kind=UnitKind.XA,
    )


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
