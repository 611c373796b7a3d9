"""Who belongs on the list of a cycle, read from the tree: units managed or authorised, by whom each is judged, and who
was left out and why. Nothing is written.

A fixed number of statements, whatever the number of units.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, UUIDField

from binhyen.dossiers.models import Cycle, Dossier, DossierState
from binhyen.kernel import clock
from binhyen.kernel.errors import RefusedByState
from binhyen.kernel.kinds import SubjectKind, UnitKind, kinds_of
from binhyen.kernel.period import Period
from binhyen.kernel.text import sort_key
from binhyen.rules.explanation.listing import ListReader, Told
from binhyen.rules.model.facts import Facts
from binhyen.rules.model.rulebook import Rulebook as Rules
from binhyen.units.models import Authority, Identifier, UnitVersion
from binhyen.units.selectors import in_scope, paths_ids, units_as_of
from binhyen.units.selectors.authorities import in_force, managed_by_others, managed_on
from binhyen.units.selectors.paths import nearest_above_on
from binhyen.units.selectors.places import named_with_place, places_within

_WITH_COMMITTEE = (SubjectKind.COMMUNE, SubjectKind.DISTRICT, SubjectKind.PROVINCE)
COMMITTEE_KINDS = tuple(kind for subject in _WITH_COMMITTEE for kind in kinds_of(subject))
# Rulebooks may ask for the official kind of a listed unit under this key; it is read from the tree.
KIND_KEY = "unit_kind"


@dataclass(frozen=True, slots=True)
class Listed:
    """A unit that belongs on the list, with the window in which it is judged and the unit that judges it.

    `outside` is the rulebook's own warning about it ("ngoài đối tượng của Thông tư 124/2021"), empty for most; `place`
    what stands between it and the place of the list ("xã Mẫu A" on the list of a province).
    """

    version: UnitVersion
    kind: SubjectKind
    window: Period
    judge: UUID | None
    attributes: Facts = field(default_factory=dict)
    identifiers: Mapping[str, str] = field(default_factory=dict)
    outside: str = ""
    place: str = ""

    @property
    def unit(self) -> UUID:
        """The unit."""
        return self.version.unit_id

    @property
    def name(self) -> str:
        """What it is called on the list: with where it stands, unless it stands right below the place of the list."""
        return named_with_place(self.version.full_name, self.place)

    @property
    def order(self) -> tuple[object, ...]:
        """Where it stands on the list: by kind, then by place, then by name."""
        return self.kind.place, sort_key(self.place), sort_key(self.name)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A unit of the place that is not listed, and why."""

    unit: UUID
    name: str
    kind: str
    reason: str
    # Another list on which it stands, where that is the reason.
    cycle: UUID | None = None

    def as_data(self) -> dict[str, str]:
        """For storing with the list."""
        return {"unit": str(self.unit), "name": self.name, "kind": self.kind, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Listing:
    """What would be frozen now."""

    listed: tuple[Listed, ...]
    left_out: tuple[LeftOut, ...]
    # Official kinds of the place that the rulebook does not judge, with how many there are.
    not_judged: Mapping[UnitKind, int] = field(default_factory=dict)
    # Other lists above or below this place on which units stand as well, with how many.
    shared: Mapping[str, int] = field(default_factory=dict)

    @property
    def counts(self) -> dict[SubjectKind, int]:
        """How many of each kind, in the order in which people think of them."""
        found: dict[SubjectKind, int] = {}
        for one in self.listed:
            found[one.kind] = found.get(one.kind, 0) + 1
        return found

    @property
    def outside(self) -> tuple[Listed, ...]:
        """Those about which the rulebook warns."""
        return tuple(one for one in self.listed if one.outside)

    def data(self) -> dict[str, Any]:
        """For storing with the list."""
        return {
            "left_out": [one.as_data() for one in self.left_out],
            "not_judged": {kind.value: number for kind, number in self.not_judged.items()},
            "outside": {str(one.unit): one.outside for one in self.outside},
        }


def listing_of(rules: Rules, cycle: Cycle) -> Listing:
    """The list as it would be frozen now for this cycle, which need not be stored yet.

    A unit is judged by whoever manages it by a paper, wherever it stands; otherwise by the nearest unit above that has
    a People's Committee. Raises RefusedByState where a window is not known.
    """
    days, reader = _kinds_by_day(rules, cycle.year), ListReader(rules, cycle.year)
    readings = {day: [_read(reader, one) for one in _here(cycle.scope_id, day, kinds)] for day, kinds in days.items()}
    left = [
        LeftOut(one.unit_id, one.full_name, one.kind_word, told.excluded)
        for read in readings.values()
        for one, _, told in read
        if told.excluded
    ]
    left += _managed_elsewhere(cycle.scope_id, days)
    found = _judged(rules, cycle, readings)
    kept, elsewhere, shared = _once(cycle, found)
    return Listing(
        listed=tuple(sorted(kept, key=lambda one: one.order)),
        left_out=tuple(sorted((*left, *elsewhere), key=lambda one: (one.kind, sort_key(one.name)))),
        not_judged=_not_judged(cycle.scope_id, max(days), rules) if days else {},
        shared=shared,
    )


def listed_among(rules: Rules, cycle: Cycle, units: Collection[UUID]) -> list[Listed]:
    """These units as they would be listed, wherever they stand now; those of other kinds, or excluded, are left out."""
    if not units:
        return []
    reader, readings = ListReader(rules, cycle.year), {}
    for day, kinds in _kinds_by_day(rules, cycle.year).items():
        versions = units_as_of(day).filter(unit__in=units, kind__in=_official(kinds)).annotate(manager=_manager(day))
        readings[day] = [_read(reader, version) for version in versions]
    return _judged(rules, cycle, readings)


def _kinds_by_day(rules: Rules, year: int) -> dict[date, list[SubjectKind]]:
    """The kinds that are judged, by the day on which the tree is read for them."""
    days: dict[date, list[SubjectKind]] = {}
    for kind, subject in rules.subjects.items():
        if subject.window is None:
            raise RefusedByState(
                f"Bộ tiêu chí chưa có thời gian đánh giá cho {kind.vietnamese}.",
                cure="Quản trị xác nhận thời gian kèm căn cứ.",
            )
        days.setdefault(day_of_window(subject.window.for_year(year)), []).append(kind)
    return days


def day_of_window(window: Period) -> date:
    """The day on which the tree is read for a window: its last one, or today while it lasts."""
    return min(window.last, clock.today())


def _here(scope: UUID, day: date, kinds: Sequence[SubjectKind]) -> QuerySet[UnitVersion]:
    """What stands in the scope, without what others manage, and what somebody in the scope manages elsewhere; each with
    its `manager`."""
    area = in_scope([scope], day)
    here = Q(unit__in=area) & ~Q(unit__in=managed_by_others(area, day))
    versions = units_as_of(day).filter(here | Q(unit__in=managed_on(area, day)), kind__in=_official(kinds))
    return versions.annotate(manager=_manager(day))


def _manager(day: date) -> Subquery:
    found = Authority.objects.filter(in_force(day), unit=OuterRef("unit"))
    return Subquery(found.values("authority")[:1], output_field=UUIDField())


def _official(kinds: Iterable[SubjectKind]) -> list[UnitKind]:
    return [official for kind in kinds for official in kinds_of(kind)]


class _Reading(NamedTuple):
    """A unit on its way to the list."""

    version: UnitVersion
    attributes: Facts
    told: Told


def _read(reader: ListReader, version: UnitVersion) -> _Reading:
    attributes: Facts = version.attributes
    if KIND_KEY in reader.rulebook.figures:
        attributes = {**attributes, KIND_KEY: str(version.kind)}
    return _Reading(version, attributes, reader.told(version.subject, attributes))


def _judged(rules: Rules, cycle: Cycle, readings: Mapping[date, Sequence[_Reading]]) -> list[Listed]:
    """Those that nothing excludes, with who judges each and the numbers that it is known by."""
    chosen = {day: [one for one in read if not one.told.excluded] for day, read in readings.items()}
    units = {day: [one.version.unit_id for one in read] for day, read in chosen.items()}
    numbers = _identifiers([unit for asked in units.values() for unit in asked])
    above = nearest_above_on(units, kinds=COMMITTEE_KINDS)
    found: list[Listed] = []
    for day, read in chosen.items():
        places = places_within(cycle.scope_id, [version for version, *_ in read], day)
        for version, attributes, told in read:
            kind, unit = version.subject, version.unit_id
            window, judge = rules.subjects[kind].window, getattr(version, "manager", None) or above.get(unit)
            if window is not None:
                period, known, place = window.for_year(cycle.year), numbers.get(unit, {}), places.get(unit, "")
                found.append(Listed(version, kind, period, judge, attributes, known, told.outside, place))
    return found


def _identifiers(units: Sequence[UUID]) -> Mapping[UUID, Mapping[str, str]]:
    found: dict[UUID, dict[str, str]] = {}
    for unit, scheme, value in Identifier.objects.filter(unit__in=units).values_list("unit", "scheme", "value"):
        found.setdefault(unit, {})[scheme] = value
    return found


def _managed_elsewhere(scope: UUID, days: Mapping[date, Sequence[SubjectKind]]) -> Iterable[LeftOut]:
    """Units that stand here and are judged elsewhere."""
    wanted = Q(pk__in=[])
    for day in days:
        area = in_scope([scope], day)
        wanted |= in_force(day) & Q(unit__in=area) & ~Q(authority__in=area)
    managers = {row.unit_id: row for row in Authority.objects.filter(wanted)}
    if not managers:
        return
    asked = {*managers, *(row.authority_id for row in managers.values())}
    by_unit = {version.unit_id: version for version in units_as_of(max(days)).filter(unit__in=asked)}
    judged = {kind for kinds in days.values() for kind in kinds}
    for unit, row in managers.items():
        version, manager = by_unit.get(unit), by_unit.get(row.authority_id)
        if version is not None and version.subject in judged:
            said = f"do {manager.name_in_sentence if manager else 'nơi khác'} quản lý, {row.legal_act}"
            yield LeftOut(unit, version.full_name, version.kind_word, said)


def _once(cycle: Cycle, found: Sequence[Listed]) -> tuple[list[Listed], list[LeftOut], Mapping[str, int]]:
    """Leave out what stands on the list of another place already: nobody is judged twice because two claim him.

    Places that contain one another keep lists of their own side by side, as a commune and its province may.
    """
    others = {
        one.pk: one
        for one in Cycle.objects.filter(programme=cycle.programme_id, year=cycle.year).exclude(scope=cycle.scope_id)
    }
    if not others:
        return list(found), [], {}
    rows = Dossier.objects.filter(cycle__in=others, unit__in=[one.unit for one in found])
    rows = rows.exclude(state=DossierState.CLOSED_BY_SUCCESSION)
    held = dict(rows.order_by().values_list("unit", "cycle"))
    nested = nested_with(cycle.scope_id, {others[pk] for pk in held.values()}) if held else set()
    left: list[LeftOut] = []
    kept: list[Listed] = []
    shared: dict[str, int] = {}
    for one in found:
        other = others.get(held[one.unit]) if one.unit in held else None
        if other is None or other.pk in nested:
            kept.append(one)
            if other is not None:
                shared[other.name] = shared.get(other.name, 0) + 1
            continue
        said = f"đã có trong danh sách của {other.name}"
        left.append(LeftOut(one.unit, one.version.full_name, one.version.kind_word, said, other.pk))
    return kept, left, shared


def nested_with(scope: UUID, cycles: Iterable[Cycle]) -> set[UUID]:
    """The cycles whose place lies above or below the scope."""
    known = list(cycles)
    paths = paths_ids([scope, *(one.scope_id for one in known)])
    own = set(paths.get(scope, ()))
    return {one.pk for one in known if one.scope_id in own or scope in paths.get(one.scope_id, ())}


def _not_judged(scope: UUID, day: date, rules: Rules) -> dict[UnitKind, int]:
    """Kinds below the scope about which the rulebook says nothing."""
    below = units_as_of(day).filter(unit__in=in_scope([scope], day)).exclude(unit=scope)
    rows = below.exclude(kind__in=_official(rules.subjects)).order_by().values_list("kind").annotate(number=Count("pk"))
    return {UnitKind(kind): number for kind, number in rows}


def scope_is_there(scope: UUID, day: date) -> bool:
    """Whether the place still is what it was when the cycle was opened."""
    return units_as_of(day).filter(unit=scope).exists()
