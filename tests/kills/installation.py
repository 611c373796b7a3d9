"""Copies of the test database as installations of their own, whose programs can be ended at any moment.

What is found afterwards is read from the tables themselves, without any code of ours.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import psycopg
from django.conf import settings
from django.db import connection

# How often programs are ended; the number of each test in CI is its default.
KILLS = int(os.environ.get("BINHYEN_TEST_KILLS", "0"))
# A program that has to be started for each kill takes seconds.
KILLS_OF_PROGRAMS = -(-KILLS // 50)
PROGRAM = "from binhyen.config.cli import main; main()"
_NOT_COUNTED = ("django_", "sqlite_", "auth_", "account_", "mfa_")
_SECONDS = 120


@dataclass(frozen=True)
class Installation:
    """A data folder and its database."""

    folder: Path
    url: str

    @property
    def environment(self) -> dict[str, str]:
        """What its programs are started with."""
        ours = ("BINHYEN_", "DATABASE_", "DJANGO_", "PORT")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        return kept | {
            "BINHYEN_DATA_DIR": str(self.folder),
            "DATABASE_URL": self.url,
            "BINHYEN_SECRET_KEY": settings.SECRET_KEY,
            "BINHYEN_LOG_LEVEL": "ERROR",
            "BINHYEN_WEB_PROCESSES": "1",
            "PYTHONPATH": str(Path.cwd()),
        }

    def start(self, *arguments: str, **more: str) -> subprocess.Popen[bytes]:
        """Start `binhyen` with these arguments in a session of its own."""
        return subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *arguments],
            env=self.environment | more,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def run(self, *arguments: str) -> str:
        """Run `binhyen` to its end and return what it said; fails unless it was done."""
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, *arguments],
            env=self.environment, capture_output=True, text=True, check=False, timeout=_SECONDS,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def rows(self, question: str) -> list[tuple[object, ...]]:
        """The answer of the database itself."""
        if self.url:
            with psycopg.connect(self.url) as server:
                return server.execute(question.encode()).fetchall()
        with closing(sqlite3.connect(self.folder / "binhyen.sqlite3", timeout=30)) as file:
            return file.execute(question).fetchall()

    def counts(self) -> dict[str, int]:
        """How many rows each table of ours has, all seen at one moment."""
        names = [name for name in self._tables() if not name.startswith(_NOT_COUNTED)]
        (row,) = self.rows("SELECT " + ", ".join(f'(SELECT count(*) FROM "{name}")' for name in names))
        return {name: int(str(count)) for name, count in zip(names, row, strict=True)}

    def _tables(self) -> list[str]:
        asked = "SELECT name FROM sqlite_master WHERE type = 'table'"
        if self.url:
            asked = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        return sorted(str(name) for (name,) in self.rows(asked))

    def wait_until_alone(self) -> None:
        """PostgreSQL takes a moment to see that a program is gone, and undoes its transaction then."""
        others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        until = time.monotonic() + _SECONDS
        while self.url and self.rows(others) != [(0,)] and time.monotonic() < until:
            time.sleep(0.02)


@contextmanager
def installation(folder: Path) -> Iterator[Installation]:
    """What the test database holds now, as an installation of its own; removed afterwards."""
    connection.close()
    folder.mkdir(parents=True)
    name = f"killed_{uuid4().hex}"
    if connection.vendor == "postgresql":
        server = _address(settings.DATABASES["default"], "postgres")
        _on_server(server, f'CREATE DATABASE "{name}" TEMPLATE "{connection.settings_dict["NAME"]}"')
        try:
            yield Installation(folder, _address(settings.DATABASES["default"], name))
        finally:
            _on_server(server, f'DROP DATABASE "{name}" WITH (FORCE)')
    else:
        source = str(connection.settings_dict["NAME"])
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(folder / "binhyen.sqlite3")) as new:
            old.backup(new)
            new.execute("PRAGMA journal_mode=WAL")
        yield Installation(folder, "")
    shutil.rmtree(folder, ignore_errors=True)


def _address(database: dict[str, object], name: str) -> str:
    return f"postgresql://{database['USER']}@/{name}?host={quote(str(database['HOST']), safe='')}"


def _on_server(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(statement.encode())


def kill_all(process: subprocess.Popen[bytes]) -> None:
    """End a program and everything it started, at once and without a word."""
    for pid in [process.pid, *_started_by(process.pid)]:
        kill(pid)
    process.wait()


def kill(pid: int) -> None:
    """End one process without a word, if it still lives."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _started_by(pid: int) -> list[int]:
    found: list[int] = []
    for folder in _children(pid):
        found += [folder, *_started_by(folder)]
    return found


def _children(pid: int) -> Sequence[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        return [int(each) for each in path.read_text(encoding="ascii").split()]
    except OSError:
        return []
