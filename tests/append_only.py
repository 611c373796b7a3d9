"""The database forbids changing or deleting log entries; tests must empty it between them, and play the forger."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import DatabaseOperations


@contextmanager
def unguarded(database: BaseDatabaseWrapper | Any = connection) -> Iterator[None]:
    """Lift the guard of the log for a while."""
    if database.vendor == "postgresql":
        with database.cursor() as cursor:
            cursor.execute("ALTER TABLE audit_logentry DISABLE TRIGGER audit_no_change")
            yield
            # Deleting rows leaves foreign keys to be checked at the end; a table with such events cannot be altered.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE audit_logentry ENABLE TRIGGER audit_no_change")
        return
    with database.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_logentry'")
        guards = cursor.fetchall()
        for name, _ in guards:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _, statement in guards:
            cursor.execute(statement)


def allow_flush() -> None:
    """Let Django empty the tables after a transactional test. On PostgreSQL it truncates, which no row guard sees."""
    original = DatabaseOperations.execute_sql_flush

    def flush(self: DatabaseOperations, sql_list: list[str]) -> None:
        with unguarded(self.connection):
            original(self, sql_list)

    DatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]
