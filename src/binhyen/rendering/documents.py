"""An official paper as plain data, in the parts that Nghị định 30/2020/NĐ-CP (Phụ lục I) gives it.

Every text here is text: a writer never reads it as markup, a formula or code. White space is squeezed, characters
that cannot be seen or that turn the direction of writing are dropped, so that what a reader sees is what is there.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from binhyen.kernel.text import NBSP, day_in_words, number

# Room that the registry clerk fills by hand or stamp.
BLANK_NUMBER = NBSP * 10
BLANK_DAY = NBSP * 6
# Room that whoever completes a draft writes into.
BLANK = "…………"
BLANK_LINE = "……………………………………"
ILLUSTRATION_MARK = "MINH HOẠ – không có giá trị pháp lý"

_COMMITTEE = "ủy ban nhân dân"
_SPACES = re.compile(r"[ \t\n\r\v\f]+")
_UNSEEN = ("Cc", "Cf", "Co", "Cs")

Align = Literal["left", "center", "right"]


def clean(text: str) -> str:
    """`text` as it may stand on paper: NFC, single spaces, nothing unseen (controls, direction marks).

    Runs of no-break spaces stay: they are the room left for a number or a date.
    """
    spaced = _SPACES.sub(" ", text)
    seen = "".join(char for char in spaced if unicodedata.category(char) not in _UNSEEN and not _is_nothing(char))
    return unicodedata.normalize("NFC", seen).strip(" ")


def _is_nothing(char: str) -> bool:
    """Code points that Unicode keeps free for ever; a file of XML may not hold some of them."""
    return ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF


def issuer_lines(body: str) -> tuple[str, ...]:
    """A People's Committee is written on two lines, the words and whose it is; another body on one."""
    if body.lower().startswith(f"{_COMMITTEE} "):
        return body[: len(_COMMITTEE)], body[len(_COMMITTEE) + 1 :]
    return (body,)


def counted(count: int) -> str:
    """A count as papers write it: a zero before numbers under ten, so that no digit can be put in front."""
    return f"{count:02d}" if count < 10 else number(count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """The top of the first page: who issues, under which symbol, where and when.

    `issuer` holds the lines as they are to be broken ("ỦY BAN NHÂN DÂN", "XÃ MẪU"); `superior` is empty for People's
    Committees. `number` and `day` stay empty on a draft: the registry gives them. Without a `symbol` the paper has no
    line for a number: a thôn, a tổ dân phố, a tổ liên gia keeps no register.
    """

    issuer: tuple[str, ...]
    symbol: str
    place: str
    year: int
    superior: str = ""
    number: str = ""
    day: date | None = None

    @property
    def number_line(self) -> str:
        """ "Số: 01/QĐ-UBND", or the same with room for the number; empty where there is no register."""
        if not self.symbol:
            return ""
        return f"Số:{NBSP}{self.number or BLANK_NUMBER}/{self.symbol}"

    @property
    def date_words(self) -> str:
        """ "ngày 05 tháng 01 năm 2022", or the same with room for day and month."""
        return day_in_words(self.day) if self.day else f"ngày{BLANK_DAY}tháng{BLANK_DAY}năm{NBSP}{self.year}"

    @property
    def citation(self) -> str:
        """ "số 01/QĐ-UBND ngày 05 tháng 01 năm 2022": how an attached list names the paper it belongs to."""
        return f"số{NBSP}{self.number or BLANK_NUMBER}/{self.symbol} {self.date_words}"

    @property
    def place_line(self) -> str:
        """Place and date, as they stand under the national title."""
        return f"{self.place}, {self.date_words}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph of the body; `lead` stands bold before the text ("Điều 1.")."""

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signs: `forms` are the lines of authority ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"), `title` the office held.

    Between title and `name` there is room for hand, seal or the picture of a digital signature.
    """

    title: str
    forms: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of an attached list; `width` is in millimetres, None shares what is left."""

    title: str
    width: float | None = None
    align: Align = "left"


# The first column of a list: the running number.
NUMBER_COLUMN = Column(title="STT", width=13, align="center")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table among the paragraphs of the body."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        _refuse_ragged(self.columns, self.rows)


def _refuse_ragged(columns: tuple[Column, ...], rows: tuple[tuple[str, ...], ...]) -> None:
    for row in rows:
        if len(row) != len(columns):
            raise ValueError(f"a row has {len(row)} cells, the table has {len(columns)} columns")


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedList:
    """A list "kèm theo": it begins on a page of its own, numbers its pages itself and repeats its head row."""

    title: str
    subtitle: str
    reference: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    closing: str = ""

    def __post_init__(self) -> None:
        _refuse_ragged(self.columns, self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialPaper:
    """A whole paper. Parts that a kind of paper does not have stay empty (a report has no `authority`, no `bases`).

    `kind` and `summary` are the two title lines; `addressees` stand after "Kính gửi:"; `authority` is the line that
    names who decides; a letter (công văn) has no `kind`, its `summary` stands under the number after "V/v"; `command` stands between the bases and the body ("QUYẾT ĐỊNH:"). Where several sign, as under
    minutes and covenants, `co_signatures` stand before `signature`, two in a row, and recipients below them.
    `illustrative` papers say on each page that they prove nothing.
    """

    letterhead: Letterhead
    kind: str
    summary: str
    body: tuple[Paragraph | Table, ...]
    recipients: tuple[str, ...]
    signature: Signature
    addressees: tuple[str, ...] = ()
    authority: str = ""
    bases: tuple[str, ...] = ()
    co_signatures: tuple[Signature, ...] = ()
    command: str = ""
    attachments: tuple[AttachedList, ...] = ()
    illustrative: bool = False

    @property
    def title(self) -> str:
        """What the file is called in its properties: "Quyết định Về việc …", "Công văn V/v …"."""
        return f"{self.kind} {self.summary}" if self.kind else f"Công văn {self.regarding}"

    @property
    def regarding(self) -> str:
        """ "V/v đôn đốc …" of a letter; empty for papers whose kind is their title."""
        return "" if self.kind else f"V/v {self.summary}"
