"""A decision leaves the office on paper and comes back as a question: is this certificate in force?"""

import re
import subprocess
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from binhyen.dossiers.services.cancelling import decision_number
from binhyen.kernel import clock
from tests.builders import (
    PASSWORD,
    decide_all,
    dossiers_of,
    hand_in,
    load_tables,
    make_commune,
    make_cycle,
    make_office,
    register,
    report,
    review,
)
from tests.functional.eyes import ARTEFACTS, look
from tests.unit.rendering.paper_builders import codes_on, text_of
from tests.unit.rendering.test_docx import as_pdf

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.needs("soffice", "pdftoppm", "pdffonts", "fc-match"),
]


@pytest.fixture
def decision_address(page: Page) -> str:
    """Three villages of a commune are recognised by a numbered decision; the office is signed in."""
    load_tables()
    commune = make_commune(3)
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune)
    register(by=office, dossiers=dossiers_of(cycle))
    report(by=office, dossiers=dossiers_of(cycle), passing=3)
    hand_in(by=office, dossiers=dossiers_of(cycle))
    review(by=office, dossiers=dossiers_of(cycle))
    decision = decide_all(by=office, cycle=cycle, commune=commune, passing=3)
    decision_number(by=office, decision=decision, number="112/QĐ-UBND", signed_on=clock.today())
    page.goto("/tai-khoan/login/")
    page.fill("input[name=login]", office.username)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    return f"/quyet-dinh/{decision.pk}/"


def download(page: Page, link: str, folder: Path) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=link).first.click()
    kept = folder / waiting.value.suggested_filename
    waiting.value.save_as(kept)
    return kept.read_bytes()


def opened(page: Page, link: str) -> bytes:
    """What the browser shows in a viewer of its own when the link is followed."""
    address = page.get_by_role("link", name=link).first.get_attribute("href")
    assert address
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def picture_of(pdf: Path, name: str) -> bytes:
    """The first page as a picture, kept for whoever looks at what the tests saw."""
    screens = ARTEFACTS / "papers"
    screens.mkdir(parents=True, exist_ok=True)
    subprocess.run(["pdftoppm", "-r", "60", "-png", "-singlefile", pdf, screens / name], check=True)
    return (screens / f"{name}.png").read_bytes()


def test_the_decision_for_word_opens_in_libreoffice_in_one_typeface(
    page: Page, decision_address: str, tmp_path: Path
) -> None:
    page.goto(decision_address)
    look(page, "decision")
    pdf = as_pdf(download(page, "Quyết định và danh sách (Word)", tmp_path), tmp_path)
    pages = text_of(pdf.read_bytes())
    assert "112/QĐ-UBND" in pages[0]
    assert "Công nhận 03 thôn đạt tiêu chuẩn" in " ".join(pages)
    assert "Thôn Mẫu 3" in pages[-1]
    fonts = subprocess.run(["pdffonts", pdf], capture_output=True, check=True, text=True).stdout.splitlines()[2:]
    assert {line.split()[0].split("+")[-1].split("-")[0] for line in fonts} == {"Tinos"}
    assert len(picture_of(pdf, "decision-by-libreoffice")) > 10_000


def test_the_code_on_a_certificate_says_in_force_then_cancelled_and_unknown_where_there_is_none(
    page: Page, decision_address: str, tmp_path: Path
) -> None:
    page.goto(decision_address)
    certificate = opened(page, "Giấy công nhận Thôn Mẫu 1")
    (tmp_path / "one.pdf").write_bytes(certificate)
    picture_of(tmp_path / "one.pdf", "certificate")
    (address,) = codes_on(certificate)
    assert re.fullmatch(r"/xac-minh/[0-9a-f-]{36}/", urlsplit(address).path)

    page.context.clear_cookies()
    page.goto(address)
    expect(page.get_by_role("heading", name="Đang có hiệu lực")).to_be_visible()
    expect(page.get_by_text("112/QĐ-UBND")).to_be_visible()


def test_a_cancelled_certificate_says_so_from_the_number_on(page: Page, decision_address: str, tmp_path: Path) -> None:
    page.goto(decision_address)
    (address,) = codes_on(opened(page, "Giấy công nhận Thôn Mẫu 1"))

    page.get_by_role("link", name="Chọn đơn vị để hủy bỏ").click()
    look(page, "decision-cancel")
    page.get_by_label("Thôn Mẫu 1").check()
    page.get_by_label("Số liệu, tài liệu làm căn cứ công nhận không đúng").check()
    page.get_by_label("Văn bản làm căn cứ").fill("Kết luận kiểm tra")
    page.get_by_label("Số, ký hiệu").fill("05/KL-UBND")
    page.get_by_label("Ngày ban hành").fill(f"{clock.today():%d/%m/%Y}")
    page.get_by_label("Gõ “hủy bỏ” để xác nhận").fill("huy bo")
    page.get_by_role("button", name="Lập quyết định hủy bỏ").click()
    expect(page.get_by_text("Đã lập dự thảo quyết định hủy bỏ.")).to_be_visible()
    look(page, "decision-cancellation-draft")
    draft = page.url

    page.goto(address)
    expect(page.get_by_role("heading", name="Đang có hiệu lực")).to_be_visible()

    page.goto(draft)
    page.get_by_label("Số, ký hiệu").fill("20/QĐ-UBND")
    page.get_by_label("Ngày ký").fill(f"{clock.today():%d/%m/%Y}")
    page.get_by_role("button", name="Ghi số và ngày ký").click()
    expect(page.get_by_text("Đã lấy số quyết định.")).to_be_visible()
    paper = tmp_path / "cancellation.pdf"
    paper.write_bytes(opened(page, "Quyết định (PDF)"))
    assert "Thu hồi Giấy công nhận" in " ".join(text_of(paper.read_bytes()))
    picture_of(paper, "cancellation")

    page.goto("/viec/")
    page.get_by_role("link", name="Mở hồ sơ: Xã Mẫu P dựa trên công nhận đã bị hủy, chờ xem lại").click()
    expect(page.get_by_role("heading", name="Dựa trên công nhận đã bị hủy")).to_be_visible()
    look(page, "dossier-lost-ground")
    page.get_by_role("button", name="Xem lại, tính lại kết quả").click()
    expect(page.get_by_text("Đã tính lại kết quả của hồ sơ.")).to_be_visible()
    expect(page.get_by_role("heading", name="Dựa trên công nhận đã bị hủy")).to_have_count(0)

    page.context.clear_cookies()
    page.goto(address)
    expect(page.get_by_role("heading", name="Đã bị hủy bỏ")).to_be_visible()
    expect(page.get_by_text("20/QĐ-UBND")).to_be_visible()
    look(page, "certificate-cancelled")
    page.goto(f"/xac-minh/{uuid4()}/")
    expect(page.get_by_role("heading", name="Không có công nhận nào mang mã này")).to_be_visible()
