"""Spark on a cluster of its own: every spec, every shipped rulebook, generated rulebooks, hostile texts, files."""

import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, settings

from binhyen.engines.duckdb import DuckDBEngine
from binhyen.engines.facts_table import facts_table
from binhyen.engines.reference import ReferenceEngine
from binhyen.engines.spark import SparkEngine
from binhyen.kernel.errors import Misconfigured
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.model import nodes
from binhyen.rules.model.facts import Column
from binhyen.rules.model.rulebook import Rulebook
from binhyen.rules.model.types import Answer
from tests.conftest import IN_CI
from tests.differential.comparison import assert_same_answers
from tests.differential.generators import KIND, PHASES, SEEDS, SLOW, Book, rows_of_facts, rulebooks
from tests.differential.test_shipped_rulebooks import BOOKS, CASES
from tests.spark import SETTINGS, is_free, lacking_for_spark, private_spark
from tests.spec.sheet import Spec, answers, ids
from tests.spec.test_specs import SPECS
from tests.unit.engines.books import HOSTILE, SHARE, YEAR, A, Q, counts, rulebook

pytestmark = pytest.mark.spark

EXAMPLES = int(os.environ.get("BINHYEN_DIFFERENTIAL_EXAMPLES", "120")) // 6
ROWS = 200


@pytest.fixture(scope="module")
def engine() -> Iterator[SparkEngine]:
    lacking = lacking_for_spark()
    if lacking and not IN_CI:
        pytest.skip(f"this machine lacks {lacking}")
    assert not lacking, f"Spark is tested in CI, and this machine lacks {lacking}"
    with private_spark() as address:
        started = SparkEngine(master=address, settings=SETTINGS)
        try:
            yield started
        finally:
            started.close()
    assert is_free(address)


@pytest.mark.parametrize("spec", SPECS, ids=ids(SPECS))
def test_spark_gives_the_answer_of_the_spec(spec: Spec, engine: SparkEngine) -> None:
    def judge(book: Rulebook, kind: SubjectKind, facts: pa.Table, year: int) -> pa.Table:
        return engine.evaluate(book, kind, facts, year=year)

    assert answers(spec, judge) == spec.expected


def test_spark_gives_the_reference_answers(engine: SparkEngine) -> None:
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=SLOW, phases=PHASES)
    @given(rulebooks(), SEEDS)
    def agree(book: Book, seed: int) -> None:
        facts = rows_of_facts(book.subject, seed=seed, rows=ROWS)
        assert_same_answers(book.rulebook, KIND, facts, engine=engine)

    agree()


@pytest.mark.parametrize(("reference", "kind"), CASES[::3], ids=lambda part: str(part))
def test_spark_judges_shipped_rulebooks_alike(reference: str, kind: SubjectKind, engine: SparkEngine) -> None:
    facts = rows_of_facts(BOOKS[reference].subjects[kind], seed=len(reference), rows=ROWS)
    assert_same_answers(BOOKS[reference], kind, facts, engine=engine)


@pytest.mark.parametrize("text", [*HOSTILE, "${spark.app.name}", "\\'", "a`b"])
def test_hostile_texts_and_names_are_data_to_spark(text: str, engine: SparkEngine) -> None:
    is_choice = nodes.Compare("=", Q, nodes.Text(text))
    book = rulebook(is_choice, codes=(text,), level=text, choice=text)
    facts = facts_table(["u1", text], [Column("q", Answer.CHOICE)], {"q": [text, "khác"]})
    result = engine.evaluate(book, KIND, facts, year=YEAR)
    assert result.equals(ReferenceEngine().evaluate(book, KIND, facts, year=YEAR))


def test_a_folder_of_files_gives_what_its_table_gives(tmp_path: Path, engine: SparkEngine) -> None:
    folder = tmp_path / "số liệu [1]"
    for province, rows in {"P01": [(7, 10), (None, 3)], "P02": [(1, 3)]}.items():
        (folder / f"province={province}").mkdir(parents=True)
        facts = counts(*rows)
        named = pa.array([f"{province} {unit}" for unit in facts["unit"].to_pylist()])
        pyarrow.parquet.write_table(facts.set_column(0, "unit", named), folder / f"province={province}" / "a.parquet")
    engine.write(rulebook(SHARE), KIND, folder, tmp_path / "out.parquet", year=YEAR)
    result = pyarrow.parquet.read_table(tmp_path / "out.parquet").sort_by("unit")
    assert result["unit"].to_pylist() == ["P01 u0", "P01 u1", "P02 u0"]
    assert result["verdict"].to_pylist() == ["met", "unknown", "not_met"]
    assert [path.name for path in tmp_path.glob("*.parts")] == []


def test_a_rule_of_forty_levels_is_bearable_to_spark(engine: SparkEngine) -> None:
    deep: nodes.Node = A
    for _ in range(38):
        deep = nodes.Negate(deep)
    book = rulebook(nodes.Compare(">=", deep, nodes.Number(Decimal(1))))
    assert engine.evaluate(book, KIND, counts((5, 0), (0, 0)), year=YEAR)["verdict"].to_pylist() == ["met", "not_met"]


def test_spark_rolls_up_alike(engine: SparkEngine) -> None:
    reference, kind = CASES[0]
    facts = rows_of_facts(BOOKS[reference].subjects[kind], seed=7, rows=ROWS)
    table = facts_table(facts.units, facts.columns, facts.values)
    grouped = table.append_column("xã", pa.array([f"xã {number % 3}" for number in range(ROWS)]))
    found, wanted = (
        one.roll_up(BOOKS[reference], kind, grouped, by="xã", year=YEAR).sort_by("xã")
        for one in (engine, DuckDBEngine())
    )
    assert found.equals(wanted)


def test_another_master_beside_a_running_one_is_refused(engine: SparkEngine) -> None:
    assert engine.session.sparkContext.master == engine.master
    with pytest.raises(Misconfigured, match=r"local\[1\]"):
        _ = SparkEngine(master="local[1]").session
