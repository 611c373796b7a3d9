"""The whole table of the lifecycle: every act in every state by every role, here and elsewhere, in time and late."""

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest
from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.roles import ACTS_OF, Act, Role
from binhyen.accounts.services import grant_give
from binhyen.dossiers import lifecycle
from binhyen.dossiers.ballots import Share, Tie, Whole
from binhyen.dossiers.errors import PastDeadline
from binhyen.dossiers.lifecycle import STEPS, Step
from binhyen.dossiers.models import Cycle, Dossier, DossierState, Objection, Posting, YearStep
from binhyen.dossiers.selectors.calendar import STEP_OF
from binhyen.dossiers.selectors.letters import Plan
from binhyen.dossiers.services import acts, cancelling, posting
from binhyen.dossiers.services.acts import MeetingRecord
from binhyen.dossiers.services.calendar import deadline_move, steps_set
from binhyen.dossiers.services.deciding import decide
from binhyen.dossiers.services.lists import cycle_follow_succession
from binhyen.dossiers.services.voting import NewRules, Seat, committee_rules_set
from binhyen.kernel import clock
from binhyen.kernel.errors import BinhYenError, NotAllowed, RefusedByState
from binhyen.kernel.kinds import UnitKind
from binhyen.papers.models import Paper
from binhyen.papers.services import paper_record
from binhyen.recognition.models import Cancellation, Complaint, Decision
from binhyen.recognition.services import Grounds, recognition_cancel
from binhyen.units.acts import Merge, Order
from binhyen.units.services import event_apply
from tests.builders import (
    SIGNING,
    dossiers_of,
    hand_in,
    make_commune,
    make_cycle,
    make_office,
    make_user,
    register,
    report,
    review,
)

pytestmark = [pytest.mark.django_db]

DAY, LONG_AGO, NEW_DAY = date(2021, 11, 9), date(2021, 3, 31), date(2022, 3, 31)
CARRIED = MeetingRecord(DAY, 9, 5, 5, against=0, abstained=0)
IN_VAIN = MeetingRecord(DAY, 9, 5, 1, against=4, abstained=0)
# These two move what a paper ends; of a dossier in another state they simply do not speak.
BY_PAPER = (lifecycle.CANCEL, lifecycle.PASS_ON)


@dataclass(frozen=True)
class World:
    """A year in which every act has something to act on: who qualifies, who does not, of whom nothing is known, who was
    recognised and shall not be, whose village was merged; and the objection to the first."""

    office: User
    cycle: Cycle
    qualified: Dossier
    failing: Dossier
    silent: Dossier
    recognised: Dossier
    ended: Dossier
    objection: Objection
    cancellation: Decision

    def subject(self, step: Step) -> Dossier:
        """The dossier on which the act is tried."""
        others = {
            lifecycle.DECLINE: self.failing,
            lifecycle.NOT_CONSIDER: self.silent,
            lifecycle.CANCEL: self.recognised,
            lifecycle.RECONSIDER: self.recognised,
            lifecycle.PASS_ON: self.ended,
        }
        return others.get(step, self.qualified)


def decided(world: World, by: User, one: Dossier) -> object:
    recognise = frozenset({one.pk} & {world.qualified.pk})
    judge = world.cycle.scope
    return decide(by=by, cycle=world.cycle, judge=judge, dossiers=[one], recognise=recognise, signing=SIGNING)


def posted(world: World, by: User, one: Dossier) -> object:
    new = posting.NewPosting(posted_on=DAY, places="Trụ sở Mẫu", days=5)
    return posting.posting_open(by=by, cycle=world.cycle, judge=world.cycle.scope, dossiers=[one], posting=new)


def upheld(world: World, by: User, _: Dossier) -> object:
    fresh = Objection.objects.select_related("complaint", "posted__posting").get(pk=world.objection.pk)
    return posting.objection_answer(by=by, objection=fresh, result=Complaint.Result.UPHELD, answered_on=DAY)


def taken_back(world: World, by: User, _: Dossier) -> object:
    drafted = Decision.objects.get(pk=world.cancellation.pk)
    return cancelling.decision_number(by=by, decision=drafted, number="9/QĐ", signed_on=date(2022, 2, 1))


def a_paper(world: World) -> Paper:
    return paper_record(
        by=world.office, owner_unit=world.cycle.scope_id, title="Văn bản Mẫu", number="5/CV", issued_on=LONG_AGO
    )


