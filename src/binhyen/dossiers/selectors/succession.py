"""How units of a list ended and what became of them: whole heirs, parts of a divided one, nobody; and who signs then."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, Q

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.dossiers.models import Cycle, Dossier, DossierState, DossierSuccession
from binhyen.dossiers.selectors.listing import COMMITTEE_KINDS
from binhyen.dossiers.selectors.pages import past_of
from binhyen.dossiers.selectors.scope import SeenDossier, dossiers_for
from binhyen.kernel import clock, text
from binhyen.kernel.errors import NotAllowed
from binhyen.papers.models import Paper
from binhyen.units.models import Succession, UnitVersion
from binhyen.units.selectors import nearest_above, path_ids, units_as_of, version_of


class Heir(NamedTuple):
    """A unit that took over from an ended one; `is_whole` when it took all of it."""

    unit: UUID
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of a unit: since which day it is no more, by which act, who took over, and who signs for it."""

    version: UnitVersion
    on: date
    act: str
    heirs: tuple[Heir, ...]
    signs_for: UUID | None

    @property
    def is_divided(self) -> bool:
        """Whether nobody took over the whole."""
        return bool(self.heirs) and not any(heir.is_whole for heir in self.heirs)

    @property
    def words(self) -> str:
        """ "nhập ngày 01/07/2025 (Nghị quyết Mẫu 01)"."""
        what = "chia" if self.is_divided else "sắp xếp" if self.heirs else "kết thúc"
        said = f"{what} ngày {text.day(self.on)}"
        return f"{said} ({self.act})" if self.act else said


def endings_of(units: Collection[UUID], day: date) -> Mapping[UUID, Ending]:
    """Those of these units that are no more on that day. One statement where none has ended, a few where some have."""
    versions = UnitVersion.objects.filter(unit__in=units, valid_to__lte=day).exclude(
        unit__in=units_as_of(day).values("unit")
    )
    last: dict[UUID, UnitVersion] = {}
    for version in versions.select_related("ended_by").order_by("valid_to"):
        last[version.unit_id] = version
    heirs = heirs_on(last, day) if last else {}
    return {unit: _ending(version, heirs.get(unit, ())) for unit, version in last.items()}


def _ending(version: UnitVersion, heirs: tuple[Heir, ...]) -> Ending:
    event = version.ended_by
    act = (event.legal_act if event else "") or ""
    return Ending(version, version.valid_to or date.max, act, heirs, event.signs_for_id if event else None)


def heirs_on(units: Iterable[UUID], day: date) -> Mapping[UUID, tuple[Heir, ...]]:
    """By ended unit, the units standing on that day that it became part of, over as many acts as there were."""
    links: dict[UUID, list[Heir]] = defaultdict(list)
    asked = set(units)
    while asked:
        rows = Succession.objects.filter(predecessor__in=asked, effective_on__lte=day)
        for row in rows.exclude(predecessor=F("successor")).order_by("pk"):
            links[row.predecessor_id].append(Heir(row.successor_id, row.extent == Succession.Extent.WHOLE))
        asked = {heir.unit for unit in asked for heir in links.get(unit, ())} - links.keys()
    return {unit: tuple(dict.fromkeys(_followed(unit, links, is_whole=True))) for unit in links}


def _followed(unit: UUID, links: Mapping[UUID, Iterable[Heir]], *, is_whole: bool) -> Iterable[Heir]:
    for heir in links[unit]:
        whole = is_whole and heir.is_whole
        if heir.unit in links:
            yield from _followed(heir.unit, links, is_whole=whole)
        else:
            yield Heir(heir.unit, whole)


