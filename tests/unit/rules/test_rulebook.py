"""What a loaded rulebook knows of itself."""

import json
import re
import unicodedata
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binhyen.kernel.errors import InputProblems
from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.period import Period
from binhyen.rules.loading import json_schema, load_canonical, load_rulebook, programme_circle
from binhyen.rules.loading import shape as shapes
from binhyen.rules.loading.shape import Shape
from binhyen.rules.model.rulebook import Rulebook, Subject
from tests.unit.rules.texts import of_rule, rulebook_text

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = re.search(r"```yaml\n(.*?)```", (ROOT / "docs/reference/language.md").read_text(encoding="utf-8"), re.DOTALL)
AREA = SubjectKind.RESIDENTIAL_AREA


def area(rulebook: Rulebook) -> Subject:
    return rulebook.subjects[AREA]


def example() -> Rulebook:
    assert EXAMPLE is not None
    return load_rulebook(EXAMPLE[1])


def test_the_example_of_the_documentation_loads() -> None:
    assert area(example()).to_confirm() == ("criteria.5",)


def test_the_canonical_form_reads_back_as_the_same_rulebook() -> None:
    rulebook = example()
    again = load_canonical(json.dumps(rulebook.canonical()))
    assert again == rulebook
    assert again.content_hash == rulebook.content_hash


def test_the_canonical_form_holds_texts_only() -> None:
    def texts(data: object) -> bool:
        if isinstance(data, dict):
            return all(isinstance(key, str) and texts(value) for key, value in data.items())
        return all(texts(item) for item in data) if isinstance(data, list) else isinstance(data, str)

    assert texts(example().canonical())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("word: phong trào                     # what", "word: 'phong trào' # was"),
        ('version: "01/2026"', "version: 01/2026"),
        ("total: 100 ", "total: 100.00 "),
        ("Phong trào Mẫu", unicodedata.normalize("NFD", "Phong trào Mẫu")),
        ("  quy_mo:     {name: Quy mô, answer: choice, choices: [nhỏ, lớn]}\n", "  quy_mo: {answer: choice, name: Quy mô, choices: [nhỏ, lớn], counts: self, note: ''}\n"),
        ("  - {title: Quyết định mẫu, date: 2026-01-05, clause: Điều 2}", "  - title: Quyết định mẫu\n    clause: Điều 2\n    date: 2026-01-05"),
    ],
)  # fmt: skip
def test_layout_comments_defaults_and_order_of_keys_do_not_change_the_hash(one: str, other: str) -> None:
    assert EXAMPLE is not None
    assert one in EXAMPLE[1]
    assert load_rulebook(EXAMPLE[1].replace(one, other)).content_hash == example().content_hash


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("points >= 70", "points >= 71"),
        ("Mọi hộ đăng ký", "Mọi hộ đều đăng ký"),
        ("each: 6", "each: 5"),
        ('"10-31"', '"10-30"'),
        ("counts: owner", "counts: review"),
        ("choices: [nhỏ, lớn]", "choices: [lớn, nhỏ]"),
        ("status: to_confirm", "rule: 1 = 1"),
    ],
)
def test_what_decides_or_is_printed_changes_the_hash(one: str, other: str) -> None:
    assert EXAMPLE is not None
    assert one in EXAMPLE[1]
    assert load_rulebook(EXAMPLE[1].replace(one, other)).content_hash != example().content_hash


@given(st.permutations(list("abcd")))
def test_the_order_of_figures_does_not_change_the_hash(keys: list[str]) -> None:
    def text(order: list[str]) -> str:
        return rulebook_text(
            figures="figures:\n" + "".join(f"  {key}: {{name: {key}, answer: count}}\n" for key in order),
            criteria="[{code: '1', text: Một, rule: a > 0}]",
        )

    assert load_rulebook(text(keys)).content_hash == load_rulebook(text(list("abcd"))).content_hash


def test_a_hash_is_kept_for_ever() -> None:
    # An issued rulebook is found again by its hash: this one may not change with a release.
    assert load_rulebook(rulebook_text()).content_hash == (
        "97997b60622a42628d0ec592c563f3fa8bbd175669939ac2ee42045129deb2a7"
    )


def test_facts_columns_are_those_the_rules_ask_for() -> None:
    rule = (
        "nghi_quyet.date <= deadline('03-31', 1) AND so_vu <= previous(so_vu) AND recognised('khac', 'dat')"
        " AND units('recognised', 'school') > 0 AND year > 2000 AND window_end > window_start"
    )
    columns = {column.name: column.optional for column in area(load_rulebook(of_rule(rule))).facts_columns()}
    assert columns == {
        "nghi_quyet": False,
        "nghi_quyet.date": False,
        "deadline.03-31.1": True,
        "so_vu": False,
        "previous.so_vu": False,
        "recognised.khac.dat": False,
        "units.school.recognised": False,
        "units.school.open": True,
        "year": True,
        "window_end": True,
        "window_start": True,
    }


