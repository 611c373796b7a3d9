"""A rulebook as rows of text: what stands in which cell of the form."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from binhyen.rules.model.rulebook import Rulebook
from binhyen.sheets.rulebooks.layout import (
    CARD,
    CHECKS,
    CRITERIA,
    CRITERION,
    FIGURES,
    KEY,
    LEVEL,
    LEVELS,
    PARENT,
    SOURCES,
    SUBJECT,
    SUBJECTS,
    Sheet,
)
from binhyen.sheets.rulebooks.values import shown

Part = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: texts by the keys of the columns. `depth` is how far a criterion is set in, from 0."""

    cells: Mapping[str, str]
    depth: int = 0
    is_group: bool = False


def rows_of(rulebook: Rulebook) -> dict[str, list[Row]]:
    """The rows of every sheet, by its name, in the order of the rulebook."""
    data = rulebook.canonical()
    subjects = _parts(data.get("subjects"))
    rows: dict[str, list[Row]] = {
        CARD.name: [Row(_cells(data, CARD))],
        SOURCES.name: list(_sources(data)),
        FIGURES.name: [Row(_cells(part, FIGURES) | {KEY: key}) for key, part in _parts(data.get("figures")).items()],
        CHECKS.name: [Row(_cells(part, CHECKS)) for part in _list(data.get("checks"))],
        SUBJECTS.name: [],
        CRITERIA.name: [],
        LEVELS.name: [],
    }
    for kind, part in subjects.items():
        here = {SUBJECT: _kind_shown(kind)}
        rows[SUBJECTS.name].append(Row(_cells(part, SUBJECTS) | here))
        rows[CRITERIA.name] += _criteria(_list(part.get("criteria")), here, "", 0)
        rows[LEVELS.name] += [Row(_cells(level, LEVELS) | here) for level in _list(part.get("levels"))]
    return rows


def _criteria(parts: Sequence[Part], here: Mapping[str, str], parent: str, depth: int) -> Iterator[Row]:
    for part in parts:
        items = _list(part.get("items"))
        yield Row({**_cells(part, CRITERIA), **here, PARENT: parent}, depth, bool(items))
        yield from _criteria(items, here, str(part["code"]), depth + 1)


def _sources(data: Part) -> Iterator[Row]:
    yield from _sources_of(data, {})
    for kind, subject in _parts(data.get("subjects")).items():
        here = {SUBJECT: _kind_shown(kind)}
        yield from _sources_of(subject, here)
        for criterion in _walk(_list(subject.get("criteria"))):
            yield from _sources_of(criterion, here | {CRITERION: str(criterion["code"])})
        for level in _list(subject.get("levels")):
            yield from _sources_of(level, here | {LEVEL: str(level["code"])})


def _sources_of(part: Part, here: Mapping[str, str]) -> Iterator[Row]:
    return (Row({**_cells(source, SOURCES), **here}) for source in _list(part.get("basis")))


def _walk(criteria: Sequence[Part]) -> Iterator[Part]:
    for part in criteria:
        yield part
        yield from _walk(_list(part.get("items")))


def _cells(part: Part, sheet: Sheet) -> dict[str, str]:
    found = ((column, _at(part, column.key)) for column in sheet.columns if not column.key.startswith("@"))
    return {column.key: shown(value, column) for column, value in found if value is not None}


def _at(part: Part, key: str) -> object:
    value: object = part
    for step in key.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _kind_shown(kind: str) -> str:
    return shown(kind, SUBJECTS.column(SUBJECT))


def _parts(value: object) -> Mapping[str, Part]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> Sequence[Part]:
    return value if isinstance(value, list) else []
