"""The ground of the tests themselves."""

from pathlib import Path

from django.conf import settings


def test_tests_never_touch_a_real_data_folder() -> None:
    assert "binhyen-test-" in str(settings.DATA_DIR)
    assert Path.cwd() not in Path(settings.DATA_DIR).parents


def test_tests_run_on_sqlite_or_on_the_private_cluster_only() -> None:
    database = settings.DATABASES["default"]
    own = (
        str(settings.DATA_DIR) in str(database["TEST"]["NAME"])
        if "sqlite" in database["ENGINE"]
        else "/binhyen-pg-" in database["HOST"]
    )
    assert own
