"""Small numbers of small places: below the commune a count of one or two could point at somebody."""

from binhyen.kernel import text
from binhyen.kernel.kinds import SubjectKind

_LEAST_SHOWN = 3
# What counts are shown of as they are; everything else lies below the commune.
_WIDE = frozenset({SubjectKind.PROVINCE, SubjectKind.DISTRICT, SubjectKind.COMMUNE})


def is_hidden(count: int, place: SubjectKind) -> bool:
    """Whether the public sees "< 3" instead of this count about such a place."""
    return place not in _WIDE and 0 < count < _LEAST_SHOWN


def public_count(count: int, place: SubjectKind) -> str:
    """The count as the public sees it."""
    return f"<{text.NBSP}{_LEAST_SHOWN}" if is_hidden(count, place) else text.number(count)
