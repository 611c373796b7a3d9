"""Writing a backup: one reading of the database that sees one moment, whatever is written meanwhile."""

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.core.files.storage import default_storage
from django.db import connection, transaction

from binhyen import __version__
from binhyen.config.archive import content
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, Problem

_OWNER_ONLY = 0o600


@dataclass(slots=True)
class Written:
    """What a backup holds, for the person who made it."""

    rows: int = 0
    files: int = 0
    missing_files: list[str] = field(default_factory=list)


def write_backup(target: Path) -> Written:
    """Write everything to `target`, readable by its owner only. Nothing is left behind when it fails.

    A file that a paper names and the storage lost is listed in the result: the rest is still worth keeping.
    Raises InputProblems when `target` exists already or its folder cannot be written.
    """
    if target.exists():
        raise InputProblems([_problem(target, "đã có tệp này.", "Chọn tên tệp khác; bản sao lưu cũ không bị ghi đè.")])
    half = target.with_name(f"{target.name}.dang-ghi")
    try:
        with _created(half) as raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            written = _Writer(archive).write()
        half.rename(target)
    except OSError as error:
        raise InputProblems([_problem(target, f"không ghi được ({error.strerror}).", "Chọn thư mục khác.")]) from error
    finally:
        half.unlink(missing_ok=True)
    return written


def _problem(target: Path, message: str, cure: str) -> Problem:
    return Problem("tep_sao_luu", message, target.name, cure)


@contextmanager
def _created(path: Path) -> Iterator[IO[bytes]]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), _OWNER_ONLY)
    with os.fdopen(descriptor, "w+b") as raw:
        yield raw
        raw.flush()
        os.fsync(raw.fileno())


@contextmanager
def _one_moment() -> Iterator[None]:
    """A transaction in which every reading sees the same moment. Writers go on meanwhile, on SQLite too (WAL)."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        # Django would begin with the write lock (settings: IMMEDIATE), which a reader does not need.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


class _Writer:
    """Fills the ZIP part by part and remembers the hash of each."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._parts: dict[str, dict[str, Any]] = {}
        self._tables: dict[str, dict[str, Any]] = {}
        self._files: set[str] = set()
        self._written = Written()

    def write(self) -> Written:
        with _one_moment():
            schema = content.schema()
            for model in content.tables():
                self._table(model)
        # Stored files never change, so they may be read after the moment has passed.
        for name in sorted(self._files):
            self._file(name)
        manifest = {
            "format": content.FORMAT,
            "release": __version__,
            "made_at": clock.now().isoformat(),
            "schema": schema,
            "tables": self._tables,
            "parts": self._parts,
        }
        self._archive.writestr(content.MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        return self._written

    def _table(self, model: content.Model) -> None:
        file_columns, count = content.file_columns(model), 0
        with self._part(content.part_of(model)) as part:
            for row in content.rows(model):
                part.write(content.line_of(row))
                self._files.update(row[place] for place in file_columns if row[place])
                count += 1
        self._tables[model._meta.label] = {
            "columns": [field.attname for field in content.columns(model)],
            "rows": count,
        }
        self._written.rows += count

    def _file(self, name: str) -> None:
        try:
            source = default_storage.open(name)
        except FileNotFoundError:
            self._written.missing_files.append(name)
            return
        with source, self._part(content.FILES + name) as part:
            shutil.copyfileobj(source, part)
        self._written.files += 1

    @contextmanager
    def _part(self, name: str) -> Iterator["_Hashing"]:
        with self._archive.open(name, "w", force_zip64=True) as raw:
            part = _Hashing(raw)
            yield part
        self._parts[name] = {"size": part.size, "sha256": part.digest.hexdigest()}


class _Hashing:
    """Writes on, and counts and hashes what passes."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw = raw
        self.digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        self.size += len(data)
        return self._raw.write(data)
