"""`bench nation`: how fast this machine judges a country, on invented facts."""

import tempfile
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from binhyen.config.nation.facts import COMMUNES, NATION, rulebook, write_facts
from binhyen.config.nation.measure import measured, rolled_up, verdicts
from binhyen.config.wiring import register_engines
from binhyen.kernel import text
from binhyen.rules.engine import get_engine
from binhyen.rules.model.results import Outcome

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add `bench`."""
    bench = subparsers.add_parser("bench", description="Đo tốc độ tính trên số liệu mẫu của cả nước.")
    bench.add_argument("what", choices=["nation"], help="nation: mọi đơn vị của cả nước, cộng dồn về xã")
    bench.add_argument("--rows", type=_rows, default=NATION, metavar="N", help="số đơn vị (mặc định: %(default)s)")
    bench.add_argument("--engine", choices=["duckdb", "spark"], default="duckdb", help="mặc định: %(default)s")
    bench.add_argument("--master", metavar="URL", help="cụm Spark: local[2] (mặc định) hoặc spark://máy:cổng")
    bench.set_defaults(run=run_bench)


def _rows(word: str) -> int:
    if word.isdecimal() and COMMUNES <= int(word) <= 10 * NATION:
        return int(word)
    raise ArgumentTypeError(f"cần một số từ {text.number(COMMUNES)} đến {text.number(10 * NATION)}")


def run_bench(arguments: Namespace) -> int:
    """Make the facts in a temporary folder, judge them, print what it took."""
    register_engines(master=arguments.master)
    engine = get_engine(arguments.engine)
    with tempfile.TemporaryDirectory(prefix="binhyen-bench-") as folder:
        facts = Path(folder) / "facts.parquet"
        write_facts(facts, rows=arguments.rows)
        found = measured(lambda: rolled_up(engine, facts))
    criteria = sum(1 for subject in rulebook().subjects.values() for _ in subject.leaves())
    told = verdicts(found.answer)
    print(f"{text.number(arguments.rows)} đơn vị × {criteria} tiêu chí → {text.number(found.answer.num_rows)} xã")
    seconds = text.number(Decimal(f"{found.seconds:.2f}"))
    print(f"{arguments.engine}: {seconds} giây, nhiều nhất {text.number(found.mebibytes)} MiB")
    print(", ".join(f"{outcome.vietnamese} {text.number(told[outcome.value])}" for outcome in Outcome))
    return 0
