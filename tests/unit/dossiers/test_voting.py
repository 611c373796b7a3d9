"""A committee that votes by its own rules; nobody judges their own unit."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.accounts.services import grant_give
from binhyen.audit.models import LogEntry
from binhyen.audit.selectors import lines
from binhyen.dossiers.ballots import Share, Tie, Whole
from binhyen.dossiers.models import CommitteeRules, Cycle, Dossier, DossierState
from binhyen.dossiers.selectors.committee import committee_of
from binhyen.dossiers.services import acts
from binhyen.dossiers.services.acts import CommitteeWord, MeetingRecord
from binhyen.dossiers.services.reporting import Cell, figures_report
from binhyen.dossiers.services.voting import NewRules, Seat, committee_rules_set
from binhyen.figures.answers import Answer
from binhyen.figures.models import Channel
from binhyen.kernel.errors import InputProblems, NotAllowed, RefusedByState
from binhyen.papers.services import paper_record
from binhyen.units.models import Unit
from tests.builders import (
    HELD_ON,
    dossiers_of,
    hand_in,
    make_commune,
    make_cycle,
    make_office,
    make_user,
    register,
    report,
    typist_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

OFFICES = ("Trưởng Công an xã", "Phó Trưởng Công an xã", "Chủ tịch Mặt trận xã", "Bí thư Đoàn xã", "Trưởng thôn Mẫu 1")


@pytest.fixture
def commune() -> Unit:
    return make_commune(3)


@pytest.fixture
def office(commune: Unit) -> User:
    return make_office(commune)


@pytest.fixture
def cycle(commune: Unit, office: User) -> Cycle:
    """Three villages have handed in and wait for the committee."""
    made = make_cycle(by=office, commune=commune)
    register(by=office, dossiers=dossiers_of(made))
    report(by=office, dossiers=dossiers_of(made), passing=3)
    hand_in(by=office, dossiers=dossiers_of(made))
    return made


def set_rules(office: User, cycle: Cycle, seats: Sequence[Seat] | None = None, **changes: object) -> CommitteeRules:
    first = dossiers_of(cycle)[0].unit_id
    mine = [Seat(name, first if name.startswith("Trưởng thôn") else None) for name in OFFICES]
    paper = paper_record(by=office, owner_unit=cycle.scope_id, title="Quy chế Mẫu", number="03/QC-BCĐ")
    rules = NewRules(
        seats=seats or mine, quorum=Share(2, 3, beyond=False), majority=Share(1, 2, beyond=True),
        majority_of=Whole.PRESENT, tie=Tie.CHAIR, paper=paper,
    )  # fmt: skip
    return committee_rules_set(by=office, cycle=cycle, judge=cycle.scope, rules=replace(rules, **changes))  # type: ignore[arg-type]


def vote(
    office: User, dossiers: Sequence[Dossier], agreed: int, against: int, abstained: int = 0, **more: object
) -> None:
    present = agreed + against + abstained
    meeting = MeetingRecord(HELD_ON, 9, present, agreed, against=against, abstained=abstained, **more)  # type: ignore[arg-type]
    acts.review(by=office, dossiers=dossiers, meeting=meeting, words=[CommitteeWord("4", met=True)])


def states(cycle: Cycle) -> list[str]:
    return [one.state for one in dossiers_of(cycle)]


def test_what_is_carried_is_reviewed_and_the_log_counts_the_voices(cycle: Cycle, office: User) -> None:
    set_rules(office, cycle)
    vote(office, dossiers_of(cycle)[1:], 3, 1, 1)
    assert states(cycle)[1:] == [DossierState.REVIEWED] * 2
    told = next(iter(lines(LogEntry.objects.filter(verb="dossier.reviewed")))).text
    assert told == "Xét duyệt 2 đơn vị: họp ngày 05/11/2021, 3/5 tán thành, 1 không tán thành, 1 phiếu trắng; thông qua"


@pytest.mark.parametrize(
    ("voices", "more", "outcome"),
    [((1, 3), {}, "failed"), ((2, 1), {}, "no_quorum"), ((2, 2), {"chair_agrees": False}, "failed")],
)
def test_what_is_not_carried_stays_handed_in_for_another_sitting(
    cycle: Cycle, office: User, voices: tuple[int, int], more: dict[str, object], outcome: str
) -> None:
    set_rules(office, cycle)
    second = dossiers_of(cycle)[1]
    vote(office, [second], *voices, **more)
    assert states(cycle)[1] == DossierState.SUBMITTED
    assert second.reviews.get(basis="review").outcome == outcome
    vote(office, [dossiers_of(cycle)[1]], 4, 0)
    assert states(cycle)[1] == DossierState.REVIEWED


def test_in_a_tie_the_chair_s_office_is_asked_and_decides(cycle: Cycle, office: User) -> None:
    set_rules(office, cycle)
    second = dossiers_of(cycle)[1]
    with pytest.raises(InputProblems, match="ngang nhau"):
        vote(office, [second], 2, 2)
    vote(office, [second], 2, 2, chair_agrees=True)
    assert states(cycle)[1] == DossierState.REVIEWED


def test_a_tie_is_put_off_where_the_rules_say_so(cycle: Cycle, office: User) -> None:
    set_rules(office, cycle, tie=Tie.POSTPONED)
    vote(office, [dossiers_of(cycle)[1]], 2, 2)
    assert dossiers_of(cycle)[1].reviews.get(basis="review").outcome == "postponed"


def test_a_member_does_not_vote_on_their_own_unit_and_it_is_recorded_apart(cycle: Cycle, office: User) -> None:
    set_rules(office, cycle)
    with pytest.raises(RefusedByState, match="thuộc Thôn Mẫu 1"):
        vote(office, dossiers_of(cycle), 5, 0)
    first = dossiers_of(cycle)[0]
    with pytest.raises(InputProblems, match="4 thành viên"):
        vote(office, [first], 5, 0)
    vote(office, [first], 3, 0)
    assert first.reviews.get(basis="review").members == 4


@pytest.mark.parametrize(("agreed", "against", "abstained", "present"), [(3, 1, 0, 5), (3, None, None, 3)])
def test_voices_add_up_to_those_present(
    cycle: Cycle, office: User, agreed: int, against: int | None, abstained: int | None, present: int
) -> None:
    set_rules(office, cycle)
    meeting = MeetingRecord(HELD_ON, 9, present, agreed, against=against, abstained=abstained)
    with pytest.raises(InputProblems):
        acts.review(by=office, dossiers=dossiers_of(cycle)[1:], meeting=meeting)


def test_a_committee_without_rules_of_its_own_records_its_counts_as_before(cycle: Cycle, office: User) -> None:
    acts.review(by=office, dossiers=dossiers_of(cycle), meeting=MeetingRecord(HELD_ON, 9, 9, 8))
    assert set(states(cycle)) == {DossierState.REVIEWED}


def test_whoever_recorded_a_self_assessment_does_not_review_it(cycle: Cycle, office: User, commune: Unit) -> None:
    both = typist_of(office)
    grant_give(by=None, user=both, role=Role.COMMITTEE, scope=commune.pk)
    meeting = MeetingRecord(HELD_ON, 9, 9, 8)
    both = User.objects.get(pk=both.pk)
    with pytest.raises(RefusedByState, match="Không tự xét duyệt"):
        acts.review(by=both, dossiers=dossiers_of(cycle), meeting=meeting)
    assert set(states(cycle)) == {DossierState.SUBMITTED}


def test_the_head_of_a_unit_on_the_committee_judges_all_others(cycle: Cycle, commune: Unit) -> None:
    own, *others = dossiers_of(cycle)
    head = make_user(Role.UNIT_HEAD, own.unit_id)
    grant_give(by=None, user=head, role=Role.COMMITTEE, scope=commune.pk)
    head = User.objects.get(pk=head.pk)
    meeting = MeetingRecord(HELD_ON, 9, 9, 8)
    paper = paper_record(by=head, owner_unit=commune.pk, title="Biên bản Mẫu", number="1/BB")
    correction = [Cell(own, "ho_cu_tru", Answer(number=7), paper=paper, reason="nhầm")]  # type: ignore[arg-type]
    for refused in (
        lambda: acts.review(by=head, dossiers=[own], meeting=meeting),
        lambda: acts.committee_answer(by=head, dossiers=[own], words=[CommitteeWord("4", met=True)]),
        lambda: figures_report(
            by=head, cells=correction, reported_by="Ban Chỉ đạo", channel=Channel.DIRECT, review=True
        ),
    ):
        with pytest.raises(RefusedByState, match="Không tự xét duyệt"):
            refused()
    acts.review(by=head, dossiers=others, meeting=meeting)


def test_later_rules_count_from_then_on_and_the_earlier_stay(cycle: Cycle, office: User, commune: Unit) -> None:
    set_rules(office, cycle)
    vote(office, dossiers_of(cycle)[1:2], 3, 1)
    later = set_rules(office, cycle, majority=Share(3, 4, beyond=False))
    assert later.seq == 2
    known = committee_of(cycle.pk, commune.pk)
    assert known is not None
    assert (known.rules, known.seats) == (later, len(OFFICES))
    assert dossiers_of(cycle)[1].reviews.get(basis="review").rules.seq == 1


@pytest.mark.parametrize(
    "changes", [{"seats": [Seat(" ")]}, {"seats": [Seat("Phó ban 012345678901")]}, {"posting_days": 0}]
)
def test_rules_without_offices_or_with_personal_numbers_are_refused(
    cycle: Cycle, office: User, changes: dict[str, object]
) -> None:
    with pytest.raises(InputProblems):
        set_rules(office, cycle, **changes)  # type: ignore[arg-type]


def test_only_whoever_opens_cycles_sets_the_rules(cycle: Cycle, commune: Unit, office: User) -> None:
    with pytest.raises(NotAllowed):
        set_rules(make_user(Role.COMMITTEE, commune.pk), cycle)
