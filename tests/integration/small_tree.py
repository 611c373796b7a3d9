"""A small invented corner of the national lists: a province, communes, and what merged or split."""

from datetime import date

from binhyen.kernel.kinds import UnitKind
from binhyen.units.models import Lineage, Succession, Unit, UnitVersion
from binhyen.units.names import searchable

MERGER = date(2025, 7, 1)


def listed(
    name: str,
    kind: UnitKind,
    code: str,
    *,
    parent: Unit | None = None,
    born: date | None = None,
    ended: date | None = None,
) -> Unit:
    """A unit as the lists would hold it, with one version."""
    unit = Unit.objects.create(origin=Unit.Origin.LIST_2024 if born is None else Unit.Origin.LIST_2025)
    full_name = f"{kind.vietnamese.capitalize()} {name}"
    UnitVersion.objects.create(
        unit=unit, name=name, full_name=full_name, kind=kind, code=code, parent=parent, valid_from=born, valid_to=ended,
        folded=searchable([name, full_name]),
    )  # fmt: skip
    for depth, above in enumerate([unit, *([parent] if parent else [])]):
        Lineage.objects.create(
            ancestor=above, descendant=unit, depth=depth, valid_from=born, valid_to=ended, ends_with_unit=True
        )
    return unit


def followed(old: Unit, *new: Unit) -> None:
    """One successor takes over the whole, several take parts."""
    extent = Succession.Extent.WHOLE if len(new) == 1 else Succession.Extent.PART
    for each in new:
        Succession.objects.create(predecessor=old, successor=each, extent=extent, effective_on=MERGER)
