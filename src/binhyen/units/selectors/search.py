"""Finding units as people write them: without diacritics, abbreviated, with or without the place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from binhyen.kernel import clock
from binhyen.kernel.kinds import SubjectKind, UnitKind, kinds_of
from binhyen.units.models import Lineage, Succession, Unit, UnitVersion
from binhyen.units.names import key, query_key
from binhyen.units.selectors.paths import in_scope, on_day
from binhyen.units.selectors.places import Surroundings

_MOST_WORDS = 12
_EXACT, _PREFIX, _WORD, _INSIDE = range(4)
_LEVELS = (SubjectKind.PROVINCE, SubjectKind.DISTRICT, SubjectKind.COMMUNE)
_KIND_WORDS = {key(kind.vietnamese) for kind in UnitKind}
_PLACE_KINDS = [kind.value for level in _LEVELS for kind in kinds_of(level)]


@dataclass(frozen=True, slots=True)
class Follower:
    """A unit that took over from an ended one."""

    unit_id: UUID
    full_name: str
    code: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A line of a search result: the name that matched, where that stood, and who carries on if it ended."""

    unit_id: UUID
    full_name: str
    kind: UnitKind
    code: str
    place: str
    valid_from: date | None
    valid_to: date | None
    is_sample: bool
    # What the unit is called today, when the name that matched has ended but the unit goes on.
    now: str
    successors: tuple[Follower, ...]

    @property
    def kind_word(self) -> str:
        """The official word for the kind."""
        return self.kind.vietnamese

    @property
    def has_ended(self) -> bool:
        """Whether this name is no longer in use."""
        return self.valid_to is not None and self.valid_to <= clock.today()


def find_units(
    text: str,
    *,
    day: date | None = None,
    kinds: Iterable[UnitKind] | None = None,
    within: Iterable[UUID] | None = None,
    local_within: Iterable[UUID] | None = None,
    samples: bool = True,
    limit: int = 20,
) -> list[FoundUnit]:
    """Units whose name, other spelling or code matches, best first, each once; a few queries in all.

    The whole name goes before its beginning, that before the beginning of a word, that before the rest; living names
    before ended ones. "bac hong ha tinh" and "bắc hồng, hà tĩnh" look for Bắc Hồng in Hà Tĩnh.
    `day` keeps names in use on that day; `within` what stands at or below these units; `local_within` does so for
    local units alone (the national lists are public); `samples=False` leaves invented units out.
    """
    matches, rank = _matching(text)
    if not matches:
        return []
    begun = on_day(day) if day else Q(valid_from__isnull=True) | Q(valid_from__lte=clock.today())
    rows = UnitVersion.objects.filter(begun & matches)
    if kinds is not None:
        rows = rows.filter(kind__in=[kind.value for kind in kinds])
    if within is not None:
        rows = rows.filter(unit__in=in_scope(within, day))
    if local_within is not None:
        rows = rows.filter(~Q(unit__origin=Unit.Origin.LOCAL) | Q(unit__in=in_scope(local_within)))
    if not samples:
        rows = rows.filter(unit__is_sample=False)
    return _described(_best(rows, rank, limit), day, local_within)


def _best(rows: QuerySet[UnitVersion], rank: Case, limit: int) -> list[UnitVersion]:
    ended = Case(When(valid_to__lte=clock.today(), then=1), default=0, output_field=IntegerField())
    order = rows.order_by(rank, ended, _level(), "name", "-valid_to", "id").select_related("unit")
    # A unit matches once for each of its names in time; no shipped unit has had more than three.
    found: dict[UUID, UnitVersion] = {}
    for version in order[: 3 * limit]:
        found.setdefault(version.unit_id, version)
    return list(found.values())[:limit]


def _level() -> Case:
    whens = [When(kind__in=kinds_of(level), then=Value(index)) for index, level in enumerate(_LEVELS)]
    return Case(*whens, default=Value(len(_LEVELS)), output_field=IntegerField())


