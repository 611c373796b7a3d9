"""Official papers as DOCX, for those who must edit them: the same parts, order and words as the PDF.

Only text is written. Nothing in a paper becomes a field, a link, a macro or a template; the one field is the number
of the page. The typeface is Times New Roman by name: Windows has it, and Tinos has its measures.
"""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from math import ceil
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.section import _Footer, _Header
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from binhyen.rendering import wordml
from binhyen.rendering.annexes import Annex, Heading, Item, Part
from binhyen.rendering.documents import (
    ILLUSTRATION_MARK,
    AttachedList,
    Column,
    Letterhead,
    OfficialPaper,
    Signature,
    Table,
    clean,
)
from binhyen.rendering.documents import Paragraph as PaperParagraph

TYPEFACE = "Times New Roman"
_TEXT_WIDTH = 160  # millimetres between the margins
_HEAD_WIDTHS = (66, 94)
_FOOT_WIDTHS = (78, 82)
_ISSUER_RULE, _MOTTO_RULE, _TITLE_RULE = 22, 58, 50  # millimetres; the second is as long as the motto
_ABOVE_FOOT = Pt(12)
_ROOM_TO_SIGN = Mm(26)
_LETTER = 2.15  # millimetres that a bold letter of 14 points takes on average
_LONGEST_PROPERTY = 255
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
Holder = Document | _Cell | _Header | _Footer


def render(paper: OfficialPaper, *, made_at: datetime) -> bytes:
    """The paper as a Word document on A4. `made_at` stands in the file's properties only.

    The same data and instant give the same bytes.
    """
    document = docx.Document(io.BytesIO(wordml.empty_document()))
    _describe(document, paper, made_at)
    _margins(document, ILLUSTRATION_MARK if paper.illustrative else "")
    _letterhead(document, paper.letterhead, paper.regarding)
    _titles(document, paper)
    _text(document, paper)
    _foot(document, paper)
    for attached in paper.attachments:
        _attach(document, attached)
    made = io.BytesIO()
    document.save(made)
    return wordml.dated(made.getvalue(), made_at)


def render_annex(annex: Annex, *, made_at: datetime) -> bytes:
    """An annex as a Word document on A4, with its foot on every page. The same data and instant, the same bytes."""
    document = docx.Document(io.BytesIO(wordml.empty_document()))
    _properties(document, f"{annex.title} {annex.subtitle}", annex.issuer, made_at)
    _annex_margins(document, annex)
    _line(document, "PaperTitle", annex.title.upper())
    _balance(_line(document, "PaperTitle", annex.subtitle))
    _line(document, "PaperTitle", annex.reference, italic=True, size=13).runs[0].bold = False
    _rule(document, _TEXT_WIDTH, _TITLE_RULE)
    _line(document, "Normal", "", size=6)
    for part in annex.parts:
        _annex_part(document, part)
    made = io.BytesIO()
    document.save(made)
    return wordml.dated(made.getvalue(), made_at)


def _describe(document: Document, paper: OfficialPaper, made_at: datetime) -> None:
    _properties(document, paper.title, " ".join(paper.letterhead.issuer), made_at)


def _properties(document: Document, title: str, issuer: str, made_at: datetime) -> None:
    """Whose paper it is, and nothing of the machine or the program."""
    at = made_at.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    properties = document.core_properties
    properties.author = properties.last_modified_by = clean(issuer)[:_LONGEST_PROPERTY]
    properties.title = clean(title)[:_LONGEST_PROPERTY]
    properties.created = properties.modified = at
    properties.comments = ""
    properties.language = "vi-VN"


def _margins(document: Document, mark: str) -> None:
    """The number in the upper margin, not on a first page; the mark in the lower one, on every page."""
    section = document.sections[0]
    wordml.page_number(section.header.paragraphs[0])
    # Asked for, so that the first page has a header of its own, which stays empty.
    section.first_page_header.is_linked_to_previous = False
    for footer in (section.footer, section.first_page_footer):
        paragraph = footer.paragraphs[0]
        if mark:
            paragraph.add_run(mark)
            paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(46)
            wordml.border(paragraph, "top", "left", "bottom", "right", space=3)


def _letterhead(document: Document, head: Letterhead, regarding: str) -> None:
    table = document.add_table(rows=2, cols=2)
    wordml.set_widths(table, _HEAD_WIDTHS, ruled=False)
    left, right = table.rows[0].cells
    if head.superior:
        _line(left, "PaperHead", head.superior.upper())
    for line in head.issuer:
        _line(left, "PaperHead", line.upper(), bold=True)
    _rule(left, _HEAD_WIDTHS[0], _ISSUER_RULE)
    _line(right, "PaperHead", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, size=12.5)
    _line(right, "PaperHead", "Độc lập - Tự do - Hạnh phúc", bold=True, size=13.5)
    _rule(right, _HEAD_WIDTHS[1], _MOTTO_RULE)
    number, place = table.rows[1].cells
    _line(number, "PaperHead", head.number_line).paragraph_format.space_before = Pt(9)
    if regarding:
        _line(number, "PaperHead", regarding, size=12)
    _line(place, "PaperHead", head.place_line, italic=True, size=13.5).paragraph_format.space_before = Pt(9)


