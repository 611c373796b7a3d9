"""What `binhyen check` warns of, and that a good installation is left in peace."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from pytest_django import Settings

from binhyen.config import checks


def numbers(found) -> list[str]:
    return [message.id for message in found]


def test_debugging_in_front_of_others_is_warned_of(settings: Settings) -> None:
    settings.DEBUG, settings.ALLOWED_HOSTS = True, ["localhost", "mau.example"]
    assert numbers(checks.debug_is_private()) == ["binhyen.W001"]


def test_debugging_for_oneself_is_not_warned_of(settings: Settings) -> None:
    settings.DEBUG, settings.ALLOWED_HOSTS = True, ["localhost"]
    assert checks.debug_is_private() == []


def test_several_names_with_a_key_made_here_are_warned_of(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("made here")
    settings.DATA_DIR, settings.SECRET_KEY = tmp_path, "made here"
    settings.ALLOWED_HOSTS = ["a.example", "b.example"]
    assert numbers(checks.secret_is_shared()) == ["binhyen.W002"]


def test_several_names_with_a_given_key_are_not_warned_of(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR, settings.ALLOWED_HOSTS = tmp_path, ["a.example", "b.example"]
    assert checks.secret_is_shared() == []


@pytest.mark.parametrize(("mode", "expected"), [(0o755, ["binhyen.W003"]), (0o750, []), (0o700, [])])
def test_a_data_folder_that_others_read_is_warned_of(
    settings: Settings, tmp_path: Path, mode: int, expected: list[str]
) -> None:
    tmp_path.chmod(mode)
    settings.DATA_DIR = tmp_path
    assert numbers(checks.data_folder_is_ours()) == expected


@pytest.mark.parametrize(
    ("vendor", "processes", "expected"), [("sqlite", 8, ["binhyen.W004"]), ("sqlite", 3, []), ("postgresql", 8, [])]
)
def test_many_processes_on_sqlite_are_warned_of(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, vendor: str, processes: int, expected: list[str]
) -> None:
    monkeypatch.setattr(checks, "connection", SimpleNamespace(vendor=vendor))
    settings.WEB_PROCESSES = processes
    assert numbers(checks.sqlite_is_small()) == expected


def test_a_missing_typeface_is_warned_of_with_the_cure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(checks, "TINOS", tmp_path)
    (found,) = checks.typeface_is_there()
    assert found.id == "binhyen.W005"
    assert "make run" in str(found.hint)


def test_missing_assets_are_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "find", lambda name: None)
    assert numbers(checks.assets_are_there()) == ["binhyen.W006"]
