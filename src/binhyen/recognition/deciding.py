"""Who decides: one dated table. A row whose legal text was not read ships empty, and the body is then asked for."""

import csv
from datetime import date
from importlib.resources import files

from django.db import transaction
from django.db.models import Q

from binhyen.audit import services as audit
from binhyen.kernel.kinds import SubjectKind
from binhyen.recognition.models import DecidingBody


def deciding_body(
    programme: str, subject_kind: SubjectKind | str, managing_rank: SubjectKind | str, level: str = "", *, on: date
) -> DecidingBody | None:
    """The row that says who decides in a programme on a unit of this kind, managed at this rank, for this level.

    What the law says of one programme is not said of another. A row for the programme goes before one for any, a row
    for the level itself before one for every level. None: the table is silent. A row with an empty `body`:
    the law's wording was not verified and an administrator has not filled it in; ask, do not guess.
    """
    rows = DecidingBody.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=on),
        Q(valid_to__isnull=True) | Q(valid_to__gt=on),
        programme__in=("", programme),
        subject_kind=subject_kind,
        managing_rank=managing_rank,
        level__in=("", level),
    )
    return rows.order_by("-programme", "-level", "-valid_from").first()


@transaction.atomic
def load_deciding_bodies() -> int:
    """Add the shipped rows that are missing; how many were added. What stands in the table is never overwritten:
    an administrator may have filled in a row that shipped empty."""
    known = {_key(row) for row in DecidingBody.objects.all()}
    missing = [row for row in shipped_deciding_bodies() if _key(row) not in known]
    DecidingBody.objects.bulk_create(missing)
    if missing:
        audit.record(by=None, verb="deciding_bodies.loaded", subjects=[], payload={"rows": len(missing)})
    return len(missing)


def shipped_deciding_bodies() -> list[DecidingBody]:
    """The rows that come with this release, not stored."""
    text = (files("binhyen.recognition") / "data" / "deciding_bodies.csv").read_text(encoding="utf-8")
    return [_row(cells) for cells in csv.DictReader(text.splitlines())]


def _row(cells: dict[str, str]) -> DecidingBody:
    return DecidingBody(
        programme=cells["programme"],
        subject_kind=SubjectKind(cells["subject_kind"]).value,
        managing_rank=SubjectKind(cells["managing_rank"]).value,
        level=cells["level"],
        valid_from=_day(cells["valid_from"]),
        valid_to=_day(cells["valid_to"]),
        body=cells["body"],
        signatory=cells["signatory"],
        basis=cells["basis"],
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _key(row: DecidingBody) -> tuple[str, str, str, str, date | None]:
    return row.programme, row.subject_kind, row.managing_rank, row.level, row.valid_from
