"""One dossier: what its page says and offers, and its acts as small forms that lose nothing typed."""

from datetime import date

import pytest
from django.urls import reverse

from binhyen.accounts.roles import Role
from binhyen.accounts.services import grant_give
from binhyen.dossiers.models import CommitteeAnswer, Dossier, DossierState
from binhyen.dossiers.services import acts
from binhyen.figures.models import FigureValue, Source
from tests.builders import (
    dossiers_of,
    hand_in,
    make_commune,
    make_cycle,
    make_office,
    make_user,
    register,
    report,
    signed_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

MEETING = {"held_on": "05/11/2021", "form": "meeting", "invited": "34", "present": "31", "agreed": "29"}


class Village:
    """One village of an invented commune, in the cycle of 2021."""

    def __init__(self) -> None:
        self.commune = make_commune(2)
        self.office = make_office(self.commune)
        self.cycle = make_cycle(by=self.office, commune=self.commune)
        self.client = signed_in(self.office)

    @property
    def dossier(self) -> Dossier:
        return dossiers_of(self.cycle)[0]

    def submitted(self, passing: int = 1) -> "Village":
        register(by=self.office, dossiers=[self.dossier])
        report(by=self.office, dossiers=[self.dossier], passing=passing)
        hand_in(by=self.office, dossiers=[self.dossier])
        return self

    def page(self) -> str:
        return self.client.get(reverse("dossier", args=[self.dossier.pk])).content.decode()

    def act(self, slug: str, **data: str) -> tuple[int, str]:
        answer = self.client.post(reverse("dossier_act", args=[self.dossier.pk, slug]), data, follow=True)
        return answer.status_code, answer.content.decode()


def test_the_page_says_each_criterion_with_verdict_reason_source_and_window() -> None:
    shown = Village().submitted().page()
    assert "kỳ đánh giá 01/11/2020 – 31/10/2021" in shown
    assert "100 / 100 = 100" in shown
    assert "tạm tính" in shown
    assert "3 đạt · 0 chưa đạt · 2 chưa đủ căn cứ" in shown
    assert "Trưởng thôn, qua điện thoại · Nguyễn Thị Mẫu nhập" in shown
    assert "Thông tư 23/2012/TT-BCA" in shown


def test_the_banner_names_the_criterion_that_fails_and_why() -> None:
    shown = Village().submitted(passing=0).page()
    assert "Tiêu chí 1: 90 / 100 = 90" in shown
    assert "2 tiêu chí chưa đủ căn cứ." in shown


def test_what_the_page_offers_follows_the_state_and_the_person() -> None:
    village = Village()
    head = make_user(Role.UNIT_HEAD, village.dossier.unit_id)
    address = reverse("dossier", args=[village.dossier.pk])

    def first(user: object) -> str | None:
        offered = signed_in(user).get(address).context["offers"].first  # type: ignore[arg-type]
        return offered.label if offered else None

    assert (first(village.office), first(head)) == ("Ghi nhận đăng ký", "Gửi đăng ký")
    village.submitted()
    assert (first(village.office), first(head)) == ("Xét duyệt", None)
    assert "Đang chờ Ban Chỉ đạo xét duyệt." in signed_in(head).get(address).content.decode()


def test_a_head_registers_and_the_officer_accepts() -> None:
    village = Village()
    head = signed_in(make_user(Role.UNIT_HEAD, village.dossier.unit_id))
    head.post(reverse("dossier_act", args=[village.dossier.pk, "dang-ky"]), {"on": "12/01/2021"})
    assert village.dossier.state == DossierState.REGISTRATION_SENT
    assert "Chấp nhận đăng ký" in village.page()
    village.act("dang-ky", on="2021-01-12", place_kept="cặp 3")
    assert (village.dossier.state, village.dossier.registered_on) == (DossierState.REGISTERED, date(2021, 1, 12))
    paper = village.dossier.registration_paper
    assert paper is not None
    assert paper.place_kept == "cặp 3"


def test_a_refused_registration_says_why_and_can_be_sent_again() -> None:
    village = Village()
    acts.registration_send(by=village.office, dossiers=[village.dossier], on=date(2021, 1, 12))
    village.act("tu-choi-dang-ky", reason="Chưa họp dân")
    assert village.dossier.state == DossierState.REGISTRATION_REFUSED
    assert "Không chấp nhận đăng ký của Thôn Mẫu 1" in village.page()


def test_a_day_that_has_not_come_is_refused_at_its_field_and_stays_typed() -> None:
    village = Village()
    status, shown = village.act("dang-ky", on="12/01/2099", place_kept="cặp 9")
    assert status == 422
    assert "Ngày này chưa tới." in shown
    assert 'value="12/01/2099"' in shown
    assert 'value="cặp 9"' in shown
    assert village.dossier.state == DossierState.DRAFT


@pytest.mark.parametrize(("typed", "said"), [("ba mươi", "cần một số đếm"), ("94 %", "không nhập phần trăm")])
def test_words_and_percentages_are_refused_where_a_count_belongs(typed: str, said: str) -> None:
    village = Village()
    register(by=village.office, dossiers=[village.dossier])
    status, shown = village.act("tu-danh-gia", **(MEETING | {"invited": typed}))
    assert (status, said in shown) == (422, True)


def test_the_form_of_an_act_out_of_order_says_so() -> None:
    village = Village()
    answer = village.client.get(reverse("dossier_act", args=[village.dossier.pk, "nop"]))
    assert answer.status_code == 409
    assert "Chưa thể nộp hồ sơ: Thôn Mẫu 1." in answer.content.decode()
    status, shown = village.act("nop")
    assert (status, "Chưa thể nộp hồ sơ: Thôn Mẫu 1." in shown) == (409, True)


def test_a_request_for_more_returns_the_dossier_with_criterion_and_reason() -> None:
    village = Village().submitted()
    village.act("yeu-cau-bo-sung", criterion="3", reason="Thiếu văn bản xác nhận")
    assert village.dossier.state == DossierState.RETURNED
    shown = village.page()
    assert "Tiêu chí 3" in shown
    assert "Thiếu văn bản xác nhận" in shown
    village.act("tu-danh-gia", **MEETING)
    village.act("nop")
    assert village.dossier.requests.get().answered_at is not None


def test_a_reason_with_a_mark_of_secrecy_is_refused_and_not_stored() -> None:
    village = Village().submitted()
    status, shown = village.act("yeu-cau-bo-sung", reason="Bổ sung báo cáo TỐI MẬT số 5")
    assert (status, "không lưu nội dung mật" in shown) == (422, True)
    assert village.dossier.requests.count() == 0


def test_a_review_records_the_committee_word_with_the_place_of_its_minutes() -> None:
    village = Village().submitted()
    village.act("xet-duyet", **MEETING, word_4="yes", word_5="no", place_kept="cặp 2, hộp 1")
    words = {answer.criterion: answer.met for answer in CommitteeAnswer.objects.all()}
    assert words == {"4": True, "5": False}
    shown = village.page()
    assert "Chưa đạt" in shown
    assert "bản giấy lưu tại cặp 2, hộp 1" in shown


def test_the_committee_word_alone_must_say_something() -> None:
    village = Village().submitted()
    assert village.act("y-kien")[0] == 422
    assert "Đã ghi ý kiến" in village.act("y-kien", word_4="yes")[1]


def test_a_correction_stands_beside_the_unit_own_value_with_reason_and_paper() -> None:
    village = Village().submitted()
    data = {"figure": "ho_ky_cam_ket", "value": "97", "reason": "Đối chiếu danh sách", "number": "5/BC-BCĐ"}
    status, shown = village.act("sua-so-lieu", **data)
    assert (status, 'value="97"' in shown) == (422, True)
    village.act("sua-so-lieu", **data, issued_on="20/11/2021")
    corrected = FigureValue.objects.get(source=Source.REVIEW)
    assert corrected.number == 97
    shown = village.page()
    assert "lý do: Đối chiếu danh sách" in shown
    assert "Đơn vị tự đánh giá:" in shown


def test_the_page_changes_as_soon_as_an_act_or_a_figure_does() -> None:
    village = Village()
    register(by=village.office, dossiers=[village.dossier])
    assert "0/4 mục đã có" in village.page()
    report(by=village.office, dossiers=[village.dossier], passing=1)
    assert "4/4 mục đã có" in village.page()
    hand_in(by=village.office, dossiers=[village.dossier])
    assert "Nộp hồ sơ của Thôn Mẫu 1" in village.page()


def test_an_act_that_does_not_exist_is_not_found() -> None:
    village = Village()
    assert village.client.get(reverse("dossier_act", args=[village.dossier.pk, "phe-duyet"])).status_code == 404


def test_whoever_lost_a_role_loses_the_page() -> None:
    village = Village()
    past = make_user(None)
    grant_give(by=None, user=past, role=Role.COMMUNE_OFFICER, scope=village.commune.pk, valid_to=date(2021, 12, 31))
    assert signed_in(past).get(reverse("dossier", args=[village.dossier.pk])).status_code == 404
