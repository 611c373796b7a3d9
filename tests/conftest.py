"""The ground every test stands on: what it may touch, what it may need, and what a skip means."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from binhyen.config.memory import settle
from tests.append_only import allow_flush
from tests.prepared import copy_empty, keep_empty

IN_CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")


@pytest.fixture(autouse=True, scope="session")
def _log_is_emptied_between_tests() -> None:
    """The guard of the log would stop every transactional test from cleaning up."""
    allow_flush()


@pytest.fixture(scope="session")
def django_db_keepdb(
    request: pytest.FixtureRequest, django_db_use_migrations: bool, django_db_modify_db_settings: None
) -> bool:
    """Whether the tables are there already: because somebody asked for it, or copied from an earlier run."""
    return bool(request.config.getvalue("reuse_db")) or (
        django_db_use_migrations and is_sqlite() and copy_empty(file())
    )


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,
    django_db_keepdb: bool,
    django_db_use_migrations: bool,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """Tables that were made by migrations are kept for the runs to come."""
    if not django_db_keepdb and django_db_use_migrations and is_sqlite():
        with django_db_blocker.unblock():
            keep_empty(file())


def is_sqlite() -> bool:
    """Whether this run is on SQLite."""
    return connection.vendor == "sqlite"


def file() -> Path:
    """The database of the tests in this process."""
    return Path(str(connection.settings_dict["TEST"]["NAME"]))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Thousands of tests that were collected are no garbage: looking through them again and again is a quarter of the time."""
    settle()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """`@pytest.mark.needs("pdffonts")`: a test of a program the machine may lack is skipped by that program's name."""
    for marker in item.iter_markers("needs"):
        lacking(*marker.args)


def lacking(*programs: str) -> None:
    """Skip the running test if the machine lacks one of these programs, naming it."""
    absent = [program for program in programs if shutil.which(program) is None]
    if absent:
        pytest.skip(f"this machine lacks {', '.join(absent)}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI nothing may be skipped: a missing tool there is a hole in the proof."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped: Iterable[object] = reporter.stats.get("skipped", ()) if reporter else ()
    if IN_CI and list(skipped) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
