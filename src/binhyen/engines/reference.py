"""The reference evaluator behind the same port as the fast engines: one unit after the other, in plain Python."""

from pathlib import Path

import pyarrow as pa

from binhyen.engines.facts_table import batches_of, facts_rows, read_files, result_row, result_schema, write_batches
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.model.rulebook import Rulebook
from binhyen.rules.reference import assess


class ReferenceEngine:
    """Defines the truth; for a few thousand units at most."""

    name = "reference"

    def evaluate(self, rulebook: Rulebook, subject_kind: SubjectKind, facts: pa.Table | Path, *, year: int) -> pa.Table:
        """One row per unit in the columns of `results.output_columns`. Raises KeyError for a kind it does not judge."""
        table = read_files(facts) if isinstance(facts, Path) else facts
        rows = [
            result_row(unit, assess(rulebook, subject_kind, values, year=year)) for unit, values in facts_rows(table)
        ]
        return pa.Table.from_pylist(rows, schema=result_schema(rulebook.subjects[subject_kind]))

    def write(self, rulebook: Rulebook, subject_kind: SubjectKind, facts: Path, out: Path, *, year: int) -> None:
        """The same from Parquet files into a Parquet file."""
        pieces = (pa.Table.from_batches([batch]) for batch in batches_of(facts))
        judged = (self.evaluate(rulebook, subject_kind, piece, year=year) for piece in pieces)
        write_batches(result_schema(rulebook.subjects[subject_kind]), judged, out)
