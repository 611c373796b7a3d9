"""What of links passes on with an office: they belong to units, and whoever accepts registrations may take them back."""

from collections.abc import Iterable
from uuid import UUID

from binhyen.accounts.models import User
from binhyen.dossiers.handing import OpenLine
from binhyen.kernel import clock
from binhyen.links.models import Link
from binhyen.units.selectors import in_scope


def links_handed(_giver: User, scope: UUID) -> Iterable[OpenLine]:
    """Links of units at and below this one that still lead somewhere."""
    alive = Link.objects.filter(revoked_at=None, valid_to__gte=clock.today(), dossier__unit__in=in_scope([scope]))
    yield OpenLine("Liên kết", "Liên kết có mã PIN đang dùng", alive.count())
