"""Recording papers: what is kept, what is refused before anything is stored, how a file is handed out."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from binhyen.accounts.models import User
from binhyen.audit.errors import AlreadyDone
from binhyen.audit.models import LogEntry
from binhyen.audit.selectors import verify_chain
from binhyen.kernel import clock
from binhyen.kernel.codes import new_id
from binhyen.kernel.errors import InputProblems
from binhyen.papers.downloads import open_bytes, open_paper
from binhyen.papers.errors import PaperNotHere
from binhyen.papers.models import Paper
from binhyen.papers.services import paper_record
from binhyen.sheets.writing import Sheet, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.database]

PDF = b"%PDF-1.7 invented"
UNIT = new_id()


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Settings) -> None:
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}


@pytest.fixture
def officer() -> User:
    return User.objects.create(username="mau", full_name="Cán bộ Mẫu")


def upload(content: bytes = PDF, name: str = "quyet-dinh.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def refusal(officer: User, **fields: object) -> list[str]:
    with pytest.raises(InputProblems) as caught:
        paper_record(**{"by": officer, "owner_unit": UNIT, "title": "Nghị quyết quý I", **fields})
    assert not Paper.objects.exists()
    assert not default_storage.listdir("")[0]
    return [problem.code for problem in caught.value.problems]


def test_paper_in_the_office_is_full_evidence(officer: User) -> None:
    paper = paper_record(
        by=officer,
        owner_unit=UNIT,
        title=" Nghị quyết  quý I ",
        number="12-NQ/CB",
        issued_on=clock.today(),
        place_kept="cặp 3, hộp số 2",
    )
    assert (paper.kept, paper.title, paper.created_by) == (Paper.Kept.OFFICE, "Nghị quyết quý I", officer.id)
    entry = LogEntry.objects.get()
    assert entry.verb == "paper.recorded"
    assert entry.subjects == [f"unit:{UNIT}", f"paper:{paper.id}"]
    assert verify_chain() == 1


def test_a_file_is_stored_once_under_its_content(officer: User) -> None:
    first, second = (
        paper_record(by=officer, owner_unit=UNIT, title="Biên bản họp", upload=upload(name=name))
        for name in ("a.pdf", "..\\..\\b.pdf")
    )
    assert first.file.name == second.file.name == f"papers/{first.sha256[:2]}/{first.sha256}.pdf"
    assert first.file_name == second.file_name == "bien-ban-hop.pdf"
    assert second.size == len(PDF)


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Báo cáo (TUYỆT MẬT)"},
        {"number": "05/BC-CA MẬT"},
        {"upload": upload(name="báo cáo TỐI MẬT.pdf")},
    ],
)
def test_a_classified_paper_is_refused(officer: User, fields: dict[str, object]) -> None:
    assert refusal(officer, **fields) == ["tai_lieu_mat"]


@pytest.mark.parametrize("title", ["Danh sách người nghiện ma túy", "Họ và tên chủ hộ"])
def test_a_list_of_persons_is_refused_by_its_title(officer: User, title: str) -> None:
    assert refusal(officer, title=title) == ["noi_dung_bi_tu_choi"]


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Đơn của ông Nguyễn Văn Mẫu"},
        {"issuer": "Bà Trần Thị Mẫu"},
        {"place_kept": "tủ của anh Mẫu"},
        {"upload": upload(name="don_cua_ông Nguyễn Văn Mẫu.pdf")},
    ],
)
def test_a_paper_that_names_a_person_is_refused(officer: User, fields: dict[str, object]) -> None:
    assert refusal(officer, **fields) == ["ten_nguoi"]


@pytest.mark.parametrize("name", ["Danh sách hộ chưa ký.pdf", "CCCD 001090123456.pdf", "0912345678.pdf"])
def test_a_file_is_refused_for_what_its_name_announces(officer: User, name: str) -> None:
    assert set(refusal(officer, upload=upload(name=name))) == {"noi_dung_bi_tu_choi"}


def test_the_senders_name_for_a_file_is_not_kept(officer: User) -> None:
    given = upload(name="scan cua Nguyen Van Mau.pdf")
    paper = paper_record(by=officer, owner_unit=UNIT, title="Biên bản họp", number="12/BB", upload=given)
    assert paper.file_name == "12-bb-bien-ban-hop.pdf"
    assert "Nguyen" not in str(Paper.objects.filter(id=paper.id).values().get())


@pytest.mark.parametrize(
    "title",
    [
        "Nghị quyết về công tác phòng, chống ma túy",
        "Kế hoạch bảo vệ bí mật nhà nước",
        "Tờ trình đề nghị công nhận khu dân cư đạt tiêu chuẩn",
        "Danh sách đề nghị công nhận các thôn năm 2021",
        "Bản đăng ký phấn đấu đạt tiêu chuẩn “An toàn về an ninh, trật tự”",
    ],
)
def test_ordinary_papers_pass(officer: User, title: str) -> None:
    assert paper_record(by=officer, owner_unit=UNIT, title=title).title == title


@pytest.mark.parametrize("content", [b"", b"MZ\x90 program", b"<html></html>"])
def test_a_file_of_another_kind_is_refused_whatever_its_name(officer: User, content: bytes) -> None:
    assert refusal(officer, upload=upload(content)) in (["loai_tep"], ["tep_rong"])


def test_a_file_over_the_limit_is_refused(officer: User, settings: Settings) -> None:
    settings.UPLOAD_LIMIT_BYTES = 5
    assert refusal(officer, upload=upload()) == ["tep_qua_lon"]


def test_a_workbook_with_identity_numbers_is_refused_as_evidence(officer: User) -> None:
    rows = [(f"Thôn Mẫu {place}", f"0010990000{place:02d}") for place in range(1, 6)]
    book = workbook([Sheet("Tổng hợp", ["Thôn"], [["Thôn Mẫu"]]), Sheet("Phụ lục", ["Thôn", "Số CCCD"], rows)])
    assert refusal(officer, upload=upload(book, "phu-luc.xlsx")) == ["cot_bi_tu_choi"]


def test_missing_title_and_a_day_to_come_are_both_named(officer: User) -> None:
    assert refusal(officer, title=" ", issued_on=clock.today() + timedelta(days=1)) == ["thieu", "ngay_tuong_lai"]


def test_the_same_submission_is_recorded_once(officer: User) -> None:
    paper_record(by=officer, owner_unit=UNIT, title="Nghị quyết", act_key="k1")
    with pytest.raises(AlreadyDone):
        paper_record(by=officer, owner_unit=UNIT, title="Nghị quyết", act_key="k1")
    assert Paper.objects.count() == 1


def test_a_stored_pdf_is_shown_in_place_and_never_guessed_or_cached(officer: User) -> None:
    answer = open_paper(
        paper_record(by=officer, owner_unit=UNIT, title="Nghị quyết", upload=upload(name="Nghị quyết.pdf"))
    )
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")


def test_anything_a_browser_could_run_is_only_downloaded() -> None:
    answer = open_bytes(b"<script>", file_name="x.html", content_type="text/html")
    assert answer["Content-Disposition"].startswith("attachment")
    assert io.BytesIO(b"".join(answer.streaming_content)).read() == b"<script>"


def test_a_paper_in_the_office_or_lost_says_where_to_look(officer: User) -> None:
    kept = paper_record(by=officer, owner_unit=UNIT, title="Nghị quyết", place_kept="cặp 3")
    with pytest.raises(PaperNotHere, match="cặp 3"):
        open_paper(kept)
    stored = paper_record(by=officer, owner_unit=UNIT, title="Biên bản", upload=upload())
    default_storage.delete(stored.file.name or "")
    with pytest.raises(PaperNotHere, match="bản sao lưu"):
        open_paper(stored)
