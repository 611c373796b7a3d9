"""Units from a messy sheet through the pages: columns understood, problems with their cells, tried, all or nothing."""

import io
import re
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems
from binhyen.papers.models import Job
from binhyen.papers.work import progress_of, work_do, work_stop
from binhyen.sheets.paste import read_paste
from binhyen.units.models import Identifier, Unit, UnitVersion
from binhyen.units.services.import_work import units_import_later
from binhyen.units.views import imports
from tests.builders import make_commune, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.database]
HERE = "/don-vi/nhap/"
PASTED = "STT\tTên thôn, TDP\tLoại\tDân ca\n1\tMẫu Đông\tthôn\ta\n2\tMẫu Tây\tthôn\tb\n\tTổng cộng\t\t\n"


@pytest.fixture
def commune() -> Unit:
    return make_commune(0)


@pytest.fixture
def officer(commune: Unit) -> User:
    return make_user(Role.COMMUNE_OFFICER, commune.pk)


@pytest.fixture
def page(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


def posted(commune: Unit, **more: str) -> dict[str, str]:
    return {"parent": str(commune.pk), "as_of": "", "kind": ""} | more


def hidden(html: str, name: str) -> str:
    found = re.search(f'name="{name}" value="([^"]*)"', html)
    assert found, name
    return found[1]


def names() -> set[str]:
    return set(
        UnitVersion.objects.filter(unit__origin="local", parent__isnull=False).values_list("full_name", flat=True)
    )


def test_a_pasted_list_is_matched_tried_and_recorded(page: Client, commune: Unit) -> None:
    asked = page.post(HERE, posted(commune, pasted=PASTED)).content.decode()
    assert "Mỗi cột là gì?" in asked
    carried = posted(commune, bang=hidden(asked, "bang"))
    chosen = {"cot-1": "name", "cot-2": "kind", "cot-3": ""}
    preview = page.post(HERE, carried | chosen).content.decode()
    assert "2 đơn vị mới" in preview
    assert "Bỏ qua dòng cộng: dòng 4." in preview
    assert names() == set()
    ready = posted(commune, bang_da_ghep=hidden(preview, "bang_da_ghep"), confirm="1")
    assert page.post(HERE, ready).status_code == 302
    assert names() == {"Thôn Mẫu Đông", "Thôn Mẫu Tây"}
    again = page.post(HERE, ready, follow=True).content.decode()
    assert "0 đơn vị mới, 0 đơn vị bổ sung thông tin, 2 đơn vị giữ nguyên" in again


def test_what_was_not_asked_for_does_not_travel_to_the_last_page(page: Client, commune: Unit) -> None:
    asked = page.post(HERE, posted(commune, pasted=PASTED.replace("Dân ca", "Điệu hát"))).content.decode()
    carried = posted(commune, bang=hidden(asked, "bang")) | {"cot-1": "name", "cot-2": "kind"}
    preview = page.post(HERE, carried)
    ready = imports.next_step(
        type("R", (), {"POST": {"bang_da_ghep": hidden(preview.content.decode(), "bang_da_ghep")}, "FILES": {}})(),
        imports.Expected(imports.MEANINGS, imports.refused_columns, 10),
    )
    assert isinstance(ready, imports.Ready)
    assert ready.table.headers == ("name", "kind")


def test_a_refused_column_is_dropped_and_the_rest_goes_on(page: Client, commune: Unit) -> None:
    bad = "Tên\tLoại\tSố CCCD\nMẫu Đông\tthôn\t001099000001\n"
    refused = page.post(HERE, posted(commune, pasted=bad))
    assert refused.status_code == 422
    assert "001099000001" not in refused.content.decode()
    preview = page.post(HERE, posted(commune, bang=hidden(refused.content.decode(), "bang")))
    assert "1 đơn vị mới" in preview.content.decode()


def test_every_problem_names_its_cell_and_nothing_can_be_recorded(page: Client, commune: Unit) -> None:
    bad = "Tên\tLoại\nMẫu Đông\tthônn\nMẫu Tây\tthôn\nMẫu Tây\tthôn\n"
    answer = page.post(HERE, posted(commune, pasted=bad))
    assert answer.status_code == 422
    assert "dòng 2, cột 2" in answer.content.decode()
    assert 'id="confirm"' not in answer.content.decode()
    twice = page.post(HERE, posted(commune, pasted="Tên\tLoại\nMẫu Tây\tthôn\nMẫu Tây\tthôn\n")).content.decode()
    assert "Đã có Thôn Mẫu Tây ở đây" in twice
    assert names() == set()


def test_text_of_before_unicode_is_refused_with_advice(page: Client, commune: Unit) -> None:
    answer = page.post(HERE, posted(commune, pasted="Tªn ®¬n vÞ\tLo¹i\nMÉu §«ng\tth«n\n"))
    assert answer.status_code == 422
    assert "TCVN3" in answer.content.decode()


def test_the_parent_must_be_ones_own(page: Client, commune: Unit) -> None:
    elsewhere = make_commune(0, name="Mẫu Khác")
    answer = page.post(HERE, posted(elsewhere, pasted=PASTED))
    assert answer.status_code == 422
    inside = f"Tên\tLoại\tMã đơn vị cha\nMẫu Đông\tthôn\t{elsewhere.pk}\n"
    assert page.post(HERE, posted(commune, pasted=inside)).status_code == 422
    assert names() == set()


def test_a_list_of_one_kind_needs_no_column_for_it(page: Client, commune: Unit) -> None:
    answer = page.post(HERE, posted(commune, pasted="Tên doanh nghiệp\tMST\nMẫu A\t0200000001\n", kind="doanh_nghiep"))
    ready = posted(
        commune, bang_da_ghep=hidden(answer.content.decode(), "bang_da_ghep"), confirm="1", kind="doanh_nghiep"
    )
    assert page.post(HERE, ready).status_code == 302
    assert Identifier.objects.get().value == "0200000001"


def test_the_template_holds_what_is_recorded_and_comes_back_unchanged(page: Client, commune: Unit) -> None:
    rows = "Tên\tLoại\tCấp học\tMã trường\nTrường Mẫu A\ttrường học\ttiểu học\tM01\n"
    preview = page.post(HERE, posted(commune, pasted=rows)).content.decode()
    page.post(HERE, posted(commune, bang_da_ghep=hidden(preview, "bang_da_ghep"), confirm="1"))
    book = page.get(reverse("unit_import_template", args=["school"])).content
    answer = page.post(HERE, posted(commune) | {"file": SimpleUploadedFile("don-vi.xlsx", book)})
    assert "0 đơn vị mới, 0 đơn vị bổ sung thông tin, 1 đơn vị giữ nguyên" in answer.content.decode()
    assert page.get(reverse("unit_import_template", args=["khong-co"])).status_code == 404


# --- long tables go to the worker ---


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "_AT_ONCE", 1)


