"""Awards that were published about real places, as they come with this release."""

import csv
from importlib.resources import files
from typing import Any

from django.db import transaction

from binhyen.audit import services as audit
from binhyen.kernel import clock
from binhyen.kernel.codes import national_id
from binhyen.papers.publications import publications_load
from binhyen.programmes.models import Programme
from binhyen.recognition.models import Award
from binhyen.units.models import Unit


@transaction.atomic
def published_awards_load() -> int:
    """Add the published awards that are missing; the number of rows written. One whose unit or programme this
    installation does not have is left out."""
    sources, added = publications_load(), 0
    programmes = {each.code: each for each in Programme.objects.all()}
    for row in _rows():
        unit = Unit.objects.filter(pk=national_id(*row["unit"].split(":"))).first()
        programme = programmes.get(row["programme"])
        if unit is None or programme is None:
            continue
        about = {"programme": programme, "unit": unit, "publication": sources[row["publication"]], "form": row["form"]}
        _, is_new = Award.objects.update_or_create(**about, defaults=_content(row), create_defaults=_new(row))
        added += is_new
    if added:
        audit.record(by=None, verb="awards.published_loaded", subjects=[], payload={"rows": added})
    return added


def _new(row: dict[str, str]) -> dict[str, Any]:
    return {**_content(row), "recorded_at": clock.now()}


def _content(row: dict[str, str]) -> dict[str, Any]:
    numbers = {name: int(row[name]) for name in ("from_year", "to_year", "collectives", "individuals")}
    return {**numbers, "body": row["body"]}


def _rows() -> list[dict[str, str]]:
    text = (files("binhyen.recognition") / "data" / "published_awards.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
