"""Parts of Việc của tôi that features above tell: they know the year's work, it does not know them.

A feature registers a teller when its app is ready. A teller asks for no more than the person may read, in a number of
statements that does not grow with the units, and answers None where it has nothing to say.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from binhyen.accounts.models import User


@dataclass(frozen=True, slots=True)
class WorkPart:
    """A template (one card) with what it shows."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


Teller = Callable[[User], WorkPart | None]
_TELLERS: list[Teller] = []


def register(teller: Teller) -> None:
    """Have a feature tell its part; parts stand in the order in which features are installed."""
    _TELLERS.append(teller)


def parts_of(person: User) -> list[WorkPart]:
    """What features have to say of this person's work."""
    return [part for teller in _TELLERS if (part := teller(person)) is not None]
