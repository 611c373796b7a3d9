"""Published figures as pages list them: by the source they were read in, marked as published."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Self
from uuid import UUID

from binhyen.figures.models import PublishedFigure
from binhyen.figures.published import amount, measured_in, published_below, published_of, share
from binhyen.kernel.text import sort_key
from binhyen.papers.publications import source_words
from binhyen.programmes.models import Programme
from binhyen.units.selectors import versions_of

_MANY = 3


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One published number in words. `part` and `whole` are what a bar draws; a target has none."""

    key: str
    amount: str
    measure: str
    share: str
    what: str
    period: str
    is_target: bool
    note: str
    part: int | None
    whole: int | None

    @classmethod
    def of(cls, figure: PublishedFigure) -> Self:
        """The line for a figure."""
        is_target = figure.nature == PublishedFigure.Nature.TARGET
        return cls(
            key=figure.key,
            amount=amount(figure),
            measure=measured_in(figure),
            share=share(figure),
            what=figure.what,
            period=figure.period,
            is_target=is_target,
            note=figure.note,
            part=None if is_target else figure.part,
            whole=figure.whole,
        )


@dataclass(frozen=True, slots=True)
class Place:
    """A unit that figures speak of, by the name it has today or had last."""

    unit_id: UUID
    full_name: str


@dataclass(frozen=True, slots=True)
class Publication:
    """The figures that one source gave of one programme. `programme` is empty where this installation has none."""

    programme: str
    programme_name: str
    title: str
    source: str
    basis: str
    address: str
    places: tuple[Place, ...]
    lines: tuple[FigureLine, ...]

    @property
    def shared_notes(self) -> tuple[str, ...]:
        """Notes that stand on many lines; a page says them once, below."""
        notes = Counter(line.note for line in self.lines if line.note)
        return tuple(note for note, times in notes.items() if times >= _MANY)


class Publications:
    """Groups figures by programme and source. The names that this needs are read once, for any number of lists."""

    def __init__(self, figures: Iterable[PublishedFigure]) -> None:
        """`figures` are all that will be asked for, read with their units. Two queries."""
        listed = list(figures)
        codes = {each.programme for each in listed}
        units = {unit.pk for each in listed for unit in each.units.all()}
        self._programmes = dict(Programme.objects.filter(code__in=codes).values_list("code", "name"))
        self._units = {unit: version.full_name for unit, version in versions_of(units).items()}

    def of(self, figures: Iterable[PublishedFigure]) -> list[Publication]:
        """The publications of these figures, in their order."""
        grouped = groupby(figures, key=lambda each: (each.programme, each.publication_id))
        return [self._publication(list(group)) for _, group in grouped]

    def _publication(self, figures: Sequence[PublishedFigure]) -> Publication:
        first = figures[0]
        spoken = dict.fromkeys(unit.pk for each in figures for unit in each.units.all())
        return Publication(
            programme=first.programme if first.programme in self._programmes else "",
            programme_name=self._programmes.get(first.programme, ""),
            title=first.publication.title,
            source=source_words(first.publication),
            basis=first.publication.basis,
            address=first.publication.address,
            places=tuple(Place(unit, self._units[unit]) for unit in spoken if unit in self._units),
            lines=tuple(map(FigureLine.of, figures)),
        )


def figures_by_unit(units: Iterable[UUID]) -> dict[UUID, list[PublishedFigure]]:
    """The figures of each of these units, in that order of units; each figure stands with the first it speaks of."""
    wanted = list(dict.fromkeys(units))
    rank = {unit: at for at, unit in enumerate(wanted)}
    found: dict[UUID, list[PublishedFigure]] = {unit: [] for unit in wanted}
    for figure in published_of(wanted).prefetch_related("units"):
        spoken = [unit.pk for unit in figure.units.all() if unit.pk in rank]
        found[min(spoken, key=rank.__getitem__)].append(figure)
    return {unit: figures for unit, figures in found.items() if figures}


def places_below(units: Iterable[UUID]) -> list[Place]:
    """Units that stand or stood below these and that published figures speak of, in Vietnamese order."""
    names = versions_of(published_below(units))
    places = [Place(unit, version.full_name) for unit, version in names.items()]
    return sorted(places, key=lambda place: sort_key(place.full_name))
