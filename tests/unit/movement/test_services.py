"""Recording the movement: once, by those who may, about units and offices; counted once however many did it together."""

from datetime import date

import pytest

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.audit.errors import AlreadyDone
from binhyen.audit.models import LogEntry
from binhyen.kernel.errors import InputProblems, NotAllowed, RefusedByState
from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.kernel.period import Period
from binhyen.movement.kinds import ActivityKind
from binhyen.movement.models import Activity, Covenant, Model, Rollout, Stage
from binhyen.movement.selectors.scope import activities_of, covenants_of, models_of, units_to_choose, within
from binhyen.movement.selectors.totals import activity_totals, model_numbers
from binhyen.movement.services.activities import Done, activity_record
from binhyen.movement.services.course import Span, SummedUp, rollout_date, rollout_record, stage_record
from binhyen.movement.services.covenants import MemberLine, covenant_change, covenant_draft, covenant_sign
from binhyen.movement.services.keeping import model_confirm, model_record
from binhyen.movement.services.withdrawing import record_withdraw
from binhyen.programmes.models import Programme
from binhyen.programmes.services import programme_ensure
from binhyen.units.models import Unit, UnitVersion
from binhyen.units.selectors import find_units
from binhyen.units.services import unit_create
from tests.builders import make_commune, make_user
from tests.movement_story import AGENCY, HELD, TERMS, festival

pytestmark = [pytest.mark.django_db, pytest.mark.database]

YEAR = Period(date(2021, 1, 1), date(2022, 1, 1))
ON = date(2021, 4, 19)


@pytest.fixture
def commune() -> Unit:
    return make_commune(3)


@pytest.fixture
def officer(commune: Unit) -> User:
    return make_user(Role.COMMUNE_OFFICER, commune.pk)


@pytest.fixture
def programme() -> Programme:
    return programme_ensure(by=None, code="mau-5-an", name="Mẫu 5 An")


def areas(commune: Unit) -> list[Unit]:
    return [version.unit for version in UnitVersion.objects.filter(parent=commune).order_by("name")]


def draft(by: User, host: Unit, programme: Programme, **more: object) -> Covenant:
    said = {"title": "Giao ước Mẫu", "terms": TERMS, "members": [MemberLine(unit=areas(host)[0].pk), AGENCY]} | more
    return covenant_draft(by=by, programme=programme, host=host, year=2021, **said)  # type: ignore[arg-type]


def codes(refused: pytest.ExceptionInfo[InputProblems]) -> set[str]:
    return {problem.code for problem in refused.value.problems}


# ---------------------------------------------------------------- covenants


def test_a_signed_covenant_is_fixed_and_logged(officer: User, commune: Unit, programme: Programme) -> None:
    covenant = covenant_sign(by=officer, covenant=draft(officer, commune, programme), on=ON)
    assert (covenant.state, covenant.signed_on, covenant.is_sample) == (Covenant.State.SIGNED, ON, True)
    assert [(one.name, one.office) for one in covenant.members.all()][1] == ("Công an xã Mẫu", "Trưởng Công an xã")
    with pytest.raises(RefusedByState):
        covenant_change(by=officer, covenant=covenant, year=2021, title="Khác", terms=(), members=())
    with pytest.raises(RefusedByState):
        record_withdraw(by=officer, record=covenant)
    assert set(LogEntry.objects.values_list("verb", flat=True)) >= {"covenant.drafted", "covenant.signed"}


def test_a_draft_is_written_anew_until_it_is_signed(officer: User, commune: Unit, programme: Programme) -> None:
    covenant = draft(officer, commune, programme)
    covenant_change(by=officer, covenant=covenant, year=2022, title="Giao ước mới", terms=["Một."], members=[AGENCY])
    covenant.refresh_from_db()
    assert (covenant.title, covenant.terms, covenant.members.count()) == ("Giao ước mới", ["Một."], 1)
    with pytest.raises(InputProblems) as alone:
        covenant_sign(by=officer, covenant=covenant, on=ON)
    assert codes(alone) == {"thieu_thanh_vien"}


def test_another_covenant_replaces_a_signed_one_on_its_signing(
    officer: User, commune: Unit, programme: Programme
) -> None:
    old = covenant_sign(by=officer, covenant=draft(officer, commune, programme), on=ON)
    new = draft(officer, commune, programme, replaces=old)
    with pytest.raises(RefusedByState):
        draft(officer, commune, programme, replaces=old)
    record_withdraw(by=officer, record=new)
    newer = draft(officer, commune, programme, replaces=old)
    old.refresh_from_db()
    assert old.state == Covenant.State.SIGNED
    covenant_sign(by=officer, covenant=newer, on=date(2021, 5, 1))
    old.refresh_from_db()
    assert old.state == Covenant.State.REPLACED


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ([MemberLine("Công an xã Mẫu", office="Nguyễn Văn Mẫu")], "ten_nguoi"),
        ([AGENCY, AGENCY], "trung_thanh_vien"),
        ([MemberLine()], "thanh_vien_la"),
    ],
)
def test_members_sign_by_office_and_stand_once(
    officer: User, commune: Unit, programme: Programme, members: list[MemberLine], code: str
) -> None:
    with pytest.raises(InputProblems) as refused:
        draft(officer, commune, programme, members=members)
    assert code in codes(refused)
    assert not Covenant.objects.exists()


