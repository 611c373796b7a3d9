"""Running numbers as people write them: "1-40, 45; 50–60"."""

import re
from collections.abc import Iterable

from binhyen.kernel.errors import InputProblems, Problem

_SEPARATOR = re.compile(r"[,;\s]+")
_DASH = re.compile(r"\s*(?:-|–|—|đến)\s*")
_RANGE = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")
PLACE = "các số đã đăng ký"
MOST_HOUSEHOLDS = 3_000


def read_numbers(typed: str, *, most: int) -> set[int]:
    """The numbers meant, each from 1 to `most`. Raises InputProblems for anything else."""
    numbers: set[int] = set()
    for part in filter(None, _SEPARATOR.split(_DASH.sub("-", typed))):
        found = _RANGE.fullmatch(part)
        first = int(found.group(1)) if found else 0
        last = int(found.group(2) or first) if found else 0
        if not 1 <= first <= last <= most:
            cure = f"Ghi số từ 1 đến {most}, ví dụ 1-40, 45."
            raise InputProblems([Problem("so_ho", "Có số chưa đúng.", PLACE, cure)])
        numbers.update(range(first, last + 1))
    return numbers


def said(numbers: Iterable[int]) -> str:
    """The same the other way round: {1, 2, 3, 7} → "1-3, 7"."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
