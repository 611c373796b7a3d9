"""An office pastes its messy list, says what a column means, looks, and records; a long one goes on behind a bar."""

import pytest
from playwright.sync_api import Page, expect

from binhyen.accounts.roles import Role
from binhyen.papers.models import Job
from binhyen.papers.work import work_do
from binhyen.units.models import UnitVersion
from binhyen.units.views import imports
from tests.builders import make_commune, make_user
from tests.functional.eyes import look
from tests.functional.steps import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HERE = "/don-vi/nhap/"
MESSY = """DANH SÁCH KHU DÂN CƯ
STT\tTên thôn, TDP\tPhân loại\tGhi chú
1\tMẫu Đông\tthôn\t
2\tMẫu Tây\ttổ dân phố\t
\tTổng cộng\t2\t"""


def names() -> set[str]:
    return set(UnitVersion.objects.filter(parent__isnull=False).values_list("full_name", flat=True))


def test_a_messy_list_is_understood_tried_and_recorded(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    commune = make_commune(0)
    officer = make_user(Role.COMMUNE_OFFICER, commune.pk)
    sign_in(page, officer.username)
    page.goto(HERE)
    look(page, "unit-import")
    page.get_by_label("Hoặc dán một vùng từ Excel").fill(MESSY)
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_role("heading", name="Mỗi cột là gì?")).to_be_visible()
    page.get_by_label("Cột C: Phân loại").select_option(label="Loại")
    look(page, "unit-import-columns")
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_text("Bỏ qua dòng cộng")).to_be_visible()
    expect(page.get_by_text("2 đơn vị mới")).to_be_visible()
    look(page, "unit-import-preview")
    assert names() == set()
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.get_by_text("2 đơn vị mới")).to_be_visible()
    assert names() == {"Thôn Mẫu Đông", "Tổ dân phố Mẫu Tây"}

    # A long list, were it longer: the worker takes it, the page follows by itself.
    monkeypatch.setattr(imports, "_AT_ONCE", 1)
    page.goto(HERE)
    page.get_by_label("Hoặc dán một vùng từ Excel").fill("Tên\tLoại\nMẫu Nam\tthôn\nMẫu Bắc\tthôn\n")
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.get_by_role("button", name="Dừng")).to_be_visible()
    look(page, "unit-import-work")
    work_do(job_id=Job.objects.get().pk)
    expect(page.get_by_text("2 đơn vị mới")).to_be_visible()
    assert len(names()) == 4
