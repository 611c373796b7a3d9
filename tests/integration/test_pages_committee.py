"""The committee on its pages: rules, votes, requests, the Front's word, a posted list, and two people at one dossier."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.dossiers.models import (
    CommitteeAnswer,
    CommitteeRules,
    Cycle,
    Dossier,
    DossierState,
    FrontOpinion,
    MoreRequest,
    Objection,
    Posting,
    Remark,
)
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.dossiers.services.reporting import Cell, figures_report
from binhyen.figures.answers import Answer
from binhyen.figures.models import Channel
from binhyen.papers.services import paper_record
from tests.builders import (
    AREA,
    dossiers_of,
    hand_in,
    load_tables,
    make_commune,
    make_cycle,
    make_office,
    make_user,
    register,
    report,
    signed_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

RULES: dict[str, Any] = {
    "seats": "Trưởng Công an xã\nChủ tịch Mặt trận xã\nTrưởng thôn; Thôn Mẫu 2", "quorum": "2/3", "quorum_how": "least",
    "majority": "50%", "majority_how": "more", "majority_of": "present", "tie": "chair", "posting_days": "5",
    "remarks_open": "on", "number": "03/QC-BCĐ",
}  # fmt: skip
VOTE: dict[str, Any] = {"held_on": "05/11/2021", "form": "meeting", "invited": "5", "word_4": "yes", "word_5": "yes"}


class Year:
    """Two villages have handed in and qualify, but for the committee's word."""

    def __init__(self) -> None:
        load_tables()
        self.commune = make_commune(2)
        self.office: User = make_office(self.commune)
        self.cycle: Cycle = make_cycle(by=self.office, commune=self.commune)
        register(by=self.office, dossiers=self.areas)
        report(by=self.office, dossiers=self.areas, passing=2)
        hand_in(by=self.office, dossiers=self.areas)
        self.client: Client = signed_in(self.office)

    @property
    def areas(self) -> list[Dossier]:
        return dossiers_of(self.cycle)

    def page(self, name: str, *args: Any, client: Client | None = None) -> str:
        return (client or self.client).get(reverse(name, args=args)).content.decode()

    def send(self, name: str, *args: Any, client: Client | None = None, **data: Any) -> tuple[int, str]:
        answer = (client or self.client).post(reverse(name, args=args), data, follow=True)
        return answer.status_code, answer.content.decode()

    def act(self, slug: str, at: int = 0, client: Client | None = None, **data: Any) -> tuple[int, str]:
        return self.send("dossier_act", self.areas[at].pk, slug, client=client, **data)

    def rules(self, **changes: Any) -> tuple[int, str]:
        return self.send("committee_rules", self.cycle.pk, self.commune.pk, **RULES | changes)

    def colleague(self, role: Role = Role.COMMITTEE) -> Client:
        return signed_in(make_user(role, self.commune.pk))


@pytest.fixture
def year() -> Year:
    return Year()


def test_the_committee_s_rules_are_typed_as_its_paper_says_and_shown_with_it(year: Year) -> None:
    status, page = year.rules()
    assert status == 200
    assert "Theo <b>03/QC-BCĐ</b>" in page
    assert "từ 2/3 trở lên" in page
    assert "Niêm yết 5 ngày" in page
    assert "không biểu quyết về đơn vị này" in page
    assert CommitteeRules.objects.get().seats.filter(unit=year.areas[1].unit_id).count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"quorum": "đa số"}, "Ghi một phần"),
        ({"majority": "1/1"}, "Không có gì trên toàn bộ"),
        ({"seats": "Trưởng thôn; Thôn Xa"}, "không xét đơn vị: Thôn Xa"),
        ({"seats": ""}, "Thành viên"),
    ],
)
def test_a_rule_that_says_nothing_is_told_at_its_field(year: Year, changes: dict[str, Any], said: str) -> None:
    status, page = year.rules(**changes)
    assert status == 422
    assert said in page
    assert not CommitteeRules.objects.exists()


def test_a_written_vote_with_a_tie_asks_for_the_chair_and_shows_what_it_came_to(year: Year) -> None:
    year.rules()
    tie = VOTE | {"form": "written", "present": "2", "agreed": "1", "against": "1", "abstained": "0"}
    status, page = year.act("xet-duyet", 1, **tie)
    assert status == 422
    assert "Số phiếu ngang nhau" in page
    status, page = year.act("xet-duyet", 1, **tie, chair="no")
    assert "không thông qua" in page
    assert "chỉ một phiên khác" in page
    _, page = year.act("xet-duyet", 1, **tie, chair="yes")
    assert "1/2 tán thành, 1 không tán thành, 0 phiếu trắng; 2 thành viên được biểu quyết" in page
    assert year.areas[1].state == DossierState.REVIEWED


