"""From typed text to answers: the cells of a form or a grid, every problem with its place. For tables see `typed_tables`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from binhyen.dossiers.models import Dossier
from binhyen.dossiers.selectors.entry import EntryCell, EntryRow
from binhyen.dossiers.services.reporting import Cell
from binhyen.figures.answers import NotAnAnswer, read
from binhyen.kernel import text
from binhyen.kernel.errors import Problem


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into cells that changed: answers, and what is wrong with the rest, by cell name."""

    cells: tuple[Cell, ...]
    problems: Mapping[str, Problem]
    # How a table was understood: rows of totals that were left out, and the like.
    notes: tuple[Problem, ...] = ()


def from_form(rows: Iterable[EntryRow], posted: Mapping[str, str]) -> Typed:
    """The cells of a posted form that differ from what stands there. `v:` carries text, `s:` the value that was seen."""
    cells: list[Cell] = []
    problems: dict[str, Problem] = {}
    for row in rows:
        for cell in row.cells:
            typed = posted.get(f"v:{cell.name}")
            if typed is None or not cell.open:
                continue
            # The number of a paper typed beside an answer that stays is news too.
            if text.squeeze(typed) == cell.shown and not posted.get(f"n:{cell.name}", "").strip():
                continue
            try:
                cells.append(_cell(row.dossier, cell, typed, posted.get(f"s:{cell.name}", "")))
            except NotAnAnswer as error:
                problems[cell.name] = error.problem
    return Typed(tuple(cells), problems)


def with_zeros(rows: Iterable[EntryRow], posted: Mapping[str, str], dossier: str) -> dict[str, str]:
    """What was posted, with an explicit zero in every empty count of events of one dossier ("Không phát sinh")."""
    empty = {
        f"v:{cell.name}": "0"
        for row in rows
        if str(row.dossier.pk) == dossier
        for cell in row.cells
        if cell.open and cell.column.counts_events and not posted.get(f"v:{cell.name}", "").strip()
    }
    return {**posted, **empty}


def overtaken(rows: Iterable[EntryRow], posted: Mapping[str, str]) -> dict[str, Problem]:
    """The typed cells whose value somebody changed since it was seen, by cell name, each with both values.

    `rows` are read anew: a form that shows them carries what stands now as seen, so that whoever saves once more does so
    knowing both.
    """
    found: dict[str, Problem] = {}
    for row in rows:
        for cell in row.cells:
            typed = text.squeeze(posted.get(f"v:{cell.name}", cell.shown))
            if cell.open and typed != cell.shown and posted.get(f"s:{cell.name}", "") != str(cell.value_id or ""):
                place = f"{row.dossier.unit_name}, {cell.column.title}"
                found[cell.name] = _overtaken(cell.shown, typed, place)
    return found


def _overtaken(standing: str, typed: str, place: str) -> Problem:
    now = f"Người khác vừa ghi “{standing}”" if standing else "Người khác vừa để trống ô này"
    mine = f"anh/chị nhập “{typed}”" if typed else "anh/chị để trống"
    return Problem("da_co_nguoi_sua", f"{now}; {mine}.", place, "Sửa lại, hoặc ghi lần nữa để giữ số của mình.")


def _cell(dossier: Dossier, cell: EntryCell, typed: str, seen: str) -> Cell:
    column = cell.column
    answer = read(
        column.figure.answer.value, typed, place=f"{dossier.unit_name}, {column.title}", choices=column.figure.choices
    )
    return Cell(dossier, column.figure.key, answer, previous=column.previous, seen=_seen(seen))


def _seen(sent: str) -> object:
    """The id of the value that stood in the cell. What is no id was seen by nobody and differs from every value."""
    try:
        return UUID(sent) if sent else None
    except ValueError:
        return sent
