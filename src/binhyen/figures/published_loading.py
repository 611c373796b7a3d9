"""Loading the shipped published figures: what is missing or differs is written, a second run finds nothing to do."""

from collections import defaultdict
from uuid import UUID

from django.db import transaction

from binhyen.audit import services as audit
from binhyen.figures.models import PublishedFigure
from binhyen.figures.published_data import ShippedFigure, shipped_figures
from binhyen.papers.models import Publication
from binhyen.papers.publications import publications_load
from binhyen.units.models import Unit


@transaction.atomic
def published_load() -> int:
    """Bring the published figures to what this release ships; the number of rows written.

    A figure about a unit that this installation does not have (the national lists are not loaded) is left out.
    Raises KeyError for a figure whose publication is not shipped.
    """
    sources = publications_load()
    shipped = list(shipped_figures())
    here = set(
        Unit.objects.filter(pk__in={unit for each in shipped for unit in each.units}).values_list("pk", flat=True)
    )
    known = {each.key: each for each in PublishedFigure.objects.all()}
    speaking = _speaking()
    written = [
        _store(each, known.get(each.key), sources[each.source])
        for each in shipped
        if here.issuperset(each.units) and _differs(each, known.get(each.key), sources[each.source], speaking[each.key])
    ]
    if written:
        audit.record(by=None, verb="figures.published_loaded", subjects=[], payload={"rows": len(written)})
    return len(written)


def _speaking() -> dict[str, set[UUID]]:
    """The units that each stored figure speaks of."""
    links = PublishedFigure.units.through.objects.values_list("publishedfigure__key", "unit_id")
    found: defaultdict[str, set[UUID]] = defaultdict(set)
    for key, unit in links:
        found[key].add(unit)
    return found


def _differs(shipped: ShippedFigure, known: PublishedFigure | None, source: Publication, units: set[UUID]) -> bool:
    if known is None or units != set(shipped.units) or known.publication_id != source.pk:
        return True
    return any(getattr(known, column) != value for column, value in shipped.content.items())


def _store(shipped: ShippedFigure, known: PublishedFigure | None, source: Publication) -> PublishedFigure:
    figure = known or PublishedFigure(key=shipped.key)
    figure.publication = source
    for column, value in shipped.content.items():
        setattr(figure, column, value)
    figure.save()
    figure.units.set(Unit.objects.filter(pk__in=shipped.units))
    return figure
