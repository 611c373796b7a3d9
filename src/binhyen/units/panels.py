"""Parts of a unit's page that features above tell: they know units, units do not know them.

A feature registers a teller when its app is ready. A teller asks for no more than the person may read and answers None
where it has nothing to say.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from binhyen.accounts.models import User
from binhyen.units.selectors.story import UnitStory


@dataclass(frozen=True, slots=True)
class Panel:
    """A template (one or more cards) with what it shows; `aside` puts it into the narrow column."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    aside: bool = False


Teller = Callable[[User, UnitStory], Panel | None]
_TELLERS: list[Teller] = []


def register(teller: Teller) -> None:
    """Have a feature tell its part; parts stand in the order in which features are installed."""
    _TELLERS.append(teller)


def panels_of(person: User, story: UnitStory) -> list[Panel]:
    """What features have to say of the unit to this person."""
    return [panel for teller in _TELLERS if (panel := teller(person, story)) is not None]
