"""Finding links: by their address, and those of a cycle; what whoever came through one may do."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet

from binhyen.accounts.models import Grant, User
from binhyen.accounts.roles import Act, Role
from binhyen.accounts.selectors import lend
from binhyen.dossiers.lifecycle import DECIDED, Where
from binhyen.dossiers.models import Cycle, Dossier
from binhyen.dossiers.selectors.scope import dossiers_for
from binhyen.kernel import clock
from binhyen.links.models import Link

# Who accepts registrations is who knows the heads: the commune's officer.
GIVING = Act.REGISTER_ACCEPT
WRONG_PINS_BEFORE_SHUT = 5
SHUT_FOR = timedelta(minutes=15)


def hash_of(token: str) -> str:
    """What is kept of an address. It has 132 random bits: nobody finds it by trying, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_of(token: str) -> Link | None:
    """The link with this address, whether or not it is still alive."""
    found = Link.objects.filter(token_hash=hash_of(token))
    return found.select_related("dossier__cycle__programme", "dossier__rulebook", "holder").first()


def person_of(link: Link) -> User:
    """Whoever came through the link: the head of that one unit, for this request."""
    unit = link.dossier.unit_id
    lend(link.holder, [Grant(user=link.holder, role=Role.UNIT_HEAD, scope=unit, valid_to=link.valid_to)])
    return link.holder


def dossiers_to_link(user: User, cycle: Cycle) -> QuerySet[Dossier]:
    """Dossiers of the cycle for which this person may give a link: those that are still open."""
    return dossiers_for(user, GIVING, Where.UNIT).filter(cycle=cycle).exclude(state__in=DECIDED)


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A dossier and its link, as the officer sees them."""

    dossier: Dossier
    link: Link | None
    words: str
    tone: str


def link_lines(dossiers: Iterable[Dossier]) -> list[LinkLine]:
    """The dossiers with the link each has now, in their order. One statement beside the given."""
    listed = list(dossiers)
    links = _latest(dossier.pk for dossier in listed)
    return [_line(dossier, links.get(dossier.pk)) for dossier in listed]


def _latest(dossiers: Iterable[UUID]) -> Mapping[UUID, Link]:
    return {link.dossier_id: link for link in Link.objects.filter(dossier__in=list(dossiers)).order_by("given_at")}


def _line(dossier: Dossier, link: Link | None) -> LinkLine:
    if link is None:
        return LinkLine(dossier, None, "chưa cấp", "neutral")
    if link.revoked_at is not None:
        return LinkLine(dossier, link, "đã thu hồi", "neutral")
    if not link.is_alive:
        return LinkLine(dossier, link, "hết hạn", "wait")
    if link.is_locked(clock.now()):
        return LinkLine(dossier, link, "tạm khóa", "bad")
    return LinkLine(dossier, link, "đã vào" if link.last_entered_at else "chưa vào lần nào", "good")
