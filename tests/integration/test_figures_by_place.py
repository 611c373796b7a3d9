"""Every commune has a "Thôn Mẫu 1": figures of a whole province find their unit by where it stands, or by a code."""

import io
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from xlsxwriter import Workbook

from binhyen.accounts.roles import Role
from binhyen.dossiers.models import Cycle
from binhyen.dossiers.selectors.relisting import relisting_of
from binhyen.figures.models import FigureValue
from binhyen.kernel.kinds import UnitKind
from binhyen.units.acts import Merge, Order
from binhyen.units.models import Identifier, Unit
from binhyen.units.services import NewUnit, event_apply, unit_create, units_create_many
from tests.builders import AREA, dossiers_of, make_cycle, make_office, make_user, put_question, register

pytestmark = [pytest.mark.django_db, pytest.mark.database]

COMMUNES = ("Mẫu A", "Mẫu B", "Mẫu C")


@pytest.fixture
def province() -> Unit:
    """Three communes of two villages each, whose names repeat."""
    found = unit_create(by=None, name="Mẫu Giang", kind=UnitKind.TINH, parent=None, is_sample=True)
    for name in COMMUNES:
        commune = unit_create(by=None, name=name, kind=UnitKind.XA, parent=found.pk, is_sample=True)
        rows = [NewUnit(f"Mẫu {at}", UnitKind.THON) for at in (1, 2)]
        units_create_many(by=None, rows=rows, parent=commune.pk, is_sample=True)
    return found


@pytest.fixture
def cycle(province: Unit) -> Cycle:
    office = make_office(province)
    opened = make_cycle(by=office, commune=province)
    register(by=office, dossiers=dossiers_of(opened))
    return opened


@pytest.fixture
def page(province: Unit, client: Client) -> Client:
    client.force_login(make_user(Role.COMMUNE_OFFICER, province.pk))
    return client


def sent(page: Client, cycle: Cycle, **given: str | SimpleUploadedFile) -> Any:
    """The answer of the import's page."""
    said: dict[str, str | SimpleUploadedFile] = {"kind": AREA.value, "reported_by": "Trưởng thôn", "channel": "file"}
    return page.post(reverse("figures_import", args=[cycle.pk]), said | given)


def recorded(page: Client, cycle: Cycle, **given: str | SimpleUploadedFile) -> dict[str, int]:
    """Where each number was recorded, after a look at the table: "Thôn Mẫu 1, Xã Mẫu A" → number."""
    seen = sent(page, cycle, **given)
    assert seen.status_code == 200, seen.content.decode()
    sent(page, cycle, bang_da_ghep=seen.context["step"].carried, confirm="1")
    return {placed(value.unit_id): int(value.number or 0) for value in FigureValue.objects.all()}


def placed(unit: UUID) -> str:
    version = Unit.objects.get(pk=unit).versions.get()
    assert version.parent is not None
    return f"{version.full_name}, {version.parent.versions.get().full_name}"


def village_of(commune: Unit, at: int) -> UUID:
    """The village of this number, while every unit has one version."""
    return Unit.objects.get(versions__full_name=f"Thôn Mẫu {at}", versions__parent=commune).pk


EACH = {f"Thôn Mẫu {at}, Xã {commune}": 100 * (row + 1) + at for row, commune in enumerate(COMMUNES) for at in (1, 2)}
AS_COLUMN = "Xã, phường\tThôn\tSố hộ đang cư trú\n" + "".join(
    f"{commune if at == 1 else ''}\tMẫu {at}\t{100 * (row + 1) + at}\n"
    for row, commune in enumerate(COMMUNES)
    for at in (1, 2)
)
AS_LINES = "STT\tĐơn vị\tSố hộ đang cư trú\n" + "".join(
    f"{'I' * (row + 1)}\tXã {commune}\t{200 * (row + 1) + 3}\n1\tThôn Mẫu 1\t{100 * (row + 1) + 1}\n2\tThôn Mẫu 2\t{100 * (row + 1) + 2}\n"
    for row, commune in enumerate(COMMUNES)
)
IN_ONE_CELL = "Đơn vị\tThuộc\tSố hộ đang cư trú\n" + "".join(
    f"{unit.partition(', ')[0]}\t{unit.partition(', ')[2]}, tỉnh Mẫu Giang\t{number}\n" for unit, number in EACH.items()
)


