"""The acts that changed a unit, newest first."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from binhyen.units.models import UnitEvent, UnitVersion


def events_of(unit: UUID) -> QuerySet[UnitEvent]:
    """The acts that began or ended a version of the unit, those taken back left out."""
    of_unit = UnitVersion.objects.filter(unit=unit)
    ids = Q(pk__in=of_unit.values("begun_by")) | Q(pk__in=of_unit.values("ended_by"))
    return UnitEvent.objects.filter(ids)


def units_of(event: UnitEvent) -> set[UUID]:
    """The units in whose life the act stands."""
    rows: Iterable[UUID] = UnitVersion.objects.filter(Q(begun_by=event) | Q(ended_by=event)).values_list(
        "unit_id", flat=True
    )
    return set(rows)
