"""Everything out and in again: every row, every file, the log's seal; never over anything, never from anything bent."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import IntegrityError
from pytest_django import Settings

from binhyen.accounts.models import User
from binhyen.audit.models import LogEntry
from binhyen.audit.selectors import verify_chain
from binhyen.config.archive import content
from binhyen.config.archive.backup import write_backup
from binhyen.config.archive.restore import read_backup
from binhyen.kernel.errors import InputProblems, RefusedByState
from binhyen.papers.models import Paper
from binhyen.papers.services import paper_record
from binhyen.programmes.models import FigureDefinition
from binhyen.units.models import Unit
from tests.append_only import unguarded
from tests.integration.everything import PDF, fill, stored_name
from tests.postgres import private_cluster, programs
from tests.prepared import copy_empty

database = pytest.mark.database
on_one_database = pytest.mark.django_db(transaction=True)
# Django's own tables, the queue and running jobs: the manual says that they are not part of a backup.
NOT_OURS = {"django_session", "django_content_type", "django_migrations", "papers_job"}


@pytest.fixture
def storage(tmp_path: Path, settings: Settings) -> Path:
    folder = tmp_path / "files"
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    return folder


@pytest.fixture
def backup(storage: Path, tmp_path: Path) -> Path:
    """The backup of a full installation, which is then emptied."""
    fill()
    path = tmp_path / "sao-luu.zip"
    write_backup(path)
    empty()
    default_storage.delete(stored_name())
    return path


def empty() -> None:
    call_command("flush", verbosity=0, interactive=False)


def all_rows() -> dict[str, list[tuple[Any, ...]]]:
    return {model._meta.label: list(model._base_manager.order_by("pk").values_list()) for model in content.tables()}


@database
@on_one_database
def test_every_table_comes_back_row_by_row(storage: Path, tmp_path: Path) -> None:
    fill()
    before = all_rows()
    assert all(before.values()), "the invented installation has a row in every table"
    write_backup(tmp_path / "a.zip")
    empty()
    default_storage.delete(stored_name())
    restored = read_backup(tmp_path / "a.zip")
    assert all_rows() == before
    assert restored.rows == sum(map(len, before.values()))
    assert restored.files == 1
    with default_storage.open(stored_name()) as stored:
        assert stored.read() == PDF


@database
@on_one_database
def test_the_log_still_holds_and_goes_on_after_a_restore(backup: Path) -> None:
    assert read_backup(backup).log_entries == LogEntry.objects.count() == verify_chain()
    paper_record(by=User.objects.get(username="mau"), owner_unit=Unit.objects.all()[0].id, title="Sau phục hồi")
    assert verify_chain() == LogEntry.objects.count()


@database
@on_one_database
def test_new_rows_get_numbers_after_the_restored_ones(backup: Path) -> None:
    read_backup(backup)
    newest = FigureDefinition.objects.latest("id").id
    assert FigureDefinition.objects.create(key="moi", name="Mới", answer="count").id > newest


@on_one_database
def test_a_log_that_was_altered_before_the_backup_is_told(storage: Path, tmp_path: Path) -> None:
    fill()
    with unguarded():
        LogEntry.objects.update(verb="khac")
    write_backup(tmp_path / "a.zip")
    empty()
    default_storage.delete(stored_name())
    assert "mục 1" in read_backup(tmp_path / "a.zip").broken_log


@on_one_database
def test_a_lost_file_is_named_and_the_rest_is_kept(storage: Path, tmp_path: Path) -> None:
    fill()
    default_storage.delete(stored_name())
    assert write_backup(tmp_path / "a.zip").missing_files == [stored_name()]
    empty()
    assert read_backup(tmp_path / "a.zip").files == 0
    assert Paper.objects.exists()


@on_one_database
def test_a_backup_is_readable_by_its_owner_only_and_never_overwrites(backup: Path) -> None:
    assert backup.stat().st_mode & 0o077 == 0
    kept = backup.read_bytes()
    with pytest.raises(InputProblems, match="đã có tệp"):
        write_backup(backup)
    assert backup.read_bytes() == kept
    with pytest.raises(InputProblems, match="không ghi được"):
        write_backup(backup.parent / "chua-co" / "a.zip")


@on_one_database
def test_a_restore_never_writes_over_anything(backup: Path) -> None:
    Unit.objects.create()
    with pytest.raises(RefusedByState, match=r"units\.Unit.*binhyen migrate"):
        read_backup(backup)
    assert Unit.objects.count() == 1
    assert not User.objects.exists()


@on_one_database
def test_a_file_in_the_way_stops_the_restore_and_stays(backup: Path) -> None:
    path = Path(default_storage.path(stored_name()))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"something else")
    with pytest.raises(RefusedByState, match="đã có tệp"):
        read_backup(backup)
    assert_nothing_changed(files={stored_name(): b"something else"})


def assert_nothing_changed(files: dict[str, bytes] | None = None) -> None:
    assert not any(all_rows().values())
    root = Path(default_storage.path(""))
    found = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert found == (files or {})


Parts = dict[str, bytes]
Manifest = dict[str, Any]


def rewritten(backup: Path, change: Callable[[Parts, Manifest], None], *, sealed: bool) -> Path:
    """The backup after a change by somebody; `sealed`: they also corrected every hash and size."""
    with zipfile.ZipFile(backup) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(parts.pop(content.MANIFEST))
    change(parts, manifest)
    if sealed:
        manifest["parts"] = {
            name: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in parts.items()
        }
    path = backup.with_name("doi.zip")
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in [*parts.items(), (content.MANIFEST, json.dumps(manifest))]:
            archive.writestr(zipfile.ZipInfo(name), data)
    return path


def part(label: str) -> str:
    return f"data/{label}.ndjson"


@on_one_database
@pytest.mark.parametrize(
    "change",
    [
        lambda parts, manifest: parts.update(
            {part("accounts.User"): parts[part("accounts.User")].replace(b"mau", b"hoa")}
        ),
        lambda parts, manifest: parts.pop(part("audit.LogEntry")),
        lambda parts, manifest: parts.update({"files/them.exe": b"x"}),
        lambda parts, manifest: manifest.pop("tables"),
        lambda parts, manifest: manifest.update(format=99),
        lambda parts, manifest: manifest["schema"].append("units.9999_later"),
    ],
    ids=["altered", "part missing", "part added", "manifest torn", "other format", "other release"],
)
def test_a_backup_that_does_not_match_its_manifest_or_this_release_is_refused(
    backup: Path, change: Callable[[Parts, Manifest], None]
) -> None:
    with pytest.raises(InputProblems) as caught:
        read_backup(rewritten(backup, change, sealed=False))
    assert caught.value.problems[0].cure
    assert_nothing_changed()


@on_one_database
@pytest.mark.parametrize(
    "name", ["files/../../evil.txt", "/etc/evil", "files/..\\evil", "files/c:evil", "other/evil", "files//x"]
)
def test_names_that_leave_the_folder_are_refused_even_with_true_hashes(backup: Path, name: str) -> None:
    with pytest.raises(InputProblems, match="bản kê"):
        read_backup(rewritten(backup, lambda parts, _: parts.update({name: b"x"}), sealed=True))
    assert_nothing_changed()
    assert not (backup.parent / "evil.txt").exists()


@on_one_database
def test_rows_that_are_none_are_refused_and_nothing_stays(backup: Path) -> None:
    for bent in (b"[1]\n", b"{}\n", b"torn", b'["not a uuid","local",false]\n'):
        path = rewritten(backup, lambda parts, _, bent=bent: parts.update({part("units.Unit"): bent}), sealed=True)
        with pytest.raises(InputProblems):
            read_backup(path)
        assert_nothing_changed()


@on_one_database
def test_rows_without_what_they_refer_to_are_refused_and_nothing_stays(backup: Path) -> None:
    def orphan(parts: Parts, manifest: Manifest) -> None:
        parts[part("units.Unit")] = b""
        manifest["tables"]["units.Unit"]["rows"] = 0

    with pytest.raises(IntegrityError):
        read_backup(rewritten(backup, orphan, sealed=True))
    assert_nothing_changed()


@on_one_database
def test_what_is_no_backup_is_refused_with_a_cure(tmp_path: Path, storage: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"no zip")
    for name in ("x.zip", "none.zip"):
        with pytest.raises(InputProblems, match="không phải bản sao lưu"):
            read_backup(tmp_path / name)


# --- whole programs, other data folders, the other database ---


def program(arguments: list[str], folder: Path, database_url: str = "") -> subprocess.CompletedProcess[str]:
    """Run `binhyen` as a process of its own on a data folder of its own."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("BINHYEN_", "DATABASE_", "DJANGO_"))
    }
    environment = kept | {"BINHYEN_DATA_DIR": str(folder), "DATABASE_URL": database_url, "PYTHONPATH": str(Path.cwd())}
    code = "from binhyen.config.cli import main; main()"
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)


