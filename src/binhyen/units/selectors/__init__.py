"""Reads: the tree on a day, paths and scopes, finding units as people write them, resolving references in files."""

from binhyen.units.selectors.paths import (
    ancestors,
    children,
    descendants,
    in_scope,
    listed_units_as_of,
    path_ids,
    paths_ids,
    units_as_of,
    version_of,
    versions_of,
)
from binhyen.units.selectors.resolve import resolve_unit, resolve_units
from binhyen.units.selectors.search import Follower, FoundUnit, find_units

__all__ = [
    "Follower",
    "FoundUnit",
    "ancestors",
    "children",
    "descendants",
    "find_units",
    "in_scope",
    "listed_units_as_of",
    "path_ids",
    "paths_ids",
    "resolve_unit",
    "resolve_units",
    "units_as_of",
    "version_of",
    "versions_of",
]
