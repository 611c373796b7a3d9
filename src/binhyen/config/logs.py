"""How the log is written: what failed and where, never with which value.

The message of an error that nobody foresaw may quote what was typed or read (`invalid literal for int(): '…'`, a row that
a database names), and what is refused must leave no trace. Its type and the lines of our code are kept; whoever needs the
message repeats the act with BINHYEN_DEBUG=true.
"""

import logging
import traceback
from copy import copy
from types import TracebackType
from typing import Any

Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class DiscreetFormatter(logging.Formatter):
    """Writes tracebacks without the messages of errors, and the pattern of an address for the address that was asked."""

    def format(self, record: logging.LogRecord) -> str:
        """One record, whatever another handler has made of its traceback before."""
        own = copy(record)
        own.exc_text = None
        own.args = _without_address(own)
        return super().format(own)

    def formatException(self, ei: Raised) -> str:
        """The errors behind each other, the first cause first: their types, and where each was raised."""
        return "\n".join(reversed([_told(error) for error in _chain(ei[1])]))


def _without_address(record: logging.LogRecord) -> Any:
    """What the message is filled with. Addresses of links and calendars are secrets; their patterns are not."""
    request = getattr(record, "request", None)
    asked, match = getattr(request, "path", None), getattr(request, "resolver_match", None)
    if not asked or not match or not isinstance(record.args, tuple):
        return record.args
    return tuple(f"/{match.route}" if one == asked else one for one in record.args)


def _chain(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


def _told(error: BaseException) -> str:
    places = "".join(traceback.format_tb(error.__traceback__))
    return f"Traceback (most recent call last):\n{places}{type(error).__module__}.{type(error).__qualname__}"