@pytest.mark.parametrize("pasted", [AS_COLUMN, AS_LINES, AS_LINES.replace("\tXã ", "\tX. "), IN_ONE_CELL])
def test_a_row_says_where_its_unit_stands_in_a_column_or_under_a_line(page: Client, cycle: Cycle, pasted: str) -> None:
    assert recorded(page, cycle, pasted=pasted) == EACH


def test_a_line_that_fills_the_row_names_the_place_too(page: Client, cycle: Cycle) -> None:
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Số liệu")
        sheet.write_row(0, 0, ["STT", "Đơn vị", "Số hộ đang cư trú"])
        at = 1
        for row, commune in enumerate(COMMUNES):
            sheet.merge_range(at, 0, at, 2, f"{'I' * (row + 1)}. XÃ {commune.upper()}")
            for village in (1, 2):
                sheet.write_row(at + village, 0, [village, f"Thôn Mẫu {village}", 100 * (row + 1) + village])
            at += 3
    assert recorded(page, cycle, file=SimpleUploadedFile("so-lieu.xlsx", buffer.getvalue())) == EACH


def test_what_the_template_writes_comes_back_to_the_same_units(page: Client, cycle: Cycle) -> None:
    recorded(page, cycle, pasted=AS_COLUMN)
    template = page.get(reverse("figures_template", args=[cycle.pk, AREA.value])).content
    seen = sent(page, cycle, file=SimpleUploadedFile("mau.xlsx", template))
    rows = {
        f"{unit}, {place}": [said for said, is_number in answers if is_number and said]
        for unit, place, answers in seen.context["typed"]
    }
    assert rows == {unit.replace("Xã", "xã"): [str(number)] for unit, number in EACH.items()}
    assert not seen.context["problems"]


@pytest.mark.parametrize(
    ("pasted", "told"),
    [
        (
            "Đơn vị\tSố hộ đang cư trú\nThôn Mẫu 1\t5\n",
            "Tên này chỉ 3 đơn vị: Thôn Mẫu 1 (xã Mẫu A), Thôn Mẫu 1 (xã Mẫu B), Thôn Mẫu 1 (xã Mẫu C).",
        ),
        (
            "Xã\tThôn\tSố hộ đang cư trú\nMẫu D\tMẫu 1\t5\n",
            "Không có “Mẫu 1” ở “Mẫu D”; có ở xã Mẫu A, xã Mẫu B, xã Mẫu C.",
        ),
        ("Xã\tThôn\tSố hộ đang cư trú\nMẫu A\tMẫu 1\t5\n\tMẫu 1\t6\n", "Thôn Mẫu 1 (xã Mẫu A) có hai dòng."),
        ("Xã\tThôn\tSố hộ đang cư trú\nMẫu A\tMẫu 1\t5\nMẫu A\t\t6\n", "Không có đơn vị “” trong danh sách."),
    ],
)
def test_what_remains_unclear_is_told_with_the_units_that_it_could_be(
    page: Client, cycle: Cycle, pasted: str, told: str
) -> None:
    answer = sent(page, cycle, pasted=pasted)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not FigureValue.objects.exists()


def test_lines_of_places_and_their_sums_are_left_out_and_said_so(page: Client, cycle: Cycle) -> None:
    seen = sent(page, cycle, pasted=AS_LINES).content.decode()
    assert "Hiểu là tên địa bàn của các dòng bên dưới: dòng 2, 5, 8." in seen
    nameless = "Xã\tThôn\tSố hộ đang cư trú\nMẫu A\t\t203\n\tMẫu 1\t101\n"
    answer = sent(page, cycle, pasted=nameless)
    assert "các dòng bên dưới: dòng 2." in answer.content.decode()
    assert [row[:2] for row in answer.context["typed"]] == [("Thôn Mẫu 1", "xã Mẫu A")]


def test_a_code_names_a_unit_and_must_agree_with_the_name_beside_it(page: Client, cycle: Cycle) -> None:
    first, second = (next(each for each in dossiers_of(cycle) if each.own_name == f"Thôn Mẫu {at}") for at in (1, 2))
    Identifier.objects.create(unit_id=first.unit_id, scheme=Identifier.Scheme.AGENCY, value="0123")
    Identifier.objects.create(unit_id=second.unit_id, scheme=Identifier.Scheme.AGENCY, value="0456")
    assert recorded(page, cycle, pasted="Mã đơn vị\tSố hộ đang cư trú\n123\t7\n") == {placed(first.unit_id): 7}
    both = "Mã đơn vị\tĐơn vị\tSố hộ đang cư trú\n0456\t{}\t8\n"
    answer = sent(page, cycle, pasted=both.format(first.unit_name))
    assert "Mã “0456” là của" in answer.content.decode()
    assert len(recorded(page, cycle, pasted=both.format(second.unit_name))) == 2