def test_a_unit_of_another_commune_is_no_member(officer: User, commune: Unit, programme: Programme) -> None:
    foreign = areas(make_commune(1, name="Mẫu Q"))[0]
    with pytest.raises(InputProblems) as refused:
        draft(officer, commune, programme, members=[MemberLine(unit=foreign.pk, office="Trưởng thôn")])
    assert "thanh_vien_la" in codes(refused)


def test_a_covenant_is_read_by_the_areas_that_sign_it_and_written_by_its_host(
    officer: User, commune: Unit, programme: Programme
) -> None:
    covenant = draft(officer, commune, programme)
    first, second = areas(commune)[:2]
    head, other = (make_user(Role.UNIT_HEAD, unit.pk) for unit in (first, second))
    assert list(covenants_of(within(head))) == [covenant]
    assert list(covenants_of(within(other))) == []
    with pytest.raises(NotAllowed):
        covenant_sign(by=head, covenant=covenant, on=ON)


def test_a_form_sent_twice_acts_once(officer: User, commune: Unit, programme: Programme) -> None:
    draft(officer, commune, programme, act_key="khoa")
    with pytest.raises(AlreadyDone):
        draft(officer, commune, programme, act_key="khoa")


# ---------------------------------------------------------------- activities


@pytest.mark.parametrize("together", [1, 2, 3])
def test_a_joint_event_counts_once_in_every_roll_up(
    officer: User, commune: Unit, programme: Programme, together: int
) -> None:
    hosts = areas(commune)[:together]
    festival(by=officer, hosts=hosts, programme=programme, times=2, people=50)
    for units in (within(officer), [unit.pk for unit in hosts], [hosts[0].pk]):
        (total,) = activity_totals(activities_of(units), YEAR)
        assert (total.times, total.people, total.held_at) == (2, 50, SubjectKind.RESIDENTIAL_AREA)


def test_a_roll_up_keeps_kinds_and_places_apart_and_adds_up(officer: User, commune: Unit, programme: Programme) -> None:
    areas_of = areas(commune)
    meeting = Done(ActivityKind.CONFERENCE, HELD, times=3, people=None)
    activity_record(by=officer, hosts=[areas_of[0]], done=meeting, programme=programme)
    activity_record(by=officer, hosts=[commune, areas_of[1]], done=meeting, programme=programme)
    quarrels = Done(ActivityKind.MEDIATION, HELD, cases=4, settled=3)
    activity_record(by=officer, hosts=[areas_of[2]], done=quarrels, programme=programme)
    totals = activity_totals(activities_of(within(officer)), YEAR)
    assert [total.counted for total in totals] == [
        "3 hội nghị ở khu dân cư",
        "3 hội nghị ở xã, phường, thị trấn, đặc khu",
        "1 cuộc hòa giải ở khu dân cư",
    ]
    assert [(total.unsaid, total.cases, total.settled) for total in totals] == [(1, 0, 0), (1, 0, 0), (1, 4, 3)]
    assert activity_totals(activities_of(within(officer)), Period(date(2020, 1, 1), date(2021, 1, 1))) == []


@pytest.mark.parametrize(
    ("done", "code"),
    [
        (Done(ActivityKind.MEDIATION, HELD, cases=2, settled=3), "qua_so_vu"),
        (Done(ActivityKind.MEDIATION, HELD, settled=1), "qua_so_vu"),
        (Done(ActivityKind.DRILL, HELD, cases=1), "khong_phai_hoa_giai"),
        (Done(ActivityKind.DRILL, HELD, times=0), "so_cuoc"),
        (Done(ActivityKind.OTHER, HELD), "thieu"),
        (Done(ActivityKind.DRILL, HELD, title="Danh sách người nghiện"), "noi_dung_bi_tu_choi"),
        (Done(ActivityKind.DRILL, Period(date(2999, 1, 1), date(2999, 1, 2))), "ngay_tuong_lai"),
    ],
)
def test_counts_that_do_not_fit_are_refused(officer: User, commune: Unit, done: Done, code: str) -> None:
    with pytest.raises(InputProblems) as refused:
        activity_record(by=officer, hosts=[commune], done=done)
    assert code in codes(refused)
    assert not Activity.objects.exists()


def test_whoever_records_may_do_so_for_every_host(officer: User, commune: Unit) -> None:
    foreign = make_commune(0, name="Mẫu Q")
    with pytest.raises(NotAllowed):
        festival(by=officer, hosts=[commune, foreign])


def test_what_was_entered_by_mistake_counts_no_more(officer: User, commune: Unit) -> None:
    activity = festival(by=officer, hosts=[commune])
    record_withdraw(by=officer, record=activity)
    assert activity_totals(activities_of(within(officer)), YEAR) == []
    assert Activity.objects.filter(withdrawn=True).exists()
    with pytest.raises(RefusedByState):
        record_withdraw(by=officer, record=activity)


