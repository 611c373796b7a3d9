"""Official papers as PDF: typst sets our template with Tinos and nothing else.

The data reaches typst as JSON and is placed as text, so no character of it can become code. Fonts of the machine
and those inside typst are left out, and falling back to another face is switched off: a paper has one typeface.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path

import typst

from binhyen.kernel.errors import InputProblems, Misconfigured, Problem
from binhyen.rendering.annexes import Annex
from binhyen.rendering.documents import ILLUSTRATION_MARK, OfficialPaper, clean

TYPEFACE = "Tinos"
FONTS = Path(__file__).parent / "fonts"
_TEMPLATES = Path(__file__).parent / "templates"
_FACES = {("normal", 400), ("normal", 700), ("italic", 400), ("italic", 700)}
# A word longer than this (a pasted address, a name without spaces) may break anywhere; no Vietnamese word is.
_OVERLONG = re.compile(r"[^\s]{25,}")
_NO_SUCH_LETTER = re.compile(r'the text `"(.+?)"` could not be displayed')
_BREAK_HERE = "\u200b"


def render(paper: OfficialPaper, *, made_at: datetime) -> bytes:
    """The paper as PDF/A-2u (made to be archived) on A4. `made_at` stands in the file's metadata only.

    The same data and instant give the same bytes.

    Raises InputProblems for a letter that the typeface does not have (an emoji in a name), Misconfigured when the
    typeface was not installed at set-up.
    """
    return typeset("official_paper.typ", {"paper": printable(asdict(paper) | _composed(paper))}, made_at=made_at)


def render_annex(annex: Annex, *, made_at: datetime) -> bytes:
    """An annex as PDF/A-2u on A4, with its foot on every page. Raises what `render` raises."""
    data = {**asdict(annex), "foot": ()}
    return typeset("annex.typ", {"annex": printable(data), "foot": [*map(clean, annex.foot)]}, made_at=made_at)


def typeset(template: str, data: Mapping[str, object], *, made_at: datetime, tagged: bool = True) -> bytes:
    """One of our templates, filled with data of the shapes that JSON knows, one `sys.inputs` for each of its keys.

    `tagged` PDFs tell screen readers what is what. Raises what `render` raises.
    """
    compiler = typst.Compiler(
        input=_TEMPLATES / template,
        root=_TEMPLATES,
        font_paths=_typeface(FONTS),
        ignore_system_fonts=True,
        sys_inputs={name: json.dumps(value, ensure_ascii=False) for name, value in data.items()},
    )
    try:
        made = compiler.compile(
            format="pdf", pdf_standards="a-2u", timestamp=made_at.replace(microsecond=0), pdf_tags=tagged
        )
    except typst.TypstError as error:
        _speak_of_letters(error)
        raise
    if not isinstance(made, bytes):
        raise TypeError("typst did not answer with one PDF")
    return made


def _speak_of_letters(error: typst.TypstError) -> None:
    """A letter that the typeface lacks is a problem of the input: an official paper must not print a box for it."""
    found = _NO_SUCH_LETTER.search(str(error))
    if found:
        letter = found.group(1)
        message = f"Phông chữ in văn bản không có ký tự “{letter}” (U+{ord(letter[0]):04X})."
        cure = "Tìm ký tự này trong tên đơn vị, ghi chú, nơi nhận và thay bằng chữ thường dùng."
        raise InputProblems(
            [Problem(code="ky_tu_khong_in_duoc", message=message, place="Văn bản", cure=cure)]
        ) from error


def _composed(paper: OfficialPaper) -> dict[str, object]:
    """The lines that are put together from several fields, so that every writer prints the same."""
    head = paper.letterhead
    return {
        "number_line": head.number_line,
        "place_line": head.place_line,
        "regarding": paper.regarding,
        "title": paper.title,
        "mark": ILLUSTRATION_MARK if paper.illustrative else "",
    }


def printable(value: object) -> object:
    """`value` with every text cleaned and breakable, in the shapes that JSON knows."""
    if isinstance(value, str):
        return _OVERLONG.sub(lambda word: _BREAK_HERE.join(word.group()), clean(value))
    if isinstance(value, dict):
        return {key: printable(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [printable(item) for item in value]
    return value if value is None or isinstance(value, bool | int | float) else str(value)


@cache
def _typeface(folder: Path) -> typst.Fonts:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    found = {(font.style.lower(), font.weight) for font in fonts.fonts() if font.family == TYPEFACE}
    if not found >= _FACES:
        raise Misconfigured(
            f"Thiếu phông chữ {TYPEFACE} (thường, đậm, nghiêng, đậm nghiêng) để in văn bản. "
            "Chạy lại `make run`, hoặc `.venv/bin/python scripts/assets.py`."
        )
    return fonts
