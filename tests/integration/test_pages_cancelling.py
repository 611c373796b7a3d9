"""Taking a recognition back on the pages: chosen, justified, numbered; seen by the commune, the office and everybody."""

import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from binhyen.accounts.roles import Role
from binhyen.dossiers.models import Dossier, DossierState
from binhyen.dossiers.services.cancelling import decision_number as number_decision
from binhyen.kernel.kinds import SubjectKind
from binhyen.recognition.models import Decision, Recognition
from tests.builders import dossiers_of, make_user, register, signed_in
from tests.integration.test_papers_of_the_year import Decided, word_text
from tests.unit.rendering.paper_builders import text_of

pytestmark = [pytest.mark.django_db]

GROUND = {
    "reason": "figures",
    "title": "Kết luận kiểm tra",
    "number": "05/KL-UBND",
    "issued_on": "20/02/2022",
    "signatory": "Chủ tịch",
    "word": "hủy bỏ",
}


class Numbered(Decided):
    """A commune whose three villages are recognised by a numbered decision."""

    def __init__(self) -> None:
        super().__init__(areas=3, passing=3)
        self.number()
        self.decision.refresh_from_db()
        self.address = reverse("decision_cancel", args=[self.decision.pk])

    def recognition(self, name: str = "Thôn Mẫu 1") -> Recognition:
        return self.decision.recognitions.get(unit_name=name)

    def cancel(self, **changes: str) -> tuple[int, str]:
        data = GROUND | {"don_vi": [str(self.recognition().pk)]} | changes
        answer = self.client.post(self.address, data, follow=True)
        return answer.status_code, answer.content.decode()

    @property
    def draft(self) -> Decision:
        return Decision.objects.get(kind=Decision.Kind.CANCELLATION)

    def give_number(self) -> str:
        number = {"number": "20/QĐ-UBND", "signed_on": "01/03/2022"}
        address = reverse("decision_number", args=[self.draft.pk])
        return self.client.post(address, number, follow=True).content.decode()

    @property
    def whole(self) -> Dossier:
        return dossiers_of(self.cycle, SubjectKind.COMMUNE)[0]


def verified(year: Numbered) -> str:
    return Client().get(reverse("verify_recognition", args=[year.recognition().pk])).content.decode()


def test_from_the_page_of_a_decision_to_a_certificate_that_is_no_longer_valid() -> None:
    year = Numbered()
    page = year.client.get(reverse("decision", args=[year.decision.pk])).content.decode()
    assert year.address in page
    shown = year.client.get(year.address).content.decode()
    assert shown.count('name="don_vi"') == 3
    assert " checked" not in shown, "nobody is chosen beforehand"
    status, shown = year.cancel()
    assert (status, "Đã lập dự thảo quyết định hủy bỏ." in shown) == (200, True)
    assert "Công nhận vẫn có hiệu lực" in shown
    assert "Đang có hiệu lực" in verified(year)
    assert "Đã lấy số quyết định." in year.give_number()
    assert "Đã bị hủy bỏ" in verified(year)
    assert "20/QĐ-UBND" in verified(year)
    assert "Số liệu, tài liệu" not in verified(year), "why is between the office and the unit"
    page = year.client.get(reverse("decision", args=[year.decision.pk])).content.decode()
    assert "<s>Thôn Mẫu 1</s>" in page
    assert "đã bị hủy bỏ theo" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"word": "vâng"}, "Gõ đúng hai chữ “hủy bỏ”."),
        ({"don_vi": ""}, "Chưa chọn đơn vị nào."),
        ({"reason": "vì thế"}, "Hãy chọn"),
        ({"number": ""}, "Chưa điền ô này."),
        ({"note": "Danh sách người bị kỷ luật"}, "hệ thống không lưu"),
        ({"note": "số 012345678901"}, "Không nhập nội dung này."),
    ],
)
def test_what_is_missing_or_refused_is_said_and_nothing_is_made(changes: dict[str, str], said: str) -> None:
    year = Numbered()
    status, shown = year.cancel(**changes)
    assert status == 422
    assert said in shown or "is not one of the available choices" in shown
    assert Decision.objects.count() == 1


def test_a_draft_is_given_up_and_its_units_stand() -> None:
    year = Numbered()
    year.cancel()
    assert year.client.get(reverse("decision", args=[year.decision.pk])).content.decode().count("chờ lấy số") == 1
    address = reverse("cancellation_give_up", args=[year.draft.pk])
    assert "công nhận giữ nguyên" in year.client.post(address, follow=True).content.decode()
    assert year.draft.state == Decision.State.WITHDRAWN
    assert year.cancel()[0] == 200


