"""The calendar of a cycle: days by kind of unit, letters that move them, what comes too late."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, tzinfo

import pytest
from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.audit.models import LogEntry
from binhyen.audit.selectors import lines
from binhyen.dossiers.errors import PastDeadline
from binhyen.dossiers.models import Basis, Cycle, DeadlineLetter, Dossier, DossierState, Standing, YearStep
from binhyen.dossiers.selectors.calendar import calendar_of, deadlines_of, late_for
from binhyen.dossiers.selectors.letters import Plan, move_of, shown_with, targets_of
from binhyen.dossiers.services import acts
from binhyen.dossiers.services.acts import MeetingRecord
from binhyen.dossiers.services.calendar import deadline_move, steps_set
from binhyen.dossiers.services.deciding import decide
from binhyen.dossiers.services.reporting import Cell, figures_report
from binhyen.figures.answers import Answer
from binhyen.figures.models import Channel
from binhyen.kernel import clock
from binhyen.kernel.errors import Conflict, InputProblems, NotAllowed, RefusedByState
from binhyen.kernel.kinds import SubjectKind
from binhyen.papers.models import Paper
from binhyen.papers.services import paper_record
from binhyen.shell.templatetags.vietnamese import days_left
from binhyen.units.models import Unit
from tests.builders import (
    AREA,
    SIGNING,
    dossiers_of,
    issued,
    make_commune,
    make_cycle,
    make_office,
    make_user,
    register,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

RULES = """
programme: mau-co-han
version: "1"
name: Bộ tiêu chí Mẫu có hạn
basis: [{title: Văn bản Mẫu}]
valid_from: 2015-01-01
figures:
  nghi_quyet: {name: Nghị quyết quý I, answer: document}
subjects:
  residential_area:
    window: {from: {year: -1, day: "11-01"}, to: {year: 0, day: "10-31"}}
    criteria:
      - {code: "1a", text: Có nghị quyết trong quý I, rule: nghi_quyet AND nghi_quyet.date <= deadline('03-31')}
    levels:
      - {code: dat, name: Đạt, rule: all_met}
  commune:
    window: {from: {year: -1, day: "11-16"}, to: {year: 0, day: "11-15"}}
    criteria:
      - {code: "1", text: Có nghị quyết, rule: nghi_quyet}
    levels:
      - {code: dat, name: Đạt, rule: all_met}
