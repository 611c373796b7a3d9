"""Vietnamese text: folding for search, natural sorting, numbers and dates in the form readers expect."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import filterfalse

from binhyen.kernel import clock

NBSP = "\u00a0"
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_PLAIN = re.compile(r"[+-]?\d+(?:,\d+)?")
_DIGITS = re.compile(r"(\d+)")
_SPACES = re.compile(r"\s+")
_MOST_PLACES = 6
# The order of the Vietnamese alphabet, then of the five tones.
_LETTERS = {letter: index for index, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


def squeeze(text: str) -> str:
    """NFC, with runs of white space as one space and none at the ends."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def fold(text: str) -> str:
    """The form in which names are searched: no diacritics, no case, one space between words.

    `fold("Kiến Thuỵ") == fold("Kiến Thụy") == "kien thuy"`; đ folds to d.
    """
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(filterfalse(unicodedata.combining, decomposed))
    return _SPACES.sub(" ", bare.casefold()).strip()


def sort_key(text: str) -> tuple[object, ...]:
    """Order of the Vietnamese dictionary, with numbers inside a name by value ("Thôn 2" before "Thôn 10")."""
    parts: list[tuple[int, object]] = []
    for piece in _DIGITS.split(squeeze(text).lower()):
        if piece.isdigit():
            parts.append((0, int(piece)))
        elif piece:
            parts.append((1, tuple(_letter_key(piece))))
    return tuple(parts)


def _letter_key(piece: str) -> list[tuple[int, int]]:
    keys: list[tuple[int, int]] = []
    for char in unicodedata.normalize("NFD", piece):
        if char in _TONES and keys:
            keys[-1] = (keys[-1][0], _TONES[char])
        elif unicodedata.combining(char) and keys:
            base = unicodedata.normalize("NFC", _LETTER_OF[keys[-1][0]] + char) if keys[-1][0] in _LETTER_OF else ""
            keys[-1] = (_LETTERS.get(base, keys[-1][0]), keys[-1][1])
        else:
            keys.append((_LETTERS.get(char, -ord(char) if char == " " else 1000 + ord(char)), 0))
    return keys


_LETTER_OF = {index: letter for letter, index in _LETTERS.items()}


def number(value: int | Decimal) -> str:
    """2412 → "2.412"; Decimal("1234.50") → "1.234,5"."""
    if isinstance(value, Decimal) and value == value.to_integral_value():
        value = int(value)
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    whole, _, cents = f"{value.normalize():,f}".partition(".")
    return f"{whole.replace(',', '.')},{cents}"


def percent(part: int | Decimal, whole: int | Decimal, places: int = 1) -> str:
    """The share of `part` in `whole`, rounded half up: 2412 of 2546 is "94,7 %".

    A share that only rounding would make a whole percentage gets more places, so that print never claims
    a threshold that was missed: 6.996 of 10.000 is "69,96 %", not "70 %". An empty whole has no share: "—".
    """
    if whole == 0:
        return "—"
    top, bottom = _whole_numbers(part, whole)
    while True:
        scale = 10**places
        # Half up: floor(share + 1/2) in units of the last place, in whole numbers alone.
        rounded = (200 * scale * top + bottom) // (2 * bottom)
        misleading = rounded % scale == 0 and rounded * bottom != 100 * scale * top
        if not misleading or places >= _MOST_PLACES:
            return f"{number(Decimal(rounded).scaleb(-places))}{NBSP}%"
        places += 1


def _whole_numbers(part: int | Decimal, whole: int | Decimal) -> tuple[int, int]:
    """The same share as one whole number of another; the second is positive."""
    if isinstance(part, int) and isinstance(whole, int):
        return (part, whole) if whole > 0 else (-part, -whole)
    share = Fraction(part) / Fraction(whole)
    return share.numerator, share.denominator


def parse_number(text: str) -> Decimal:
    """A number as people type it: "2.412", "2412", "94,7". Raises ValueError for anything else.

    A point is a separator of thousands here; "2.4" is therefore refused instead of being guessed.
    """
    compact = text.strip().replace(NBSP, "").replace(" ", "")
    if _GROUPED.fullmatch(compact):
        compact = compact.replace(".", "")
    elif not _PLAIN.fullmatch(compact):
        raise ValueError(text)
    try:
        return Decimal(compact.replace(",", "."))
    except InvalidOperation as error:
        raise ValueError(text) from error


def day(value: date) -> str:
    """31/10/2021."""
    return f"{value.day:02d}/{value.month:02d}/{value.year}"


def day_in_words(value: date) -> str:
    """ngày 05 tháng 02 năm 2022, as Nghị định 30/2020 writes dates: a zero before days under 10 and months under 3."""
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)
    return f"ngày {value.day:02d} tháng {month} năm {value.year}"


def moment(instant: datetime) -> str:
    """18/11/2021 16:20, on the Vietnamese clock."""
    at = clock.local(instant)
    return f"{day(at.date())} {at:%H:%M}"


def hour_and_day(instant: datetime) -> str:
    """16 giờ 30 ngày 18/11/2021, on the Vietnamese clock: up to when a count holds."""
    at = clock.local(instant)
    return f"{at.hour} giờ {at:%M} ngày {day(at.date())}"


def parse_day(text: str) -> date:
    """A day as people or machines write it: 31/10/2021, 31-10-2021, 2021-10-31. Raises ValueError otherwise."""
    cleaned = text.strip()
    for form in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(cleaned, form).replace(tzinfo=clock.VIETNAM).date()
        except ValueError:
            continue
    raise ValueError(text)