DO: dict[Step, Callable[[World, User, Dossier], object]] = {
    lifecycle.SEND_REGISTRATION: lambda _, by, one: acts.registration_send(by=by, dossiers=[one], on=DAY),
    lifecycle.REGISTER: lambda _, by, one: acts.register(by=by, dossiers=[one], on=DAY),
    lifecycle.REFUSE_REGISTRATION: lambda _, by, one: acts.registration_refuse(by=by, dossier=one, reason="thiếu"),
    lifecycle.NOT_REGISTER: lambda _, by, one: acts.not_register(by=by, dossiers=[one]),
    lifecycle.SELF_ASSESS: lambda _, by, one: acts.self_assess(by=by, dossiers=[one], meeting=CARRIED),
    lifecycle.SUBMIT: lambda _, by, one: acts.submit(by=by, dossiers=[one]),
    lifecycle.REQUEST_MORE: lambda _, by, one: acts.request_more(by=by, dossier=one, reason="thiếu văn bản"),
    lifecycle.REVIEW: lambda _, by, one: acts.review(by=by, dossiers=[one], meeting=CARRIED),
    lifecycle.REVIEW_IN_VAIN: lambda _, by, one: acts.review(by=by, dossiers=[one], meeting=IN_VAIN),
    lifecycle.POST: posted,
    lifecycle.UPHOLD: upheld,
    lifecycle.RECOGNISE: decided,
    lifecycle.DECLINE: decided,
    lifecycle.NOT_CONSIDER: decided,
    lifecycle.CANCEL: taken_back,
    lifecycle.RECONSIDER: lambda _, by, one: cancelling.dossiers_reconsider(by=by, dossiers=[one]),
    lifecycle.PASS_ON: lambda world, by, _: cycle_follow_succession(by=by, cycle=world.cycle, paper=a_paper(world)),
}


@pytest.fixture
def world() -> World:
    commune = make_commune(6)
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune)
    register(by=office, dossiers=dossiers_of(cycle))
    qualified, recognised, failing, silent, ended, other = dossiers_of(cycle)
    told = [qualified, recognised, failing]
    report(by=office, dossiers=told, passing=2)
    hand_in(by=office, dossiers=told)
    review(by=office, dossiers=told)
    objection = _objected(office, cycle, dossiers_of(cycle)[0])
    drafted = decide(
        by=office, cycle=cycle, judge=commune, dossiers=dossiers_of(cycle)[1:2],
        recognise=frozenset({recognised.pk}), signing=SIGNING,
    )  # fmt: skip
    cancelling.decision_number(by=office, decision=drafted, number="7/QĐ", signed_on=date(2021, 12, 1))
    paper = paper_record(by=office, owner_unit=commune.pk, title="Kết luận Mẫu", number="3/KL", issued_on=DAY)
    cancellation = recognition_cancel(
        by=office, recognitions=list(drafted.recognitions.all()), grounds=Grounds(Cancellation.Reason.FIGURES, paper)
    )
    event_apply(
        by=None,
        act=Merge((ended.unit_id, other.unit_id), "Mẫu Mới", UnitKind.THON),
        order=Order(date(2021, 7, 1), "Nghị quyết Mẫu 01"),
    )
    _rules(office, cycle, paper)
    qualified, recognised, failing, silent, ended, _ = dossiers_of(cycle)
    return World(office, cycle, qualified, failing, silent, recognised, ended, objection, cancellation)


def _objected(office: User, cycle: Cycle, one: Dossier) -> Objection:
    new = posting.NewPosting(posted_on=DAY, places="Trụ sở Mẫu", days=5)
    hung = posting.posting_open(by=office, cycle=cycle, judge=cycle.scope, dossiers=[one], posting=new)
    entry = hung.entries.select_related("dossier", "posting").get()
    told = posting.NewObjection(number="1/KN", received_on=DAY, figure="ho_cu_tru")
    return posting.objection_record(by=office, posted=entry, objection=told)


def _rules(office: User, cycle: Cycle, paper: Paper) -> None:
    half = Share(1, 2, beyond=True)
    rules = NewRules(
        seats=[Seat(f"Thành viên {at}") for at in range(1, 6)], quorum=half, majority=half, majority_of=Whole.PRESENT,
        tie=Tie.CHAIR, paper=paper,
    )  # fmt: skip
    committee_rules_set(by=office, cycle=cycle, judge=cycle.scope, rules=rules)


