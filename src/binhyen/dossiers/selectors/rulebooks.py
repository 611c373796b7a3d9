"""The rules of a cycle without asking the database: what was issued never changes, so its id says which rules they are."""

from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from binhyen.dossiers.models import Cycle
from binhyen.programmes.selectors import compiled
from binhyen.rules.model.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class _Asked:
    """The rulebook is its id; the cycle is only the way to the text when the id is met for the first time."""

    rulebook: UUID
    cycle: Cycle = field(compare=False)


def rules_of(cycle: Cycle) -> Rulebook:
    """What the cycle judges by."""
    return _rules(_Asked(cycle.rulebook_id, cycle))


@lru_cache(maxsize=64)
def _rules(asked: _Asked) -> Rulebook:
    return compiled(asked.cycle.rulebook)
