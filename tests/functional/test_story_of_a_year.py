"""The job itself, in a browser: a commune's villages from an opened cycle to a decision in the hand."""

import io
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.kernel.kinds import UnitKind
from binhyen.kernel.text import squeeze
from binhyen.recognition.deciding import load_deciding_bodies
from binhyen.units.services import NewUnit, unit_create, units_create_many
from tests.builders import make_rulebook, make_user
from tests.functional import steps
from tests.functional.eyes import look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PROGRAMME, YEAR, AREA = "An toàn về an ninh, trật tự", 2021, "residential_area"
AREAS, PASSING = 25, 16


@pytest.fixture
def office() -> dict[str, User]:
    """ "Xã Mẫu Bình An" below "Huyện Mẫu", 25 villages, and the people of its office."""
    district = unit_create(by=None, name="Mẫu", kind=UnitKind.HUYEN, parent=None, is_sample=True)
    commune = unit_create(by=None, name="Mẫu Bình An", kind=UnitKind.XA, parent=district.pk, is_sample=True)
    rows = [NewUnit(f"Mẫu {at}", UnitKind.THON) for at in range(1, AREAS + 1)]
    units_create_many(by=None, rows=rows, parent=commune.pk, is_sample=True)
    make_rulebook()
    load_deciding_bodies()
    roles = (Role.COMMUNE_OFFICER, Role.COMMITTEE, Role.CHAIR)
    return {role: make_user(role, commune.pk, name=f"{role.vietnamese} Mẫu") for role in roles}


def test_a_communes_year_from_an_opened_cycle_to_the_decision(
    page: Page, office: dict[str, User], downloads: Path
) -> None:
    steps.sign_in(page, office[Role.COMMUNE_OFFICER].username)
    look(page, "01-viec-cua-toi-trong")
    open_the_cycle(page)
    register_all(page)
    import_figures(page, downloads)
    hand_in(page)
    steps.sign_out(page)

    steps.sign_in(page, office[Role.COMMITTEE].username)
    commune_page(page)
    expect(page.locator("main")).to_contain_text("0/25 = 0 %, có thể đến 25/25 = 100 %, cần 18")
    look(page, "08-ho-so-xa-chua-du-can-cu")
    review_all(page)
    steps.sign_out(page)

    steps.sign_in(page, office[Role.CHAIR].username)
    decide(page)
    save_decision(page, downloads)
    commune_page(page)
    expect(page.locator("main")).to_contain_text("16/25 = 64 %, cần 18, thiếu 2")
    look(page, "11-ho-so-xa-thieu-2")
    read_the_log(page)


def open_the_cycle(page: Page) -> None:
    steps.choose_rules(page, f"{PROGRAMME} (23/2012)", YEAR)
    expect(page.locator("main")).to_contain_text("25")
    look(page, "02-mo-dot-xet")
    steps.open_cycle(page, PROGRAMME, YEAR)
    look(page, "03-dot-xet")


def cycle_address(page: Page) -> str:
    return steps.cycle_address(page, PROGRAMME, YEAR)


def register_all(page: Page) -> None:
    steps.register(page, cycle_address(page), AREA, "12/01/2021")
    expect(page.locator("main")).to_contain_text("25 đơn vị")


def import_figures(page: Page, downloads: Path) -> None:
    cycle = cycle_address(page)
    response = page.request.get(f"{cycle}bang-mau/residential_area/")
    filled = downloads / "so-lieu.xlsx"
    filled.write_bytes(fill(response.body()))
    page.goto(f"{cycle}nhap-bang-tinh/?loai=residential_area")
    look(page, "04-nhap-bang-tinh")
    page.get_by_label("Người báo cáo").fill("Các trưởng thôn")
    page.get_by_label("Tệp bảng tính").set_input_files(filled)
    page.get_by_role("button", name="Xem trước").click()
    expect(page.locator("main")).to_contain_text("100")
    look(page, "05-xem-truoc")
    page.get_by_role("button", name="Ghi 100 số liệu").click()
    expect(page.locator("main")).to_contain_text("Đã ghi 100 số liệu của 25 đơn vị.")
    page.goto(f"{cycle}so-lieu/residential_area/")
    look(page, "06-luoi-so-lieu")


def fill(template: bytes) -> bytes:
    """The template as an officer fills it: all households pledged in 16 villages, not in 9."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    sheet = book.active
    header = {str(cell.value): cell.column for row in sheet.iter_rows() for cell in row if cell.value}
    first = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == "Thôn Mẫu 1")
    for at in range(AREAS):
        row, households = first + at, 100 + at
        sheet.cell(row, header["Số hộ đang cư trú"], households)
        sheet.cell(row, header["Số hộ ký cam kết thi đua"], households if at < PASSING else households - 3)
        sheet.cell(row, _column(header, "Triển khai đầy đủ"), "có")
        sheet.cell(row, _column(header, "Không để xảy ra"), "không xảy ra")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _column(header: dict[str, int], start: str) -> int:
    return next(column for title, column in header.items() if title.startswith(start))


def hand_in(page: Page) -> None:
    cycle = cycle_address(page)
    steps.self_assess(page, cycle, AREA, "05/11/2021")
    steps.submit(page, cycle, AREA, AREAS)
    page.goto(f"{cycle}ho-so/")
    look(page, "07-danh-sach-ho-so")


def commune_page(page: Page) -> None:
    page.goto(f"{cycle_address(page)}ho-so/?loai=commune")
    page.get_by_role("link", name="Xã Mẫu Bình An").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Xã Mẫu Bình An")


def review_all(page: Page) -> None:
    steps.start_review(page, cycle_address(page), AREA)
    look(page, "09-xet-duyet")
    steps.finish_review(page, {"4": True, "5": True}, "20/11/2021", AREAS)


def decide(page: Page) -> None:
    page.goto(f"{cycle_address(page)}quyet-dinh/")
    expect(page.locator("main")).to_contain_text("Đủ điều kiện (16)")
    expect(page.locator("main")).to_contain_text("(9)")
    look(page, "10-phong-quyet-dinh")
    steps.decide(page, "Ủy ban nhân dân xã Mẫu Bình An")


def save_decision(page: Page, downloads: Path) -> None:
    response = page.request.get(f"{page.url}quyet-dinh.pdf")
    assert response.headers["content-type"] == "application/pdf"
    kept = downloads / "quyet-dinh.pdf"
    kept.write_bytes(response.body())
    written = squeeze(" ".join(sheet.extract_text() for sheet in PdfReader(kept).pages))
    assert "Thôn Mẫu 16" in written
    assert "Thôn Mẫu 17" not in written
    assert "MINH HOẠ" in written


def read_the_log(page: Page) -> None:
    page.goto(f"{cycle_address(page)}nhat-ky/")
    story = page.locator("main")
    for told in (
        "26 đơn vị thuộc diện",
        "Ghi nhận 25 đơn vị đăng ký ngày 12/01/2021",
        "Ghi nhận 100 số liệu của 25 đơn vị; Các trưởng thôn báo cáo qua bảng tính",
        "Nộp hồ sơ của 25 đơn vị",
        "Xét duyệt 25 đơn vị: họp ngày 20/11/2021, 29/31 tán thành",
        "Quyết định công nhận 16/25 đơn vị",
    ):
        expect(story).to_contain_text(told)
    look(page, "12-nhat-ky")
