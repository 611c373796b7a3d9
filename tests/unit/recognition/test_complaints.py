"""Complaints by number, days and result: while one waits, nobody is honoured."""

from datetime import date

import pytest

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.audit.models import LogEntry
from binhyen.audit.selectors import lines
from binhyen.kernel.errors import InputProblems, NotAllowed, RefusedByState
from binhyen.papers.services import paper_record
from binhyen.recognition.models import Award, Complaint
from binhyen.recognition.services import (
    NewAward,
    NewComplaint,
    award_record,
    complaint_answer,
    complaint_record,
)
from binhyen.units.models import Unit
from tests.builders import make_commune, make_rulebook, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.database]

RECEIVED, ANSWERED = date(2021, 12, 1), date(2021, 12, 9)


@pytest.fixture
def commune() -> Unit:
    return make_commune(1)


@pytest.fixture
def officer(commune: Unit) -> User:
    return make_user(Role.COMMUNE_OFFICER, commune.pk)


def complained(officer: User, unit: Unit, number: str = "07/ĐN", due_on: date | None = None) -> Complaint:
    return complaint_record(by=officer, complaint=NewComplaint(unit, number, RECEIVED, due_on))


def award(officer: User, commune: Unit, *named: Unit) -> Award:
    new = NewAward(
        programme=make_rulebook().programme, unit=commune, from_year=2021, to_year=2021, form=Award.Form.GIAY_KHEN,
        body="UBND Mẫu", number="15/QĐ-UBND", collectives=1, named=named, money=4_680_000,
    )  # fmt: skip
    return award_record(by=officer, award=new)


def test_no_award_is_recorded_while_a_complaint_about_the_unit_waits(commune: Unit, officer: User) -> None:
    area = Unit.objects.exclude(pk=commune.pk).get()
    one = complained(officer, area)
    with pytest.raises(RefusedByState, match="07/ĐN"):
        award(officer, commune, area)
    assert award(officer, commune).money == 4_680_000
    complaint_answer(by=officer, complaint=one, result=Complaint.Result.REJECTED, answered_on=ANSWERED)
    assert award(officer, commune, area).pk


def test_an_answer_is_not_overwritten_and_the_log_tells_number_and_result_only(commune: Unit, officer: User) -> None:
    one = complained(officer, commune)
    paper = paper_record(by=officer, owner_unit=commune.pk, title="Văn bản trả lời", number="9/UBND")
    complaint_answer(by=officer, complaint=one, result=Complaint.Result.UPHELD, answered_on=ANSWERED, paper=paper)
    with pytest.raises(RefusedByState, match="đã có kết quả"):
        complaint_answer(by=officer, complaint=one, result=Complaint.Result.REJECTED, answered_on=ANSWERED)
    told = [line.text for line in lines(LogEntry.objects.filter(verb__startswith="complaint."))]
    assert set(told) == {"Ghi nhận đơn số 07/ĐN", "Trả lời đơn số 07/ĐN: có cơ sở"}


@pytest.mark.parametrize(("number", "due_on"), [(" ", None), ("012345678901", None), ("1", date(2021, 11, 1))])
def test_numbers_and_days_that_cannot_be_true_are_refused(
    commune: Unit, officer: User, number: str, due_on: date | None
) -> None:
    with pytest.raises(InputProblems):
        complained(officer, commune, number, due_on)


def test_an_answer_has_a_result_and_a_day_not_before_it_came(commune: Unit, officer: User) -> None:
    one = complained(officer, commune)
    for result, day in ((Complaint.Result.PENDING, ANSWERED), (Complaint.Result.UPHELD, date(2021, 11, 30))):
        with pytest.raises(InputProblems):
            complaint_answer(by=officer, complaint=one, result=result, answered_on=day)


def test_the_committee_answers_what_the_office_recorded(commune: Unit, officer: User) -> None:
    one = complained(officer, commune)
    committee = make_user(Role.COMMITTEE, commune.pk)
    complaint_answer(by=committee, complaint=one, result=Complaint.Result.REJECTED, answered_on=ANSWERED)
    with pytest.raises(NotAllowed):
        complained(committee, commune)


@pytest.mark.parametrize("role", [Role.UNIT_HEAD, Role.INSPECTOR, Role.FRONT, Role.DATA_OWNER])
def test_only_the_office_records_complaints(commune: Unit, role: Role) -> None:
    with pytest.raises(NotAllowed):
        complained(make_user(role, commune.pk), commune)
