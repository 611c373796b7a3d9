"""Which files may prove something, told from their content: names lie.

Nothing is unpacked or executed here; a file is looked at by its first bytes and, where it is a ZIP, by the names in it.
"""

import io
import zipfile
from dataclasses import dataclass

_OFFICE = "application/vnd.openxmlformats-officedocument"
_MACROS = ("vbaProject.bin", "/activeX/", "Scripts/", "Basic/")


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that is taken in. Only what a browser shows without running anything is `shown` in place."""

    name: str
    suffix: str
    content_type: str
    shown: bool = False


PDF = Format("PDF", ".pdf", "application/pdf", shown=True)
PNG = Format("ảnh PNG", ".png", "image/png", shown=True)
JPEG = Format("ảnh JPEG", ".jpg", "image/jpeg", shown=True)
DOCX = Format("Word (.docx)", ".docx", f"{_OFFICE}.wordprocessingml.document")
XLSX = Format("Excel (.xlsx)", ".xlsx", f"{_OFFICE}.spreadsheetml.sheet")
ODT = Format("OpenDocument (.odt)", ".odt", "application/vnd.oasis.opendocument.text")
FORMATS = (PDF, PNG, JPEG, DOCX, XLSX, ODT)
# A paper that was put through a scanner, or before a telephone's camera.
SCANS = tuple(known for known in FORMATS if known.shown)


def format_of(content: bytes) -> Format | None:
    """The format of a file's content; None for everything that is not taken in, macros included."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    return _format_of_zip(content) if content.startswith(b"PK\x03\x04") else None


def _format_of_zip(content: bytes) -> Format | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return None
    if any(mark in name for name in names for mark in _MACROS):
        return None
    if "word/document.xml" in names:
        return DOCX
    if "xl/workbook.xml" in names:
        return XLSX
    # The OpenDocument standard has the type stand first and uncompressed, so that it can be read without unpacking.
    return ODT if content[30:].startswith(b"mimetype" + ODT.content_type.encode()) else None


def shown_in_browser(content_type: str) -> bool:
    """Whether a browser may show it in place; anything else is only ever downloaded."""
    return any(known.shown and known.content_type == content_type for known in FORMATS)
