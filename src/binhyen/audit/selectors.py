"""Reading the log: the story of a thing, and whether the chain holds."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from binhyen.audit.errors import ChainBroken
from binhyen.audit.models import LogEntry, LogHead, LogSubject
from binhyen.audit.phrases import phrase
from binhyen.audit.sealing import FIRST_HASH, seal


@dataclass(frozen=True, slots=True)
class Line:
    """One act as it is read: when, who, what."""

    seq: int
    at: datetime
    actor: str
    verb: str
    text: str
    payload: dict[str, Any]


def entries_about(kind: str, ids: Iterable[UUID]) -> QuerySet[LogEntry]:
    """Entries that speak of any of these things, newest first."""
    about = LogSubject.objects.filter(kind=kind, subject_id__in=list(ids)).values("entry_id")
    return LogEntry.objects.filter(seq__in=about).order_by("-seq")


def lines(entries: Iterable[LogEntry]) -> list[Line]:
    """Entries in Vietnamese."""
    return [_line(entry) for entry in entries]


def _line(entry: LogEntry) -> Line:
    payload = json.loads(entry.payload)
    return Line(entry.seq, entry.at, entry.actor_name or "Hệ thống", entry.verb, phrase(entry.verb, payload), payload)


def hash_of(entry: LogEntry) -> str:
    """The hash that an entry must carry."""
    return seal(
        seq=entry.seq,
        at=entry.at,
        actor_id=str(entry.actor_id or ""),
        actor_name=entry.actor_name,
        verb=entry.verb,
        subjects=entry.subjects,
        payload=entry.payload,
        prev_hash=entry.prev_hash,
    )


def verify_chain() -> int:
    """Walk the whole chain; return the number of entries. Raises ChainBroken at the first bad entry."""
    expected, before = 0, FIRST_HASH
    for entry in LogEntry.objects.order_by("seq").iterator(chunk_size=2_000):
        expected += 1
        if entry.seq != expected:
            raise ChainBroken(expected, "thiếu mục này")
        if entry.prev_hash != before:
            raise ChainBroken(entry.seq, "không nối với mục trước")
        if hash_of(entry) != entry.hash:
            raise ChainBroken(entry.seq, "nội dung không khớp dấu niêm")
        before = entry.hash
    head = LogHead.objects.filter(id=1).first()
    if (head.seq, head.hash) != (expected, before) if head else expected:
        raise ChainBroken(expected, "các mục cuối bị mất")
    return expected
