"""What a unit owes follows the year: to register, to report, to hand in, to answer; until the day that a document says."""

from datetime import date

import pytest

from binhyen.accounts.models import User
from binhyen.dossiers.models import Cycle, Dossier, YearStep
from binhyen.dossiers.selectors.letters import Plan
from binhyen.dossiers.services.acts import request_more
from binhyen.dossiers.services.calendar import deadline_move, steps_set
from binhyen.papers.services import paper_record
from binhyen.reminders.selectors.owed import Owed, owed_of
from tests.builders import dossiers_of, hand_in, make_commune, make_cycle, make_office, register, report

pytestmark = pytest.mark.django_db
LAST, LATER = date(2021, 3, 31), date(2021, 4, 15)


@pytest.fixture
def year() -> tuple[Cycle, User]:
    """Two villages at the beginning of a year, and the office that does everything."""
    commune = make_commune(2)
    office = make_office(commune)
    return make_cycle(by=office, commune=commune), office


def owed(cycle: Cycle) -> list[Owed]:
    """What the two villages owe."""
    return owed_of(Dossier.objects.filter(pk__in=[one.pk for one in dossiers_of(cycle)]))


def words(cycle: Cycle) -> list[str]:
    return [one.words for one in owed(cycle)]


def test_what_is_owed_changes_with_each_step_and_nothing_is_owed_while_the_office_works(
    year: tuple[Cycle, User],
) -> None:
    cycle, office = year
    assert words(cycle) == ["chưa đăng ký", "chưa đăng ký"]
    register(by=office, dossiers=dossiers_of(cycle)[:1])
    assert words(cycle) == ["chưa báo đủ số liệu (còn 4/4)", "chưa đăng ký"]
    report(by=office, dossiers=dossiers_of(cycle)[:1], passing=1)
    assert words(cycle) == ["chưa nộp hồ sơ", "chưa đăng ký"]
    hand_in(by=office, dossiers=dossiers_of(cycle)[:1])
    assert words(cycle) == ["chưa đăng ký"]
    request_more(by=office, dossier=dossiers_of(cycle)[0], reason="Thiếu biên bản họp")
    assert words(cycle) == ["chưa trả lời yêu cầu bổ sung", "chưa đăng ký"]


def test_a_letter_gives_more_time_to_the_units_it_names(year: tuple[Cycle, User]) -> None:
    cycle, office = year
    assert [one.deadline for one in owed(cycle)] == [None, None]
    steps_set(by=office, cycle=cycle, step=YearStep.REGISTER, day=LAST, citation="KH 5/KH-UBND")
    first = dossiers_of(cycle)[0].unit_id
    paper = paper_record(by=office, owner_unit=cycle.scope_id, title="Gia hạn", number="9/UBND", issued_on=LAST)
    deadline_move(by=office, cycle=cycle, plan=Plan(("step.register",), LATER, "units", units=(first,)), paper=paper)
    assert [one.deadline for one in owed(cycle)] == [LATER, LAST]
    assert [one.is_late(LATER) for one in owed(cycle)] == [False, True]
