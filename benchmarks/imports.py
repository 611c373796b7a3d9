"""28,000 units from a workbook, and their figures, beside reading the same file and writing the same rows and nothing else.

`python -m benchmarks imports`.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.report import Table

ROWS = 28_000
_ROOT = Path(__file__).resolve().parent.parent


def run() -> Table:
    """Both imports in a process and a data folder of their own."""
    with tempfile.TemporaryDirectory(prefix="binhyen-bench-") as folder:
        environment = {"BINHYEN_DATA_DIR": folder, "DATABASE_URL": "", "BINHYEN_LOG_LEVEL": "WARNING"}
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.imported"],
            cwd=_ROOT, env=os.environ | environment, stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
    return table(json.loads(done.stdout.splitlines()[-1]), os.getloadavg()[0])


def table(rows: list[list[str]], load: float) -> Table:
    """What `benchmarks.imported` printed, with what it means."""
    return Table(
        f"{ROWS:,} rows imported",
        "One workbook of the villages of 140 communes, whose names repeat in each, one run after another, SQLite. "
        "The bare lines do the least that anybody could: read the cells, insert the rows; ratios are of processor seconds, because the machine does other work too. "
        "Reading happens in a child process whose seconds are counted. Figures: two for each unit, and both verdicts of "
        "each dossier judged again. Aim: seconds. "
        f"Load: {load:.0f}.",
        ["work", "seconds", "processor seconds", "of bare"],
        rows,
    )
