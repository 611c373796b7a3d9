"""Formula, template and path tricks in any text do nothing: one test per writer, on the paper that cancels."""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest
from docx import Document

from binhyen.recognition.papers import RecognisedUnit, list_sheet
from binhyen.recognition.papers_cancellation import CancellationContent, cancellation_document
from binhyen.recognition.papers_certificates import Holder, certificates
from binhyen.rendering import certificates as certificate_writer
from binhyen.rendering import docx, pdf
from binhyen.sheets.writing import csv_file, workbook
from tests.unit.rendering.paper_builders import MADE_AT, make_content, make_rows, text_of

TRICKS = (
    "=1+1", "@SUM(A1:A9)", "=cmd|'/C calc'!A0", "{{ 7*7 }}{% for x in y %}", "#panic() #read(\"typeset.typ\")",
    "$x^2$ *đậm* _nghiêng_", "../../../etc/mau", "..\\..\\mau.exe", "\\u{41} \\#", "</w:t><w:instrText>PAGE</w:instrText>",
    "<script>alert(1)</script> &lt;",
)  # fmt: skip


def hostile(trick: str) -> CancellationContent:
    """A cancellation in which everything that people can type is the trick."""
    name = f"{trick} Mẫu"
    said = make_content(
        rows=(RecognisedUnit(name=name, kind_word="thôn"), *make_rows(1)), programme_name=name, bases=(name,)
    )
    return CancellationContent(
        said=said, number="112/QĐ-UBND", signed_on=date(2021, 12, 5), rows=said.rows[:1], reason=name, found_in=name,
        signatory_title="Chủ tịch", issued_year=2022,
    )  # fmt: skip


def without_spaces(text: str) -> str:
    return "".join(text.split()).replace("\u200b", "")


def in_pdf(trick: str) -> str:
    return " ".join(text_of(pdf.render(cancellation_document(hostile(trick)), made_at=MADE_AT)))


def in_certificate(trick: str) -> str:
    made = certificates(hostile(trick).said, [Holder(name=f"{trick} Mẫu", level_name=f"{trick} Mẫu")])
    return " ".join(text_of(certificate_writer.render(made, made_at=MADE_AT)))


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("write", [in_pdf, in_certificate], ids=["pdf", "certificate"])
def test_a_printed_paper_shows_the_trick_as_it_was_typed(write: Callable[[str], str], trick: str) -> None:
    assert without_spaces(f"{trick} Mẫu") in without_spaces(write(trick))


@pytest.mark.parametrize("trick", TRICKS)
def test_a_word_document_holds_the_trick_as_text_and_nothing_that_runs(trick: str) -> None:
    content = docx.render(cancellation_document(hostile(trick)), made_at=MADE_AT)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body = package.read("word/document.xml").decode()
        assert not any(name.startswith(("/", "..")) or "\\" in name for name in package.namelist())
    document = docx_text(content)
    assert without_spaces(f"{trick} Mẫu") in without_spaces(document)
    assert body.count("<w:instrText") == body_of_harmless().count("<w:instrText")


def docx_text(content: bytes) -> str:
    opened = Document(io.BytesIO(content))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return " ".join([*(one.text for one in opened.paragraphs), *cells])


def body_of_harmless() -> str:
    content = docx.render(cancellation_document(hostile("Thôn")), made_at=MADE_AT)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read("word/document.xml").decode()


@pytest.mark.parametrize("trick", TRICKS)
def test_a_workbook_holds_the_trick_as_text(trick: str) -> None:
    content = workbook([list_sheet(cancellation_document(hostile(trick)))])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value and "Mẫu" in str(cell.value)]
    assert any(cell.value == f"{trick} Mẫu" for cell in cells)
    assert {cell.data_type for cell in cells} == {"s"}


@pytest.mark.parametrize("trick", TRICKS)
def test_a_csv_file_gives_a_spreadsheet_nothing_to_run(trick: str) -> None:
    rows = list(csv.reader(io.StringIO(csv_file([trick], [[trick, 1]]).decode("utf-8-sig"))))
    for cell in (rows[0][0], rows[1][0]):
        assert cell.removeprefix("'") == trick
        assert not cell.startswith(("=", "+", "-", "@"))
