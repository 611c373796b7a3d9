"""Files of open data. They are for everybody and say so to caches; nothing in them depends on who asks."""

import json
from datetime import date
from decimal import Decimal

from django.http import HttpResponse

from binhyen.portal.selectors.open_data import TABLES
from binhyen.portal.selectors.open_tables import Table
from binhyen.sheets.writing import Cell, csv_file

_TEN_MINUTES = 600


def csv_of(table: Table) -> HttpResponse:
    """The table as CSV that Excel opens: UTF-8 with a mark in front, commas, ISO days, a decimal point."""
    content = csv_file([column.name for column in table.columns], table.rows())
    return _answer(content, "text/csv; charset=utf-8", f"{table.name}.csv")


def json_of(table: Table) -> HttpResponse:
    """The table as JSON: its name and a list of objects; an empty cell is null."""
    names = [column.name for column in table.columns]
    rows = [dict(zip(names, map(_plain, cells), strict=True)) for cells in table.rows()]
    return _json({"table": table.name, "rows": rows}, f"{table.name}.json")


def dictionary() -> HttpResponse:
    """What every column of every table means."""
    tables = [
        {
            "table": table.name,
            "title": table.title,
            "about": table.about,
            "columns": [{"name": each.name, "form": each.form, "meaning": each.meaning} for each in table.columns],
        }
        for table in TABLES.values()
    ]
    return _json({"tables": tables}, "tu-dien.json")


def _plain(cell: Cell) -> object:
    if isinstance(cell, Decimal):
        return int(cell) if cell == int(cell) else str(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return None if cell == "" else cell


def _json(content: object, file_name: str) -> HttpResponse:
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return _answer(text.encode(), "application/json; charset=utf-8", file_name)


def _answer(content: bytes, content_type: str, file_name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{file_name}"'
    answer["Cache-Control"] = f"public, max-age={_TEN_MINUTES}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
