"""Columns and papers that are not taken in, found before anything is stored, described without quoting a cell.

A header gives its column away by its words, a column without a telling header by the pattern of its digits. What only
looks alike passes: tax codes, amounts, counts ("Số người nghiện ma túy"), the official telephone of a unit's head,
"đối tượng được phổ biến". Words are in `refusal_words`.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, zip_longest
from typing import NamedTuple

from binhyen.kernel import text
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.sheets import refusal_words as words
from binhyen.sheets.persons import names_a_person
from binhyen.sheets.refusal_cells import (
    FEWEST_CELLS,
    SMALLEST_SHARE,
    is_citizen_number,
    is_phone_number,
    refused_cells,
)
from binhyen.sheets.refusal_words import Category
from binhyen.sheets.table import Table

_TOKEN = re.compile(r"[^\W_]+|%")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_NUMBER = re.compile(r"[<>~≈]?\s*-?\d[\d.,\s]*%?(?:\s*(?:vụ|người|hộ|lượt|em|tin|đơn|cuộc))?", re.IGNORECASE)
_NOTHING = {"", "-", "không", "khong", "không có", "không phát sinh", "có", "chưa có", "x"}


class Word(NamedTuple):
    """A word as letters without tone, the tone, and both as they are searched: tuý and túy are one word."""

    letters: str
    tone: str
    folded: str


Words = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class RefusedColumn:
    """A column that is not stored. `position` counts within the table's columns, as `without_columns` wants it."""

    position: int
    letter: str
    category: str
    name: str
    place: str

    def problem(self) -> Problem:
        """What to tell the person: the column and what it holds, never its header or a cell."""
        return Problem(
            "cot_bi_tu_choi",
            f"Cột này chứa {self.name}; hệ thống không lưu loại thông tin này.",
            self.place,
            "Bỏ cột này rồi nhập tiếp; hệ thống chỉ cần số đếm và xác nhận ở cấp đơn vị.",
        )


def find_refused(
    table: Table, *, mapped: Collection[int] = (), named: Collection[int] = ()
) -> tuple[RefusedColumn, ...]:
    """The columns of a table that must not be stored, from left to right.

    `mapped` are the positions of columns that the person has matched to a figure holding numbers, `named` of those
    that name units: what only looks alike in cells is not looked for there, the headers are read all the same.
    """
    refused = []
    for position, column in enumerate(table.columns):
        values = [value for value in table.values(position) if value]
        category = _refused_header(column.header, values)
        if category is None and position not in mapped:
            category = _refused_cells(column.header, values, names_units=position in named)
        if category is not None:
            place = table.column_place(position)
            refused.append(RefusedColumn(position, column.letter, category.code, category.name, place))
    return tuple(refused)


def refused_header(header: str) -> str | None:
    """The code of the category that a header alone gives away, or None where it is harmless."""
    category = _refused_header(header, ())
    return category.code if category else None


def refused_text(typed: str, *, may_name: bool = False) -> str:
    """Why a line that somebody typed is not stored: a mark of secrecy, somebody's identity or mobile number, and,
    unless it `may_name` who reported, somebody's name. Empty when it may be. The text is not quoted."""
    if find_classified(typed):
        return "Có dấu chỉ độ mật; hệ thống không lưu nội dung mật."
    if names_a_person(typed) and not may_name:
        return "Có tên riêng của người; hệ thống chỉ ghi đơn vị và chức vụ."
    return refused_number(typed)


def refused_number(typed: str) -> str:
    """The same for somebody's number alone: a place may be called Mật Sơn."""
    if is_citizen_number(typed):
        return f"Có {words.IDENTITY.name}; hệ thống không lưu loại thông tin này."
    if is_phone_number(typed):
        return f"Có {words.PHONE.name}; hệ thống không lưu loại thông tin này."
    return ""


