from pathlib import Path

import pytest

from binhyen.config.cli import run
from binhyen.programmes.library import shipped, shipped_text
from binhyen.rules.loading import load_rulebook

BOOK = shipped()[0]


def test_a_rulebook_goes_to_excel_and_back_with_the_same_hash(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workbook, back = tmp_path / "bo.xlsx", tmp_path / "bo.yaml"
    assert run(["convert-rulebook", BOOK, str(workbook)]) == 0
    assert run(["convert-rulebook", str(workbook), str(back)]) == 0
    content_hash = load_rulebook(shipped_text(BOOK)).content_hash
    assert capsys.readouterr().out.count(content_hash) == 2
    assert load_rulebook(back.read_text(encoding="utf-8")).content_hash == content_hash


def test_rule_commands_take_a_workbook_where_they_take_yaml(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workbook, facts, out = tmp_path / "bo.xlsx", tmp_path / "f.csv", tmp_path / "ra.csv"
    facts.write_text("unit,ho_cu_tru\nmau-1,100\n", encoding="utf-8")
    asked = ["--subject", "residential_area", "--year", "2021"]
    assert run(["convert-rulebook", BOOK, str(workbook)]) == 0
    assert run(["check-rulebook", str(workbook)]) == 0
    assert run(["evaluate", str(workbook), str(facts), *asked, "-o", str(out)]) == 0
    assert run(["explain", str(workbook), str(facts), *asked, "--unit", "mau-1"]) == 0
    assert "Không có vấn đề" in capsys.readouterr().out


def test_the_empty_form_is_written_once_and_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = tmp_path / "mau.xlsx"
    assert run(["rulebook-form", str(form)]) == 0
    assert run(["rulebook-form", str(form)]) == 1
    assert run(["check-rulebook", str(form)]) == 1
    assert "trang “Thông tin chung”, ô B1: Chưa ghi “Mã phong trào”." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["convert-rulebook", BOOK, "{folder}/bo.docx"], ".yaml"),
        (["convert-rulebook", BOOK, "{folder}/khong/co/bo.yaml"], "Kiểm tra thư mục"),
        (["convert-rulebook", "{folder}/khong-co.xlsx", "{folder}/bo.yaml"], "Không có tệp"),
        (["convert-rulebook", "{folder}/sai.yaml", "{folder}/bo.xlsx"], "dòng 1"),
        (["convert-rulebook", "{folder}/sai.yaml", "{folder}/sai.yaml"], "là một"),
        (["convert-rulebook", "{folder}/sai.xlsx", "{folder}/bo.yaml"], "xlsx"),
        (["rulebook-form", "{folder}/mau.yaml"], ".xlsx"),
    ],
)
def test_what_cannot_be_converted_is_told_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    (tmp_path / "sai.yaml").write_text("lạ: 1\n", encoding="utf-8")
    (tmp_path / "sai.xlsx").write_text("lạ: 1\n", encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    assert run([argument.format(folder=tmp_path) for argument in arguments]) == 1
    assert said in capsys.readouterr().err
    assert sorted(tmp_path.iterdir()) == before
