"""The movement in numbers: events counted once each, models in their three numbers."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from binhyen.kernel import text
from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.period import Period
from binhyen.movement.kinds import ActivityKind
from binhyen.movement.models import Activity, Model, ModelYear


@dataclass(frozen=True, slots=True)
class ActivityTotal:
    """How often something was done at one kind of unit. `unsaid` records lack the number of people."""

    kind: ActivityKind
    held_at: SubjectKind
    times: int
    people: int
    unsaid: int
    cases: int
    settled: int

    @property
    def said(self) -> str:
        """ "hội nghị ở khu dân cư"."""
        return f"{self.kind.label} ở {self.held_at.vietnamese}"

    @property
    def counted(self) -> str:
        """ "2.063 hội nghị ở khu dân cư", "3 cuộc ký cam kết ở nhà trường"."""
        word = "" if self.kind is ActivityKind.CONFERENCE else "cuộc "
        return f"{text.number(self.times)} {word}{self.said}"


@dataclass(frozen=True, slots=True)
class ModelNumbers:
    """Models of a year: names (one name counts once wherever it is kept), points, teams; and who said nothing."""

    names: int
    points: int
    teams: int
    members: int
    unconfirmed: int


def in_span(activities: QuerySet[Activity], span: Period) -> QuerySet[Activity]:
    """Those that began in these days; what was published without a day began in none."""
    return activities.filter(starts__gte=span.start, starts__lt=span.end)


def activity_totals(activities: QuerySet[Activity], span: Period) -> list[ActivityTotal]:
    """By kind and by the kind of unit at which it was held, in the order of the kinds. One query.

    A joint event has one place and stands in one line: the lines add up to the whole.
    """
    rows = (
        in_span(activities, span)
        .order_by()
        .values_list("kind", "held_at")
        .annotate(Sum("times"), Sum("people"), unsaid=Count("pk", filter=Q(people=None)))
        .annotate(Sum("cases"), Sum("settled"))
    )
    totals = [
        ActivityTotal(
            ActivityKind(kind), SubjectKind(held_at), times or 0, people or 0, unsaid, cases or 0, settled or 0
        )
        for kind, held_at, times, people, unsaid, cases, settled in rows
    ]
    order = list(ActivityKind)
    return sorted(totals, key=lambda total: (order.index(total.kind), total.held_at.place))


def living_in(models: QuerySet[Model], year: int) -> QuerySet[Model]:
    """Models that had begun and not ended in a year, as far as is known."""
    begun = Q(from_year__isnull=True) | Q(from_year__lte=year)
    return models.filter(begun, Q(to_year__isnull=True) | Q(to_year__gte=year))


def model_numbers(models: QuerySet[Model], year: int) -> ModelNumbers:
    """The numbers of a year over these models; what was not confirmed for the year is in none of the three."""
    said = ModelYear.objects.filter(year=year, model__in=models.values("pk"))
    kept = said.filter(is_kept=True).aggregate(
        names=Count("model__folded", distinct=True), points=Sum("points"), teams=Sum("teams"), members=Sum("members")
    )
    silent = living_in(models, year).exclude(pk__in=said.values("model")).count()
    return ModelNumbers(
        names=kept["names"],
        points=kept["points"] or 0,
        teams=kept["teams"] or 0,
        members=kept["members"] or 0,
        unconfirmed=silent,
    )
