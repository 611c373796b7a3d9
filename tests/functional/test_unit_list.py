"""The list of a cycle and going on after a merger, in a browser: seen, frozen by a paper, seen again."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from binhyen.accounts.models import User
from binhyen.dossiers.models import Cycle
from binhyen.kernel.kinds import UnitKind
from binhyen.units.acts import Merge, Order, Part, Split
from binhyen.units.models import Unit
from binhyen.units.services import event_apply, unit_create
from binhyen.units.services.authorities import authority_claim
from tests.builders import dossiers_of, make_cycle, make_office, make_rulebook, register
from tests.functional.eyes import look
from tests.functional.steps import choose_rules, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

THON = UnitKind.THON


def a_years_list() -> tuple[User, Cycle]:
    """A commune with four registered villages, two of which were merged and one divided in the summer; a firm that is
    too small, a cooperative, and a school that the neighbours claim."""
    province = unit_create(by=None, name="Mẫu", kind=UnitKind.TINH, parent=None, is_sample=True)
    commune, neighbour = (unit_create(by=None, name=f"Mẫu {at}", kind=UnitKind.XA, parent=province.pk) for at in "AB")
    villages = [unit_create(by=None, name=f"Mẫu {at}", kind=THON, parent=commune.pk).pk for at in range(1, 5)]
    below(commune, "Công ty Mẫu Nhỏ", UnitKind.DOANH_NGHIEP, size="small")
    below(commune, "Hợp tác xã Mẫu", UnitKind.HOP_TAC_XA)
    school = below(commune, "Trường THPT Mẫu", UnitKind.TRUONG_HOC)
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune, rulebook=make_rulebook(version="124/2021"), year=2022)
    register(by=office, dossiers=dossiers_of(cycle))
    order = Order(date(2022, 7, 1), "Nghị quyết Mẫu 01")
    event_apply(by=None, act=Merge(tuple(villages[:2]), "Mẫu Mới", THON), order=order)
    event_apply(by=None, act=Split(villages[2], (Part("Mẫu Đông", THON), Part("Mẫu Tây", THON))), order=order)
    claimant, on = make_office(neighbour), date(2022, 8, 1)
    authority_claim(by=claimant, unit=school.pk, authority=neighbour.pk, on=on, legal_act="Quyết định Mẫu 7/QĐ-UBND")
    return office, cycle


def below(commune: Unit, name: str, kind: UnitKind, **attributes: str) -> Unit:
    return unit_create(by=None, name=name, kind=kind, parent=commune.pk, attributes=attributes)


def test_a_list_goes_on_after_a_merger_and_tells_what_changed(page: Page) -> None:
    office, cycle = a_years_list()
    sign_in(page, office.username)
    page.goto(f"/dot-xet/{cycle.pk}/")
    expect(page.get_by_text("3 đơn vị đã sắp xếp.")).to_be_visible()
    page.get_by_role("link", name="Tiếp tục dưới đơn vị mới").click()
    expect(page.get_by_text("kế tục Thôn Mẫu 1, Thôn Mẫu 2; đã đăng ký")).to_be_visible()
    look(page, "danh-sach-tiep-tuc")

    page.get_by_label("Thôn Mẫu Tây").uncheck()
    page.get_by_label("Số, ký hiệu").fill("02/QĐ-UBND")
    page.get_by_label("Ngày ban hành").fill("05/07/2022")
    page.get_by_role("button", name="Tiếp tục dưới đơn vị mới").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Danh sách đơn vị thuộc diện")
    expect(page.get_by_role("link", name="Thôn Mẫu Mới")).to_be_visible()
    expect(page.get_by_role("link", name="Thôn Mẫu Tây")).to_have_count(0)
    expect(page.get_by_text("quy mô doanh nghiệp: nhỏ")).to_be_visible()
    look(page, "danh-sach-don-vi")

    choose_rules(page, "An toàn về an ninh, trật tự (124/2021)", 2023)
    expect(page.get_by_text("So với danh sách năm trước")).to_be_visible()
    look(page, "danh-sach-nam-sau")