def living_judges(judges: Mapping[UUID, UUID | None]) -> dict[UUID, UUID | None]:
    """By unit, who judges it today: whoever is named, or the one heir of it, or the committee above the unit now."""
    named = {judge for judge in judges.values() if judge}
    ended = endings_of(named, clock.today()) if named else {}
    if not ended:
        return dict(judges)
    today = clock.today()
    gone = {unit: ended[judge] for unit, judge in judges.items() if judge and judge in ended}
    above = nearest_above(list(gone), today, kinds=COMMITTEE_KINDS)
    return {unit: _living(gone[unit], above.get(unit)) if unit in gone else judge for unit, judge in judges.items()}


def _living(ending: Ending, above: UUID | None) -> UUID | None:
    whole = [heir.unit for heir in ending.heirs if heir.is_whole]
    return above or (whole[0] if len(whole) == 1 else None)


# ---------------------------------------------------------------- who may lead a cycle


def may_lead(person: User, cycle: Cycle) -> bool:
    """Whether the person keeps the list of this cycle: of its place, or of what its place wholly became."""
    powers = powers_of(person)
    return any(powers.may(Act.CYCLE_OPEN, path_ids(place)) for place in _places(cycle))


def require_lead(person: User, cycle: Cycle) -> None:
    """Raise NotAllowed unless the person keeps the list."""
    if not may_lead(person, cycle):
        raise NotAllowed(Act.CYCLE_OPEN.value)


def _places(cycle: Cycle) -> Iterable[UUID]:
    yield cycle.scope_id
    heirs = heirs_on([cycle.scope_id], clock.today()).get(cycle.scope_id, ())
    yield from (heir.unit for heir in heirs if heir.is_whole)


# ---------------------------------------------------------------- on the page of a dossier


@dataclass(frozen=True, slots=True)
class Continuation:
    """Where a case came from or where it went: the other dossier, how much of the unit passed over, what was still asked
    of it, and its papers."""

    dossier: Dossier
    is_whole: bool
    state_before: str
    open_requests: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()

    @property
    def state_before_words(self) -> str:
        """Where the earlier dossier stood when it closed, inside a sentence."""
        words = str(DossierState(self.state_before).label)
        return f"{words[:1].lower()}{words[1:]}"


@dataclass(frozen=True, slots=True)
class Passage:
    """What became of the unit of a dossier, and of the dossier."""

    came_from: tuple[Continuation, ...]
    goes_on: tuple[Continuation, ...]
    ending: Ending | None
    signs_for: UnitVersion | None


def passage_seen(seen: SeenDossier) -> Passage:
    """The links of a dossier in both directions as far as this person may read them, and the end of its unit."""
    one = seen.dossier
    rows = DossierSuccession.objects.filter(Q(before=one) | Q(after=one)).select_related("before", "after")
    others = {row.before_id if row.after_id == one.pk else row.after_id for row in rows}
    readable = set(dossiers_for(seen.reader).filter(pk__in=others).values_list("pk", flat=True)) if others else set()
    came = [_came(row) for row in rows if row.after_id == one.pk and row.before_id in readable]
    goes = [
        Continuation(row.after, row.extent == _WHOLE, row.state_before)
        for row in rows
        if row.before_id == one.pk and row.after_id in readable
    ]
    ending = ending_of(one.unit_id)
    return Passage(tuple(came), tuple(goes), ending, signs_for(ending))


_WHOLE = Succession.Extent.WHOLE


def _came(row: DossierSuccession) -> Continuation:
    before, past = row.before, past_of(row.before)
    own = [before.registration_paper] if before.registration_paper else []
    asked = tuple(request.reason for request in past.open_requests)
    return Continuation(
        before, row.extent == _WHOLE, row.state_before, asked, tuple(dict.fromkeys([*own, *past.papers]))
    )


def ending_of(unit: UUID) -> Ending | None:
    """How the unit ended, if it did by today."""
    return endings_of([unit], clock.today()).get(unit)


def signs_for(ending: Ending | None) -> UnitVersion | None:
    """Who signs what an ended unit still has to sign, where the act that ended it says so."""
    return version_of(ending.signs_for) if ending and ending.signs_for else None
