"""What a unit's page tells: its life, what it came from and became, what stood above and below on a chosen day."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from binhyen.kernel import clock
from binhyen.units.models import Identifier, Lineage, Succession, Unit, UnitVersion
from binhyen.units.selectors.paths import day_of, in_scope
from binhyen.units.spans import Span


@dataclass(frozen=True, slots=True)
class Chapter:
    """One version of a unit, with the name that its parent had then."""

    version: UnitVersion
    parent: UnitVersion | None


@dataclass(frozen=True, slots=True)
class Relative:
    """The other end of a succession, by the name it had on that side of the day."""

    unit_id: UUID
    full_name: str
    code: str
    is_whole: bool
    effective_on: date
    legal_act: str


@dataclass(frozen=True, slots=True)
class UnitStory:
    """Everything that the page of a unit tells, except what stands below it."""

    unit: Unit
    day: date
    chapters: list[Chapter]
    # What it was on the chosen day, or None when it did not exist then.
    then: UnitVersion | None
    above: list[UnitVersion]
    path: tuple[UUID, ...]
    predecessors: list[Relative]
    successors: list[Relative]
    identifiers: list[Identifier]

    @property
    def latest(self) -> UnitVersion:
        """The newest version."""
        return self.chapters[0].version

    @property
    def name(self) -> UnitVersion:
        """The version that names the page."""
        return self.then or self.latest

    @property
    def may_change(self) -> bool:
        """Whether acts of this installation can change it: it is local and stands today."""
        return self.unit.origin == Unit.Origin.LOCAL and self.latest.valid_to is None

    @property
    def place(self) -> str:
        """What stands above, in words."""
        return ", ".join(each.name_in_sentence for each in self.above)


def visible(rows: QuerySet[UnitVersion], scopes: Collection[UUID]) -> QuerySet[UnitVersion]:
    """Versions of the national lists, which everybody may know, and of local units in these parts of the tree."""
    return rows.filter(known_to(scopes))


def known_to(scopes: Collection[UUID]) -> Q:
    """What `visible` keeps, as a condition."""
    listed = ~Q(unit__origin=Unit.Origin.LOCAL)
    return listed | Q(unit__in=in_scope(scopes)) if scopes else listed


def unit_story(unit_id: UUID, *, day: date | None = None, scopes: Collection[UUID] = ()) -> UnitStory | None:
    """The story of a unit in five queries; None when there is none, or it is local and outside these scopes.

    Without a day: as of today, or of the last day of a unit that has ended.
    """
    versions = list(UnitVersion.objects.filter(unit=unit_id).select_related("unit"))
    if not versions:
        return None
    versions.sort(key=lambda version: version.valid_from or date.min, reverse=True)
    links = list(Lineage.objects.filter(descendant=unit_id).order_by("depth"))
    if versions[0].unit.origin == Unit.Origin.LOCAL and not _reaches(links, scopes):
        return None
    successions = list(
        Succession.objects.filter(Q(predecessor=unit_id) | Q(successor=unit_id))
        .exclude(predecessor=unit_id, successor=unit_id)
        .order_by("effective_on", "pk")
    )
    names = _Names(
        {version.parent_id for version in versions if version.parent_id}
        | {link.ancestor_id for link in links}
        | {end for each in successions for end in (each.predecessor_id, each.successor_id)}
    )
    asked = day or day_of(versions[0])
    on_day = [link for link in links if asked in Span.between(link.valid_from, link.valid_to)]
    above = (names.on(link.ancestor_id, asked) for link in on_day if link.depth)
    return UnitStory(
        unit=versions[0].unit,
        day=asked,
        chapters=[Chapter(version, names.beside(version)) for version in versions],
        then=next((version for version in versions if version.holds_on(asked)), None),
        above=[each for each in above if each],
        path=tuple(link.ancestor_id for link in on_day),
        predecessors=[names.before(each) for each in successions if each.successor_id == unit_id],
        successors=[names.after(each) for each in successions if each.predecessor_id == unit_id],
        identifiers=list(Identifier.objects.filter(unit=unit_id).order_by("scheme")),
    )


def _reaches(links: list[Lineage], scopes: Collection[UUID]) -> bool:
    """Whether the unit stands in one of these parts of the tree today, or did at its end."""
    today = clock.today()
    return any(
        link.ancestor_id in scopes and (link.ends_with_unit or today in Span.between(link.valid_from, link.valid_to))
        for link in links
    )


class _Names:
    """All versions of some units, read at once."""

    def __init__(self, units: Collection[UUID]) -> None:
        self._lives: defaultdict[UUID, list[UnitVersion]] = defaultdict(list)
        for version in UnitVersion.objects.filter(unit__in=units):
            self._lives[version.unit_id].append(version)

    def on(self, unit: UUID, day: date) -> UnitVersion | None:
        return next((version for version in self._lives[unit] if version.holds_on(day)), None)

    def beside(self, version: UnitVersion) -> UnitVersion | None:
        """The parent of a version, by the name it had on the version's last day."""
        if version.parent_id is None:
            return None
        return self.on(version.parent_id, day_of(version))

    def before(self, link: Succession) -> Relative:
        """The predecessor, as it was on its last day."""
        return self._relative(link.predecessor_id, link, link.effective_on - timedelta(days=1))

    def after(self, link: Succession) -> Relative:
        """The successor, as it was on its first day."""
        return self._relative(link.successor_id, link, link.effective_on)

    def _relative(self, unit: UUID, link: Succession, day: date) -> Relative:
        version = self.on(unit, day) or self._lives[unit][0]
        whole = link.extent == Succession.Extent.WHOLE
        return Relative(unit, version.full_name, version.code, whole, link.effective_on, link.legal_act)
