"""Tests in this folder find the whole country in their database."""

from collections.abc import Iterator

import pytest

from tests.nation import Blocker, nation_loaded


@pytest.fixture(scope="package", autouse=True)
def nation(django_db_setup: None, django_db_blocker: Blocker) -> Iterator[None]:
    """The shipped lists, loaded once."""
    with nation_loaded(django_db_blocker):
        yield
