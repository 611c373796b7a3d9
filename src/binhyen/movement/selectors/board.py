"""The page of a programme's movement: everything of it in a person's part of the tree, for a year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Max, Prefetch, QuerySet

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.kernel import clock
from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.period import Period
from binhyen.kernel.text import number
from binhyen.movement.models import Activity, ActivityHost, Covenant, Model, ModelYear, Rollout, Stage
from binhyen.movement.selectors.scope import (
    activities_of,
    covenants_of,
    models_of,
    rollouts_of,
    stages_of,
    within,
)
from binhyen.movement.selectors.totals import ActivityTotal, ModelNumbers, activity_totals, in_span, model_numbers
from binhyen.programmes.models import Programme
from binhyen.programmes.selectors import programmes_by_name
from binhyen.units.models import Unit
from binhyen.units.selectors import paths_ids, versions_of
from binhyen.units.selectors.reach import scopes_of

# Provinces and communes are public facts; what stands below belongs to whoever looks after it.
_PUBLIC = (SubjectKind.PROVINCE, SubjectKind.DISTRICT, SubjectKind.COMMUNE)
# What belongs to no programme stands under this word instead of a programme's code.
COMMON = "chung"


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """A programme with how much of it is recorded in the person's part of the tree."""

    code: str
    name: str
    word: str
    counts: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A record beside the name of its unit, and whether this person may change it."""

    record: Covenant | Model | Rollout | Stage
    unit: str
    may_edit: bool


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model with what was said of it for the year, if anything was."""

    record: Model
    unit: str
    may_edit: bool
    said: ModelYear | None


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """An activity with its hosts by name."""

    record: Activity
    hosts: tuple[str, ...]
    may_edit: bool


@dataclass(frozen=True, slots=True)
class Board:
    """Everything that the page tells. `activities` is still to be cut into pages."""

    programme: Programme | None
    year: int
    covenants: list[Row]
    totals: list[ActivityTotal]
    activities: QuerySet[Activity]
    numbers: ModelNumbers
    models: list[ModelRow]
    rollouts: list[Row]
    stages: list[Row]


def programme_lines(person: User) -> list[ProgrammeLine]:
    """Programmes by name, each with its counts here; seven queries. Invented ones stand with invented units only."""
    units = within(person)
    tallies = [
        (_by_programme(covenants_of(units)), "giao ước"),
        (_by_programme(activities_of(units)), "hoạt động"),
        (_by_programme(models_of(units)), "mô hình"),
        (_by_programme(rollouts_of(units)), "nơi làm điểm, nhân rộng"),
        (_by_programme(stages_of(units)), "giai đoạn"),
    ]
    lines = [
        ProgrammeLine(each.code, each.name, str(each.get_word_display()), _counts(each.pk, tallies))
        for each in programmes_by_name(invented=Unit.objects.filter(pk__in=units, is_sample=True).exists())
    ]
    return [*lines, ProgrammeLine(COMMON, "Không thuộc chương trình nào", "chung", _counts(None, tallies))]


def _by_programme(
    records: QuerySet[Covenant] | QuerySet[Activity] | QuerySet[Model] | QuerySet[Rollout] | QuerySet[Stage],
) -> dict[UUID | None, int]:
    return dict(records.order_by().values_list("programme").annotate(Count("pk")))


def _counts(
    programme: UUID | None, tallies: Sequence[tuple[dict[UUID | None, int], str]]
) -> tuple[tuple[int, str], ...]:
    counted = ((found.get(programme, 0), word) for found, word in tallies)
    return tuple((count, word) for count, word in counted if count)