def test_what_the_committee_records_has_columns() -> None:
    criteria = "[{code: '1', text: A, status: to_confirm}, {code: '2', text: B, score: entered, points: 5}]"
    columns = area(load_rulebook(rulebook_text(criteria=criteria))).facts_columns()
    assert [(column.name, column.answer.value, column.maximum) for column in columns] == [
        ("criterion.1", "yes_no", None),
        ("score.2", "score", Decimal(5)),
    ]


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("so_vu", "count"),
        ("previous.so_vu", "count"),
        ("nghi_quyet.date", "date"),
        ("previous.nghi_quyet", None),
        ("so_vu.date", None),
        ("nothing", None),
    ],
)
def test_a_column_is_known_whether_or_not_a_criterion_asks_for_it(name: str, answer: str | None) -> None:
    column = load_rulebook(rulebook_text()).column(name)
    assert (column.answer.value if column else None) == answer


def test_figures_are_listed_in_the_order_in_which_criteria_ask() -> None:
    rulebook = load_rulebook(of_rule("so_vu > 0 AND ho_cu_tru > 0 AND previous(so_vu) > 0"))
    assert [figure.key for figure in area(rulebook).figures_used()] == ["so_vu", "ho_cu_tru"]


def test_a_window_includes_both_its_days() -> None:
    window = area(load_rulebook(rulebook_text())).window
    assert window is not None
    assert window.for_year(2021) == Period(date(2020, 11, 1), date(2021, 11, 1))


def test_a_window_to_confirm_may_lack_its_days() -> None:
    rulebook = load_rulebook(rulebook_text(window="window: {status: to_confirm}"))
    assert area(rulebook).window is None
    assert rulebook.to_confirm() == ("residential_area.window",)
    assert load_canonical(rulebook.canonical()) == rulebook


def test_the_conditions_of_groups_are_collected() -> None:
    criteria = """
      - code: '1'
        text: Nhóm
        applies: co_mo_hinh
        items: [{code: 1a, text: a, rule: so_vu = 0}, {code: 1b, text: b, rule: so_vu = 0, applies: nghi_quyet}]
      - {code: '2', text: Hai, rule: so_vu = 0}"""
    applies = area(load_rulebook(rulebook_text(criteria=criteria))).applies
    assert set(applies) == {"1", "1a", "1b"}
    assert len(applies["1b"].operands()) == 2


def test_leaves_are_the_criteria_that_are_no_group() -> None:
    assert [leaf.code for leaf in area(example()).leaves()] == ["1a", "1b", "2", "3", "4", "5"]


# ---------------------------------------------------------------- levels


@pytest.mark.parametrize(
    ("lower", "higher", "told"),
    [
        ("count_met >= 9", "count_met >= 13", ""),
        ("count_met >= 13", "count_met >= 9", "9/16 tiêu chí"),
        ("points >= 50", "points >= 70", ""),
        ("points >= 80", "points >= 70", "điểm"),
        ("count_met >= 3", "all_met", ""),
        ("all_met", "count_met >= 15", "15/16 tiêu chí"),
        ("all_met", "recognised('khac', 'dat')", "tiêu chí"),
        ("all_met", "all_met AND recognised('khac', 'dat')", ""),
        ("met('c1')", "all_met", ""),
        ("met('c1')", "count_met >= 16", ""),
        ("met('c1')", "count_met >= 15", "15/16 tiêu chí"),
        ("met('c1') OR met('c2')", "count_met >= 15", ""),
        ("so_vu >= 5", "so_vu >= 6", ""),
        ("all_met", "points >= 160", ""),
        ("count_met BETWEEN 9 AND 12", "count_met >= 13", "13/16 tiêu chí"),
        ("NOT (count_met < 9)", "if(all_met, count_met > 1, count_met >= 9)", ""),
    ],
)
def test_a_higher_level_that_certainly_does_not_imply_the_lower_is_refused(lower: str, higher: str, told: str) -> None:
    criteria = ", ".join(f"{{code: c{i}, text: Mẫu, rule: so_vu > {i}, points: 10}}" for i in range(16))
    quoted = [rule.replace("'", "''") for rule in (lower, higher)]
    levels = f"[{{code: mot, name: Một, rule: '{quoted[0]}'}}, {{code: hai, name: Hai, rule: '{quoted[1]}'}}]"
    text = rulebook_text(criteria=f"[{criteria}]", levels=levels)
    if not told:
        load_rulebook(text)
        return
    with pytest.raises(InputProblems, match=told):
        load_rulebook(text)


