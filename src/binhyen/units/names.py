"""Names as people write them: what is compared, what is searched, and what a unit of a kind is called in full."""

import re
from collections.abc import Iterable
from functools import lru_cache

from binhyen.kernel import text
from binhyen.kernel.kinds import SubjectKind, UnitKind

_DROPPED = re.compile(r"['’‘ʼ`´]")  # apostrophes as keyboards and documents really have them
_SPACED = re.compile(r"[^0-9a-z]+")
_LONGEST_FOLDED = 700
# Short forms, only before a name: "p. Bắc Hồng", "tp Vinh", "tdp 5".
_SHORT = {
    "t": "tinh", "tp": "thanh pho", "q": "quan", "h": "huyen", "tx": "thi xa", "tt": "thi tran", "x": "xa",
    "p": "phuong", "dk": "dac khu", "tdp": "to dan pho", "kp": "khu pho",
}  # fmt: skip
# Kinds whose name is the whole official name ("Trường THCS …", "Công ty …"); others are kind and name.
_NAMED_IN_FULL = {SubjectKind.AGENCY, SubjectKind.ENTERPRISE, SubjectKind.SCHOOL}


@lru_cache(maxsize=50_000)
def key(name: str) -> str:
    """The form in which two spellings of a name are the same: no diacritics, case, apostrophes or punctuation.

    `key("Kiến Thuỵ") == key("KIẾN THỤY") == "kien thuy"`; `key("Ea H'Leo") == "ea hleo"`.
    """
    return _SPACED.sub(" ", _DROPPED.sub("", text.fold(text.squeeze(name)))).strip()


def query_key(query: str) -> str:
    """Like `key`, with the short form of a kind at the beginning or after a comma written out."""
    return " ".join(filter(None, (_written_out(key(part)) for part in query.split(","))))


def _written_out(part: str) -> str:
    first, _, rest = part.partition(" ")
    return f"{_SHORT[first]} {rest}" if rest and first in _SHORT else part


def searchable(names: Iterable[str]) -> str:
    """What search looks in: the keys of all names of a unit, each once, between bars ("|kien thuy|xa kien thuy|")."""
    found = "|"
    for each in dict.fromkeys(key(name) for name in names):
        if each and len(found) + len(each) + 1 <= _LONGEST_FOLDED:
            found += f"{each}|"
    return found


def keys_in(folded: str) -> frozenset[str]:
    """The keys that `searchable` put together."""
    return frozenset(filter(None, folded.split("|")))


def named(kind: UnitKind, typed: str) -> tuple[str, str]:
    """Name and full name from what somebody typed: "thôn Kim Sơn" and "Kim Sơn" both give ("Kim Sơn", "Thôn Kim Sơn")."""
    name = text.squeeze(typed)
    word = kind.vietnamese
    if kind.subject not in _NAMED_IN_FULL and name.lower().startswith(f"{word} "):
        name = name[len(word) + 1 :].lstrip()
    full = in_sentence(kind, name)
    return name, full[:1].upper() + full[1:]


def in_sentence(kind: UnitKind, name: str) -> str:
    """The full name inside a sentence: kind and name, or the name alone where it says the kind itself."""
    return name if kind.subject in _NAMED_IN_FULL else f"{kind.vietnamese} {name}"
