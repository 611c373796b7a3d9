"""A recognition is taken back by another decision, and stands until that one has its number."""

import json
from datetime import date

import pytest

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.audit.models import LogEntry
from binhyen.audit.selectors import lines
from binhyen.kernel.errors import InputProblems, NotAllowed, RefusedByState
from binhyen.kernel.period import Period
from binhyen.papers.models import Paper
from binhyen.papers.services import paper_record
from binhyen.recognition.models import Cancellation, Decision, Recognition
from binhyen.recognition.papers_cancellation import CancellationContent, cancellation_document
from binhyen.recognition.services import (
    Grounds,
    Header,
    Outcome,
    cancellation_withdraw,
    decision_make,
    decision_number,
    recognition_cancel,
)
from binhyen.units.models import Unit
from binhyen.units.selectors import children
from tests.builders import make_commune, make_office, make_rulebook, make_user
from tests.unit.rendering.paper_builders import make_content

pytestmark = [pytest.mark.django_db, pytest.mark.database]

DAY = date(2021, 12, 5)
LATER = date(2022, 3, 1)


WINDOW = Period.on_paper(date(2020, 11, 1), date(2021, 10, 31))


def make_header(commune: Unit) -> Header:
    content = make_content(
        issuing_body="Ủy ban nhân dân xã Mẫu P", authority="Chủ tịch Ủy ban nhân dân xã Mẫu P", place="Mẫu P"
    )
    return Header(
        rulebook=make_rulebook(), deciding_unit=commune, year=2021, title=content.title, body=content.issuing_body,
        signatory="Chủ tịch", content=content.as_data(), is_sample=True,
    )  # fmt: skip


def make_decision(*, by: User, commune: Unit) -> Decision:
    """A draft that recognises the three villages of a commune."""
    villages = children(commune.pk, date(2021, 10, 31))
    outcomes = [Outcome(one.unit_id, one.full_name, one.kind, WINDOW, "dat", 1) for one in villages]
    return decision_make(by=by, header=make_header(commune), outcomes=outcomes)[0]


@pytest.fixture
def commune() -> Unit:
    return make_commune(3)


@pytest.fixture
def office(commune: Unit) -> User:
    return make_office(commune)


@pytest.fixture
def decision(commune: Unit, office: User) -> Decision:
    made = make_decision(by=office, commune=commune)
    return decision_number(by=office, decision=made, number="112/QĐ-UBND", signed_on=DAY)


def make_grounds(office: User, commune: Unit, note: str = "") -> Grounds:
    paper: Paper = paper_record(
        by=office, owner_unit=commune.pk, title="Kết luận kiểm tra", number="05/KL-UBND", issued_on=date(2022, 2, 20)
    )
    return Grounds(Cancellation.Reason.FIGURES, paper, note)


def test_until_the_number_is_given_the_recognition_stands(commune: Unit, office: User, decision: Decision) -> None:
    one = decision.recognitions.order_by("unit_name")[0]
    cancelling = recognition_cancel(by=office, recognitions=[one], grounds=make_grounds(office, commune))
    assert (cancelling.kind, cancelling.state) == (Decision.Kind.CANCELLATION, Decision.State.DECIDED)
    one.refresh_from_db()
    assert one.cancelled_by is None
    decision_number(by=office, decision=cancelling, number="20/QĐ-UBND", signed_on=LATER)
    one.refresh_from_db()
    assert one.cancelled_by == cancelling
    assert decision.recognitions.filter(cancelled_by=None).count() == 2
    assert Recognition.objects.count() == 3, "nothing is deleted"


def test_what_was_cancelled_may_be_decided_on_again(commune: Unit, office: User, decision: Decision) -> None:
    one = decision.recognitions.order_by("unit_name")[0]
    cancelling = recognition_cancel(by=office, recognitions=[one], grounds=make_grounds(office, commune))
    decision_number(by=office, decision=cancelling, number="20/QĐ-UBND", signed_on=LATER)
    again = Outcome(one.unit_id, one.unit_name, one.unit_kind, WINDOW, "dat", 1)
    made, recognitions = decision_make(by=office, header=make_header(commune), outcomes=[again])
    assert recognitions[0].decision == made


def test_the_log_says_what_was_cancelled_on_which_grounds(commune: Unit, office: User, decision: Decision) -> None:
    one = decision.recognitions.get(unit_name="Thôn Mẫu 1")
    recognition_cancel(by=office, recognitions=[one], grounds=make_grounds(office, commune))
    told = next(iter(lines(LogEntry.objects.filter(verb="cancellation.made")))).text
    assert told == (
        "Quyết định hủy bỏ công nhận Thôn Mẫu 1 theo quyết định 112/QĐ-UBND: số liệu, tài liệu làm căn cứ công nhận "
        "không đúng"
    )


