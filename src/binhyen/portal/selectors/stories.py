"""The public page of a unit: its story, its recognitions and its predecessors', what was published of it."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from binhyen.kernel import clock
from binhyen.portal.selectors.movement import MovementStory, movement_of
from binhyen.portal.selectors.published import Place, Publication, Publications, figures_by_unit, places_below
from binhyen.recognition.public import PublicRecognition, recognitions_of
from binhyen.units.models import Lineage, Succession
from binhyen.units.selectors import UnitStory, unit_story, versions_of
from binhyen.units.selectors.below import Below, below


@dataclass(frozen=True, slots=True)
class PublishedPart:
    """What was published of the unit itself (no name), of a predecessor, or of what stood above it until it ended."""

    unit_id: uuid.UUID
    full_name: str
    relation: str
    publications: list[Publication]


@dataclass(frozen=True, slots=True)
class PublicUnit:
    """A unit's story, and what public papers say of it and of what it was made from."""

    story: UnitStory
    recognitions: list[PublicRecognition]
    earlier_recognitions: list[PublicRecognition]
    published: list[PublishedPart]
    published_below: list[Place]
    # Units of the national lists alone: local units are found by name, not listed.
    below: Below
    movement: MovementStory


def public_unit(unit_id: uuid.UUID, *, day: date | None = None, kind: str | None = None) -> PublicUnit | None:
    """Everything the public page of a unit tells, what stood around it as of a day; None for a unit that is not there.
    A constant number of queries."""
    story = unit_story(unit_id, day=day, scopes=None)
    if story is None:
        return None
    is_sample, earlier = story.unit.is_sample, story.forebears
    told = recognitions_of([unit_id, *earlier], samples=is_sample)
    above = _gone_above([unit_id, *earlier])
    return PublicUnit(
        story=story,
        recognitions=[each for each in told if each.unit_id == unit_id],
        earlier_recognitions=[each for each in told if each.unit_id != unit_id],
        published=_published(unit_id, earlier, above),
        published_below=places_below([unit_id, *earlier]),
        below=below(story, scopes=(), kind=kind),
        movement=movement_of([unit_id, *earlier, *above], samples=is_sample),
    )


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
