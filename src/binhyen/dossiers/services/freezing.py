"""Writing a frozen list: its entries, and a dossier for every unit on it from the same moment. Callers check and log."""

from collections.abc import Sequence

from binhyen.accounts.models import User
from binhyen.dossiers.models import Cycle, Dossier, UnitList, UnitListEntry
from binhyen.dossiers.selectors.listing import Listed, Listing
from binhyen.kernel.text import fold
from binhyen.papers.models import Paper
from binhyen.units.models import LONGEST_NAME


def freeze_first(*, by: User, cycle: Cycle, listing: Listing, paper: Paper | None) -> UnitList:
    """The first list of a cycle and its dossiers, in three statements."""
    unit_list = UnitList.objects.create(
        cycle=cycle, seq=1, frozen_at=cycle.opened_at, frozen_by=by.id, paper=paper, shown=listing.data()
    )
    entries_write(unit_list, listing.listed)
    Dossier.objects.bulk_create(dossier_for(cycle, one, position) for position, one in enumerate(listing.listed, 1))
    return unit_list


def entries_write(unit_list: UnitList, listed: Sequence[Listed]) -> None:
    """Enter units as they are now."""
    UnitListEntry.objects.bulk_create(entry_for(unit_list, one) for one in listed)


def entry_for(unit_list: UnitList, one: Listed) -> UnitListEntry:
    """A unit on a list."""
    return UnitListEntry(
        unit_list=unit_list,
        unit_id=one.unit,
        unit_name=one.name,
        unit_kind=one.version.kind,
        subject_kind=one.kind,
        judged_by_id=one.judge,
        attributes=dict(one.attributes),
        identifiers=dict(one.identifiers),
    )


def dossier_for(cycle: Cycle, one: Listed, position: int) -> Dossier:
    """The dossier of a listed unit, at its place in the list."""
    return Dossier(
        cycle=cycle,
        rulebook_id=cycle.rulebook_id,
        unit_id=one.unit,
        subject_kind=one.kind,
        judged_by_id=one.judge,
        starts=one.window.start,
        ends=one.window.end,
        unit_name=one.name,
        place=one.place,
        unit_kind=one.version.kind,
        folded=folded(one.name),
        position=position,
    )


def folded(name: str) -> str:
    """The name as it is searched for."""
    return fold(name)[:LONGEST_NAME]
