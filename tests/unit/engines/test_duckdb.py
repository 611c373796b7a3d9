from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

from binhyen.engines.duckdb import DuckDBEngine
from binhyen.engines.facts_table import facts_table, result_schema
from binhyen.engines.reference import ReferenceEngine
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.model import nodes
from binhyen.rules.model.facts import Column
from binhyen.rules.model.parts import Rule
from binhyen.rules.model.rulebook import Criterion
from binhyen.rules.model.types import Answer, UnitState
from tests.unit.engines.books import HOSTILE, KIND, SHARE, YEAR, A, Q, counts, rulebook


def test_shares_are_exact_at_their_boundary() -> None:
    facts = counts((7, 10), (70, 100), (153, 219), (0, 0), (None, 10), (10**12, 10**12))
    result = DuckDBEngine().evaluate(rulebook(SHARE), KIND, facts, year=YEAR)
    assert result["verdict"].to_pylist() == ["met", "met", "not_met", "unknown", "unknown", "met"]


def test_a_result_has_the_contract_columns_and_types_and_the_order_of_the_facts() -> None:
    book = rulebook(SHARE)
    facts = counts(*[(number, 100) for number in range(5000)])
    result = DuckDBEngine().evaluate(book, KIND, facts, year=YEAR)
    assert result.schema == result_schema(book.subjects[KIND])
    assert result["unit"].to_pylist() == facts["unit"].to_pylist()


def test_no_facts_give_an_empty_result() -> None:
    assert DuckDBEngine().evaluate(rulebook(SHARE), KIND, counts(), year=YEAR).num_rows == 0


def test_a_kind_that_is_not_judged_raises() -> None:
    with pytest.raises(KeyError):
        DuckDBEngine().evaluate(rulebook(SHARE), SubjectKind.SCHOOL, counts(), year=YEAR)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_and_names_are_data(text: str) -> None:
    is_choice = nodes.Compare("=", Q, nodes.Text(text))
    book = rulebook(is_choice, codes=(text,), level=text, choice=text)
    facts = facts_table(["u1", text], [Column("q", Answer.CHOICE)], {"q": [text, "khác"]})
    result = DuckDBEngine().evaluate(book, KIND, facts, year=YEAR)
    assert result.equals(ReferenceEngine().evaluate(book, KIND, facts, year=YEAR))
    assert result.to_pylist()[0]["level"] == text


def test_codes_that_differ_only_in_case_stay_apart() -> None:
    book = rulebook(SHARE, nodes.Not(SHARE), codes=("a", "A"))
    (row,) = DuckDBEngine().evaluate(book, KIND, counts((7, 10)), year=YEAR).to_pylist()
    assert (row["criterion.a"], row["criterion.A"]) == ("met", "not_met")


def test_columns_of_facts_that_differ_only_in_case_stay_apart(tmp_path: Path) -> None:
    facts = counts((7, 10)).append_column("A", pa.array([0], pa.int64()))
    pyarrow.parquet.write_table(facts, tmp_path / "f.parquet")
    for source in (facts, tmp_path / "f.parquet"):
        (row,) = DuckDBEngine().evaluate(rulebook(SHARE), KIND, source, year=YEAR).to_pylist()
        assert row["verdict"] == "met"


def test_a_hundred_criteria_and_a_wide_condition_are_one_statement() -> None:
    wide = nodes.And(tuple(nodes.Compare(">=", A, nodes.Number(Decimal(number))) for number in range(400)))
    book = rulebook(*[wide] * 3, *[SHARE] * 100)
    (row,) = DuckDBEngine().evaluate(book, KIND, counts((500, 500)), year=YEAR).to_pylist()
    assert (row["verdict"], row["met"]) == ("met", 103)


def test_a_rule_of_forty_levels_does_not_grow_beyond_measure() -> None:
    deep: nodes.Node = nodes.Units(UnitState.RECOGNISED)
    for _ in range(39):
        deep = nodes.Least((nodes.Negate(nodes.Negate(deep)), A))
    book = rulebook(nodes.Compare(">=", deep, nodes.Number(Decimal(1))))
    columns = [Column(name, Answer.COUNT) for name in ("a", "units.recognised", "units.open")]
    facts = facts_table(["u1", "u2"], columns, {"a": [5, 5], "units.recognised": [1, 0], "units.open": [1, 1]})
    result = DuckDBEngine().evaluate(book, KIND, facts, year=YEAR)
    assert result["verdict"].to_pylist() == ["met", "unknown"]


def test_a_parquet_file_gives_what_its_table_gives(tmp_path: Path) -> None:
    facts = counts((7, 10), (None, 3), (1, 3))
    pyarrow.parquet.write_table(facts, tmp_path / "số liệu ' .parquet")
    book = rulebook(SHARE)
    from_file = DuckDBEngine().evaluate(book, KIND, tmp_path / "số liệu ' .parquet", year=YEAR)
    assert from_file.equals(ReferenceEngine().evaluate(book, KIND, facts, year=YEAR))


def test_conditions_that_hold_for_every_unit_are_counted_right() -> None:
    always = nodes.Compare("=", nodes.Number(Decimal(0)), nodes.Number(Decimal(0)))
    criteria = (
        Criterion("1", "", rule=Rule("", SHARE), applies=Rule("", always)),
        Criterion("2", "", rule=Rule("", SHARE), applies=Rule("", nodes.Not(always))),
    )
    book = rulebook(SHARE)
    book = replace(book, subjects={KIND: replace(book.subjects[KIND], criteria=criteria)})
    (row,) = DuckDBEngine().evaluate(book, KIND, counts((7, 10)), year=YEAR).to_pylist()
    assert (row["met"], row["not_met"], row["unknown"], row["not_applicable"]) == (1, 0, 0, 1)