def refuse_classified(table: Table, cells: Sequence[Sequence[str]]) -> Table:
    """The table, unless it carries a mark of secrecy where papers carry it: in its name or above its rows.

    `cells` are those that the table was made from. Raises InputProblems.
    """
    head = cells[: table.rows[0].number - 1] if table.rows else cells
    refuse_classified_name(table.sheet, *(cell for row in head for cell in row if cell))
    return table


def refuse_classified_name(*texts: str) -> None:
    """Raise InputProblems when one of the texts, the name of a file for one, carries a mark of secrecy."""
    if any(find_classified(text) for text in texts):
        message = "Có dấu chỉ độ mật; hệ thống không nhận tài liệu mật. Chưa có gì được lưu."
        cure = "Không nhập tệp này; quản lý theo quy định về bảo vệ bí mật nhà nước."
        raise InputProblems([Problem("tai_lieu_mat", message, "tên tệp, tiêu đề", cure)])


def find_classified(title: str) -> bool:
    """Whether a paper's title, number or file name carries a mark of secrecy: MẬT, TỐI MẬT, TUYỆT MẬT.

    "Quy chế bảo vệ bí mật nhà nước" and "mật độ dân cư" carry none.
    """
    composed = unicodedata.normalize("NFC", title).replace("_", " ")
    return any(pattern.search(composed) for pattern in _SECRECY)


_SECRECY = (
    re.compile(r"(?<!\w)(?:tối|tuyệt)\s+mật(?!\w)", re.IGNORECASE),
    re.compile(r"(?<!\w)(?:TOI|TUYET)[\s-]+MAT(?!\w)"),
    re.compile(r"(?<!\w)(?<!BÍ )(?<!Bí )MẬT(?!\w)(?!\s+(?:ĐỘ|KHẨU|ONG|THIẾT|MÃ|THƯ|VỤ|DANH)(?!\w))"),
    re.compile(r"(?:độ\s+mật\s*:\s*mật|[(\[]\s*mật\s*[)\]]|^\s*mật\s*$)", re.IGNORECASE),
    re.compile(r"(?<!\w)đóng dấu\s+mật(?!\w)", re.IGNORECASE),
)


def _refused_header(header: str, values: Iterable[str]) -> Category | None:
    found = _without(_tokens(header), words.HARMLESS)
    of_papers = any(_contains(found, word) for word in words.PAPERS_AND_ACTS)
    for category in words.CATEGORIES:
        if of_papers and category.counted and category is not words.LOYALTY:
            continue
        if not _names(found, header, category) or _is_allowed(found, category):
            continue
        if _is_count(found, header, category):
            return category if _mostly_text(values) else None
        if category.counted and not category.is_number and _only_counts(values):
            return None
        return category
    return None


def _without(found: Words, phrases: Iterable[str]) -> Words:
    """The words that are left when harmless phrases are taken out."""
    for phrase in phrases:
        at = _place(found, phrase)
        if at is not None:
            found = found[:at] + found[at + len(_ours(phrase)) :]
    return found


def _names(found: Words, header: str, category: Category) -> bool:
    if any(_contains(found, word) for word in category.words):
        return True
    if any(_is_exactly(found, word) for word in category.alone):
        return True
    written = text.fold(header).split("_")
    return all(map(str.isalnum, written)) and not _joined_words(category).isdisjoint(written)


@cache
def _joined_words(category: Category) -> frozenset[str]:
    """The words as programs write them in headers: "hoten", "socccd_chuho"."""
    folded = [text.fold(word).replace(" ", "") for word in (*category.words, *category.alone)]
    return frozenset(word for word in (*folded, *(f"so{word}" for word in folded)) if len(word) > len("abc"))


def _is_allowed(found: Words, category: Category) -> bool:
    """Whether the words stand for a unit's office, or for "đối tượng" as everybody uses it."""
    if category in (words.PHONE, words.NAMES):
        return any(_contains(found, office) for office in words.OFFICES)
    if category is words.TARGET:
        return any(_contains(found, everyday) for everyday in words.EVERYDAY_TARGETS)
    return False


