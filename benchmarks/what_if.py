"""What-if: a draft of 34 criteria over 3,321 communes and five years. `python -m benchmarks.what_if`."""

import os
import statistics
import time
from collections.abc import Callable

import pyarrow as pa

from benchmarks.report import Table, keep
from benchmarks.rules import COMMUNES, YEAR, _facts, _rulebook_of
from binhyen.engines.duckdb import DuckDBEngine
from binhyen.engines.reference import ReferenceEngine
from binhyen.insight.what_if import Comparison, what_if
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.loading import load_rulebook

MANY = 34
YEARS = 5
RUNS = 5
_KIND = SubjectKind.COMMUNE
_AREAS = 34


def run() -> Table:
    """Judging by both versions, comparing, summing up: medians, and the share of each step."""
    # What else ran decides what the times are worth.
    before, *_ = os.getloadavg()
    text = _rulebook_of(MANY)
    versions = load_rulebook(text), load_rulebook(text.replace("70%", "80%"))
    one_year = _facts(versions[0], COMMUNES)
    facts = pa.concat_tables([one_year] * YEARS)
    areas = [f"Tỉnh Mẫu {row % _AREAS}" for row in range(facts.num_rows)]

    def trial(table: pa.Table) -> Comparison:
        return what_if(DuckDBEngine(), versions, _KIND, (table, table), year=YEAR)

    def all_of_it(table: pa.Table, named: list[str]) -> None:
        found = trial(table)
        found.costs()
        found.by_area(named)

    known = trial(facts)
    measured: list[tuple[str, Callable[[], object]]] = [
        (f"{facts.num_rows} rows, both versions judged", lambda: trial(facts)),
        (f"{facts.num_rows} rows, judged, compared, summed per criterion and area", lambda: all_of_it(facts, areas)),
        (f"{known.flips_count} changes named one by one, each with its reasons", lambda: list(trial(facts).flips())),
        (f"{COMMUNES} rows, judged, compared, summed", lambda: all_of_it(one_year, areas[:COMMUNES])),
        (
            f"{COMMUNES} rows, both versions judged by the reference evaluator",
            lambda: what_if(ReferenceEngine(), versions, _KIND, (one_year, one_year), year=YEAR),
        ),
    ]
    rows = [[name, *_milliseconds(work)] for name, work in measured]
    note = (
        f"{MANY} criteria, {COMMUNES} communes, {YEARS} years; aim 300 ms for the second line. Median and range of {RUNS} "
        f"runs in one process, first run dropped; CPU is that of all cores. Load before: {before:.1f}."
    )
    return Table("What-if", note, ["work", "ms", "range", "CPU ms"], rows)


def _milliseconds(work: Callable[[], object]) -> list[str]:
    work()
    spent, used = [], []
    for _ in range(RUNS):
        began, busy = time.perf_counter(), time.process_time()
        work()
        spent.append((time.perf_counter() - began) * 1000)
        used.append((time.process_time() - busy) * 1000)
    spread = f"{min(spent):.0f}–{max(spent):.0f}"
    return [f"{statistics.median(spent):.0f}", spread, f"{statistics.median(used):.0f}"]


if __name__ == "__main__":
    keep(run())
