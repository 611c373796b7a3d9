"""What of questions passes on with an office: they belong to the unit that asked."""

from collections.abc import Iterable
from uuid import UUID

from binhyen.accounts.models import User
from binhyen.collection.models import Collection
from binhyen.dossiers.handing import OpenLine
from binhyen.units.selectors import in_scope


def questions_handed(_giver: User, scope: UUID) -> Iterable[OpenLine]:
    """Questions asked at and below this unit that are still open."""
    asking = Collection.objects.filter(closed_at=None, scope__in=in_scope([scope]))
    yield OpenLine("Thu thập nhanh", "Câu hỏi đang thu thập", asking.count())