def test_criteria_that_may_not_apply_count_when_levels_are_compared() -> None:
    criteria = "[{code: '1', text: A, rule: so_vu = 0}, {code: '2', text: B, rule: so_vu = 0, applies: co_mo_hinh}]"
    levels = "[{code: mot, name: Một, rule: count_met >= 2}, {code: hai, name: Hai, rule: all_met}]"
    with pytest.raises(InputProblems, match="1/1 tiêu chí"):
        load_rulebook(rulebook_text(criteria=criteria, levels=levels))


def test_milestones_and_titles_are_two_ladders() -> None:
    levels = """
      - {code: dat, name: Đạt, rule: "count_met >= 1"}
      - {code: moc, name: Mốc, milestone: true, rule: "met('1') OR count_met >= 9"}
      - {code: tot, name: Tốt, rule: "count_met >= 2"}
      - {code: moc_2, name: Mốc 2, milestone: true, rule: "met('2')"}"""
    criteria = "[{code: '1', text: A, rule: so_vu = 0}, {code: '2', text: B, rule: so_vu = 0}]"
    with pytest.raises(InputProblems) as refused:
        load_rulebook(rulebook_text(criteria=criteria, levels=levels))
    (problem,) = refused.value.problems
    assert "Mức 'Mốc 2' có thể đạt mà mức thấp hơn 'Mốc' thì không" in problem.message
    assert problem.place == "dòng 23, cột 60, mức moc_2"


def test_a_rulebook_of_milestones_alone_recognises_nothing_and_is_refused() -> None:
    levels = "[{code: moc, name: Mốc, milestone: true, rule: all_met}]"
    with pytest.raises(InputProblems, match="chưa có mức nào để công nhận"):
        load_rulebook(rulebook_text(levels=levels))


def test_no_decision_recognises_a_milestone_so_no_rule_can_ask_for_one() -> None:
    levels = "[{code: moc, name: Mốc, milestone: true, rule: co_mo_hinh}, {code: dat, name: Đạt, rule: all_met}]"
    with pytest.raises(InputProblems, match="mức công nhận của phong trào này"):
        load_rulebook(of_rule("recognised('mau', 'moc')", levels=levels))


def test_a_title_is_what_a_level_is_unless_it_says_otherwise() -> None:
    said = rulebook_text(levels="[{code: dat, name: Đạt, milestone: false, rule: all_met}]")
    assert load_rulebook(said).content_hash == load_rulebook(rulebook_text()).content_hash


# ---------------------------------------------------------------- between programmes


def _standing_on(programme: str, other: str, level: str = "dat") -> Rulebook:
    text = of_rule(f"recognised('{other}', '{level}')")
    return load_rulebook(text.replace("programme: mau", f"programme: {programme}"))


def test_a_circle_between_programmes_is_named() -> None:
    rulebooks = [_standing_on("a", "b"), _standing_on("b", "c"), _standing_on("c", "a")]
    circle = programme_circle(rulebooks)
    assert circle[0] == circle[-1]
    assert set(circle) == {"a:dat", "b:dat", "c:dat"}


def test_programmes_in_a_row_are_no_circle() -> None:
    assert programme_circle([_standing_on("a", "b"), _standing_on("b", "c")]) == ()


def test_a_level_that_stands_on_its_own_recognition_is_refused_when_it_is_read() -> None:
    with pytest.raises(InputProblems, match="dựa vào chính nó: mau:dat → mau:dat"):
        load_rulebook(of_rule("recognised('mau', 'dat')"))


def test_a_level_on_a_lower_level_of_its_own_programme_is_no_circle() -> None:
    levels = (
        "[{code: xa, name: Xã, rule: all_met}, {code: huyen, name: H, rule: \"all_met AND recognised('mau', 'xa')\"}]"
    )
    assert programme_circle([load_rulebook(rulebook_text(levels=levels))]) == ()


# ---------------------------------------------------------------- the shape


def test_what_stands_in_for_something_missing_is_itself_right() -> None:
    models = [kind for kind in vars(shapes).values() if isinstance(kind, type) and issubclass(kind, Shape)]
    for model in models:
        assert model.model_validate(dict(model.filler)).model_dump() is not None


def test_the_schema_names_every_key_of_a_criterion() -> None:
    keys = set(json_schema()["$defs"]["CriterionShape"]["properties"])
    assert {"code", "text", "rule", "items", "applies", "status", "points", "score", "deduct", "basis"} <= keys