def _titles(document: Document, paper: OfficialPaper) -> None:
    if paper.kind:
        _line(document, "PaperTitle", paper.kind.upper()).paragraph_format.space_before = Pt(20)
        _balance(_line(document, "PaperTitle", paper.summary))
        _rule(document, _TEXT_WIDTH, _TITLE_RULE)
    if paper.authority:
        _line(document, "PaperCommand", paper.authority.upper())
    else:
        _line(document, "Normal", "", size=6)
    _addressees(document, paper.addressees)


def _addressees(document: Document, names: Sequence[str]) -> None:
    if len(names) == 1:
        paragraph = _line(document, "PaperAddressee", f"Kính gửi: {names[0]}")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(8)
        return
    for at, line in enumerate(["Kính gửi:", *_ended([f"- {name}" for name in names])] if names else []):
        _line(document, "PaperAddressee", line).paragraph_format.left_indent = Mm(33 if at else 25)


def _text(document: Document, paper: OfficialPaper) -> None:
    for basis in _ended(paper.bases):
        _line(document, "PaperBasis", basis)
    if paper.command:
        _line(document, "PaperCommand", paper.command.upper())
    for at, part in enumerate(paper.body, start=1):
        if isinstance(part, Table):
            _table(document, part.columns, part.rows)
        else:
            # The last paragraph stays with the signature, a heading with its text.
            _paragraph(document, part, keep=at == len(paper.body) or not part.text)


def _ended(lines: Sequence[str]) -> list[str]:
    """Lines of an enumeration: semicolons, and a full stop at the end."""
    return [f"{line}{'.' if at == len(lines) else ';'}" for at, line in enumerate(lines, start=1)]


def _paragraph(document: Document, part: PaperParagraph, *, keep: bool) -> None:
    paragraph = _line(document, "PaperBody", part.lead, bold=True) if part.lead else _line(document, "PaperBody", "")
    if part.text:
        paragraph.add_run(f" {clean(part.text)}" if part.lead else clean(part.text))
    paragraph.paragraph_format.keep_with_next = keep or None


def _foot(document: Document, paper: OfficialPaper) -> None:
    if paper.co_signatures:
        _signatures(document, [*paper.co_signatures, paper.signature])
        if paper.recipients:
            _line(document, "Normal", "")
            _recipients(document, paper.recipients)
        return
    table = document.add_table(rows=1, cols=2)
    wordml.set_widths(table, _FOOT_WIDTHS, ruled=False)
    left, right = table.rows[0].cells
    if paper.recipients:
        _recipients(left, paper.recipients)
    _signature(right, paper.signature)


