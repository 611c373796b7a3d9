"""What a unit's page tells: its life, what it came from and became, what stood above it on a chosen day.

One story, for the public page and for the page of whoever has signed in. Administrative units are public facts. A local
unit belongs to a scope: to somebody who has signed in the story never names one outside theirs, not even where a merger
made it a relative; it says that there is one. The public page knows no scopes.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from binhyen.kernel import clock, text
from binhyen.kernel.kinds import SubjectKind, kinds_of
from binhyen.units.models import Identifier, Lineage, Succession, Unit, UnitVersion
from binhyen.units.selectors.paths import day_of, in_scope
from binhyen.units.selectors.places import Surroundings
from binhyen.units.spans import Span

_ADMINISTRATIVE = [
    kind.value
    for subject in (SubjectKind.PROVINCE, SubjectKind.DISTRICT, SubjectKind.COMMUNE)
    for kind in kinds_of(subject)
]
ELSEWHERE = "đơn vị ngoài địa bàn được xem"


@dataclass(frozen=True, slots=True)
class Chapter:
    """One version of a unit, with the name that its parent had then."""

    version: UnitVersion
    parent: UnitVersion | None


@dataclass(frozen=True, slots=True)
class Relative:
    """The other end of a succession, by the name it had on that side of the day, and where it stands today.

    Without an id it is outside what the reader may know; then its name says only that.
    """

    unit_id: UUID | None
    full_name: str
    code: str
    is_whole: bool
    effective_on: date
    legal_act: str
    place: str = ""

    @property
    def occasion(self) -> str:
        """The day and the legal act, which the units of one change share."""
        return " · ".join(words for words in (text.day(self.effective_on), self.legal_act) if words)


@dataclass(frozen=True, slots=True)
class UnitStory:
    """Everything that the page of a unit tells, except what stands below it."""

    unit: Unit
    day: date
    chapters: list[Chapter]
    # What it was on the chosen day, or None when it did not exist then, and what stood above it.
    then: UnitVersion | None
    above: list[UnitVersion]
    # The way to it today, or at its end, whatever day was chosen: powers are asked on it.
    path: tuple[UUID, ...]
    predecessors: list[Relative]
    successors: list[Relative]
    # Where the area of an ended unit without a successor (a district) lies today.
    heirs: list[Relative]
    # Everything it was made from, in as many mergers as there were, as far as the reader may know it.
    forebears: tuple[UUID, ...]
    identifiers: list[Identifier]

    @property
    def unit_id(self) -> UUID:
        """The unit."""
        return self.unit.pk

    @property
    def latest(self) -> UnitVersion:
        """The newest version."""
        return self.chapters[0].version

    @property
    def name(self) -> UnitVersion:
        """The version that names the page."""
        return self.then or self.latest

    @property
    def is_local(self) -> bool:
        """Whether no national list holds it."""
        return self.unit.origin == Unit.Origin.LOCAL

    @property
    def has_agency_number(self) -> bool:
        """Whether it carries the identifier of an agency beside administrative codes."""
        return any(each.scheme == Identifier.Scheme.AGENCY for each in self.identifiers)

    @property
    def may_change(self) -> bool:
        """Whether acts of this installation can change it: it is local and stands today."""
        return self.is_local and self.latest.valid_to is None

    @property
    def place(self) -> str:
        """What stands above, in words."""
        return ", ".join(each.name_in_sentence for each in self.above)

    @property
    def lead(self) -> str:
        """What stands above it, and until when it existed if it no longer does."""
        ended = self.latest.valid_to
        last = f"đến hết ngày {text.day(ended - timedelta(days=1))}" if ended else ""
        return " · ".join(words for words in (self.place or self.latest.kind_word, last) if words)


def visible(rows: QuerySet[UnitVersion], scopes: Collection[UUID]) -> QuerySet[UnitVersion]:
    """Versions of the national lists, which everybody may know, and of local units in these parts of the tree."""
    return rows.filter(known_to(scopes))


def known_to(scopes: Collection[UUID]) -> Q:
    """What `visible` keeps, as a condition."""
    listed = ~Q(unit__origin=Unit.Origin.LOCAL)
    return listed | Q(unit__in=in_scope(scopes)) if scopes else listed


def unit_story(unit_id: UUID, *, day: date | None = None, scopes: Collection[UUID] | None) -> UnitStory | None:
    """The story of a unit; None when there is none, or it is local and outside these scopes.

    Without scopes it is the public story. Without a day: as of today, or of the last day of a unit that has ended. As
    many statements for a unit with a hundred relatives as for one with a few.
    """
    versions = list(UnitVersion.objects.filter(unit=unit_id).select_related("unit"))
    if not versions:
        return None
    versions.sort(key=_start, reverse=True)
    links = list(Lineage.objects.filter(descendant=unit_id).order_by("depth"))
    if scopes is not None and versions[0].unit.origin == Unit.Origin.LOCAL and not _reaches(links, scopes):
        return None
    asked = day or day_of(versions[0])
    on_day = [link for link in links if asked in Span.between(link.valid_from, link.valid_to)]
    before, after = _successions(unit_id)
    inherited = [] if after else _inherited(unit_id, versions[0])
    forebears = _forebears(link.predecessor_id for link in before)
    names = _Names(versions, links, [*before, *after, *inherited], scopes)
    above = (names.on(link.ancestor_id, asked) for link in on_day if link.depth)
    return UnitStory(
        unit=versions[0].unit,
        day=asked,
        chapters=[Chapter(version, names.beside(version)) for version in versions],
        then=next((version for version in versions if version.holds_on(asked)), None),
        above=[each for each in above if each],
        path=tuple(link.ancestor_id for link in links if _counts(link)),
        predecessors=[names.before(link) for link in before],
        successors=[names.after(link) for link in after],
        heirs=_each_once(names.after(link) for link in inherited),
        forebears=_known(forebears, scopes),
        identifiers=list(Identifier.objects.filter(unit=unit_id).order_by("scheme")),
    )


def _start(version: UnitVersion) -> date:
    return version.valid_from or date.min


def _reaches(links: Sequence[Lineage], scopes: Collection[UUID]) -> bool:
    """Whether the unit stands in one of these parts of the tree today, or did at its end."""
    return any(link.ancestor_id in scopes and _counts(link) for link in links)


def _counts(link: Lineage) -> bool:
    return link.ends_with_unit or clock.today() in Span.between(link.valid_from, link.valid_to)


def _successions(unit_id: UUID) -> tuple[list[Succession], list[Succession]]:
    """What came before the unit and what after; that it kept its identity through a merger is not told here."""
    rows = Succession.objects.filter(Q(predecessor=unit_id) | Q(successor=unit_id))
    links = list(rows.exclude(predecessor=unit_id, successor=unit_id).order_by("effective_on", "legal_act", "pk"))
    before = [link for link in links if link.successor_id == unit_id]
    return before, [link for link in links if link.predecessor_id == unit_id]


def _inherited(unit_id: UUID, latest: UnitVersion) -> list[Succession]:
    """What became of the units that stood below one that ended without a successor."""
    if latest.valid_to is None:
        return []
    below = Lineage.objects.filter(ancestor=unit_id, depth__gt=0, valid_to=latest.valid_to)
    links = Succession.objects.filter(predecessor__in=below.values("descendant"), effective_on=latest.valid_to)
    return list(links.order_by("pk"))


def _each_once(relatives: Iterable[Relative]) -> list[Relative]:
    """Units that inherited several times stand once, in Vietnamese order. How much each got of the area is not told."""
    found = {one.unit_id: replace(one, is_whole=True) for one in relatives}
    return sorted(found.values(), key=lambda one: text.sort_key(one.full_name))


def _forebears(predecessors: Iterable[UUID]) -> list[UUID]:
    """The predecessors and theirs in turn, nearest first: a statement for each merger that there was."""
    found = list(dict.fromkeys(predecessors))
    asked = set(found)
    while asked:
        rows = Succession.objects.filter(successor__in=asked).values_list("predecessor_id", flat=True)
        asked = set(rows) - set(found)
        found += sorted(asked)
    return found


def _known(units: list[UUID], scopes: Collection[UUID] | None) -> tuple[UUID, ...]:
    unknown = hidden(units, scopes)
    return tuple(unit for unit in units if unit not in unknown)


def hidden(units: Collection[UUID], scopes: Collection[UUID] | None) -> frozenset[UUID]:
    """The local units among these that stand outside the scopes; nothing is hidden from the public story. A unit that an
    act with a later day makes is known to those above it at once."""
    if scopes is None or not units:
        return frozenset()
    counts = Q(valid_to__isnull=True) | Q(valid_to__gt=clock.today()) | Q(ends_with_unit=True)
    reached = Lineage.objects.filter(counts, ancestor__in=list(scopes), descendant__in=units)
    local = Unit.objects.filter(pk__in=units, origin=Unit.Origin.LOCAL).exclude(versions__kind__in=_ADMINISTRATIVE)
    return frozenset(local.exclude(pk__in=reached.values("descendant")).values_list("pk", flat=True))


class _Names:
    """All versions of the units around one, read at once, and where those that followed stand today."""

    def __init__(
        self,
        own: Sequence[UnitVersion],
        links: Sequence[Lineage],
        successions: Sequence[Succession],
        scopes: Collection[UUID] | None,
    ) -> None:
        unit = own[0].unit_id
        ends = {end for each in successions for end in (each.predecessor_id, each.successor_id)}
        around = {version.parent_id for version in own if version.parent_id} | {link.ancestor_id for link in links}
        wanted = (ends | around) - {unit}
        # What stands above a unit today is where it is found.
        self._hidden = hidden(wanted - {link.ancestor_id for link in links if _counts(link)}, scopes)
        self._lives: defaultdict[UUID, list[UnitVersion]] = defaultdict(list)
        for version in UnitVersion.objects.filter(unit__in=wanted - self._hidden):
            self._lives[version.unit_id].append(version)
        heirs = {each.successor_id for each in successions} - self._hidden - {unit}
        latest = [max(self._lives[heir], key=_start) for heir in heirs if self._lives[heir]]
        around_heirs = Surroundings(latest) if latest else None
        self._places = {each.unit_id: around_heirs.place(each) for each in latest} if around_heirs else {}

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
        return self._relative(link.successor_id, link, link.effective_on, self._places.get(link.successor_id, ""))

    def _relative(self, unit: UUID, link: Succession, day: date, place: str = "") -> Relative:
        whole = link.extent == Succession.Extent.WHOLE
        if unit in self._hidden:
            return Relative(None, ELSEWHERE, "", whole, link.effective_on, link.legal_act)
        version = self.on(unit, day) or self._lives[unit][0]
        return Relative(unit, version.full_name, version.code, whole, link.effective_on, link.legal_act, place)