def _is_count(found: Words, header: str, category: Category) -> bool:
    if any(_starts(found, word) for word in words.NOT_COUNTS) or any(
        _is_exactly(found, word) for word in category.alone
    ):
        return False
    if header.lstrip().startswith("%") or _ends_in_unit(header):
        return True
    start = next((word for word in words.COUNT_STARTS if _starts(found, word)), None)
    if start is None:
        return False
    rest = found[len(start.split()) :]
    if start not in ("số", "tổng số", "sl", "tổng") or category.counted:
        return True
    if rest and rest[0] == _ours("số")[0]:
        rest = rest[1:]
    return any(_starts(rest, noun) for noun in words.COUNTABLE)


def _ends_in_unit(header: str) -> bool:
    return text.fold(header).endswith(_units())


@cache
def _units() -> tuple[str, ...]:
    """The units of measure as headers end in them."""
    folded = [text.fold(unit) for unit in words.UNITS_OF_MEASURE]
    return tuple(ending for unit in folded for ending in (f"({unit})", f"[{unit}]"))


def _mostly_text(values: Iterable[str]) -> bool:
    filled = [value for value in values if value]
    written = sum(1 for value in filled if not _is_counted(value))
    return written >= FEWEST_CELLS and written * SMALLEST_SHARE >= len(filled)


def _only_counts(values: Iterable[str]) -> bool:
    filled = [value for value in values if value]
    return bool(filled) and all(_is_counted(value) and value.casefold() != "x" for value in filled)


def _is_counted(value: str) -> bool:
    plain = value.strip().casefold()
    return plain in _NOTHING or _NUMBER.fullmatch(plain) is not None


def _refused_cells(header: str, values: Collection[str], *, names_units: bool) -> Category | None:
    found = _tokens(header)

    def says(phrases: Iterable[str]) -> bool:
        return any(_contains(found, phrase) for phrase in phrases)

    return refused_cells(
        values,
        is_office=says(words.OFFICES),
        is_place=names_units or says(words.UNITS_AND_PLACES),
        is_money=says(words.MONEY),
        is_code=says(words.CODES_OF_UNITS) or text.fold(header).replace("_", "") in words.JOINED_CODES,
        is_count=any(_starts(found, word) for word in words.COUNT_STARTS),
    )


def _tokens(phrase: str) -> Words:
    """The words of a phrase."""
    composed = unicodedata.normalize("NFC", phrase)
    humps = (" " if left.islower() and right.isupper() else "" for left, right in pairwise(composed))
    spread = "".join(char + space for char, space in zip_longest(composed, humps, fillvalue=""))
    return tuple(_split_tone(word) for word in _TOKEN.findall(spread.casefold()))


@cache
def _ours(phrase: str) -> Words:
    """`_tokens` of a phrase of our own; what somebody sent is remembered by nobody."""
    return _tokens(phrase)


def _split_tone(word: str) -> Word:
    decomposed = unicodedata.normalize("NFD", word)
    bare = unicodedata.normalize("NFC", "".join(char for char in decomposed if char not in _TONES))
    return Word(bare, "".join(char for char in decomposed if char in _TONES), text.fold(bare))


def _same(found: Word, wanted: Word) -> bool:
    """Whether this is the word, or the word as it is written without diacritics."""
    if found.folded != wanted.folded:
        return False
    return found == wanted or (not found.tone and found.letters.isascii() and found.letters == wanted.folded)


def _starts(found: Words, word: str, at: int = 0) -> bool:
    wanted = _ours(word)
    return len(found) - at >= len(wanted) and all(map(_same, found[at:], wanted))


def _place(found: Words, word: str) -> int | None:
    """Where the phrase begins for the first time."""
    first = _ours(word)[0].folded
    return next((at for at, each in enumerate(found) if each.folded == first and _starts(found, word, at)), None)


def _contains(found: Words, word: str) -> bool:
    return _place(found, word) is not None


def _is_exactly(found: Words, word: str) -> bool:
    return len(found) == len(_ours(word)) and _starts(found, word)
