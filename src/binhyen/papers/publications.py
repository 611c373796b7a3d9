"""Publications that this release quotes: read from the table beside this file, loaded, and cited in one line."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources import files
from typing import Any

from django.db import transaction

from binhyen.audit import services as audit
from binhyen.kernel import text
from binhyen.papers.models import Publication

_TEXTS = ("publisher", "title", "number", "published_when", "basis", "address")


def shipped_publications() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Key and columns of every publication that comes with this release. No database here."""
    table = (files("binhyen.papers") / "data" / "publications.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(table.splitlines()):
        day = row["published_on"]
        yield (
            row["key"],
            {
                **{column: row[column] for column in _TEXTS},
                "published_on": date.fromisoformat(day) if day else None,
            },
        )


@transaction.atomic
def publications_load() -> dict[str, Publication]:
    """Bring the publications to what this release ships; all shipped ones by key. A second run writes nothing."""
    known = {each.key: each for each in Publication.objects.all()}
    shipped = dict(shipped_publications())
    written = [_store(key, columns, known) for key, columns in shipped.items() if _differs(known.get(key), columns)]
    if written:
        audit.record(by=None, verb="publications.loaded", subjects=[], payload={"rows": len(written)})
    return {key: known[key] for key in shipped}


def _differs(known: Publication | None, columns: Mapping[str, Any]) -> bool:
    return known is None or any(getattr(known, column) != value for column, value in columns.items())


def _store(key: str, columns: Mapping[str, Any], known: dict[str, Publication]) -> Publication:
    publication = known.setdefault(key, Publication(key=key))
    for column, value in columns.items():
        setattr(publication, column, value)
    publication.save()
    return publication


def source_words(publication: Publication) -> str:
    """Publisher, number and date of the source in one line."""
    when = text.day(publication.published_on) if publication.published_on else publication.published_when
    return ", ".join(words for words in (publication.publisher, publication.number, when) if words)