def test_after_a_merger_the_name_of_before_is_understood(page: Client, province: Unit) -> None:
    first, second, third = (Unit.objects.get(versions__full_name=f"Xã {name}") for name in COMMUNES)
    villages = {(unit.pk, at): village_of(unit, at) for unit in (first, second, third) for at in (1, 2)}
    order = Order(date(2020, 7, 1), "Nghị quyết Mẫu")
    event_apply(by=None, act=Merge((first.pk, second.pk), "Mẫu Mới", UnitKind.XA), order=order)
    office = make_office(province)
    opened = make_cycle(by=office, commune=province)
    register(by=office, dossiers=dossiers_of(opened))
    pasted = "Xã\tThôn\tSố hộ đang cư trú\nMẫu A\tMẫu 1\t11\nMẫu B\tMẫu 1\t21\nMẫu Mới\tMẫu 2\t5\n"
    answer = sent(page, opened, pasted=pasted)
    assert "Tên này chỉ 2 đơn vị: Thôn Mẫu 2 (xã Mẫu Mới), Thôn Mẫu 2 (xã Mẫu Mới)" in answer.content.decode()
    seen = sent(page, opened, pasted=pasted.replace("Mẫu Mới", "Mẫu C"))
    sent(page, opened, bang_da_ghep=seen.context["step"].carried, confirm="1")
    assert {value.unit_id: value.number for value in FigureValue.objects.all()} == {
        villages[first.pk, 1]: 11,
        villages[second.pk, 1]: 21,
        villages[third.pk, 2]: 5,
    }


def test_a_list_of_a_province_names_each_village_with_its_commune(page: Client, cycle: Cycle) -> None:
    assert [each.unit_name for each in dossiers_of(cycle)] == [unit.replace("Xã", "xã") for unit in EACH]
    shown = page.get(reverse("dossier_list", args=[cycle.pk]), {"loai": AREA.value, "q": "mau b"}).content.decode()
    assert "Thôn Mẫu 2, xã Mẫu B" in shown
    assert "Thôn Mẫu 2, xã Mẫu A" not in shown
    assert not relisting_of(cycle).moves


def test_a_list_of_one_commune_names_its_villages_alone(province: Unit) -> None:
    commune = Unit.objects.filter(versions__full_name="Xã Mẫu A").get()
    opened = make_cycle(by=make_office(commune), commune=commune)
    assert [each.unit_name for each in dossiers_of(opened)] == ["Thôn Mẫu 1", "Thôn Mẫu 2"]


def test_a_question_to_a_province_names_each_village_with_its_commune(province: Unit) -> None:
    asked = put_question(by=make_office(province), commune=province)
    assert [each.unit_name for each in asked.asked.all()][:2] == ["Thôn Mẫu 1, xã Mẫu A", "Thôn Mẫu 1, xã Mẫu B"]


def test_a_code_that_two_units_share_once_the_zeros_are_gone_names_neither(page: Client, cycle: Cycle) -> None:
    first, second, *_ = dossiers_of(cycle)
    Identifier.objects.create(unit_id=first.unit_id, scheme=Identifier.Scheme.AGENCY, value="0123")
    Identifier.objects.create(unit_id=second.unit_id, scheme=Identifier.Scheme.TAX, value="123")
    answer = sent(page, cycle, pasted="Mã đơn vị\tSố hộ đang cư trú\n0123\t7\n")
    assert "Không có đơn vị “0123” trong danh sách." in answer.content.decode()


def test_a_code_of_the_sender_alone_does_not_stand_in_the_way(page: Client, cycle: Cycle) -> None:
    pasted = "Mã đơn vị\tXã\tThôn\tSố hộ đang cư trú\nT-07\tMẫu A\tMẫu 1\t9\n"
    assert recorded(page, cycle, pasted=pasted) == {"Thôn Mẫu 1, Xã Mẫu A": 9}
