"""Local units follow the national lists: where a unit above them wholly became another, they stand below that."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from binhyen.units.models import Unit, UnitVersion
from binhyen.units.services.drawing import draw_paths
from binhyen.units.services.plans import heirs_of

_BATCH = 1_000
# The versions on which the lists end a unit carry the act; what follows says the same one.
_COPIED = ("name", "full_name", "kind", "code", "attributes", "folded")


def follow_lists(say: Callable[[str], None]) -> int:
    """Put local units below whoever their parents became, and draw the paths of all of them anew.

    Gives how many could not follow because their parent was divided: they keep their place until somebody says where
    they belong. Nothing is guessed.
    """
    left = _follow_once()
    local = Unit.objects.filter(origin=Unit.Origin.LOCAL, is_sample=False)
    if roots := list(local.values_list("pk", flat=True)):
        say(f"Vẽ lại quan hệ cấp trên của {len(roots)} đơn vị địa phương …")
        draw_paths(roots)
    return left


def _follow_once() -> int:
    """Close the versions whose parent has ended and begin the next ones; a chain of mergers is walked to its end."""
    standing = _orphans()
    heirs = heirs_of({version.parent_id for version in standing if version.parent_id})
    lives = _lives({*heirs.keys(), *heirs.values(), *(v.parent_id for v in standing if v.parent_id)})
    begun: list[UnitVersion] = []
    moved = [version for version in standing if version.parent_id in heirs]
    for version in moved:
        begun += _later(version, heirs, lives)
    UnitVersion.objects.bulk_update(moved, ["valid_to", "ended_by"], batch_size=_BATCH)
    UnitVersion.objects.bulk_create(begun, batch_size=_BATCH)
    return len(standing) - len(moved)


def _orphans() -> list[UnitVersion]:
    """Versions of local units that go on although the unit above them has ended."""
    living = UnitVersion.objects.filter(valid_to__isnull=True).values("unit")
    standing = UnitVersion.objects.filter(unit__origin=Unit.Origin.LOCAL, valid_to__isnull=True, parent__isnull=False)
    return list(standing.exclude(parent__in=living))


def _lives(units: set[UUID]) -> dict[UUID, UnitVersion]:
    """The last version of each unit."""
    lives: dict[UUID, UnitVersion] = {}
    for version in UnitVersion.objects.filter(unit__in=units):
        other = lives.get(version.unit_id)
        if other is None or (version.valid_from or date.min) > (other.valid_from or date.min):
            lives[version.unit_id] = version
    return lives


def _later(version: UnitVersion, heirs: dict[UUID, UUID], lives: dict[UUID, UnitVersion]) -> list[UnitVersion]:
    """The versions that come after this one, one for each merger above it; this one is closed at the first."""
    found: list[UnitVersion] = []
    current, parent = version, version.parent_id
    while parent in heirs:
        ended = lives[parent]
        current.valid_to, current.ended_by_id = ended.valid_to, ended.ended_by_id
        parent = heirs[parent]
        kept = {name: getattr(current, name) for name in _COPIED}
        current = UnitVersion(
            unit_id=version.unit_id, parent_id=parent, valid_from=ended.valid_to, legal_act=lives[parent].legal_act,
            begun_by_id=ended.ended_by_id, **kept,
        )  # fmt: skip
        found.append(current)
    return found