def test_only_the_chair_of_the_deciding_body_cancels(commune: Unit, office: User, decision: Decision) -> None:
    grounds, held = make_grounds(office, commune), list(decision.recognitions.all())
    for role in Role:
        person = make_user(role, commune.pk)
        if role is Role.CHAIR:
            recognition_cancel(by=person, recognitions=held[:1], grounds=grounds)
        else:
            with pytest.raises(NotAllowed):
                recognition_cancel(by=person, recognitions=held[1:], grounds=grounds)
    with pytest.raises(NotAllowed):
        recognition_cancel(by=make_user(Role.CHAIR, make_commune(0).pk), recognitions=held[1:], grounds=grounds)


def test_a_draft_is_not_cancelled_and_nothing_is_cancelled_twice(
    commune: Unit, office: User, decision: Decision
) -> None:
    grounds, one = make_grounds(office, commune), decision.recognitions.order_by("unit_name")[0]
    other = make_commune(3, name="Mẫu Q")
    chair = make_user(Role.CHAIR, other.pk)
    draft = make_decision(by=chair, commune=other)
    with pytest.raises(RefusedByState):
        recognition_cancel(by=chair, recognitions=list(draft.recognitions.all()), grounds=grounds)
    recognition_cancel(by=office, recognitions=[one], grounds=grounds)
    with pytest.raises(RefusedByState):
        recognition_cancel(by=office, recognitions=[one], grounds=grounds)


def test_a_cancellation_that_was_not_signed_is_given_up(commune: Unit, office: User, decision: Decision) -> None:
    grounds, one = make_grounds(office, commune), decision.recognitions.order_by("unit_name")[0]
    draft = recognition_cancel(by=office, recognitions=[one], grounds=grounds)
    assert cancellation_withdraw(by=office, decision=draft).state == Decision.State.WITHDRAWN
    with pytest.raises(RefusedByState):
        decision_number(by=office, decision=draft, number="20/QĐ-UBND", signed_on=LATER)
    with pytest.raises(RefusedByState):
        cancellation_withdraw(by=office, decision=decision)
    recognition_cancel(by=office, recognitions=[one], grounds=grounds)


def test_a_cancellation_is_not_older_than_what_it_cancels(commune: Unit, office: User, decision: Decision) -> None:
    one = decision.recognitions.order_by("unit_name")[0]
    draft = recognition_cancel(by=office, recognitions=[one], grounds=make_grounds(office, commune))
    with pytest.raises(InputProblems):
        decision_number(by=office, decision=draft, number="20/QĐ-UBND", signed_on=date(2021, 12, 4))


@pytest.mark.parametrize("note", ["Danh sách người bị kỷ luật", "Số căn cước 012345678901", "TỐI MẬT", "x" * 201])
def test_words_about_persons_are_refused(commune: Unit, office: User, decision: Decision, note: str) -> None:
    held = list(decision.recognitions.all())
    with pytest.raises(InputProblems) as caught:
        recognition_cancel(by=office, recognitions=held, grounds=make_grounds(office, commune, note))
    assert note not in str(caught.value)
    assert Decision.objects.filter(kind=Decision.Kind.CANCELLATION).count() == 0


def test_recognitions_of_two_decisions_are_cancelled_apart(commune: Unit, office: User, decision: Decision) -> None:
    elsewhere = make_commune(3, name="Mẫu Q")
    other = make_decision(by=make_office(elsewhere), commune=elsewhere)
    held = [decision.recognitions.all()[0], other.recognitions.all()[0]]
    with pytest.raises(InputProblems):
        recognition_cancel(by=office, recognitions=held, grounds=make_grounds(office, commune))
    with pytest.raises(InputProblems):
        recognition_cancel(by=office, recognitions=[], grounds=make_grounds(office, commune))


def test_the_paper_names_the_decision_it_cancels_its_reason_and_the_paper_that_found_it(
    commune: Unit, office: User, decision: Decision
) -> None:
    held = [decision.recognitions.get(unit_name="Thôn Mẫu 2")]
    made = recognition_cancel(by=office, recognitions=held, grounds=make_grounds(office, commune))
    content = CancellationContent.from_data(json.loads(json.dumps(made.content)))
    paper = cancellation_document(content)
    assert paper.body[0].text == (
        "Hủy bỏ việc công nhận 01 khu dân cư đạt tiêu chuẩn “An toàn về an ninh, trật tự” năm 2021 tại Quyết định số "
        "112/QĐ-UBND ngày 05 tháng 12 năm 2021 của Chủ tịch Ủy ban nhân dân xã Mẫu P (có Danh sách kèm theo). Lý do: số "
        "liệu, tài liệu làm căn cứ công nhận không đúng."
    )
    assert "Thu hồi Giấy công nhận" in paper.body[1].text
    assert "Căn cứ Kết luận kiểm tra số 05/KL-UBND ngày 20 tháng 02 năm 2022" in paper.bases
    assert [row[1] for row in paper.attachments[0].rows] == ["Thôn Mẫu 2"]
    assert paper.illustrative
