"""`binhyen what-if`: two versions over one file, told and written; what is wrong is listed."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

from binhyen.config.cli import run
from binhyen.sheets.reading import read_table
from tests.versions import version_text

ROWS = """unit,ho_cu_tru,ho_dang_ky,ngo,ngo_co_den,criterion.4
mau-1,100,75,3,3,có
mau-2,100,90,3,2,có
mau-3,100,,3,3,có
mau-4,100,65,,,có
"""
AREA = ("--subject", "residential_area", "--year", "2021")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "f.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "a.yaml").write_text(version_text(version="1"), encoding="utf-8")
    (tmp_path / "b.yaml").write_text(version_text(version="2", share="80%", asks_lights=True), encoding="utf-8")
    return tmp_path


def arguments(folder: Path, *more: str, first: str = "a", second: str = "b") -> list[str]:
    files = (folder / f"{first}.yaml", folder / f"{second}.yaml", folder / "f.csv")
    return ["what-if", *map(str, files), *AREA, *more]


def test_it_tells_who_loses_and_by_which_criterion(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments(folder)) == 0
    told = capsys.readouterr().out
    assert "mau-giua-nam 1 → 2, khu dân cư, năm 2021: 4 đơn vị" in told
    assert "đạt: 2 → 0" in told
    assert "tiêu chí 3 (Có đèn ở mọi ngõ): thiệt 1" in told
    assert "mau-2: không còn đạt (3)" in told


@pytest.mark.parametrize("engine", ["reference", "duckdb"])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_it_writes_every_unit_that_changes(folder: Path, engine: str, suffix: str) -> None:
    out = folder / f"ra{suffix}"
    assert run(arguments(folder, "--engine", engine, "-o", str(out))) == 0
    table = read_table(out)
    assert table.headers[:3] == ("unit", "change", "verdict_before")
    assert [row.cells[:4] for row in table.rows] == [
        ("mau-1", "lost", "met", "not_met"),
        ("mau-2", "lost", "met", "not_met"),
    ]


def test_a_figure_that_nobody_was_asked_for_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "f.csv").write_text("unit,ho_cu_tru,ho_dang_ky,criterion.4\nmau-1,100,90,có\n", encoding="utf-8")
    assert run(arguments(folder)) == 0
    told = capsys.readouterr()
    assert "ngo_co_den, ngo" in told.err
    assert "mau-1: thành chưa đủ căn cứ (3)" in told.out


def test_a_version_against_itself_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments(folder, second="a")) == 0
    assert "không đổi" in capsys.readouterr().out


@pytest.mark.parametrize("facts", ["unit,la_gi\nmau-1,2\n", "unit,ho_cu_tru\nmau-1,nhiều\n"])
def test_what_is_wrong_in_the_file_is_listed_and_nothing_is_written(folder: Path, facts: str) -> None:
    (folder / "f.csv").write_text(facts, encoding="utf-8")
    out = folder / "ra.csv"
    assert run(arguments(folder, "-o", str(out))) == 1
    assert not out.exists()


def test_a_kind_that_is_not_judged_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    named = [*map(str, (folder / "a.yaml", folder / "b.yaml", folder / "f.csv"))]
    assert run(["what-if", *named, "--subject", "school", "--year", "2021"]) == 1
    assert "school" in capsys.readouterr().err


@pytest.mark.parametrize(
    "where", ["f.parquet", "facts/programme=mau-giua-nam/subject=residential_area/year=2021/1.parquet"]
)
def test_parquet_and_snapshots_are_read_without_becoming_rows_of_text(folder: Path, where: str) -> None:
    file = folder / "ban-chup" / where
    file.parent.mkdir(parents=True)
    columns = {
        "unit": ["mau-1", "mau-2"],
        "ho_cu_tru": [100, 100],
        "ho_dang_ky": [75, 90],
        "ngo": [3, 3],
        "ngo_co_den": [3, 2],
        "criterion.4": [True, True],
    }
    pyarrow.parquet.write_table(pa.table(columns), file)
    source, out = file if where == "f.parquet" else folder / "ban-chup", folder / "ra.csv"
    versions = [str(folder / "a.yaml"), str(folder / "b.yaml")]
    assert run(["what-if", *versions, str(source), *AREA, "-o", str(out)]) == 0
    assert [row.cells[-1] for row in read_table(out).rows] == ["1", "3"]
