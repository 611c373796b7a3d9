"""What hangs directly below a unit on the day of its page."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from binhyen.kernel.kinds import UnitKind
from binhyen.kernel.text import sort_key
from binhyen.units.models import UnitVersion
from binhyen.units.selectors.paths import children
from binhyen.units.selectors.story import UnitStory, visible


@dataclass(frozen=True)
class Below:
    """The units that the reader may know of, in the order of a Vietnamese list: Thôn 2 before Thôn 10."""

    versions: list[UnitVersion]
    # The kind that was asked for; None for all.
    kind: UnitKind | None
    # Whether an empty list means that there is nothing, and not that the reader may know of nothing.
    is_whole: bool

    @cached_property
    def kinds(self) -> list[tuple[UnitKind, int]]:
        """How many there are of each kind, in the order of the kinds."""
        counts = Counter(version.kind for version in self.versions)
        return [(kind, counts[kind]) for kind in UnitKind if counts[kind]]

    @cached_property
    def shown(self) -> list[UnitVersion]:
        """Those of the kind that was asked for."""
        return [version for version in self.versions if self.kind in (None, version.kind)]

    @property
    def has_codes(self) -> bool:
        """Whether any that is shown stands in the national lists."""
        return any(version.code for version in self.shown)


def below(story: UnitStory, *, scopes: Collection[UUID], kind: str | None = None) -> Below:
    """One statement. Without scopes only units of the national lists, which everybody may know; an unknown kind is none."""
    rows = visible(children(story.unit_id, story.day), scopes)
    # No database sorts as Vietnamese lists do, and one parent holds few hundred.
    versions = sorted(rows, key=lambda version: sort_key(version.full_name))
    there = {version.kind for version in versions}
    wanted = UnitKind(kind) if kind in there else None
    return Below(versions, wanted, not set(scopes).isdisjoint(story.path))
