"""A province on every shipped rulebook: 3,321 generated rows for each kind of unit, the same on both engines."""

import pytest

from binhyen.engines.duckdb import DuckDBEngine
from binhyen.kernel.kinds import SubjectKind
from binhyen.programmes.library import shipped, shipped_text
from binhyen.rules.loading import load_rulebook
from tests.differential.comparison import assert_same_answers
from tests.differential.generators import rows_of_facts

COMMUNES = 3321
BOOKS = {reference: load_rulebook(shipped_text(reference)) for reference in shipped()}
CASES = [(reference, kind) for reference, book in BOOKS.items() for kind in book.subjects]


@pytest.mark.parametrize(("reference", "kind"), CASES, ids=lambda part: str(part))
def test_both_engines_judge_a_province_alike(reference: str, kind: SubjectKind) -> None:
    book = BOOKS[reference]
    facts = rows_of_facts(book.subjects[kind], seed=len(reference), rows=COMMUNES)
    result = assert_same_answers(book, kind, facts, engine=DuckDBEngine())
    assert result.num_rows == COMMUNES