# ---------------------------------------------------------------- models


def test_models_are_counted_as_names_points_and_teams(officer: User, commune: Unit) -> None:
    first, second, third = areas(commune)
    for unit, name, points in ((first, "Camera an ninh", 2), (second, "camera an ninh", 3), (third, "Tiếng kẻng", 1)):
        model = model_record(by=officer, unit=unit, name=name, from_year=2019)
        model_confirm(by=officer, model=model, year=2021, is_kept=True, points=points, teams=1, members=5)
    model_record(by=officer, unit=first, name="Cổng trường an toàn")
    numbers = model_numbers(models_of(within(officer)), 2021)
    assert (numbers.names, numbers.points, numbers.teams, numbers.members, numbers.unconfirmed) == (2, 6, 3, 15, 1)
    assert model_numbers(models_of(within(officer)), 2020).unconfirmed == 4


def test_a_model_ends_with_the_last_word_on_it(officer: User, commune: Unit) -> None:
    model = model_record(by=officer, unit=commune, name="Camera an ninh", from_year=2019)
    model_confirm(by=officer, model=model, year=2021, is_kept=False, points=4)
    model.refresh_from_db()
    assert (model.to_year, model.years.get().points) == (2021, 0)
    model_confirm(by=officer, model=model, year=2021, is_kept=True, points=4)
    model.refresh_from_db()
    assert (model.to_year, model.years.get().points) == (None, 4)
    with pytest.raises(InputProblems):
        model_confirm(by=officer, model=model, year=2018, is_kept=True)


def test_a_model_is_no_programme_and_stands_once_in_a_unit(officer: User, commune: Unit, programme: Programme) -> None:
    with pytest.raises(InputProblems) as same:
        model_record(by=officer, unit=commune, name="mẫu 5 an", programme=programme)
    assert codes(same) == {"la_chuong_trinh"}
    model_record(by=officer, unit=commune, name="Camera an ninh")
    with pytest.raises(InputProblems):
        model_record(by=officer, unit=commune, name="CAMERA AN NINH")
    assert Model.objects.count() == 1


# ---------------------------------------------------------------- pilots, stages


def test_a_planned_pilot_has_no_day_until_it_gets_one(officer: User, commune: Unit, programme: Programme) -> None:
    pilot = rollout_record(by=officer, programme=programme, unit=commune, phase=Rollout.Phase.PILOT)
    assert pilot.starts is None
    with pytest.raises(RefusedByState):
        rollout_record(by=officer, programme=programme, unit=commune, phase=Rollout.Phase.PILOT)
    with pytest.raises(InputProblems):
        rollout_date(by=officer, rollout=pilot, span=Span(None, date(2021, 2, 1)))
    rollout_date(by=officer, rollout=pilot, span=Span(date(2020, 10, 1), date(2021, 2, 1)))
    with pytest.raises(RefusedByState):
        rollout_date(by=officer, rollout=pilot, span=Span(date(2020, 10, 1)))


def test_years_of_a_stage_stand_in_their_order(officer: User, commune: Unit, programme: Programme) -> None:
    told = {"by": officer, "programme": programme, "unit": commune, "name": "Giai đoạn Mẫu"}
    with pytest.raises(InputProblems):
        stage_record(**told, from_year=2022, to_year=2012)
    with pytest.raises(InputProblems):
        stage_record(**told, from_year=2012, to_year=2022, summed_up=SummedUp(Stage.Form.FINAL, date(2011, 1, 1)))
    stage = stage_record(**told, from_year=2012, to_year=2022, summed_up=SummedUp(Stage.Form.FINAL, ON))
    assert stage.years == "2012–2022"


# ---------------------------------------------------------------- liên gia groups


def test_a_group_of_neighbours_is_a_unit_that_is_found_hosts_and_signs(
    officer: User, commune: Unit, programme: Programme
) -> None:
    area = areas(commune)[0]
    group = unit_create(by=officer, name="Mẫu số 3", kind=UnitKind.TO_LIEN_GIA, parent=area.pk)
    version = UnitVersion.objects.get(unit=group)
    assert (version.full_name, version.subject) == ("Tổ liên gia Mẫu số 3", SubjectKind.FAMILY_GROUP)
    assert group.is_sample
    assert [one.unit_id for one in find_units("to lien gia mau so 3", local_within=[commune.pk])] == [group.pk]
    assert group.pk in [one.unit_id for one in units_to_choose(officer)]
    activity = festival(by=officer, hosts=[group, area], programme=programme)
    assert activity.held_at == SubjectKind.FAMILY_GROUP
    covenant = draft(officer, area, programme, members=[MemberLine(unit=group.pk, office="Tổ trưởng"), AGENCY])
    assert covenant.members.first().name == "Tổ liên gia Mẫu số 3"  # type: ignore[union-attr]
