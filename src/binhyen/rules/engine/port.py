"""What an engine is: it judges all units of a facts table at once, with exactly the reference evaluator's answers."""

from pathlib import Path
from typing import Protocol, TypeVar

from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.model.rulebook import Rulebook

FactsTable_contra = TypeVar("FactsTable_contra", contravariant=True)
ResultTable_co = TypeVar("ResultTable_co", covariant=True)


class Engine(Protocol[FactsTable_contra, ResultTable_co]):
    """The kinds of table are the engine's business: this layer knows neither Arrow nor SQL."""

    @property
    def name(self) -> str:
        """The name by which people choose it: reference, duckdb, spark."""

    def evaluate(
        self, rulebook: Rulebook, subject_kind: SubjectKind, facts: FactsTable_contra, *, year: int
    ) -> ResultTable_co:
        """One row per unit of `facts`, in the same order, with `results.output_columns` of the subject.

        Outcomes and verdicts are the values of `results.Outcome`; levels are codes or null; points are decimals with
        2 places or null. Raises KeyError if the rulebook does not judge this kind of unit.
        """

    def write(self, rulebook: Rulebook, subject_kind: SubjectKind, facts: Path, out: Path, *, year: int) -> None:
        """The same from Parquet files into a Parquet file, piece by piece: memory stays bounded.

        `facts` is a file, or a folder with files somewhere in it.
        """
