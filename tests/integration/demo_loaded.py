"""The demo, loaded once for a file of tests; each test works in a transaction of its own and leaves it as it was."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from binhyen.config.cli import run


@pytest.fixture(scope="module")
def folder(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The data folder of the loaded demo."""
    data = tmp_path_factory.mktemp("data")
    with django_db_blocker.unblock(), override_settings(DATA_DIR=data), transaction.atomic():
        assert run(["demo"]) == 0
        yield data
        transaction.set_rollback(True)
