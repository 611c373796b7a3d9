"""How long functions and files may grow, and what must be kept in step with the code."""

import json
import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from binhyen.config.commands.table import COMMANDS
from binhyen.dossiers.state_page import states_page
from binhyen.rules.loading import json_schema
from scripts.measure import file_lengths, function_lengths
from tests.repository.code import ROOT

FUNCTION_CEILING, FILE_CEILING = 50, 600  # lines

# What may be longer, since when, and why. The list may only shrink.
EXCEPTIONS: dict[str, tuple[date, str]] = {}


def too_long(lengths: dict[str, int], ceiling: int) -> list[str]:
    return [
        f"{name} has {lines} lines" for name, lines in lengths.items() if lines > ceiling and name not in EXCEPTIONS
    ]


def test_no_function_is_longer_than_a_screen() -> None:
    assert too_long(function_lengths(ROOT), FUNCTION_CEILING) == []


def test_no_file_is_longer_than_a_sitting() -> None:
    assert too_long(file_lengths(ROOT), FILE_CEILING) == []


def test_exceptions_are_still_needed() -> None:
    lengths = function_lengths(ROOT) | file_lengths(ROOT)
    assert [name for name in EXCEPTIONS if name not in lengths] == []


@pytest.mark.django_db
def test_migrations_are_up_to_date() -> None:
    said = StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=said)
    assert "No changes detected" in said.getvalue()


def test_the_schema_of_rulebooks_is_kept_in_step() -> None:
    kept = json.loads((ROOT / "docs" / "reference" / "rulebook.schema.json").read_text(encoding="utf-8"))
    assert kept == json_schema(), "write it again: .venv/bin/python scripts/schema.py"


def test_the_page_of_states_is_kept_in_step() -> None:
    kept = (ROOT / "docs" / "reference" / "states.md").read_text(encoding="utf-8")
    assert kept == states_page(), "write it again: .venv/bin/python scripts/states.py"


def test_help_answers_without_loading_the_framework() -> None:
    seen = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "from binhyen.config.cli import run; run(['--help'])"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "django" not in seen.stderr
    assert "duckdb" not in seen.stderr


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_of_the_table_explains_itself(name: str) -> None:
    program = Path(sys.executable).parent / "binhyen"
    told = subprocess.run([program, name, "--help"], capture_output=True, text=True, check=False, cwd=ROOT)
    assert told.returncode == 0, told.stderr
    assert f"binhyen {name}" in told.stdout
