"""Kinds of argument that several commands take."""

from argparse import ArgumentTypeError
from datetime import date

from binhyen.kernel import text
from binhyen.kernel.kinds import SubjectKind

_FIRST_YEAR, _LAST_YEAR = 1900, 9990


def day(typed: str) -> date:
    """A day as people or machines write it."""
    try:
        return text.parse_day(typed)
    except ValueError as error:
        raise ArgumentTypeError(f"không đọc được ngày {typed!r}; ghi như 30/06/2025 hoặc 2025-06-30") from error


def year(typed: str) -> int:
    """A year of the programmes' time."""
    first, last = 2000, 2100
    if not typed.isdigit() or not first <= int(typed) <= last:
        raise ArgumentTypeError(f"không phải năm: {typed!r}; ghi bốn chữ số, ví dụ 2021")
    return int(typed)


def subject(word: str) -> SubjectKind:
    """A kind of unit by its code."""
    try:
        return SubjectKind(word)
    except ValueError:
        raise ArgumentTypeError(f"không có loại đơn vị '{word}'; chọn một trong: {', '.join(SubjectKind)}") from None


def year_of_facts(word: str) -> int:
    """A year that a facts file may speak of: any that a calendar can reckon with."""
    if word.isdecimal() and _FIRST_YEAR <= int(word) <= _LAST_YEAR:
        return int(word)
    raise ArgumentTypeError(f"'{word}' không phải là năm")
