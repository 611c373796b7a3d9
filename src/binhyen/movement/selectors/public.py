"""The movement as everybody may see it: what was signed, published, confirmed or rests on a paper; never a draft."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from binhyen.movement.models import Activity, ActivityHost, Covenant, CovenantMember, Model, ModelYear, Rollout, Stage

Units = Iterable[UUID] | QuerySet[Any, Any]
# A programme (by id) and a year in which decisions were made: what was done in it is no news any more.
DecidedYear = tuple[UUID, int]
_LINKED = ("programme", "publication", "paper")


def public_covenants(*, samples: bool) -> QuerySet[Covenant]:
    """Covenants that were signed, those that others replaced among them."""
    signed = Covenant.objects.filter(withdrawn=False, is_sample=samples).exclude(state=Covenant.State.DRAFT)
    return signed.select_related(*_LINKED).prefetch_related("members")


def covenants_about(units: Units, *, samples: bool) -> QuerySet[Covenant]:
    """Of these units' areas, or signed by one of them."""
    member = CovenantMember.objects.filter(unit__in=units).values("covenant")
    return public_covenants(samples=samples).filter(Q(host__in=units) | Q(pk__in=member))


def public_rollouts(*, samples: bool) -> QuerySet[Rollout]:
    """Pilots and places that took a programme over, as far as a publication or a paper says so."""
    proved = Q(publication__isnull=False) | Q(paper__isnull=False)
    shown = Rollout.objects.filter(proved, withdrawn=False, is_sample=samples).select_related(*_LINKED)
    return shown.order_by("phase", F("starts").asc(nulls_last=True), "key", "pk")


def public_activities(*, samples: bool, decided: Iterable[DecidedYear] = ()) -> QuerySet[Activity]:
    """Activities that others published, and those of years that were decided."""
    shown = Q(publication__isnull=False)
    for programme, year in decided:
        shown |= Q(programme=programme, starts__year=year)
    return Activity.objects.filter(shown, withdrawn=False, is_sample=samples).select_related(*_LINKED)


def activities_about(units: Units, *, samples: bool, decided: Iterable[DecidedYear] = ()) -> QuerySet[Activity]:
    """Those that one of these units held, each once."""
    held = ActivityHost.objects.filter(unit__in=units).values("activity")
    return public_activities(samples=samples, decided=decided).filter(pk__in=held).prefetch_related("hosts")


def public_models(*, samples: bool) -> QuerySet[Model]:
    """Models that were published, or confirmed for a year."""
    confirmed = Exists(ModelYear.objects.filter(model=OuterRef("pk"), is_kept=True))
    shown = Model.objects.filter(Q(publication__isnull=False) | confirmed, withdrawn=False, is_sample=samples)
    return shown.select_related(*_LINKED).prefetch_related("years")


def public_stages(*, samples: bool) -> QuerySet[Stage]:
    """Stages of programmes."""
    return Stage.objects.filter(withdrawn=False, is_sample=samples).select_related(*_LINKED)
