"""What a person may read beyond the units that were entrusted to them, and for whom they act elsewhere.

A grant covers a unit and everything below it. Two facts lead further: an ended unit that wholly became part of what the
person reads is read as its history, and a unit that is managed from there by a paper is read wherever it stands.
Neither lets anybody change the tree there.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import F, QuerySet

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.kernel import clock
from binhyen.units.models import Succession
from binhyen.units.selectors.authorities import authorities_on, managed_on
from binhyen.units.selectors.paths import Ids, in_scope, paths_ids

READING = frozenset({Act.READ, Act.LOG_READ, Act.EXPORT})


def scopes_of(person: User, act: Act) -> frozenset[UUID]:
    """The units at and below which the person does the act, today.

    For acts that change nothing, with what became part of them (`READING`); for all acts, with what is managed from
    them elsewhere. Kept on the person for the request. A divided unit leads nowhere: its history stays with what stood
    above it.
    """
    kept: dict[Act, frozenset[UUID]] = person.__dict__.setdefault("_reach", {})
    if act not in kept:
        own = powers_of(person).scopes(act)
        kept[act] = (_with_history(own) if act in READING else own | _managed_from(own)) if own else own
    return kept[act]


def may(person: User, act: Act, path: Iterable[UUID]) -> bool:
    """Whether the person may do the act on a unit, given its `acting_paths`; asks the database only where their own
    units do not say already that they may read it."""
    own = tuple(path)
    allowed = powers_of(person).may(act, own)
    return allowed or (act in READING and not scopes_of(person, act).isdisjoint(own))


def acting_paths(unit_ids: Ids) -> dict[UUID, tuple[UUID, ...]]:
    """`paths_ids`, and after each path that of whoever manages the unit by a paper: both act for it."""
    paths = paths_ids(unit_ids)
    managers = authorities_on(paths, clock.today())
    above = paths_ids(set(managers.values()) - paths.keys()) | paths if managers else paths
    return {unit: (*path, *above.get(managers[unit], ())) if unit in managers else path for unit, path in paths.items()}


def with_forebears(units: Collection[UUID]) -> frozenset[UUID]:
    """These, and the ended units that they themselves wholly took over, in as many mergers as there were."""
    found = asked = frozenset(units)
    while asked:
        whole = Succession.objects.filter(successor__in=asked, extent=Succession.Extent.WHOLE)
        asked = frozenset(whole.values_list("predecessor_id", flat=True)) - found
        found |= asked
    return found


def _managed_from(scopes: Collection[UUID]) -> frozenset[UUID]:
    within = in_scope(scopes)
    return frozenset(managed_on(within, clock.today()).exclude(unit__in=in_scope(scopes)))


def _with_history(scopes: frozenset[UUID]) -> frozenset[UUID]:
    """These, what is managed from them elsewhere, and ended units that wholly became part of any of them, in two
    statements where nothing was merged twice."""
    elsewhere = managed_on(in_scope(scopes), clock.today()).order_by().exclude(unit__in=in_scope(scopes))
    found = scopes | frozenset(_became_part(scopes).union(elsewhere))
    asked = found - scopes
    while asked:
        asked = frozenset(_became_part(asked)) - found
        found |= asked
    return found


def _became_part(scopes: Collection[UUID]) -> QuerySet[Succession, UUID]:
    """Ended units, not reached by their last path, that one unit at or below these wholly took over."""
    within = in_scope(scopes)
    whole = Succession.objects.filter(successor__in=within, extent=Succession.Extent.WHOLE)
    outside = whole.exclude(predecessor=F("successor")).exclude(predecessor__in=within)
    return outside.values_list("predecessor_id", flat=True)
