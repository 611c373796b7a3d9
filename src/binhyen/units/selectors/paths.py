"""The tree on a day: versions in force, what stands above a unit, what stands below it, and scopes.

With no day given a path is today's, and that of an ended unit is its last one: what was recorded on a unit stays
within reach of those who were above it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from binhyen.kernel import clock
from binhyen.kernel.kinds import UnitKind
from binhyen.units.models import Lineage, Unit, UnitVersion

Ids = Iterable[UUID] | QuerySet[Any, Any]


def on_day(day: date) -> Q:
    """Rows of versions or lineage in force on that day."""
    return _began(day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))


def reachable(day: date | None) -> Q:
    """Rows of lineage that count on that day; without a day those of today, or the last ones of an ended unit."""
    if day is not None:
        return on_day(day)
    today = clock.today()
    return _began(today) & (Q(valid_to__isnull=True) | Q(valid_to__gt=today) | Q(ends_with_unit=True))


def _began(day: date) -> Q:
    return Q(valid_from__isnull=True) | Q(valid_from__lte=day)


def units_as_of(day: date) -> QuerySet[UnitVersion]:
    """Every unit as it was on that day: national, local and invented ones."""
    return UnitVersion.objects.filter(on_day(day))


def listed_units_as_of(day: date) -> QuerySet[UnitVersion]:
    """The units of the national lists as they were on that day."""
    return units_as_of(day).exclude(unit__origin=Unit.Origin.LOCAL)


def version_of(unit_id: UUID, day: date | None = None) -> UnitVersion | None:
    """What the unit was on that day; without a day what it is today, or was last. None when it did not exist."""
    return versions_of([unit_id], day).get(unit_id)


def versions_of(unit_ids: Ids, day: date | None = None) -> dict[UUID, UnitVersion]:
    """`version_of` for many units in one query; units that did not exist on the day are left out."""
    if day is not None:
        return {version.unit_id: version for version in units_as_of(day).filter(unit__in=unit_ids)}
    begun = UnitVersion.objects.filter(_began(clock.today()), unit__in=unit_ids)
    found: dict[UUID, UnitVersion] = {}
    for version in begun:
        other = found.get(version.unit_id)
        if other is None or _start(version) > _start(other):
            found[version.unit_id] = version
    return found


def _start(version: UnitVersion) -> date:
    return version.valid_from or date.min


def day_of(version: UnitVersion) -> date:
    """The day on which a version is looked at: today, or the last day of one that has ended."""
    today = clock.today()
    if version.valid_to is not None and version.valid_to <= today:
        return version.valid_to - timedelta(days=1)
    return max(today, _start(version))


def path_ids(unit_id: UUID, day: date | None = None) -> tuple[UUID, ...]:
    """The unit and everything above it, nearest first. Empty when it did not exist on the day."""
    return paths_ids([unit_id], day).get(unit_id, ())


def paths_ids(unit_ids: Ids, day: date | None = None) -> dict[UUID, tuple[UUID, ...]]:
    """`path_ids` for many units in one query; units that did not exist on the day are left out."""
    rows = Lineage.objects.filter(reachable(day), descendant__in=unit_ids)
    paths: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for below, above in rows.order_by("depth").values_list("descendant_id", "ancestor_id"):
        paths[below].append(above)
    return {unit: tuple(path) for unit, path in paths.items()}


def nearest_above(unit_ids: Ids, day: date, *, kinds: Iterable[UnitKind]) -> dict[UUID, UUID]:
    """By unit, the nearest unit above it that is of one of these kinds on that day, in one query."""
    return nearest_above_on({day: unit_ids}, kinds=kinds)


def nearest_above_on(units_by_day: Mapping[date, Ids], *, kinds: Iterable[UnitKind]) -> dict[UUID, UUID]:
    """`nearest_above` for units that are looked at on different days, in one query all the same."""
    wanted, above_kinds = Q(pk__in=[]), list(kinds)
    for day, units in units_by_day.items():
        above = units_as_of(day).filter(kind__in=above_kinds)
        wanted |= on_day(day) & Q(descendant__in=units, ancestor__in=above.values("unit"))
    rows = Lineage.objects.filter(wanted, depth__gt=0)
    # The farthest first, so that the nearest is what stays.
    return dict(rows.order_by("-depth").values_list("descendant_id", "ancestor_id"))


def ancestors(unit_id: UUID, day: date | None = None) -> list[UnitVersion]:
    """Everything above the unit as it was on that day, nearest first; without a day as of today, or of its last day."""
    if day is None:
        version = version_of(unit_id)
        day = day_of(version) if version else clock.today()
    above = path_ids(unit_id, day)[1:]
    versions = versions_of(above, day)
    return [versions[each] for each in above if each in versions]


def descendants(unit_id: UUID, day: date) -> QuerySet[UnitVersion]:
    """Every unit below this one on that day, itself left out."""
    below = Lineage.objects.filter(on_day(day), ancestor=unit_id, depth__gt=0)
    return units_as_of(day).filter(unit__in=below.values("descendant"))


def children(unit_id: UUID, day: date) -> QuerySet[UnitVersion]:
    """The units directly below this one on that day."""
    return units_as_of(day).filter(parent=unit_id)


def in_scope(scope_ids: Ids, day: date | None = None) -> QuerySet[Lineage, Any]:
    """Ids of the units at and below any of these, as a subquery: `filter(unit__in=in_scope(scopes))`.

    The same units that `path_ids` leads up from: without a day, ended units by their last path.
    """
    scopes = scope_ids if isinstance(scope_ids, QuerySet) else list(scope_ids)
    return Lineage.objects.filter(reachable(day), ancestor__in=scopes).values("descendant")
