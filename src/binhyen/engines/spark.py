"""Spark as an engine: the same rulebook and the same facts on a cluster, when one machine is outgrown.

Nothing of ours runs on the executors: rules become SQL there too, so a cluster needs Spark and no Python.
"""

import logging
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
from sqlglot import exp

from binhyen.engines.facts_table import batches_of, files_of, numbered, result_schema, write_batches
from binhyen.engines.judging import select_of
from binhyen.engines.roll_up import roll_up_of, roll_up_schema
from binhyen.engines.sql import Sql, SqlRules, case
from binhyen.kernel.codes import new_id
from binhyen.kernel.errors import Misconfigured
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.model.criteria import Subject
from binhyen.rules.model.rulebook import Rulebook

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LOCAL = "local[2]"
OLDEST_JAVA = 17
_LOOPBACK = re.compile(r"local(\[.*\])?|spark://(127\.0\.0\.1|localhost):\d+")
_JAVA_VERSION = re.compile(r'version "(?:1\.)?(\d+)')
_LOGGING = Path(__file__).parent / "spark_logging.xml"
_ROW = "row"
_QUOTIENT_MOST = 10**18
_OTHERWISE = "hoặc chọn --engine duckdb."

# Everything an answer depends on is said here, and not left to the defaults of a cluster.
_SETTINGS = {
    "spark.sql.ansi.enabled": "true",  # an overflow is an error, never a NULL
    "spark.sql.caseSensitive": "true",  # criterion.a and criterion.A are two columns
    "spark.sql.variable.substitute": "false",  # ${…} in a text is text
    "spark.sql.parser.escapedStringLiterals": "false",
    "spark.sql.ansi.doubleQuotedIdentifiers": "false",
    "spark.sql.decimalOperations.allowPrecisionLoss": "true",  # without it two wide numbers have no product at all
    "spark.sql.analyzer.maxIterations": "2000",  # one for each stage of our statements
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.catalogImplementation": "in-memory",
    # Rules may be deep, and Spark walks them by recursion.
    "spark.driver.extraJavaOptions": f"-Xss16m -Dlog4j2.configurationFile={_LOGGING.as_uri()}",
    "spark.executor.extraJavaOptions": "-Xss16m",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


class SparkRules(SqlRules):
    """What Spark's dialect does differently: its widest whole number is a decimal, and it divides decimals only."""

    wide = "DECIMAL(38, 0)"
    hinted = False

    def hundredths(self, column: Sql) -> Sql:
        """An amount as a whole number of hundredths."""
        # Two digits more than an amount has, so that the product keeps all of them.
        amount = exp.cast(column, "DECIMAL(20, 2)")
        cents = exp.Mul(this=amount, expression=exp.cast(exp.Literal.number(100), "DECIMAL(3, 0)"))
        return exp.cast(cents, exp.DType.BIGINT)

    def divided(self, numerator: Sql, denominator: Sql) -> Sql:
        """Whole quotient; above 10^18 it is given as that, because Spark keeps 6 decimals even where there are none."""
        exact = exp.func("TRY_MULTIPLY", denominator.copy(), self.literal(_QUOTIENT_MOST))
        beyond = exp.func("COALESCE", exp.GTE(this=numerator.copy(), expression=exact), exp.false())
        rest = exp.Mod(this=exp.paren(numerator.copy()), expression=exp.paren(denominator.copy()))
        # Without the rest the division comes out even, so that nothing is rounded.
        even = exp.paren(exp.Sub(this=exp.paren(numerator.copy()), expression=exp.paren(rest)))
        quotient = exp.cast(exp.Div(this=even, expression=exp.paren(denominator.copy())), self.wide)
        return case(
            (exp.Is(this=denominator.copy(), expression=exp.Null()), exp.Null()),
            (beyond, self.literal(_QUOTIENT_MOST)),
            otherwise=quotient,
        )


class SparkEngine:
    """Judges an Arrow table, or Parquet files where the cluster finds them. `master`: local[N] or spark://host:port."""

    name = "spark"
    rules: type[SqlRules] = SparkRules

    def __init__(self, *, master: str = LOCAL, settings: Mapping[str, str] | None = None) -> None:
        self.master = master
        self._settings = _SETTINGS | _addresses(master) | dict(settings or {})

    @cached_property
    def session(self) -> "SparkSession":
        """The running Spark; started on first use. Raises Misconfigured if Java or the package is missing."""
        _require_java()
        # Half a gigabyte that only this engine needs, and half a second of everybody's time: imported here alone.
        try:
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise Misconfigured(f"Chưa cài gói pyspark. → Chạy: sh scripts/setup.sh spark; {_OTHERWISE}") from error
        active = SparkSession.getActiveSession()
        if active is not None and active.sparkContext.master != self.master:
            running = active.sparkContext.master
            raise Misconfigured(f"Spark đang chạy với {running}. → Dừng nó rồi mới dùng {self.master}.")
        # It tells of each connection it closes, even after the terminal has gone.
        logging.getLogger("py4j").setLevel(logging.WARNING)
        builder = SparkSession.builder.appName("binhyen").master(self.master)
        for name, value in self._settings.items():
            builder = builder.config(name, value)
        return builder.getOrCreate()

    def close(self) -> None:
        """Give the cluster back what was taken."""
        self.session.stop()
        del self.session

    def evaluate(self, rulebook: Rulebook, subject_kind: SubjectKind, facts: pa.Table | Path, *, year: int) -> pa.Table:
        """One row per unit in the columns of `results.output_columns`. Raises KeyError for a kind it does not judge.

        Rows of a table keep their order; those of files come as the cluster read them.
        """
        subject = rulebook.subjects[subject_kind]
        schema = result_schema(subject)
        with self._facts(facts) as (source, columns):
            found = self.session.sql(self._statement(subject, source, columns, year=year)).toArrow()
        if isinstance(facts, pa.Table):
            found = found.sort_by(_ROW).drop_columns([_ROW])
        return found.rename_columns(schema.names).cast(schema)

    def write(self, rulebook: Rulebook, subject_kind: SubjectKind, facts: Path, out: Path, *, year: int) -> None:
        """The same into a Parquet file, whatever its size: the cluster writes parts beside it, which are then joined."""
        subject = rulebook.subjects[subject_kind]
        schema = result_schema(subject)
        parts = out.with_name(f"{out.name}.parts")
        try:
            with self._facts(facts) as (source, columns):
                frame = self.session.sql(self._statement(subject, source, columns, year=year))
                frame.toDF(*numbered(len(schema))).write.parquet(str(parts))
            write_batches(schema, batches_of(parts), out)
        finally:
            shutil.rmtree(parts, ignore_errors=True)

    def roll_up(
        self, rulebook: Rulebook, subject_kind: SubjectKind, facts: pa.Table | Path, *, by: str, year: int
    ) -> pa.Table:
        """How many units of each group (a column of the facts) have which verdict, level and outcome."""
        subject = rulebook.subjects[subject_kind]
        with self._facts(facts) as (source, columns):
            table = exp.to_table(source)
            statement = roll_up_of(subject, self.rules, table, columns=columns, year=year, by=columns[by])
            found = self.session.sql(statement.sql(dialect=self.name)).toArrow()
        schema = roll_up_schema(subject, found.schema.field(0).with_name(by))
        return found.rename_columns(schema.names).cast(schema)

    def _statement(self, subject: Subject, source: str, columns: Mapping[str, str], *, year: int) -> str:
        carried = [_ROW] if _ROW in self.session.table(source).columns else []
        table = exp.to_table(source)
        chosen = select_of(subject, self.rules, table, columns=columns, year=year, carried=carried)
        return chosen.sql(dialect=self.name)

    @contextmanager
    def _facts(self, facts: pa.Table | Path) -> Iterator[tuple[str, Mapping[str, str]]]:
        """A view of the facts while it is needed, and the name of each of their columns in it."""
        if isinstance(facts, Path):
            reader = self.session.read.option("recursiveFileLookup", "true").option("mergeSchema", "true")
            frame = reader.parquet(*(_no_pattern(file) for file in files_of(facts)))
            names, added = frame.columns, []
        else:
            names, added = facts.column_names, [_ROW]
            frame = self.session.createDataFrame(facts.append_column(_ROW, pa.array(range(facts.num_rows), pa.int64())))
        view = f"facts_{new_id().hex}"
        frame.toDF(*numbered(len(names)), *added).createTempView(view)
        try:
            yield view, dict(zip(names, numbered(len(names)), strict=True))
        finally:
            self.session.catalog.dropTempView(view)


def _no_pattern(file: Path) -> str:
    """Spark takes a path for a pattern; in ours every character stands for itself."""
    return re.sub(r"([\\*?\[\]{}])", r"\\\1", str(file.resolve()))


def _addresses(master: str) -> dict[str, str]:
    """On this machine alone nothing listens to others; for a cluster elsewhere its own settings hold."""
    if not _LOOPBACK.fullmatch(master):
        return {}
    return {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}


def _require_java() -> None:
    home = os.environ.get("JAVA_HOME")
    java = shutil.which(str(Path(home, "bin", "java")) if home else "java")
    cure = f"Debian, Ubuntu: sudo apt-get install openjdk-17-jre-headless; {_OTHERWISE}"
    if java is None:
        raise Misconfigured(f"Spark cần Java {OLDEST_JAVA} trở lên, máy này chưa có. → {cure}")
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603
    found = _JAVA_VERSION.search(said)
    if found is None or int(found[1]) < OLDEST_JAVA:
        version = f"bản {found[1]}" if found else "bản không rõ"
        raise Misconfigured(f"Spark cần Java {OLDEST_JAVA} trở lên, máy này có {version}. → {cure}")