def test_several_criteria_are_asked_for_at_once_and_the_answer_shows_what_changed(year: Year) -> None:
    _, second, *_ = rules_of(year.areas[0]).subjects[AREA].leaves()
    _, page = year.act("yeu-cau-bo-sung", criterion="1", reason="Số hộ chưa khớp", thieu_2="Thiếu văn bản")
    assert "Thiếu văn bản" in page
    assert set(MoreRequest.objects.values_list("criterion", "reason")) == {
        ("1", "Số hộ chưa khớp"),
        (second.code, "Thiếu văn bản"),
    }
    first = year.areas[0]
    paper = paper_record(by=year.office, owner_unit=first.unit_id, title="Báo cáo Mẫu", number="12/BC")
    changed = Cell(first, "ho_ky_cam_ket", Answer(number=Decimal(99)), paper=paper)
    figures_report(by=year.office, cells=[changed], reported_by="Trưởng thôn", channel=Channel.PAPER)
    hand_in(by=year.office, dossiers=[year.areas[0]])
    page = year.page("dossier", first.pk, client=year.colleague())
    changes = page.split("Thay đổi từ lần nộp trước", 1)[1].split("</section>", 1)[0]
    assert "12/BC" in changes
    assert '<td class="number">100</td><td class="number">99</td>' in changes
    assert "ho_cu_tru" not in changes


def test_the_front_s_word_stands_beside_the_dossier_with_its_paper(year: Year) -> None:
    front = year.colleague(Role.FRONT)
    status, page = year.act("y-kien-mat-tran", client=front, word="remarks", about=["papers"], number="05/MTTQ")
    assert status == 200
    assert "Nhất trí, có lưu ý" in page
    assert "Văn bản, hồ sơ chưa đủ" in page
    assert "05/MTTQ" in page
    status, page = year.act("y-kien-mat-tran", client=front, word="agreed", about=["papers"], number="06/MTTQ")
    assert status == 422
    assert "Đã chọn nhất trí hoàn toàn" in page
    assert year.act("y-kien-mat-tran", client=year.colleague(Role.COMMITTEE), word="agreed")[0] == 404
    assert FrontOpinion.objects.get().word == "remarks"


def test_from_the_wall_to_the_answer_one_unit_waits_and_the_other_is_decided(year: Year) -> None:
    year.rules()
    for at in (0, 1):
        year.act("xet-duyet", at, **VOTE, present="2", agreed="2", against="0", abstained="0")
    ticked = [str(one.pk) for one in year.areas]
    hung: dict[str, Any] = {"ho_so": ticked, "posted_on": "08/11/2021", "places": "Nhà văn hóa thôn"}
    status, page = year.send("postings", year.cycle.pk, year.commune.pk, **hung)
    assert "Niêm yết ngày 08/11/2021" in page
    posting = Posting.objects.get()
    about: dict[str, Any] = {"about": "so-lieu:ho_cu_tru", "number": "01/KN", "received_on": "09/11/2021"}
    status, page = year.send("objection_new", posting.pk, year.areas[0].pk, **about)
    assert "Số 01/KN" in page
    status, page = year.send("posting", posting.pk, closed_on="13/11/2021")
    assert status == 409
    assert "hết ngày 13/11/2021" in page
    year.send("posting", posting.pk, closed_on="14/11/2021")
    room = year.page("decision_room", year.cycle.pk)
    held = room.split("chờ trả lời kiến nghị", 1)[1].split("</section>", 1)[0]
    assert "Thôn Mẫu 1" in held
    assert "Thôn Mẫu 2" not in held
    decided: dict[str, Any] = {"ho_so": [ticked[1]], "word": "quyết định", "co-quan": str(year.commune.pk)}
    year.send("decision_room", year.cycle.pk, **decided)
    assert [one.state for one in year.areas] == [DossierState.IN_CONSULTATION, DossierState.RECOGNISED]
    committee = year.colleague()
    answer: dict[str, Any] = {"result": "upheld", "answered_on": "15/11/2021", "number": "9/TL"}
    year.send("objection_reply", posting.pk, Objection.objects.get().pk, client=committee, **answer)
    assert year.areas[0].state == DossierState.SUBMITTED


def posted(year: Year, *, remarks: bool = True) -> Posting:
    year.rules(**({} if remarks else {"remarks_open": ""}))
    for at in (0, 1):
        year.act("xet-duyet", at, **VOTE, present="2", agreed="2", against="0", abstained="0")
    hung: dict[str, Any] = {
        "ho_so": [str(one.pk) for one in year.areas],
        "posted_on": "08/11/2021",
        "places": "Nhà văn hóa thôn",
    }
    year.send("postings", year.cycle.pk, year.commune.pk, **hung)
    return Posting.objects.get()


