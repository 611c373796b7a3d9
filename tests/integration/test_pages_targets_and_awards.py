"""Targets and awards on the pages of the office and on public ones."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from binhyen.accounts.roles import Role
from binhyen.insight.models import Target
from binhyen.insight.targets_loading import published_targets_load
from binhyen.kernel.codes import national_id
from binhyen.programmes.services import shipped_install
from binhyen.recognition.awards_loading import published_awards_load
from binhyen.recognition.models import Award
from binhyen.units.models import Lineage, Unit, UnitVersion
from tests.builders import make_commune, make_rulebook, make_user, signed_in
from tests.integration.test_papers_of_the_year import Decided

pytestmark = [pytest.mark.django_db]


def real_unit(code: str, name: str, kind: str) -> Unit:
    """A unit of the national lists without the rest of the country."""
    unit = Unit.objects.create(pk=national_id("2024", code), origin=Unit.Origin.LIST_2024)
    Lineage.objects.create(ancestor=unit, descendant=unit, depth=0)
    UnitVersion.objects.create(unit=unit, kind=kind, name=name, full_name=name, folded="|x|", code=code)
    return unit


def test_the_page_of_the_programme_shows_the_targets_of_hoa_binh_that_add_up() -> None:
    real_unit("17", "Tỉnh Hòa Bình", "tinh")
    shipped_install()
    published_targets_load()
    page = Client().get(reverse("public_programme", args=["hoa-binh-dien-hinh"])).content.decode()
    assert "20 + 30 + 50 + 31 = 131" in " ".join(page.split())
    assert "chưa có kết quả nào trong hệ thống" in page
    assert "xã đã đăng ký xây dựng điểm" in page
    assert "Tạp chí Văn hóa Nghệ thuật, số 504, tháng 7/2022" in page
    assert "31/12/2030" in page


def test_the_page_of_bac_hong_and_of_its_programme_show_the_awards_as_counts() -> None:
    ward = real_unit("18115", "Phường Bắc Hồng", "phuong")
    shipped_install()
    published_awards_load()
    for address in (reverse("public_unit", args=[ward.pk]), reverse("public_programme", args=["bac-hong-5-nhat"])):
        page = Client().get(address).content.decode()
        assert "Giấy khen 2012–2022: 3 tập thể, 6 cá nhân" in page
        assert "Trang thông tin phường Bắc Hồng" in page


def test_invented_awards_and_targets_are_on_no_page_of_a_programme() -> None:
    commune = make_commune(1)
    officer = signed_in(make_user(Role.COMMUNE_OFFICER, commune.pk))
    record_award(officer, commune)
    record_target(officer, commune)
    assert (Award.objects.count(), Target.objects.count()) == (1, 1)
    page = Client().get(reverse("public_programme", args=["an-toan-antt"])).content.decode()
    assert "Giấy khen" not in page
    assert "Chỉ tiêu" not in page
    assert "Giấy khen 2021: 1 tập thể" in Client().get(reverse("public_unit", args=[commune.pk])).content.decode()


def record_award(client: Client, commune: Unit, **changes: str) -> str:
    data = {
        "programme": str(make_rulebook().programme_id), "unit": str(commune.pk), "form": "giay_khen", "from_year": "2021",
        "to_year": "2021", "collectives": "1", "named": "Thôn Mẫu 1", "body": "UBND xã Mẫu P", "number": "15/QĐ-UBND",
    }  # fmt: skip
    return client.post(reverse("award_new"), data | changes, follow=True).content.decode()


def record_target(client: Client, commune: Unit, **changes: str) -> str:
    make_rulebook()
    data = {
        "scope": str(commune.pk), "measure": "an-toan-antt/residential_area/dat", "count": "2", "due": "31/12/2030",
        "what": "Thôn được công nhận an toàn", "title": "Kế hoạch năm 2021", "number": "1/KH-UBND",
    }  # fmt: skip
    return client.post(reverse("target_new"), data | changes, follow=True).content.decode()


def test_an_officer_records_a_target_sees_it_beside_what_is_recognised_and_withdraws_it() -> None:
    year = Decided(areas=3, passing=2)
    shown = record_target(year.client, year.commune)
    assert "Đã ghi chỉ tiêu." in shown
    assert "chưa có kết quả nào trong hệ thống" not in shown, "reviewed dossiers are results already"
    assert "0\N{NO-BREAK SPACE}/\N{NO-BREAK SPACE}2" in shown or "0/2" in shown.replace("\N{NO-BREAK SPACE}", "")
    year.number()
    Target.objects.update(by=date(2021, 12, 31))
    shown = year.client.get(reverse("targets")).content.decode()
    assert "2/2" in shown.replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    assert "đạt chỉ tiêu" in shown
    assert "Thôn Mẫu 2" in shown
    out = year.client.post(reverse("target_withdraw", args=[Target.objects.get().pk]), follow=True).content.decode()
    assert "Đã bỏ chỉ tiêu." in out
    assert "Chưa có chỉ tiêu nào" in out


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"count": "0"}, "Chỉ tiêu phải từ 1 trở lên."),
        ({"measure": "an-toan-antt/residential_area/"}, "Chưa rõ đếm gì."),
        ({"base": "1"}, "Tổng số nhỏ hơn chỉ tiêu."),
        ({"due": "hôm nào"}, "Đây chưa phải một ngày."),
    ],
)
def test_a_target_that_cannot_be_meant_is_told_under_its_field(changes: dict[str, str], said: str) -> None:
    commune = make_commune(1)
    officer = signed_in(make_user(Role.COMMUNE_OFFICER, commune.pk))
    assert said in record_target(officer, commune, **changes)
    assert Target.objects.count() == 0


def test_an_award_names_collectives_with_what_they_are_recognised_as() -> None:
    year = Decided(areas=2, passing=1)
    year.number()
    shown = record_award(year.client, year.commune, collectives="2", named="Thôn Mẫu 1; Thôn Mẫu 2")
    assert "Đã ghi khen thưởng." in shown
    assert "được công nhận An toàn về an ninh, trật tự năm 2021" in shown
    assert "chưa có công nhận nào trong hệ thống" in shown
    out = year.client.post(reverse("award_strike", args=[Award.objects.get().pk]), follow=True).content.decode()
    assert "Đã gạch bỏ." in out
    assert "Chưa ghi khen thưởng nào" in out


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"named": "Thôn Không Có"}, "Thôn Không Có"),
        ({"collectives": ""}, "Chưa có tập thể, cá nhân nào."),
        ({"body": "Danh sách người nghiện"}, "hệ thống không lưu"),
        ({"to_year": "2999"}, "Năm được khen chưa đúng."),
    ],
)
def test_an_award_that_cannot_be_true_is_told_under_its_field(changes: dict[str, str], said: str) -> None:
    commune = make_commune(1)
    officer = signed_in(make_user(Role.COMMUNE_OFFICER, commune.pk))
    assert said in record_award(officer, commune, **changes)
    assert Award.objects.count() == 0


def test_a_button_that_is_refused_says_why_on_the_next_page() -> None:
    ward = real_unit("18115", "Phường Bắc Hồng", "phuong")
    shipped_install()
    published_awards_load()
    officer = signed_in(make_user(Role.COMMUNE_OFFICER, ward.pk))
    said = officer.post(reverse("award_strike", args=[Award.objects.get().pk]), follow=True).content.decode()
    assert "Dòng này không gạch bỏ được." in said
