"""Files of papers. A file is written before the act that names it is committed, and taken away again when it is not."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from binhyen.papers.models import Paper

_written: ContextVar[list[str] | None] = ContextVar("_written", default=None)


def store(name: str, content: bytes) -> str:
    """Where the content lies. What lies there already is the same: names are made of the content."""
    if default_storage.exists(name):
        return name
    stored = default_storage.save(name, ContentFile(content))
    noted = _written.get()
    if noted is not None:
        noted.append(stored)
    return stored


@contextmanager
def nothing_left_of_a_failure() -> Iterator[None]:
    """Outside of a transaction: when the block fails, the files written in it are taken away, unless somebody else's
    paper names them by now. Only a process that is killed can leave a file that nobody names."""
    token = _written.set([])
    try:
        yield
    except BaseException:
        _take_away(_written.get() or [])
        raise
    finally:
        _written.reset(token)


def _take_away(names: list[str]) -> None:
    for name in names:
        # As a writer of its own, so that no other act can come to rely on the file meanwhile.
        with transaction.atomic():
            if not Paper.objects.filter(file=name).exists():
                default_storage.delete(name)
