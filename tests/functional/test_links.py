"""A head with a telephone and a link, tap by tap: in, registered, ten figures over a poor network, and the verdict."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from binhyen.dossiers.models import DossierState
from binhyen.figures.models import Channel, FigureValue
from binhyen.kernel import clock
from binhyen.links.services import GivenLink, links_give
from tests.builders import dossiers_of, issued, make_commune, make_cycle, make_office
from tests.functional.eyes import look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIGURES = 10
_NAMES = "".join(f"  so_{at}: {{name: Số liệu Mẫu {at}, answer: count, unit: lượt}}\n" for at in range(1, FIGURES + 1))
_RULES = "".join(
    f'      - {{code: "{at}", text: Có số liệu {at}, rule: so_{at} >= {at}}}\n' for at in range(1, FIGURES + 1)
)
TEN = f"""
programme: lien-ket-mau
version: "1"
name: Mẫu mười số liệu
basis: [{{title: Quyết định Mẫu}}]
valid_from: 2020-01-01
figures:
{_NAMES}
subjects:
  residential_area:
    window: {{from: {{year: 0, day: "01-01"}}, to: {{year: 0, day: "12-31"}}}}
    criteria:
{_RULES}
    levels: [{{code: dat, name: Đạt, rule: all_met}}]
"""


def given() -> GivenLink:
    commune = make_commune(2)
    office = make_office(commune)
    dossiers = dossiers_of(make_cycle(by=office, commune=commune, rulebook=issued(TEN)))
    return links_give(by=office, dossiers=dossiers[:1], valid_to=clock.today() + timedelta(days=9))[0]


class Thumb:
    """Taps are counted, and so are the digits that a telephone's keyboard gets after one."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def open(self, address: str) -> None:
        self.taps += 1
        self.page.goto(address)

    def tap(self, name: str) -> None:
        self.taps += 1
        self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name)).first.click()

    def type(self, label: str, text: str) -> None:
        self.taps += 1
        self.page.get_by_label(label, exact=True).click()
        self.page.keyboard.type(text)


def register(thumb: Thumb, one: GivenLink) -> None:
    thumb.open(f"/lk/{one.token}/")
    thumb.type("Mã PIN", one.pin)
    thumb.tap("Vào")
    thumb.tap("Gửi đăng ký")
    expect(thumb.page.locator("main")).to_contain_text("Đã gửi đăng ký")


def fill(thumb: Thumb, first: int, last: int) -> None:
    for at in range(first, last + 1):
        thumb.type(f"Số liệu Mẫu {at}", str(at))


def reported() -> list[int]:
    current = FigureValue.objects.filter(is_current=True, channel=Channel.LINK).order_by("figure__id", "recorded_at")
    return sorted(int(value.number or 0) for value in current)


def test_a_head_registers_in_at_most_six_taps_and_reports_ten_figures_over_a_poor_network(page: Page) -> None:
    one, thumb = given(), Thumb(page)
    page.set_viewport_size({"width": 360, "height": 740})
    register(thumb, one)
    assert thumb.taps <= 6
    one.dossier.refresh_from_db()
    assert one.dossier.state == DossierState.REGISTRATION_SENT

    thumb.tap("Báo số liệu")
    fill(thumb, 1, 3)
    look(page, "link-figures")
    thumb.tap("Ghi và tiếp")
    expect(page.locator("main")).to_contain_text("Đã ghi 3 số liệu.")

    # The second screen never reaches the server.
    fill(thumb, 4, 6)
    page.route("**/so-lieu/2/", lambda route: _lost(route, arrives=False))
    thumb.tap("Ghi và tiếp")
    page.wait_for_url("chrome-error://**")
    page.unroute_all()
    page.goto(f"/lk/{one.token}/so-lieu/2/")
    expect(page.locator("[data-kept]")).to_contain_text("đã được giữ lại")
    assert [page.get_by_label(f"Số liệu Mẫu {at}", exact=True).input_value() for at in (4, 5, 6)] == ["4", "5", "6"]
    assert reported() == [1, 2, 3]
    # Now it does, but the answer is lost on its way back.
    page.route("**/so-lieu/2/", lambda route: _lost(route, arrives=True))
    thumb.tap("Ghi và tiếp")
    page.wait_for_url("chrome-error://**")
    page.unroute_all()
    page.goto(f"/lk/{one.token}/so-lieu/2/")
    expect(page.locator("[data-kept]")).to_be_empty()
    assert reported() == [1, 2, 3, 4, 5, 6]
    thumb.tap("Ghi và tiếp")

    fill(thumb, 7, 9)
    page.reload()
    assert page.get_by_label("Số liệu Mẫu 9", exact=True).input_value() == "9"
    thumb.tap("Ghi và tiếp")
    # A number that does not reach what the criterion asks: the verdict says so, as it says it to the officers.
    thumb.type("Số liệu Mẫu 10", "9")
    thumb.tap("Ghi và xem kết quả")
    expect(page.locator(".banner")).to_contain_text("Chưa đạt")
    expect(page.locator(".criteria")).to_contain_text("9 (yêu cầu từ 10) → chưa đạt")
    look(page, "link-verdict")
    assert reported() == [1, 2, 3, 4, 5, 6, 7, 8, 9, 9]


def test_a_head_whose_telephone_runs_no_scripts_registers_and_reports(browser: Browser, live_server: object) -> None:
    one = given()
    old = browser.new_context(
        base_url=str(live_server), viewport={"width": 360, "height": 740}, java_script_enabled=False
    )
    page = old.new_page()
    thumb = Thumb(page)
    register(thumb, one)
    thumb.tap("Báo số liệu")
    fill(thumb, 1, 3)
    thumb.tap("Ghi và tiếp")
    expect(page.locator("main")).to_contain_text("Đã ghi 3 số liệu.")
    old.close()
    assert reported() == [1, 2, 3]


def _lost(route: Route, *, arrives: bool) -> None:
    if route.request.method != "POST":
        route.continue_()
        return
    if arrives:
        route.fetch(max_redirects=0)
    route.abort("connectionreset")
