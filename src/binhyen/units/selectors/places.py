"""Where units stand, in words: one answer for a whole list of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from binhyen.kernel import clock
from binhyen.units.models import LONGEST_NAME, Lineage, UnitVersion
from binhyen.units.selectors.paths import day_of, paths_ids, versions_of
from binhyen.units.spans import Span


def places_within(scope: UUID, versions: Iterable[UnitVersion], day: date) -> dict[UUID, str]:
    """By unit what stood between it and the scope on a day, in words, nearest first. Units right below it are left out,
    and those that do not stand there: managed elsewhere, or by now under what took the scope over.

    Names repeat from commune to commune, so a list of a whole province names a village with its commune. No statement
    where all stand right below, two otherwise.
    """
    asked = [version.unit_id for version in versions if version.unit_id != scope and version.parent_id != scope]
    paths = paths_ids(asked, day) if asked else {}
    between = {unit: path[1 : path.index(scope)] for unit, path in paths.items() if scope in path}
    above = {each for path in between.values() for each in path}
    names = {unit: version.name_in_sentence for unit, version in versions_of(above, day).items()} if above else {}
    return {unit: ", ".join(names[each] for each in path if each in names) for unit, path in between.items()}


def named_with_place(name: str, place: str) -> str:
    """ "Thôn Mẫu 1, xã Mẫu A"; the name alone where there is no place, or where both are too long for a list."""
    said = f"{name}, {place}" if place else name
    return said if len(said) <= LONGEST_NAME else name


class Surroundings:
    """What stood above each of some versions on the day they are looked at, in two queries for all of them.

    `also` names further units whose versions are wanted (successors), so that they cost no query of their own.
    """

    def __init__(self, versions: Sequence[UnitVersion], *, day: date | None = None, also: Iterable[UUID] = ()) -> None:
        self._day = day
        self._above: defaultdict[UUID, list[tuple[int, UUID, Span]]] = defaultdict(list)
        rows = Lineage.objects.filter(descendant__in={version.unit_id for version in versions}, depth__gt=0)
        for row in rows:
            span = Span.between(row.valid_from, row.valid_to)
            self._above[row.descendant_id].append((row.depth, row.ancestor_id, span))
        wanted = {ancestor for links in self._above.values() for _, ancestor, _ in links} | set(also)
        self._lives: defaultdict[UUID, list[UnitVersion]] = defaultdict(list)
        for version in UnitVersion.objects.filter(unit__in=wanted):
            self._lives[version.unit_id].append(version)

    def above(self, version: UnitVersion) -> list[UnitVersion]:
        """The versions above, nearest first."""
        day = self._day or day_of(version)
        links = sorted((depth, ancestor) for depth, ancestor, span in self._above[version.unit_id] if day in span)
        found = (self.named_on(ancestor, day) for _, ancestor in links)
        return [each for each in found if each]

    def place(self, version: UnitVersion) -> str:
        """What stands above in words: "thị xã Hồng Lĩnh, tỉnh Hà Tĩnh"; empty at the top."""
        return ", ".join(each.name_in_sentence for each in self.above(version))

    def named_on(self, unit: UUID, day: date) -> UnitVersion | None:
        """One of the units read along, as it was on a day."""
        return next((version for version in self._lives[unit] if version.holds_on(day)), None)

    def latest(self, unit: UUID) -> UnitVersion | None:
        """One of the units read along, as it is today or was last."""
        begun = (version for version in self._lives[unit] if (version.valid_from or date.min) <= clock.today())
        return max(begun, key=lambda version: version.valid_from or date.min, default=None)
