"""A day moves by letter, somebody signs in the chair's place, and an office passes on: in the browser, on both widths."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from binhyen.accounts.roles import Role
from binhyen.dossiers.models import YearStep
from binhyen.dossiers.services.calendar import steps_set
from tests.builders import dossiers_of, make_commune, make_cycle, make_office, make_user, register, report
from tests.functional.eyes import look
from tests.functional.steps import sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_letter_a_delegation_and_a_handover(page: Page) -> None:
    commune = make_commune(4)
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune)
    register(by=office, dossiers=dossiers_of(cycle)[:3])
    report(by=office, dossiers=dossiers_of(cycle)[:2], passing=1)
    for step, day in ((YearStep.REGISTER, date(2021, 3, 31)), (YearStep.SUBMIT, date(2021, 11, 20))):
        steps_set(by=office, cycle=cycle, step=step, day=day, citation="Kế hoạch số 15/KH-UBND", is_hard=True)

    sign_in(page, office.username)
    page.goto(f"/dot-xet/{cycle.pk}/lich/")
    page.get_by_role("link", name="Ghi công văn gia hạn").click()
    page.get_by_label("Hạn nộp hồ sơ").check()
    page.get_by_label("Ngày mới").fill("05/12/2021")
    page.get_by_label("Một số đơn vị").check()
    page.locator("summary", has_text=re.compile("[Đđ]ơn vị mà công văn nêu")).last.click()
    page.get_by_label("Thôn Mẫu 2").check()
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_text("20/11/2021")).to_be_visible()
    look(page, "letter-preview")
    page.get_by_label("Số, ký hiệu").fill("112/UBND-NC")
    page.get_by_label("Ngày ban hành").fill("05/11/2021")
    page.get_by_label("Trích yếu").fill("Gia hạn nộp hồ sơ")
    page.get_by_label("Cơ quan ban hành").fill("Ủy ban nhân dân tỉnh Mẫu")
    page.get_by_role("button", name="Dời hạn cho 1 hồ sơ").click()
    expect(page.get_by_text("1 đơn vị đến 05/12/2021")).to_be_visible()
    look(page, "calendar")

    page.goto(f"/dot-xet/{cycle.pk}/tong-hop/")
    expect(page.get_by_role("row", name=re.compile("Số hộ đang cư trú"))).to_contain_text("201")
    look(page, "totals")

    page.goto("/ky-thay/")
    page.get_by_label("ký thay (KT.)").check()
    for label, words in {
        "Chức vụ người ký": "Phó Chủ tịch", "Từ ngày": "04/01/2021", "Văn bản giao ký": "Quyết định phân công",
        "Số, ký hiệu": "7/QĐ-UBND", "Ngày ban hành": "04/01/2021",
    }.items():  # fmt: skip
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_role("button", name="Ghi lại").click()
    expect(page.get_by_text("KT. Chủ tịch, Phó Chủ tịch")).to_be_visible()
    look(page, "delegations")

    taker = make_user(Role.FRONT, commune.pk, name="Lê Thị Mẫu")
    admin = make_user(Role.ADMINISTRATOR, commune.pk)
    sign_out(page)
    sign_in(page, admin.username)
    page.goto(f"/nguoi-dung/{office.pk}/")
    page.get_by_role("link", name="Bàn giao công việc").click()
    expect(page.get_by_role("row", name=re.compile("Hồ sơ: đã đăng ký"))).to_contain_text("3")
    look(page, "handover-before")
    page.get_by_label("Người nhận").select_option(str(taker.pk))
    page.get_by_role("button", name="Bàn giao", exact=True).click()
    expect(page.get_by_role("link", name="In biên bản")).to_be_visible()
    look(page, "handover")
    page.goto("/nguoi-dung/ban-giao/")
    look(page, "handovers")
    assert {one.role for one in taker.grants.all()} > {Role.COMMUNE_OFFICER.value, Role.CHAIR.value}
