"""Appending to the log. Called inside the transaction of the act, so that both happen or neither."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction

from binhyen.audit.errors import AlreadyDone
from binhyen.audit.models import LogEntry, LogHead, LogSubject
from binhyen.audit.sealing import canonical
from binhyen.audit.selectors import hash_of
from binhyen.kernel import clock
from binhyen.shell.writing import insert_rows

# An act on thousands of units names the cycle and the counts; only so many things are indexed one by one.
MOST_SUBJECTS = 2_000


class Actor(Protocol):
    """Whoever acts: a signed-in person."""

    @property
    def id(self) -> UUID:
        """The account."""

    def get_full_name(self) -> str:
        """The name as it is shown."""


def record(
    *,
    by: Actor | None,
    verb: str,
    subjects: Sequence[tuple[str, UUID]],
    payload: Mapping[str, Any],
    act_key: str | None = None,
    at: datetime | None = None,
) -> LogEntry:
    """Append one entry and return it. `by=None` is the system itself.

    `act_key` is the idempotency key of a submission: a second entry with the same key raises AlreadyDone
    before anything is written, and the surrounding transaction is rolled back by whoever catches it.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a log entry is written inside the transaction of its act")
    refuse_repeat(act_key)
    LogHead.objects.get_or_create(id=1)
    head = LogHead.objects.select_for_update().get(id=1)
    entry = LogEntry(
        seq=head.seq + 1,
        at=at or clock.now(),
        actor_id=by.id if by else None,
        actor_name=by.get_full_name() if by else "",
        verb=verb,
        subjects=[f"{kind}:{subject_id}" for kind, subject_id in subjects],
        payload=canonical(payload),
        act_key=act_key or None,
        prev_hash=head.hash,
    )
    entry.hash = hash_of(entry)
    entry.save(force_insert=True)
    indexed = dict.fromkeys(subjects[:MOST_SUBJECTS])
    insert_rows(LogSubject, [(entry.pk, kind, subject_id) for kind, subject_id in indexed])
    LogHead.objects.filter(id=1).update(seq=entry.seq, hash=entry.hash)
    return entry


def refuse_repeat(act_key: str | None) -> None:
    """Raise AlreadyDone when a submission with this key was carried out before."""
    if act_key and (seq := LogEntry.objects.filter(act_key=act_key).values_list("seq", flat=True).first()):
        raise AlreadyDone(seq)
