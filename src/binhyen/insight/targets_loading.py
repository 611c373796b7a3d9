"""Targets that were published, as they come with this release."""

import csv
from datetime import date
from importlib.resources import files
from typing import Any

from django.db import transaction

from binhyen.audit import services as audit
from binhyen.insight.models import Target
from binhyen.kernel import clock
from binhyen.kernel.codes import national_id
from binhyen.papers.publications import publications_load
from binhyen.programmes.models import Programme
from binhyen.units.models import Unit

_TEXTS = ("subject_kind", "counts", "level", "relation", "base_words", "each", "group", "what", "note")


@transaction.atomic
def published_targets_load() -> int:
    """Bring the published targets to what this release ships; the number of rows added. One whose scope or programme
    this installation does not have is left out."""
    sources, added = publications_load(), 0
    programmes = {each.code: each for each in Programme.objects.all()}
    for position, row in enumerate(_rows(), start=1):
        scope = Unit.objects.filter(pk=national_id(*row["scope"].split(":"))).first()
        programme = programmes.get(row["programme"])
        if scope is None or programme is None:
            continue
        about = {"programme": programme, "scope": scope, "publication": sources[row["publication"]]}
        content = {**_content(row), **about, "position": position}
        new = {**content, "recorded_at": clock.now()}
        added += Target.objects.update_or_create(key=row["key"], defaults=content, create_defaults=new)[1]
    if added:
        audit.record(by=None, verb="targets.published_loaded", subjects=[], payload={"rows": added})
    return added


def _content(row: dict[str, str]) -> dict[str, Any]:
    return {
        **{name: row[name] for name in _TEXTS},
        "by": date.fromisoformat(row["by"]),
        "criteria": int(row["criteria"]) if row["criteria"] else None,
        "count": int(row["count"]),
        "base": int(row["base"]) if row["base"] else None,
    }


def _rows() -> list[dict[str, str]]:
    text = (files("binhyen.insight") / "data" / "published_targets.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
