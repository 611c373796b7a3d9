"""Rosters of households: counts for whoever may read the area, numbers for whoever types for it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.kernel import clock
from binhyen.kernel.kinds import SubjectKind, kinds_of
from binhyen.kernel.text import sort_key
from binhyen.units.models import Roster, RosterLine, UnitVersion
from binhyen.units.selectors.paths import in_scope, path_ids, units_as_of, version_of

# Whose households can be told apart by a running number.
WITH_HOUSEHOLDS = (SubjectKind.RESIDENTIAL_AREA, SubjectKind.FAMILY_GROUP)


@dataclass(frozen=True, slots=True)
class RosterCounts:
    """What everybody who may read the area sees of a roster."""

    year: int
    households: int
    registered: int
    by_channel: tuple[tuple[str, int], ...]
    is_erased: bool

    @classmethod
    def of(cls, roster: Roster) -> "RosterCounts":
        """Counted from its lines, or as they were when these were erased."""
        counts = roster.by_channel
        if roster.erased_at is None:
            counts = Counter(roster.lines.filter(registered=True).values_list("channel", flat=True))
        said = tuple((way.label, counts[way.value]) for way in RosterLine.Channel if counts.get(way.value))
        return cls(roster.year, roster.households, roster.registered, said, roster.erased_at is not None)


@dataclass(frozen=True, slots=True)
class RosterPlace:
    """An area whose rosters a person may see; `may_tick` whether the numbers are theirs to see and to type."""

    version: UnitVersion
    may_tick: bool


def roster_place(person: User, unit: UUID) -> RosterPlace | None:
    """The area, or None where the person may not read it, or where no households are counted."""
    version = version_of(unit)
    if version is None or version.subject not in WITH_HOUSEHOLDS:
        return None
    powers, path = powers_of(person), path_ids(unit)
    return RosterPlace(version, powers.may(Act.FIGURES_ENTER, path)) if powers.may(Act.READ, path) else None


def rosters_of(unit: UUID) -> list[RosterCounts]:
    """The years of an area, newest first, as counts."""
    return [RosterCounts.of(roster) for roster in Roster.objects.filter(unit=unit)]


def roster_of(unit: UUID, year: int) -> Roster | None:
    """The roster of an area in a year."""
    return Roster.objects.filter(unit=unit, year=year).first()


@dataclass(frozen=True, slots=True)
class AreaCounts:
    """An area, and its roster of one year as counts; None where there is no roster."""

    version: UnitVersion
    counts: Roster | None


def roster_list_place(person: User, unit: UUID) -> RosterPlace | None:
    """A commune or an area for whose households the person types; None for anything else, and for what has ended."""
    version = version_of(unit, clock.today())
    if version is None or version.subject not in (*WITH_HOUSEHOLDS, SubjectKind.COMMUNE):
        return None
    return RosterPlace(version, True) if powers_of(person).may(Act.FIGURES_ENTER, path_ids(unit)) else None


def rosters_within(unit: UUID, year: int) -> list[AreaCounts]:
    """The areas at and below a unit today, in their order, each with its counts of a year; groups of families where they
    have a roster."""
    today = clock.today()
    kinds = [kind for subject in WITH_HOUSEHOLDS for kind in kinds_of(subject)]
    areas = units_as_of(today).filter(unit__in=in_scope([unit], today), kind__in=kinds).select_related("unit")
    rosters = {roster.unit_id: roster for roster in Roster.objects.filter(year=year, unit__in=areas.values("unit"))}
    found = (AreaCounts(version, rosters.get(version.unit_id)) for version in areas)
    return sorted(_of_interest(found), key=lambda area: sort_key(area.version.full_name))


def _of_interest(areas: Iterable[AreaCounts]) -> Iterable[AreaCounts]:
    return (area for area in areas if area.counts or area.version.subject is not SubjectKind.FAMILY_GROUP)
