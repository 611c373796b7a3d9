"""What stands above units, and the codes they go by: by these a unit is told from another of its name."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from uuid import UUID

from binhyen.units.models import Identifier, Lineage, UnitVersion
from binhyen.units.names import key, keys_in, query_key
from binhyen.units.selectors.paths import paths_ids, versions_of


@dataclass(frozen=True, slots=True)
class _Above:
    """One unit above: its name in a sentence, and every key by which it may be meant."""

    unit: UUID
    name: str
    full: str
    keys: frozenset[str]


class Whereabouts:
    """Where units stood, each on its day; where they stood last if they ended before. Read when it is first asked for,
    in a few queries for all of them."""

    def __init__(self, days: Mapping[UUID, date]) -> None:
        self._days = days
        # Asked for every row of a long table, which names the same few places again and again.
        self.standing_in = cache(self._standing_in)
        self.having_stood_in = cache(self._having_stood_in)

    def place(self, unit: UUID) -> str:
        """What stands above it in words, nearest first, without what stands above all of them; may be empty."""
        return ", ".join(each.name for each in self._above.get(unit, ()) if each.unit not in self._above_all)

    def _standing_in(self, place: str) -> frozenset[UUID]:
        """The units below what somebody wrote: "xã Mẫu A", "Mẫu A, huyện Mẫu", "00004"."""
        return _below_all(self._below, place)

    def _having_stood_in(self, place: str) -> frozenset[UUID]:
        """The units that stood below it at any time: after a merger people write the names they know. Codes do not
        count, for they changed hands."""
        return _below_all(self._below_ever, place)

    def nearest(self, unit: UUID) -> str:
        """What is right above it, in words."""
        return next((each.name for each in self._above.get(unit, ())), "")

    def is_place(self, said: str) -> bool:
        """Whether a line names, in full, something that stands above some of them and not above all."""
        return query_key(said) in self._full_names

    def coded(self, code: str) -> UUID | None:
        """The unit that goes by this code: of the administrative list, the tax office, the schools, the agencies. None
        where no unit does, or several do."""
        found = self._codes.get(_code(code), ())
        return next(iter(found)) if len(found) == 1 else None

    def has_code(self, unit: UUID) -> bool:
        """Whether any code of this unit is known."""
        return unit in self._coded

    @cached_property
    def _above(self) -> Mapping[UUID, tuple[_Above, ...]]:
        found: dict[UUID, tuple[_Above, ...]] = {}
        for day, units in self._by_day().items():
            paths = paths_ids(units, day)
            found |= _named(paths, versions_of(_above_any(paths), day))
        ended = paths_ids([unit for unit in self._days if unit not in found])
        return found | _named(ended, versions_of(_above_any(ended)))

    @cached_property
    def _below(self) -> Mapping[str, set[UUID]]:
        """The units below, by every key of what stands above them."""
        found: dict[str, set[UUID]] = defaultdict(set)
        for unit, above in self._above.items():
            for each in above:
                for name in each.keys:
                    found[name].add(unit)
        return found

    @cached_property
    def _below_ever(self) -> Mapping[str, set[UUID]]:
        links: dict[UUID, set[UUID]] = defaultdict(set)
        rows = Lineage.objects.filter(descendant__in=self._days, depth__gt=0)
        for below, above in rows.values_list("descendant_id", "ancestor_id"):
            links[above].add(below)
        found: dict[str, set[UUID]] = defaultdict(set)
        for above, folded in UnitVersion.objects.filter(unit__in=links).values_list("unit_id", "folded"):
            for name in keys_in(folded):
                found[name] |= links[above]
        return found

    @cached_property
    def _above_all(self) -> frozenset[UUID]:
        paths = [frozenset(each.unit for each in above) for above in self._above.values()]
        return frozenset.intersection(*paths) if paths else frozenset()

    @cached_property
    def _full_names(self) -> frozenset[str]:
        every = {each for above in self._above.values() for each in above if each.unit not in self._above_all}
        return frozenset(key(each.full) for each in every)

    @cached_property
    def _codes(self) -> Mapping[str, set[UUID]]:
        found: dict[str, set[UUID]] = defaultdict(set)
        for value, unit in Identifier.objects.filter(unit__in=self._days).values_list("value", "unit_id"):
            found[_code(value)].add(unit)
        for day, units in self._by_day().items():
            for unit, version in versions_of(units, day).items():
                if version.code:
                    found[_code(version.code)].add(unit)
        return found

    @cached_property
    def _coded(self) -> frozenset[UUID]:
        return frozenset().union(*self._codes.values())

    def _by_day(self) -> Mapping[date, list[UUID]]:
        found: dict[date, list[UUID]] = defaultdict(list)
        for unit, day in self._days.items():
            found[day].append(unit)
        return found


def _below_all(below: Mapping[str, set[UUID]], place: str) -> frozenset[UUID]:
    """The units below every part of a place; none where it says nothing."""
    parts = [set().union(*(below.get(name, ()) for name in names)) for names in _asked(place)]
    return frozenset(set.intersection(*parts)) if parts else frozenset()


def _asked(place: str) -> list[frozenset[str]]:
    """The parts of a place, each as it may have been meant: with a kind written out, or as it stands."""
    parts = (part for part in place.split(",") if part.strip())
    return [frozenset({key(part), query_key(part), _code(part)}) for part in parts]


def _code(written: str) -> str:
    """A code as it is compared: spreadsheets take the zeros in front away."""
    return "".join(written.split()).casefold().lstrip("0")


def _above_any(paths: Mapping[UUID, tuple[UUID, ...]]) -> set[UUID]:
    return {above for path in paths.values() for above in path[1:]}


def _named(
    paths: Mapping[UUID, tuple[UUID, ...]], versions: Mapping[UUID, UnitVersion]
) -> dict[UUID, tuple[_Above, ...]]:
    above = {
        unit: _Above(
            unit, version.name_in_sentence, version.full_name, keys_in(version.folded) | {_code(version.code)} - {""}
        )
        for unit, version in versions.items()
    }
    return {unit: tuple(above[each] for each in path[1:] if each in above) for unit, path in paths.items()}
