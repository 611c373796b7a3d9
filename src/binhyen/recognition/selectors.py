"""Reads: awards as people may see them."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.programmes.models import Programme
from binhyen.recognition.models import Award
from binhyen.units.selectors import in_scope


def awards() -> QuerySet[Award]:
    """Every award that was not struck out, newest first, with what a page says of it."""
    return Award.objects.filter(struck_at=None).select_related("programme", "publication", "paper", "unit")


def awards_for(user: User) -> QuerySet[Award]:
    """Awards of the parts of the tree that the person may read."""
    scopes = powers_of(user).scopes(Act.READ)
    return awards().filter(unit__in=in_scope(scopes)) if scopes else Award.objects.none()


def public_awards_of(units: Iterable[UUID], *, samples: bool) -> QuerySet[Award]:
    """Awards given in the area of these units or to them by name, as everybody may see them. Invented ones stand only
    with invented units."""
    wanted = list(units)
    about = awards().filter(unit__in=wanted) | awards().filter(named__in=wanted)
    return about.filter(is_sample=samples).distinct()


def public_awards_in(programme: Programme) -> QuerySet[Award]:
    """Real awards of a programme."""
    return awards().filter(programme=programme, is_sample=False)
