"""Which cell formats of an .xlsx file show a share: a cell that shows "100%" holds the number 1."""

import re
import zipfile

_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s[^>]*>")
_CELL_FORMATS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_CELL_FORMAT = re.compile(rb"<(?:\w+:)?xf\s[^>]*>")
_NUMBER = re.compile(rb'\bnumFmtId="(\d+)"')
_CODE = re.compile(rb'\bformatCode="([^"]*)"')
_QUOTED = re.compile(rb"&quot;.*?&quot;|\\.")
_BUILT_IN = {9, 10}


def percent_formats(archive: zipfile.ZipFile) -> frozenset[int]:
    """The numbers of the cell formats (the `s` of a cell) that show a share."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    styles = archive.read("xl/styles.xml")
    shares = _BUILT_IN | {number for tag in _FORMAT.findall(styles) if (number := _share(tag)) is not None}
    formats = _CELL_FORMATS.search(styles)
    tags = _CELL_FORMAT.findall(formats[0]) if formats else []
    found = (_NUMBER.search(tag) for tag in tags)
    return frozenset(at for at, number in enumerate(found) if number and int(number[1]) in shares)


def _share(tag: bytes) -> int | None:
    number, code = _NUMBER.search(tag), _CODE.search(tag)
    # A sign in quotes or behind a backslash is only text: the number stays as it is.
    return int(number[1]) if number and code and b"%" in _QUOTED.sub(b"", code[1]) else None
