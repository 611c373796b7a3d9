"""Hostile rulebooks are refused with words, quickly, and without harm."""

import time

import pytest

from binhyen.kernel.errors import InputProblems, Problem
from binhyen.rules.loading import check_rulebook, load_canonical, load_rulebook
from tests.unit.rules.texts import of_rule, rulebook_text

# Generous: it only has to tell seconds from minutes, on a machine that runs other tests beside.
SECONDS = 20


def refused(text: str) -> tuple[Problem, ...]:
    """The problems, found within a bounded time."""
    began = time.monotonic()
    problems = check_rulebook(text)
    assert problems
    assert time.monotonic() - began < SECONDS
    return problems


@pytest.mark.parametrize(
    "rule",
    [
        "(" * 900 + "co_mo_hinh" + ")" * 900,
        "NOT " * 480 + "co_mo_hinh",
        "-" * 1900 + "so_vu > 1",
        "so_vu" + " + 1" * 480 + " > 1",
        "if(co_mo_hinh, " * 130 + "1 = 1",
        "abs(" * 480 + "1",
    ],
)
def test_a_deep_expression_is_refused(rule: str) -> None:
    assert refused(of_rule(rule))[0].code == "qua_sau"


def test_a_long_chain_of_conditions_is_no_deep_expression() -> None:
    load_rulebook(of_rule(" AND ".join(["co_mo_hinh"] * 130)))


@pytest.mark.parametrize("rule", ["co_mo_hinh OR " * 1000, "'" * 2001, "9" * 5000, "x" * 2500])
def test_a_long_rule_is_refused(rule: str) -> None:
    assert refused(of_rule(rule))[0].code == "quy_tac_qua_dai"


def test_ten_megabytes_are_refused_before_they_are_read() -> None:
    assert refused("a: " + "x" * 10_000_000)[0].code == "tep_qua_lon"


@pytest.mark.parametrize(
    "text",
    ["[" * 500_000, "{a: " * 400_000, "- " * 500_000, "a:\n" + "".join(f"{' ' * i}a:\n" for i in range(1, 900))],
)
def test_deep_files_are_refused(text: str) -> None:
    assert refused(text)[-1].code in ("qua_sau", "yaml_sai")


def test_a_file_of_very_many_small_things_is_refused() -> None:
    assert refused("[" + "a," * 900_000)[0].code in ("tep_qua_lon", "yaml_sai")


def test_a_bomb_of_aliases_is_refused_at_its_first_anchor() -> None:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"
    assert {"neo", "bi_danh"} <= {problem.code for problem in refused(bomb)}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("note: !!python/object/apply:os.system ['ls']", "nhan"),
        ("note: !ruby x", "nhan"),
        ("note: &x một", "neo"),
        ("note: *x", "bi_danh"),
        ("<<: {name: x}", "muc_la"),
        ("? [a, b]\n: c", "khoa_khong_phai_chu"),
        ("name: hai lần", "trung_muc"),
        ("---\nprogramme: hai", "nhieu_tai_lieu"),
    ],
)
def test_yaml_that_says_more_than_texts_is_refused(line: str, code: str) -> None:
    assert code in {problem.code for problem in refused(rulebook_text() + line + "\n")}


def test_scalars_stay_the_texts_that_they_are() -> None:
    criteria = "[{code: 2.10, text: no, rule: 1 = 1, note: 00004}, {code: '2.1', text: ~, rule: 1 = 1, note: 1e3}]"
    rulebook = load_rulebook(rulebook_text(criteria=criteria, head=rulebook_head("version: 0010")))
    first, second = rulebook.subjects[next(iter(rulebook.subjects))].criteria
    assert (rulebook.version, first.code, first.text, first.note) == ("0010", "2.10", "no", "00004")
    assert (second.code, second.text, second.note) == ("2.1", "~", "1e3")


def rulebook_head(version: str) -> str:
    return f"programme: mau\n{version}\nname: Mẫu\nbasis: [{{title: A}}]\nvalid_from: 2026-01-05\n"


@pytest.mark.parametrize("text", ["\x00", "a: \x07", "\ud800", "a: \ufffe"])
def test_characters_that_are_no_text_are_refused(text: str) -> None:
    assert refused(text)[0].code in ("khong_phai_yaml", "yaml_sai")


def test_control_characters_are_refused_also_when_they_are_escaped() -> None:
    assert refused(rulebook_text() + 'note: "a\\0b"\n')[0].code == "ky_tu_dieu_khien"
    assert "ky_tu_dieu_khien" in {problem.code for problem in refused('"a\\x07b": c\n')}


def test_sql_in_names_and_texts_is_only_a_wrong_name_or_a_text() -> None:
    hostile = "x'; DROP TABLE units; --"
    assert check_rulebook(of_rule(f"quy_mo = '{hostile.replace(chr(39), chr(39) * 2)}'"))[0].code == "lua_chon_la"
    figures = f'figures: {{"{hostile}": {{name: A, answer: count}}}}\n'
    assert check_rulebook(of_rule("1 = 1", figures=figures))[0].code == "ten_so_lieu_sai"


@pytest.mark.parametrize(
    "data",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        "nope",
        "[]",
        "3",
        '"x"',
        '{"a": "\\ud800"}',
        '{"a": "\\u0000"}',
        "x" * 3_000_000,
    ],
)
def test_hostile_canonical_data_is_refused(data: str) -> None:
    with pytest.raises(InputProblems):
        load_canonical(data)


def test_deep_canonical_data_is_refused() -> None:
    deep: dict[str, object] = {}
    for _ in range(50):
        deep = {"a": deep}
    with pytest.raises(InputProblems, match="quá sâu"):
        load_canonical(deep)


def test_criteria_nested_too_deep_are_refused() -> None:
    nested = "{code: c0, text: T, rule: 1 = 1}"
    for depth in range(1, 9):
        nested = f"{{code: c{depth}, text: T, items: [{nested}]}}"
    codes = {problem.code for problem in refused(rulebook_text(criteria=f"[{nested}]"))}
    assert "qua_sau" in codes
