"""Everything of a unit's year out again, as a workbook that a spreadsheet only ever reads."""

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from binhyen.accounts.services import account_create
from binhyen.config.cli import run
from binhyen.insight.services import year_export_ask
from binhyen.insight.year_export import year_export
from binhyen.kernel.codes import new_id
from binhyen.kernel.errors import InputProblems, NotAllowed
from binhyen.papers.downloads import open_job_file
from binhyen.papers.models import Job
from tests.integration.year_story import Year, decide_all, open_year, report_all

pytestmark = [pytest.mark.django_db, pytest.mark.database]
Rows = list[dict[str, Any]]


@pytest.fixture
def year() -> Year:
    """A whole year, decided and numbered."""
    walked = open_year()
    report_all(walked)
    decide_all(walked)
    return walked


def sheets_of(content: bytes) -> dict[str, Rows]:
    """Every sheet as rows by header; the lines above the header are left out."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: _rows(list(sheet.iter_rows(values_only=True))) for sheet in book}


def _rows(lines: list[tuple[Any, ...]]) -> Rows:
    at = next(place for place, line in enumerate(lines) if len(line) > 1 and line[1] is not None)
    return [dict(zip(lines[at], line, strict=True)) for line in lines[at + 1 :]]


def test_a_year_comes_out_with_units_dossiers_figures_results_decisions_and_log(year: Year) -> None:
    produced = year_export(unit=year.commune.id, year=2021)
    sheets = sheets_of(produced.content)
    assert produced.file_name == "xa-mau-xuat-2021.xlsx"
    assert list(sheets) == ["Đơn vị", "Hồ sơ", "Số liệu", "Kết quả", "Quyết định", "Nhật ký"]
    assert {row["Tên đầy đủ"] for row in sheets["Đơn vị"]} >= {"Xã Mẫu Xuất", "Thôn An", "Thôn Đèo Cả"}
    assert {row["Tình trạng"] for row in sheets["Hồ sơ"]} == {"Được công nhận", "Không được công nhận"}
    assert len(sheets["Hồ sơ"]) == 4


def test_every_value_says_from_when_to_when_from_whom_by_whom_how_and_on_which_paper(year: Year) -> None:
    values = sheets_of(year_export(unit=year.commune.id, year=2021).content)["Số liệu"]
    assert len(values) == 4 * 3 + 1
    one = next(row for row in values if row["Đơn vị"] == "Thôn An" and row["Khóa"] == "nghi_quyet")
    assert (one["Từ ngày"].date(), one["Đến hết ngày"].date()) == (date(2020, 11, 1), date(2021, 10, 31))
    assert (one["Nguồn"], one["Người báo cáo"], one["Người nhập"], one["Kênh"]) == (
        "tự báo cáo",
        "Trưởng thôn",
        "Cán bộ Mẫu",
        "giấy",
    )
    assert (one["Văn bản"], one["Số, ký hiệu"], one["Nơi lưu"]) == ("Nghị quyết quý I", "01-NQ/CB", "cặp 1")
    assert isinstance(one["Ghi lúc"], datetime)
    corrected = [
        (row["Giá trị"], row["Đang dùng"])
        for row in values
        if row["Đơn vị"] == "Thôn An" and row["Khóa"] == "ho_cu_tru"
    ]
    assert corrected == [(7, "không"), (120, "có")]


def test_results_explain_each_criterion_and_say_that_they_are_frozen(year: Year) -> None:
    results = sheets_of(year_export(unit=year.commune.id, year=2021).content)["Kết quả"]
    failed = next(
        row for row in results if (row["Đơn vị"], row["Cơ sở"], row["Tiêu chí"]) == ("Thôn Đèo Cả", "xét duyệt", "1")
    )
    assert (failed["Kết luận"], failed["Kết quả"], failed["Đã chốt"]) == ("chưa đạt", "chưa đạt", "có")
    assert "119" in failed["Giải thích"]


def test_decisions_and_the_log_tell_who_was_recognised(year: Year) -> None:
    sheets = sheets_of(year_export(unit=year.commune.id, year=2021).content)
    told = {row["Đơn vị"]: (row["Số, ký hiệu"], row["Kết quả"]) for row in sheets["Quyết định"]}
    assert told["Thôn An"] == ("07/QĐ-UBND", "công nhận")
    assert told["Thôn Đèo Cả"] == ("07/QĐ-UBND", "không công nhận")
    story = [row["Việc"] for row in sheets["Nhật ký"]]
    assert story[0].startswith("Mở ")
    assert any(act.startswith("Quyết định công nhận 3/4") for act in story)


def test_a_village_gets_its_own_year_and_nobody_elses(year: Year) -> None:
    dossier = next(one for one in year.dossiers if one.unit_name == "Thôn Bình")
    sheets = sheets_of(year_export(unit=dossier.unit_id, year=2021).content)
    assert [row["Đơn vị"] for row in sheets["Hồ sơ"]] == ["Thôn Bình"]
    assert {row["Đơn vị"] for row in sheets["Số liệu"]} == {"Thôn Bình"}
    assert [row["Đơn vị"] for row in sheets["Quyết định"]] == ["Thôn Bình"]
    assert not any("Thôn An" in row["Việc"] for row in sheets["Nhật ký"])


def test_names_that_look_like_formulas_stay_text(year: Year) -> None:
    content = year_export(unit=year.commune.id, year=2021).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert any("=HYPERLINK" in str(cell.value) for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)


def test_a_year_in_which_nothing_happened_has_headers_only(year: Year) -> None:
    sheets = sheets_of(year_export(unit=year.commune.id, year=2015).content)
    assert not any(sheets[name] for name in ("Hồ sơ", "Số liệu", "Kết quả", "Quyết định", "Nhật ký"))


def test_the_number_of_statements_does_not_grow_with_the_dossiers(year: Year) -> None:
    asked = []
    for unit in (year.dossiers[0].unit_id, year.commune.id):
        with CaptureQueriesContext(connection) as queries:
            year_export(unit=unit, year=2021)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 12


def test_only_who_may_export_can_ask_and_the_worker_makes_it(
    year: Year, settings: Settings, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    stranger = account_create(by=None, username="la", full_name="Người Lạ", password="mat khau La 2021")
    with pytest.raises(NotAllowed):
        year_export_ask(by=stranger, unit=year.commune.id, year=2021)
    assert not Job.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        job = year_export_ask(by=year.officer, unit=year.commune.id, year=2021)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.message
    assert "Hồ sơ" in sheets_of(b"".join(open_job_file(job).streaming_content))


def test_an_unknown_unit_is_told(year: Year) -> None:
    with pytest.raises(InputProblems):
        year_export(unit=new_id(), year=2021)


def test_the_program_writes_the_workbook_once(year: Year, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "nam.xlsx"
    wanted = ["export-xlsx", "--unit", str(year.commune.id), "--year", "2021", str(target)]
    assert run(wanted) == 0
    assert len(sheets_of(target.read_bytes())["Hồ sơ"]) == 4
    assert run(wanted) == 1
    assert "Chọn tên tệp khác" in capsys.readouterr().err
    assert run([*wanted[:2], "Không Có Đâu", *wanted[3:-1], str(tmp_path / "b.xlsx")]) == 1
    assert not (tmp_path / "b.xlsx").exists()
