"""Django assumes 999 parameters in a statement; SQLite has taken 32.766 or more since 3.32 (2020).

Opening a cycle for 1.000 units is a handful of statements with the true limit, and fifty without.
"""

import sqlite3
from typing import Any

from django.db.backends.sqlite3 import base

# Enough for any batch here, and small enough that a statement is parsed at once.
_MOST = 30_000


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite as Django knows it, with the limit of the library that is really loaded."""

    def get_new_connection(self, conn_params: Any) -> Any:
        """Connect, and ask the library what it takes."""
        connection = super().get_new_connection(conn_params)
        # Through the instance's dictionary: the type stubs speak of a later Django, where it is a property.
        limit = connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
        vars(self.features)["max_query_params"] = min(_MOST, limit)
        return connection
