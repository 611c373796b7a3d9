"""The acts that changed a unit, newest first."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from binhyen.units.models import UnitEvent, UnitVersion
from binhyen.units.selectors.paths import versions_of
from binhyen.units.selectors.story import ELSEWHERE, hidden


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


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """An act as one person may know it: what it names outside their part of the tree is not told."""

    event: UnitEvent
    summary: str
    signs_for: str
    units: frozenset[UUID]


def events_told(unit: UUID, scopes: Collection[UUID]) -> list[ToldEvent]:
    """The acts that people recorded on a unit, newest first, in a fixed number of statements."""
    acts = list(events_of(unit).filter(is_listed=False))
    if not acts:
        return []
    touched = _touched(acts)
    signing = {act.signs_for_id for act in acts if act.signs_for_id}
    unknown = hidden({*signing, *(each for units in touched.values() for each in units)}, scopes)
    names = {each: version.full_name for each, version in versions_of(signing - unknown).items()} if signing else {}
    return [
        ToldEvent(
            event=act,
            summary=_summary(act, involves_others=not unknown.isdisjoint(touched[act.pk])),
            signs_for=names.get(act.signs_for_id, ELSEWHERE) if act.signs_for_id else "",
            units=frozenset(touched[act.pk]),
        )
        for act in acts
    ]


def _summary(act: UnitEvent, *, involves_others: bool) -> str:
    return f"{act.get_kind_display()}, cùng {ELSEWHERE}" if involves_others else act.summary


def _touched(acts: Iterable[UnitEvent]) -> dict[UUID, set[UUID]]:
    """The units in whose life each act stands."""
    found: dict[UUID, set[UUID]] = {act.pk: set() for act in acts}
    rows = UnitVersion.objects.filter(Q(begun_by__in=found) | Q(ended_by__in=found))
    for unit, begun_by, ended_by in rows.values_list("unit_id", "begun_by_id", "ended_by_id"):
        for act in (begun_by, ended_by):
            if act in found:
                found[act].add(unit)
    return found
