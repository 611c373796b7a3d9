"""Members of a covenant as people type them, one on a line: "Trường THCS Mẫu; Hiệu trưởng"."""

from uuid import UUID

from binhyen.kernel import clock
from binhyen.kernel.kinds import UnitKind
from binhyen.kernel.text import sort_key, squeeze
from binhyen.movement.models import Covenant
from binhyen.movement.services.covenants import MemberLine
from binhyen.rendering.authors import author_of
from binhyen.units.selectors import children, descendants

_OFFICE = ";"


def member_lines(host: UUID, typed: str) -> list[MemberLine]:
    """The lines as members; one that bears the full name of one unit of the area is that unit."""
    parts = [line.partition(_OFFICE) for line in typed.splitlines() if squeeze(line)]
    said = [(squeeze(name), squeeze(office)) for name, _, office in parts]
    units = _units_named(host, {name for name, _ in said})
    return [MemberLine(name, units.get(name), office) for name, office in said]


def _units_named(host: UUID, names: set[str]) -> dict[str, UUID]:
    """Units of the area by full name; a name that several of them bear is nobody's."""
    found = descendants(host, clock.today()).filter(full_name__in=names).values_list("full_name", "unit_id")
    bearers: dict[str, list[UUID]] = {}
    for name, unit in found:
        bearers.setdefault(name, []).append(unit)
    return {name: units[0] for name, units in bearers.items() if len(units) == 1}


def members_in_words(covenant: Covenant) -> str:
    """The members of a draft as they were typed."""
    return "\n".join(f"{one.name}{_OFFICE} {one.office}" if one.office else one.name for one in covenant.members.all())


def members_of_area(host: UUID) -> str:
    """What stands directly below, with the office of each head: a list to cut down instead of one to write."""
    below = sorted(children(host, clock.today()), key=lambda version: sort_key(version.full_name))
    return "\n".join(
        f"{one.full_name}{_OFFICE} {author_of(UnitKind(one.kind), full_name=one.full_name, name=one.name, place='').head}"
        for one in below
    )
