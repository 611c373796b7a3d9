"""Laws of explanations, on generated rulebooks and facts: there is always a reason, in words, that can be kept."""

import gc
import json
import weakref
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.explanation import CriterionExplanation, explain, outlook, outlook_items, sentences
from binhyen.rules.explanation.words import Vocabulary, words
from binhyen.rules.loading import load_rulebook
from binhyen.rules.model import nodes
from binhyen.rules.model.facts import Facts
from binhyen.rules.model.nodes import Node
from binhyen.rules.model.results import Outcome
from binhyen.rules.model.types import Answer, UnitState
from binhyen.rules.reference import assess
from tests.differential.generators import KIND, YEAR, Book, rows_of_facts, rulebooks
from tests.unit.rules.strategies import FIGURES, figure, numbers, truths
from tests.unit.rules.texts import of_rule

_RAW = ("None", "<>", ">=", "<=", "units.", "{", "}", "Interval", "dem_a", "recognised")


@given(rulebooks(), st.integers(0, 2**32))
def test_every_outcome_has_a_reason_in_words(book: Book, seed: int) -> None:
    for facts in _facts(book, seed):
        assessment = assess(book.rulebook, KIND, facts, year=YEAR)
        for told in explain(book.rulebook, KIND, facts, assessment, year=YEAR):
            assert told.sentences, told
            said = " ".join(told.sentences)
            assert [raw for raw in _RAW if raw in said] == []
            if told.outcome is Outcome.UNKNOWN and not told.is_group:
                assert told.missing or told.points_max is not None, told


@given(rulebooks(), st.integers(0, 2**32))
def test_what_is_kept_with_a_decision_reads_back_and_is_phrased_alike(book: Book, seed: int) -> None:
    for facts in _facts(book, seed):
        assessment = assess(book.rulebook, KIND, facts, year=YEAR)
        for told in explain(book.rulebook, KIND, facts, assessment, year=YEAR):
            again = CriterionExplanation.from_data(json.loads(json.dumps(told.as_data())))
            assert again == told
            assert told.is_group or sentences(again) == told.sentences


@given(rulebooks(), st.integers(0, 2**32))
def test_an_outlook_is_given_below_the_highest_title_only(book: Book, seed: int) -> None:
    titles = [level.code for level in book.subject.titles]
    for facts in _facts(book, seed):
        assessment = assess(book.rulebook, KIND, facts, year=YEAR)
        found = outlook(book.rulebook, KIND, facts, assessment, year=YEAR)
        assert (found is None) is (not titles or assessment.level == titles[-1])
        if found is not None:
            assert all(outlook_items(found))
            assert found.within_reach or not found.missing


def _facts(book: Book, seed: int) -> list[Facts]:
    rows = rows_of_facts(book.subject, seed=seed, rows=4)
    return [{column.name: rows.values[column.name][index] for column in rows.columns} for index in range(4)]


@given(st.one_of(truths(2), numbers(2)))
def test_every_expression_has_words(node: Node) -> None:
    said = words(node, Vocabulary(FIGURES))
    assert said.strip()
    assert "(None" not in said


_NUMBER = nodes.Number(Decimal(1))
_YES = figure("co")
# One of each, and how it is written in the language.
EXAMPLES: dict[type[Node], tuple[Node, str]] = {
    nodes.Number: (_NUMBER, "`25`"),
    nodes.Text: (nodes.Text("khá"), "`'nhỏ'`"),
    nodes.Figure: (_YES, "`ho_dang_ky`"),
    nodes.FigureDate: (nodes.FigureDate("giay", Answer.DOCUMENT), "nghi_quyet.date"),
    nodes.Previous: (nodes.Previous("dem_a", Answer.COUNT), "previous("),
    nodes.Units: (nodes.Units(UnitState.LISTED), "units('listed')"),
    nodes.Recognised: (nodes.Recognised("p", "l"), "recognised("),
    nodes.Deadline: (nodes.Deadline("03-31"), "deadline('03-31')"),
    nodes.Year: (nodes.Year(), "`year`"),
    nodes.WindowStart: (nodes.WindowStart(), "`window_start`"),
    nodes.WindowEnd: (nodes.WindowEnd(), "`window_end`"),
    nodes.Met: (nodes.Met("1"), "met('2.1')"),
    nodes.AllMet: (nodes.AllMet(), "`all_met`"),
    nodes.CountMet: (nodes.CountMet(), "count_met >="),
    nodes.Points: (nodes.Points(), "points BETWEEN"),
    nodes.Arithmetic: (nodes.Arithmetic("+", _NUMBER, _NUMBER), "a + b - c * 2"),
    nodes.Divide: (nodes.Divide(_NUMBER, _NUMBER), "a / b >= 70%"),
    nodes.Negate: (nodes.Negate(_NUMBER), "`-a`"),
    nodes.Least: (nodes.Least((_NUMBER, _NUMBER)), "least("),
    nodes.Greatest: (nodes.Greatest((_NUMBER, _NUMBER)), "greatest("),
    nodes.Abs: (nodes.Abs(_NUMBER), "abs("),
    nodes.Compare: (nodes.Compare("<=", _NUMBER, _NUMBER), "`<=`"),
    nodes.Between: (nodes.Between(_NUMBER, _NUMBER, _NUMBER), "a BETWEEN"),
    nodes.In: (nodes.In(_NUMBER, (_NUMBER,)), " IN ("),
    nodes.And: (nodes.And((_YES, _YES)), "`AND`"),
    nodes.Or: (nodes.Or((_YES, _YES)), "`OR`"),
    nodes.Not: (nodes.Not(_YES), "`NOT`"),
    nodes.If: (nodes.If(_YES, _NUMBER, _NUMBER), "if(condition, a, b)"),
    nodes.Known: (nodes.Known(_NUMBER), "known("),
}
CLASSES = {
    kind for kind in vars(nodes).values() if isinstance(kind, type) and issubclass(kind, Node) and kind is not Node
}
LANGUAGE = (Path(__file__).resolve().parents[3] / "docs/reference/language.md").read_text(encoding="utf-8")


def test_every_node_has_words_and_a_place_in_the_reference() -> None:
    assert set(EXAMPLES) == CLASSES
    vocabulary = Vocabulary(FIGURES)
    assert [kind.__name__ for kind, (node, _) in EXAMPLES.items() if not words(node, vocabulary).strip()] == []
    assert [kind.__name__ for kind, (_, written) in EXAMPLES.items() if written not in LANGUAGE] == []


@given(rulebooks())
def test_every_condition_of_a_generated_rulebook_has_words(book: Book) -> None:
    vocabulary = Vocabulary(book.subject.figures)
    assert all(words(node, vocabulary).strip() for node in book.subject.nodes())


def test_what_is_prepared_for_a_rulebook_goes_with_it() -> None:
    rulebook = load_rulebook(of_rule("so_vu = 0"))
    subject = weakref.ref(rulebook.subjects[SubjectKind.RESIDENTIAL_AREA])
    assessment = assess(rulebook, SubjectKind.RESIDENTIAL_AREA, {}, year=YEAR)
    explain(rulebook, SubjectKind.RESIDENTIAL_AREA, {}, assessment, year=YEAR)
    del rulebook
    gc.collect()
    assert subject() is None
