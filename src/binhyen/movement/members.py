"""Members of a covenant as people type them, one on a line: "Trường THCS Mẫu; Hiệu trưởng"."""

from uuid import UUID

from binhyen.kernel import clock
from binhyen.kernel.kinds import UnitKind
from binhyen.kernel.text import fold, sort_key, squeeze
from binhyen.movement.models import Covenant
from binhyen.movement.services.covenants import MemberLine
from binhyen.rendering.authors import author_of
from binhyen.units.selectors import descendants

_OFFICE = ";"


def member_lines(host: UUID, typed: str) -> list[MemberLine]:
    """The lines as members; one that bears the full name of a unit of the area is that unit."""
    names = {fold(version.full_name): version.unit_id for version in descendants(host, clock.today())}
    lines = []
    for line in typed.splitlines():
        name, _, office = line.partition(_OFFICE)
        if squeeze(line):
            lines.append(MemberLine(squeeze(name), names.get(fold(name)), squeeze(office)))
    return lines


def members_in_words(covenant: Covenant) -> str:
    """The members of a draft as they were typed."""
    return "\n".join(f"{one.name}{_OFFICE} {one.office}" if one.office else one.name for one in covenant.members.all())


def members_of_area(host: UUID) -> str:
    """Every unit of the area with the office of its head: a list to cut down instead of one to write."""
    below = sorted(descendants(host, clock.today()), key=lambda version: sort_key(version.full_name))
    return "\n".join(
        f"{one.full_name}{_OFFICE} {author_of(UnitKind(one.kind), full_name=one.full_name, name=one.name, place='').head}"
        for one in below
    )
