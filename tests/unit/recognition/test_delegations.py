"""Who signs in whose place: on the paper, within its days, by the office that may record it."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.audit.models import LogEntry
from binhyen.audit.selectors import lines
from binhyen.dossiers.models import Cycle
from binhyen.dossiers.selectors.decisions import paper_of
from binhyen.dossiers.services.cancelling import decision_number
from binhyen.dossiers.services.deciding import Signing, decide
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, NotAllowed, RefusedByState
from binhyen.papers.models import Paper
from binhyen.papers.services import paper_record
from binhyen.recognition.models import Cancellation, Decision, Delegation
from binhyen.recognition.papers import DecisionContent
from binhyen.recognition.papers_certificates import Holder, certificates
from binhyen.recognition.selectors import delegations_held
from binhyen.recognition.services import Grounds, NewDelegation, delegation_end, delegation_record, recognition_cancel
from binhyen.units.models import Unit
from tests.builders import (
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

TODAY = clock.today()
FROM, TO = TODAY - timedelta(days=30), TODAY + timedelta(days=30)
BODY = "Ủy ban nhân dân xã Mẫu"


@pytest.fixture
def commune() -> Unit:
    return make_commune(2)


@pytest.fixture
def office(commune: Unit) -> User:
    return make_office(commune)


@pytest.fixture
def cycle(commune: Unit, office: User) -> Cycle:
    found = make_cycle(by=office, commune=commune)
    register(by=office, dossiers=dossiers_of(found))
    report(by=office, dossiers=dossiers_of(found), passing=2)
    hand_in(by=office, dossiers=dossiers_of(found))
    review(by=office, dossiers=dossiers_of(found))
    return found


def a_paper(by: User, unit: Unit, number: str = "7/QĐ-UBND") -> Paper:
    return paper_record(by=by, owner_unit=unit.pk, title="Quyết định phân công Mẫu", number=number, issued_on=FROM)


def delegated(
    by: User,
    unit: Unit,
    form: Delegation.Form = Delegation.Form.DEPUTY,
    office: str = "Phó Chủ tịch",
    valid_from: date = FROM,
    valid_to: date | None = TO,
    behalf: str = "",
) -> Delegation:
    said = NewDelegation(unit, form, "Chủ tịch", office, valid_from, valid_to, a_paper(by, unit), behalf)
    return delegation_record(by=by, delegation=said)


def decided(by: User, cycle: Cycle, delegation: Delegation | None) -> Decision:
    reviewed = dossiers_of(cycle)
    return decide(
        by=by, cycle=cycle, judge=cycle.scope, dossiers=reviewed, recognise=frozenset(one.pk for one in reviewed),
        signing=Signing(BODY, "Chủ tịch", delegation),
    )  # fmt: skip


def test_the_paper_says_who_signs_in_whose_place(cycle: Cycle, office: User, commune: Unit) -> None:
    delegation = delegated(office, commune, Delegation.Form.AUTHORISED, "Trưởng Công an xã", behalf="Ủy ban nhân dân")
    made = decided(office, cycle, delegation)
    paper = paper_of(made)
    assert paper.signature.forms == ("TM. Ủy ban nhân dân", "TUQ. Chủ tịch")
    assert paper.signature.title == "Trưởng Công an xã"
    assert paper.authority == f"Chủ tịch {BODY}"
    content = DecisionContent.from_data(made.content)
    assert certificates(content, [Holder(name="Thôn Mẫu 1")])[0].signature == paper.signature


def test_without_a_delegation_the_head_signs(cycle: Cycle, office: User) -> None:
    signature = paper_of(decided(office, cycle, None)).signature
    assert (signature.forms, signature.title) == ((), "Chủ tịch")


@pytest.mark.parametrize(("first", "last"), [(-30, -1), (1, 30)])
def test_outside_its_days_nobody_decides_by_it(
    cycle: Cycle, office: User, commune: Unit, first: int, last: int
) -> None:
    days = [TODAY + timedelta(days=ahead) for ahead in (first, last)]
    with pytest.raises(RefusedByState):
        decided(office, cycle, delegated(office, commune, valid_from=days[0], valid_to=days[1]))
    assert not Decision.objects.exists()


@pytest.mark.parametrize(("ago", "is_accepted"), [(31, False), (30, True), (0, True)])
def test_the_signed_paper_has_to_bear_one_of_its_days(
    cycle: Cycle, office: User, commune: Unit, ago: int, is_accepted: bool
) -> None:
    made = decided(office, cycle, delegated(office, commune))
    day = TODAY - timedelta(days=ago)
    if is_accepted:
        assert decision_number(by=office, decision=made, number="9/QĐ-UBND", signed_on=day).number == "9/QĐ-UBND"
    else:
        with pytest.raises(InputProblems) as caught:
            decision_number(by=office, decision=made, number="9/QĐ-UBND", signed_on=day)
        assert caught.value.problems[0].place == "ngày ký"


def test_another_units_delegation_signs_nothing_here(cycle: Cycle, office: User) -> None:
    other = make_commune(0, name="Mẫu Q")
    with pytest.raises(RefusedByState):
        decided(office, cycle, delegated(make_office(other), other))


def test_a_cancellation_is_signed_by_its_own_delegation(cycle: Cycle, office: User, commune: Unit) -> None:
    made = decided(office, cycle, delegated(office, commune))
    decision_number(by=office, decision=made, number="9/QĐ-UBND", signed_on=TODAY)
    grounds = Grounds(Cancellation.Reason.FIGURES, a_paper(office, commune, "3/KL"))
    chosen = list(made.recognitions.all())
    head = paper_of(recognition_cancel(by=office, recognitions=chosen[:1], grounds=grounds)).signature
    assert (head.forms, head.title) == ((), "Chủ tịch")
    deputy = delegated(office, commune, office="Phó Chủ tịch thường trực")
    signed = recognition_cancel(by=office, recognitions=chosen[1:], grounds=grounds, delegation=deputy)
    assert paper_of(signed).signature.title == "Phó Chủ tịch thường trực"


@pytest.mark.parametrize("office_said", ["", "Nguyễn Văn Mẫu", "x" * 121])
def test_an_office_is_named_and_no_person(office: User, commune: Unit, office_said: str) -> None:
    with pytest.raises(InputProblems) as caught:
        delegated(office, commune, office=office_said)
    assert caught.value.problems[0].place == "chức vụ người ký"


def test_lent_authority_has_a_last_day_and_a_deputy_needs_none(office: User, commune: Unit) -> None:
    assert delegated(office, commune, valid_to=None).is_held_on(TODAY + timedelta(days=4000))
    with pytest.raises(InputProblems) as caught:
        delegated(office, commune, Delegation.Form.AUTHORISED, valid_to=None)
    assert caught.value.problems[0].place == "đến hết ngày"


def test_it_is_ended_by_a_day_and_the_day_still_counts(office: User, commune: Unit) -> None:
    found = delegation_end(by=office, delegation=delegated(office, commune), on=TODAY)
    assert delegations_held(commune.pk, TODAY) == [found]
    assert delegations_held(commune.pk, TODAY + timedelta(days=1)) == []
    with pytest.raises(RefusedByState):
        delegation_end(by=office, delegation=found, on=TODAY)


@pytest.mark.parametrize("role", [Role.UNIT_HEAD, Role.INSPECTOR, Role.FRONT])
def test_who_signs_is_not_for_everybody_to_record(commune: Unit, office: User, role: Role) -> None:
    person = make_user(role, commune.pk)
    paper = a_paper(office, commune)
    said = NewDelegation(commune, Delegation.Form.DEPUTY, "Chủ tịch", "Phó Chủ tịch", FROM, TO, paper)
    with pytest.raises(NotAllowed):
        delegation_record(by=person, delegation=said)


def test_the_office_records_and_ends_it_on_its_page(commune: Unit, office: User) -> None:
    client = Client()
    client.force_login(office)
    sent = {
        "don_vi": str(commune.pk), "form": "KT", "of_office": "Chủ tịch", "signing_office": "Phó Chủ tịch",
        "valid_from": f"{FROM:%d/%m/%Y}", "title": "Quyết định phân công", "number": "7/QĐ-UBND",
        "issued_on": f"{FROM:%d/%m/%Y}",
    }  # fmt: skip
    assert client.post(reverse("delegations"), sent).status_code == 302
    made = Delegation.objects.get()
    assert "KT. Chủ tịch, Phó Chủ tịch" in client.get(reverse("delegations")).content.decode()
    end = {"on": f"{TODAY:%d/%m/%Y}"}
    assert client.post(reverse("delegation_end", args=[made.pk]), end).status_code == 302
    told = [line.text for line in lines(LogEntry.objects.filter(verb__startswith="delegation.").order_by("seq"))]
    assert told == [
        f"Ghi việc ký thay theo 7/QĐ-UBND: KT. Chủ tịch, Phó Chủ tịch, từ {FROM:%d/%m/%Y} đến khi có văn bản khác",
        f"Kết thúc việc ký thay theo 7/QĐ-UBND: KT. Chủ tịch, Phó Chủ tịch, đến hết {TODAY:%d/%m/%Y}",
    ]


def test_the_chair_chooses_who_signs_in_the_decision_room(cycle: Cycle, office: User, commune: Unit) -> None:
    delegation = delegated(office, commune)
    client, address = Client(), reverse("decision_room", args=[cycle.pk])
    client.force_login(office)
    assert "KT. Chủ tịch, Phó Chủ tịch" in client.get(address).content.decode()
    sent = {
        "co-quan": str(commune.pk), "ho_so": [str(one.pk) for one in dossiers_of(cycle)], "word": "quyết định",
        "body": BODY, "signatory": "Chủ tịch", "ky_thay": str(delegation.pk),
    }  # fmt: skip
    assert client.post(address, sent).status_code == 302
    assert Decision.objects.get().delegation == delegation
