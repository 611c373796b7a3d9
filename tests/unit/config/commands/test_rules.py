import csv
import io
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

from binhyen.config.cli import run
from binhyen.sheets.reading import read_table

BOOK = "an-toan-antt@124/2021"
ROWS = """unit,nghi_quyet,nghi_quyet.date,ban_dang_ky,ban_dang_ky.date,ho_dang_ky,ho_cu_tru,trien_khai_day_du,khong_phuc_tap,criterion.4,criterion.5
mau-1,có,26/01/2021,có,2021-03-01,2.412,2.546,có,không xảy ra,có,
mau-2,có,26/01/2021,có,2021-03-01,100,100,có,không xảy ra,có,có
"""
SHARE_BOOK = """
programme: mau
version: "1"
name: Mẫu
basis: [{title: Mẫu}]
valid_from: 2020-01-01
figures:
  a: {name: A, answer: count}
  b: {name: B, answer: count}
subjects:
  commune:
    window: {from: {year: -1, day: "11-16"}, to: {year: 0, day: "11-15"}}
    criteria: [{code: "1", text: Mẫu, rule: a / b >= 100%}]
    levels: [{code: dat, name: Đạt, rule: all_met}]
"""
AREA = ("--subject", "residential_area", "--year", "2021")


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "số liệu.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err


@pytest.mark.parametrize("engine", ["reference", "duckdb"])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_evaluate_writes_every_form_with_every_engine(facts: Path, engine: str, suffix: str) -> None:
    out = facts.with_name(f"ra{suffix}")
    assert run(["evaluate", BOOK, str(facts), *AREA, "--engine", engine, "-o", str(out)]) == 0
    if suffix == ".parquet":
        rows = pyarrow.parquet.read_table(out).to_pylist()
        assert [row["verdict"] for row in rows] == ["not_met", "met"]
    else:
        table = read_table(out)
        assert [row.cells[table.headers.index("verdict")] for row in table.rows] == ["not_met", "met"]


def test_evaluate_prints_plain_csv_without_a_byte_order_mark(
    facts: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["evaluate", BOOK, str(facts), *AREA, "-o", "-"]) == 0
    (first, _) = csv.DictReader(io.StringIO(capfdbinary.readouterr().out.decode()))
    assert (first["unit"], first["level"], first["criterion.1c"]) == ("mau-1", "", "not_met")


def test_evaluate_reads_typed_and_textual_parquet_alike(facts: Path) -> None:
    header, *rows = [line.split(",") for line in ROWS.splitlines()]
    texts = facts.with_suffix(".parquet")
    pyarrow.parquet.write_table(pa.table([list(column) for column in zip(*rows, strict=True)], names=header), texts)
    assert run(["evaluate", BOOK, str(texts), *AREA, "-o", str(facts.with_name("a.csv"))]) == 0
    assert run(["evaluate", BOOK, str(facts), *AREA, "-o", str(facts.with_name("b.csv"))]) == 0
    assert facts.with_name("a.csv").read_bytes() == facts.with_name("b.csv").read_bytes()


