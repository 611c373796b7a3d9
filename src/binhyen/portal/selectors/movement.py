"""Covenants, pilots, activities, models and stages as public pages list them, each with where it was read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.text import day
from binhyen.movement.models import Activity, Covenant, Model, Recorded, Rollout, Stage
from binhyen.movement.selectors.public import (
    DecidedYear,
    activities_about,
    covenants_about,
    public_activities,
    public_covenants,
    public_models,
    public_rollouts,
    public_stages,
)
from binhyen.papers.models import Publication
from binhyen.papers.publications import source_words
from binhyen.portal.small_numbers import public_count
from binhyen.programmes.models import Programme
from binhyen.recognition.models import Decision
from binhyen.shell.templatetags.vietnamese import last_day
from binhyen.units.models import UnitVersion
from binhyen.units.selectors import in_scope, paths_ids, versions_of

# A page lists so many of each kind, newest first; the rest is for the offices.
_MOST = 50


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was read."""

    words: str
    title: str
    address: str
    basis: str


@dataclass(frozen=True, slots=True)
class Place:
    """A unit that a line speaks of."""

    unit_id: UUID
    full_name: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was agreed, tried, done, kept or summed up. `about` is the unit that its title names."""

    id: UUID
    key: str
    title: str
    about: UUID | None
    when: str
    programme: str
    programme_name: str
    places: tuple[Place, ...]
    facts: tuple[str, ...]
    items: tuple[str, ...]
    members: tuple[str, ...]
    note: str
    source: Source | None
    paper: str
    is_sample: bool


@dataclass(frozen=True, slots=True)
class MovementStory:
    """The lines of a page, by what they are."""

    covenants: list[Line]
    rollouts: list[Line]
    activities: list[Line]
    models: list[Line]
    stages: list[Line]

    @property
    def lines(self) -> list[Line]:
        """All of them."""
        return [*self.covenants, *self.rollouts, *self.activities, *self.models, *self.stages]

    @property
    def sources(self) -> list[Source]:
        """Where they were read, each source once."""
        return list(dict.fromkeys(line.source for line in self.lines if line.source))

    def __bool__(self) -> bool:
        return bool(self.lines)


def movement_of(units: Sequence[UUID], *, samples: bool) -> MovementStory:
    """The movement of a unit (the first), its predecessors and what stood above them; pilots of its whole area."""
    return _story(
        covenants_about(units, samples=samples),
        public_rollouts(samples=samples).filter(unit__in=in_scope(units)),
        activities_about(units, samples=samples, decided=decided_years(units)),
        public_models(samples=samples).filter(unit__in=units),
        public_stages(samples=samples).filter(unit__in=units),
        here=units[0],
    )


def movement_in(programme: Programme, *, samples: bool) -> MovementStory:
    """The movement of a programme everywhere; of activities those that others published."""
    return _story(
        public_covenants(samples=samples).filter(programme=programme),
        public_rollouts(samples=samples).filter(programme=programme),
        public_activities(samples=samples).filter(programme=programme).prefetch_related("hosts"),
        public_models(samples=samples).filter(programme=programme),
        public_stages(samples=samples).filter(programme=programme),
    )


def decided_years(units: Sequence[UUID]) -> list[DecidedYear]:
    """Programmes and years in which a numbered decision was made at one of these units or above it."""
    paths = {above for path in paths_ids(units).values() for above in path}
    numbered = Decision.objects.filter(deciding_unit__in=paths, state=Decision.State.NUMBERED)
    return list(numbered.order_by().values_list("programme_id", "year").distinct())


def _story(
    covenants: QuerySet[Covenant],
    rollouts: QuerySet[Rollout],
    activities: QuerySet[Activity],
    models: QuerySet[Model],
    stages: QuerySet[Stage],
    here: UUID | None = None,
) -> MovementStory:
    read = [list(each[:_MOST]) for each in (covenants, rollouts, activities, models, stages)]
    lines = Lines((record for records in read for record in records), here=here)
    return MovementStory(*(lines.of(records) for records in read))


class Lines:
    """Puts records into words; the names that this needs are read once, for any number of lists."""

    def __init__(self, records: Iterable[Recorded], *, here: UUID | None = None) -> None:
        """`records` are all that will be asked for; `here` is the unit of the page, which no line has to name."""
        self._units = versions_of({unit for record in records for unit in _units(record)})
        self._here = here

    def of(self, records: Iterable[Recorded]) -> list[Line]:
        """The lines of these records, in their order."""
        return [self._line(record) for record in records]

    def _line(self, record: Recorded) -> Line:
        places = self._places(record)
        told = _told(record, places[0].subject if places else SubjectKind.COMMUNE)
        # A pilot is its place: the title says which.
        place = places[0] if places and isinstance(record, Rollout) else None
        programme: Programme | None = getattr(record, "programme", None)
        return Line(
            id=record.pk,
            key=record.key or "",
            title=f"{told.title}: {place.full_name}" if place else told.title,
            about=place.unit_id if place else None,
            when=told.when,
            programme=programme.code if programme else "",
            programme_name=programme.name if programme else "",
            places=() if place else self._named(places),
            facts=told.facts,
            items=told.items,
            members=told.members,
            # What an office noted for itself is not published.
            note=record.note if record.publication_id else "",
            source=source_of(record.publication),
            paper=_paper(record),
            is_sample=record.is_sample,
        )

    def _named(self, places: Sequence[UnitVersion]) -> tuple[Place, ...]:
        """The units that a line has to name: not the page's own, unless others stand beside it."""
        if [one.unit_id for one in places] == [self._here]:
            return ()
        return tuple(Place(one.unit_id, one.full_name) for one in places)

    def _places(self, record: Recorded) -> list[UnitVersion]:
        return [self._units[unit] for unit in _units(record) if unit in self._units]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What differs from one kind of record to another."""

    title: str
    when: str
    facts: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


def _told(record: Recorded, subject: SubjectKind) -> _Told:
    if isinstance(record, Covenant):
        return _covenant(record)
    if isinstance(record, Rollout):
        return _rollout(record)
    if isinstance(record, Activity):
        return _activity(record, subject)
    if isinstance(record, Model):
        return _model(record, subject)
    if isinstance(record, Stage):
        return _stage(record)
    raise TypeError(type(record).__name__)


def _covenant(record: Covenant) -> _Told:
    members = tuple(f"{one.name} ({one.office})" if one.office else one.name for one in record.members.all())
    replaced = ("đã được giao ước khác thay",) if record.state == Covenant.State.REPLACED else ()
    silent = () if members or not record.publication_id else ("nguồn không nêu tên từng thành viên, nên không liệt kê",)
    signed = f"ký ngày {day(record.signed_on)}" if record.signed_on else ""
    return _Told(
        title=record.title, when=signed, facts=(*replaced, *silent), items=tuple(record.terms),
        members=members,
    )  # fmt: skip


def _rollout(record: Rollout) -> _Told:
    phase = str(Rollout.Phase(record.phase).label)
    if record.starts is None:
        when = "theo kế hoạch, chưa rõ ngày bắt đầu"
    elif record.ends is None:
        when = f"từ ngày {day(record.starts)}"
    else:
        when = f"từ ngày {day(record.starts)} đến hết ngày {last_day(record.ends)}"
    return _Told(title=phase.capitalize(), when=when)


def _activity(record: Activity, subject: SubjectKind) -> _Told:
    kind = str(record.get_kind_display())
    facts = [f"{public_count(record.times, SubjectKind.COMMUNE)} cuộc"] if record.times else []
    if record.people is not None:
        facts.append(f"{public_count(record.people, subject)} lượt người")
    if record.cases is not None:
        facts.append(f"{public_count(record.cases, subject)} vụ")
    if record.settled is not None:
        facts.append(f"hòa giải thành {public_count(record.settled, subject)} vụ")
    held_at = SubjectKind(record.held_at)
    at = [f"ở {held_at.vietnamese}"] if held_at is not subject else []
    return _Told(
        title=f"{kind[:1].upper()}{kind[1:]}" + (f": {record.title}" if record.title else ""),
        when=record.when_said or _days(record.starts, record.ends),
        facts=(*facts, *at, *([", ".join(record.audience_words)] if record.audiences else [])),
    )


def _days(starts: date | None, ends: date | None) -> str:
    first, last = (day(starts) if starts else ""), last_day(ends)
    return first if first == last else f"{first} – {last}"


def _model(record: Model, subject: SubjectKind) -> _Told:
    kept = [one for one in record.years.all() if one.is_kept]
    facts = tuple(
        f"năm {one.year}: {one.points} điểm, {one.teams} tổ"
        + (f", {public_count(one.members, subject)} người" if one.members is not None else "")
        for one in kept[:3]
    )
    since = f"từ năm {record.from_year}" if record.from_year else ""
    until = f"đến hết năm {record.to_year}" if record.to_year else ""
    return _Told(title=record.name, when=" ".join(filter(None, (since, until))), facts=facts)


def _stage(record: Stage) -> _Told:
    how = f"{Stage.Form(record.form).label} ngày {day(record.summed_up_on)}" if record.summed_up_on else ""
    return _Told(title=record.name, when=record.years, facts=(how,) if how else ())


def _units(record: Recorded) -> list[UUID]:
    """The units that a record speaks of, the first the foremost."""
    if isinstance(record, Activity):
        return [host.unit_id for host in record.hosts.all()]
    if isinstance(record, Covenant):
        return [record.host_id]
    if isinstance(record, Rollout | Model | Stage):
        return [record.unit_id]
    raise TypeError(type(record).__name__)


def source_of(publication: Publication | None) -> Source | None:
    """Where it was read, in one line, with its title."""
    if publication is None:
        return None
    return Source(source_words(publication), publication.title, publication.address, publication.basis)


def _paper(record: Recorded) -> str:
    """The paper behind a record that was not published: number and day only."""
    if record.paper is None or record.publication_id or not record.paper.number:
        return ""
    when = f" ngày {day(record.paper.issued_on)}" if record.paper.issued_on else ""
    return f"Văn bản số {record.paper.number}{when}"