def done(arguments: list[str], folder: Path, database_url: str = "") -> str:
    result = program(arguments, folder, database_url)
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with empty tables, to be copied: making tables is what takes time here."""
    folder = tmp_path_factory.mktemp("data") / "migrated"
    if not copy_empty(folder / "binhyen.sqlite3"):
        done(["migrate", "-v0"], folder)
    return folder


@pytest.fixture(scope="module")
def old(migrated: Path) -> Path:
    """A data folder with a row in every table."""
    folder = copied(migrated, migrated.with_name("old"))
    done(["shell", "-v0", "-c", "from tests.integration.everything import fill; fill()"], folder)
    return folder


def copied(source: Path, target: Path) -> Path:
    return Path(shutil.copytree(source, target))


def sqlite_rows(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table as the file holds it, without any code of ours."""
    with sqlite3.connect(folder / "binhyen.sqlite3") as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        ours = [
            name for name in names if name not in NOT_OURS and not name.startswith(("auth_", "sqlite_", "django_tasks"))
        ]
        return {name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in ours}


def test_another_data_folder_gets_every_row_and_file_by_the_program(old: Path, migrated: Path, tmp_path: Path) -> None:
    new = copied(migrated, tmp_path / "new")
    said = done(["backup", str(tmp_path / "a.zip")], old)
    assert "1 tệp" in said
    assert "Nhật ký nguyên vẹn" in done(["restore", str(tmp_path / "a.zip")], new)
    assert "nguyên vẹn" in done(["verify-audit"], new)
    assert sqlite_rows(new) == sqlite_rows(old)
    assert (new / "files" / stored_name()).read_bytes() == PDF
    again = program(["restore", str(tmp_path / "a.zip")], new)
    assert again.returncode == 3
    assert "không bao giờ ghi đè" in again.stderr
    assert "Traceback" not in again.stderr


