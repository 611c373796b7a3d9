"""What stands inside an .xlsx file before any of it becomes a table: its real size, its sheets and their parts."""

import re
import zipfile
from dataclasses import dataclass
from xml.parsers import expat

from binhyen.sheets import problems
from binhyen.sheets.limits import Limits

_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_CHUNK = 1 << 20
# What opening, listing and unpacking a damaged archive raises.
DAMAGED = (zipfile.BadZipFile, KeyError, NotImplementedError, EOFError, OSError, UnicodeDecodeError)


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One sheet: its name as people see it, the part of the archive that holds it, whether it is hidden."""

    name: str
    part: str
    is_hidden: bool


def check_real_size(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Raise InputProblems for a bomb: the parts' real sizes are counted, not the ones the archive claims."""
    total = 0
    for entry in archive.infolist():
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                total += len(chunk)
                if total > limits.unpacked_bytes:
                    raise problems.unpacks_too_large(limits)


def sheet_parts(archive: zipfile.ZipFile) -> tuple[SheetPart, ...]:
    """The sheets in the order of the workbook; those without a part are left out."""
    relations = {}
    for tag in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
        attributes = dict(_ATTRIBUTE.findall(tag.decode()))
        relations[attributes.get("Id", "")] = attributes.get("Target", "")
    found = []
    for tag in _SHEET.findall(archive.read("xl/workbook.xml")):
        attributes = dict(_ATTRIBUTE.findall(tag.decode()))
        target = next((relations.get(value, "") for key, value in attributes.items() if key.endswith(":id")), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in archive.namelist():
            is_hidden = attributes.get("state", "visible") != "visible"
            found.append(SheetPart(_unescaped(attributes.get("name", "")), part, is_hidden))
    return tuple(found)


def _unescaped(attribute: str) -> str:
    """An XML attribute as text, by the parser that knows every entity."""
    seen: list[str] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda _name, attributes: seen.append(attributes["v"])
    parser.Parse(f'<a v="{attribute}"/>', True)
    return seen[0]
