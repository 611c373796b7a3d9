"""Loading what was published of the movement: what is missing or differs is written, a second run finds nothing to do."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from binhyen.audit import services as audit
from binhyen.kernel import clock
from binhyen.movement.models import Activity, ActivityHost, Covenant, Recorded
from binhyen.movement.published_data import ShippedRecord, shipped_records
from binhyen.papers.publications import publications_load
from binhyen.programmes.models import Programme
from binhyen.units.models import Unit


@transaction.atomic
def published_movement_load() -> int:
    """Bring the published records to what this release ships; how many were written.

    A record of a unit or a programme that this installation does not have is left out.
    """
    shipped = list(shipped_records())
    sources = {key: source.pk for key, source in publications_load().items()}
    programmes = dict(Programme.objects.values_list("code", "pk"))
    here = set(Unit.objects.filter(pk__in={unit for one in shipped for unit in one.units}).values_list("pk", flat=True))
    written = sum(
        _brought(one, _columns(one, sources, programmes))
        for one in shipped
        if here.issuperset(one.units) and one.programme in programmes
    )
    if written:
        audit.record(by=None, verb="movement.published_loaded", subjects=[], payload={"rows": written})
    return written


def _columns(one: ShippedRecord, sources: Mapping[str, UUID], programmes: Mapping[str, UUID]) -> dict[str, Any]:
    linked = {"publication_id": sources[one.source], "programme_id": programmes[one.programme], "withdrawn": False}
    if one.model is Activity:
        return {**one.content, **linked}
    return {**one.content, **linked, "host_id" if one.model is Covenant else "unit_id": one.units[0]}


def _brought(one: ShippedRecord, columns: Mapping[str, Any]) -> bool:
    """Whether something had to be written."""
    known = one.model._default_manager.filter(key=one.key).first()
    if known and all(getattr(known, name) == value for name, value in columns.items()) and _hosts(known) == one.units:
        return False
    record: Recorded = known or one.model(key=one.key, recorded_at=clock.now())
    for name, value in columns.items():
        setattr(record, name, value)
    record.save()
    if isinstance(record, Activity):
        record.hosts.all().delete()
        ActivityHost.objects.bulk_create(
            ActivityHost(activity=record, unit_id=unit, position=at) for at, unit in enumerate(one.units, start=1)
        )
    return True


def _hosts(record: Recorded) -> tuple[UUID, ...]:
    if isinstance(record, Activity):
        return tuple(record.hosts.values_list("unit_id", flat=True))
    unit: UUID = record.host_id if isinstance(record, Covenant) else record.unit_id  # type: ignore[attr-defined]  # the others have one
    return (unit,)
