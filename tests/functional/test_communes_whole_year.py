"""A commune's whole year in a browser: six people, four kinds of units, and everything that goes otherwise than planned."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.functional import steps
from tests.functional.eyes import look
from tests.functional.whole_year import AREAS, PROVINCES_SCHOOL, Clock, Commune, fill, make_whole_commune

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PROGRAMME, YEAR = "An toàn về an ninh, trật tự", 2026
AREA, AGENCY, ENTERPRISE, SCHOOL = "residential_area", "agency", "enterprise", "school"
NINE = [f"Công ty Mẫu {at}" for at in range(1, 10)]
THREE_SCHOOLS = [f"Trường THCS Mẫu {at}" for at in range(1, 4)]
LACKING, ASKED, OBJECTED, CANCELLED = "Thôn Mẫu 24", "Thôn Mẫu 7", "Thôn Mẫu 3", "Thôn Mẫu 5"
LAST_DAY, MOVED_TO = "31/01/2026", "28/02/2026"
WRITTEN_TIE = {"Số được mời": 9, "Số có mặt": 8, "Số tán thành": 4, "Số không tán thành": 4, "Số phiếu trắng": 0}
MET_AND_AGREED = {"Số được mời": 9, "Số có mặt": 9, "Số tán thành": 8, "Số không tán thành": 0, "Số phiếu trắng": 1}
COMMITTEE = """Chủ tịch UBND xã
Trưởng Công an xã
Chủ tịch Ủy ban MTTQ xã
Bí thư Đoàn xã
Chủ tịch Hội Nông dân xã
Chủ tịch Hội Phụ nữ xã
Chủ tịch Hội Cựu chiến binh xã
Công chức văn phòng
Công chức tài chính"""

# As the log tells it, newest first.
STORY = (
    "Hủy bỏ công nhận Thôn Mẫu 5, quyết định 60/QĐ-UBND",
    "Quyết định hủy bỏ công nhận Thôn Mẫu 5 theo quyết định 51/QĐ-UBND",
    "Lấy số quyết định 53/QĐ-UBND",
    "Quyết định công nhận 1/1 đơn vị",
    "Kiến nghị số 07 về Thôn Mẫu 3 không có cơ sở",
    "Lấy số quyết định 51/QĐ-UBND",
    "Quyết định công nhận 41/42 đơn vị",
    "Kết thúc niêm yết ngày 03/12/2026",
    "Kiến nghị số 07 về Thôn Mẫu 3, Số hộ đang cư trú",
    "Niêm yết 42 đơn vị từ ngày 27/11/2026, 5 ngày",
    "Xét duyệt 25 đơn vị: lấy ý kiến bằng phiếu ngày 27/11/2026, 4/8 tán thành, 4 không tán thành, 0 phiếu trắng; người chủ trì tán thành; thông qua",
    "Nộp hồ sơ của Thôn Mẫu 7",
    "Yêu cầu Thôn Mẫu 7 bổ sung, tiêu chí 1c",
    "Mặt trận Tổ quốc cho ý kiến về 25 đơn vị",
    "Nộp hồ sơ của 25 đơn vị",
    "Ghi nhận 150 số liệu của 25 đơn vị",
    "Ghi nhận 9 đơn vị đăng ký ngày 10/02/2026",
    "Công văn 112/UBND-NC dời hạn đến 28/02/2026 cho 31 đơn vị",
    "Ghi nhận 25 đơn vị đăng ký ngày 12/01/2026",
    "Quy chế của Ban Chỉ đạo theo 02/QC-BCĐ: 9 thành viên",
    "Đặt hạn",
    "66 đơn vị thuộc diện",
)


@pytest.fixture
def turn_to(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The office's clock, in the hand of the story."""
    return Clock(monkeypatch)


