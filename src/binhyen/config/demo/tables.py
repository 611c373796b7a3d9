"""The tables of invented content, as they stand beside this file."""

import csv
from collections.abc import Mapping
from importlib.resources import files

Line = Mapping[str, str]


def rows(name: str, *, story: str = "") -> list[dict[str, str]]:
    """The lines of a table ("units.csv"), cells by the names of their columns; of one story, where that is asked."""
    text = (files("binhyen.config.demo") / name).read_text(encoding="utf-8")
    lines = list(csv.DictReader(text.splitlines()))
    return [line for line in lines if line["story"] == story] if story else lines


def pairs(text: str) -> dict[str, str]:
    """ "size=large; x=1" as a mapping; the order is kept."""
    return dict(part.strip().split("=", 1) for part in text.split(";") if part.strip())


def listed(text: str, mark: str | None = None) -> list[str]:
    """The parts of a cell that holds several, between spaces or another mark."""
    return [part.strip() for part in text.split(mark) if part.strip()]


def number_of(text: str) -> int | None:
    """A whole number; an empty cell is no number."""
    return int(text) if text else None
