"""What the cells of a column give away where its header does not: numbers that somebody bears, names, and tags.

A column is refused from three cells on that make a fifth of those filled in; one cell alone is a slip, not a list.
"""

import re
from collections.abc import Callable, Collection

from binhyen.kernel.text import fold, squeeze
from binhyen.sheets import refusal_words as words
from binhyen.sheets.persons import holds_a_name
from binhyen.sheets.refusal_words import Category

FEWEST_CELLS = 3
SMALLEST_SHARE = 5  # one in five: 20 %

_SEPARATORS = re.compile(r"(?<=\d)[ .\-](?=\d)")
# A twelve-digit identity number begins with a province (001–096), then century and sex, then the year of birth.
_CITIZEN_NUMBER = re.compile(r"(?<!\d)0(?:0[1-9]|[1-8]\d|9[0-6])[0-3]\d{8}(?!\d)")
_PHONE_NUMBER = re.compile(r"(?<!\d)(?:0|\+?84)[35789]\d{8}(?!\d)")
# A spreadsheet that took them for numbers has eaten the leading zero. Round sums are money, 02… is a landline.
_BARE_NUMBER = re.compile(r"(?!\d*000$)(?!02\d{9}$)(?:\d{9}|\d{11,12})")
_BARE_PHONE = re.compile(r"[35789]\d{8}")
_HEALTH_CARD = re.compile(r"(?<!\w)[A-Z]{2}\d{13}(?!\w)")
_PLATE = re.compile(r"(?<!\w)[1-9]\d-?[A-ZĐ][A-Z0-9]?[- ]\d{3}(?:\.\d{2}|\d{1,2})(?!\w)")
_PROFILE = re.compile(r"(?<!\w)(?:facebook|fb|tiktok|zalo)\.(?:com|me)/", re.IGNORECASE)

# A tag or a number standing alone is short, and a list of names shows itself at its beginning: reading all of a cell of
# thirty thousand letters nine times would keep a web process busy for a minute.
_LONGEST_TAG, _MOST_READ = 60, 2_000

Matches = Callable[[str], bool]


def is_citizen_number(value: str) -> bool:
    """Whether a text holds a citizen's number, however its digits are spread."""
    return _CITIZEN_NUMBER.search(_SEPARATORS.sub("", value)) is not None


def is_phone_number(value: str) -> bool:
    """Whether a text holds a mobile number."""
    return _PHONE_NUMBER.search(_SEPARATORS.sub("", value)) is not None


def refused_cells(
    values: Collection[str], *, is_office: bool, is_place: bool, is_money: bool, is_code: bool, is_count: bool
) -> Category | None:
    """The category that the filled cells of a column give away, or None.

    What its header says is known: a unit's office, a place or unit, money, a code of a unit, a count.
    """
    patterns: list[tuple[Category, Matches]] = [(words.IDENTITY, _is_personal_number)]
    if not is_office and not is_code:
        patterns.append((words.PHONE, is_phone_number))
    if not (is_office or is_code or is_money or is_count):
        patterns += [(words.PHONE, _is_bare_phone), (words.IDENTITY, _is_bare_number)]
    if not is_office:
        patterns.append((words.IMAGES, _is_profile))
    if not is_office and not is_place:
        patterns += [
            (words.BIRTH, _is_sex),
            (words.CREED, _is_creed),
            (words.CRIME, _is_record),
            (words.NAMES, _holds_a_name),
        ]
    return next((category for category, matches in patterns if _often(values, matches, category)), None)


def _often(values: Collection[str], matches: Matches, category: Category) -> bool:
    hits = sum(1 for value in values if matches(value))
    if matches in (_is_sex, _is_bare_phone):
        # A number of nine digits may be an old identity card, and "Nam" a name: nothing else may stand there.
        return hits >= FEWEST_CELLS and hits == len(values)
    return hits >= FEWEST_CELLS and hits * SMALLEST_SHARE >= len(values)


def _is_personal_number(value: str) -> bool:
    return is_citizen_number(value) or any(shape.search(value.upper()) for shape in (_HEALTH_CARD, _PLATE))


def _is_bare_number(value: str) -> bool:
    return len(value) <= _LONGEST_TAG and _BARE_NUMBER.fullmatch(value.replace(" ", "")) is not None


def _is_bare_phone(value: str) -> bool:
    if len(value) > _LONGEST_TAG or value.endswith("000"):
        return False
    return _BARE_PHONE.fullmatch(value.replace(" ", "")) is not None


def _is_profile(value: str) -> bool:
    return _PROFILE.search(value) is not None


def _is_sex(value: str) -> bool:
    return len(value) <= _LONGEST_TAG and fold(value) in words.SEXES


def _is_creed(value: str) -> bool:
    return len(value) <= _LONGEST_TAG and squeeze(value).casefold() in words.CREEDS


def _is_record(value: str) -> bool:
    return squeeze(value[:_LONGEST_TAG]).casefold().startswith(words.RECORDS)


def _holds_a_name(value: str) -> bool:
    return holds_a_name(value[:_MOST_READ])
