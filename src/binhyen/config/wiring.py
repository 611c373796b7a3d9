"""Which engines there are. The rule commands need them without the rest of the house, so they are registered here."""

from typing import Any

from binhyen.engines.reference import ReferenceEngine
from binhyen.rules.engine import Engine, register_engine


# Imported on first use, the second exception to "no late imports": DuckDB and what renders its SQL cost a process a
# second and 50 MiB, and most web processes never judge more than a page of units.
def _duckdb() -> Engine[Any, Any]:
    from binhyen.engines.duckdb import DuckDBEngine

    return DuckDBEngine()


def register_engines() -> None:
    """Make every engine available to `binhyen.rules.engine.get_engine`. May be called any number of times."""
    register_engine(ReferenceEngine.name, ReferenceEngine)
    register_engine("duckdb", _duckdb)