def asked_for(
    page: Client, commune: Unit, rows: str = PASTED.replace("\tDân ca", "").replace("\ta", "").replace("\tb", "")
) -> Job:
    preview = page.post(HERE, posted(commune, pasted=rows)).content.decode()
    assert "ở nền" in preview
    answer = page.post(HERE, posted(commune, bang_da_ghep=hidden(preview, "bang_da_ghep"), confirm="1"))
    job = Job.objects.get()
    assert answer["Location"] == reverse("unit_import_work", args=[job.pk])
    return job


def test_a_long_table_is_recorded_by_the_worker_and_its_rows_are_not_kept(
    page: Client, commune: Unit, long: None
) -> None:
    job = asked_for(page, commune)
    waiting = page.get(reverse("unit_import_work", args=[job.pk]), headers={"HX-Request": "true"}).content.decode()
    assert "hx-get" in waiting
    assert "<html" not in waiting
    work_do(job_id=job.pk)
    work_do(job_id=job.pk)
    assert names() == {"Thôn Mẫu Đông", "Thôn Mẫu Tây"}
    done = Job.objects.get()
    assert (done.state, done.progress) == (Job.State.DONE, 100)
    assert "Mẫu" not in str(done.parameters)
    shown = page.get(reverse("unit_import_work", args=[job.pk])).content.decode()
    assert "2 đơn vị mới" in shown
    assert "Bỏ qua dòng cộng" in shown


