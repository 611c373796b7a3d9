"""Official papers as DOCX: what the PDF says, editable, in one typeface, and nothing in them that runs."""

import io
import os
import re
import subprocess
import zipfile
from collections import Counter
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from binhyen.recognition.papers import RecognisedUnit, decision_document
from binhyen.rendering.documents import ILLUSTRATION_MARK, OfficialPaper, clean
from binhyen.rendering.docx import TYPEFACE, render
from binhyen.rendering.pdf import FONTS
from tests.unit.rendering.paper_builders import (
    EVERY_LETTER,
    MADE_AT,
    decision_pdf,
    make_content,
    make_rows,
    text_of,
)

LONG_NAME = ("Tổ dân phố Mẫu Nguyễn Khuyến phường Đường Trường Sơn kéo dài " * 4)[:200]
HOSTILE = [
    "=HYPERLINK(\"http://mau.example\")",
    "{{ 7*7 }} {% for x in y %}",
    "{ MERGEFIELD Ten } «Ten»",
    "DDEAUTO c:\\\\mau.exe",
    "../../etc/mau \\\\may\\mau",
    "</w:t><w:instrText>PAGE</w:instrText>",
    "&lt;&amp; <b>đậm</b>",
]  # fmt: skip


def decision_docx(**changes: object) -> bytes:
    return docx_of(decision_document(make_content(**changes)))


def docx_of(paper: OfficialPaper) -> bytes:
    return render(paper, made_at=MADE_AT)


def cells_of(content: bytes) -> list[tuple[str, ...]]:
    """The rows of the attached list, its head row left out."""
    table = docx.Document(io.BytesIO(content)).tables[-1]
    return [tuple(cell.text for cell in row.cells) for row in table.rows[1:]]


def words_in(content: bytes) -> Counter[str]:
    """Every word of the text, without margins."""
    document = docx.Document(io.BytesIO(content))
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return Counter(" ".join(texts).split())


def parts_of(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def test_the_word_document_says_what_the_pdf_says() -> None:
    pdf = Counter(" ".join(text_of(decision_pdf(illustrative=False))).split())
    assert words_in(decision_docx(illustrative=False)) == pdf


@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_in_a_word_document_stays_text(hostile: str) -> None:
    content = decision_docx(place=hostile, rows=(RecognisedUnit(name=hostile, kind_word="thôn", note=hostile),))
    assert cells_of(content) == [("1", hostile, "Thôn", hostile)]
    parts = parts_of(content)
    assert set(re.findall(r"<w:instrText[^>]*>([^<]*)", "".join(parts.values()))) == {"PAGE"}
    assert not any(word in text for text in parts.values() for word in ('TargetMode="External"', "hyperlink", "altChunk"))  # fmt: skip


def test_a_word_document_holds_no_macro_no_picture_and_nobody_but_the_issuer() -> None:
    content = decision_docx()
    assert {name.rsplit(".", 1)[-1] for name in parts_of(content)} == {"xml", "rels"}
    properties = docx.Document(io.BytesIO(content)).core_properties
    assert properties.author == properties.last_modified_by == "Ủy ban nhân dân xã Mẫu An Bình"
    assert properties.title.startswith("Quyết định Về việc công nhận")
    assert properties.comments == ""
    assert properties.created == MADE_AT


def test_every_style_of_a_word_document_names_one_typeface() -> None:
    fonts = re.findall(r"<w:rFonts[^>]*>", "".join(parts_of(decision_docx()).values()))
    assert {face for font in fonts for face in re.findall(r'"([^"]+)"', font)} == {TYPEFACE}


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_written_and_read_back(name: str) -> None:
    assert cells_of(decision_docx(rows=(RecognisedUnit(name=name, kind_word="thôn"),)))[0][1] == clean(name)


@pytest.mark.parametrize("count", [1, 5_000])
def test_each_row_of_a_list_is_written_once(count: int) -> None:
    document = parts_of(decision_docx(rows=make_rows(count)))["word/document.xml"]
    assert document.count("Thôn Mẫu ") == count
    assert document.count("<w:tblHeader/>") == 1
    assert document.count("<w:cantSplit/>") == count + 1 + 3, "rows of the list, its head, and three of the page frame"


def test_an_illustrative_word_document_says_so_in_each_lower_margin_and_a_real_one_never() -> None:
    footers = [text for name, text in parts_of(decision_docx()).items() if "footer" in name]
    assert len(footers) == 2, "of first pages and of the others"
    assert all(ILLUSTRATION_MARK in text for text in footers)
    assert not any("MINH HOẠ" in text for text in parts_of(decision_docx(illustrative=False)).values())


def test_the_same_paper_gives_the_same_word_document() -> None:
    assert decision_docx() == decision_docx()


@pytest.mark.needs("soffice", "pdftotext", "pdffonts", "fc-match")
def test_libreoffice_opens_it_and_keeps_pages_rows_and_typeface(tmp_path: Path) -> None:
    rows = (
        RecognisedUnit(name=EVERY_LETTER, kind_word="thôn"),
        RecognisedUnit(name=LONG_NAME, kind_word="tổ dân phố", note=LONG_NAME),
        *make_rows(60),
    )
    pdf = as_pdf(decision_docx(rows=rows), tmp_path)
    pages = text_of(pdf.read_bytes())
    assert len(pages) == 4, "the decision, and a list of three pages"
    assert all("STT Tên đơn vị Loại đơn vị Ghi chú" in page for page in pages[1:])
    assert all(ILLUSTRATION_MARK in page for page in pages)
    assert [page[0] for page in pages[1:]] == ["D", "2", "3"], "numbers from the second page of the list"
    assert EVERY_LETTER in "".join(pages).replace(" ", "")
    table = subprocess.run(["pdffonts", pdf], capture_output=True, check=True, text=True).stdout.splitlines()[2:]
    assert {line.split()[0].split("+")[-1].split("-")[0] for line in table} == {"Tinos"}


def as_pdf(content: bytes, folder: Path) -> Path:
    """Converted by LibreOffice, to which Times New Roman is lent the shapes of Tinos, and no other typeface."""
    (folder / "fonts.conf").write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{FONTS}</dir><cachedir>{folder / 'cache'}</cachedir>"
        f'<alias binding="same"><family>{TYPEFACE}</family><prefer><family>Tinos</family></prefer></alias>'
        "</fontconfig>"
    )
    paper = folder / "paper.docx"
    paper.write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, paper]
    environment = {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")}
    subprocess.run(command, check=True, capture_output=True, env=environment, timeout=120)
    return folder / "paper.pdf"
