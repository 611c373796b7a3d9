"""Django assumes 999 parameters in a statement; SQLite has taken 32.766 or more since 3.32 (2020).

Opening a cycle for 1.000 units is a handful of statements with the true limit, and fifty without.
"""

import sqlite3

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.features import DatabaseFeatures as SQLiteFeatures
from django.utils.functional import cached_property

# Enough for any batch here, and small enough that a statement is parsed at once.
_MOST = 30_000


class DatabaseFeatures(SQLiteFeatures):
    """The features of the library that is really loaded."""

    @cached_property
    def max_query_params(self) -> int:
        """Parameters that one statement may carry."""
        self.connection.ensure_connection()
        return min(_MOST, int(self.connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)))


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite as Django knows it, with the true limit."""

    features_class = DatabaseFeatures
