"""Ranges pasted from a spreadsheet: tabs between cells, line breaks between rows, quotes around cells with either."""

from binhyen.sheets.delimited import cells_of_text
from binhyen.sheets.legacy import refuse_legacy
from binhyen.sheets.limits import DEFAULT_LIMITS, Limits
from binhyen.sheets.refusals import refuse_classified
from binhyen.sheets.table import Table, table_from_cells


def read_cells(text: str, *, limits: Limits = DEFAULT_LIMITS) -> tuple[tuple[str, ...], ...]:
    """The pasted cells as they stand, without looking for a header; empty rows stay, so that positions count."""
    rows = cells_of_text(text.lstrip("\ufeff"), limits, delimiter="\t")
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return tuple(tuple(cell.strip() for cell in row or [""]) for row in rows)


def read_paste(text: str, *, limits: Limits = DEFAULT_LIMITS) -> Table:
    """A pasted range whose first full row is its header. Raises InputProblems when there is nothing in it."""
    cells = read_cells(text, limits=limits)
    refuse_legacy(cells)
    return refuse_classified(table_from_cells(cells), cells)
