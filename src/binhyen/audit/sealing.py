"""How an entry is sealed: canonical JSON, then SHA-256 over it and the hash before it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

FIRST_HASH = "0" * 64


def canonical(payload: Mapping[str, Any]) -> str:
    """One spelling for one content: sorted keys, no spaces, letters as they are."""
    return json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def seal(
    *,
    seq: int,
    at: datetime,
    actor_id: str,
    actor_name: str,
    verb: str,
    subjects: Sequence[str],
    payload: str,
    prev_hash: str,
) -> str:
    """The hash of an entry, over everything it says and the hash of the entry before it."""
    instant = at.astimezone(UTC).isoformat(timespec="microseconds")
    content = json.dumps(
        [seq, instant, actor_id, actor_name, verb, list(subjects), payload, prev_hash],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hashlib.sha256(content.encode()).hexdigest()
