"""Writes: loading the national lists, making and importing local units."""

from binhyen.units.services.events import Preview, event_apply, event_preview, event_reverse, reason_to_stay
from binhyen.units.services.importing import Imported, units_import
from binhyen.units.services.local import unit_create, units_create_many
from binhyen.units.services.national import load_national_units
from binhyen.units.services.plans import NewUnit, kind_warning

__all__ = [
    "Imported",
    "NewUnit",
    "Preview",
    "event_apply",
    "event_preview",
    "event_reverse",
    "kind_warning",
    "load_national_units",
    "reason_to_stay",
    "unit_create",
    "units_create_many",
    "units_import",
]
