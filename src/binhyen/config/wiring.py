"""Which engines there are. The rule commands need them without the rest of the house, so they are registered here."""

from functools import partial
from typing import Any

from binhyen.engines.reference import ReferenceEngine
from binhyen.rules.engine import Engine, register_engine


# Imported on first use, the second exception to "no late imports": DuckDB and what renders its SQL cost a process a
# second and 50 MiB, and most web processes never judge more than a page of units.
def _duckdb() -> Engine[Any, Any]:
    from binhyen.engines.duckdb import DuckDBEngine

    return DuckDBEngine()


def _spark(master: str | None = None) -> Engine[Any, Any]:
    from binhyen.engines.spark import LOCAL, SparkEngine

    return SparkEngine(master=master or LOCAL)


def register_engines(*, master: str | None = None) -> None:
    """Make every engine available to `binhyen.rules.engine.get_engine`. May be called any number of times.

    `master` is the address of a Spark cluster (spark://host:port); without one Spark runs on this machine.
    """
    register_engine(ReferenceEngine.name, ReferenceEngine)
    register_engine("duckdb", _duckdb)
    register_engine("spark", partial(_spark, master))
