"""What must not stand in the repository, and what its documents promise."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from binhyen.config.commands.table import COMMANDS
from tests.repository.code import ROOT, SOURCE, committed, text_of

LOCKS = [*sorted((ROOT / "requirements").glob("*.txt")), ROOT / "package-lock.json"]
TEMPLATES = [path for path in sorted(SOURCE.rglob("*.html")) if "static" not in path.parts]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
# Somebody's own machine: a home folder, or the folder that this very checkout lies in.
MACHINE_PATH = re.compile(rf"(?<![\w./$}}])(?:/home|/root|/Users|{re.escape(str(ROOT))})/[\w.-]+")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_locks_hold_hashes_and_no_addresses(lock: Path) -> None:
    text = text_of(lock)
    assert "sha256:" in text or "sha512-" in text
    assert re.findall(r"https?://|index-url|\"resolved\"", text) == []


def test_no_file_holds_a_path_of_somebodys_machine() -> None:
    found = {str(path.relative_to(ROOT)): hits for path in committed() if (hits := MACHINE_PATH.findall(text_of(path)))}
    assert found == {}


def test_nothing_built_or_downloaded_is_committed() -> None:
    built = [path for path in committed() if {"vendor", "node_modules", "staticfiles", "__pycache__"} & set(path.parts)]
    assert built == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_templates_hold_no_inline_script_style_or_handler(template: Path) -> None:
    text = text_of(template)
    found = re.findall(
        r"<style\b|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\bsrc=)(?![^>]*\btype=\"application/json\")[^>]*>",
        text,
    )
    assert found == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_templates_fetch_nothing_from_elsewhere(template: Path) -> None:
    assert re.findall(r"(?:src|href|action)=[\"'](?:https?:)?//", text_of(template)) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_that_documents_name_exist(document: Path) -> None:
    text = text_of(document)
    targets = set(re.findall(r"^([a-z-]+):(?!=)", MAKEFILE, re.MULTILINE))
    assert set(re.findall(r"(?:^|`)\s*make ([a-z-]+)", text, re.MULTILINE)) <= targets
    named = set(re.findall(r"(?:^|`|/)\s*binhyen ([a-z][a-z-]+)", text, re.MULTILINE))
    assert named <= {*COMMANDS, *get_commands(), "help"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_that_documents_link_to_exist(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", text_of(document))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_decision_record_is_listed() -> None:
    listed = text_of(ROOT / "docs" / "adr" / "README.md")
    records = sorted(path.name for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert records
    assert [name for name in records if f"({name})" not in listed] == []


def test_decision_records_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
