"""The tables of invented content, as they stand beside this file."""

import csv
from importlib.resources import files


def rows(name: str) -> list[dict[str, str]]:
    """The lines of a table ("units.csv"), cells by the names of their columns."""
    text = (files("binhyen.config.demo") / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def pairs(text: str) -> dict[str, str]:
    """ "size=large; x=1" as a mapping; the order is kept."""
    return dict(part.strip().split("=", 1) for part in text.split(";") if part.strip())
