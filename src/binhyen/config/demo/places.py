"""The invented units: a province, a district, and two communes with what is in them."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from binhyen.config.demo.tables import pairs, rows
from binhyen.kernel.kinds import UnitKind
from binhyen.units.models import Unit, UnitVersion
from binhyen.units.services import NewUnit, units_create_many

_YES_NO: Mapping[str, bool] = {"yes": True, "no": False}


@transaction.atomic
def ensure_units() -> dict[str, Unit]:
    """The invented units by the key of their line; those that exist already are found again by parent, kind and name."""
    units: dict[str, Unit] = {}
    waiting = rows("units.csv")
    while waiting:
        ready = [line for line in waiting if not line["parent"] or line["parent"] in units]
        units |= _ensure(ready, units)
        waiting = [line for line in waiting if line["key"] not in units]
    return units


def _ensure(lines: list[dict[str, str]], above: Mapping[str, Unit]) -> dict[str, Unit]:
    parents = {line["key"]: above[line["parent"]].pk if line["parent"] else None for line in lines}
    standing = _standing(set(parents.values()))
    missing = [line for line in lines if _slot(line, parents) not in standing]
    fresh = [_new(line, parents) for line in missing]
    made = units_create_many(by=None, rows=fresh, parent=None, is_sample=True) if fresh else []
    found = {line["key"]: standing[slot] for line in lines if (slot := _slot(line, parents)) in standing}
    return found | {line["key"]: unit for line, unit in zip(missing, made, strict=True)}


Slot = tuple[UUID | None, str, str]


def _standing(parents: set[UUID | None]) -> dict[Slot, Unit]:
    versions = UnitVersion.objects.filter(unit__is_sample=True, valid_to__isnull=True).select_related("unit")
    return {
        (version.parent_id, version.kind, version.name): version.unit
        for version in versions
        if version.parent_id in parents
    }


def _slot(line: Mapping[str, str], parents: Mapping[str, UUID | None]) -> Slot:
    return parents[line["key"]], line["kind"], line["name"]


def _new(line: Mapping[str, str], parents: Mapping[str, UUID | None]) -> NewUnit:
    attributes = {key: _YES_NO.get(value, value) for key, value in pairs(line["attributes"]).items()}
    return NewUnit(line["name"], UnitKind(line["kind"]), parents[line["key"]], attributes)
