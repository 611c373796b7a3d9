"""What a file is, told from its first bytes: names lie, and people rename."""

import io
import zipfile
from enum import Enum, auto
from pathlib import PurePath

from binhyen.kernel.errors import InputProblems
from binhyen.sheets import problems
from binhyen.sheets.limits import Limits

_TABLE_SUFFIXES = {".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ""}
_MACRO_SUFFIXES = {".xlsm", ".xltm", ".xlam"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_FILES = (
    (b"\x89PNG", "ảnh PNG"),
    (b"\xff\xd8\xff", "ảnh JPEG"),
    (b"GIF8", "ảnh GIF"),
    (b"%PDF", "tệp PDF"),
    (b"{\\rtf", "tệp văn bản RTF"),
    (b"Rar!", "tệp nén RAR"),
    (b"7z\xbc\xaf", "tệp nén 7z"),
    (b"\x1f\x8b", "tệp nén gzip"),
    (b"PAR1", "tệp Parquet"),
    (b"SQLite format 3", "cơ sở dữ liệu SQLite"),
)
_OLE_WORKBOOK_STREAMS = ("Workbook", "Book")


class Form(Enum):
    """The forms of table that we read."""

    TEXT = auto()
    XLSX = auto()
    XLS = auto()
    ODS = auto()


def form_of(content: bytes, *, filename: str, limits: Limits) -> Form:
    """Which form the content has. Raises InputProblems for everything that is no table or hides one."""
    suffix = PurePath(filename).suffix.lower()
    if suffix in _MACRO_SUFFIXES:
        raise problems.macros()
    if not content.strip():
        raise problems.empty()
    if content.startswith(b"PK\x03\x04"):
        return _form_of_zip(content, limits)
    if content.startswith(_OLE):
        return _form_of_ole(content)
    for magic, what in _OTHER_FILES:
        if content.startswith(magic):
            raise problems.no_table(what)
    return _form_of_text(content, suffix)


def _form_of_zip(content: bytes, limits: Limits) -> Form:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise problems.broken() from error
    if sum(sizes.values()) > limits.unpacked_bytes:
        raise problems.unpacks_too_large(limits)
    return _form_of_names(set(sizes))


def _form_of_names(names: set[str]) -> Form:
    if "xl/vbaProject.bin" in names:
        raise problems.macros()
    if "xl/workbook.xml" in names:
        return Form.XLSX
    if "word/document.xml" in names:
        raise problems.no_table("tệp Word")
    if "ppt/presentation.xml" in names:
        raise problems.no_table("tệp trình chiếu")
    if "content.xml" in names:
        return Form.ODS
    raise problems.no_table("tệp nén")


def _form_of_ole(content: bytes) -> Form:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise problems.password()
    if any(name.encode("utf-16-le") in content for name in _OLE_WORKBOOK_STREAMS):
        return Form.XLS
    raise problems.no_table("tệp Word hoặc tệp Office cũ")


def _form_of_text(content: bytes, suffix: str) -> Form:
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise _page_named_as_workbook()
    if not content.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\x00" in content:
        raise problems.no_table("tệp nhị phân")
    if suffix not in _TABLE_SUFFIXES:
        raise problems.no_table(f"tệp {suffix}")
    return Form.TEXT


def _page_named_as_workbook() -> InputProblems:
    # Many reporting systems hand out an HTML page under the name of an .xls file; Excel opens it, we do not guess.
    return problems.refuse(
        "trang_web", "Tệp này là một trang web được đặt tên như bảng tính.", cure=problems.SAVE_AS_XLSX
    )
