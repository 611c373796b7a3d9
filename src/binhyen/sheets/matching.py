"""Which column says what: guessed from its header in the spellings offices use, or as the person says."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from binhyen.kernel import text
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.sheets.headers import JOINT
from binhyen.sheets.table import Table

_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NUMBERING = re.compile(r"^\s*(?:\(?\d+(?:\.\d+)*[.):]\s*|[IVX]+[.):]\s+)")
_OTHER = re.compile(r"[^0-9a-z]+")
# Columns that every sheet has and no one needs.
_SILENT = frozenset({"", "stt", "tt", "so tt", "so thu tu", "ghi chu", "no"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column may say: its code, its name on screen, other names it goes by, and whether it holds numbers (the
    patterns of personal numbers are then not looked for in it)."""

    code: str
    label: str
    spellings: tuple[str, ...] = ()
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Matching:
    """Position of a column (within the table's) → the code of what it says; and the columns that say nothing to us."""

    codes: Mapping[int, str]
    unknown: tuple[int, ...]

    def position(self, code: str) -> int | None:
        """The column that says this; None where there is none."""
        return next((position for position, each in self.codes.items() if each == code), None)


def match(table: Table, meanings: Sequence[Meaning]) -> Matching:
    """Our guess, from the headers alone. Of two columns that say the same both are given: see `refuse_twice`.

    The lower part of a heading of several rows counts only where no other column ends in it.
    """
    known = {_key(name): each.code for each in meanings for name in (each.code, each.label, *each.spellings)}
    whole = {at: _first(known, _names(column.header.replace(JOINT, " "))) for at, column in enumerate(table.columns)}
    ends = {at: _key(column.header.rpartition(JOINT)[2]) for at, column in enumerate(table.columns)}
    how_often = Counter(ends.values())
    taken = set(whole.values())
    codes: dict[int, str] = {}
    for at, column in enumerate(table.columns):
        code = whole[at]
        if code is None and how_often[ends[at]] == 1:
            code = _first(known, _names(column.header.rpartition(JOINT)[2]))
            code = None if code in taken else code
        if code is not None:
            codes[at] = code
    unknown = (at for at in range(len(table.columns)) if at not in codes and not is_silent(table.headers[at]))
    return Matching(codes, tuple(unknown))


def chosen(table: Table, meanings: Sequence[Meaning], said: Mapping[int, str]) -> Matching:
    """What the person says of columns, by their position in the sheet; a column they do not speak of is left out."""
    codes = {each.code for each in meanings}
    found = {at: said.get(column.position, "") for at, column in enumerate(table.columns)}
    return Matching({at: code for at, code in found.items() if code in codes}, ())


def refuse_twice(table: Table, matching: Matching, meanings: Sequence[Meaning]) -> None:
    """Raise InputProblems where two columns say the same: which is meant cannot be known, the last must not win."""
    labels = {each.code: each.label for each in meanings}
    seen: set[str] = set()
    problems = []
    for at, code in matching.codes.items():
        if code in seen:
            message, place = f"“{labels[code]}” có hai cột.", table.column_place(at)
            problems.append(Problem("cot_trung", message, place, "Giữ lại một cột, bỏ cột kia."))
        seen.add(code)
    if problems:
        raise InputProblems(problems)


def number_positions(matching: Matching, meanings: Sequence[Meaning]) -> frozenset[int]:
    """The columns that surely hold numbers of ours."""
    numbers = {each.code for each in meanings if each.is_number}
    return frozenset(at for at, code in matching.codes.items() if code in numbers)


def is_silent(header: str) -> bool:
    """Whether a column says nothing worth naming: running numbers, remarks."""
    return _key(header) in _SILENT


def _first(known: Mapping[str, str], names: Iterator[str]) -> str | None:
    return next((known[name] for name in names if name in known), None)


def _names(header: str) -> Iterator[str]:
    """A heading as it stands, without what stands in brackets, without its number."""
    for spelt in (header, _ASIDE.sub(" ", header)):
        yield _key(spelt)
        yield _key(_NUMBERING.sub("", spelt))


def _key(header: str) -> str:
    return _OTHER.sub(" ", text.fold(text.squeeze(header))).strip()
