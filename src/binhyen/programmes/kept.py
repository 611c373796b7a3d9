"""What is computed once for a rulebook and kept: the key of such a cache."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """`key` says which thing it is (its hash, its id) and alone decides what is found again; `thing` is only what to
    compute from when the key is met for the first time."""

    key: Hashable
    thing: T = field(compare=False)