def test_a_communes_whole_year_with_everything_that_goes_otherwise_than_planned(
    page: Page, turn_to: Clock, downloads: Path
) -> None:
    turn_to.turn_to(date(2025, 11, 3))
    people = make_whole_commune()
    cycle = open_the_year(page, people)

    turn_to.turn_to(date(2026, 1, 12))
    register_in_time(page, people, cycle)
    turn_to.turn_to(date(2026, 2, 10))
    move_the_deadline(page, people, cycle)

    turn_to.turn_to(date(2026, 11, 5))
    report(page, people, cycle, downloads)
    turn_to.turn_to(date(2026, 11, 20))
    hand_in(page, people, cycle)
    ask_for_more(page, people, cycle)
    answer_what_was_asked(page, people, cycle)

    turn_to.turn_to(date(2026, 11, 27))
    review(page, people, cycle)
    posting = post(page, people, cycle)
    turn_to.turn_to(date(2026, 12, 4))
    object_to_one(page, people, posting)

    first = decide(page, people, cycle, "51/QĐ-UBND", "04/12/2026")
    expect(page.locator("main")).not_to_contain_text(OBJECTED)
    turn_to.turn_to(date(2026, 12, 8))
    answer_the_objection(page, people, posting)
    decide(page, people, cycle, "53/QĐ-UBND", "08/12/2026")
    expect(page.locator("main")).to_contain_text(OBJECTED)

    turn_to.turn_to(date(2026, 12, 20))
    cancel(page, people, first)
    read_the_story(page, people, cycle)


def open_the_year(page: Page, people: Commune) -> str:
    """The officer opens the cycle, sets the last day of registration, and enters the committee's own rules."""
    steps.sign_in(page, people.officer.username)
    steps.choose_rules(page, f"{PROGRAMME} (124/2021)", YEAR)
    expect(page.locator("main")).to_contain_text(PROVINCES_SCHOOL)
    cycle = steps.open_cycle(page, PROGRAMME, YEAR)
    expect(page.get_by_role("row").filter(has_text="Nhà trường")).to_contain_text("3")
    page.goto(f"{cycle}lich/")
    page.get_by_label("Bước").select_option(label="Đăng ký")
    page.get_by_label("Hạn cuối").fill(LAST_DAY)
    page.get_by_label("Hết hạn thì không nhận").check()
    page.get_by_label("Văn bản quy định").fill("Kế hoạch số 15/KH-UBND ngày 03/11/2025")
    page.get_by_role("button", name="Ghi hạn").click()
    expect(page.locator("main")).to_contain_text(LAST_DAY)
    enter_the_rules(page, cycle)
    return cycle


def enter_the_rules(page: Page, cycle: str) -> None:
    page.goto(cycle)
    page.get_by_text("Việc khác").click()
    page.get_by_role("link", name="Quy chế Ban Chỉ đạo").click()
    page.get_by_label("Thành viên").fill(COMMITTEE)
    page.get_by_label("Số có mặt tối thiểu").fill("2/3")
    page.get_by_label("Tỷ lệ tán thành").fill("1/2")
    page.get_by_label("Trên tổng nào").select_option("present")
    page.get_by_label("Khi số phiếu ngang nhau").select_option("chair")
    page.get_by_label("Số ngày niêm yết").fill("5")
    page.get_by_label("Số, ký hiệu").fill("02/QC-BCĐ")
    page.get_by_label("Ngày ban hành").fill("03/11/2025")
    page.get_by_role("button", name="Ghi quy chế").click()
    expect(page.locator("main")).to_contain_text("02/QC-BCĐ")
    look(page, "nam-01-quy-che")


def register_in_time(page: Page, people: Commune, cycle: str) -> None:
    """All villages, all agencies and three schools; the fourth school stands under the province."""
    for kind in (AREA, AGENCY):
        steps.register(page, cycle, kind, "12/01/2026")
    steps.register(page, cycle, SCHOOL, "12/01/2026", THREE_SCHOOLS)
    expect(page.locator("main")).to_contain_text("3 đơn vị")


def move_the_deadline(page: Page, people: Commune, cycle: str) -> None:
    """Nine enterprises come late: refused, until a letter moves the last day for enterprises."""
    steps.act_on(page, cycle, "dang-ky", ENTERPRISE, NINE)
    page.get_by_label("Ngày đăng ký").fill("10/02/2026")
    page.get_by_role("button", name="Ghi nhận đăng ký").click()
    expect(page.locator("main")).to_contain_text("công văn")
    look(page, "nam-02-qua-han")
    page.goto(f"{cycle}lich/cong-van/")
    page.get_by_label("Đăng ký", exact=False).first.check()
    page.get_by_label("Ngày mới").fill(MOVED_TO)
    page.get_by_label("Một số loại").check()
    page.get_by_text("Loại đơn vị mà công văn nêu").click()
    page.get_by_label("doanh nghiệp").first.check()
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_label("Số, ký hiệu").fill("112/UBND-NC")
    page.get_by_label("Ngày ban hành").fill("09/02/2026")
    page.get_by_label("Trích yếu").fill("Gia hạn đăng ký đối với doanh nghiệp")
    page.get_by_label("Cơ quan ban hành").fill("Ủy ban nhân dân xã Mẫu Bình An")
    look(page, "nam-03-cong-van")
    page.get_by_role("button", name=re.compile("Dời hạn cho")).click()
    expect(page.locator("main")).to_contain_text("112/UBND-NC")
    steps.register(page, cycle, ENTERPRISE, "10/02/2026", NINE)
    expect(page.locator("main")).to_contain_text("9 đơn vị")
    page.goto(cycle)
    look(page, "nam-04-bang-tien-do")