def test_explain_tells_the_reason_of_every_criterion(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", BOOK, str(facts), *AREA, "--unit", "mau-1"]) == 0
    told = capsys.readouterr().out.replace("\u00a0", " ")
    assert "2.412 / 2.546 = 94,7 % (yêu cầu 100 %) → chưa đạt" in told


def test_explain_tells_what_is_still_missing(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts.write_text(f"{ROWS}mau-3,,,có,2021-03-01,100,100,có,,có,có\n", encoding="utf-8")
    assert run(["explain", BOOK, str(facts), *AREA, "--unit", "mau-3"]) == 0
    told = capsys.readouterr().out
    assert "Để đạt mức “Đạt tiêu chuẩn” còn thiếu 2 mục:" in told
    assert "    - Nghị quyết của tổ chức Đảng\n" in told
    assert run(["explain", BOOK, str(facts), *AREA, "--unit", "mau-2"]) == 0
    assert "còn thiếu" not in capsys.readouterr().out


def test_explain_names_the_levels_of_other_shipped_programmes(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts.write_text("unit,criterion.2\nmau-1,\n", encoding="utf-8")
    assert (
        run(["explain", "ntm-19-2@2016-2020", str(facts), "--subject", "commune", "--year", "2018", "--unit", "mau-1"])
        == 0
    )
    told = capsys.readouterr().out
    assert "quyết định công nhận An toàn về an ninh, trật tự, mức Đạt tiêu chuẩn" in told
    assert "an-toan-antt" not in told


def test_check_rulebook_accepts_a_shipped_one_and_names_what_is_to_confirm(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check-rulebook", BOOK]) == 0
    assert "cần xác nhận: residential_area.criteria.4" in capsys.readouterr().out


def test_check_rulebook_lists_problems_with_their_places(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bo.yaml"
    path.write_text("programme: mau\nversion: '1'\nname: Mẫu\nlạ: 1\n", encoding="utf-8")
    assert run(["check-rulebook", str(path)]) == 1
    assert "dòng 4" in said(capsys)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda rows: rows.replace("2.412", "64%"), "phần trăm"),
        (lambda rows: rows.replace("2.412", "nhiều"), "dòng 2, cột 6"),
        (lambda rows: rows.replace("ho_dang_ky", "ho_dang_ki"), "Có phải 'ho_dang_ky'?"),
        (lambda rows: rows.replace("mau-2", "mau-1"), "đã có ở dòng 2"),
    ],
)
def test_bad_facts_are_told_with_place_and_cure_and_nothing_is_written(
    facts: Path, capsys: pytest.CaptureFixture[str], change: Callable[[str], str], expected: str
) -> None:
    facts.write_text(change(ROWS), encoding="utf-8")
    out = facts.with_name("ra.csv")
    assert run(["evaluate", BOOK, str(facts), *AREA, "-o", str(out)]) == 1
    assert expected.lower() in said(capsys).lower()
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["evaluate", "an-toan-antt@124", "{facts}", *AREA, "-o", "-"], "an-toan-antt@124/2021"),
        (["evaluate", BOOK, "khong-co.csv", *AREA, "-o", "-"], "khong-co.csv"),
        (["evaluate", BOOK, "{facts}", *AREA, "-o", "ra.docx"], ".xlsx"),
        (
            ["evaluate", BOOK, "{facts}", "--subject", "family_group", "--year", "2021", "-o", "-"],
            "không xét loại đơn vị",
        ),
        (["explain", BOOK, "{facts}", *AREA, "--unit", "mau-3"], "không có đơn vị"),
        (["check-rulebook", "{folder}"], "Không có tệp"),
    ],
)
def test_what_is_not_there_is_an_input_problem(
    facts: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], expected: str
) -> None:
    filled = [argument.format(facts=facts, folder=facts.parent) for argument in arguments]
    assert run(filled) == 1
    assert expected in said(capsys)


@pytest.mark.parametrize("wrong", [("--subject", "xa"), ("--year", "hai"), ("--engine", "excel")])
def test_wrong_usage_leaves_with_two(facts: Path, wrong: tuple[str, str]) -> None:
    assert run(["evaluate", BOOK, str(facts), *AREA, *wrong, "-o", "-"]) == 2


@pytest.mark.parametrize("engine", ["reference", "duckdb"])
def test_a_snapshot_is_judged_file_by_file_into_one(
    tmp_path: Path, engine: str, capfd: pytest.CaptureFixture[str]
) -> None:
    for province, listed in {"P01": [3, 4], "P02": [None]}.items():
        folder = tmp_path / f"chup/facts/programme=mau/subject=commune/year=2022/province={province}"
        folder.mkdir(parents=True)
        units = [f"{province}-{number}" for number in range(len(listed))]
        columns = {"unit": units, "a": pa.array(listed, pa.int64()), "b": pa.array([4] * len(listed), pa.int16())}
        pyarrow.parquet.write_table(pa.table(columns), folder / "part-0.parquet")
    (tmp_path / "mau.yaml").write_text(SHARE_BOOK, encoding="utf-8")
    out = tmp_path / "ra.parquet"
    common = [str(tmp_path / "mau.yaml"), str(tmp_path / "chup"), "--subject", "commune", "--engine", engine]
    assert run(["evaluate", *common, "--year", "2022", "-o", str(out)]) == 0
    rows = pyarrow.parquet.read_table(out).select(["unit", "verdict"]).to_pylist()
    assert rows == [
        {"unit": "P01-0", "verdict": "not_met"},
        {"unit": "P01-1", "verdict": "met"},
        {"unit": "P02-0", "verdict": "unknown"},
    ]
    assert "3 đơn vị: đạt 1, chưa đạt 1, chưa đủ căn cứ 1" in capfd.readouterr().err
    assert run(["evaluate", *common, "--year", "2021", "-o", "-"]) == 1
    assert "không có số liệu mau" in capfd.readouterr().err


def test_a_cluster_is_for_spark_only(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "f.csv").write_text("unit\nu1\n", encoding="utf-8")
    (tmp_path / "mau.yaml").write_text(SHARE_BOOK, encoding="utf-8")
    common = [str(tmp_path / "mau.yaml"), str(tmp_path / "f.csv"), "--subject", "commune", "--year", "2022"]
    assert run(["evaluate", *common, "--master", "spark://127.0.0.1:1", "-o", "-"]) == 1
    assert "--engine spark" in capfd.readouterr().err
