"""Recognitions as everybody may see them: granted by a numbered decision, in force or cancelled, never a draft."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.db.models import QuerySet

from binhyen.kernel.kinds import UnitKind
from binhyen.programmes.models import Rulebook
from binhyen.programmes.selectors import compiled
from binhyen.recognition.models import Decision, Recognition

# Texts that would be read again with every row: what a decision says of thousands of units, and the criteria, which
# `compiled` reads once for each rulebook.
LONG_TEXTS = (
    "decision__content",
    "cancelled_by__content",
    "decision__rulebook__source",
    "decision__rulebook__canonical",
)


@dataclass(frozen=True, slots=True)
class PublicRecognition:
    """One recognition with the decision behind it and, where there is one, the decision that cancelled it."""

    id: uuid.UUID
    unit_id: uuid.UUID
    unit_name: str
    programme: str
    programme_name: str
    year: int
    level: str
    starts: date
    # The last day of the period that was judged.
    ends: date
    number: str
    signed_on: date
    body: str
    cancelled_number: str
    cancelled_on: date | None
    cancelled_body: str
    is_sample: bool

    @property
    def is_cancelled(self) -> bool:
        """Whether a numbered decision took it back."""
        return self.cancelled_on is not None

    @classmethod
    def of(cls, found: Recognition) -> Self:
        """From a row read by `public_recognitions`."""
        decision, cancelled = found.decision, found.cancelled_by
        if decision.signed_on is None:
            raise ValueError("a numbered decision has a date")
        taken_back = cancelled if cancelled and cancelled.state == Decision.State.NUMBERED else None
        return cls(
            id=found.pk,
            unit_id=found.unit_id,
            unit_name=found.unit_name,
            programme=found.programme.code,
            programme_name=found.programme.name,
            year=found.year,
            level=level_name(decision.rulebook, found.unit_kind, found.level),
            starts=found.starts,
            ends=found.ends - timedelta(days=1),
            number=decision.number,
            signed_on=decision.signed_on,
            body=decision.body,
            cancelled_number=taken_back.number if taken_back else "",
            cancelled_on=taken_back.signed_on if taken_back else None,
            cancelled_body=taken_back.body if taken_back else "",
            is_sample=decision.is_sample or found.unit.is_sample,
        )


def granted_in_numbered_decisions() -> QuerySet[Recognition]:
    """What numbered decisions recognised; a draft is nobody's business yet, and a cancelled one stays in sight."""
    return Recognition.objects.filter(granted=True, decision__state=Decision.State.NUMBERED)


def public_recognitions() -> QuerySet[Recognition]:
    """The same with everything that a page shows of them."""
    granted = granted_in_numbered_decisions()
    return granted.select_related("decision__rulebook", "programme", "cancelled_by", "unit").defer(*LONG_TEXTS)


def recognitions_of(units: Iterable[uuid.UUID], *, samples: bool) -> list[PublicRecognition]:
    """Of these units, newest first. Invented decisions stand only with invented units. One query."""
    chosen = public_recognitions().filter(unit__in=list(units), decision__is_sample=samples, unit__is_sample=samples)
    return [PublicRecognition.of(each) for each in chosen.order_by("-year", "programme__name", "unit_name")]


def recognition_shown(recognition_id: uuid.UUID) -> PublicRecognition | None:
    """The recognition behind a certificate; None for one that is not there, not granted, or not numbered yet."""
    found = public_recognitions().filter(pk=recognition_id).first()
    return PublicRecognition.of(found) if found else None


def level_name(rulebook: Rulebook | None, unit_kind: str, level: str) -> str:
    """The level as the rulebook calls it for this kind of unit; empty where no rulebook is known."""
    if rulebook is None:
        return ""
    subject = compiled(rulebook).subjects.get(UnitKind(unit_kind).subject)
    levels = {each.code: each.name for each in subject.levels} if subject else {}
    return levels.get(level, "")
