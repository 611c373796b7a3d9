"""Clusters and who is in them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from binhyen.kernel.text import sort_key
from binhyen.units.models import Cluster, ClusterMember, UnitVersion
from binhyen.units.selectors.paths import in_scope, versions_of
from binhyen.units.selectors.story import hidden


def clusters_for(scopes: Collection[UUID]) -> QuerySet[Cluster]:
    """Clusters organised in these parts of the tree, and those in which a unit of theirs is or was."""
    if not scopes:
        return Cluster.objects.none()
    within = in_scope(scopes)
    joined = ClusterMember.objects.filter(unit__in=within).values("cluster")
    return Cluster.objects.filter(Q(organiser__in=within) | Q(pk__in=joined)).select_related("organiser")


@dataclass(frozen=True, slots=True)
class Members:
    """Members by name, and how many more there are outside the reader's part of the tree."""

    known: list["Membership"]
    others: int = 0


@dataclass(frozen=True, slots=True)
class Membership:
    """A member by its name of today, and the years in which it led."""

    unit: UUID
    name: str
    joined_on: date
    left_on: date | None
    led: tuple[int, ...]


def members_of(cluster: Cluster, scopes: Collection[UUID]) -> Members:
    """Members in the order of a Vietnamese list, those that left at the end; local units elsewhere are only counted."""
    everybody = list(cluster.members.all())
    unknown = hidden([member.unit_id for member in everybody], scopes)
    members = [member for member in everybody if member.unit_id not in unknown]
    versions = versions_of([member.unit_id for member in members])
    led: dict[UUID, list[int]] = {}
    for head, year in cluster.years.order_by("year").values_list("head_id", "year"):
        led.setdefault(head, []).append(year)
    found = [
        Membership(
            member.unit_id,
            versions[member.unit_id].full_name,
            member.joined_on,
            member.left_on,
            tuple(led.get(member.unit_id, ())),
        )
        for member in members
        if member.unit_id in versions
    ]
    ordered = sorted(found, key=lambda one: (one.left_on is not None, sort_key(one.name)))
    others = sum(1 for member in everybody if member.unit_id in unknown and member.left_on is None)
    return Members(ordered, others)


def choices_of(members: Sequence[Membership]) -> list[tuple[str, str]]:
    """Those who are in it now, to choose from."""
    return [(str(member.unit), member.name) for member in members if member.left_on is None]


def names_of(units: Collection[UUID]) -> dict[UUID, str]:
    """Unit → its name of today."""
    found: dict[UUID, UnitVersion] = versions_of(units)
    return {unit: version.full_name for unit, version in found.items()}
