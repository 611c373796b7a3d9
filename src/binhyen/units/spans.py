"""Stretches of days with open ends, as versions and lineage have them. Half-open: `end` is the first day after."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

# Open ends sort and compare like days; they become NULL in the database.
BEGINNING, OPEN_END = date.min, date.max


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The days from `start` (included) to `end` (excluded)."""

    start: date = BEGINNING
    end: date = OPEN_END

    @classmethod
    def between(cls, start: date | None, end: date | None) -> Self:
        """From two columns, in which an open end is None."""
        return cls(start or BEGINNING, end or OPEN_END)

    @property
    def valid_from(self) -> date | None:
        """The start as a column holds it."""
        return None if self.start == BEGINNING else self.start

    @property
    def valid_to(self) -> date | None:
        """The end as a column holds it."""
        return None if self.end == OPEN_END else self.end

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def common(self, other: "Span") -> "Span | None":
        """The days that both have, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None


@dataclass(frozen=True, slots=True)
class Step:
    """One stretch of a unit's life under one parent (None at the top)."""

    parent: UUID | None
    span: Span


@dataclass(frozen=True, slots=True)
class Link:
    """Somebody stands `depth` levels above a unit during a span; depth 0 is the unit itself."""

    ancestor: UUID
    depth: int
    span: Span


class Ancestry:
    """Every level above every unit at once, from the steps of each unit's life.

    `known` gives the finished links of units that stand above and are not computed again.
    """

    def __init__(self, steps: dict[UUID, list[Step]], known: dict[UUID, list[Link]] | None = None) -> None:
        self._steps = steps
        self._links = dict(known or {})

    def links(self, unit: UUID) -> list[Link]:
        """The unit itself and everything above it, stretches joined where nothing changed between them."""
        if unit not in self._links:
            self._links[unit] = list(joined(self._raw(unit)))
        return self._links[unit]

    def _raw(self, unit: UUID) -> Iterator[Link]:
        for step in self._steps[unit]:
            yield Link(unit, 0, step.span)
            if step.parent is None:
                continue
            for link in self.links(step.parent):
                if both := link.span.common(step.span):
                    yield Link(link.ancestor, link.depth + 1, both)


def joined(links: Iterable[Link]) -> Iterator[Link]:
    """The same links with stretches that touch made one."""
    held: dict[tuple[UUID, int], list[Span]] = {}
    for link in links:
        held.setdefault((link.ancestor, link.depth), []).append(link.span)
    for (ancestor, depth), spans in held.items():
        spans.sort()
        current = spans[0]
        for span in spans[1:]:
            if span.start <= current.end:
                current = Span(current.start, max(current.end, span.end))
            else:
                yield Link(ancestor, depth, current)
                current = span
        yield Link(ancestor, depth, current)
