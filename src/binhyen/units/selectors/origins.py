"""What units were made from, as far back as a day: whole predecessors, whose figures may be put together, and divided
ones, whose figures may not."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F

from binhyen.kernel import text
from binhyen.units.models import Succession
from binhyen.units.selectors.paths import versions_of


@dataclass(frozen=True, slots=True)
class Origin:
    """The units that one unit was made from, and since when it is there."""

    began: date
    whole: tuple[UUID, ...]
    # Predecessors of which only a part came over, in words; one is enough to make the past incomparable.
    divided: tuple[str, ...] = ()


def origins_of(units: Iterable[UUID], since: date) -> Mapping[UUID, Origin]:
    """The origin of every one of these units that was made after `since`, and of their predecessors in turn.

    A unit that stayed itself has no origin, whatever its name became. A query for each generation, and one for the
    names of divided predecessors where there are any.
    """
    found: dict[UUID, Origin] = {}
    asked = set(units)
    while asked:
        links = Succession.objects.filter(successor__in=asked, effective_on__gt=since)
        rows = list(links.exclude(predecessor=F("successor")).order_by("id"))
        found |= _generation(rows)
        asked = {row.predecessor_id for row in rows} - found.keys()
    return found


def _generation(rows: Sequence[Succession]) -> dict[UUID, Origin]:
    divided = [row for row in rows if row.extent == Succession.Extent.PART]
    said = _divided(divided)
    found: dict[UUID, Origin] = {}
    of_unit: dict[UUID, list[Succession]] = defaultdict(list)
    for row in rows:
        of_unit[row.successor_id].append(row)
    for unit, own in of_unit.items():
        began = max(row.effective_on for row in own)
        whole = tuple(row.predecessor_id for row in own if row.extent == Succession.Extent.WHOLE)
        parts = tuple(said[row.predecessor_id] for row in own if row.extent == Succession.Extent.PART)
        found[unit] = Origin(began, whole, parts)
    return found


def _divided(rows: Sequence[Succession]) -> dict[UUID, str]:
    """ "Xã Mẫu chia ngày 01/07/2025", by predecessor."""
    said: dict[UUID, str] = {}
    for day in {row.effective_on for row in rows}:
        of_day = [row.predecessor_id for row in rows if row.effective_on == day]
        names = versions_of(of_day, day - timedelta(days=1))
        said |= {unit: f"{version.full_name} chia ngày {text.day(day)}" for unit, version in names.items()}
        said |= {unit: f"đơn vị cũ chia ngày {text.day(day)}" for unit in of_day if unit not in names}
    return said
