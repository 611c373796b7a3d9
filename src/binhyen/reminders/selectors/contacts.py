"""What was agreed with units, and with which units this person may speak."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.dossiers.models import Dossier
from binhyen.dossiers.selectors.scope import dossiers_for
from binhyen.kernel import clock
from binhyen.reminders.models import Contact
from binhyen.units.selectors import FoundUnit, find_units, path_ids


@dataclass(frozen=True, slots=True)
class Agreed:
    """The last contact with a unit in a cycle, and how many there were."""

    last: Contact
    times: int

    @property
    def is_broken(self) -> bool:
        """Whether the promised day has passed."""
        return self.last.promised_on is not None and self.last.promised_on < clock.today()


def agreed_with(cycle: UUID, units: Iterable[UUID]) -> Mapping[UUID, Agreed]:
    """By unit what was last agreed in the cycle; units that nobody spoke to are left out. One statement."""
    found: dict[UUID, Agreed] = {}
    for one in Contact.objects.filter(cycle=cycle, unit__in=list(units), withdrawn=False):
        known = found.get(one.unit_id)
        # Newest first: the first of a unit is its last contact.
        found[one.unit_id] = Agreed(known.last, known.times + 1) if known else Agreed(one, 1)
    return found


def contacts_of(person: User, *, unit: UUID | None = None) -> QuerySet[Contact]:
    """Contacts with units that the person may chase, newest first."""
    chased = dossiers_for(person, Act.CHASE).order_by().values("unit")
    found = Contact.objects.filter(unit__in=chased)
    return found.filter(unit=unit) if unit else found


def may_chase(person: User, unit: UUID) -> bool:
    """Whether the person may speak with the unit for the office: by the tree, or because a dossier says so."""
    return (
        powers_of(person).may(Act.CHASE, path_ids(unit)) or dossiers_for(person, Act.CHASE).filter(unit=unit).exists()
    )


def units_named(person: User, typed: str, *, limit: int = 6) -> list[FoundUnit]:
    """Units that the person may chase whose name matches, best first, written with or without diacritics."""
    scopes = powers_of(person).scopes(Act.CHASE)
    found = find_units(typed, within=scopes, limit=limit * 2) if scopes else []
    return [one for one in found if not one.has_ended][:limit]


def open_dossiers(person: User, unit: UUID) -> list[Dossier]:
    """Dossiers of a unit about which one may speak, newest year first."""
    found = dossiers_for(person, Act.CHASE).filter(unit=unit).select_related("cycle__programme")
    return list(found.order_by("-cycle__year", "-cycle__opened_at"))
