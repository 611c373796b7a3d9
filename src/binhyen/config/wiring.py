"""Which engines there are. The rule commands need them without the rest of the house, so they are registered here."""

from binhyen.engines.duckdb import DuckDBEngine
from binhyen.engines.reference import ReferenceEngine
from binhyen.rules.engine import register_engine


def register_engines() -> None:
    """Make every engine available to `binhyen.rules.engine.get_engine`. May be called any number of times."""
    register_engine(ReferenceEngine.name, ReferenceEngine)
    register_engine(DuckDBEngine.name, DuckDBEngine)
