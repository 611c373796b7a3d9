"""Reading published figures, and how one is said: "2.412 / 2.546 hộ", "ít nhất 1 xã, thị trấn", "trên 80 %"."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from binhyen.figures.models import PublishedFigure
from binhyen.kernel import text
from binhyen.units.models import Lineage

PERCENT = "%"


def published_of(units: Iterable[UUID]) -> QuerySet[PublishedFigure]:
    """Figures that speak of any of these units, each once, in the order of their source."""
    speaking = PublishedFigure.units.through.objects.filter(unit__in=list(units))
    chosen = PublishedFigure.objects.filter(pk__in=speaking.values("publishedfigure"))
    return chosen.select_related("publication")


def published_in(programme: str) -> QuerySet[PublishedFigure]:
    """Figures of a programme, by its code, with their sources and the units they speak of."""
    chosen = PublishedFigure.objects.filter(programme=programme)
    return chosen.select_related("publication").prefetch_related("units")


def units_spoken_of(units: Iterable[UUID]) -> frozenset[UUID]:
    """Those of these units that a published figure speaks of."""
    links = PublishedFigure.units.through.objects.filter(unit__in=list(units))
    return frozenset(links.values_list("unit_id", flat=True))


def published_below(units: Iterable[UUID]) -> QuerySet[Lineage, UUID]:
    """Ids of the units that a figure speaks of and that stand below one of these, or did at any time."""
    spoken = PublishedFigure.units.through.objects.values("unit_id")
    below = Lineage.objects.filter(ancestor__in=list(units), depth__gt=0, descendant__in=spoken)
    return below.values_list("descendant_id", flat=True).distinct()


def amount(figure: PublishedFigure) -> str:
    """The number with its denominator in Vietnamese form, without its unit of measure (a percent sign stays)."""
    if figure.said:
        return figure.said
    if figure.part is not None and figure.whole is not None:
        return f"{text.number(figure.part)}{text.NBSP}/{text.NBSP}{text.number(figure.whole)}"
    number = text.number(figure.value) if figure.value is not None else ""
    sign = f"{text.NBSP}{PERCENT}" if figure.measure == PERCENT else ""
    relation = PublishedFigure.Relation(figure.relation).label
    return f"{relation} {number}{sign}".strip()


def measured_in(figure: PublishedFigure) -> str:
    """The unit of measure beside the number; a percentage carries its own sign."""
    return "" if figure.measure == PERCENT else figure.measure


def share(figure: PublishedFigure) -> str:
    """What the part is of the whole: "94,7 %"; empty where no whole was published, or for a target."""
    if figure.part is None or figure.whole is None or figure.nature == PublishedFigure.Nature.TARGET:
        return ""
    return text.percent(figure.part, figure.whole)
