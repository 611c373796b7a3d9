"""A DuckDB of one's own, in memory, that keeps to itself."""

import duckdb

# Facts may be hostile, the machine may be offline: nothing is fetched, installed or attached.
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "preserve_insertion_order": True,
}


def connected(*, threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A new connection; `threads` are all processors unless said. It draws no progress bar into other people's output."""
    connection = duckdb.connect(":memory:", config=_SETTINGS | ({"threads": threads} if threads else {}))
    connection.execute("SET enable_progress_bar = false")
    return connection