def board(person: User, programme: Programme | None, year: int) -> Board:
    """The movement of a programme (None: of none) in the person's part of the tree, in a year."""
    units = within(person)
    wanted = {"programme": programme}
    span = Period(date(year, 1, 1), date(year + 1, 1, 1))
    activities = activities_of(units).filter(**wanted)
    models = models_of(units).filter(**wanted)
    covenants = list(covenants_of(units).filter(**wanted))
    rollouts = list(rollouts_of(units).filter(**wanted))
    stages = list(stages_of(units).filter(**wanted))
    kept = list(models.prefetch_related(Prefetch("years", ModelYear.objects.filter(year=year))))
    places = [one.unit_id for one in rollouts] + [one.unit_id for one in stages] + [one.unit_id for one in kept]
    reader = _Reader(person, [one.host_id for one in covenants] + places)
    return Board(
        programme=programme,
        year=year,
        covenants=[reader.row(one, one.host_id) for one in covenants],
        totals=activity_totals(activities, span),
        activities=in_span(activities, span),
        numbers=model_numbers(models, year),
        models=[reader.model(one) for one in kept],
        rollouts=[reader.row(one, one.unit_id) for one in rollouts],
        stages=[reader.row(one, one.unit_id) for one in stages],
    )


def activity_rows(person: User, activities: Iterable[Activity]) -> list[ActivityRow]:
    """The activities of one page with their hosts by name."""
    listed = list(activities)
    hosts: dict[UUID, list[UUID]] = {one.pk: [] for one in listed}
    for host in ActivityHost.objects.filter(activity__in=hosts):
        hosts[host.activity_id].append(host.unit_id)
    reader = _Reader(person, [unit for units in hosts.values() for unit in units])
    return [
        ActivityRow(one, reader.hosts(hosts[one.pk]), reader.may_edit(one.publication_id, hosts[one.pk]))
        for one in listed
    ]


class _Reader:
    """Names of units and what may be done on them, read once for a page."""

    def __init__(self, person: User, units: Sequence[UUID]) -> None:
        versions, paths = versions_of(set(units)), paths_ids(set(units))
        self._names = {unit: version.full_name for unit, version in versions.items()}
        edited, read = powers_of(person).scopes(Act.MOVEMENT_EDIT), set(scopes_of(person, Act.READ))
        self._mine = {unit for unit, path in paths.items() if not edited.isdisjoint(path)}
        near = {unit for unit, path in paths.items() if not read.isdisjoint(path)}
        self._told = near | {unit for unit, version in versions.items() if version.subject in _PUBLIC}

    def hosts(self, units: Sequence[UUID]) -> tuple[str, ...]:
        """By name where the person may know of the unit; a number where a village or school elsewhere took part."""
        told = tuple(self._names.get(unit, "") for unit in units if unit in self._told)
        others = len(units) - len(told)
        return (*told, f"{number(others)} đơn vị nơi khác") if others else told

    def may_edit(self, publication: UUID | None, units: Iterable[UUID]) -> bool:
        """What others published is nobody's to change here."""
        return publication is None and self._mine.issuperset(units)

    def row(self, record: Covenant | Rollout | Stage, unit: UUID) -> Row:
        return Row(record, self._names.get(unit, ""), self.may_edit(record.publication_id, [unit]))

    def model(self, record: Model) -> ModelRow:
        said = next(iter(record.years.all()), None)
        name = self._names.get(record.unit_id, "")
        return ModelRow(record, name, self.may_edit(record.publication_id, [record.unit_id]), said)


def newest_year(person: User, programme: Programme | None) -> int | None:
    """The newest year in which an activity began or a model was confirmed in the person's part of the tree; None where
    nothing tells its year. Two queries."""
    units = within(person)
    wanted = {"programme": programme}
    began = activities_of(units).filter(**wanted).order_by().aggregate(newest=Max("starts"))["newest"]
    kept = models_of(units).filter(**wanted).order_by().values("pk")
    confirmed = ModelYear.objects.filter(model__in=kept).aggregate(newest=Max("year"))["newest"]
    return max((year for year in (began and began.year, confirmed) if year), default=None)


def years_to_choose(chosen: int) -> list[int]:
    """This year and the five before it, and the chosen one."""
    now = clock.today().year
    return sorted({chosen, *range(now - 5, now + 1)}, reverse=True)
