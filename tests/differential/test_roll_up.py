"""Rolling up gives what judging every unit and counting gives."""

from collections import Counter

import pyarrow as pa
import pytest
from hypothesis import given, settings

from binhyen.engines.duckdb import DuckDBEngine
from binhyen.engines.facts_table import facts_table
from binhyen.engines.reference import ReferenceEngine
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.model.results import Outcome
from binhyen.rules.model.rulebook import Rulebook
from tests.differential.generators import (
    KIND,
    PHASES,
    SEEDS,
    SLOW,
    YEAR,
    Book,
    FactsRows,
    rows_of_facts,
    rulebooks,
)  # fmt: skip
from tests.differential.test_shipped_rulebooks import BOOKS, CASES

AREA = "xã"


def counted(
    rulebook: Rulebook, kind: SubjectKind, table: pa.Table, areas: list[str], year: int
) -> list[dict[str, object]]:
    judged = ReferenceEngine().evaluate(rulebook, kind, table, year=year).to_pylist()
    subject, found = rulebook.subjects[kind], []
    for area in sorted(set(areas)):
        rows = [row for row, at in zip(judged, areas, strict=True) if at == area]
        told: dict[str, object] = {AREA: area, "units": len(rows)}
        for name, column in [("verdict", "verdict"), *((one.column, one.column) for one in subject.walk())]:
            outcomes = Counter(row[column] for row in rows)
            told |= {f"{name}.{outcome}": outcomes[outcome.value] for outcome in Outcome}
        levels = Counter(row["level"] for row in rows)
        found.append(told | {f"level.{level.code}": levels[level.code] for level in subject.titles})
    return found


def assert_counts(rulebook: Rulebook, kind: SubjectKind, facts: FactsRows, *, year: int) -> None:
    areas = [f"xã {number % 3}" for number in range(len(facts.units))]
    table = facts_table(facts.units, facts.columns, facts.values)
    rolled = DuckDBEngine(threads=1).roll_up(
        rulebook, kind, table.append_column(AREA, pa.array(areas)), by=AREA, year=year
    )
    assert rolled.sort_by(AREA).to_pylist() == counted(rulebook, kind, table, areas, year)


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW, phases=PHASES)
@given(rulebooks(), SEEDS)
def test_rolling_up_is_judging_and_counting(book: Book, seed: int) -> None:
    assert_counts(book.rulebook, KIND, rows_of_facts(book.subject, seed=seed, rows=40), year=YEAR)


@pytest.mark.parametrize(("reference", "kind"), CASES[::4], ids=lambda part: str(part))
def test_shipped_rulebooks_roll_up_alike(reference: str, kind: SubjectKind) -> None:
    facts = rows_of_facts(BOOKS[reference].subjects[kind], seed=7, rows=60)
    assert_counts(BOOKS[reference], kind, facts, year=YEAR)
