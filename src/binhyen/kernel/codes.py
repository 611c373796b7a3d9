"""Identifiers: the same id in every installation for national units, sortable ids for everything local."""

import os
import time
import uuid

# Fixed for ever: changing it would give every shipped unit another identity.
_NATIONAL = uuid.UUID("5b0e4a52-7d3c-5f0a-9c56-2a1f4de0b7a4")


def national_id(tree: str, code: str) -> uuid.UUID:
    """The id of a shipped unit. `tree` is the year of the list in which it first stands ("2024", "2025")."""
    return uuid.uuid5(_NATIONAL, f"{tree}:{code}")


def new_id() -> uuid.UUID:
    """A UUIDv7 (RFC 9562): unguessable, and in the order of creation, so that indexes stay compact."""
    millis = time.time_ns() // 1_000_000
    tail = int.from_bytes(os.urandom(10), "big")
    rand_a, rand_b = tail >> 68, tail & ((1 << 62) - 1)
    value = (millis & ((1 << 48) - 1)) << 80 | 0x7 << 76 | (rand_a & 0xFFF) << 64 | 0b10 << 62 | rand_b
    return uuid.UUID(int=value)
