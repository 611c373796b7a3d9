"""Keeping a roster of households by number. The log is told counts, never which number registered when."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import require
from binhyen.audit import services as audit
from binhyen.kernel import clock
from binhyen.kernel.errors import Conflict, InputProblems, Problem, RefusedByState
from binhyen.units.models import Roster, RosterLine
from binhyen.units.roster_numbers import MOST_HOUSEHOLDS
from binhyen.units.selectors.paths import path_ids
from binhyen.units.selectors.rosters import roster_place

_FIRST_YEAR = 2003


@transaction.atomic
def roster_open(*, by: User, unit: UUID, year: int, households: int, act_key: str | None = None) -> Roster:
    """Make the numbers 1 to `households` of an area for a year. Raises InputProblems, RefusedByState, NotAllowed."""
    audit.refuse_repeat(act_key)
    _require(by, unit)
    if roster_place(by, unit) is None:
        raise RefusedByState("Chỉ khu dân cư, tổ liên gia có sổ số hộ.", cure="Mở trang của khu dân cư.")
    check_year(year)
    _check_count(households)
    if Roster.objects.filter(unit=unit, year=year).exists():
        raise RefusedByState(f"Đã có sổ số hộ năm {year}.", cure="Mở sổ đó.")
    roster = Roster.objects.create(unit_id=unit, year=year, households=households)
    _add_lines(roster, 1, households)
    _record(by, "roster.opened", roster, act_key)
    return roster


@transaction.atomic
def roster_tick(
    *,
    by: User,
    roster: Roster,
    registered: Collection[int],
    day: date,
    channel: RosterLine.Channel,
    seen: int,
    act_key: str | None = None,
) -> Roster:
    """From now on exactly these numbers count as registered; those that are new get the day and the way.

    `seen` is the version that the person looked at. Raises Conflict, InputProblems, RefusedByState, NotAllowed.
    """
    audit.refuse_repeat(act_key)
    held = _held(by, roster, seen)
    if day > clock.today():
        raise InputProblems([Problem("ngay_tuong_lai", "Ngày này chưa tới.", "ngày đăng ký", "Ghi ngày đã đăng ký.")])
    if not all(1 <= number <= held.households for number in registered):
        raise InputProblems([Problem("so_ho", "Có số không thuộc sổ này.", "các số đã đăng ký", "Tải lại trang.")])
    held.lines.filter(registered=True).exclude(number__in=registered).update(registered=False, day=None, channel="")
    held.lines.filter(registered=False, number__in=registered).update(registered=True, day=day, channel=channel)
    held.registered = held.lines.filter(registered=True).count()
    return _changed(by, "roster.ticked", held, act_key)


@transaction.atomic
def roster_resize(*, by: User, roster: Roster, households: int, seen: int, act_key: str | None = None) -> Roster:
    """Households came or went: numbers are added at the end, or taken away there while none of them is registered."""
    audit.refuse_repeat(act_key)
    held = _held(by, roster, seen)
    _check_count(households)
    if held.lines.filter(number__gt=households, registered=True).exists():
        raise RefusedByState("Trong các số bị bỏ có hộ đã đăng ký.", cure="Bỏ đánh dấu các số cuối trước.")
    held.lines.filter(number__gt=households).delete()
    _add_lines(held, held.households + 1, households)
    held.households = households
    return _changed(by, "roster.resized", held, act_key)


@transaction.atomic
def roster_erase(*, by: User, roster: Roster, seen: int, act_key: str | None = None) -> Roster:
    """Erase the numbers once the year's work is done. The counts stay; there is no way back."""
    audit.refuse_repeat(act_key)
    held = _held(by, roster, seen)
    held.by_channel = dict(Counter(held.lines.filter(registered=True).values_list("channel", flat=True)))
    held.lines.all().delete()
    held.erased_at = clock.now()
    return _changed(by, "roster.erased", held, act_key)


def check_year(year: int) -> None:
    """Raise InputProblems for a year in which nobody can register."""
    if not _FIRST_YEAR <= year <= clock.today().year + 1:
        raise InputProblems([Problem("nam", "Năm chưa đúng.", "năm", f"Ghi năm từ {_FIRST_YEAR} đến nay.")])


def _require(by: User, unit: UUID) -> None:
    require(by, Act.FIGURES_ENTER, path_ids(unit))


def _held(by: User, roster: Roster, seen: int) -> Roster:
    """The roster as it is now, held until the act is done."""
    _require(by, roster.unit_id)
    held = Roster.objects.select_for_update().get(pk=roster.pk)
    if held.erased_at is not None:
        raise RefusedByState("Sổ này đã xóa số, chỉ còn số đếm.", cure="Lập sổ của năm khác.")
    if held.version != seen:
        raise Conflict
    return held


def _check_count(households: int) -> None:
    if not 1 <= households <= MOST_HOUSEHOLDS:
        cure = f"Ghi một số từ 1 đến {MOST_HOUSEHOLDS}."
        raise InputProblems([Problem("so_ho", "Số hộ chưa đúng.", "số hộ", cure)])


def _add_lines(roster: Roster, first: int, last: int) -> None:
    RosterLine.objects.bulk_create(RosterLine(roster=roster, number=number) for number in range(first, last + 1))


def _changed(by: User, verb: str, held: Roster, act_key: str | None) -> Roster:
    held.version += 1
    held.save(update_fields=["households", "registered", "by_channel", "erased_at", "version"])
    _record(by, verb, held, act_key)
    return held


def _record(by: User, verb: str, roster: Roster, act_key: str | None) -> None:
    payload = {"year": roster.year, "households": roster.households, "registered": roster.registered}
    audit.record(by=by, verb=verb, subjects=[("unit", roster.unit_id)], payload=payload, act_key=act_key)