def test_a_long_table_with_a_problem_records_nothing_and_lists_it(page: Client, commune: Unit, long: None) -> None:
    job = asked_for(page, commune, "Tên\tLoại\nMẫu Tây\tthôn\nMẫu Tây\tthôn\n")
    work_do(job_id=job.pk)
    shown = page.get(reverse("unit_import_work", args=[job.pk])).content.decode()
    assert "Đã có Thôn Mẫu Tây ở đây" in shown
    assert names() == set()


def test_a_long_table_with_a_persons_number_is_not_kept_for_the_worker(
    page: Client, commune: Unit, officer: User, long: None
) -> None:
    rows = "Tên\tLoại\tMST\nMẫu A\tdoanh nghiệp\t001090123456\nMẫu B\tdoanh nghiệp\t0200000001\n"
    preview = page.post(HERE, posted(commune, pasted=rows))
    assert preview.status_code == 422
    assert "số của một người" in preview.content.decode()
    with pytest.raises(InputProblems):
        units_import_later(by=officer, table=read_paste(rows), as_of=clock.today(), under=commune.pk, kind=None)
    assert not Job.objects.exists()


def test_a_stop_in_the_middle_undoes_everything(
    page: Client, commune: Unit, officer: User, long: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = asked_for(page, commune)
    reported: list[int] = []

    def stopping(*, report: object, **rest: object) -> object:
        def spy(percent: int) -> None:
            reported.append(percent)
            if percent == 80:
                assert names(), "the units stand, uncommitted"
                work_stop(by=officer, job=job)
            report(percent)  # type: ignore[operator]

        return real(report=spy, **rest)  # type: ignore[arg-type]

    real = imports.units_import
    monkeypatch.setattr("binhyen.units.services.import_work.units_import", stopping)
    work_do(job_id=job.pk)
    assert reported == [20, 30, 40, 80]
    assert names() == set()


def test_the_button_stops_what_waits_and_says_when_it_is_too_late(page: Client, commune: Unit, long: None) -> None:
    job = asked_for(page, commune)
    address = reverse("unit_import_work", args=[job.pk])
    assert "Đã dừng; chưa ghi gì" in page.post(address, follow=True).content.decode()
    work_do(job_id=job.pk)
    assert names() == set()
    assert "đã kết thúc" in page.post(address, follow=True).content.decode()


def test_an_import_whose_worker_was_ended_says_so(page: Client, commune: Unit, long: None) -> None:
    job = asked_for(page, commune)
    Job.objects.update(state=Job.State.RUNNING, asked_at="2026-01-01T00:00:00Z")
    job.refresh_from_db()
    assert progress_of(job).is_broken_off
    assert "bị ngắt giữa chừng" in page.get(reverse("unit_import_work", args=[job.pk])).content.decode()


def test_a_workbook_of_an_office_is_read_with_its_titles_and_merged_cells(
    page: Client, commune: Unit, tmp_path: Path
) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Danh sách")
        sheet.merge_range("A1:D1", "DANH SÁCH THÔN, TỔ DÂN PHỐ")
        for row, cells in enumerate(
            [["STT", "Tên thôn", "Loại", "Ghi chú"], [1, "Mẫu Đông"], [2, "Mẫu Tây"], ["", "Cộng: 2 thôn"]], 2
        ):
            sheet.write_row(row, 0, cells)
        sheet.merge_range("C4:C5", "thôn")
    answer = page.post(HERE, posted(commune) | {"file": SimpleUploadedFile("thon.xlsx", buffer.getvalue())})
    assert "2 đơn vị mới" in answer.content.decode()