"""
LAST, NEXT = date(2021, 3, 31), date(2021, 4, 15)
Q1 = "deadline.03-31"


@pytest.fixture
def commune() -> Unit:
    return make_commune(3)


@pytest.fixture
def office(commune: Unit) -> User:
    return make_office(commune)


@pytest.fixture
def cycle(commune: Unit, office: User) -> Cycle:
    return make_cycle(by=office, commune=commune, rulebook=issued(RULES))


def a_paper(by: User, commune: Unit, number: str = "12/CV-UBND") -> Paper:
    return paper_record(
        by=by, owner_unit=commune.pk, title="Gia hạn cho các thôn Mẫu", number=number, issued_on=date(2021, 3, 5)
    )


def moved(by: User, cycle: Cycle, plan: Plan, seen: str | None = None) -> DeadlineLetter:
    return deadline_move(by=by, cycle=cycle, plan=plan, paper=a_paper(by, cycle.scope), seen=seen)


def resolved_on(by: User, cycle: Cycle, day: date) -> None:
    """Every village has its resolution of that day."""
    cells = [Cell(one, "nghi_quyet", Answer(word="yes", day=day)) for one in dossiers_of(cycle)]
    figures_report(by=by, cells=cells, reported_by="Trưởng thôn", channel=Channel.PAPER)


def verdicts(cycle: Cycle) -> Mapping[str, str]:
    rows = Standing.objects.filter(dossier__cycle=cycle, dossier__subject_kind=AREA, basis=Basis.SELF)
    return dict(rows.values_list("dossier__unit_name", "verdict"))


def days(cycle: Cycle, step: YearStep = YearStep.SUBMIT) -> list[date]:
    calendar = calendar_of(cycle)
    dues = [calendar.due(step, AREA, one.unit_id) for one in dossiers_of(cycle)]
    return [due.day for due in dues if due]


# ---------------------------------------------------------------- days of steps


def test_each_kind_of_unit_has_its_own_last_day(cycle: Cycle, office: User) -> None:
    steps_set(by=office, cycle=cycle, step=YearStep.SUBMIT, day=date(2021, 11, 30), citation="KH 5/KH-UBND")
    own = date(2021, 11, 20)
    steps_set(by=office, cycle=cycle, step=YearStep.SUBMIT, day=own, citation="KH 5/KH-UBND", kinds=[AREA])
    due = {kind: [one.day for one in found] for kind, found in deadlines_of(cycle).items()}
    assert due == {SubjectKind.COMMUNE: [date(2021, 11, 30)], AREA: [own]}


def test_a_day_needs_the_document_that_says_it(cycle: Cycle, office: User) -> None:
    with pytest.raises(InputProblems) as caught:
        steps_set(by=office, cycle=cycle, step=YearStep.SUBMIT, day=LAST, citation="  ")
    assert caught.value.problems[0].place == "văn bản quy định"


def test_a_day_that_is_still_to_come_is_corrected_and_one_that_passed_is_not(cycle: Cycle, office: User) -> None:
    ahead = clock.today() + timedelta(days=9)
    year = Cycle.objects.filter(pk=cycle.pk)
    year.update(year=ahead.year)
    for day in (ahead, ahead + timedelta(days=1), clock.today() - timedelta(days=1)):
        steps_set(by=office, cycle=cycle, step=YearStep.REPORT, day=day, citation="KH 5", is_hard=True)
    for kinds in ([], [AREA]):
        with pytest.raises(RefusedByState) as caught:
            steps_set(by=office, cycle=cycle, step=YearStep.REPORT, day=ahead, citation="KH 5", kinds=kinds)
        assert "công văn" in caught.value.cure


def test_days_and_letters_are_the_officers_to_record(cycle: Cycle, commune: Unit) -> None:
    head = make_user(Role.UNIT_HEAD, dossiers_of(cycle)[0].unit_id)
    with pytest.raises(NotAllowed):
        steps_set(by=head, cycle=cycle, step=YearStep.SUBMIT, day=LAST, citation="KH 5")
    with pytest.raises(NotAllowed):
        deadline_move(by=head, cycle=cycle, plan=Plan((Q1,), NEXT), paper=a_paper(head, commune))


# ---------------------------------------------------------------- letters


def test_a_letter_moves_a_day_for_some_units_and_the_later_letter_counts(cycle: Cycle, office: User) -> None:
    steps_set(by=office, cycle=cycle, step=YearStep.SUBMIT, day=LAST, citation="KH 5")
    first, *_ = dossiers_of(cycle)
    moved(office, cycle, Plan(("step.submit",), NEXT, "units", units=(first.unit_id,)))
    assert days(cycle) == [NEXT, LAST, LAST]
    last = date(2021, 5, 1)
    moved(office, cycle, Plan(("step.submit",), last, "kinds", kinds=(AREA,)))
    assert days(cycle) == [last] * 3
    moved(office, cycle, Plan(("step.submit",), LAST))
    assert days(cycle) == [LAST] * 3


def test_every_rule_that_speaks_of_the_day_follows_for_those_units(cycle: Cycle, office: User) -> None:
    resolved_on(office, cycle, date(2021, 4, 10))
    assert set(verdicts(cycle).values()) == {"not_met"}
    first, *others = dossiers_of(cycle)
    moved(office, cycle, Plan((Q1,), NEXT, "units", units=(first.unit_id,)))
    assert verdicts(cycle) == {first.unit_name: "met", **{one.unit_name: "not_met" for one in others}}
    assert Standing.objects.get(dossier=first, basis=Basis.SELF).facts[Q1] == NEXT.isoformat()
    moved(office, cycle, Plan((Q1,), LAST))
    assert set(verdicts(cycle).values()) == {"not_met"}


def test_what_was_shown_before_is_what_happens(cycle: Cycle, office: User) -> None:
    resolved_on(office, cycle, date(2021, 4, 10))
    plan = Plan((Q1,), NEXT, "kinds", kinds=(AREA,))
    move = move_of(cycle, plan)
    assert (move.covered, move.kept, len(move.turns)) == (3, 0, 6)
    assert {(turn.before, turn.after) for turn in move.turns} == {("not_met", "met")}
    before = verdicts(cycle)
    letter = moved(office, cycle, plan, seen=move.fingerprint)
    assert shown_with(letter) == move
    after = verdicts(cycle)
    assert {turn.unit for turn in move.turns} == {unit for unit in after if after[unit] != before[unit]}


def test_what_changed_since_it_was_shown_is_shown_again(cycle: Cycle, office: User) -> None:
    plan = Plan((Q1,), NEXT)
    seen = move_of(cycle, plan).fingerprint
    resolved_on(office, cycle, date(2021, 4, 10))
    with pytest.raises(Conflict):
        moved(office, cycle, plan, seen)


def test_a_decided_dossier_keeps_its_verdict(cycle: Cycle, office: User) -> None:
    resolved_on(office, cycle, date(2021, 4, 10))
    first, *_ = dossiers_of(cycle)
    first.state = DossierState.NOT_RECOGNISED
    first.save(update_fields=["state"])
    plan = Plan((Q1,), NEXT)
    assert move_of(cycle, plan).kept == 1
    moved(office, cycle, plan)
    assert verdicts(cycle)[first.unit_name] == "not_met"


@pytest.mark.parametrize(
    "plan",
    [
        Plan((), NEXT),
        Plan(("deadline.09-09",), NEXT),
        Plan(("step.submit",), NEXT),
        Plan((Q1,), date(2031, 4, 15)),
        Plan((Q1,), NEXT, "kinds", kinds=("school",)),
        Plan((Q1,), NEXT, "units"),
    ],
)
def test_a_letter_that_can_mean_nothing_here_is_refused(cycle: Cycle, plan: Plan) -> None:
    with pytest.raises(InputProblems):
        move_of(cycle, plan)


def test_a_unit_of_another_cycle_is_not_in_a_letter(cycle: Cycle, commune: Unit) -> None:
    other = make_commune(1, name="Mẫu Q")
    with pytest.raises(InputProblems):
        move_of(cycle, Plan((Q1,), NEXT, "units", units=(other.pk,)))


def test_a_letter_without_its_number_moves_nothing(cycle: Cycle, office: User, commune: Unit) -> None:
    paper = paper_record(by=office, owner_unit=commune.pk, title="Nói miệng")
    with pytest.raises(InputProblems):
        deadline_move(by=office, cycle=cycle, plan=Plan((Q1,), NEXT), paper=paper)


def test_the_log_tells_which_letter_moved_what_to_when(cycle: Cycle, office: User) -> None:
    resolved_on(office, cycle, date(2021, 4, 10))
    steps_set(by=office, cycle=cycle, step=YearStep.REGISTER, day=LAST, citation="KH 5/KH-UBND", is_hard=True)
    moved(office, cycle, Plan(("step.register", Q1), NEXT, "kinds", kinds=(AREA,)))
    told = [line.text for line in lines(LogEntry.objects.filter(verb__startswith="cycle.").order_by("seq"))]
    assert told[-2] == (
        f"Đặt hạn đăng ký của {cycle.name} (mọi loại đơn vị): 31/03/2021, theo KH 5/KH-UBND; hết hạn thì không nhận"
    )
    assert told[-1] == (
        "Công văn 12/CV-UBND dời hạn đến 15/04/2021 cho 3 đơn vị: Hạn đăng ký; "
        "Hạn 31/03/2021 trong bộ tiêu chí (tiêu chí 1a), 6 kết quả thay đổi"
    )


def test_a_letter_can_move_the_steps_that_have_a_day_and_the_days_that_rules_speak_of(
    cycle: Cycle, office: User
) -> None:
    assert [target for target, _ in targets_of(cycle, calendar_of(cycle))] == [Q1]
    steps_set(by=office, cycle=cycle, step=YearStep.DECIDE, day=LAST, citation="KH 5")
    assert [target for target, _ in targets_of(cycle, calendar_of(cycle))] == ["step.decide", Q1]


# ---------------------------------------------------------------- late or not


def test_the_last_day_counts_whole_and_the_next_does_not(cycle: Cycle, office: User) -> None:
    steps_set(by=office, cycle=cycle, step=YearStep.SUBMIT, day=LAST, citation="KH 5")
    assert late_for(dossiers_of(cycle), YearStep.SUBMIT, LAST) == []
    late = late_for(dossiers_of(cycle), YearStep.SUBMIT, LAST + timedelta(days=1))
    assert [one.due.day for one in late] == [LAST] * 3


@pytest.mark.parametrize(
    ("moment", "is_late", "words"),
    [
        ("2021-03-30T23:59:59+07:00", False, "còn 1 ngày"),
        ("2021-03-31T00:00:00+07:00", False, "hôm nay"),
        ("2021-03-31T23:59:59+07:00", False, "hôm nay"),
        ("2021-04-01T00:00:00+07:00", True, "quá hạn 1 ngày"),
        ("2021-04-01T16:59:59+00:00", True, "quá hạn 1 ngày"),
        ("2021-04-01T17:00:00+00:00", True, "quá hạn 2 ngày"),
    ],
)
def test_a_deadline_ends_at_midnight_in_viet_nam(
    cycle: Cycle, office: User, monkeypatch: pytest.MonkeyPatch, moment: str, is_late: bool, words: str
) -> None:
    steps_set(by=office, cycle=cycle, step=YearStep.SUBMIT, day=LAST, citation="KH 5")
    stopped = datetime.fromisoformat(moment)

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return stopped.astimezone(tz)

    monkeypatch.setattr(clock, "datetime", Stopped)
    assert bool(late_for(dossiers_of(cycle), YearStep.SUBMIT)) is is_late
    assert days_left(LAST) == words


# ---------------------------------------------------------------- acts that come too late

YESTERDAY, TOMORROW = clock.today() - timedelta(days=1), clock.today() + timedelta(days=1)


@pytest.fixture
def now_cycle(commune: Unit, office: User) -> Cycle:
    """A cycle of this year with every village registered, and a short way to its hard deadlines."""
    found = make_cycle(by=office, commune=commune, year=clock.today().year, rulebook=issued(RULES))
    register(by=office, dossiers=dossiers_of(found))
    return found


def hard(by: User, cycle: Cycle, step: YearStep, day: date = YESTERDAY) -> None:
    steps_set(by=by, cycle=cycle, step=step, day=day, citation="KH 5/KH-UBND", is_hard=True)


def at(cycle: Cycle, state: DossierState) -> list[Dossier]:
    Dossier.objects.filter(cycle=cycle, subject_kind=AREA).update(state=state)
    return dossiers_of(cycle)


def meeting(on: date) -> MeetingRecord:
    return MeetingRecord(on, 34, 31, 29)


Doing = Callable[[User, list[Dossier], date], object]
HARD: dict[str, tuple[YearStep, DossierState, Doing]] = {
    "gửi đăng ký": (YearStep.REGISTER, DossierState.DRAFT, lambda by, all_, on: acts.registration_send(by=by, dossiers=all_, on=clock.today())),
    "ghi nhận đăng ký": (YearStep.REGISTER, DossierState.DRAFT, lambda by, all_, on: acts.register(by=by, dossiers=all_, on=on)),
    "báo số liệu": (YearStep.REPORT, DossierState.REGISTERED, lambda by, all_, on: figures_report(by=by, cells=[Cell(one, "nghi_quyet", Answer(word="no")) for one in all_], reported_by="Trưởng thôn", channel=Channel.PHONE)),
    "họp tự đánh giá": (YearStep.SELF_ASSESS, DossierState.REGISTERED, lambda by, all_, on: acts.self_assess(by=by, dossiers=all_, meeting=meeting(on))),
    "nộp hồ sơ": (YearStep.SUBMIT, DossierState.SELF_ASSESSED, lambda by, all_, on: acts.submit(by=by, dossiers=all_)),
    "xét duyệt": (YearStep.REVIEW, DossierState.SUBMITTED, lambda by, all_, on: acts.review(by=by, dossiers=all_, meeting=meeting(on))),
    "quyết định": (YearStep.DECIDE, DossierState.REVIEWED, lambda by, all_, on: decide(by=by, cycle=all_[0].cycle, judge=all_[0].cycle.scope, dossiers=all_, recognise=frozenset(), signing=SIGNING)),
}  # fmt: skip


@pytest.mark.parametrize("name", HARD)
def test_an_act_after_a_hard_deadline_waits_for_a_letter(now_cycle: Cycle, office: User, name: str) -> None:
    step, state, act = HARD[name]
    chosen = at(now_cycle, state)
    hard(office, now_cycle, step)
    with pytest.raises(PastDeadline) as caught, transaction.atomic():
        act(office, chosen, clock.today())
    assert caught.value.units == tuple((one.unit_name, YESTERDAY) for one in chosen)
    assert "công văn" in caught.value.cure
    moved(office, now_cycle, Plan((f"step.{step}",), TOMORROW))
    act(office, dossiers_of(now_cycle), clock.today())


@pytest.mark.parametrize("name", HARD)
def test_an_act_after_a_soft_deadline_is_late_and_done(now_cycle: Cycle, office: User, name: str) -> None:
    step, state, act = HARD[name]
    chosen = at(now_cycle, state)
    steps_set(by=office, cycle=now_cycle, step=step, day=YESTERDAY, citation="KH 5/KH-UBND")
    assert len(late_for(chosen, step)) == len(chosen)
    act(office, chosen, clock.today())


@pytest.mark.parametrize("name", ["ghi nhận đăng ký", "họp tự đánh giá", "xét duyệt"])
def test_what_was_done_in_time_may_be_typed_later(now_cycle: Cycle, office: User, name: str) -> None:
    step, state, act = HARD[name]
    chosen = at(now_cycle, state)
    hard(office, now_cycle, step)
    act(office, chosen, YESTERDAY)


def test_a_letter_for_one_unit_lets_that_unit_alone_act(now_cycle: Cycle, office: User) -> None:
    first, *others = at(now_cycle, DossierState.SELF_ASSESSED)
    hard(office, now_cycle, YearStep.SUBMIT)
    moved(office, now_cycle, Plan(("step.submit",), TOMORROW, "units", units=(first.unit_id,)))
    acts.submit(by=office, dossiers=[first])
    with pytest.raises(PastDeadline):
        acts.submit(by=office, dossiers=others)


def test_whoever_was_asked_for_more_hands_in_again_after_the_deadline(now_cycle: Cycle, office: User) -> None:
    first, *_ = at(now_cycle, DossierState.SUBMITTED)
    acts.request_more(by=office, dossier=first, reason="Thiếu biên bản")
    for step in (YearStep.REPORT, YearStep.SELF_ASSESS, YearStep.SUBMIT):
        hard(office, now_cycle, step)
    for name in ("báo số liệu", "họp tự đánh giá", "nộp hồ sơ"):
        HARD[name][2](office, dossiers_of(now_cycle)[:1], clock.today())
    assert dossiers_of(now_cycle)[0].state == DossierState.SUBMITTED


def test_a_registration_sent_in_time_is_accepted_after_the_deadline(now_cycle: Cycle, office: User) -> None:
    chosen = at(now_cycle, DossierState.REGISTRATION_SENT)
    hard(office, now_cycle, YearStep.REGISTER)
    acts.register(by=office, dossiers=chosen, on=clock.today())
    assert {one.state for one in dossiers_of(now_cycle)} == {DossierState.REGISTERED}
