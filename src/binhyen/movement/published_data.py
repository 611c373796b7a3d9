"""What was published of the movement of real places, as it stands in the tables beside this file. No database here."""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any
from uuid import UUID

from binhyen.kernel.codes import national_id
from binhyen.kernel.text import fold
from binhyen.movement.models import Activity, Covenant, Model, Recorded, Rollout, Stage

Read = Callable[[str], Any]


def _day(typed: str) -> date | None:
    return date.fromisoformat(typed) if typed else None


def _whole(typed: str) -> int | None:
    return int(typed) if typed else None


# How a column is read; every other one is text.
_READERS: Mapping[str, Read] = {
    "year": _whole, "from_year": _whole, "to_year": _whole, "times": _whole, "starts": _day, "ends": _day,
    "signed_on": _day, "summed_up_on": _day, "audiences": str.split,
}  # fmt: skip
_OWN = frozenset({"key", "source", "programme", "units"})
TABLES: tuple[tuple[str, type[Recorded]], ...] = (
    ("covenants.csv", Covenant),
    ("rollouts.csv", Rollout),
    ("activities.csv", Activity),
    ("models.csv", Model),
    ("stages.csv", Stage),
)


@dataclass(frozen=True, slots=True)
class ShippedRecord:
    """One line: what it is, its key for life, where it was read, of which programme and national units it speaks, and
    its columns as the model names them."""

    model: type[Recorded]
    key: str
    source: str
    programme: str
    units: tuple[UUID, ...]
    content: Mapping[str, Any]


def shipped_records() -> Iterator[ShippedRecord]:
    """Everything that was published, in the order of the tables."""
    for table, model in TABLES:
        text = (files("binhyen.movement") / "data" / table).read_text(encoding="utf-8")
        for row in csv.DictReader(text.splitlines()):
            yield _record(model, row)


def _record(model: type[Recorded], row: Mapping[str, str]) -> ShippedRecord:
    content = {column: _READERS.get(column, str)(typed) for column, typed in row.items() if column not in _OWN}
    if model is Model:
        content["folded"] = fold(row["name"])
    units = tuple(national_id(*reference.split(":")) for reference in row["units"].split())
    return ShippedRecord(model, row["key"], row["source"], row["programme"], units, content)
