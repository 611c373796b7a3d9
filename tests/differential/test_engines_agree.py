"""Generated rulebooks on generated facts: the same question, both engines, the same answer."""

import os
from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import Phase, find, given, settings
from sqlglot import exp

from binhyen.engines.duckdb import DuckDBEngine
from binhyen.engines.sql import Interval, Sql, SqlRules, case, single
from binhyen.rules.model import nodes
from binhyen.rules.model.bounds import Bounds
from binhyen.rules.model.nodes import Node, walk
from tests.differential.comparison import assert_same_answers
from tests.differential.generators import KIND, PHASES, SEEDS, SLOW, Book, rows_of_facts, rulebooks

EXAMPLES = int(os.environ.get("BINHYEN_DIFFERENTIAL_EXAMPLES", "120"))
ROWS = 40


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=SLOW, phases=PHASES)
@given(rulebooks(), SEEDS)
def test_duckdb_gives_the_reference_answers(book: Book, seed: int) -> None:
    facts = rows_of_facts(book.subject, seed=seed, rows=ROWS)
    assert_same_answers(book.rulebook, KIND, facts, engine=DuckDBEngine(threads=1))


class SkipsNulls(SqlRules):
    """What SQL does by itself: LEAST and GREATEST pass over what is unknown."""

    def _extreme(self, function: str, items: tuple[Node, ...], bounds: Bounds) -> Interval:
        numbers = [self._at(self.number(item), bounds) for item in items]
        return single(exp.func(function, *(number.low for number in numbers)), bounds)


class TakesElse(SqlRules):
    """What SQL does by itself: an unknown condition takes the ELSE branch."""

    def _choice(self, node: nodes.If, then: Sql, otherwise: Sql) -> Sql:
        return exp.Case().when(self.truth(node.condition), then).else_(otherwise)


class ForgetsSigns(SqlRules):
    """Multiplies crosswise without looking at the sign of a denominator."""

    def _signed(self, number: Interval, denominator: Interval | None) -> Interval:
        return number


class TakesLessForAtMost(SqlRules):
    """Mistakes <= for <, which shows at a boundary only."""

    def _compared(self, op: str, left: Node, right: Node) -> Sql:
        return super()._compared("<" if op == "<=" else op, left, right)


class TakesUnknownForFalse(SqlRules):
    """Writes OR as CASE, so that an unknown part becomes false."""

    def truth(self, node: Node) -> Sql:
        if not isinstance(node, nodes.Or):
            return super().truth(node)
        return case(*((self.truth(item), exp.true()) for item in node.items), otherwise=exp.false())


class MultipliesByZero(SqlRules):
    """Multiplies crosswise with a denominator that is 0."""

    def _denominator(self, node: Node) -> Interval:
        return self.number(node)


class ForgetsOpenUnits(SqlRules):
    """Takes what is recognised so far for what will be."""

    def number(self, node: Node) -> Interval:
        found = super().number(node)
        return single(found.low, found.bounds) if isinstance(node, nodes.Units) else found


@pytest.mark.parametrize(
    "broken",
    [
        SkipsNulls, TakesElse, ForgetsSigns, ForgetsOpenUnits,
        TakesLessForAtMost, TakesUnknownForFalse, MultipliesByZero,
    ],
)  # fmt: skip
def test_a_broken_engine_is_caught(broken: type[SqlRules]) -> None:
    engine = DuckDBEngine(threads=1)
    engine.rules = broken

    # The first difference is enough: without this it would look for a second sort of it.
    @settings(
        max_examples=2000, deadline=None, suppress_health_check=SLOW, database=None, phases=[Phase.generate],
        report_multiple_bugs=False,
    )  # fmt: skip
    @given(rulebooks(), SEEDS)
    def differ(book: Book, seed: int) -> None:
        assert_same_answers(book.rulebook, KIND, rows_of_facts(book.subject, seed=seed, rows=ROWS), engine=engine)

    # A wrong answer, or none at all because the engine stumbles over its own statement.
    with pytest.raises((AssertionError, duckdb.Error)):
        differ()


def node_classes() -> list[type[Node]]:
    found = [value for value in vars(nodes).values() if isinstance(value, type) and issubclass(value, Node)]
    return [node_class for node_class in found if node_class is not Node]


@pytest.mark.parametrize("node_class", node_classes(), ids=lambda node_class: node_class.__name__)
def test_every_node_is_generated(node_class: type[Node]) -> None:
    def holds(book: Book) -> bool:
        return any(isinstance(node, node_class) for root in _roots(book) for node in walk(root))

    assert find(
        rulebooks(),
        holds,
        settings=settings(max_examples=2000, phases=[Phase.generate], suppress_health_check=SLOW, database=None),
    )


def _roots(book: Book) -> Iterator[Node]:
    return (rule.node for _, rule in book.subject.rules())
