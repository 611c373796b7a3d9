"""The shipped lists in a test database: loaded once for a folder of tests, and gone when the folder is done."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from django.db import connection, transaction

from binhyen.units.services import load_national_units


class Blocker(Protocol):
    """pytest-django's `django_db_blocker`."""

    def block(self) -> None: ...

    def unblock(self) -> None: ...

    def restore(self) -> None: ...


@contextmanager
def nation_loaded(blocker: Blocker) -> Iterator[None]:
    """Load the lists inside a transaction that is rolled back; the tests' own transactions are savepoints in it.

    For a `conftest.py`, together with `django_db_setup`, as a fixture with scope "package".
    """
    blocker.unblock()
    try:
        with transaction.atomic():
            load_national_units()
            # PostgreSQL would otherwise look at every foreign key of the nation again at the end of each test.
            connection.check_constraints()
            blocker.block()
            yield
            blocker.restore()
            transaction.set_rollback(True)
    finally:
        blocker.restore()
