"""Minutes with a scan: who opens it, what is refused before the act is done, and that a failure leaves no file behind."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django import Settings

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.accounts.services import grant_give
from binhyen.dossiers.models import Cycle, DeadlineLetter, Dossier, DossierState, Posting, YearStep
from binhyen.dossiers.services.calendar import steps_set
from binhyen.papers.models import Paper
from binhyen.recognition.models import Complaint
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
    typist_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

PDF = b"%PDF-1.7 bien ban cua don vi Mau"
MEETING: dict[str, Any] = {
    "held_on": "05/11/2021", "form": "meeting", "invited": "34", "present": "31", "agreed": "29",
}  # fmt: skip
REVIEWED = MEETING | {"word_4": "yes", "word_5": "yes"}


def scan(content: bytes = PDF, name: str = "bien-ban.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def files(tmp_path: Path, settings: Settings) -> Path:
    """The folder in which papers are stored, empty."""
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    return tmp_path


class Year:
    """Two villages of an invented commune have reported; whoever types is signed in."""

    def __init__(self, files: Path) -> None:
        load_tables()
        self.files = files
        self.commune = make_commune(2)
        self.office: User = make_office(self.commune)
        self.cycle: Cycle = make_cycle(by=self.office, commune=self.commune)
        register(by=self.office, dossiers=self.areas)
        report(by=self.office, dossiers=self.areas, passing=2)
        self.client: Client = signed_in(typist_of(self.office))

    @property
    def areas(self) -> list[Dossier]:
        return dossiers_of(self.cycle)

    @property
    def stored(self) -> list[Path]:
        return [path for path in self.files.rglob("*") if path.is_file()]

    def act(self, slug: str, at: int = 0, client: Client | None = None, **data: Any) -> tuple[int, str]:
        address = reverse("dossier_act", args=[self.areas[at].pk, slug])
        answer = (client or self.client).post(address, data, follow=True)
        return answer.status_code, answer.content.decode()

    def page(self, name: str, *args: Any) -> str:
        return signed_in(self.office).get(reverse(name, args=args)).content.decode()

    def opened(self, person: User, at: int = 0) -> int:
        """The answer to whoever asks for the only scan there is, through the dossier of a village."""
        address = reverse("dossier_scan", args=[self.areas[at].pk, Paper.objects.get().pk])
        return signed_in(person).get(address).status_code


@pytest.fixture
def year(files: Path) -> Year:
    return Year(files)


def test_minutes_with_a_scan_stand_on_the_page_and_open(year: Year) -> None:
    status, page = year.act("tu-danh-gia", **MEETING, number="01/BB", place_kept="cặp 3", scan=scan())
    paper, address = Paper.objects.get(), reverse("dossier_scan", args=[year.areas[0].pk, Paper.objects.get().pk])
    assert status == 200
    assert year.areas[0].reviews.get().paper == paper
    assert "bản giấy lưu tại cặp 3" in page
    assert f'<a href="{address}">Bản quét' in page
    answer = year.client.get(address)
    assert answer.getvalue() == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert address in year.page("dossier_earlier", year.areas[0].pk)


def test_whoever_reads_the_dossier_opens_its_scan_and_nobody_else_does(year: Year) -> None:
    year.act("tu-danh-gia", **MEETING, scan=scan())
    head, neighbour = (make_user(Role.UNIT_HEAD, one.unit_id) for one in year.areas)
    stranger = make_office(make_commune(1, name="Mẫu Khác"))
    assert [year.opened(one) for one in (year.office, head, neighbour, stranger)] == [200, 200, 404, 404]
    assert year.opened(year.office, at=1) == 404
    grant_give(by=None, user=neighbour, role=Role.COMMITTEE, scope=year.commune.pk)
    assert year.opened(neighbour) == 200
    address = reverse("dossier_scan", args=[year.areas[0].pk, Paper.objects.get().pk])
    assert Client().get(address)["Location"].startswith(reverse("account_login"))


def test_a_paper_in_the_office_has_nothing_to_open(year: Year) -> None:
    _, page = year.act("tu-danh-gia", **MEETING, number="01/BB", place_kept="cặp 3")
    assert "Bản quét" not in page
    assert year.opened(year.office) == 404
    assert (Paper.objects.get().kept, year.stored) == (Paper.Kept.OFFICE, [])


def test_without_number_place_or_scan_no_paper_is_recorded(year: Year) -> None:
    year.act("tu-danh-gia", **MEETING)
    assert year.areas[0].reviews.get().paper is None
    assert not Paper.objects.exists()


REFUSED = {
    "a program": (b"MZ\x90 program", "bien-ban.pdf", "Dùng một trong các loại: PDF, ảnh PNG, ảnh JPEG"),
    "a text to edit": (b"PK\x03\x04 archive", "bien-ban.docx", "Dùng một trong các loại: PDF, ảnh PNG, ảnh JPEG"),
    "half a photograph": (b"\xff\xd8\xff\xe0 cut", "IMG_0001.jpg", "Ảnh này hỏng"),
    "nothing": (b"", "bien-ban.pdf", "Tệp không có nội dung"),
    "a list of persons": (PDF, "Danh sách hộ chưa ký.pdf", "Tên gọi cho thấy"),
    "an identity number": (PDF, "CCCD 001090123456.pdf", "đổi tên tệp"),
    "a name": (PDF, "ông Nguyễn Văn Mẫu.pdf", "Tên tệp: Có tên riêng của người"),
    "a secret": (PDF, "biên bản TỐI MẬT.pdf", "không lưu tài liệu mật"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_scan_that_is_not_taken_is_refused_at_its_field_and_nothing_is_done(year: Year, case: str) -> None:
    content, name, said = REFUSED[case]
    status, page = year.act("tu-danh-gia", **MEETING, number="01/BB", scan=scan(content, name))
    assert status == 422
    assert said in page.split('id="id_scan_error"')[1].split("</p>")[0]
    assert 'value="01/BB"' in page
    assert year.areas[0].state == DossierState.REGISTERED
    assert (Paper.objects.count(), year.stored) == (0, [])


def test_a_scan_over_the_limit_is_refused_with_the_limit(year: Year, settings: Settings) -> None:
    settings.UPLOAD_LIMIT_BYTES = 10
    status, page = year.act("tu-danh-gia", **MEETING, scan=scan())
    assert status == 413
    assert "Tệp gửi lên lớn hơn giới hạn" in page
    assert not year.stored


def test_a_form_that_comes_back_says_that_the_file_must_be_chosen_again(year: Year) -> None:
    status, page = year.act("tu-danh-gia", **MEETING | {"present": "nhiều"}, scan=scan())
    assert status == 422
    assert "chọn lại tệp" in page.split('id="id_scan_error"')[1].split("</p>")[0]
    assert "chọn lại tệp" not in year.act("tu-danh-gia", **MEETING | {"present": "nhiều"})[1]


def test_an_act_that_is_refused_leaves_no_file_behind(year: Year) -> None:
    """More present than invited: the service refuses after the paper was recorded."""
    status, page = year.act("tu-danh-gia", **MEETING | {"present": "40"}, scan=scan())
    assert status == 422
    assert "chọn lại tệp" in page
    assert (Paper.objects.count(), year.stored) == (0, [])


def test_a_failed_act_takes_no_file_away_that_another_paper_names(year: Year) -> None:
    year.act("tu-danh-gia", **MEETING, scan=scan())
    year.act("tu-danh-gia", at=1, **MEETING | {"present": "40"}, scan=scan())
    assert year.opened(year.office) == 200


def test_a_double_click_records_and_stores_once(year: Year) -> None:
    for _ in range(2):
        year.act("tu-danh-gia", **MEETING, scan=scan(), act_key="k1")
    assert (Paper.objects.count(), len(year.stored)) == (1, 1)


def test_one_sitting_over_many_villages_has_one_scan_that_each_of_them_opens(year: Year) -> None:
    hand_in(by=year.office, dossiers=year.areas)
    address = reverse("cycle_acts", args=[year.cycle.pk])
    data = REVIEWED | {"viec": "xet-duyet", "loai": AREA.value, "ho_so": [str(one.pk) for one in year.areas]}
    assert signed_in(year.office).post(address, data | {"number": "02/BB-BCĐ", "scan": scan()}).status_code == 302
    assert [year.opened(year.office, at) for at in (0, 1)] == [200, 200]
    link = reverse("dossier_scan", args=[year.areas[0].pk, Paper.objects.get().pk])
    assert link in year.page("decision_room", year.cycle.pk)
    assert len(year.stored) == 1


def test_a_photograph_is_stored_without_the_place_and_the_machine(year: Year) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Máy Mẫu", 6
    exif.get_ifd(0x8825)[1] = "N"
    sent = io.BytesIO()
    Image.new("RGB", (9, 7)).save(sent, "JPEG", exif=exif)
    year.act("tu-danh-gia", **MEETING, scan=scan(sent.getvalue(), "IMG_0001.jpg"))
    kept = Image.open(year.stored[0])
    assert dict(kept.getexif()) == {0x0112: 6}
    policy = year.client.get(reverse("dossier_scan", args=[year.areas[0].pk, Paper.objects.get().pk]))[
        "Content-Security-Policy"
    ]
    assert policy.startswith("default-src 'none'; img-src 'self'")
    assert kept.size == (9, 7)


def sends_files(page: str) -> bool:
    """Whether the one form that asks for a scan sends it. The client of these tests always does; a browser asks the form."""
    forms = [rest.split("</form>")[0] for rest in page.split("<form")[1:]]
    (asking,) = (form for form in forms if 'name="scan"' in form)
    return 'enctype="multipart/form-data"' in asking.split(">")[0]


def test_the_form_of_every_act_that_takes_a_scan_sends_it(year: Year) -> None:
    hand_in(by=year.office, dossiers=year.areas[1:])
    acts = [(year.areas[0].pk, "tu-danh-gia")]
    acts += [(year.areas[1].pk, act) for act in ("xet-duyet", "y-kien", "sua-so-lieu")]
    assert all(sends_files(year.page("dossier_act", *args)) for args in acts)
    bulk = reverse("cycle_acts", args=[year.cycle.pk]) + f"?viec=xet-duyet&loai={AREA.value}"
    assert sends_files(signed_in(year.office).get(bulk).content.decode())


def test_registration_opinions_and_corrections_take_a_scan_too(year: Year) -> None:
    hand_in(by=year.office, dossiers=year.areas)
    front = make_user(Role.FRONT, year.commune.pk)
    office = signed_in(year.office)
    year.act("y-kien", client=office, word_4="yes", scan=scan(b"%PDF-1 y kien"))
    year.act("y-kien-mat-tran", client=signed_in(front), word="agreed", number="05/MTTQ", scan=scan(b"%PDF-1 mat tran"))
    corrected: dict[str, Any] = {
        "figure": "ho_ky_cam_ket",
        "value": "99",
        "reason": "Đếm lại",
        "number": "7/BB",
        "issued_on": "06/11/2021",
    }
    year.act("sua-so-lieu", client=office, **corrected, scan=scan(b"%PDF-1 can cu"))
    page = year.page("dossier", year.areas[0].pk)
    papers = Paper.objects.filter(kept=Paper.Kept.FILE)
    assert papers.count() == 3
    for paper in papers:
        assert reverse("dossier_scan", args=[year.areas[0].pk, paper.pk]) in page


def test_a_posted_list_has_the_scans_of_its_minutes(year: Year) -> None:
    hand_in(by=year.office, dossiers=year.areas)
    office = signed_in(year.office)
    year.act("xet-duyet", client=office, **REVIEWED)
    post = {"posted_on": "08/11/2021", "days": "2", "places": "Trụ sở Mẫu", "ho_so": str(year.areas[0].pk)}
    assert sends_files(year.page("postings", year.cycle.pk, year.commune.pk))
    office.post(reverse("postings", args=[year.cycle.pk, year.commune.pk]), post | {"scan": scan(b"%PDF-1 dan")})
    posting = Posting.objects.get()
    assert sends_files(year.page("posting", posting.pk))
    office.post(reverse("posting", args=[posting.pk]), {"closed_on": "12/11/2021", "scan": scan(b"%PDF-1 go")})
    posting.refresh_from_db()
    page = year.page("posting", posting.pk)
    head = signed_in(make_user(Role.UNIT_HEAD, year.areas[1].unit_id))
    for paper in (posting.paper, posting.closing_paper):
        assert paper is not None
        address = reverse("posting_scan", args=[posting.pk, paper.pk])
        assert address in page
        assert office.get(address).status_code == 200
        assert head.get(address).status_code == 404


def test_a_letter_that_moves_a_day_has_its_scan(year: Year) -> None:
    steps_set(
        by=year.office, cycle=year.cycle, step=YearStep.SUBMIT, day=date(2021, 11, 20), citation="Kế hoạch Mẫu",
    )  # fmt: skip
    office, address = signed_in(year.office), reverse("deadline_letter", args=[year.cycle.pk])
    what = {"han": "step.submit", "ngay": "30/11/2021", "cho": "all"}
    asked = office.get(address, what)
    assert sends_files(asked.content.decode())
    seen = asked.context["move"].fingerprint
    letter = {"number": "112/UBND-NC", "issued_on": "15/11/2021", "title": "Gia hạn nộp hồ sơ", "issuer": "UBND xã Mẫu"}
    assert office.post(address, what | letter | {"seen": seen, "scan": scan()}).status_code == 302
    opened = reverse("letter_scan", args=[year.cycle.pk, DeadlineLetter.objects.get().paper_id])
    assert opened in year.page("cycle_calendar", year.cycle.pk)
    assert office.get(opened).status_code == 200
    assert signed_in(make_user(Role.UNIT_HEAD, year.areas[0].unit_id)).get(opened).status_code == 404


def test_the_answer_to_a_complaint_takes_no_scan(year: Year) -> None:
    """It names who complained; its number and the place it is kept are enough."""
    complaint = Complaint.objects.create(
        unit=year.areas[0].unit, number="02/ĐN", received_on=date(2021, 11, 9), recorded_at=year.cycle.opened_at,
        recorded_by=year.office.pk,
    )  # fmt: skip
    assert 'type="file"' not in year.page("complaint_reply", complaint.pk)