def attempt(world: World, step: Step, state: DossierState, by: User) -> tuple[type[BinhYenError] | None, str]:
    """What came of the act: the refusal, if any, and the state afterwards. It is taken back."""
    one = copy(world.subject(step))
    one.state = state
    point = transaction.savepoint()
    try:
        Dossier.objects.filter(pk=one.pk).update(state=state)
        if step.act is Act.DECIDE:
            # A decision waits for the end of the posting and for answers, which `test_posting.py` proves.
            Complaint.objects.update(result=Complaint.Result.REJECTED, answered_on=DAY)
            Posting.objects.update(closed_on=DAY)
        refused = _refusal(world, step, by, one)
        return refused, Dossier.objects.values_list("state", flat=True).get(pk=one.pk)
    finally:
        transaction.savepoint_rollback(point)


def _refusal(world: World, step: Step, by: User, one: Dossier) -> type[BinhYenError] | None:
    try:
        with transaction.atomic():
            DO[step](world, by, one)
    except BinhYenError as error:
        return type(error)
    return None


def every() -> Iterator[tuple[Step, DossierState]]:
    for step in STEPS:
        for state in DossierState:
            yield step, state


def test_every_act_of_the_table_is_tried() -> None:
    assert DO.keys() == set(STEPS)


def is_refused(refusal: type[BinhYenError] | None, by: type[BinhYenError]) -> bool:
    return refusal is not None and issubclass(refusal, by)


def somebody(scope: UUID, *roles: Role) -> User:
    person = make_user(None)
    for role in roles:
        grant_give(by=None, user=person, role=role, scope=scope, owner="police" if role is Role.DATA_OWNER else "")
    return person


def test_an_act_is_done_from_its_states_and_from_no_other_by_each_role_that_holds_it(world: World) -> None:
    people = {role: somebody(world.cycle.scope_id, role) for role in Role}
    for step, state in every():
        for role in (role for role in Role if step.act in ACTS_OF[role]):
            refused, after = attempt(world, step, state, people[role])
            if state in step.sources:
                assert (refused, after) == (None, step.target), (step.verb, state.value, role.value)
            else:
                assert step in BY_PAPER or is_refused(refused, RefusedByState), (step.verb, state.value, role.value)
                assert after == state, (step.verb, state.value, role.value)


def test_all_roles_that_do_not_hold_an_act_together_are_refused_it_in_every_state(world: World) -> None:
    for step in STEPS:
        without = [role for role in Role if step.act not in ACTS_OF[role]]
        person = somebody(world.cycle.scope_id, *without)
        for state in DossierState:
            refused, after = attempt(world, step, state, person)
            assert is_refused(refused, NotAllowed), (step.verb, state.value)
            assert after == state, (step.verb, state.value)


def test_whoever_holds_every_role_elsewhere_is_refused_here(world: World) -> None:
    person = somebody(make_commune(0, name="Mẫu Khác").pk, *Role)
    for step in STEPS:
        refused, _ = attempt(world, step, min(step.sources), person)
        assert is_refused(refused, NotAllowed), step.verb


def all_days_passed(world: World) -> None:
    for step in YearStep:
        steps_set(by=world.office, cycle=world.cycle, step=step, day=LONG_AGO, citation="KH 5/KH-UBND", is_hard=True)


def test_after_a_hard_deadline_an_act_waits_for_a_letter_in_every_state(world: World) -> None:
    all_days_passed(world)
    typist = make_user(Role.COMMUNE_OFFICER, world.cycle.scope_id)
    for step, state in every():
        by = typist if step is lifecycle.SELF_ASSESS else world.office
        refused, after = attempt(world, step, state, by)
        if state in step.sources:
            # What was sent in time is accepted whenever the office comes to it.
            is_late = step in STEP_OF and (step, state) != (lifecycle.REGISTER, DossierState.REGISTRATION_SENT)
            assert refused is (PastDeadline if is_late else None), (step.verb, state.value)
            assert after == (state if is_late else step.target), (step.verb, state.value)


def test_a_letter_opens_again_what_a_deadline_closed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: NEW_DAY)
    all_days_passed(world)
    moved = tuple(f"step.{step.value}" for step in YearStep)
    deadline_move(by=world.office, cycle=world.cycle, plan=Plan(moved, NEW_DAY), paper=a_paper(world))
    for step in STEP_OF:
        assert attempt(world, step, min(step.sources), world.office) == (None, step.target), step.verb
