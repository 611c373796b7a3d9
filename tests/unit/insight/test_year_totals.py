"""What a cycle's numbers come to: within one window, among units side by side, and against the same days a year before."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.dossiers.models import Cycle, Dossier, Standing
from binhyen.dossiers.selectors.scope import SeenCycle, cycle_seen
from binhyen.dossiers.services.reporting import Cell, figures_report
from binhyen.dossiers.services.standings import standings_refresh
from binhyen.figures.answers import Answer
from binhyen.figures.models import Channel, FigureValue
from binhyen.insight.year_totals import Line, totals_of
from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.kernel.period import Period
from binhyen.units.models import Unit
from binhyen.units.services import NewUnit, units_create_many
from tests.builders import (
    AREA,
    dossiers_of,
    issued,
    make_commune,
    make_cycle,
    make_office,
    make_user,
    register,
    signed_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

RULES = """
programme: mau-hai-ky
version: "1"
name: Bộ tiêu chí Mẫu hai kỳ
basis: [{title: Văn bản Mẫu}]
valid_from: 2015-01-01
figures:
  so_vu: {name: Số vụ, answer: count, unit: vụ}
subjects:
  residential_area:
    window: {from: {year: -1, day: "11-01"}, to: {year: 0, day: "10-31"}}
    criteria: [{code: "1", text: Giảm, rule: so_vu <= previous(so_vu)}]
    levels: [{code: dat, name: Đạt, rule: all_met}]
  school:
    window: {from: {year: -1, day: "11-01"}, to: {year: 0, day: "LAST"}}
    criteria: [{code: "1", text: Không có, rule: so_vu = 0}]
    levels: [{code: dat, name: Đạt, rule: all_met}]
"""
SCHOOL = SubjectKind.SCHOOL


@pytest.fixture
def commune() -> Unit:
    found = make_commune(2)
    units_create_many(by=None, rows=[NewUnit("Mẫu", UnitKind.TRUONG_HOC)], parent=found.pk, is_sample=True)
    return found


@pytest.fixture
def office(commune: Unit) -> User:
    return make_office(commune)


def opened(office: User, commune: Unit, last: str = "11-15") -> Cycle:
    found = make_cycle(by=office, commune=commune, rulebook=issued(RULES.replace("LAST", last)))
    for kind in (AREA, SCHOOL):
        register(by=office, dossiers=dossiers_of(found, kind))
    return found


def say(office: User, dossier: Dossier, number: int, *, previous: bool = False) -> None:
    cell = Cell(dossier, "so_vu", Answer(number=Decimal(number)), previous=previous)
    figures_report(by=office, cells=[cell], reported_by="Trưởng thôn", channel=Channel.PHONE)


def seen(office: User, cycle: Cycle) -> SeenCycle:
    found = cycle_seen(office, cycle.pk)
    assert found is not None
    return found


def lines(office: User, cycle: Cycle) -> Mapping[tuple[SubjectKind, ...], Line]:
    return {group.kinds: group.lines[0] for group in totals_of(seen(office, cycle))}


def test_a_sum_of_some_is_no_total_and_says_how_many_reported(office: User, commune: Unit) -> None:
    cycle = opened(office, commune)
    first, second = dossiers_of(cycle)
    say(office, first, 3)
    line = lines(office, cycle)[AREA,]
    assert (line.reported, line.units, line.sum, line.is_whole) == (1, 2, Decimal(3), False)
    say(office, second, 0)
    line = lines(office, cycle)[AREA,]
    assert (line.reported, line.sum, line.is_whole) == (2, Decimal(3), True)


def test_kinds_with_different_windows_are_not_added_and_the_page_says_why(office: User, commune: Unit) -> None:
    cycle = opened(office, commune)
    for one in (*dossiers_of(cycle), *dossiers_of(cycle, SCHOOL)):
        say(office, one, 2)
    line = lines(office, cycle)[AREA, SCHOOL]
    assert line.sum is None
    assert line.refused == (
        "Không cộng: số liệu của các kỳ khác nhau (01/11/2020 – 31/10/2021; 01/11/2020 – 15/11/2021)."
    )
    page = signed_in(office).get(reverse("cycle_totals", args=[cycle.pk])).content.decode()
    assert line.refused in page


def test_kinds_with_the_same_window_are_added(office: User, commune: Unit) -> None:
    cycle = opened(office, commune, last="10-31")
    for one in (*dossiers_of(cycle), *dossiers_of(cycle, SCHOOL)):
        say(office, one, 2)
    assert lines(office, cycle)[AREA, SCHOOL].sum == 6


def test_the_year_before_is_compared_at_the_units_that_have_both(office: User, commune: Unit) -> None:
    cycle = opened(office, commune)
    first, second = dossiers_of(cycle)
    for one, now in ((first, 3), (second, 5)):
        say(office, one, now)
    say(office, first, 4, previous=True)
    change = lines(office, cycle)[AREA,].change
    assert change is not None
    assert (change.before, change.now, change.by, change.units) == (Decimal(4), Decimal(3), Decimal(-1), 1)


def test_a_value_of_another_window_enters_no_verdict_and_no_sum(office: User, commune: Unit) -> None:
    cycle = opened(office, commune)
    first = dossiers_of(cycle)[0]
    say(office, first, 3)
    say(office, first, 3, previous=True)
    own = FigureValue.objects.filter(unit=first.unit_id)
    cut_at_14 = [Period.on_paper(date(2021, at, 15), date(2021, at + 1, 14)) for at in range(1, 10)]
    # The last two begin or end with the window of another kind or of the year.
    others = [*cut_at_14, SCHOOL_WINDOW, Period.on_paper(date(2020, 12, 15), date(2021, 10, 31))]
    before = Standing.objects.get(dossier=first, basis="self")
    for window in others:
        for value in own.filter(starts=first.starts, ends=first.ends):
            value.pk, value.starts, value.ends, value.number = None, window.start, window.end, Decimal(900)
            value._state.adding = True
            value.id = value._meta.pk.get_default()
            value.save()
    standings_refresh(cycle=cycle, dossiers=Dossier.objects.filter(cycle=cycle))
    after = Standing.objects.get(dossier=first, basis="self")
    assert (after.verdict, after.facts) == (before.verdict, before.facts)
    line = lines(office, cycle)[AREA,]
    assert (line.sum, line.reported) == (Decimal(3), 1)


SCHOOL_WINDOW = Period.on_paper(date(2020, 11, 1), date(2021, 11, 15))


def test_only_whoever_reads_the_whole_cycle_sees_its_sums(office: User, commune: Unit) -> None:
    cycle = opened(office, commune)
    head = signed_in(make_user(Role.UNIT_HEAD, dossiers_of(cycle)[0].unit_id))
    assert head.get(reverse("cycle_totals", args=[cycle.pk])).status_code == 404
