"""Facts and results as Arrow tables: which Arrow type an answer has, from rows and back."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

from binhyen.rules.model.bounds import AMOUNT_SCALE
from binhyen.rules.model.criteria import Subject
from binhyen.rules.model.facts import Column, Facts, Value
from binhyen.rules.model.results import Assessment, milestone_columns
from binhyen.rules.model.types import Answer

UNIT = "unit"
BATCH_ROWS = 100_000
_POINTS = pa.decimal128(38, AMOUNT_SCALE)
_TYPES = {
    Answer.COUNT: pa.int64(),
    Answer.AMOUNT: pa.decimal128(18, AMOUNT_SCALE),
    Answer.SCORE: pa.decimal128(18, AMOUNT_SCALE),
    Answer.YES_NO: pa.bool_(),
    Answer.DOCUMENT: pa.bool_(),
    Answer.CONFIRMATION: pa.bool_(),
    Answer.CHOICE: pa.string(),
    Answer.DATE: pa.date32(),
}


def arrow_type(answer: Answer) -> pa.DataType:
    """The Arrow type of a column of facts with this answer."""
    return _TYPES[answer]


def facts_table(units: Sequence[str], columns: Iterable[Column], values: Mapping[str, Sequence[Value]]) -> pa.Table:
    """An Arrow table of facts: `unit`, then the columns. A value that does not fit its column's type is refused."""
    arrays = [pa.array(units, pa.string())]
    names = [UNIT]
    for column in columns:
        arrays.append(_array(values[column.name], column.answer))
        names.append(column.name)
    return pa.table(arrays, names=names)


def _array(values: Sequence[Value], answer: Answer) -> pa.Array:
    if answer in (Answer.AMOUNT, Answer.SCORE):
        # Arrow rescales decimals only; "1" and Decimal("1.5") become one kind here.
        return pa.array([value if value is None else Decimal(str(value)) for value in values], _TYPES[answer])
    return pa.array(values, _TYPES[answer])


def facts_rows(table: pa.Table) -> Iterator[tuple[str, Facts]]:
    """Each unit with its facts, in the order of the table."""
    for row in table.to_pylist():
        unit = row.pop(UNIT)
        yield unit, row


def result_schema(subject: Subject) -> pa.Schema:
    """The columns of a result, as `rules.model.results.output_columns` names them, with their types."""
    fixed = [
        (UNIT, pa.string()),
        ("level", pa.string()),
        ("possible_level", pa.string()),
        ("verdict", pa.string()),
        *((name, pa.int32()) for name in ("met", "not_met", "unknown", "not_applicable")),
        ("points_low", _POINTS),
        ("points_high", _POINTS),
        *((name, pa.string()) for name in milestone_columns(subject)),
    ]
    return pa.schema(fixed + [(criterion.column, pa.string()) for criterion in subject.walk()])


def result_row(unit: str, assessment: Assessment) -> dict[str, object]:
    """One row of a result."""
    outcomes: dict[str, object] = {f"criterion.{code}": outcome.value for code, outcome in assessment.outcomes.items()}
    fixed: dict[str, object] = {
        UNIT: unit,
        "level": assessment.level,
        "possible_level": assessment.possible_level,
        "verdict": assessment.verdict.value,
        "met": assessment.met,
        "not_met": assessment.not_met,
        "unknown": assessment.unknown,
        "not_applicable": assessment.not_applicable,
        "points_low": assessment.points_low,
        "points_high": assessment.points_high,
        "milestone": assessment.milestone,
        "possible_milestone": assessment.possible_milestone,
    }
    return fixed | outcomes


# ---------------------------------------------------------------- files


def numbered(count: int) -> list[str]:
    """Names for columns inside an engine: SQL takes "criterion.a" and "criterion.A" for the same."""
    return [f"c{number}" for number in range(count)]


def files_of(facts: Path) -> list[Path]:
    """A Parquet file, or all that stand somewhere in a folder, in the order of their names."""
    return sorted(facts.rglob("*.parquet")) if facts.is_dir() else [facts]


def batches_of(facts: Path) -> Iterator[pa.RecordBatch]:
    """The rows of Parquet files in pieces that fit into memory."""
    for file in files_of(facts):
        with pyarrow.parquet.ParquetFile(file) as opened:
            yield from opened.iter_batches(BATCH_ROWS)


def _read(file: Path) -> pa.Table:
    # Not `read_table`: that would take a folder named year=2022 for a column.
    with pyarrow.parquet.ParquetFile(file) as opened:
        return opened.read()


def read_files(facts: Path) -> pa.Table:
    """The rows of Parquet files at once; a column that one of them lacks is empty there."""
    return pa.concat_tables([_read(file) for file in files_of(facts)], promote_options="permissive")


def write_batches(schema: pa.Schema, batches: Iterable[pa.RecordBatch | pa.Table], out: Path) -> None:
    """Pieces of a result into one Parquet file; their columns stand in the order of the schema."""
    with pyarrow.parquet.ParquetWriter(out, schema) as writer:
        for batch in batches:
            piece = pa.Table.from_batches([batch]) if isinstance(batch, pa.RecordBatch) else batch
            writer.write_table(piece.rename_columns(schema.names).cast(schema), row_group_size=BATCH_ROWS)


def verdicts_in(result: Path) -> Counter[str]:
    """How many units have which verdict in a file that `write_batches` wrote."""
    counted: Counter[str] = Counter()
    with pyarrow.parquet.ParquetFile(result) as opened:
        for batch in opened.iter_batches(BATCH_ROWS, columns=["verdict"]):
            found = batch.column(0).value_counts()
            counted.update(dict(zip(found.field(0).to_pylist(), found.field(1).to_pylist(), strict=True)))
    return counted
