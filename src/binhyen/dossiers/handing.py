"""What passes on with an office and is kept by features above: they know handovers, handovers do not know them.

A feature registers a teller when its app is ready. What belongs to a unit passes on by itself with the roles over it; a
teller only counts it for the record.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from binhyen.accounts.models import User


@dataclass(frozen=True, slots=True)
class OpenLine:
    """One sort of open work and how much of it there is. `about` is the cycle or feature it belongs to."""

    about: str
    words: str
    count: int


# Who hands over, and the unit at and below which.
Teller = Callable[[User, UUID], Iterable[OpenLine]]
_TELLERS: list[Teller] = []


def register(teller: Teller) -> None:
    """Have a feature tell what is open in it; its lines stand in the order in which features are installed."""
    _TELLERS.append(teller)


def told_by_features(giver: User, scope: UUID) -> list[OpenLine]:
    """What features above have to hand over at and below the unit; a sort of which there is nothing is not named."""
    return [line for teller in _TELLERS for line in teller(giver, scope) if line.count]
