"""Writes: loading the national lists, making and importing local units."""

from binhyen.units.services.local import NewUnit, unit_create, units_create_many
from binhyen.units.services.national import load_national_units

__all__ = ["NewUnit", "load_national_units", "unit_create", "units_create_many"]