@pytest.fixture
def cluster() -> Iterator[str]:
    if programs() is None:
        pytest.skip("this machine lacks PostgreSQL")
    with private_cluster() as url:
        yield url


def lines_of(backup: Path) -> dict[str, list[Any]]:
    with zipfile.ZipFile(backup) as archive:
        parts = [name for name in archive.namelist() if name.startswith("data/")]
        return {name: [json.loads(line) for line in archive.read(name).splitlines()] for name in parts}


def test_a_backup_goes_from_sqlite_to_postgresql_and_back(
    old: Path, migrated: Path, tmp_path: Path, cluster: str
) -> None:
    middle, new = tmp_path / "middle", copied(migrated, tmp_path / "new")
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute("CREATE DATABASE moved")
    url = cluster.replace("/postgres?", "/moved?")
    first, second = tmp_path / "1.zip", tmp_path / "2.zip"
    done(["backup", str(first)], old)
    done(["migrate", "-v0"], middle, url)
    assert "Nhật ký nguyên vẹn" in done(["restore", str(first)], middle, url)
    done(["backup", str(second)], middle, url)
    assert lines_of(second) == lines_of(first)
    done(["restore", str(second)], new)
    third = tmp_path / "3.zip"
    done(["backup", str(third)], new)
    assert lines_of(third) == lines_of(first)
