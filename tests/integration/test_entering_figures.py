"""Figures typed in the grid, in the form of one unit, and from a table: all of it or nothing, nothing typed is lost."""

import io
from decimal import Decimal

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from binhyen.accounts.models import User
from binhyen.audit.models import LogEntry
from binhyen.dossiers.models import Basis, Cycle, Dossier, Standing
from binhyen.dossiers.views import imports
from binhyen.figures.models import FigureValue
from binhyen.papers.models import Job, Paper
from binhyen.papers.work import work_do
from binhyen.units.models import Unit
from tests.builders import AREA, dossiers_of, make_commune, make_cycle, make_office, register, report

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def commune() -> Unit:
    return make_commune(3)


@pytest.fixture
def officer(commune: Unit) -> User:
    return make_office(commune)


@pytest.fixture
def cycle(commune: Unit, officer: User) -> Cycle:
    opened = make_cycle(by=officer, commune=commune)
    register(by=officer, dossiers=dossiers_of(opened))
    return opened


@pytest.fixture
def page(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


def grid(cycle: Cycle) -> str:
    return reverse("grid", args=[cycle.pk, AREA.value])


def typed(
    cells: dict[tuple[Dossier, str], str], *, seen: dict[tuple[Dossier, str], str] | None = None
) -> dict[str, str]:
    posted = {"reported_by": "Trưởng thôn", "channel": "phone"}
    for (dossier, key), value in cells.items():
        posted[f"v:{dossier.pk}:{key}"] = value
        posted[f"s:{dossier.pk}:{key}"] = (seen or {}).get((dossier, key), "")
    return posted


def test_a_saved_grid_says_who_reported_who_typed_and_how(page: Client, cycle: Cycle, officer: User) -> None:
    first, second, _ = dossiers_of(cycle)
    answer = page.post(grid(cycle), typed({(first, "ho_cu_tru"): "2.412", (second, "ho_cu_tru"): "90"}))
    assert answer.status_code == 302
    value = FigureValue.objects.get(unit=first.unit_id)
    assert (value.number, value.reported_by, value.typed_by, value.channel) == (2412, "Trưởng thôn", officer, "phone")
    assert Standing.objects.get(dossier=first, basis=Basis.SELF).facts["ho_cu_tru"] == 2412


def test_one_wrong_cell_stores_nothing_and_keeps_all_that_was_typed(page: Client, cycle: Cycle) -> None:
    first, second, _ = dossiers_of(cycle)
    logged = LogEntry.objects.count()
    answer = page.post(grid(cycle), typed({(first, "ho_cu_tru"): "64 %", (second, "ho_cu_tru"): "91"}))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Phần trăm ở chỗ của số đếm" in shown
    assert 'value="64 %"' in shown
    assert 'value="91"' in shown
    assert not FigureValue.objects.exists()
    assert LogEntry.objects.count() == logged


def test_a_cell_that_somebody_else_changed_is_not_overwritten_silently(
    page: Client, cycle: Cycle, officer: User
) -> None:
    first, *_ = dossiers_of(cycle)
    report(by=officer, dossiers=dossiers_of(cycle)[:1], passing=1)
    answer = page.post(grid(cycle), typed({(first, "ho_cu_tru"): "55"}))
    assert answer.status_code == 409
    assert 'value="55"' in answer.content.decode()
    assert FigureValue.objects.get(unit=first.unit_id, figure__key="ho_cu_tru", is_current=True).number == 100


def test_what_was_seen_can_be_corrected(page: Client, cycle: Cycle, officer: User) -> None:
    first, *_ = dossiers_of(cycle)
    report(by=officer, dossiers=[first], passing=1)
    seen = str(FigureValue.objects.get(unit=first.unit_id, figure__key="ho_cu_tru").pk)
    cell = (first, "ho_cu_tru")
    assert page.post(grid(cycle), typed({cell: "55"}, seen={cell: seen})).status_code == 302
    assert FigureValue.objects.get(unit=first.unit_id, figure__key="ho_cu_tru", is_current=True).number == 55


def test_an_emptied_cell_is_unknown_again(page: Client, cycle: Cycle, officer: User) -> None:
    first, *_ = dossiers_of(cycle)
    report(by=officer, dossiers=[first], passing=1)
    seen = str(FigureValue.objects.get(unit=first.unit_id, figure__key="ho_cu_tru").pk)
    cell = (first, "ho_cu_tru")
    page.post(grid(cycle), typed({cell: ""}, seen={cell: seen}))
    assert "ho_cu_tru" not in Standing.objects.get(dossier=first, basis=Basis.SELF).facts


def test_a_cell_of_a_dossier_outside_the_page_is_not_taken(page: Client, cycle: Cycle) -> None:
    elsewhere = make_commune(1, name="Mẫu Khác")
    theirs = dossiers_of(make_cycle(by=make_office(elsewhere), commune=elsewhere))[0]
    page.post(grid(cycle), typed({(theirs, "ho_cu_tru"): "5"}))
    assert not FigureValue.objects.exists()


def test_a_saved_grid_sent_twice_is_recorded_once(page: Client, cycle: Cycle) -> None:
    first, *_ = dossiers_of(cycle)
    posted = typed({(first, "ho_cu_tru"): "100"}) | {"act_key": "k-1"}
    page.post(grid(cycle), posted)
    again = page.post(grid(cycle), posted | {f"v:{first.pk}:ho_cu_tru": "101"}, follow=True)
    assert "đã được ghi nhận trước đó" in again.content.decode()
    assert FigureValue.objects.get().number == 100


def test_the_form_of_one_unit_stores_the_paper_beside_the_answer(page: Client, cycle: Cycle) -> None:
    first, *_ = dossiers_of(cycle)
    name = f"{first.pk}:khong_phuc_tap"
    posted = {
        "reported_by": "Công an xã", "channel": "paper", f"v:{name}": "không xảy ra", f"s:{name}": "",
        f"n:{name}": "12/XN-CAX", f"i:{name}": "Công an xã", f"k:{name}": "cặp 3",
    }  # fmt: skip
    answer = page.post(reverse("figures_form", args=[first.pk]), posted)
    assert answer.status_code == 302
    paper = Paper.objects.get()
    assert (paper.number, paper.issuer, paper.place_kept) == ("12/XN-CAX", "Công an xã", "cặp 3")
    assert FigureValue.objects.get().paper == paper


def test_a_secret_paper_stores_neither_paper_nor_figure(page: Client, cycle: Cycle) -> None:
    first, *_ = dossiers_of(cycle)
    name = f"{first.pk}:khong_phuc_tap"
    posted = {
        "reported_by": "Công an xã", "channel": "paper", f"v:{name}": "không xảy ra", f"s:{name}": "",
        f"n:{name}": "12/XN-CAX (TỐI MẬT)",
    }  # fmt: skip
    assert page.post(reverse("figures_form", args=[first.pk]), posted).status_code == 422
    assert not Paper.objects.exists()
    assert not FigureValue.objects.exists()


PASTED = "STT\tĐơn vị\tSố hộ đang cư trú\tSố hộ ký cam kết thi đua\n1\tThôn Mẫu 1\t2.412\t2412\n2\tmau 2\t90\t\n\tTổng cộng\t2.502\t2.412\n"


def preview(page: Client, cycle: Cycle, pasted: str) -> object:
    address = reverse("figures_import", args=[cycle.pk])
    return page.post(address, {"kind": AREA.value, "pasted": pasted, "reported_by": "Trưởng thôn", "channel": "file"})


def carried(seen: object) -> dict[str, str]:
    shown = seen.context  # type: ignore[attr-defined]
    return {key: shown[key] for key in ("kind", "reported_by", "channel")} | {"bang_da_ghep": shown["step"].carried}


def test_a_pasted_range_is_shown_and_only_then_recorded(page: Client, cycle: Cycle) -> None:
    seen = preview(page, cycle, PASTED)
    assert seen.status_code == 200
    assert not FigureValue.objects.exists()
    assert "Bỏ qua dòng cộng: dòng 4." in seen.content.decode()
    page.post(reverse("figures_import", args=[cycle.pk]), carried(seen) | {"confirm": "1"})
    values = {(value.unit_id, value.figure.key): value.number for value in FigureValue.objects.select_related("figure")}
    first, second, _ = dossiers_of(cycle)
    assert values == {
        (first.unit_id, "ho_cu_tru"): Decimal(2412),
        (first.unit_id, "ho_ky_cam_ket"): Decimal(2412),
        (second.unit_id, "ho_cu_tru"): Decimal(90),
    }


def test_a_long_table_is_recorded_by_the_worker_all_or_nothing(
    page: Client, cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "_AT_ONCE", 1)
    seen = preview(page, cycle, "Đơn vị\tho_cu_tru\nThôn Mẫu 1\t2.412\nThôn Mẫu 2\t80\nTổng cộng\t2.492\n")
    assert "ghi ở nền" in seen.content.decode()
    answer = page.post(reverse("figures_import", args=[cycle.pk]), carried(seen) | {"confirm": "1"})
    job = Job.objects.get()
    address = reverse("figures_import_work", args=[cycle.pk, job.pk])
    assert answer["Location"] == address
    assert "Dừng" in page.get(address).content.decode()
    assert not FigureValue.objects.exists()
    work_do(job_id=job.pk)
    told = page.get(address).content.decode()
    assert "Đã ghi 2 số liệu của 2 đơn vị." in told
    assert "Bỏ qua dòng cộng" in told
    assert {value.number for value in FigureValue.objects.all()} == {Decimal(2412), Decimal(80)}
    assert "Mẫu 1" not in str(Job.objects.get().parameters)


def test_a_previewed_table_that_was_altered_on_the_way_is_refused(page: Client, cycle: Cycle) -> None:
    posted = carried(preview(page, cycle, PASTED))
    posted |= {"bang_da_ghep": posted["bang_da_ghep"][:-3] + "abc", "confirm": "1"}
    answer = page.post(reverse("figures_import", args=[cycle.pk]), posted)
    assert answer.status_code == 422
    assert not FigureValue.objects.exists()


def test_a_person_says_what_a_column_means_and_leaves_others_out(page: Client, cycle: Cycle) -> None:
    seen = preview(page, cycle, "Thôn\tHộ khẩu hiện có\tCây xanh\nMẫu 1\t120\t7\n")
    assert "Mỗi cột là gì?" in seen.content.decode()
    said = {"kind": AREA.value, "reported_by": "Trưởng thôn", "channel": "file", "bang": seen.context["step"].carried}
    said |= {"cot-0": "unit", "cot-1": "ho_cu_tru", "cot-2": ""}
    look = page.post(reverse("figures_import", args=[cycle.pk]), said)
    assert look.context["step"].table.headers == ("unit", "ho_cu_tru")
    page.post(reverse("figures_import", args=[cycle.pk]), carried(look) | {"confirm": "1"})
    assert FigureValue.objects.get().number == 120


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"cot-1": "ho_cu_tru"}, "Chưa rõ cột nào"),
        ({"cot-0": "unit", "cot-1": "ho_cu_tru", "cot-2": "ho_cu_tru"}, "hai cột"),
    ],
)
def test_columns_that_do_not_add_up_are_asked_again(
    page: Client, cycle: Cycle, columns: dict[str, str], told: str
) -> None:
    seen = preview(page, cycle, "Thôn\tHộ khẩu hiện có\tCây xanh\nMẫu 1\t120\t7\n")
    said = {"kind": AREA.value, "bang": seen.context["step"].carried} | columns
    answer = page.post(reverse("figures_import", args=[cycle.pk]), said)
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_a_number_in_a_cell_of_several_rows_belongs_to_nobody(page: Client, cycle: Cycle) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Số liệu")
        for number, row in enumerate([["Đơn vị", "Số hộ đang cư trú"], ["Thôn Mẫu 1"], ["Thôn Mẫu 2"]]):
            sheet.write_row(number, 0, row)
        sheet.merge_range("B2:B3", 210)
    upload = SimpleUploadedFile("so-lieu.xlsx", buffer.getvalue())
    said = {"kind": AREA.value, "reported_by": "x", "channel": "file", "file": upload}
    answer = page.post(reverse("figures_import", args=[cycle.pk]), said)
    assert answer.status_code == 422
    assert "ô B2, trang tính" in answer.content.decode()
    assert "không rõ số này của đơn vị nào" in answer.content.decode()


@pytest.mark.parametrize("rows", [3, 40])
def test_the_grid_asks_as_much_of_the_database_for_many_rows_as_for_few(
    page: Client, officer: User, rows: int, django_assert_num_queries: object
) -> None:
    commune = make_commune(rows, name=f"Mẫu {rows} thôn")
    make = make_office(commune)
    cycle = make_cycle(by=make, commune=commune)
    page.force_login(make)
    page.get(grid(cycle))
    with django_assert_num_queries(10):
        page.get(grid(cycle))
