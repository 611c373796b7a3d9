"""A country: 28 million units × 10 criteria rolled up to 3,321 communes, by each engine and by pandas.

Each way runs in a process of its own, which tells its time and its greatest memory; `sum()` of every used column runs
in the same connection as our roll-up, as the least that reading them can cost.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.plot import Series, write_plot
from benchmarks.report import KEPT, Table
from binhyen.config.nation.facts import COMMUNES, GROUP, NATION, YEAR, used_columns, write_facts
from binhyen.config.nation.measure import Measured, measured, rolled_up, verdicts
from binhyen.engines.connection import connected
from binhyen.engines.duckdb import DuckDBEngine
from binhyen.engines.spark import SparkEngine

GROWTH = (1_000_000, 3_000_000, 10_000_000, NATION)
THREADS = 2
TIME_LIMIT = 900  # seconds for one way
PLOT = KEPT.with_name("benchmarks-nation.svg")
Row = dict[str, Any]


def run() -> Table:
    """Growth on DuckDB, then every way on the whole country."""
    with tempfile.TemporaryDirectory(prefix="binhyen-bench-") as folder:
        found: list[tuple[int, Row]] = []
        for rows in GROWTH:
            facts = Path(folder) / f"{rows}.parquet"
            write_facts(facts, rows=rows)
            ways = ("duckdb", "pandas", "spark") if rows == NATION else ("duckdb",)
            found += [(rows, told) for way in ways for told in _in_a_process(way, facts)]
    return table_of(found)


def table_of(found: list[tuple[int, Row]]) -> Table:
    """The table and the plot of what was told, row by row, for how many units."""
    write_plot(
        PLOT,
        title=f"Processor seconds to judge and roll up to {COMMUNES:,} communes",
        series=[_series(found, "duckdb", "roll-up"), _series(found, "sum()", "sum() of the columns")],
    )
    return Table(
        f"A country: 10 criteria, {COMMUNES:,} communes",
        f"{THREADS} processors; the quickest of three runs (pandas: of one), from Parquet; facts by formula "
        "(`binhyen bench nation`). Verdicts agree between all ways. Aims: at most 3 times sum(), pandas at least 4 times "
        f"slower, under 4,096 MiB, linear growth. The machine of the kept run did other work too: there processor seconds (Spark's Java keeps its own) say more than the clock.\n\n![Processor seconds by number of units]({PLOT.name})\n",
        ["units", "way", "seconds", "of sum()", "processor seconds", "of sum()", "MiB"],
        _lines(found),
    )


def _lines(found: list[tuple[int, Row]]) -> list[list[str]]:
    least = {rows: told for rows, told in found if told["way"] == "sum()"}
    agreed = {json.dumps(told["verdicts"]) for rows, told in found if rows == NATION and told["verdicts"]}
    if len(agreed) > 1:
        raise AssertionError(f"verdicts differ: {agreed}")
    return [[f"{rows:,}", told["way"], *_figures(told, least[rows])] for rows, told in found]


def _figures(told: Row, least: Row) -> list[str]:
    clock, processor = (f"{told[of] / least[of]:.1f}" for of in ("seconds", "processor_seconds"))
    own = ["", ""] if told["way"] == "spark" else [f"{told['processor_seconds']:.2f}", processor]
    return [f"{told['seconds']:.2f}", clock, *own, f"{told['mebibytes']:,}"]


def _series(found: list[tuple[int, Row]], way: str, name: str) -> Series:
    return Series(name, [(rows, told["processor_seconds"]) for rows, told in found if told["way"] == way])


def _in_a_process(way: str, facts: Path) -> list[Row]:
    command = [sys.executable, "-m", "benchmarks.nation", way, str(facts)]
    said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=TIME_LIMIT).stdout
    return [json.loads(line) for line in said.splitlines() if line.startswith("{")]


# ---------------------------------------------------------------- one way, in its own process


def _tell(way: str, found: Measured, *, verdicts_of: dict[str, int] | None = None, more_memory: int = 0) -> None:
    told = {"way": way, "seconds": found.seconds, "processor_seconds": found.processor_seconds}
    print(json.dumps(told | {"mebibytes": found.mebibytes + more_memory, "verdicts": verdicts_of}))


def _duckdb(facts: Path) -> None:
    with connected(threads=THREADS) as connection:
        sums = f"SELECT {', '.join(_sum(name) for name in used_columns())} FROM read_parquet('{facts}')"
        _tell("sum()", measured(lambda: connection.execute(sums).fetchall()))
        engine = DuckDBEngine(connection=connection)
        found = measured(lambda: rolled_up(engine, facts))
    _tell("duckdb", found, verdicts_of=verdicts(found.answer))


_TRUTHS = ("nghi_quyet", "khong_xay_ra", "tuan_tra")


def _sum(name: str) -> str:
    if name == "nghi_quyet.date":
        return f'sum(epoch("{name}"))'
    return f'sum("{name}"::INTEGER)' if name in _TRUTHS else f'sum("{name}")'


def _spark(facts: Path) -> None:
    engine = SparkEngine(master=f"local[{THREADS}]", settings={"spark.driver.memory": "2g"})
    found = measured(lambda: rolled_up(engine, facts))
    java = engine.session.sparkContext._gateway.proc.pid
    peak = next(line for line in Path(f"/proc/{java}/status").read_text().splitlines() if line.startswith("VmHWM"))
    _tell("spark", found, verdicts_of=verdicts(found.answer), more_memory=int(peak.split()[1]) // 1024)
    engine.close()


def _pandas(facts: Path) -> None:
    found = measured(lambda: _rolled_up_by_pandas(facts), runs=1)
    _tell("pandas", found, verdicts_of=found.answer)


def _rolled_up_by_pandas(facts: Path) -> dict[str, int]:
    """The same by hand: Arrow columns, because only they know unknown truth values."""
    frame = pd.read_parquet(facts, columns=[GROUP, *used_columns()], dtype_backend="pyarrow")
    truths = _criteria_by_pandas(frame)
    counts = pd.DataFrame({GROUP: frame[GROUP].to_numpy()})
    for code, truth in truths.items():
        counts[f"{code}.met"] = truth.fillna(False).to_numpy(dtype=bool).astype("int8")
        counts[f"{code}.known"] = truth.notna().to_numpy(dtype=bool).astype("int8")
    low = sum(counts[f"{code}.met"] for code in truths)
    high = low + sum(1 - counts[f"{code}.known"] for code in truths)
    counts["verdict.met"], counts["verdict.not_met"] = low >= 7, high < 7
    rolled = counts.groupby(GROUP).sum()
    met, not_met = int(rolled["verdict.met"].sum()), int(rolled["verdict.not_met"].sum())
    return {"met": met, "not_met": not_met, "unknown": len(frame) - met - not_met, "not_applicable": 0}


def _criteria_by_pandas(frame: pd.DataFrame) -> dict[str, pd.Series]:
    homes, registered = frame["ho_cu_tru"], frame["ho_dang_ky"]
    some_homes, some_registered = homes.where(homes != 0), registered.where(registered != 0)
    in_time = frame["nghi_quyet.date"] <= date(YEAR, 3, 31)
    return {
        "1": frame["nghi_quyet"] & in_time,
        "2": registered * 100 >= some_homes * 60,
        "3": frame["ho_dat"] * 100 >= some_registered * 70,
        "4": frame["so_vu"] <= frame["previous.so_vu"],
        "5": frame["khong_xay_ra"],
        "6": frame["kinh_phi"] >= some_homes * 10000,
        "7": frame["tuan_tra"],
        "8": frame["binh_chua_chay"] >= homes,
        "9": frame["buoi_hop"] >= 4,
        "10": (registered > 0) & (homes >= registered),
    }


_WAYS: dict[str, Callable[[Path], None]] = {"duckdb": _duckdb, "spark": _spark, "pandas": _pandas}

if __name__ == "__main__":
    _WAYS[sys.argv[1]](Path(sys.argv[2]))
