"""Nothing is lost between a rulebook, its workbook and its YAML."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from binhyen.kernel.errors import InputProblems
from binhyen.programmes.library import shipped, shipped_text
from binhyen.rules.loading import json_schema, load_canonical, load_rulebook
from binhyen.rules.model.rulebook import Rulebook
from binhyen.rules.writing import rulebook_yaml
from binhyen.sheets import confinement, marked_child
from binhyen.sheets.limits import Limits
from binhyen.sheets.rulebooks import (
    blank_rulebook_workbook,
    check_rulebook_workbook,
    read_rulebook_workbook,
    reading,
    write_rulebook_workbook,
)
from binhyen.sheets.rulebooks.layout import CARD, CHECKS, CRITERIA, FIGURES, LEVELS, SOURCES, SUBJECTS, Sheet
from tests.rulebook_form import open_form
from tests.unit.sheets.rulebooks.generated import rulebooks


def same(one: Rulebook, other: Rulebook) -> bool:
    """The same content in the same order."""
    return (one.content_hash, json.dumps(one.canonical())) == (other.content_hash, json.dumps(other.canonical()))


@pytest.mark.parametrize("reference", shipped())
def test_a_shipped_rulebook_survives_a_workbook(reference: str) -> None:
    rulebook = load_rulebook(shipped_text(reference))
    assert same(read_rulebook_workbook(write_rulebook_workbook(rulebook)), rulebook)


@pytest.mark.parametrize("reference", shipped())
def test_a_shipped_rulebook_survives_our_yaml(reference: str) -> None:
    rulebook = load_rulebook(shipped_text(reference))
    assert same(load_rulebook(rulebook_yaml(rulebook)), rulebook)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(data=rulebooks())
def test_any_rulebook_survives_a_workbook(data: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    rulebook = load_canonical(data)
    monkeypatch.setattr(reading, "ask_child", here)
    assert same(read_rulebook_workbook(write_rulebook_workbook(rulebook)), rulebook)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=rulebooks())
def test_any_rulebook_survives_our_yaml(data: dict[str, Any]) -> None:
    rulebook = load_canonical(data)
    assert same(load_rulebook(rulebook_yaml(rulebook)), rulebook)


def here(module: str, message: bytes, limits: Limits) -> dict[str, Any]:
    """The child's work without a process for each example."""
    assert module == marked_child.__name__
    assert confinement.ask_child.__code__.co_argcount == here.__code__.co_argcount
    request, _, content = message.partition(b"\n")
    return json.loads(json.dumps(marked_child.told(content, json.loads(request)["wanted"], limits)))  # type: ignore[no-any-return]


def test_the_same_rulebook_is_the_same_file() -> None:
    rulebook = load_rulebook(shipped_text(shipped()[0]))
    assert write_rulebook_workbook(rulebook) == write_rulebook_workbook(rulebook)


# ---------------------------------------------------------------- the form

PARTS = {
    "RulebookShape": CARD, "CitationShape": SOURCES, "FigureShape": FIGURES, "CheckShape": CHECKS, "SubjectShape": SUBJECTS,
    "CriterionShape": CRITERIA, "LevelShape": LEVELS,
}  # fmt: skip
# What other sheets, or other rows of the same one, hold.
ELSEWHERE = {"basis", "figures", "checks", "subjects", "criteria", "items", "levels"}


@pytest.mark.parametrize(("shape", "sheet"), PARTS.items(), ids=lambda value: str(getattr(value, "name", value)))
def test_every_key_of_a_rulebook_file_has_a_column(shape: str, sheet: Sheet) -> None:
    schema = json_schema()
    part = schema if shape == "RulebookShape" else schema["$defs"][shape]
    columns = {column.key for column in sheet.columns if not column.key.startswith("@")}
    assert columns == set(keys(part, schema, ELSEWHERE))


def keys(part: dict[str, Any], schema: dict[str, Any], left_out: set[str]) -> list[str]:
    """The paths of the texts in a part of a rulebook file."""
    found: list[str] = []
    for key, value in part["properties"].items():
        nested = [
            schema["$defs"][one["$ref"].rpartition("/")[2]] for one in value.get("anyOf", [value]) if "$ref" in one
        ]
        if key not in left_out:
            found += [f"{key}.{inner}" for inner in keys(nested[0], schema, set())] if nested else [key]
    return found


def test_the_blank_form_says_what_has_to_be_filled_in() -> None:
    problems = check_rulebook_workbook(blank_rulebook_workbook())
    places = [problem.place for problem in problems]
    assert places == [
        *(f"trang “Thông tin chung”, ô B{row}" for row in (1, 2, 3, 6)), "trang “Căn cứ”", "trang “Đối tượng”",
    ]  # fmt: skip
    assert all(problem.cure for problem in problems)


def test_the_form_offers_words_notes_and_text_cells() -> None:
    sheet = open_form()["Tiêu chí"]
    assert sheet.freeze_panes == "C2"
    assert all(cell.comment for cell in sheet[1])
    assert {sheet.column_dimensions[letter].number_format for letter in "ABD"} == {"@"}
    ranges = {str(validation.sqref): validation.formula1 for validation in sheet.data_validations.dataValidation}
    assert ranges["A2:A2001"] == "'Danh mục'!$A$2:$A$9"
    assert open_form()["Danh mục"]["A2"].value == "tỉnh, thành phố"


def test_no_cell_of_a_written_rulebook_is_a_formula() -> None:
    text = shipped_text(shipped()[0]).replace("name: An toàn", "name: =HYPERLINK(1) An toàn")
    assert check_rulebook_workbook(write_rulebook_workbook(load_rulebook(text))) == ()


@pytest.mark.parametrize("text", ["x" * 40_000, "a\ufffeb"])
def test_what_no_cell_can_hold_is_refused_with_its_column(text: str) -> None:
    note = {"title": "Mẫu"}
    level = {"code": "dat", "name": "Đạt", "rule": "all_met"}
    items = [text[at : at + 1_900] for at in range(0, len(text), 1_900)]
    criterion = {"code": "1", "text": "Một", "status": "to_confirm", "evidence": items}
    subject = {"window": {"status": "to_confirm"}, "criteria": [criterion], "levels": [level]}
    data = {"programme": "mau", "version": "1", "name": "Mẫu", "valid_from": "2026-01-01", "basis": [note]}
    with pytest.raises(InputProblems, match="Minh chứng"):
        write_rulebook_workbook(load_canonical(data | {"subjects": {"agency": subject}}))