def test_a_cancellation_has_its_own_papers() -> None:
    year = Numbered()
    year.cancel()
    name, content = year.file("decision_pdf", year.draft.pk)
    assert "du-thao-quyet-dinh-huy-bo-2021.pdf" in name
    text = " ".join(text_of(content))
    assert "Hủy bỏ việc công nhận 01 thôn đạt tiêu chuẩn" in text
    assert "Thu hồi Giấy công nhận" in text
    assert "MINH HOẠ" in text
    assert "Kết luận kiểm tra số 05/KL-UBND" in word_text(year.file("decision_docx", year.draft.pk)[1])
    name, content = year.file("decision_xlsx", year.draft.pk)
    assert "danh-sach-huy-bo-cong-nhan-2021.xlsx" in name
    cells = [cell.value for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row]
    assert "Thôn Mẫu 1" in cells
    assert "Thôn Mẫu 2" not in cells
    assert year.client.get(reverse("decision_certificates", args=[year.draft.pk])).status_code == 404


def test_the_commune_that_counted_the_village_is_told_and_looks_again() -> None:
    year = Numbered()
    register(by=year.office, dossiers=[year.whole])
    year.cancel()
    year.give_number()
    work = year.client.get(reverse("work")).content.decode()
    assert "dựa trên công nhận đã bị hủy, chờ xem lại" in work
    board = year.client.get(reverse("cycle", args=[year.cycle.pk])).content.decode()
    assert "1 hồ sơ dựa trên công nhận đã bị hủy" in board
    listed = year.client.get(reverse("dossier_list", args=[year.cycle.pk]) + "?trang-thai=xem-lai").content.decode()
    assert reverse("dossier", args=[year.whole.pk]) in listed
    assert reverse("dossier", args=[year.dossier.pk]) not in listed
    page = year.client.get(reverse("dossier", args=[year.whole.pk])).content.decode()
    assert "Dựa trên công nhận đã bị hủy" in page
    assert "3/3" in page
    address = reverse("dossier_ground_review", args=[year.whole.pk])
    assert "Đã tính lại kết quả" in year.client.post(address, follow=True).content.decode()
    page = year.client.get(reverse("dossier", args=[year.whole.pk])).content.decode()
    assert "Dựa trên công nhận đã bị hủy" not in page
    assert "2/3" in page
    assert year.client.post(address).status_code == 409


def test_the_village_reads_what_happened_and_is_considered_again() -> None:
    year = Numbered()
    year.cancel()
    year.give_number()
    first = year.dossier
    assert first.state == DossierState.CANCELLED
    head = signed_in(make_user(Role.UNIT_HEAD, first.unit_id))
    page = head.get(reverse("dossier", args=[first.pk])).content.decode()
    assert "Công nhận đã bị hủy bỏ" in page
    assert "20/QĐ-UBND" in page
    assert head.get(reverse("decision", args=[year.draft.pk])).status_code == 200
    assert head.post(reverse("dossier_act", args=[first.pk, "xet-lai"])).status_code == 404
    done = year.client.post(reverse("dossier_act", args=[first.pk, "xet-lai"]), follow=True).content.decode()
    assert "Đã mở lại hồ sơ để xét" in done
    assert "Kết quả làm căn cứ cho Quyết định 112/QĐ-UBND" in done
    assert year.dossier.state == DossierState.SUBMITTED


def test_nothing_can_be_cancelled_where_nothing_stands() -> None:
    year = Decided(areas=1, passing=1)
    address = reverse("decision_cancel", args=[year.decision.pk])
    assert year.client.get(address).status_code == 409
    year.number()
    assert year.client.get(address).status_code == 200
    assert address in year.client.get(reverse("decision", args=[year.decision.pk])).content.decode()


def test_the_number_of_a_cancellation_reaches_the_dossiers_by_every_way() -> None:
    year = Numbered()
    year.cancel()
    made = number_decision(
        by=year.office,
        decision=year.draft,
        number="20/QĐ-UBND",
        signed_on=year.decision.signed_on or year.draft.decided_at.date(),
    )
    assert made.number == "20/QĐ-UBND"
    assert year.dossier.state == DossierState.CANCELLED
