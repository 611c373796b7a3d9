"""Reads: the tree on a day, paths and scopes, finding units as people write them, resolving references in files."""

from binhyen.units.selectors.paths import (
    ancestors,
    children,
    descendants,
    in_scope,
    listed_units_as_of,
    nearest_above,
    path_ids,
    paths_ids,
    units_as_of,
    version_of,
    versions_of,
)
from binhyen.units.selectors.resolve import resolve_unit, resolve_units
from binhyen.units.selectors.search import Follower, FoundUnit, find_units
from binhyen.units.selectors.story import UnitStory, unit_story, visible

__all__ = [
    "Follower",
    "FoundUnit",
    "UnitStory",
    "ancestors",
    "children",
    "descendants",
    "find_units",
    "in_scope",
    "listed_units_as_of",
    "nearest_above",
    "path_ids",
    "paths_ids",
    "resolve_unit",
    "resolve_units",
    "unit_story",
    "units_as_of",
    "version_of",
    "versions_of",
    "visible",
]
