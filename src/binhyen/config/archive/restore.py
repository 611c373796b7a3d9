"""Reading a backup into an empty installation: everything is checked first, then everything is written or nothing."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from binhyen.audit.errors import ChainBroken
from binhyen.audit.selectors import verify_chain
from binhyen.config.archive import content
from binhyen.kernel.errors import InputProblems, Problem, RefusedByState

_ROWS_AT_ONCE = 1_000
_CHUNK = 1024 * 1024
_MOST_MANIFEST_BYTES = 100 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Restored:
    """What was read back. `broken_log` tells how the log does not hold together: it came so, and was not mended."""

    rows: int
    files: int
    log_entries: int
    broken_log: str = ""


def read_backup(source: Path) -> Restored:
    """Restore `source`. Raises InputProblems for a file that is damaged, altered or of another release,
    RefusedByState when this installation is not empty and migrated. Nothing is changed then.
    """
    try:
        archive = zipfile.ZipFile(source)
    except (OSError, zipfile.BadZipFile) as error:
        message, cure = "không mở được, hoặc không phải bản sao lưu.", "Kiểm tra đường dẫn, hoặc dùng bản sao lưu khác."
        raise InputProblems([_problem("tep_hong", message, source.name, cure)]) from error
    with archive:
        return _restore(archive, source.name)


def _restore(archive: zipfile.ZipFile, name: str) -> Restored:
    manifest = _manifest(archive, name)
    _check_parts(archive, manifest)
    _check_place()
    _check_schema(manifest, name)
    stored: list[str] = []
    try:
        with transaction.atomic():
            rows = sum(_fill(archive, model, manifest) for model in content.tables())
            _continue_sequences()
            for path in _stored_files(archive, manifest):
                stored.append(path)  # one by one: what was stored before a failure must be known after it
            entries, broken = _log_state()
    except BaseException:
        for path in stored:
            default_storage.delete(path)
        raise
    return Restored(rows, len(stored), entries, broken)


def _problem(code: str, message: str, place: str, cure: str) -> Problem:
    return Problem(code, message, place, cure)


def _damaged(place: str) -> InputProblems:
    message = "nội dung không khớp bản kê trong tệp sao lưu."
    return InputProblems(
        [_problem("sao_luu_bi_sua", message, place, "Tệp bị hỏng hoặc bị sửa: dùng bản sao lưu khác.")]
    )


def _manifest(archive: zipfile.ZipFile, name: str) -> dict[str, Any]:
    try:
        if archive.getinfo(content.MANIFEST).file_size > _MOST_MANIFEST_BYTES:
            raise _damaged(content.MANIFEST)
        manifest = json.loads(archive.read(content.MANIFEST))
        known = manifest["format"] == content.FORMAT
        complete = all(isinstance(manifest[key], dict) for key in ("tables", "parts")) and manifest["schema"]
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(content.MANIFEST) from error
    if not known:
        cure = f"Dùng Bình Yên {manifest.get('release', 'của bản sao lưu')} để phục hồi."
        raise InputProblems([_problem("dang_khac", "tệp sao lưu của phiên bản khác.", name, cure)])
    if not complete:
        raise _damaged(content.MANIFEST)
    return dict(manifest)


def _check_parts(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    """Exactly the parts that the manifest lists, under harmless names, each with its size and hash."""
    names = archive.namelist()
    parts = manifest["parts"]
    if sorted(names) != sorted([*parts, content.MANIFEST]):
        raise _damaged("danh mục trong tệp")
    for name in parts:
        if not _is_harmless(name):
            raise _damaged(repr(name))
        if archive.getinfo(name).file_size != parts[name]["size"] or _digest(archive, name) != parts[name]["sha256"]:
            raise _damaged(name)


def _is_harmless(name: str) -> bool:
    """Whether a name stays inside the folder it is meant for."""
    path = PurePosixPath(name)
    plain = not any(char in name for char in "\\:\x00") and name == str(path) and ".." not in path.parts
    return plain and not path.is_absolute() and name.startswith((content.DATA, content.FILES))


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    try:
        with archive.open(name) as part:
            while chunk := part.read(_CHUNK):
                digest.update(chunk)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        # A wrong checksum, a password, a compression that nobody asked for.
        raise _damaged(name) from error
    return digest.hexdigest()


def _check_place() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise RefusedByState("Cơ sở dữ liệu ở đây chưa có đủ bảng.", cure="Chạy `binhyen migrate` rồi phục hồi lại.")
    taken = [model._meta.label for model in content.tables() if model._base_manager.exists()]
    if taken:
        raise RefusedByState(
            f"Nơi này đã có dữ liệu ({', '.join(taken[:3])}); phục hồi không bao giờ ghi đè.",
            cure="Đặt BINHYEN_DATA_DIR (hoặc DATABASE_URL) tới nơi còn trống, chạy `binhyen migrate`, rồi phục hồi.",
        )


def _check_schema(manifest: dict[str, Any], name: str) -> None:
    tables = {model._meta.label: [field.attname for field in content.columns(model)] for model in content.tables()}
    told = {label: table["columns"] for label, table in manifest["tables"].items()}
    if manifest["schema"] != content.schema() or told != tables:
        cure = f"Cài Bình Yên {manifest.get('release')}, phục hồi ở đó, rồi nâng cấp."
        raise InputProblems([_problem("luoc_do_khac", "bản sao lưu của một phiên bản có bảng khác.", name, cure)])


def _fill(archive: zipfile.ZipFile, model: content.Model, manifest: dict[str, Any]) -> int:
    part, fields, count = content.part_of(model), content.columns(model), 0
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    # Table and columns are our models'; the values are parameters. Models would overwrite their creation times.
    insert = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608
    with archive.open(part) as lines, connection.cursor() as cursor:
        for batch in _batches(lines, fields, part):
            cursor.executemany(insert, batch)
            count += len(batch)
    if count != manifest["tables"][model._meta.label]["rows"]:
        raise _damaged(part)
    return count


def _batches(lines: IO[bytes], fields: list[content.Column], part: str) -> Iterator[list[list[Any]]]:
    rows = iter(lines)
    while batch := list(islice(rows, _ROWS_AT_ONCE)):
        try:
            yield [content.values_of(line, fields) for line in batch]
        except (TypeError, ValueError, ValidationError) as error:
            raise _damaged(part) from error


def _continue_sequences() -> None:
    """New rows get numbers after the restored ones (SQLite does that by itself)."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), content.tables()):
            cursor.execute(statement)


def _stored_files(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> Iterator[str]:
    for part in manifest["parts"]:
        if part.startswith(content.FILES):
            name = part.removeprefix(content.FILES)
            with archive.open(part) as source:
                stored = default_storage.save(name, File(source))
            yield stored
            if stored != name:
                raise RefusedByState(
                    "Thư mục tệp ở đây đã có tệp.", cure="Dọn hoặc đổi thư mục tệp (BINHYEN_DATA_DIR) rồi phục hồi lại."
                )


def _log_state() -> tuple[int, str]:
    try:
        return verify_chain(), ""
    except ChainBroken as error:
        return 0, str(error)
