"""`binhyen import-figures`: the right cycle is found, all is recorded or nothing, and every refusal names a cure."""

from pathlib import Path

import pytest

from binhyen.config.cli import run
from binhyen.dossiers.models import Standing
from binhyen.dossiers.services.acts import register
from binhyen.figures.models import FigureValue
from tests.integration.year_story import Year, open_year

pytestmark = [pytest.mark.django_db, pytest.mark.database]
GOOD = "STT;Đơn vị;Số hộ đang cư trú;ho_dang_ky;Nghị quyết\n1;Thôn An;1.200;1200;05/01/2021\n2;Bình;80;79;có\n"


@pytest.fixture
def year() -> Year:
    opened = open_year()
    register(by=opened.officer, dossiers=opened.dossiers, on=opened.dossiers[0].starts)
    return opened


def imported(folder: Path, content: str, *options: str) -> int:
    path = folder / "so-lieu.csv"
    path.write_text(content, encoding="utf-8")
    return run(["import-figures", str(path), "--as-of", "2021-10-31", *options])


def test_a_file_is_recorded_for_the_cycle_of_that_day_and_verdicts_follow(
    year: Year, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert imported(tmp_path, GOOD) == 0
    assert "Đã ghi 6 số liệu của 2 đơn vị" in capsys.readouterr().out
    value = FigureValue.objects.get(figure__key="ho_cu_tru", number=1200)
    assert (value.channel, value.typed_by, value.reported_by) == ("file", year.officer, "Cán bộ Mẫu")
    verdicts = dict(Standing.objects.filter(basis="self").values_list("dossier__unit_name", "verdict"))
    assert (verdicts["Thôn An"], verdicts["Thôn Bình"], verdicts["Thôn Đèo Cả"]) == ("met", "not_met", "unknown")


def test_a_second_import_records_nothing_and_a_dry_run_neither(
    year: Year, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert imported(tmp_path, GOOD, "--dry-run") == 0
    assert "Chạy thử, chưa ghi gì. Sẽ ghi 6" in capsys.readouterr().out
    assert not FigureValue.objects.exists()
    assert imported(tmp_path, GOOD) == imported(tmp_path, GOOD) == 0
    assert "Đã ghi 0 số liệu" in capsys.readouterr().out
    assert FigureValue.objects.count() == 6


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("Đơn vị;ho_cu_tru\nThôn An;64%\n", "dòng 2, cột 2"),
        ("Đơn vị;ho_cu_tru\nThôn An;nhiều\n", "cần một con số"),
        ("Đơn vị;ho_cu_tru\nThôn Xa Lạ;1\n", "Không có đơn vị"),
        ("Tên gì đó;ho_cu_tru\nThôn An;1\n", "Không thấy cột tên đơn vị"),
        ("Đơn vị;Số CCCD;ho_cu_tru\nThôn An;001099000001;1\n", "--drop-refused"),
    ],
)
def test_bad_input_is_named_with_its_place_and_changes_nothing(
    year: Year, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, told: str
) -> None:
    assert imported(tmp_path, content) == 1
    said = capsys.readouterr().err
    assert told in said
    assert "001099" not in said
    assert not FigureValue.objects.exists()


def test_a_refused_column_can_be_dropped(year: Year, tmp_path: Path) -> None:
    assert imported(tmp_path, "Đơn vị;Số CCCD;ho_cu_tru\nThôn An;001099000001;1\n", "--drop-refused") == 0
    assert FigureValue.objects.count() == 1


def test_a_day_outside_every_window_and_an_unknown_account_are_told(
    year: Year, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert imported(tmp_path, GOOD, "--as-of", "2021-11-01") == 1
    assert "kỳ xét có ngày 01/11/2021" in capsys.readouterr().err
    assert imported(tmp_path, GOOD, "--by", "khong-co") == 1
    assert "Không có tài khoản" in capsys.readouterr().err
    assert imported(tmp_path, GOOD, "--as-of", "hôm qua") == 2
