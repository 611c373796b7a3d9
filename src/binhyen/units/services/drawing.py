"""Paths drawn anew: who stands above whom and when, from the lives of units as they are stored."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from binhyen.shell.writing import Row, insert_rows
from binhyen.units.models import Lineage, UnitVersion
from binhyen.units.spans import Ancestry, Link, Span, Step


def draw_paths(changed: Iterable[UUID], gone: Iterable[UUID] = ()) -> None:
    """Write anew what stands above these units and above everything that ever hung below them."""
    roots = set(changed)
    hanging = Lineage.objects.filter(ancestor__in=roots).values_list("descendant_id", flat=True)
    units = roots | set(hanging)
    steps = _steps(units)
    outside = {step.parent for own in steps.values() for step in own if step.parent} - steps.keys()
    ancestry = Ancestry(steps, _links(outside))
    rows = [row for unit, own in steps.items() for row in _rows(unit, own, ancestry)]
    Lineage.objects.filter(descendant__in=units | set(gone)).delete()
    insert_rows(Lineage, rows)


def _steps(units: Iterable[UUID]) -> dict[UUID, list[Step]]:
    found: dict[UUID, list[Step]] = {}
    versions = UnitVersion.objects.filter(unit__in=units).order_by("valid_to")
    for unit, parent, start, end in versions.values_list("unit_id", "parent_id", "valid_from", "valid_to"):
        found.setdefault(unit, []).append(Step(parent, Span.between(start, end)))
    return found


def _links(units: Iterable[UUID]) -> dict[UUID, list[Link]]:
    found: dict[UUID, list[Link]] = {}
    for row in Lineage.objects.filter(descendant__in=units):
        link = Link(row.ancestor_id, row.depth, Span.between(row.valid_from, row.valid_to))
        found.setdefault(row.descendant_id, []).append(link)
    return found


def _rows(unit: UUID, steps: Sequence[Step], ancestry: Ancestry) -> Iterator[Row]:
    """The last path stays the way to a unit that has ended, and to one whose parent was divided under it."""
    links = ancestry.links(unit)
    ends = {max(step.span.end for step in steps), max((link.span.end for link in links if link.depth), default=None)}
    for link in links:
        yield (link.ancestor, unit, link.depth, link.span.valid_from, link.span.valid_to, link.span.end in ends)
