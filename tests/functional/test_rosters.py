"""The numbers of a roster by keyboard, and their count as a figure; nothing of a household is on the way."""

import re

import pytest
from playwright.sync_api import Page, expect

from binhyen.accounts.roles import Role
from binhyen.figures.models import FigureValue
from binhyen.kernel import clock
from binhyen.units.models import RosterLine
from tests.builders import dossiers_of, issued, make_commune, make_cycle, make_office, make_user, register
from tests.functional.eyes import look
from tests.functional.steps import sign_in
from tests.integration.year_story import RULEBOOK

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_head_ticks_forty_numbers_with_three_keys_and_the_count_becomes_a_figure(page: Page) -> None:
    commune = make_commune(1)
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune, year=clock.today().year, rulebook=issued(RULEBOOK))
    area = dossiers_of(cycle)[0].unit
    register(by=office, dossiers=dossiers_of(cycle))
    sign_in(page, make_user(Role.UNIT_HEAD, area.pk).username)
    page.goto(f"/don-vi/{area.pk}/so-ho/")
    page.get_by_label("Số hộ").fill("120")
    page.get_by_role("button", name="Lập sổ").click()
    first = page.get_by_role("checkbox", name="1", exact=True)
    first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Shift+End")
    expect(page.locator("[data-roster] input:checked")).to_have_count(120)
    page.keyboard.press("Space")
    page.keyboard.press("Shift+Home")
    expect(page.locator("[data-roster] input:checked")).to_have_count(0)
    page.get_by_label("các số đã đăng ký").fill("1-40")
    look(page, "so-ho")
    page.get_by_role("button", name="Ghi sổ", exact=True).click()
    expect(page.locator("main")).to_contain_text("40/120 hộ đã đăng ký")
    assert RosterLine.objects.filter(registered=True).count() == 40
    page.get_by_role("link", name="Ghi vào số liệu").click()
    look(page, "so-ho-vao-so-lieu")
    page.get_by_role("button", name="Ghi vào số liệu").click()
    expect(page).to_have_url(re.compile("/ho-so/"))
    assert FigureValue.objects.get(is_current=True).number == 40
