"""Rosters of many areas from one list: all or nothing, and the same list twice changes nothing. The log is told counts."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import require
from binhyen.audit import services as audit
from binhyen.kernel import clock, text
from binhyen.kernel.errors import Conflict, InputProblems, Problem
from binhyen.kernel.kinds import kinds_of
from binhyen.sheets.table import Table
from binhyen.shell.writing import insert_rows
from binhyen.units.models import Roster, RosterLine, UnitVersion
from binhyen.units.roster_columns import refused_columns
from binhyen.units.roster_lines import Line, Said, Usual, line_after
from binhyen.units.roster_numbers import said as said_numbers
from binhyen.units.selectors.paths import path_ids, version_of
from binhyen.units.selectors.resolve import resolve_units
from binhyen.units.selectors.rosters import WITH_HOUSEHOLDS
from binhyen.units.services.rosters import check_year
from binhyen.units.typed_rosters import TypedHouseholds, TypedRosters, read_rosters

_LONGEST_SAID = 40
# More names than any commune has areas: that column holds something else.
_MOST_AREAS = 500


@dataclass(frozen=True, slots=True)
class RosterChange:
    """What a list does to the roster of one area, in counts: never which household is which.

    `blank` registered and the list says nothing of it; `absent` stand in the roster and not in the list: both stay.
    """

    unit: UUID
    name: str
    is_new: bool
    households: int
    added: int
    registered_before: int
    registered: int
    newly: int
    undone: int
    corrected: int
    blank: int
    absent: int

    @property
    def is_changed(self) -> bool:
        """Whether anything differs afterwards."""
        return self.is_new or bool(self.added or self.newly or self.undone or self.corrected)

    @property
    def told(self) -> list[str]:
        """What changes and what is left as it was, in words."""
        began = [] if self.is_changed else ["giữ nguyên"]
        counted = (
            (self.added, "lập sổ {} hộ" if self.is_new else "thêm {} hộ"),
            (self.newly, "{} đăng ký mới"),
            (self.undone, "bỏ dấu {}"),
            (self.corrected, "{} đổi ngày, hình thức"),
            (self.blank, "{} đã đăng ký, bảng để trống: giữ"),
            (self.absent, "{} không có trong bảng: giữ"),
        )
        return began + [words.format(text.number(count)) for count, words in counted if count]


@dataclass(frozen=True, slots=True)
class RostersImported:
    """What an import did, or would do, area by area; `seen` is what the rosters were when it was tried."""

    areas: tuple[RosterChange, ...]
    notes: tuple[Problem, ...]
    seen: str

    @property
    def is_changed(self) -> bool:
        """Whether anything differs afterwards."""
        return any(area.is_changed for area in self.areas)


@dataclass(slots=True)
class _Area:
    """What a list says of one area, by number; `place` is where it says the first of it."""

    version: UnitVersion
    place: str
    said: dict[int, Said] = field(default_factory=dict)


@dataclass(slots=True)
class _Plan:
    """A roster, the lines that are written, and what that changes."""

    roster: Roster
    written: dict[int, Line]
    change: RosterChange


@transaction.atomic
def rosters_import(
    *,
    by: User,
    unit: UUID,
    year: int,
    table: Table,
    usual: Usual,
    seen: str = "",
    dry_run: bool = False,
    act_key: str | None = None,
) -> RostersImported:
    """Mark the households of a list in the rosters of their areas; make rosters that are not there, and let others grow.

    Areas are read as of today, at or below `unit`; rows that name none belong to `unit` where it is an area itself. An
    empty cell, and a household that is not in the list, changes nothing. `seen` is that of the dry run which the person
    looked at: when a roster changed since, Conflict is raised. `dry_run` works everything out and writes nothing. Raises
    InputProblems with every problem and its cell, or NotAllowed.
    """
    audit.refuse_repeat(act_key)
    require(by, Act.FIGURES_ENTER, path_ids(unit))
    check_year(year)
    if refused := refused_columns(table):
        raise InputProblems(column.problem() for column in refused)
    if usual.day > clock.today():
        raise InputProblems([Problem("ngay_tuong_lai", "Ngày này chưa tới.", "ngày đăng ký", "Ghi ngày đã đăng ký.")])
    typed = read_rosters(table)
    areas = _areas(typed, unit)
    rosters = _held(areas, year)
    typed.problems += [
        problem for area in areas.values() for problem in _unfit(area, rosters.get(area.version.unit_id))
    ]
    if typed.problems:
        raise InputProblems(typed.problems)
    state = _state(areas, rosters)
    if seen and seen != state:
        raise Conflict(cure="Xem lại bảng dưới đây rồi ghi.")
    plans = _plans(areas, rosters, year, usual)
    changed = [plan for plan in plans if plan.change.is_changed]
    if changed and not dry_run:
        _write(changed)
        _record(by, year, [plan.change for plan in changed], act_key)
    return RostersImported(tuple(plan.change for plan in plans), tuple(typed.notes), state)


def _areas(typed: TypedRosters, unit: UUID) -> dict[UUID, _Area]:
    """What is said of each area; areas that cannot be told and numbers said twice join the problems."""
    found = _versions({row.area for row in typed.rows}, unit)
    areas: dict[UUID, _Area] = {}
    unknown: dict[str, Problem] = {}
    for row in typed.rows:
        answer = found[row.area]
        if isinstance(answer, Problem):
            unknown.setdefault(row.area, Problem(answer.code, answer.message, row.area_place, answer.cure))
            continue
        area = areas.setdefault(answer.unit_id, _Area(answer, row.place))
        typed.problems += _said_twice(area, row)
        area.said |= dict.fromkeys(row.numbers, row.said)
    typed.problems += unknown.values()
    return areas


def _versions(references: Iterable[str], unit: UUID) -> dict[str, UnitVersion | Problem]:
    own = version_of(unit)
    among = Q(kind__in=[kind for subject in WITH_HOUSEHOLDS for kind in kinds_of(subject)])
    named = [reference for reference in references if reference]
    if len(named) > _MOST_AREAS:
        message = f"Bảng có hơn {_MOST_AREAS} khu dân cư khác nhau."
        raise InputProblems([Problem("nhieu_khu", message, "cột khu dân cư", "Chọn đúng cột ghi tên khu dân cư.")])
    found = resolve_units(named, as_of=clock.today(), within=[unit], among=among)
    if own is not None and own.subject in WITH_HOUSEHOLDS:
        return found | {"": own}
    cure = "Thêm cột “Khu dân cư”, hoặc ghi tên khu dân cư trên một dòng riêng phía trên các hộ."
    return found | {"": Problem("thieu_khu_dan_cu", "Chưa rõ các hộ từ dòng này thuộc khu dân cư nào.", cure=cure)}


def _said_twice(area: _Area, row: TypedHouseholds) -> list[Problem]:
    twice = area.said.keys() & row.numbers
    if not twice:
        return []
    message = f"Số {_short(twice)} của {area.version.name_in_sentence} đã có ở dòng khác."
    return [Problem("so_trung", message, row.place, "Mỗi số ghi một lần; mỗi khu dân cư đánh số lại từ 1.")]


def _short(numbers: Iterable[int]) -> str:
    listed = said_numbers(numbers)
    return listed if len(listed) <= _LONGEST_SAID else f"{listed[:_LONGEST_SAID].rpartition(',')[0]} …"


def _held(areas: Mapping[UUID, _Area], year: int) -> dict[UUID, Roster]:
    """The rosters of these areas as they are now, held until the act is done."""
    return {each.unit_id: each for each in Roster.objects.select_for_update().filter(unit__in=list(areas), year=year)}


def _unfit(area: _Area, roster: Roster | None) -> list[Problem]:
    """Why a roster cannot take in what is said: its numbers were erased, or it would grow over households nobody counted."""
    name = area.version.name_in_sentence
    if roster is not None and roster.erased_at is not None:
        message = f"Sổ của {name} đã xóa số, chỉ còn số đếm."
        return [Problem("so_da_xoa", message, area.place, "Bỏ các dòng của khu dân cư này, hoặc chọn năm khác.")]
    have = roster.households if roster else 0
    missing = set(range(have + 1, max(area.said, default=0) + 1)) - area.said.keys()
    if not missing:
        return []
    message = f"Thiếu số {_short(missing)} của {name}: số chưa có trong sổ phải ghi đủ."
    cure = f"Ghi đủ các số từ {have + 1}, mỗi khu dân cư đánh số lại từ 1; hộ chưa đăng ký thì để trống ô đăng ký."
    return [Problem("thieu_so", message, area.place, cure)]


def _state(areas: Iterable[UUID], rosters: Mapping[UUID, Roster]) -> str:
    """The versions of these rosters, none as 0, in one word."""
    versions = sorted((str(unit), rosters[unit].version if unit in rosters else 0) for unit in areas)
    return hashlib.sha256(repr(versions).encode()).hexdigest()[:32]


def _plans(areas: Mapping[UUID, _Area], rosters: Mapping[UUID, Roster], year: int, usual: Usual) -> list[_Plan]:
    lines = _lines(rosters.values())
    in_order = sorted(areas.items(), key=lambda item: text.sort_key(item[1].version.full_name))
    return [
        _plan(area, rosters.get(unit) or Roster(unit_id=unit, year=year, households=0), lines.get(unit, {}), usual)
        for unit, area in in_order
        if area.said
    ]


def _lines(rosters: Iterable[Roster]) -> dict[UUID, dict[int, Line]]:
    found: dict[UUID, dict[int, Line]] = {roster.unit_id: {} for roster in rosters}
    rows = RosterLine.objects.filter(roster__in=list(rosters))
    said = rows.values_list("roster__unit", "number", "registered", "day", "channel")
    for unit, number, registered, day, channel in said:
        found[unit][number] = Line(registered, day, channel)
    return found


def _plan(area: _Area, roster: Roster, before: Mapping[int, Line], usual: Usual) -> _Plan:
    nobody = Line()
    after = {number: line_after(before.get(number, nobody), said, usual) for number, said in area.said.items()}
    written = {number: line for number, line in after.items() if before.get(number) != line}
    known = {number: (before.get(number, nobody), line) for number, line in after.items()}
    newly = sum(line.registered and not was.registered for was, line in known.values())
    undone = sum(was.registered and not line.registered for was, line in known.values())
    added = sum(number not in before for number in after)
    change = RosterChange(
        unit=area.version.unit_id,
        name=area.version.full_name,
        is_new=not before,
        households=roster.households + added,
        added=added,
        registered_before=roster.registered,
        registered=roster.registered + newly - undone,
        newly=newly,
        undone=undone,
        corrected=sum(was.registered and line.registered and was != line for was, line in known.values()),
        blank=sum(was.registered and area.said[number].registered is None for number, (was, _) in known.items()),
        absent=len(before.keys() - after.keys()),
    )
    return _Plan(roster, written, change)


def _write(plans: list[_Plan]) -> None:
    """A few statements for all areas together."""
    for plan in plans:
        plan.roster.households, plan.roster.registered = plan.change.households, plan.change.registered
        plan.roster.version += not plan.change.is_new
    Roster.objects.bulk_create([plan.roster for plan in plans if plan.change.is_new])
    there = [plan.roster for plan in plans if not plan.change.is_new]
    Roster.objects.bulk_update(there, ["households", "registered", "version"])
    rows = [
        (plan.roster.pk, number, line.registered, line.day, line.channel)
        for plan in plans
        for number, line in plan.written.items()
    ]
    insert_rows(RosterLine, rows, once=["roster_id", "number"], update=["registered", "day", "channel"])


def _record(by: User, year: int, changes: list[RosterChange], act_key: str | None) -> None:
    payload = {
        "year": year,
        "areas": len(changes),
        "households": sum(change.households for change in changes),
        "registered": sum(change.registered for change in changes),
    }
    subjects = [("unit", change.unit) for change in changes][: audit.MOST_SUBJECTS]
    audit.record(by=by, verb="rosters.imported", subjects=subjects, payload=payload, act_key=act_key)
