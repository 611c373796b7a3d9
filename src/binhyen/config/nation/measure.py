"""How long a country takes: the roll-up of all units to their communes, by an engine."""

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from binhyen.config.nation.facts import GROUP, KIND, YEAR, rulebook

RUNS = 3


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of the quickest of `RUNS` runs, on the clock and of all processors; the verdicts; the memory so far."""

    seconds: float
    processor_seconds: float
    answer: Any
    mebibytes: int


def rolled_up(engine: Any, facts: Path) -> pa.Table:
    """How many units of each commune have which verdict, level and outcome, in the order of the communes."""
    return engine.roll_up(rulebook(), KIND, facts, by=GROUP, year=YEAR).sort_by(GROUP)


def measured(work: Callable[[], Any], *, runs: int = RUNS) -> Measured:
    """Run some work a few times. The first run pays for what is read from the disk; the quickest counts."""
    best: tuple[float, float] | None = None
    answer: Any = None
    for _ in range(runs):
        clock, processor = time.perf_counter(), time.process_time()
        answer = work()
        taken = time.perf_counter() - clock, time.process_time() - processor
        best = taken if best is None else min(best, taken)
    seconds, processor_seconds = best or (0.0, 0.0)
    return Measured(seconds, processor_seconds, answer, peak_mebibytes())


def peak_mebibytes() -> int:
    """The most memory that this process had at a time."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (2**20 if sys.platform == "darwin" else 2**10)


def verdicts(rolled: pa.Table) -> dict[str, int]:
    """The verdicts of the whole country."""
    names = [name for name in rolled.column_names if name.startswith("verdict.")]
    return {name.removeprefix("verdict."): sum(rolled[name].to_pylist()) for name in names}
