"""The public page of a unit: its names, what came before and after it, its recognitions, what was published of it."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from binhyen.kernel import clock
from binhyen.kernel.text import sort_key
from binhyen.portal.selectors.movement import MovementStory, movement_of
from binhyen.portal.selectors.published import Place, Publication, Publications, figures_by_unit, places_below
from binhyen.portal.selectors.recognitions import PublicRecognition, recognitions_of
from binhyen.shell.templatetags.vietnamese import day, last_day
from binhyen.units.models import Lineage, Succession, UnitVersion
from binhyen.units.selectors import ancestors, versions_of
from binhyen.units.selectors.places import Surroundings


@dataclass(frozen=True, slots=True)
class Relative:
    """A unit that came before or after, by the name it had on the day of the change, and where it stands today."""

    unit_id: uuid.UUID
    full_name: str
    is_whole: bool
    effective_on: date
    legal_act: str
    place: str = ""

    @property
    def occasion(self) -> str:
        """The day and the legal act, which the units of one change share."""
        return " · ".join(words for words in (day(self.effective_on), self.legal_act) if words)


@dataclass(frozen=True, slots=True)
class PublishedPart:
    """What was published of the unit itself (no name), of a predecessor, or of what stood above it until it ended."""

    unit_id: uuid.UUID
    full_name: str
    relation: str
    publications: list[Publication]


@dataclass(frozen=True, slots=True)
class UnitStory:
    """A unit's names, newest first, what it came from and went into, and what public papers say of it."""

    unit_id: uuid.UUID
    is_sample: bool
    versions: list[UnitVersion]
    predecessors: list[Relative]
    successors: list[Relative]
    # Where the area of an ended unit without a successor (a district) lies today.
    heirs: list[Relative]
    recognitions: list[PublicRecognition]
    earlier_recognitions: list[PublicRecognition]
    published: list[PublishedPart]
    published_below: list[Place]
    movement: MovementStory
    place: str

    @property
    def latest(self) -> UnitVersion:
        """The newest version known."""
        return self.versions[0]

    @property
    def lead(self) -> str:
        """What stands above it, and until when it existed if it no longer does."""
        ended = f"đến hết ngày {last_day(self.latest.valid_to)}" if self.latest.valid_to else ""
        return " · ".join(words for words in (self.place or self.latest.kind_word, ended) if words)


def unit_story(unit_id: uuid.UUID) -> UnitStory | None:
    """Everything the public page of a unit tells; None for a unit that is not there. A constant number of queries."""
    versions = sorted(
        UnitVersion.objects.filter(unit_id=unit_id).select_related("unit"),
        key=lambda version: version.valid_from or date.min,
        reverse=True,
    )
    if not versions:
        return None
    links = Succession.objects.exclude(predecessor_id=unit_id, successor_id=unit_id).order_by(
        "effective_on", "legal_act", "id"
    )
    before = list(links.filter(successor_id=unit_id))
    after = list(links.filter(predecessor_id=unit_id))
    inherited = [] if after else _heirs(unit_id, versions[0])
    names = _Names([*before, *after, *inherited])
    is_sample = versions[0].unit.is_sample
    earlier = [link.predecessor_id for link in before]
    told = recognitions_of([unit_id, *earlier], samples=is_sample)
    above = _gone_above([unit_id, *earlier])
    return UnitStory(
        unit_id=unit_id,
        is_sample=is_sample,
        versions=versions,
        predecessors=[names.before(link) for link in before],
        successors=[names.after(link) for link in after],
        heirs=_each_once(names.after(link) for link in inherited),
        recognitions=[each for each in told if each.unit_id == unit_id],
        earlier_recognitions=[each for each in told if each.unit_id != unit_id],
        published=_published(unit_id, earlier, above),
        published_below=places_below([unit_id, *earlier]),
        movement=movement_of([unit_id, *earlier, *above], samples=is_sample),
        place=", ".join(above.name_in_sentence for above in ancestors(unit_id)),
    )


def _heirs(unit_id: uuid.UUID, latest: UnitVersion) -> list[Succession]:
    """What became of the units that stood below one that ended without a successor."""
    if latest.valid_to is None:
        return []
    below = Lineage.objects.filter(ancestor_id=unit_id, depth__gt=0, valid_to=latest.valid_to)
    links = Succession.objects.filter(predecessor__in=below.values("descendant"), effective_on=latest.valid_to)
    return list(links.order_by("id"))


def _each_once(relatives: Iterable[Relative]) -> list[Relative]:
    """Units that inherited several times stand once, in Vietnamese order. How much each got of the area is not told."""
    found = {one.unit_id: replace(one, is_whole=True) for one in relatives}
    return sorted(found.values(), key=lambda one: sort_key(one.full_name))


class _Names:
    """All versions of the units at both ends of some links, and where those that followed stand today."""

    def __init__(self, links: Sequence[Succession]) -> None:
        ends = {link.predecessor_id for link in links} | {link.successor_id for link in links}
        self._versions: dict[uuid.UUID, list[UnitVersion]] = {}
        for version in UnitVersion.objects.filter(unit_id__in=ends):
            self._versions.setdefault(version.unit_id, []).append(version)
        latest = [max(self._versions[unit], key=_start) for unit in {link.successor_id for link in links}]
        around = Surroundings(latest)
        self._places = {version.unit_id: around.place(version) for version in latest}

    def before(self, link: Succession) -> Relative:
        """The predecessor, by the name it had when it ended."""
        named = [one for one in self._versions[link.predecessor_id] if one.valid_to == link.effective_on]
        return self._relative(link, link.predecessor_id, named)

    def after(self, link: Succession) -> Relative:
        """The successor, by the name it began with."""
        named = [one for one in self._versions[link.successor_id] if one.valid_from == link.effective_on]
        return self._relative(link, link.successor_id, named, self._places[link.successor_id])

    def _relative(self, link: Succession, unit: uuid.UUID, named: Sequence[UnitVersion], place: str = "") -> Relative:
        name = (named or self._versions[unit])[0].full_name
        whole = link.extent == Succession.Extent.WHOLE
        return Relative(unit, name, whole, link.effective_on, link.legal_act, place)


def _start(version: UnitVersion) -> date:
    return version.valid_from or date.min


def _published(unit_id: uuid.UUID, earlier: Sequence[uuid.UUID], above: Sequence[uuid.UUID]) -> list[PublishedPart]:
    """Of the unit, of its predecessors, and of what stood above them and ended without anybody to carry its page on."""
    figures = figures_by_unit([unit_id, *earlier, *above])
    names = versions_of(figures)
    relations = dict.fromkeys(above, "cấp trên trước đây") | dict.fromkeys(earlier, "trước sắp xếp")
    reading = Publications(each for listed in figures.values() for each in listed)
    return [
        PublishedPart(unit, names[unit].full_name, relations.get(unit, ""), reading.of(listed))
        for unit, listed in figures.items()
    ]


def _gone_above(units: Collection[uuid.UUID]) -> list[uuid.UUID]:
    """What stood above these units until it ended without a successor."""
    today = clock.today()
    over = Lineage.objects.filter(descendant__in=units, depth__gt=0).values("ancestor")
    ended = Lineage.objects.filter(ancestor__in=over, depth=0, ends_with_unit=True, valid_to__lte=today)
    followed = Succession.objects.values("predecessor")
    return list(ended.exclude(ancestor__in=followed).values_list("ancestor", flat=True).order_by("pk"))
