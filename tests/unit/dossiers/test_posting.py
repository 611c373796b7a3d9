"""The list posted before the decision: for its days, with objections that hold one unit and no other."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.audit.models import LogEntry
from binhyen.audit.selectors import lines
from binhyen.dossiers.ballots import Share, Tie, Whole
from binhyen.dossiers.errors import OutOfOrder
from binhyen.dossiers.models import Cycle, Dossier, DossierState, Objection, Posting, Remark
from binhyen.dossiers.selectors.posting import posted_list
from binhyen.dossiers.selectors.room import room_of
from binhyen.dossiers.selectors.scope import cycle_seen
from binhyen.dossiers.services.deciding import decide
from binhyen.dossiers.services.posting import (
    NewObjection,
    NewPosting,
    objection_answer,
    objection_record,
    posting_close,
    posting_open,
    remark_moderate,
    remark_send,
)
from binhyen.dossiers.services.voting import NewRules, Seat, committee_rules_set
from binhyen.kernel.errors import InputProblems, NotAllowed, RefusedByState
from binhyen.papers.services import paper_record
from binhyen.recognition.models import Complaint, Decision
from binhyen.units.models import Unit
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

pytestmark = [pytest.mark.django_db, pytest.mark.database]

POSTED = date(2021, 11, 8)
AREAS = 3


@pytest.fixture
def commune() -> Unit:
    return make_commune(AREAS)


@pytest.fixture
def office(commune: Unit) -> User:
    return make_office(commune)


@pytest.fixture
def cycle(commune: Unit, office: User) -> Cycle:
    """Three villages are reviewed; two of them qualify."""
    made = make_cycle(by=office, commune=commune)
    register(by=office, dossiers=dossiers_of(made))
    report(by=office, dossiers=dossiers_of(made), passing=2)
    hand_in(by=office, dossiers=dossiers_of(made))
    review(by=office, dossiers=dossiers_of(made))
    return made


def set_days(office: User, cycle: Cycle, days: int | None = 5, *, remarks_open: bool = False) -> None:
    paper = paper_record(by=office, owner_unit=cycle.scope_id, title="Quy chế Mẫu", number="03/QC-BCĐ")
    half = Share(1, 2, beyond=True)
    rules = NewRules(
        seats=[Seat("Trưởng ban")], quorum=half, majority=half, majority_of=Whole.PRESENT, tie=Tie.CHAIR, paper=paper,
        posting_days=days, remarks_open=remarks_open,
    )  # fmt: skip
    committee_rules_set(by=office, cycle=cycle, judge=cycle.scope, rules=rules)


def post(office: User, cycle: Cycle, dossiers: Sequence[Dossier] | None = None, days: int | None = None) -> Posting:
    new = NewPosting(posted_on=POSTED, places="Trụ sở UBND xã Mẫu", days=days)
    chosen = dossiers_of(cycle)[:2] if dossiers is None else dossiers
    return posting_open(by=office, cycle=cycle, judge=cycle.scope, dossiers=chosen, posting=new)


def close(office: User, posting: Posting) -> Posting:
    return posting_close(by=office, posting=posting, closed_on=posting.last_day + timedelta(days=1))


def object_to(office: User, posting: Posting, number: str = "01/KN") -> Objection:
    posted = posting.entries.select_related("dossier", "posting").order_by("dossier__position").first()
    assert posted is not None
    new = NewObjection(number=number, received_on=POSTED, figure="ho_cu_tru")
    return objection_record(by=office, posted=posted, objection=new)


def answer(office: User, objection: Objection, result: Complaint.Result) -> None:
    fresh = Objection.objects.get(pk=objection.pk)
    objection_answer(by=office, objection=fresh, result=result, answered_on=date(2021, 11, 12))


def decide_on(office: User, cycle: Cycle, dossiers: Sequence[Dossier]) -> Decision:
    recognise = frozenset(one.pk for one in dossiers if one.unit_name != "Thôn Mẫu 3")
    return decide(by=office, cycle=cycle, judge=cycle.scope, dossiers=dossiers, recognise=recognise, signing=SIGNING)


def states(cycle: Cycle) -> list[str]:
    return [one.state for one in dossiers_of(cycle)]


def test_who_was_posted_for_its_days_is_recognised_and_who_does_not_qualify_needs_no_posting(
    cycle: Cycle, office: User
) -> None:
    set_days(office, cycle)
    with pytest.raises(RefusedByState, match="Chưa niêm yết"):
        decide_on(office, cycle, dossiers_of(cycle))
    posting = post(office, cycle)
    assert states(cycle) == [DossierState.IN_CONSULTATION] * 2 + [DossierState.REVIEWED]
    with pytest.raises(RefusedByState, match="đang niêm yết"):
        decide_on(office, cycle, dossiers_of(cycle))
    close(office, posting)
    decide_on(office, cycle, dossiers_of(cycle))
    assert states(cycle) == [DossierState.RECOGNISED] * 2 + [DossierState.NOT_RECOGNISED]


def test_without_a_rule_of_its_own_nothing_has_to_be_posted_first(cycle: Cycle, office: User) -> None:
    decide_on(office, cycle, dossiers_of(cycle))
    assert states(cycle)[0] == DossierState.RECOGNISED


def test_the_days_are_whole_and_the_day_of_posting_is_not_one(cycle: Cycle, office: User) -> None:
    posting = post(office, cycle, days=5)
    assert posting.last_day == date(2021, 11, 13)
    with pytest.raises(RefusedByState, match="hết ngày 13/11/2021"):
        posting_close(by=office, posting=posting, closed_on=date(2021, 11, 13))
    posting_close(by=office, posting=posting, closed_on=date(2021, 11, 14))
    with pytest.raises(RefusedByState, match="đã kết thúc"):
        close(office, posting)


def test_nobody_is_named_on_a_list_who_does_not_qualify(cycle: Cycle, office: User) -> None:
    with pytest.raises(RefusedByState, match="Thôn Mẫu 3"):
        post(office, cycle, dossiers_of(cycle), days=5)
    assert not Posting.objects.exists()


@pytest.mark.parametrize(
    "new",
    [
        NewPosting(posted_on=POSTED, places="Trụ sở"),
        NewPosting(posted_on=POSTED, places=" ", days=5),
        NewPosting(posted_on=date(2999, 1, 1), places="Trụ sở", days=5),
    ],
)
def test_a_posting_says_where_when_and_for_how_long(cycle: Cycle, office: User, new: NewPosting) -> None:
    with pytest.raises(InputProblems):
        posting_open(by=office, cycle=cycle, judge=cycle.scope, dossiers=dossiers_of(cycle)[:1], posting=new)


def test_an_objection_holds_its_unit_and_the_others_are_decided(cycle: Cycle, office: User) -> None:
    posting = post(office, cycle, days=5)
    objection = object_to(office, posting)
    close(office, posting)
    with pytest.raises(RefusedByState, match=r"Thôn Mẫu 1 .kiến nghị số 01/KN chờ trả lời"):
        decide_on(office, cycle, dossiers_of(cycle))
    decide_on(office, cycle, dossiers_of(cycle)[1:])
    assert states(cycle)[1:] == [DossierState.RECOGNISED, DossierState.NOT_RECOGNISED]
    answer(office, objection, Complaint.Result.REJECTED)
    decide_on(office, cycle, dossiers_of(cycle)[:1])
    assert states(cycle)[0] == DossierState.RECOGNISED


def test_an_upheld_objection_leads_back_to_the_committee(cycle: Cycle, office: User) -> None:
    posting = post(office, cycle, days=5)
    objection = object_to(office, posting)
    answer(office, objection, Complaint.Result.UPHELD)
    assert states(cycle)[:2] == [DossierState.SUBMITTED, DossierState.IN_CONSULTATION]
    with pytest.raises(RefusedByState):
        answer(office, objection, Complaint.Result.REJECTED)
    review(by=office, dossiers=dossiers_of(cycle)[:1])
    again = post(office, cycle, dossiers_of(cycle)[:1], days=3)
    close(office, again)
    decide_on(office, cycle, dossiers_of(cycle)[:1])
    assert states(cycle)[0] == DossierState.RECOGNISED


def test_what_is_no_longer_posted_is_not_objected_to(cycle: Cycle, office: User) -> None:
    posting = post(office, cycle, days=5)
    close(office, posting)
    decide_on(office, cycle, dossiers_of(cycle)[:1])
    with pytest.raises(OutOfOrder):
        object_to(office, posting)


@pytest.mark.parametrize(
    "changes", [{"figure": ""}, {"figure": "so_la"}, {"received_on": date(2021, 11, 1)}, {"number": " "}]
)
def test_an_objection_is_about_one_figure_or_paper_and_has_a_number(
    cycle: Cycle, office: User, changes: dict[str, object]
) -> None:
    posted = (
        post(office, cycle, days=5)
        .entries.select_related("dossier", "posting")
        .get(dossier__position=dossiers_of(cycle)[0].position)
    )
    told = {"number": "01/KN", "received_on": POSTED, "figure": "ho_cu_tru"} | changes
    with pytest.raises(InputProblems):
        objection_record(by=office, posted=posted, objection=NewObjection(**told))  # type: ignore[arg-type]


def test_the_decision_room_sets_apart_who_is_posted_or_has_yet_to_be(cycle: Cycle, office: User, commune: Unit) -> None:
    set_days(office, cycle)
    post(office, cycle, dossiers_of(cycle)[:1])
    seen = cycle_seen(office, cycle.pk)
    room = room_of(seen, commune.pk) if seen else None
    assert room is not None
    assert [(line.name, why) for line, why in room.held] == [("Thôn Mẫu 1", "danh sách đang niêm yết")]
    assert [line.name for line in room.unposted] == ["Thôn Mẫu 2"]
    assert [line.name for line in room.lines] == ["Thôn Mẫu 3"]


def test_remarks_are_taken_only_where_the_commune_turned_them_on_and_shown_after_a_look(
    cycle: Cycle, office: User
) -> None:
    closed = post(office, cycle, dossiers_of(cycle)[:1], days=5)
    with pytest.raises(RefusedByState, match="không nhận góp ý"):
        remark_send(posting=closed, text="Số hộ cần đối chiếu lại")
    set_days(office, cycle, remarks_open=True)
    posting = post(office, cycle, dossiers_of(cycle)[1:2])
    remark = remark_send(posting=posting, text="Số hộ cần đối chiếu lại")
    assert posted_list(posting).waiting == (remark,)
    remark_moderate(by=office, remark=remark, is_shown=True)
    assert Remark.objects.get().state == Remark.State.SHOWN
    remark_moderate(by=office, remark=remark, is_shown=False)
    assert Remark.objects.values_list("state", "text").get() == (Remark.State.HIDDEN, "")
    with pytest.raises(RefusedByState):
        remark_moderate(by=office, remark=remark, is_shown=True)
    assert not LogEntry.objects.filter(payload__icontains="đối chiếu").exists()


@pytest.mark.parametrize("text", ["", "x" * 501, "Tố giác ông Nguyễn Văn Mẫu trộm cắp", "Gọi 0912345678"])
def test_a_remark_about_a_person_is_not_taken(cycle: Cycle, office: User, text: str) -> None:
    set_days(office, cycle, remarks_open=True)
    posting = post(office, cycle)
    with pytest.raises(InputProblems):
        remark_send(posting=posting, text=text)
    assert not Remark.objects.exists()


def test_the_log_tells_the_story_of_a_posting(cycle: Cycle, office: User) -> None:
    posting = post(office, cycle, days=5)
    objection = object_to(office, posting)
    answer(office, objection, Complaint.Result.UPHELD)
    close(office, posting)
    verbs = ("dossier.posted", "objection.recorded", "dossier.objection_upheld", "posting.closed")
    told = {line.text for line in lines(LogEntry.objects.filter(verb__in=verbs))}
    assert told == {
        "Niêm yết 2 đơn vị từ ngày 08/11/2021, 5 ngày",
        "Kiến nghị số 01/KN về Thôn Mẫu 1, Số hộ đang cư trú: chờ trả lời, đơn vị khác vẫn xét tiếp",
        "Kiến nghị số 01/KN có cơ sở: đưa Thôn Mẫu 1 về xét lại",
        "Kết thúc niêm yết ngày 14/11/2021: 2 đơn vị",
    }


@pytest.mark.parametrize("role", [Role.UNIT_HEAD, Role.FRONT, Role.INSPECTOR, Role.CHAIR, Role.COMMITTEE])
def test_only_the_office_posts(cycle: Cycle, commune: Unit, role: Role) -> None:
    with pytest.raises(NotAllowed):
        post(make_user(role, commune.pk), cycle, days=5)
