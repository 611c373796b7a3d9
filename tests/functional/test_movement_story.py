"""An officer writes down what a programme does besides judging, in a browser: a joint event, a model, a signed covenant."""

import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.movement.models import Activity, Covenant
from tests.builders import make_commune, make_rulebook, make_user
from tests.functional import steps
from tests.functional.eyes import look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BOARD = "/phong-trao/an-toan-antt/?nam=2021"


@pytest.fixture
def officer() -> User:
    commune = make_commune(4, name="Mẫu Bình An")
    make_rulebook()
    return make_user(Role.COMMUNE_OFFICER, commune.pk, name="Cán bộ Mẫu")


@pytest.mark.needs("soffice")
def test_an_officer_records_a_joint_event_a_model_and_a_covenant(page: Page, officer: User, tmp_path: Path) -> None:
    steps.sign_in(page, officer.username)
    page.get_by_role("link", name="Phong trào").first.click()
    look(page, "phong-trao-danh-sach")
    hold_a_festival_together(page)
    keep_a_model(page)
    covenant = sign_a_covenant(page)
    word = tmp_path / "giao-uoc.docx"
    with page.expect_download() as download:
        page.get_by_role("link", name="Word").click()
    download.value.save_as(word)
    said = text_of(word, tmp_path)
    assert "Thôn Mẫu 1" in said
    assert "Không để xảy ra cháy, nổ." in said
    page.goto(f"/tra-cuu/{covenant.host_id}/")
    expect(page.locator("main")).to_contain_text("Giao ước thi đua thực hiện")
    expect(page.locator("main")).to_contain_text("ký ngày 19/04/2021")
    look(page, "phong-trao-trang-cong-khai")


def hold_a_festival_together(page: Page) -> None:
    page.goto(BOARD)
    page.get_by_role("link", name="Ghi hoạt động").click()
    page.get_by_label("Đơn vị tổ chức").select_option(label="Thôn Mẫu 1")
    page.get_by_label("Loại hoạt động").select_option(label="Ngày hội toàn dân bảo vệ an ninh Tổ quốc")
    page.get_by_label("Từ ngày").fill("19/08/2021")
    page.get_by_label("Lượt người tham gia").fill("620")
    page.get_by_text("Hòa giải, tổ chức chung, văn bản").click()
    page.get_by_label("Thôn Mẫu 2").check()
    look(page, "phong-trao-ghi-hoat-dong")
    page.get_by_role("button", name="Ghi nhận").click()
    page.goto(BOARD)
    expect(page.locator("main")).to_contain_text("Thôn Mẫu 1, Thôn Mẫu 2 · 1 cuộc · 620 lượt người")
    assert Activity.objects.get().hosts.count() == 2


def keep_a_model(page: Page) -> None:
    page.get_by_role("link", name="Ghi mô hình").click()
    page.get_by_label("Tên mô hình").fill("Camera an ninh")
    page.get_by_label("Từ năm").fill("2019")
    page.get_by_role("button", name="Ghi nhận").click()
    page.goto(BOARD)
    expect(page.locator("main")).to_contain_text("chưa xác nhận")
    page.get_by_role("link", name="Xác nhận Camera an ninh").click()
    page.get_by_label("Năm", exact=True).fill("2021")
    page.get_by_label("Số điểm").fill("4")
    page.get_by_label("Số tổ").fill("6")
    page.get_by_role("button", name="Xác nhận").click()
    page.goto(BOARD)
    expect(page.locator("main")).to_contain_text("4 điểm, 6 tổ")
    look(page, "phong-trao-chuong-trinh")


def sign_a_covenant(page: Page) -> Covenant:
    page.get_by_role("link", name="Soạn giao ước").click()
    page.get_by_label("Nội dung giao ước").fill("Không để xảy ra cháy, nổ.\nGiảm tai nạn giao thông.")
    look(page, "phong-trao-soan-giao-uoc")
    page.get_by_role("button", name="Lưu dự thảo").click()
    page.get_by_role("link", name="Giao ước thi đua thực hiện").click()
    page.get_by_role("link", name="Ghi nhận đã ký").click()
    page.get_by_label("Ngày ký").fill("19/04/2021")
    page.get_by_label("Cặp, hộp lưu").fill("Cặp 3")
    page.get_by_role("button", name="Ghi nhận đã ký").click()
    expect(page.locator("main")).to_contain_text("4 thành viên")
    look(page, "phong-trao-giao-uoc")
    return Covenant.objects.get(state=Covenant.State.SIGNED)


def text_of(word: Path, folder: Path) -> str:
    """What LibreOffice reads in the document."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", folder, word]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return word.with_suffix(".txt").read_text(encoding="utf-8-sig")