def _matching(text: str) -> tuple[Q, Case]:
    """What matches, and how well."""
    query = query_key(text)
    if not query:
        return Q(), Case(default=0)
    exact, prefix = Q(folded__contains=f"|{query}|"), Q(folded__contains=f"|{query}")
    # One letter or figure stands inside every name; it can only be a beginning.
    matches = _looked_up(Q(folded__contains=query) if len(query) > 1 else prefix)
    if query.isdigit():
        exact |= Q(code=query)
        matches |= Q(code=query)
    for name, below in _in_places(text, query):
        exact |= Q(folded__contains=f"|{name}|") & below
        prefix |= Q(folded__contains=f"|{name}") & below
        matches |= _looked_up(Q(folded__contains=f"|{name}") & below)
    rank = Case(
        When(exact, then=_EXACT),
        When(prefix, then=_PREFIX),
        When(folded__contains=f" {query}", then=_WORD),
        default=_INSIDE,
        output_field=IntegerField(),
    )
    return matches, rank


def _looked_up(condition: Q) -> Q:
    """The condition as a look-up of keys, so that SQLite scans the narrow index and not the wide table (3 x faster)."""
    return Q(pk__in=UnitVersion.objects.filter(condition).values("pk"))


def _in_places(text: str, query: str) -> Iterator[tuple[str, Q]]:
    """Each way to read the query as a name followed by the name of a place that exists, as name and condition."""
    splits = list(_splits(text, query))
    wanted = {place for _, place in splits}
    if not wanted:
        return
    condition = Q()
    for place in wanted:
        condition |= Q(folded__contains=f"|{place}|")
    held: dict[str, list[UUID]] = {}
    places = UnitVersion.objects.filter(condition, kind__in=_PLACE_KINDS).values_list("folded", "unit_id")
    for folded, unit in places:
        for place in wanted:
            if f"|{place}|" in folded:
                held.setdefault(place, []).append(unit)
    for name, place in splits:
        if place in held:
            below = Lineage.objects.filter(ancestor__in=held[place], depth__gt=0).values("descendant")
            # People name the province of today with the commune of old: "yên đồng, phú thọ".
            merged = Succession.objects.filter(successor__in=below).values("predecessor")
            yield name, Q(unit__in=below) | Q(unit__in=merged)


def _splits(text: str, query: str) -> Iterator[tuple[str, str]]:
    name, comma, place = text.partition(",")
    if comma:
        if key(name) and key(place):
            yield query_key(name), query_key(place.partition(",")[0])
        return
    words = query.split()
    for at in range(1, min(len(words), _MOST_WORDS)):
        # "xa kien thuy" is a kind and a name, not any commune in Kiến Thụy.
        if (name := " ".join(words[:at])) not in _KIND_WORDS:
            yield name, query_key(" ".join(words[at:]))


def _described(versions: list[UnitVersion], day: date | None, local_within: Iterable[UUID] | None) -> list[FoundUnit]:
    ended = {version.unit_id for version in versions if version.valid_to}
    successions = list(_followed(ended, local_within)) if ended else []
    around = Surroundings(versions, day=day, also=ended | {each.successor_id for each in successions})
    return [_line(version, around, successions) for version in versions]


def _followed(ended: Iterable[UUID], local_within: Iterable[UUID] | None) -> QuerySet[Succession]:
    """Who carries on; a local unit outside the scopes is named to nobody."""
    links = Succession.objects.filter(predecessor__in=ended)
    if local_within is None:
        return links
    return links.filter(~Q(successor__origin=Unit.Origin.LOCAL) | Q(successor__in=in_scope(local_within)))


def _line(version: UnitVersion, around: Surroundings, successions: list[Succession]) -> FoundUnit:
    latest = around.latest(version.unit_id)
    goes_on = latest is not None and latest.valid_to is None
    followers = () if goes_on else tuple(_followers(version.unit_id, around, successions))
    return FoundUnit(
        unit_id=version.unit_id,
        full_name=version.full_name,
        kind=UnitKind(version.kind),
        code=version.code,
        place=around.place(version),
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        is_sample=version.unit.is_sample,
        now=latest.full_name if latest and goes_on and latest.full_name != version.full_name else "",
        successors=followers,
    )


def _followers(unit: UUID, around: Surroundings, successions: list[Succession]) -> Iterator[Follower]:
    for each in successions:
        heir = around.latest(each.successor_id)
        if each.predecessor_id == unit != each.successor_id and heir:
            is_whole = each.extent == Succession.Extent.WHOLE
            yield Follower(heir.unit_id, heir.full_name, heir.code, is_whole)
