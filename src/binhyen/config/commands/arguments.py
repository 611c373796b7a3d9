"""Kinds of argument that several commands take."""

from argparse import ArgumentTypeError
from datetime import date

from binhyen.kernel import text


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
