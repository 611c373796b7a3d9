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

__all__ = [
    "ancestors",
    "children",
    "descendants",
    "in_scope",
    "listed_units_as_of",
    "path_ids",
    "paths_ids",
    "units_as_of",
    "version_of",
    "versions_of",
]
