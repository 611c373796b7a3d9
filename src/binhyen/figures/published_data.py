"""The published figures that come with this release, as they stand in the tables beside this file. No database here."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from typing import Any
from uuid import UUID

from binhyen.kernel.codes import national_id

_TEXT_COLUMNS = ("programme", "nature", "what", "relation", "said", "measure", "period", "note")


@dataclass(frozen=True, slots=True)
class ShippedFigure:
    """One line: its key for life, the national units it speaks of, and its columns as the model names them.

    `source` is the key of the publication in which it was read.
    """

    key: str
    source: str
    units: tuple[UUID, ...]
    content: Mapping[str, Any]


def shipped_figures() -> Iterator[ShippedFigure]:
    """Every published figure, in the order in which a page lists them."""
    for position, row in enumerate(_rows("published_figures.csv"), start=1):
        units = tuple(map(_unit, row["units"].split()))
        yield ShippedFigure(row["key"], row["source"], units, {**_figure(row), "position": position})


def _figure(row: Mapping[str, str]) -> dict[str, Any]:
    return {
        **{column: row[column] for column in _TEXT_COLUMNS},
        "value": Decimal(row["value"]) if row["value"] else None,
        "part": int(row["part"]) if row["part"] else None,
        "whole": int(row["whole"]) if row["whole"] else None,
        "year": int(row["year"]),
    }


def _unit(reference: str) -> UUID:
    """ "2024:18115" is the unit that first stands under that code in the list of that year."""
    tree, _, code = reference.partition(":")
    return national_id(tree, code)


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("binhyen.figures") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
