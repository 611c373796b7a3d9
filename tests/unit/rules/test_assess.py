"""The reference evaluator as callers meet it. What expressions mean stands in tests/spec."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from binhyen.kernel.clock import VIETNAM
from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.period import Period
from binhyen.rules.engine import UnknownEngine, engine_names, get_engine, register_engine
from binhyen.rules.loading import load_rulebook
from binhyen.rules.model.facts import Value
from binhyen.rules.model.results import Outcome, output_columns
from binhyen.rules.reference import BadFact, assess
from tests.unit.rules.texts import of_rule, rulebook_text

AREA = SubjectKind.RESIDENTIAL_AREA
SIX = Decimal(6)


def test_a_kind_of_unit_that_is_not_judged_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        assess(load_rulebook(rulebook_text()), SubjectKind.SCHOOL, {}, year=2021)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("so_vu", "3"),
        ("so_vu", True),
        ("so_vu", -1),
        ("so_tien", 1.5),
        ("so_tien", Decimal("NaN")),
        ("co_mo_hinh", 1),
        ("co_mo_hinh", "có"),
        ("nghi_quyet.date", "2021-01-01"),
        ("nghi_quyet.date", datetime(2021, 1, 1, tzinfo=VIETNAM)),
        ("quy_mo", 1),
    ],
)
def test_a_fact_that_cannot_be_is_refused_with_its_column(column: str, value: Value) -> None:
    rule = (
        "so_vu >= 0 AND so_tien >= 0 AND co_mo_hinh AND nghi_quyet.date > deadline('01-01')"
        " AND quy_mo = 'nhỏ' AND ho_cu_tru > 0"
    )
    with pytest.raises(BadFact) as refused:
        assess(load_rulebook(of_rule(rule)), AREA, {column: value}, year=2021)
    assert refused.value.column == column


def test_a_dossier_can_have_a_window_of_its_own() -> None:
    rulebook = load_rulebook(of_rule("nghi_quyet.date BETWEEN window_start AND window_end"))
    facts = {"nghi_quyet.date": date(2021, 11, 15)}
    own = Period.on_paper(date(2020, 11, 16), date(2021, 11, 15))
    assert assess(rulebook, AREA, facts, year=2021).verdict is Outcome.NOT_MET
    assert assess(rulebook, AREA, facts, year=2021, period=own).verdict is Outcome.MET


def test_every_criterion_has_an_outcome_in_the_order_of_the_rulebook() -> None:
    criteria = """
      - {code: '2', text: Hai, items: [{code: 2a, text: a, rule: met('1')}]}
      - {code: '1', text: Một, rule: co_mo_hinh}"""
    rulebook = load_rulebook(rulebook_text(criteria=criteria))
    found = assess(rulebook, AREA, {"co_mo_hinh": True}, year=2021)
    assert list(found.outcomes) == ["2", "2a", "1"]
    assert output_columns(rulebook.subjects[AREA])[10:] == ("criterion.2", "criterion.2a", "criterion.1")


def test_only_a_rulebook_with_milestones_has_their_columns() -> None:
    levels = """
      - {code: moc, name: Từ 1 tiêu chí, milestone: true, rule: count_met >= 1}
      - {code: dat, name: Đạt, rule: all_met}"""
    subject = load_rulebook(rulebook_text(levels=levels)).subjects[AREA]
    assert output_columns(subject)[10:12] == ("milestone", "possible_milestone")
    assert [level.code for level in subject.titles] == ["dat"]
    assert [level.code for level in subject.milestones] == ["moc"]


def test_points_are_given_for_each_criterion_that_carries_any() -> None:
    criteria = """
      - code: '1'
        text: Nhóm
        items: [{code: 1a, text: a, rule: co_mo_hinh, points: 6}, {code: 1b, text: b, rule: so_vu = 0}]
      - {code: '2', text: Hai, rule: co_mo_hinh, points: 4, applies: nghi_quyet}"""
    found = assess(
        load_rulebook(rulebook_text(criteria=criteria)), AREA, {"co_mo_hinh": True, "nghi_quyet": False}, year=2021
    )
    assert {code: (part.low, part.high) for code, part in found.points.items()} == {"1a": (SIX, SIX), "1": (SIX, SIX)}
    assert (found.points_low, found.points_high) == (Decimal(6), Decimal(6))


@pytest.mark.parametrize(
    ("outcome", "word"),
    [("met", "đạt"), ("not_met", "chưa đạt"), ("unknown", "chưa đủ căn cứ"), ("not_applicable", "không thuộc diện")],
)
def test_outcomes_have_their_words(outcome: str, word: str) -> None:
    assert Outcome(outcome).vietnamese == word


def test_an_engine_is_found_by_its_name_and_an_unknown_name_lists_the_known() -> None:
    class Nothing:
        name = "nothing"

        def evaluate(self, rulebook: object, subject_kind: object, facts: str, *, year: int) -> str:
            return facts

    register_engine("nothing-for-a-test", Nothing)
    assert get_engine("nothing-for-a-test").name == "nothing"
    assert "nothing-for-a-test" in engine_names()
    with pytest.raises(UnknownEngine, match="nothing-for-a-test"):
        get_engine("spork")
