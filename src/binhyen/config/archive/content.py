"""What a backup holds: which tables, in which order, and how a value is written."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder

FORMAT = 1
MANIFEST = "manifest.json"
DATA, FILES = "data/", "files/"
# Django's own tables that our accounts do not use, and what only lives while the programs run.
_LEFT_OUT_APPS = frozenset({"sessions", "contenttypes", "auth", "django_tasks_db", "django_tasks_database"})
_LEFT_OUT_MODELS = frozenset({"papers.Job"})

Model = type[models.Model]
Column = models.Field[Any, Any]


def tables() -> list[Model]:
    """Every model that is backed up, what is referred to before what refers to it."""
    wanted = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in _LEFT_OUT_APPS
        and model._meta.label not in _LEFT_OUT_MODELS
        and model._meta.managed
        and not model._meta.proxy
    ]
    ordered: list[Model] = []
    while wanted:
        ready = [model for model in wanted if not _waits_for(model, wanted)]
        # Two tables that refer to each other could only be told apart by their ids; constraints wait until the end.
        ready = ready or wanted[:1]
        ordered += ready
        wanted = [model for model in wanted if model not in ready]
    return ordered


def _waits_for(model: Model, others: list[Model]) -> bool:
    targets = {field.remote_field.model for field in columns(model) if field.remote_field}
    return any(other in targets for other in others if other is not model)


def columns(model: Model) -> list[Column]:
    """The columns of a table that hold values of their own."""
    return [field for field in model._meta.concrete_fields if not field.generated]


def file_columns(model: Model) -> list[int]:
    """Which columns name a stored file."""
    return [place for place, field in enumerate(columns(model)) if isinstance(field, models.FileField)]


def schema() -> list[str]:
    """The applied migrations of the tables that are backed up: what another installation must have in common."""
    labels = {model._meta.app_label for model in tables()}
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied if app in labels)


def part_of(model: Model) -> str:
    """The name of a table's part inside the file."""
    return f"{DATA}{model._meta.label}.ndjson"


def line_of(values: tuple[Any, ...]) -> bytes:
    """One row as a line of JSON."""
    plain = [_plain(value) for value in values]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str | float | list | dict):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def values_of(line: bytes, fields: list[Column]) -> list[Any]:
    """A line as values that the database takes. Raises ValueError for anything that is no row of this table."""
    row = json.loads(line)
    if not isinstance(row, list) or len(row) != len(fields):
        raise ValueError("not a row of this table")
    return [_stored(field, value) for field, value in zip(fields, row, strict=True)]


def _stored(field: Column, value: Any) -> Any:
    if isinstance(field, models.BinaryField) and isinstance(value, str):
        value = bytes.fromhex(value)
    elif not isinstance(field, models.JSONField | models.BinaryField) and value is not None:
        value = _target(field).to_python(value)
    return field.get_db_prep_save(value, connection)


def _target(field: Column) -> Column:
    """A reference holds what the column it refers to holds."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field


def rows(model: Model) -> Iterator[tuple[Any, ...]]:
    """Every row of a table in the order of its key, read a few at a time."""
    names = [field.attname for field in columns(model)]
    return model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=2_000)
