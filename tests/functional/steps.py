"""What people do on the pages, step by step; the stories that browser tests walk are put together from these."""

import re
from collections.abc import Collection, Mapping

from playwright.sync_api import Page, expect

from tests.builders import PASSWORD

Counts = tuple[int, int, int]
# The form of an act on many units; what was carried out leads away from it.
ASKING = re.compile("viec-chung")


def sign_in(page: Page, username: str, password: str = PASSWORD) -> None:
    """Sign in and arrive at one's work."""
    page.goto("/tai-khoan/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", password)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page).to_have_url(re.compile(r"/viec/$"))


def sign_out(page: Page) -> None:
    """Leave the desk to the next one."""
    page.context.clear_cookies()


def choose_rules(page: Page, rulebook: str, year: int) -> None:
    """The first half of opening a cycle: which rules, which year; the list of units is shown."""
    page.goto("/dot-xet/mo/")
    page.get_by_label("Bộ tiêu chí").select_option(label=rulebook)
    page.get_by_label("Năm").fill(str(year))
    page.get_by_role("button", name="Xem danh sách").click()


def open_cycle(page: Page, programme: str, year: int) -> str:
    """The second half; the address of the cycle."""
    page.get_by_role("button", name="Mở đợt xét").click()
    return cycle_address(page, programme, year)


def cycle_address(page: Page, programme: str, year: int) -> str:
    """Where the cycle of a programme and year is found in the list of cycles."""
    page.goto("/dot-xet/")
    page.get_by_role("link", name=f"{programme} năm {year}").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(programme)
    return page.url


def act_on(page: Page, cycle: str, act: str, kind: str, units: Collection[str] = ()) -> None:
    """Go to an act on many units of a kind; with `units`, on these alone."""
    page.goto(f"{cycle}viec-chung/?viec={act}&loai={kind}")
    for pick in page.locator(".picks label").all() if units else ():
        pick.locator("input").set_checked((pick.text_content() or "").strip() in units)


def register(page: Page, cycle: str, kind: str, day: str, units: Collection[str] = ()) -> None:
    """Record registrations of a day."""
    act_on(page, cycle, "dang-ky", kind, units)
    page.get_by_label("Ngày đăng ký").fill(day)
    page.get_by_role("button", name="Ghi nhận đăng ký").click()
    expect(page).not_to_have_url(ASKING)


def type_figures(page: Page, cycle: str, kind: str, reporter: str, cells: Mapping[tuple[str, str], str]) -> None:
    """Type answers into the grid: (unit, heading of the column) → what is typed."""
    page.goto(f"{cycle}so-lieu/{kind}/")
    page.get_by_label("Người báo cáo").fill(reporter)
    for (unit, heading), typed in cells.items():
        page.get_by_label(f"{unit}, {heading}", exact=True).fill(typed)
    page.get_by_role("button", name="Ghi số liệu").click()
    expect(page.locator("main")).to_contain_text(f"Đã ghi {len(cells)} số liệu")


def fill_meeting(page: Page, day: str, counts: Counts = (34, 31, 29)) -> None:
    """The day and the counts of a meeting."""
    page.get_by_label("Ngày họp").fill(day)
    for label, count in zip(("Số được mời", "Số có mặt", "Số tán thành"), counts, strict=True):
        page.get_by_label(label).fill(str(count))


def self_assess(page: Page, cycle: str, kind: str, day: str, counts: Counts = (34, 31, 29)) -> None:
    """Record the meeting at the units."""
    act_on(page, cycle, "tu-danh-gia", kind)
    fill_meeting(page, day, counts)
    page.get_by_role("button", name="Ghi nhận tự đánh giá").click()
    expect(page).not_to_have_url(ASKING)


def submit(page: Page, cycle: str, kind: str, count: int) -> None:
    """Hand in everything that is ready."""
    act_on(page, cycle, "nop", kind)
    page.get_by_role("button", name="Nộp hồ sơ").click()
    expect(page.locator("main")).to_contain_text(f"Đã nộp hồ sơ: {count} đơn vị.")


def start_review(page: Page, cycle: str, kind: str, units: Collection[str] = ()) -> None:
    """Go to the committee's review."""
    act_on(page, cycle, "xet-duyet", kind, units)


def finish_review(page: Page, words: Mapping[str, bool], day: str, count: int, counts: Counts = (34, 31, 29)) -> None:
    """The meeting, the committee's words by criterion, and the record of it."""
    fill_meeting(page, day, counts)
    for criterion, is_met in words.items():
        page.locator(f"input[name='word_{criterion}'][value={'yes' if is_met else 'no'}]").check()
    page.get_by_role("button", name="Ghi nhận xét duyệt").click()
    expect(page.locator("main")).to_contain_text(f"Đã ghi nhận xét duyệt: {count} đơn vị.")


def decide(page: Page, body: str, signatory: str = "Chủ tịch") -> None:
    """Decide on what the room shows; the page of the decision follows."""
    page.get_by_label("Cơ quan ban hành").fill(body)
    page.get_by_label("Chức vụ người ký").fill(signatory)
    page.get_by_label("Gõ “quyết định” để xác nhận").fill("quyết định")
    page.get_by_role("button", name="Ra quyết định").click()
    expect(page).to_have_url(re.compile(r"//[^/]+/quyet-dinh/"))


def number_decision(page: Page, decision: str, number: str, signed_on: str) -> None:
    """The registry writes number and day of the signed paper."""
    page.goto(decision)
    page.get_by_label("Số, ký hiệu").fill(number)
    page.get_by_label("Ngày ký").fill(signed_on)
    page.get_by_role("button", name="Ghi số và ngày ký").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
