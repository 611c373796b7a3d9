"""Freezing the list of a cycle again, before it is done: who joins, who leaves, what changed, and under whom the cases of
ended units go on. Nothing is written.

What is shown here is what `services.lists` stores with the new list.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F

from binhyen.dossiers.lifecycle import DECIDED, UNREGISTERED
from binhyen.dossiers.models import Cycle, Dossier, DossierState, UnitList, UnitListEntry
from binhyen.dossiers.selectors.listing import (
    KIND_KEY,
    Listed,
    Listing,
    day_of_window,
    listed_among,
    listing_of,
    nested_with,
    scope_is_there,
)
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.dossiers.selectors.succession import Ending, endings_of, living_judges
from binhyen.kernel import clock, text
from binhyen.kernel.kinds import SubjectKind
from binhyen.units.models import Identifier, Succession
from binhyen.units.selectors import versions_of

# A dossier in one of these states may leave the list with its unit: nobody has registered, nothing is asked of it.
DROPPABLE = frozenset({DossierState.DRAFT, DossierState.NOT_REGISTERED, DossierState.REGISTRATION_REFUSED})
_SCHEMES: Mapping[str, str] = {scheme.value: str(scheme.label) for scheme in Identifier.Scheme}


@dataclass(frozen=True, slots=True)
class Joining:
    """A unit that joins the list."""

    one: Listed
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leaving:
    """A unit that no longer belongs on the list. With a `refusal` it stays for now; `cure` says what would let it go."""

    dossier: Dossier
    reason: str
    refusal: str = ""
    cure: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """A unit that stays and is told otherwise from now on; `follows` when its judge is no more and another took over."""

    dossier: Dossier
    one: Listed
    judge: UUID | None
    what: tuple[str, ...]
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """An open dossier whose unit is no more, and who signs for it."""

    dossier: Dossier
    ending: Ending
    signs_for: str


@dataclass(frozen=True, slots=True)
class Successor:
    """A unit that takes over: `known` is the dossier that it has already, on this list or on that of another place.

    `registered_on` is the last day on which one of all its predecessors registered; None when one of them did not.
    """

    one: Listed
    known: Dossier | None
    before: tuple[UUID, ...]
    parts: frozenset[UUID]
    registered_on: date | None
    is_registered: bool

    @property
    def is_part(self) -> bool:
        """Whether it took but a part of one of them: then the year before is not comparable."""
        return bool(self.parts)


@dataclass(frozen=True)
class Relisting:
    """What freezing the list again does."""

    cycle: Cycle
    before: UnitList
    entries: Mapping[UUID, UnitListEntry]
    listing: Listing | None
    joining: tuple[Joining, ...] = ()
    leaving: tuple[Leaving, ...] = ()
    changed: tuple[Changed, ...] = ()
    ended: tuple[Ended, ...] = ()
    successors: tuple[Successor, ...] = ()
    decided: int = 0
    # Units by id as they are called; for judges.
    names: Mapping[UUID, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.moves or self.wants_paper

    @property
    def moves(self) -> bool:
        """Whether anything on the list changes."""
        return bool(self.joining or self.leavers or self.changed or self.ended)

    @property
    def wants_paper(self) -> bool:
        """Whether the list was frozen without a paper, so that freezing it as it stands is something."""
        return self.listing is not None and self.before.paper_id is None

    @property
    def leavers(self) -> tuple[Leaving, ...]:
        """Those that do leave."""
        return tuple(one for one in self.leaving if not one.refusal)

    @property
    def stayers(self) -> tuple[Leaving, ...]:
        """Those that should leave and cannot yet."""
        return tuple(one for one in self.leaving if one.refusal)

    @property
    def divided(self) -> tuple[Successor, ...]:
        """Parts of divided units: offered, not taken by themselves."""
        return tuple(one for one in self.successors if one.is_part)

    def only_succession(self) -> "Relisting":
        """The same, without what has nothing to do with units that ended."""
        kept = tuple(one for one in self.changed if one.follows)
        return replace(self, listing=None, joining=(), leaving=(), changed=kept)

    def taking(self, parts: Collection[UUID]) -> "Relisting":
        """The same with only these parts of divided units."""
        kept = tuple(one for one in self.successors if not one.is_part or one.one.unit in parts)
        return replace(self, successors=kept)

    def data(self) -> dict[str, Any]:
        """For storing with the list."""
        told: dict[str, Any] = {
            "joined": [_line(one.one.name, one.one.unit, "; ".join(one.reasons)) for one in self.joining],
            "left": [_line(one.dossier.unit_name, one.dossier.unit_id, one.reason) for one in self.leavers],
            "stayed": [
                _line(one.dossier.unit_name, one.dossier.unit_id, f"{one.reason}; {one.refusal}")
                for one in self.stayers
            ],
            "changed": [_line(one.one.name, one.one.unit, "; ".join(one.what)) for one in self.changed],
            "ended": [_line(one.dossier.unit_name, one.dossier.unit_id, self._of_ended(one)) for one in self.ended],
            "successors": [_line(one.one.name, one.one.unit, self._of(one)) for one in self.successors],
        }
        return {**(self.listing.data() if self.listing else self._as_before()), **told}

    def _as_before(self) -> dict[str, Any]:
        """What was said of units that are not looked at now, and what is to be said of those that take over."""
        said = {key: self.before.shown[key] for key in ("left_out", "not_judged") if key in self.before.shown}
        new = {str(one.one.unit): one.one.outside for one in self.successors if one.one.outside}
        return {**said, "outside": {**self.before.shown.get("outside", {}), **new}}

    def _of_ended(self, one: Ended) -> str:
        heirs = [each.one.name for each in self.successors if one.dossier.unit_id in each.before]
        where = f"tiếp tục dưới {', '.join(heirs)}" if heirs else "không có đơn vị kế tục"
        signs = f"; {one.signs_for} ký thay" if one.signs_for else ""
        return f"{one.ending.words}, {where}{signs}"

    def _of(self, one: Successor) -> str:
        said = f"kế tục {', '.join(self.entries[unit].unit_name for unit in one.before if unit in self.entries)}"
        return f"{said}; {'đã đăng ký' if one.is_registered else 'chưa đăng ký'}"

    @property
    def fingerprint(self) -> str:
        """Changes with anything that is shown: whoever confirms has seen this and nothing else."""
        return hashlib.sha256(json.dumps(self.data(), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _line(name: str, unit: UUID, said: str) -> dict[str, str]:
    return {"name": name, "unit": str(unit), "said": said}


def relisting_of(cycle: Cycle) -> Relisting:
    """What freezing the list of this cycle again would do now. A bounded number of statements."""
    before = cycle.unit_lists.order_by("-seq").first()
    if before is None:
        raise LookupError(f"cycle {cycle.pk} has no list")
    return _Work(cycle, before).done()


class _Work:
    """What was read to work a list out again."""

    def __init__(self, cycle: Cycle, before: UnitList) -> None:
        self.cycle, self.before = cycle, before
        self.entries = {entry.unit_id: entry for entry in before.entries.all()}
        self.dossiers = {one.unit_id: one for one in Dossier.objects.filter(cycle=cycle).order_by("position")}
        self.open = [one for one in self.dossiers.values() if one.state not in DECIDED]
        self.endings = self._endings()
        self.rules = rules_of(cycle)
        self.is_there = scope_is_there(cycle.scope_id, clock.today())
        self.listing = listing_of(self.rules, cycle) if self.is_there else None
        self.listed = self._listed()
        self.strayed = self._strayed()
        self.judges = living_judges({unit: one.judge for unit, one in (self.listed | self.strayed).items()})
        self.gone_judges = endings_of({one.judged_by_id for one in self.open if one.judged_by_id}, clock.today()).keys()
        self.names = self._names()

    def done(self) -> Relisting:
        """Everything put together."""
        successors = _Succeeding(self).found()
        taken = {one.one.unit for one in successors}
        return Relisting(
            cycle=self.cycle,
            before=self.before,
            entries=self.entries,
            listing=self.listing,
            joining=tuple(self._joining(taken)),
            leaving=tuple(self._leaving()),
            changed=tuple(self._changed()),
            ended=tuple(self._ended()),
            successors=successors,
            decided=len(self.dossiers) - len(self.open),
            names=self.names,
        )

    def _endings(self) -> Mapping[UUID, Ending]:
        """The units of open dossiers that are no more on the day on which they are judged."""
        by_day: dict[date, list[UUID]] = {}
        for one in self.open:
            by_day.setdefault(day_of_window(one.window), []).append(one.unit_id)
        return {unit: ending for day, units in by_day.items() for unit, ending in endings_of(units, day).items()}

    def _listed(self) -> dict[UUID, Listed]:
        """By unit: what would be listed now, those that took over from ended units wherever they stand, and where the
        place itself is no more, its units as they go on."""
        found = {one.unit: one for one in self.listing.listed} if self.listing else {}
        wanted = {heir.unit for ending in self.endings.values() for heir in ending.heirs}
        if not self.is_there:
            wanted |= {one.unit_id for one in self.open if one.unit_id not in self.endings}
        return found | {one.unit: one for one in listed_among(self.rules, self.cycle, wanted - found.keys())}

    def _strayed(self) -> dict[UUID, Listed]:
        """Units that should leave and cannot yet: whoever is competent for them now judges them all the same."""
        if not self.is_there:
            return {}
        held = {one.unit_id for one in self.open if one.state not in DROPPABLE}
        asked = held - self.listed.keys() - self.endings.keys()
        return {one.unit: one for one in listed_among(self.rules, self.cycle, asked)}

    def _names(self) -> Mapping[UUID, str]:
        judges = {judge for judge in (*self.judges.values(), *(one.judged_by_id for one in self.open)) if judge}
        signing = {ending.signs_for for ending in self.endings.values() if ending.signs_for}
        return {unit: version.name_in_sentence for unit, version in versions_of(judges | signing).items()}

    def judge_of(self, one: Listed) -> UUID | None:
        """Who judges the unit today."""
        return self.judges.get(one.unit)

    # ------------------------------------------------------------ who joins, leaves, changes

    def _joining(self, taken: Collection[UUID]) -> Iterable[Joining]:
        for one in self.listing.listed if self.listing else ():
            if one.unit not in self.dossiers and one.unit not in taken:
                judged = replace(one, judge=self.judge_of(one))
                yield Joining(judged, tuple(why_joined(judged, self.before, self.entries.values())))

    def _leaving(self) -> Iterable[Leaving]:
        left = {one.unit: one.reason for one in self.listing.left_out} if self.listing else {}
        for one in self.open if self.is_there else ():
            if one.unit_id not in self.listed and one.unit_id not in self.endings:
                reason = left.get(one.unit_id, "không còn trong phạm vi của đợt xét")
                refusal, cure = _held(one)
                yield Leaving(one, reason, refusal, cure)

    def _changed(self) -> Iterable[Changed]:
        for one in self.open:
            now = self.listed.get(one.unit_id) or self.strayed.get(one.unit_id)
            if now is None or one.unit_id in self.endings:
                continue
            judge = self.judge_of(now)
            told = [*self._renamed(one, now), *self._attributes(one, now)]
            if judge != one.judged_by_id:
                told.append(f"cơ quan xét: từ {self._judge(one.judged_by_id)} thành {self._judge(judge)}")
            if told:
                follows = judge != one.judged_by_id and one.judged_by_id in self.gone_judges
                yield Changed(one, now, judge, tuple(told), follows)

    def _judge(self, unit: UUID | None) -> str:
        return self.names.get(unit, "đơn vị khác") if unit else "chưa rõ"

    @staticmethod
    def _renamed(one: Dossier, now: Listed) -> Iterable[str]:
        if one.unit_name != now.name:
            yield f"tên: từ {one.unit_name} thành {now.name}"
        elif one.unit_kind != now.version.kind:
            yield f"loại: thành {now.version.kind_word}"

    def _attributes(self, one: Dossier, now: Listed) -> Iterable[str]:
        entry = self.entries.get(one.unit_id)
        if entry is not None and _without_kind(entry.attributes) != _without_kind(now.attributes):
            yield "thông tin thuộc diện đã thay đổi"

    # ------------------------------------------------------------ what ended

    def _ended(self) -> Iterable[Ended]:
        for one in self.open:
            ending = self.endings.get(one.unit_id)
            if ending is not None:
                signs = self.names.get(ending.signs_for, "") if ending.signs_for else ""
                yield Ended(one, ending, signs)


def _without_kind(attributes: Mapping[str, object]) -> dict[str, object]:
    """The kind of a unit is told apart from its attributes."""
    return {key: value for key, value in attributes.items() if key != KIND_KEY}


def _held(dossier: Dossier) -> tuple[str, str]:
    """Why a dossier cannot leave the list, and what would let it; empty where it can."""
    if dossier.state in DROPPABLE:
        return "", ""
    if dossier.state == DossierState.REGISTRATION_SENT:
        return "đơn vị đã gửi đăng ký", "Không chấp nhận đăng ký, kèm lý do, rồi chốt lại."
    return "hồ sơ đã đăng ký", "Xét xong hồ sơ trong đợt này; đơn vị không xét lần nữa ở nơi khác trong năm."


def why_joined(one: Listed, before: UnitList, entries: Iterable[UnitListEntry]) -> Iterable[str]:
    """Why a unit stands on a list and did not stand on an earlier one."""
    earlier = {line["unit"]: line["reason"] for line in before.shown.get("left_out", ())}
    alike = list(_same_numbers(one, entries))
    yield from alike
    if str(one.unit) in earlier:
        yield f"trước đây để ngoài vì {earlier[str(one.unit)]}"
    elif one.version.valid_from is not None and one.version.valid_from > before.frozen_at.date():
        yield f"có từ ngày {text.day(one.version.valid_from)}"
    elif getattr(one.version, "manager", None):
        yield "được giao quản lý"
    elif not alike:
        yield "chưa có trong danh sách trước"


def _same_numbers(one: Listed, entries: Iterable[UnitListEntry]) -> Iterable[str]:
    """Other units that were listed under a number of this one: perhaps it was entered anew under another identity."""
    for entry in entries:
        same = [scheme for scheme, value in one.identifiers.items() if entry.identifiers.get(scheme) == value]
        if same and entry.unit_id != one.unit:
            told = f"{_SCHEMES[same[0]]} {one.identifiers[same[0]]}"
            yield f"cùng {told} với {entry.unit_name}, có thể là một đơn vị"


# ---------------------------------------------------------------- who takes over


class _Succeeding:
    """The units that took over from ended ones, with all that they were made from."""

    def __init__(self, work: _Work) -> None:
        self.work = work
        self.heirs: dict[UUID, dict[UUID, bool]] = {}
        for unit, ending in work.endings.items():
            for heir in ending.heirs:
                if heir.unit in work.listed:
                    self.heirs.setdefault(heir.unit, {})[unit] = heir.is_whole
        self.made_of = _made_of(self.heirs) if self.heirs else {}
        self.others = self._others()

    def found(self) -> tuple[Successor, ...]:
        """One for each, in the order of the list."""
        found = [self._successor(unit, before) for unit, before in self.heirs.items()]
        return tuple(sorted(found, key=lambda one: one.one.order))

    def _successor(self, unit: UUID, before: Mapping[UUID, bool]) -> Successor:
        one = self.work.listed[unit]
        known = self.work.dossiers.get(unit) or self.others.get(unit)
        days = [self._registered(each) for each in self.made_of.get(unit, before)]
        return Successor(
            one=replace(one, judge=self.work.judge_of(one)),
            known=known,
            before=tuple(sorted(before, key=lambda each: self.work.dossiers[each].position)),
            parts=frozenset(each for each, is_whole in before.items() if not is_whole),
            registered_on=max((day for day in days if day), default=None),
            is_registered=all(days),
        )

    def _registered(self, unit: UUID) -> date | None:
        """The day on which a predecessor registered, or the last of those that it was made from; None if one did not."""
        dossier = self.work.dossiers.get(unit) or self.others.get(unit)
        if dossier is not None:
            day = dossier.registered_on or dossier.starts
            return None if dossier.state in UNREGISTERED else day
        days = [self._registered(each) for each in self.made_of.get(unit, ())]
        return max((day for day in days if day), default=None) if all(days) else None

    def _others(self) -> Mapping[UUID, Dossier]:
        """Dossiers of this year on the lists of other places; of such as lie above or below, each keeps its own."""
        cycle = self.work.cycle
        asked = {*self.heirs, *(unit for units in self.made_of.values() for unit in units)} - self.work.dossiers.keys()
        if not asked:
            return {}
        same = Dossier.objects.filter(cycle__programme=cycle.programme_id, cycle__year=cycle.year, unit__in=asked)
        found = list(same.exclude(cycle=cycle).select_related("cycle"))
        nested = nested_with(cycle.scope_id, {one.cycle for one in found}) if found else set()
        return {one.unit_id: one for one in found if one.cycle_id not in nested}


def _made_of(units: Iterable[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """By unit what it was made from, and what those were made from in turn."""
    found: dict[UUID, tuple[UUID, ...]] = {}
    asked = set(units)
    while asked:
        rows = Succession.objects.filter(successor__in=asked).exclude(predecessor=F("successor")).order_by("pk")
        for successor, predecessor in rows.values_list("successor", "predecessor"):
            found[successor] = (*found.get(successor, ()), predecessor)
        asked = {each for unit in asked for each in found.get(unit, ())} - found.keys()
    return found


# ---------------------------------------------------------------- beside last year's list


@dataclass(frozen=True, slots=True)
class SinceLastYear:
    """How the list differs from the one of the year before."""

    before: UnitList
    joined: tuple[tuple[str, str], ...]
    left: tuple[tuple[str, str], ...]
    changed: tuple[tuple[str, str], ...]


def since_last_year(cycle: Cycle, listing: Listing) -> SinceLastYear | None:
    """Beside the list of the same programme and place a year earlier, if there is one. A few statements."""
    lists = UnitList.objects.filter(cycle__programme=cycle.programme_id, cycle__scope=cycle.scope_id)
    before = lists.filter(cycle__year=cycle.year - 1).order_by("-seq").first()
    if before is None:
        return None
    entries = {entry.unit_id: entry for entry in before.entries.all()}
    now = {one.unit: one for one in listing.listed}
    joined = [one for unit, one in now.items() if unit not in entries]
    gone = [entry for unit, entry in entries.items() if unit not in now]
    kept = [(entries[unit], one) for unit, one in now.items() if unit in entries]
    return SinceLastYear(
        before,
        tuple((one.name, "; ".join(why_joined(one, before, gone))) for one in joined),
        tuple(_why_left(gone, listing)),
        tuple((one.name, said) for entry, one in kept if (said := _difference(entry, one))),
    )


def _why_left(gone: Sequence[UnitListEntry], listing: Listing) -> Iterable[tuple[str, str]]:
    left = {one.unit: one.reason for one in listing.left_out}
    endings = endings_of([entry.unit_id for entry in gone], clock.today()) if gone else {}
    for entry in gone:
        ending = endings.get(entry.unit_id)
        why = ending.words if ending else "không còn trong phạm vi này"
        yield entry.unit_name, left.get(entry.unit_id, why)


def _difference(entry: UnitListEntry, one: Listed) -> str:
    told = []
    if entry.unit_name and entry.unit_name != one.name:
        told.append(f"trước là {entry.unit_name}")
    if entry.judged_by_id != one.judge:
        told.append("cơ quan xét đã đổi")
    if SubjectKind(entry.subject_kind) != one.kind:
        told.append(f"trước xét là {SubjectKind(entry.subject_kind).vietnamese}")
    return "; ".join(told)