def _signatures(document: Document, all_of_them: Sequence[Signature]) -> None:
    """Two in a row."""
    table = document.add_table(rows=(len(all_of_them) + 1) // 2, cols=2)
    wordml.set_widths(table, (_TEXT_WIDTH / 2, _TEXT_WIDTH / 2), ruled=False)
    cells = [cell for row in table.rows for cell in row.cells]
    for cell, signature in zip(cells, all_of_them, strict=False):
        _signature(cell, signature)


def _recipients(holder: Holder, recipients: Sequence[str]) -> None:
    head = _line(holder, "PaperRecipient", "Nơi nhận:", bold=True, italic=True, size=12)
    head.paragraph_format.space_before = _ABOVE_FOOT
    for recipient in _ended([f"- {name}" for name in recipients]):
        _line(holder, "PaperRecipient", recipient)


def _signature(cell: _Cell, signature: Signature) -> None:
    lines = [_line(cell, "PaperSignature", line.upper()) for line in (*signature.forms, signature.title)]
    lines[0].paragraph_format.space_before = _ABOVE_FOOT
    lines[-1].paragraph_format.space_after = _ROOM_TO_SIGN
    _line(cell, "PaperSignature", signature.name)


def _attach(document: Document, attached: AttachedList) -> None:
    # A section of its own: it counts its pages itself, and its first page has no number.
    document.add_section(WD_SECTION.NEW_PAGE)
    _line(document, "PaperTitle", attached.title.upper())
    _balance(_line(document, "PaperTitle", attached.subtitle))
    reference = _line(document, "PaperTitle", attached.reference, italic=True, size=13)
    reference.runs[0].bold = False
    _rule(document, _TEXT_WIDTH, _TITLE_RULE)
    _line(document, "Normal", "", size=6)
    _table(document, attached.columns, attached.rows)
    if attached.closing:
        _line(document, "Normal", attached.closing, italic=True).paragraph_format.space_before = Pt(8)


# ---------------------------------------------------------------- annexes


def _annex_margins(document: Document, annex: Annex) -> None:
    """The mark of a draft above, the foot and the number of the page below, on the first page too."""
    section = document.sections[0]
    for header in (section.header, section.first_page_header):
        if annex.mark:
            mark = _line(header, "Normal", annex.mark, bold=True, size=10)
            mark.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        header.is_linked_to_previous = False
    for footer in (section.footer, section.first_page_footer):
        *lines, last = annex.foot
        for line in lines:
            _line(footer, "Normal", line, size=8)
        wordml.page_number(_line(footer, "Normal", f"{last} · Trang "))
        wordml.border(footer.paragraphs[0], "top", space=2)
        for run in footer.paragraphs[-1].runs:
            run.font.size = Pt(8)


def _annex_part(document: Document, part: Part) -> None:
    match part:
        case Heading(text=text, rank=rank):
            heading = _line(document, f"Heading{rank}", text)
            heading.paragraph_format.keep_with_next = True
        case Item():
            _item(document, part)
        case Table(columns=columns, rows=rows):
            _table(document, columns, rows)
        case _:
            _paragraph(document, part, keep=False)


def _item(document: Document, item: Item) -> None:
    """The code hangs before the words; what is said under an item stands under its words."""
    left, room = item.depth * 7, max(9, 3 + len(item.code) * 2.4)
    lines = [("", f"{item.code}.\t{clean(item.text)}"), *item.lines]
    for at, (label, text) in enumerate(lines):
        paragraph = document.add_paragraph()
        paragraph._p.style = "Normal"
        shape = paragraph.paragraph_format
        shape.left_indent, shape.first_line_indent = Mm(left + room), Mm(0 if at else -room)
        shape.tab_stops.add_tab_stop(Mm(left + room))
        shape.space_before = Pt(3 if at else 6)
        shape.keep_with_next = at + 1 < len(lines) or None
        if label:
            paragraph.add_run(f"{clean(label)}: ").italic = True
        paragraph.add_run(clean(text) if label else text).bold = not at and not item.depth
        for run in paragraph.runs if at else ():
            run.font.size = Pt(11.5)


def _table(document: Document, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=2 if rows else 1, cols=len(columns))
    wordml.set_widths(table, _widths(columns), ruled=True)
    wordml.repeat_row(table)
    for cell, column in zip(table.rows[0].cells, columns, strict=True):
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        _line(cell, "PaperTableHead", column.title)
    if rows:
        for cell, column in zip(table.rows[1].cells, columns, strict=True):
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            _line(cell, "PaperTable", "x").alignment = _ALIGN[column.align]
        wordml.fill_rows(table, [[clean(text) for text in row] for row in rows])
    # Word joins tables that touch, and wants a paragraph after the last.
    _line(document, "Normal", "", size=4)


def _widths(columns: Sequence[Column]) -> list[float]:
    """Millimetres: what is not given shares what is left."""
    left = _TEXT_WIDTH - sum(column.width or 0 for column in columns)
    sharing = sum(column.width is None for column in columns)
    return [left / sharing if column.width is None else column.width for column in columns]


def _line(holder: Holder, style: str, text: str, **look: Any) -> Paragraph:
    """One paragraph with one run, in a style and with what differs from it: bold, italic, size in points."""
    blank = not isinstance(holder, Document) and len(holder.paragraphs) == 1 and not holder.paragraphs[0].runs
    paragraph = holder.paragraphs[0] if blank else holder.add_paragraph()
    paragraph._p.style = style
    run = paragraph.add_run(clean(text))
    for name, value in look.items():
        setattr(run.font, name, Pt(value) if name == "size" else value)
    return paragraph


def _balance(paragraph: Paragraph) -> None:
    """Indents that let a title break into lines of like length, told from the number of its letters."""
    length = len(paragraph.text) * _LETTER
    lines = ceil(length / _TEXT_WIDTH)
    spare = _TEXT_WIDTH - length / lines * 1.15 if lines > 1 else 0
    if spare > 0:
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(spare / 2)


def _rule(holder: Holder, room: float, width: float) -> None:
    """A centred line of `width` in `room`, both in millimetres: an empty paragraph with a border above it."""
    paragraph = _line(holder, "PaperRule", "")
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm((room - width) / 2)
    wordml.border(paragraph, "top")
