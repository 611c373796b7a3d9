"""What reports and trials a person may ask for."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Count, QuerySet

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.dossiers.models import Cycle, Dossier
from binhyen.kernel import text
from binhyen.kernel.text import sort_key
from binhyen.programmes.models import Rulebook
from binhyen.programmes.selectors import rulebook_list, rulebooks_for
from binhyen.units.models import UnitVersion
from binhyen.units.selectors import in_scope, versions_of
from binhyen.units.selectors.reach import scopes_of, with_forebears


def units_to_export(user: User) -> list[tuple[UUID, str]]:
    """The units whose year the person may take out, by name: those of their grants, and what these took over."""
    versions = versions_of(with_forebears(powers_of(user).scopes(Act.EXPORT)))
    return sorted(
        ((unit, marked_name(version)) for unit, version in versions.items()), key=lambda one: sort_key(one[1])
    )


def marked_name(version: UnitVersion) -> str:
    """The unit's name where no pill can stand beside it: an invented one says so in words, an ended one until when."""
    ended = f", đến hết {text.day(version.valid_to - timedelta(days=1))}" if version.valid_to else ""
    return f"{version.full_name}{ended}{' (minh hoạ)' if version.unit.is_sample else ''}"


def cycles_to_try(user: User, programme: UUID) -> QuerySet[Cycle]:
    """Cycles of a programme that the person reads as a whole, newest first: a trial tells of every unit in them."""
    scopes = scopes_of(user, Act.READ)
    if not scopes:
        return Cycle.objects.none()
    return Cycle.objects.filter(programme=programme, scope__in=in_scope(scopes)).order_by("-year", "name")


def versions_to_try(person: User, programme: UUID | None = None) -> QuerySet[Rulebook]:
    """Rulebooks of one programme or of all; drafts among them for those who may read them."""
    found = rulebook_list().filter(pk__in=[each.pk for each in rulebooks_for(person)])
    return found if programme is None else found.filter(programme=programme)


def dossiers_in(cycles: QuerySet[Cycle]) -> int:
    """How many dossiers there are in these cycles. One statement."""
    counted = Dossier.objects.filter(cycle__in=cycles.order_by().values("pk")).aggregate(number=Count("pk"))
    return int(counted["number"])