def test_everybody_reads_the_names_on_the_list_and_no_figure(year: Year) -> None:
    posting = posted(year, remarks=False)
    page = year.page("public_posting", posting.pk, client=Client())
    assert "Thôn Mẫu 1" in page
    assert "Luật Tố cáo" in page
    assert "Gửi góp ý" not in page
    assert all(f">{number}<" not in page for number in ("100", "101"))
    assert year.send("public_posting", posting.pk, client=Client(), text="Thiếu số hộ")[0] == 404
    assert str(posting.pk) in year.page("public_postings", client=Client())


def test_a_remark_waits_until_somebody_looked_and_one_about_a_person_is_not_taken(year: Year) -> None:
    posting, stranger = posted(year), Client()
    status, _ = year.send("public_posting", posting.pk, client=stranger, text="Ông An số 0912345678 trộm cắp")
    assert status == 422
    assert not Remark.objects.exists()
    year.send("public_posting", posting.pk, client=stranger, text="Số hộ thôn Mẫu 1 cần đối chiếu lại")
    assert "cần đối chiếu lại" not in year.page("public_posting", posting.pk, client=stranger)
    year.send("remark_look", posting.pk, Remark.objects.get().pk, dang="1")
    assert "cần đối chiếu lại" in year.page("public_posting", posting.pk, client=stranger)


def test_the_papers_of_a_posting_come_for_the_wall_and_for_the_file(year: Year) -> None:
    posting = posted(year)
    for slug, suffix, start in (
        ("danh-sach-a3", "pdf", b"%PDF"),
        ("bien-ban-niem-yet", "docx", b"PK"),
        ("bien-ban-ket-thuc", "pdf", b"%PDF"),
    ):
        sent = year.client.get(reverse("posting_paper", args=[posting.pk, slug, suffix]))
        assert sent.status_code == 200
        assert b"".join(sent).startswith(start)


# ---------------------------------------------------------------- two people


def opened(year: Year, slug: str) -> dict[str, Any]:
    """What the open form says of the dossier as it was then."""
    page = year.page("dossier_act", year.areas[0].pk, slug)
    return {"seen": page.split('name="seen" value="', 1)[1].split('"', 1)[0]}


@pytest.mark.parametrize(
    ("slug", "mine", "theirs"),
    [
        ("y-kien", {"word_4": "yes"}, {"word_4": "no"}),
        ("y-kien-mat-tran", {"word": "agreed", "number": "1/MT"}, {"word": "not_agreed", "number": "2/MT"}),
        (
            "yeu-cau-bo-sung",
            {"criterion": "", "reason": "Thiếu biên bản"},
            {"criterion": "", "reason": "Thiếu nghị quyết"},
        ),
    ],
)
def test_a_form_that_stood_open_overwrites_nobody_and_goes_through_after_a_look(
    year: Year, slug: str, mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    other = make_user(Role.COMMITTEE, year.commune.pk)
    stood = opened(year, slug)
    year.act("y-kien", client=signed_in(other), word_5="no", **opened(year, "y-kien"))
    status, page = year.act(slug, **mine, **stood)
    assert status == 409
    assert "Có người vừa thay đổi hồ sơ: Thôn Mẫu 1" in page
    assert next(iter(mine.values())) in page or slug == "y-kien"
    assert year.act(slug, **theirs, **opened(year, slug))[0] == 200


def test_an_act_on_many_stops_at_the_one_that_changed_meanwhile(year: Year) -> None:
    address = reverse("cycle_acts", args=[year.cycle.pk])
    asked: dict[str, Any] = {"viec": "y-kien", "loai": "residential_area"}
    page = year.client.get(address, asked).content.decode()
    seen = [part.split('"', 1)[0] for part in page.split('name="seen" value="')[1:]]
    year.act("y-kien", 1, client=year.colleague(), word_4="no")
    ticked: dict[str, Any] = {"ho_so": [str(one.pk) for one in year.areas], "seen": seen, "word_4": "yes"}
    status, page = year.send("cycle_acts", year.cycle.pk, **asked, **ticked)
    assert status == 409
    assert "Có người vừa thay đổi hồ sơ: Thôn Mẫu 2" in page
    assert [answer.met for answer in CommitteeAnswer.objects.all()] == [False]


def test_rules_typed_by_two_people_are_not_replaced_unseen(year: Year) -> None:
    assert year.rules(seen="0")[0] == 200
    status, page = year.rules(seen="0", quorum="1/2")
    assert status == 409
    assert "vừa được người khác ghi lại" in page
    assert year.rules(seen="1", quorum="1/2")[0] == 200
