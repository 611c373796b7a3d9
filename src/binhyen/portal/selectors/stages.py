"""The review of a stage: what was published, recognised, done, kept and awarded in its years, side by side.

Nothing is added up across years or kinds: a unit recognised in five years stands in five cells.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count

from binhyen.figures.published import published_of
from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.kernel.period import Period
from binhyen.movement.models import Model, ModelYear, Stage
from binhyen.movement.selectors.public import activities_about, covenants_about, public_models, public_stages
from binhyen.movement.selectors.totals import ActivityTotal, ModelNumbers, activity_totals, model_numbers
from binhyen.portal.selectors.movement import Line, Lines, decided_years
from binhyen.portal.selectors.published import Publication, Publications
from binhyen.portal.small_numbers import public_count
from binhyen.recognition.models import Award, Decision
from binhyen.recognition.public import granted_in_numbered_decisions
from binhyen.recognition.selectors import awards
from binhyen.units.models import UnitVersion
from binhyen.units.selectors import in_scope, version_of


@dataclass(frozen=True, slots=True)
class RecognisedYear:
    """How many units of each kind were recognised in a year, as the public sees it; "—" where none is recorded."""

    year: int
    counts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recognised:
    """The years of which decisions are recorded, by kind of unit."""

    kinds: tuple[SubjectKind, ...]
    rows: tuple[RecognisedYear, ...]

    def __bool__(self) -> bool:
        return bool(self.rows)


@dataclass(frozen=True, slots=True)
class YearOfModels:
    """The three numbers of a year."""

    year: int
    numbers: ModelNumbers


@dataclass(frozen=True, slots=True)
class Held:
    """What was held of one kind, with how many took part as the public sees it; empty where nobody was counted."""

    counted: str
    people: str


@dataclass(frozen=True, slots=True)
class StageReview:
    """Everything that the page of a stage tells."""

    stage: Stage
    line: Line
    unit: UnitVersion
    years: tuple[int, ...]
    publications: list[Publication]
    recognised: Recognised
    totals: list[Held]
    activities: list[Line]
    covenants: list[Line]
    models: list[Line]
    model_years: list[YearOfModels]
    awards: list[Award]


def stage_review(stage_id: UUID) -> StageReview | None:
    """The review of one stage; None for one that is not there or was withdrawn."""
    found = Stage.objects.filter(pk=stage_id).values_list("is_sample", flat=True).first()
    stage = public_stages(samples=found).filter(pk=stage_id).first() if found is not None else None
    unit = version_of(stage.unit_id) if stage else None
    return _review(stage, unit) if stage and unit else None


def _review(stage: Stage, unit: UnitVersion) -> StageReview:
    years = tuple(range(stage.from_year, stage.to_year + 1))
    samples, area = stage.is_sample, in_scope([stage.unit_id])
    span = Period(date(years[0], 1, 1), date(years[-1] + 1, 1, 1))
    held = activities_about(area, samples=samples, decided=decided_years([stage.unit_id]))
    held = held.filter(programme=stage.programme_id)
    published = [one for one in held.filter(publication__isnull=False) if _meets(one.starts, years)]
    covenants = list(covenants_about(area, samples=samples).filter(programme=stage.programme_id, year__in=years))
    models = public_models(samples=samples).filter(unit__in=area, programme=stage.programme_id)
    kept = [one for one in models if _lived(one, years)]
    lines = Lines([stage, *published, *covenants, *kept], here=stage.unit_id)
    return StageReview(
        stage=stage,
        line=lines.of([stage])[0],
        unit=unit,
        years=years,
        publications=_publications(stage),
        recognised=_recognised(stage, years, unit.subject),
        totals=[_held(one, unit.subject) for one in activity_totals(held.filter(publication__isnull=True), span)],
        activities=lines.of(published),
        covenants=lines.of(covenants),
        models=lines.of(kept),
        model_years=_model_years(kept, years),
        awards=_awards(stage),
    )


def _held(total: ActivityTotal, place: SubjectKind) -> Held:
    return Held(total.counted, public_count(total.people, place) if total.people else "")


def _meets(starts: date | None, years: tuple[int, ...]) -> bool:
    """What was published without a day belongs to the programme as a whole, and so to each of its stages."""
    return starts is None or years[0] <= starts.year <= years[-1]


def _lived(model: Model, years: tuple[int, ...]) -> bool:
    """Whether the model is known to have been kept in one of these years."""
    confirmed = any(one.is_kept and one.year in years for one in model.years.all())
    begun = model.from_year is not None and model.from_year <= years[-1] and (model.to_year or years[-1]) >= years[0]
    return confirmed or begun


def _publications(stage: Stage) -> list[Publication]:
    figures = published_of([stage.unit_id]).filter(programme=stage.programme.code, year__lte=stage.to_year)
    listed = list(figures.filter(year__gte=stage.from_year).prefetch_related("units"))
    return Publications(listed).of(listed)


def _recognised(stage: Stage, years: tuple[int, ...], place: SubjectKind) -> Recognised:
    """Recognitions that stand, of the programme, in the area. A silent year is no nought."""
    granted = granted_in_numbered_decisions().filter(
        programme=stage.programme_id, year__in=years, unit__in=in_scope([stage.unit_id]),
        decision__is_sample=stage.is_sample, unit__is_sample=stage.is_sample,
    )  # fmt: skip
    standing = granted.exclude(cancelled_by__state=Decision.State.NUMBERED)
    found: dict[tuple[int, SubjectKind], int] = {}
    for kind, year, count in standing.order_by().values_list("unit_kind", "year").annotate(Count("pk")):
        cell = (year, UnitKind(kind).subject)
        found[cell] = found.get(cell, 0) + count
    kinds = tuple(sorted({kind for _, kind in found}, key=lambda kind: kind.place))
    return Recognised(
        kinds,
        tuple(
            RecognisedYear(
                year,
                tuple(public_count(found[year, kind], place) if (year, kind) in found else "—" for kind in kinds),
            )
            for year in sorted({year for year, _ in found})
        ),
    )


def _model_years(models: list[Model], years: tuple[int, ...]) -> list[YearOfModels]:
    """Years for which somebody confirmed a model."""
    chosen = Model.objects.filter(pk__in=[one.pk for one in models])
    said = set(ModelYear.objects.filter(model__in=chosen, year__in=years).values_list("year", flat=True))
    return [YearOfModels(year, model_numbers(chosen, year)) for year in years if year in said]


def _awards(stage: Stage) -> list[Award]:
    given = awards().filter(unit__in=in_scope([stage.unit_id]), programme=stage.programme_id)
    inside = given.filter(to_year__gte=stage.from_year, from_year__lte=stage.to_year)
    return list(inside.filter(is_sample=stage.is_sample))
