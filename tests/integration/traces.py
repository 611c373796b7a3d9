"""Where something typed or sent could have been left behind: every table, and every file that was written meanwhile."""

import io
import logging
import os
import pickle
import subprocess
import tempfile
import time
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from binhyen.config.logs import DiscreetFormatter

# Nothing that a test writes is larger.
_LARGEST = 256 * 1024 * 1024


class Watch:
    """Looks on from its making: what processes were started with, what was logged, what was written.

    Temporary files get a folder of their own meanwhile, so that all of it can be read; of the machine's own folders
    the files that lie openly in them are read too.
    """

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
        self._since = time.time() - 1
        self._open = [Path(tempfile.gettempdir()), Path("/dev/shm"), Path("/var/tmp")]
        self._own = [folder, Path(settings.DATA_DIR)]
        monkeypatch.setattr(tempfile, "tempdir", str(folder))
        monkeypatch.setenv("TMPDIR", str(folder))
        self.log = io.StringIO()
        self.started: list[str] = []
        # What the product's own log would say; the test runner's quotes the messages of errors.
        handler = logging.StreamHandler(self.log)
        handler.setFormatter(DiscreetFormatter(settings.LOGGING["formatters"]["line"]["fmt"]))
        monkeypatch.setattr(logging.root, "handlers", [*logging.root.handlers, handler])
        caplog.set_level("DEBUG")
        real = subprocess.Popen.__init__

        def noting(process: object, arguments: object, *rest: object, **options: object) -> None:
            self.started.append(f"{arguments!r} {options.get('env')!r}")
            real(process, arguments, *rest, **options)  # type: ignore[arg-type]

        monkeypatch.setattr(subprocess.Popen, "__init__", noting)

    def traces_of(self, markers: Iterable[str]) -> list[str]:
        """Where one of the markers stands: in a row, a session, a file (the database and its write-ahead log among
        them), a line of the log, the arguments or the environment of a process."""
        wanted = list(markers)
        said = [*_rows(), *_sessions(), *self.started, self.log.getvalue()]
        found = [line[:60] for line in said if any(marker in line for marker in wanted)]
        within = [str(path) for folder in self._own for path in files_with(wanted, files_of(folder))]
        lying = (path for folder in self._open for path in folder.glob("*") if self._is_new(path))
        return found + within + [str(path) for path in files_with(wanted, lying)]

    def _is_new(self, path: Path) -> bool:
        try:
            told = path.lstat()
        except OSError:
            return False
        return path.is_file() and told.st_mtime >= self._since


def files_of(folder: Path) -> Iterator[Path]:
    """Every file in a folder and below it."""
    for where, _, names in os.walk(folder):
        yield from (path for name in names if (path := Path(where, name)).is_file())


def files_with(markers: Iterable[str], files: Iterable[Path]) -> list[Path]:
    """Those of the files in which a marker stands, as UTF-8 or as UTF-16."""
    needles = [form for marker in markers for form in (marker.encode(), marker.encode("utf-16-le"))]
    return [path for path in files if any(needle in content for content in [_bytes(path)] for needle in needles)]


def _rows() -> Iterator[str]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            yield from (f"{table}: {row!r}" for row in cursor.fetchall())


def _sessions() -> Iterator[str]:
    """What sessions hold: their rows are packed."""
    yield from (f"session: {session.get_decoded()!r}" for session in Session.objects.all())


def _bytes(path: Path) -> bytes:
    try:
        content = path.read_bytes() if path.stat().st_size <= _LARGEST else b""
    except OSError:
        return b""
    return _cached(content) if path.suffix == ".djcache" else content


def _cached(content: bytes) -> bytes:
    """What the cache holds, which packs it: its time, then the value."""
    file = io.BytesIO(content)
    pickle.load(file)
    return zlib.decompress(file.read())
