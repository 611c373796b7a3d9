"""Who is competent for whom, and what is still open between two that claim one unit."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from binhyen.units.models import Authority
from binhyen.units.selectors.paths import in_scope


def in_force(day: date) -> Q:
    """Rows of authority that count on that day."""
    ends = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    return Q(state=Authority.State.IN_FORCE, valid_from__lte=day) & ends


def authorities_on(units: Iterable[UUID], day: date) -> dict[UUID, UUID]:
    """Unit → its competent authority on that day, for units whose authority is not told by their place."""
    rows = Authority.objects.filter(in_force(day), unit__in=units)
    return dict(rows.values_list("unit_id", "authority_id"))


def managed_on(authorities: Collection[UUID] | QuerySet[Any, Any], day: date) -> QuerySet[Authority, UUID]:
    """The units for which one of these is competent by a paper, wherever they stand."""
    return Authority.objects.filter(in_force(day), authority__in=authorities).values_list("unit_id", flat=True)


def managed_by_others(authorities: Collection[UUID] | QuerySet[Any, Any], day: date) -> QuerySet[Authority, UUID]:
    """The units for which somebody else is competent by a paper."""
    others = Authority.objects.filter(in_force(day)).exclude(authority__in=authorities)
    return others.values_list("unit_id", flat=True)


def claims_for(scopes: Collection[UUID]) -> QuerySet[Authority]:
    """Open claims that touch these parts of the tree: on units in them, or by units in them."""
    if not scopes:
        return Authority.objects.none()
    within = in_scope(scopes)
    return Authority.objects.filter(
        Q(unit__in=within) | Q(authority__in=within), state=Authority.State.CLAIMED
    ).select_related("unit", "authority")
