"""Runs engines on the same rulebook and facts and says where they first differ."""

import pyarrow as pa

from binhyen.engines.facts_table import facts_table
from binhyen.engines.reference import ReferenceEngine
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.engine import Engine
from binhyen.rules.model.rulebook import Rulebook
from tests.differential.generators import YEAR, FactsRows


def assert_same_answers(
    rulebook: Rulebook, kind: SubjectKind, facts: FactsRows, *, engine: Engine[pa.Table, pa.Table], year: int = YEAR
) -> pa.Table:
    """Judge with the reference evaluator and with `engine`; every column of every row must be equal."""
    table = facts_table(facts.units, facts.columns, facts.values)
    expected = ReferenceEngine().evaluate(rulebook, kind, table, year=year)
    found = engine.evaluate(rulebook, kind, table, year=year)
    assert found.schema == expected.schema
    if not found.equals(expected):
        raise AssertionError(_first_difference(rulebook, kind, facts, expected, found))
    return found


def _first_difference(
    rulebook: Rulebook, kind: SubjectKind, facts: FactsRows, expected: pa.Table, found: pa.Table
) -> str:
    for index, (wanted, got) in enumerate(zip(expected.to_pylist(), found.to_pylist(), strict=True)):
        for name in wanted:
            if wanted[name] != got[name]:
                row = {column.name: facts.values[column.name][index] for column in facts.columns}
                criteria = "\n".join(str(criterion) for criterion in rulebook.subjects[kind].walk())
                return f"{name}: reference {wanted[name]!r}, engine {got[name]!r}\nfacts {row}\n{criteria}"
    return f"{expected.num_rows} rows, engine gave {found.num_rows}"
