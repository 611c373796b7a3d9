"""A draft tried on past cycles, a cycle amended in mid-year, the same cycle judged again: in a browser."""

from decimal import Decimal

import pytest
from playwright.sync_api import Page

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.accounts.services import grant_give
from binhyen.dossiers.models import Cycle, RulebookAdoption
from binhyen.dossiers.services import acts
from binhyen.dossiers.services.acts import CommitteeWord
from binhyen.dossiers.services.reporting import Cell, figures_report
from binhyen.figures.answers import Answer
from binhyen.figures.models import Channel
from binhyen.programmes.services import rulebook_import
from tests.builders import MEETING, dossiers_of, hand_in, issued, make_commune, make_cycle, make_office, register
from tests.functional.eyes import look
from tests.functional.steps import sign_in
from tests.versions import version_text

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REGISTERED = (95, 90, 85, 80, 75, 72)


def reviewed_cycle(office: User, cycle: Cycle) -> None:
    register(by=office, dossiers=dossiers_of(cycle))
    cells = [
        Cell(dossier, key, Answer(number=Decimal(value)))
        for dossier, registered in zip(dossiers_of(cycle), REGISTERED, strict=True)
        for key, value in (("ho_cu_tru", 100), ("ho_dang_ky", registered))
    ]
    figures_report(by=office, cells=cells, reported_by="Trưởng thôn", channel=Channel.PHONE)
    hand_in(by=office, dossiers=dossiers_of(cycle))
    acts.review(by=office, dossiers=dossiers_of(cycle), meeting=MEETING, words=[CommitteeWord("4", met=True)])


def test_a_draft_is_tried_then_adopted_and_the_year_judged_again(page: Page) -> None:
    commune = make_commune(len(REGISTERED))
    office = make_office(commune)
    # Drafts are shown to those who write them.
    grant_give(by=None, user=office, role=Role.PROVINCE_OFFICER, scope=commune.pk)
    first = issued(version_text(version="23/2012"))
    cycle = make_cycle(by=office, commune=commune, rulebook=first)
    reviewed_cycle(office, cycle)
    draft = rulebook_import(by=None, text=version_text(version="dự thảo", share="80%", asks_lights=True))
    sign_in(page, office.username)

    page.goto(f"/thu-tieu-chi/?moi={draft.pk}")
    page.get_by_role("heading", name="Kết quả thử").wait_for()
    look(page, "thu-tieu-chi")

    second = issued(version_text(version="124/2021", share="80%", calendar_year=True))
    page.goto(f"/dot-xet/{cycle.pk}/")
    page.get_by_text("Việc khác").click()
    page.get_by_role("link", name="Sửa đổi giữa năm").click()
    page.get_by_label("Bản áp dụng").select_option(str(second.pk))
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("heading", name="2. Điều gì thay đổi").wait_for()
    look(page, "sua-doi-giua-nam")
    page.get_by_label("Áp dụng từ ngày").fill("01/06/2021")
    page.get_by_label("Số, ký hiệu").fill("12/CV-BCĐ")
    page.get_by_label("Ngày ban hành").fill("28/05/2021")
    page.get_by_label("Lý do").fill("Sửa đổi, bổ sung giữa năm")
    page.get_by_role("button", name="Áp dụng cho 7 hồ sơ").click()
    page.get_by_text("Đã áp dụng: 7 hồ sơ chuyển theo bản mới.").wait_for()
    assert RulebookAdoption.objects.count() == 1
    look(page, "dot-xet-da-sua-doi")
    page.goto(f"/ho-so/{dossiers_of(cycle)[0].pk}/")
    look(page, "ho-so-sau-sua-doi")

    page.goto(f"/dot-xet/{cycle.pk}/xet-lai/?ban={first.pk}")
    page.get_by_role("heading", name="Kết quả thử").wait_for()
    look(page, "xet-lai")
