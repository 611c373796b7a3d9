"""What an attached file is, told from its content."""

import io
import zipfile

import pytest

from binhyen.papers.formats import DOCX, JPEG, ODT, PDF, PNG, XLSX, Format, format_of, shown_in_browser


def make_zip(*names: str, first: tuple[str, str] | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        if first:
            archive.writestr(*first)
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%PDF-1.7\n", PDF),
        (b"\x89PNG\r\n\x1a\n", PNG),
        (b"\xff\xd8\xff\xe0", JPEG),
        (make_zip("[Content_Types].xml", "word/document.xml"), DOCX),
        (make_zip("[Content_Types].xml", "xl/workbook.xml"), XLSX),
        (make_zip("content.xml", first=("mimetype", ODT.content_type)), ODT),
    ],
)
def test_a_known_file_is_told_from_its_content(content: bytes, expected: Format) -> None:
    assert format_of(content) is expected


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00",
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'>",
        b"PK\x03\x04 torn",
        make_zip("readme.txt"),
        make_zip("word/document.xml", "word/vbaProject.bin"),
        make_zip("xl/workbook.xml", "xl/activeX/activeX1.bin"),
        make_zip("Basic/Standard/Module1.xml", first=("mimetype", ODT.content_type)),
    ],
)
def test_anything_else_and_anything_with_macros_is_unknown(content: bytes) -> None:
    assert format_of(content) is None


def test_only_pdf_and_images_are_shown_in_the_browser() -> None:
    assert [shown_in_browser(kind.content_type) for kind in (PDF, PNG, JPEG, DOCX, XLSX, ODT)] == [True] * 3 + [
        False
    ] * 3
    assert not shown_in_browser("text/html")
