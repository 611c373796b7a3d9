"""DuckDB as an engine: a province in a blink, the nation from a Parquet file, on one machine."""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import duckdb
import pyarrow as pa
from sqlglot import exp

from binhyen.engines.connection import connected
from binhyen.engines.facts_table import BATCH_ROWS, numbered, result_schema, write_batches
from binhyen.engines.judging import select_of
from binhyen.engines.parquet_facts import column_names, read_parquet
from binhyen.engines.roll_up import roll_up_of, roll_up_schema
from binhyen.engines.sql import SqlRules
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.model.criteria import Subject
from binhyen.rules.model.rulebook import Rulebook

_TABLE = "facts"


class DuckDBEngine:
    """Judges an Arrow table, or a Parquet file that never becomes Python objects. Rows keep their order."""

    name = "duckdb"
    rules: type[SqlRules] = SqlRules

    def __init__(self, *, threads: int | None = None, connection: duckdb.DuckDBPyConnection | None = None) -> None:
        """Works on a connection of its own each time, or on the one that is given."""
        self._threads = threads
        self._given = connection

    def evaluate(self, rulebook: Rulebook, subject_kind: SubjectKind, facts: pa.Table | Path, *, year: int) -> pa.Table:
        """One row per unit in the columns of `results.output_columns`. Raises KeyError for a kind it does not judge."""
        subject = rulebook.subjects[subject_kind]
        with self._connected() as connection:
            schema = result_schema(subject)
            result: pa.Table = connection.sql(self._statement(connection, subject, facts, year=year)).to_arrow_table()
            return result.rename_columns(schema.names).cast(schema)

    def write(self, rulebook: Rulebook, subject_kind: SubjectKind, facts: Path, out: Path, *, year: int) -> None:
        """The same from Parquet files into a Parquet file, piece by piece: memory stays bounded."""
        subject = rulebook.subjects[subject_kind]
        with self._connected() as connection:
            pieces = connection.sql(self._statement(connection, subject, facts, year=year))
            write_batches(result_schema(subject), pieces.to_arrow_reader(BATCH_ROWS), out)

    def roll_up(
        self, rulebook: Rulebook, subject_kind: SubjectKind, facts: pa.Table | Path, *, by: str, year: int
    ) -> pa.Table:
        """How many units of each group have which verdict, level and outcome, in the columns of `roll_up_schema`.

        `by` is a column of the facts that names the group. Groups stand in no order.
        """
        subject = rulebook.subjects[subject_kind]
        with self._connected() as connection:
            source, columns = _source(connection, facts)
            statement = roll_up_of(subject, self.rules, source, columns=columns, year=year, by=columns[by])
            found: pa.Table = connection.sql(statement.sql(dialect=self.name)).to_arrow_table()
            schema = roll_up_schema(subject, found.schema.field(0).with_name(by))
            return found.rename_columns(schema.names).cast(schema)

    def _connected(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        return nullcontext(self._given) if self._given else connected(threads=self._threads)

    def _statement(
        self, connection: duckdb.DuckDBPyConnection, subject: Subject, facts: pa.Table | Path, *, year: int
    ) -> str:
        source, columns = _source(connection, facts)
        return select_of(subject, self.rules, source, columns=columns, year=year).sql(dialect=self.name)


def _source(connection: duckdb.DuckDBPyConnection, facts: pa.Table | Path) -> tuple[exp.Expr, dict[str, str]]:
    """Where the facts stand, and the SQL name of each of their columns."""
    if isinstance(facts, Path):
        found = exp.select("*").from_(read_parquet(facts))
        described = connection.execute(exp.Describe(this=found).sql(dialect="duckdb")).fetchall()
        # DuckDB renames columns that differ only in case; the order is the files'.
        return found.subquery(), dict(zip(column_names(facts), (name for name, *_ in described), strict=True))
    columns = dict(zip(facts.column_names, numbered(facts.num_columns), strict=True))
    connection.register(_TABLE, facts.rename_columns(list(columns.values())))
    return exp.to_table(_TABLE), columns
