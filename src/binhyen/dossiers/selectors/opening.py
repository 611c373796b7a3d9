"""What opening a cycle needs to know: where this person may open one, and with which rulebooks."""

from uuid import UUID

from django.db.models import Q, QuerySet

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.kernel import clock
from binhyen.kernel.text import fold
from binhyen.programmes.models import Rulebook
from binhyen.units.models import Unit, UnitVersion
from binhyen.units.selectors import in_scope, units_as_of

MOST_FOUND = 20


def places_to_open(user: User, words: str, chosen: UUID | None = None) -> list[UnitVersion]:
    """Units for which the person may open a cycle, by name without diacritics; without words those entrusted to them."""
    scopes = powers_of(user).scopes(Act.CYCLE_OPEN)
    if not scopes:
        return []
    versions = units_as_of(clock.today()).select_related("unit")
    if chosen is not None:
        return list(versions.filter(unit=chosen, unit__in=in_scope(scopes)))
    if not words:
        return list(versions.filter(unit__in=scopes).order_by("full_name")[:MOST_FOUND])
    named = Q()
    for word in fold(words).split():
        named &= Q(folded__contains=word)
    return list(versions.filter(named, unit__in=in_scope(scopes)).order_by("full_name")[:MOST_FOUND])


def rulebooks_to_run(user: User) -> QuerySet[Rulebook]:
    """Issued rulebooks, newest first; one that was replaced still judges its own years. Those of invented programmes
    are offered to whoever works for an invented unit."""
    usable = Rulebook.objects.exclude(state=Rulebook.State.DRAFT).defer("source", "canonical")
    if not Unit.objects.filter(pk__in=powers_of(user).scopes(Act.CYCLE_OPEN), is_sample=True).exists():
        usable = usable.exclude(programme__owner__is_sample=True)
    return usable.select_related("programme__owner").order_by("programme__name", "-valid_from")