def report(page: Page, people: Commune, cycle: str, downloads: Path) -> None:
    """A spreadsheet for each kind; one village is short of five households; the police answer what is theirs."""
    for kind, rows in sheets().items():
        bring(page, cycle, kind, rows, downloads)
    steps.sign_out(page)
    steps.sign_in(page, people.police.username)
    page.goto(f"{cycle}so-lieu/commune/")
    page.get_by_label("Người báo cáo").fill("Trưởng Công an xã")
    page.get_by_label(re.compile("Công an xã chủ động tham mưu")).first.fill("có")
    page.get_by_label(re.compile("bị kỷ luật")).first.fill("0")
    page.get_by_role("button", name="Ghi số liệu").click()
    expect(page.locator("main")).to_contain_text("Đã ghi 2 số liệu")
    steps.sign_out(page)
    steps.sign_in(page, people.officer.username)


def sheets() -> dict[str, dict[str, dict[str, str | int]]]:
    """What the units of each kind report."""
    papers = {"Nghị quyết": "05/01/2026", "Bản đăng ký": "12/01/2026"}
    office = {
        **papers, "Kế hoạch": "20/01/2026", "Có tổ chức Đảng": "có", "Số mô hình": 1,
        "Số cán bộ, nhân viên": 20, "Số người được phổ biến": 20,
    } | {f"Quy định {about}": "có" for about in ("bảo vệ trụ sở", "bảo vệ bí mật", "bảo vệ chính trị", "an toàn", "phòng cháy", "bảo vệ môi trường")}  # fmt: skip
    school = {
        "Số mô hình": 1, "Quy chế phối hợp": "10/01/2026", "Không để xảy ra": "không xảy ra",
        "Số vụ bạo lực": 0, "Cán bộ, giáo viên": "có",
    }  # fmt: skip
    return {
        AREA: {f"Thôn Mẫu {at}": papers | village(100 + at, f"Thôn Mẫu {at}") for at in range(1, AREAS + 1)},
        AGENCY: {f"Cơ quan Mẫu {at}": office for at in range(1, 7)},
        ENTERPRISE: dict.fromkeys(NINE, office),
        SCHOOL: dict.fromkeys(THREE_SCHOOLS, school),
    }


def village(households: int, name: str) -> dict[str, str | int]:
    registered = households - 5 if name in (LACKING, ASKED) else households
    return {
        "Số hộ đang cư trú": households, "Số hộ đăng ký": registered, "Triển khai đầy đủ": "có",
        "Không để xảy ra": "không xảy ra",
    }  # fmt: skip


def bring(page: Page, cycle: str, kind: str, rows: Mapping[str, Mapping[str, str | int]], downloads: Path) -> None:
    filled = downloads / f"{kind}.xlsx"
    filled.write_bytes(fill(page.request.get(f"{cycle}bang-mau/{kind}/").body(), rows))
    page.goto(f"{cycle}nhap-bang-tinh/?loai={kind}")
    page.get_by_label("Người báo cáo").fill("Người đứng đầu các đơn vị")
    page.get_by_label("Tệp bảng tính").set_input_files(filled)
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("button", name=re.compile(r"Ghi \d+ số liệu")).click()
    expect(page.locator("main")).to_contain_text(f"của {len(rows)} đơn vị")


def hand_in(page: Page, people: Commune, cycle: str) -> None:
    """Each unit's own meeting, the hand-in, and what the Front says of the villages."""
    for kind, count in ((AREA, AREAS), (AGENCY, 6), (ENTERPRISE, 9), (SCHOOL, 3)):
        steps.self_assess(page, cycle, kind, "15/11/2026")
        steps.submit(page, cycle, kind, count)
    steps.sign_out(page)
    steps.sign_in(page, people.front.username)
    steps.act_on(page, cycle, "y-kien-mat-tran", AREA)
    page.locator("input[name=word]").first.check()
    page.get_by_label("Số, ký hiệu").fill("08/MTTQ")
    page.get_by_role("button", name="Ghi ý kiến").click()
    expect(page.locator("main")).to_contain_text("Đã ghi ý kiến của Mặt trận Tổ quốc")
    steps.sign_out(page)


