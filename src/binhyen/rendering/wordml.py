"""Pieces of WordprocessingML that python-docx has no words for, and our own empty document to begin from.

python-docx's empty document names the program it was made with, holds a picture and hundreds of styles; ours holds
the few styles of an official paper (`templates/docx`).
"""

import io
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table
from docx.text.paragraph import Paragraph

_BASE = Path(__file__).parent / "templates" / "docx"
_PARTS = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "package_rels.xml",
    "word/document.xml": "document.xml",
    "word/_rels/document.xml.rels": "document_rels.xml",
    "word/styles.xml": "styles.xml",
    "word/settings.xml": "settings.xml",
}
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)  # a ZIP knows no day before
_TWIPS_PER_MM = 1440 / 25.4
_TEXT = qn("w:t")


@cache
def empty_document() -> bytes:
    """A document without content: A4, the margins of the decree, our styles."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, file in _PARTS.items():
            package.writestr(name, (_BASE / file).read_bytes())
    return made.getvalue()


def dated(package: bytes, made_at: datetime) -> bytes:
    """The same package with every part dated `made_at`, so that the same paper is the same file."""
    at = max(made_at.astimezone(UTC), _EARLIEST).timetuple()[:6]
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, at), old.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def element(tag: str, **attributes: str | int) -> Any:
    """`<w:tag w:name="value"/>`."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def twips(millimetres: float) -> int:
    """Twentieths of a point."""
    return round(millimetres * _TWIPS_PER_MM)


def border(paragraph: Paragraph, *sides: str, space: int = 0) -> None:
    """A thin line at these sides of the paragraph, `space` points away from its text."""
    borders = element("pBdr")
    for side in ("top", "left", "bottom", "right"):
        if side in sides:
            borders.append(element(side, val="single", sz=5, space=space, color="auto"))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
    )


def page_number(paragraph: Paragraph) -> None:
    """The field that Word fills with the number of the page."""
    for kind, words in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        if kind:
            run._r.append(element("fldChar", fldCharType=kind))
        else:
            instruction = element("instrText")
            instruction.text = words
            run._r.append(instruction)


def set_widths(table: Table, millimetres: Sequence[float], *, ruled: bool) -> None:
    """Columns of fixed width, in a table with lines or without; a row is never split over two pages."""
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    properties = table._tbl.tblPr
    properties.append(_table_borders() if ruled else element("tblBorders"))
    properties.append(_cell_margins(1.8 if ruled else 0))
    for column, width in zip(table.columns, millimetres, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(element("cantSplit"))
        for cell, width in zip(row.cells, millimetres, strict=True):
            cell.width = Mm(width)


def _table_borders() -> Any:
    borders = element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(element(side, val="single", sz=4, space=0, color="auto"))
    return borders


def _cell_margins(millimetres: float) -> Any:
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=twips(millimetres), type="dxa"))
    return margins


def repeat_row(table: Table) -> None:
    """The first row stands again on each page."""
    table.rows[0]._tr.get_or_add_trPr().append(element("tblHeader"))


def fill_rows(table: Table, rows: Sequence[Sequence[str]]) -> None:
    """Copies of the last row, one for each of `rows`, in its place: thousands of rows in well under a second.

    Every cell of that row must hold one run of text.
    """
    pattern = table.rows[-1]._tr
    for cells in rows:
        row = deepcopy(pattern)
        for place, text in zip(row.iter(_TEXT), cells, strict=True):
            place.text = text
        pattern.addprevious(row)
    pattern.getparent().remove(pattern)
