"""What a person may read of the movement: records of units in their part of the tree, and covenants these signed."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.kernel import clock
from binhyen.kernel.kinds import SubjectKind, kinds_of
from binhyen.kernel.text import sort_key
from binhyen.movement.models import Activity, ActivityHost, Covenant, CovenantMember, Model, Rollout, Stage
from binhyen.units.models import UnitVersion
from binhyen.units.selectors import in_scope, paths_ids, units_as_of
from binhyen.units.selectors.reach import scopes_of

# A page offers so many units to choose from; whoever has more works with communes and what stands above them.
MOST_OFFERED = 400
_WIDE = (SubjectKind.COMMUNE, SubjectKind.DISTRICT, SubjectKind.PROVINCE)

Units = Iterable[UUID] | QuerySet[Any, Any]


def within(person: User) -> QuerySet[Any, Any]:
    """Ids of the units that the person may read, as a subquery."""
    return in_scope(scopes_of(person, Act.READ))


def covenants_of(units: Units) -> QuerySet[Covenant]:
    """Covenants of these units' areas and those that one of them is a member of."""
    member = CovenantMember.objects.filter(unit__in=units).values("covenant")
    chosen = Covenant.objects.filter(Q(host__in=units) | Q(pk__in=member), withdrawn=False)
    return chosen.select_related("programme", "publication", "paper")


def activities_of(units: Units) -> QuerySet[Activity]:
    """Activities that one of these units held, each once however many of them held it together."""
    held = ActivityHost.objects.filter(unit__in=units).values("activity")
    chosen = Activity.objects.filter(pk__in=held, withdrawn=False)
    return chosen.select_related("programme", "publication", "paper")


def models_of(units: Units) -> QuerySet[Model]:
    """Models that these units keep or kept."""
    return Model.objects.filter(unit__in=units, withdrawn=False).select_related("programme", "publication", "paper")


def rollouts_of(units: Units) -> QuerySet[Rollout]:
    """Where these units try a programme or take it over."""
    return Rollout.objects.filter(unit__in=units, withdrawn=False).select_related("programme", "publication", "paper")


def stages_of(units: Units) -> QuerySet[Stage]:
    """Stages of programmes in these units."""
    return Stage.objects.filter(unit__in=units, withdrawn=False).select_related("programme", "publication", "paper")


def may_edit_all(person: User, units: Iterable[UUID]) -> bool:
    """Whether the person may record about every one of these units."""
    asked = set(units)
    scopes, paths = powers_of(person).scopes(Act.MOVEMENT_EDIT), paths_ids(asked)
    return bool(asked) and all(not scopes.isdisjoint(paths.get(unit, ())) for unit in asked)


def units_to_choose(person: User) -> list[UnitVersion]:
    """The units about which the person may record, as they are today, widest first, then in Vietnamese order."""
    scopes = powers_of(person).scopes(Act.MOVEMENT_EDIT)
    if not scopes:
        return []
    living = units_as_of(clock.today()).filter(unit__in=in_scope(scopes)).select_related("unit")
    if living.count() > MOST_OFFERED:
        living = living.filter(kind__in=[kind.value for subject in _WIDE for kind in kinds_of(subject)])
    return sorted(living, key=lambda each: (-_rank(each), sort_key(each.full_name)))[:MOST_OFFERED]


def _rank(version: UnitVersion) -> int:
    return version.subject.place if version.subject in _WIDE else 0