def dossier_of(page: Page, cycle: str, unit: str) -> None:
    page.goto(f"{cycle}ho-so/?loai={AREA}")
    page.get_by_role("link", name=unit, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(unit)


def ask_for_more(page: Page, people: Commune, cycle: str) -> None:
    """The committee gives one village back: the count of households wants a second look."""
    steps.sign_in(page, people.committee.username)
    dossier_of(page, cycle, ASKED)
    page.get_by_role("link", name="Yêu cầu bổ sung").click()
    page.locator("select[name=criterion]").select_option(value="1c")
    page.get_by_label("Nội dung cần bổ sung").fill("Đối chiếu số hộ đăng ký với sổ của thôn")
    page.get_by_role("button", name="Yêu cầu bổ sung").click()
    expect(page.locator("main")).to_contain_text("Đối chiếu số hộ đăng ký với sổ của thôn")
    steps.sign_out(page)


def answer_what_was_asked(page: Page, people: Commune, cycle: str) -> None:
    """The village's figure is mended and the dossier handed in again."""
    steps.sign_in(page, people.officer.username)
    dossier_of(page, cycle, ASKED)
    page.goto(f"{page.url}so-lieu/")
    page.get_by_label("Người báo cáo").fill("Trưởng thôn Mẫu 7")
    page.get_by_label("Kênh báo cáo").select_option("phone")
    page.get_by_label(re.compile("Số hộ đăng ký")).first.fill("107")
    page.get_by_role("button", name="Ghi số liệu").click()
    expect(page.locator("main")).to_contain_text("107")
    steps.self_assess(page, cycle, AREA, "19/11/2026")
    steps.submit(page, cycle, AREA, 1)
    steps.sign_out(page)


def review(page: Page, people: Commune, cycle: str) -> None:
    """Villages by written opinions that end in a tie, carried by the chair; the others in a meeting."""
    steps.sign_in(page, people.committee.username)
    dossier_of(page, cycle, ASKED)
    expect(page.locator("main")).to_contain_text("107")
    steps.start_review(page, cycle, AREA)
    page.get_by_label("Lấy ý kiến bằng phiếu").check()
    count_votes(page, WRITTEN_TIE)
    page.get_by_label("Ý kiến người chủ trì").select_option(label="Tán thành")
    confirm(page, ("4", "5"), AREAS)
    for kind, words, count in ((AGENCY, ("2", "3"), 6), (ENTERPRISE, ("2", "3"), 9), (SCHOOL, ("1",), 3)):
        steps.start_review(page, cycle, kind)
        count_votes(page, MET_AND_AGREED)
        confirm(page, words, count)
    steps.sign_out(page)


def count_votes(page: Page, votes: Mapping[str, int]) -> None:
    page.get_by_label("Ngày họp").fill("27/11/2026")
    for label, count in votes.items():
        page.get_by_label(label).fill(str(count))


def confirm(page: Page, words: tuple[str, ...], count: int) -> None:
    for criterion in words:
        page.locator(f"input[name='word_{criterion}'][value=yes]").check()
    page.get_by_role("button", name="Ghi nhận xét duyệt").click()
    expect(page.locator("main")).to_contain_text(f"Đã ghi nhận xét duyệt: {count} đơn vị.")


def post(page: Page, people: Commune, cycle: str) -> str:
    """The officer posts who qualifies, for the five days of the committee's rules; the address of the list."""
    steps.sign_in(page, people.officer.username)
    page.goto(cycle)
    page.get_by_role("link", name="Niêm yết").click()
    expect(page.locator("main")).to_contain_text("42 đơn vị đủ điều kiện")
    expect(page.locator(".picks")).not_to_contain_text(LACKING)
    page.get_by_label("Ngày niêm yết", exact=True).fill("27/11/2026")
    page.get_by_label("Nơi niêm yết").fill("Trụ sở UBND xã, nhà văn hóa các thôn")
    page.get_by_role("button", name="Ghi nhận niêm yết").click()
    page.get_by_role("link", name="Niêm yết ngày 27/11/2026").click()
    return page.url


def object_to_one(page: Page, people: Commune, posting: str) -> None:
    """Somebody doubts one figure of one village; the list is taken down after its days."""
    page.goto(posting)
    page.get_by_role("link", name=f"Ghi kiến nghị về {OBJECTED}", exact=True).click()
    page.get_by_label("Kiến nghị về").select_option(label="Số hộ đang cư trú")
    page.get_by_label("Số vào sổ").fill("07")
    page.get_by_label("Ngày nhận").fill("01/12/2026")
    page.get_by_role("button", name="Ghi kiến nghị").click()
    expect(page.locator("main")).to_contain_text("đang xem xét")
    look(page, "nam-05-niem-yet")
    page.get_by_label("Ngày kết thúc").fill("03/12/2026")
    page.get_by_role("button", name="Ghi nhận kết thúc").click()
    expect(page.locator("main")).to_contain_text("Đã kết thúc")
    steps.sign_out(page)


def decide(page: Page, people: Commune, cycle: str, number: str, day: str) -> str:
    """The chair decides what is ready, the registry numbers it; the address of the decision."""
    steps.sign_in(page, people.chair.username)
    page.goto(f"{cycle}quyet-dinh/")
    look(page, f"nam-06-phong-{number[:2]}")
    steps.decide(page, "Ủy ban nhân dân xã Mẫu Bình An")
    decision = page.url
    steps.sign_out(page)
    give_number(page, people, decision, number, day)
    return decision


def give_number(page: Page, people: Commune, decision: str, number: str, day: str) -> None:
    steps.sign_in(page, people.registry.username)
    steps.number_decision(page, decision, number, day)
    look(page, f"nam-07-quyet-dinh-{number[:2]}")


def answer_the_objection(page: Page, people: Commune, posting: str) -> None:
    """The committee finds nothing in it; the village goes on."""
    steps.sign_out(page)
    steps.sign_in(page, people.committee.username)
    page.goto(posting)
    page.get_by_role("link", name=re.compile("Ghi kết quả")).click()
    page.get_by_label("Không có cơ sở").check()
    page.get_by_label("Ngày trả lời").fill("08/12/2026")
    page.get_by_label("Số, ký hiệu").fill("30/TB-BCĐ")
    page.get_by_role("button", name="Ghi kết quả").click()
    expect(page.locator("main")).to_contain_text("trả lời ngày 08/12/2026")
    steps.sign_out(page)


def cancel(page: Page, people: Commune, decision: str) -> None:
    """A later finding: one village's recognition is taken back by a decision of its own."""
    steps.sign_out(page)
    steps.sign_in(page, people.chair.username)
    page.goto(decision)
    page.get_by_role("link", name="Chọn đơn vị để hủy bỏ").click()
    page.get_by_label(CANCELLED, exact=True).check()
    page.locator("input[name=reason]").first.check()
    page.get_by_label("Văn bản làm căn cứ").fill("Kết luận kiểm tra")
    page.get_by_label("Số, ký hiệu").fill("05/KL-UBND")
    page.get_by_label("Ngày ban hành").fill("18/12/2026")
    page.get_by_label("Chức vụ người ký").fill("Chủ tịch")
    page.get_by_label("Gõ “hủy bỏ” để xác nhận").fill("hủy bỏ")
    page.get_by_role("button", name="Lập quyết định hủy bỏ").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("hủy bỏ")
    cancellation = page.url
    steps.sign_out(page)
    give_number(page, people, cancellation, "60/QĐ-UBND", "20/12/2026")
    expect(page.locator("main")).to_contain_text(CANCELLED)
    steps.sign_out(page)


def read_the_story(page: Page, people: Commune, cycle: str) -> None:
    """The log tells the whole year in Vietnamese, each act once."""
    steps.sign_in(page, people.officer.username)
    page.goto(cycle)
    expect(page.get_by_role("row").filter(has_text="Doanh nghiệp")).to_contain_text("9")
    page.goto(f"{cycle}nhat-ky/")
    look(page, "nam-08-nhat-ky")
    told = page.locator(".timeline").inner_text()
    page.goto(f"{cycle}nhat-ky/?trang=2")
    told += page.locator(".timeline").inner_text()
    at = -1
    for chapter in STORY:
        assert chapter in told
        assert told.index(chapter) > at, f"out of its turn: {chapter}"
        at = told.index(chapter)
