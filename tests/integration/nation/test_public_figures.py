"""Every number of the five published pieces stands on a public page, with its denominator and its source."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from binhyen.figures.models import FigureValue, PublishedFigure
from binhyen.figures.published_data import shipped_figures
from binhyen.figures.published_loading import published_load
from binhyen.kernel.codes import national_id
from binhyen.programmes.services import programme_ensure

pytestmark = [pytest.mark.django_db, pytest.mark.database]

BAC_HONG, HOA_BINH = national_id("2024", "18115"), national_id("2024", "17")
KIEN_THUY, OLD_KIEN_THUY = national_id("2025", "11680"), national_id("2024", "314")
YEN_LAC, TE_LO, YEN_DONG = (national_id("2024", code) for code in ("251", "09040", "09046"))
BAC_HONG_LINH, TAM_HONG = national_id("2025", "18115"), national_id("2025", "09043")
PHU_THO = national_id("2025", "25")

NEWS_5_AN = "UBND huyện Kiến Thụy (chưa xác minh nơi đăng), 19/04/2024"
NEWS_5_TQ = "Ban Chỉ đạo huyện Yên Lạc (chưa xác minh nơi đăng), 18/09/2020"
WARD = "Trang thông tin phường Bắc Hồng, 30/07/2022"
MAGAZINE = "Tạp chí Văn hóa Nghệ thuật, số 504, tháng 7/2022"
REPORT = "bản lưu không ghi ngày đăng"

# On whose page, the number as it is read there, what it is about, and its source. Left out: counters of visitors
# ("211.164", "Online: 21") and the minute of posting, which say nothing of the programmes.
NUMBERS = [
    (KIEN_THUY, "5 tiêu chí", "mô hình “Kiến Thuỵ 5 An”", NEWS_5_AN),
    (KIEN_THUY, "3 số liệu", "số vụ, số người chết, số người bị thương", NEWS_5_AN),
    (KIEN_THUY, "19/04/2024", "ký giao ước thi đua", NEWS_5_AN),
    (KIEN_THUY, "3 số liệu", "", "Ban Chỉ đạo 799 huyện"),
    (YEN_LAC, "5 nội dung", "mô hình “5 tự quản”", NEWS_5_TQ),
    (YEN_LAC, "2 xã", "Tề Lỗ và Yên Đồng", NEWS_5_TQ),
    (YEN_LAC, "19/8", "Ngày hội toàn dân bảo vệ an ninh Tổ quốc", NEWS_5_TQ),
    (YEN_LAC, "18/11", "Ngày hội đại đoàn kết dân tộc", NEWS_5_TQ),
    (BAC_HONG, "2.412 / 2.546 hộ", "năm 2021 · 94,7 %", WARD),
    (BAC_HONG, "10 / 10 tổ dân phố", "năm 2021", WARD),
    (BAC_HONG, "3 / 3 nhà trường", "các năm học từ 2012 đến 2021", WARD),
    (BAC_HONG, "hằng năm", "UBND thị xã công nhận", WARD),
    (BAC_HONG, "5 danh hiệu", "2012–2022", WARD),
    (BAC_HONG, "10 năm", "2012–2022", WARD),
    (BAC_HONG, "3 năm", "2019–2022", WARD),
    (BAC_HONG, "3 tập thể", "giấy khen", WARD),
    (BAC_HONG, "6 cá nhân", "giấy khen", WARD),
    (BAC_HONG, "6 cá nhân", "", "Hội nghị tổng kết ngày 29/07/2022; phong trào gắn với Thông tư 23/2012/TT-BCA"),
    (HOA_BINH, "3 / 9 xã", "đến hết năm 2022", MAGAZINE),
    (HOA_BINH, "20 xã, thị trấn", "điển hình cấp xã chỉ tiêu đến hết năm 2025", MAGAZINE),
    (HOA_BINH, "3 xã, thị trấn", "điển hình cấp huyện chỉ tiêu đến hết năm 2025", MAGAZINE),
    (HOA_BINH, "30 xã, thị trấn", "từ 13 tiêu chí trở lên", MAGAZINE),
    (HOA_BINH, "50 xã, thị trấn", "từ 10 tiêu chí trở lên", MAGAZINE),
    (HOA_BINH, "31 xã, thị trấn", "từ 9 tiêu chí trở lên", "20 + 30 + 50 + 31 = 131 xã, thị trấn"),
    (HOA_BINH, "ít nhất 1 xã, thị trấn", "cấp tỉnh chỉ tiêu đến năm 2030", MAGAZINE),
    (HOA_BINH, "ít nhất 1 xã, thị trấn", "cấp huyện ở mỗi huyện, thành phố", "Nghị quyết số 12-NQ/TU"),
    (HOA_BINH, "thí điểm", "Phường điển hình, kiểu mẫu", MAGAZINE),
    (HOA_BINH, "3.105 lượt", "khu dân cư", REPORT),
    (HOA_BINH, "540 lượt", "xã, phường, thị trấn", REPORT),
    (HOA_BINH, "446 lượt", "cơ quan", REPORT),
    (HOA_BINH, "290 lượt", "doanh nghiệp", REPORT),
    (HOA_BINH, "522 lượt", "522 trên 400 không phải là tỷ lệ", REPORT),
    (HOA_BINH, "70 %", "trung bình hằng năm", "Thông tư số 23/TT-BCA"),
    (HOA_BINH, "11 hội nghị", "huyện, thành phố", REPORT),
    (HOA_BINH, "2.063 hội nghị", "khu dân cư", REPORT),
    (HOA_BINH, "210 hội nghị", "xã, phường, thị trấn", REPORT),
    (HOA_BINH, "518 hội nghị", "cơ quan", REPORT),
    (HOA_BINH, "353 hội nghị", "doanh nghiệp", REPORT),
    (HOA_BINH, "400 hội nghị", "nhà trường", REPORT),
    (HOA_BINH, "trên 80 %", "điều tra, khám phá án", "Quyết định số 885/QĐ-UBND"),
    (HOA_BINH, "3 số liệu", "tai nạn giao thông giảm", "Ban Chỉ đạo 09 tỉnh"),
    (HOA_BINH, "123 / 131 xã", "19.2", REPORT),
    (HOA_BINH, "123 / 131 xã", "93,9 %", REPORT),
]


@pytest.fixture(autouse=True)
def loaded() -> None:
    published_load()


def shown(client: Client, unit: object) -> str:
    response = client.get(reverse("public_unit", args=[unit]))
    assert response.status_code == 200
    return response.content.decode()


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def publications(html: str) -> list[tuple[list[str], str]]:
    """Each publication of a page: its lines in words, and the whole of it in words."""
    parts = html.split('<div class="publication">')[1:]
    return [
        ([words(line) for line in re.findall(r'<li id="[^"]+">(.*?)</li>', part, re.DOTALL)], words(part))
        for part in parts
    ]


@pytest.mark.parametrize(("unit", "number", "about", "source"), NUMBERS)
def test_every_number_stands_on_a_page_with_its_source(
    client: Client, unit: object, number: str, about: str, source: str
) -> None:
    found = [
        line
        for lines, whole in publications(shown(client, unit))
        for line in lines
        if line.strip().startswith(f"{number} ") and about in line and source in whole and "đã công bố" in whole
    ]
    assert len(found) >= 1


def test_no_shipped_figure_is_missing_from_the_pages(client: Client) -> None:
    pages = "".join(shown(client, unit) for unit in (KIEN_THUY, YEN_LAC, BAC_HONG, HOA_BINH))
    assert {each.key for each in shipped_figures()} <= set(re.findall(r'<li id="([^"]+)">', pages))


def test_loading_twice_changes_nothing_and_makes_no_reported_figure() -> None:
    assert PublishedFigure.objects.count() == len(list(shipped_figures()))
    assert published_load() == 0
    assert not FigureValue.objects.exists()


def test_a_figure_that_was_bent_is_set_right_again() -> None:
    PublishedFigure.objects.filter(part=2412).update(part=2546)
    PublishedFigure.objects.get(value=3105).units.clear()
    assert published_load() == 2
    assert PublishedFigure.objects.filter(part=2412, units=BAC_HONG).exists()


def test_the_page_of_bac_hong_says_what_it_is_today(client: Client) -> None:
    text = words(shown(client, BAC_HONG))
    assert "Nay là Phường Bắc Hồng Lĩnh , tỉnh Hà Tĩnh" in text
    today = words(shown(client, BAC_HONG_LINH))
    assert "Số liệu về Phường Bắc Hồng trước sắp xếp" in today
    assert "2.412 / 2.546" in today


def test_the_page_of_the_commune_shows_5_an_of_the_former_district(client: Client) -> None:
    text = words(shown(client, KIEN_THUY))
    assert "Số liệu về Huyện Kiến Thụy cấp trên trước đây" in text
    assert "Kiến Thuỵ 5 An" in text
    district = words(shown(client, OLD_KIEN_THUY))
    assert re.search(r"Địa bàn nay thuộc.*Xã Kiến Thụy", district)


@pytest.mark.parametrize(("name", "unit"), [("te lo", TE_LO), ("yen dong", YEN_DONG)])
def test_the_two_pilots_are_found_under_phu_tho(client: Client, name: str, unit: object) -> None:
    found = client.get(reverse("home"), {"q": f"{name}, phu tho"}).content.decode()
    assert reverse("public_unit", args=[unit]) in found
    assert "có số liệu đã công bố" in found
    assert "tỉnh Phú Thọ" in words(shown(client, unit))
    assert reverse("public_unit", args=[unit]) in shown(client, PHU_THO)


def test_the_commune_that_took_a_pilot_in_shows_its_figure(client: Client) -> None:
    assert "2 xã Số xã xây dựng mô hình điểm" in words(shown(client, TAM_HONG))


def test_a_figure_stands_once_on_a_page_though_it_speaks_of_three_units(client: Client) -> None:
    assert words(shown(client, TE_LO)).count("Số xã xây dựng mô hình điểm") == 1


def test_the_page_of_a_programme_shows_its_figures_and_the_places(client: Client) -> None:
    programme_ensure(by=None, code="bac-hong-5-nhat", name="Phong trào 5 nhất")
    text = words(client.get(reverse("public_programme", args=["bac-hong-5-nhat"])).content.decode())
    assert "Nói về Phường Bắc Hồng" in text
    assert "2.412 / 2.546 hộ" in text
    assert "9 số liệu đã công bố" in words(client.get(reverse("public_programmes")).content.decode())


def test_open_data_holds_the_figures_with_their_sources(client: Client) -> None:
    rows = client.get(reverse("open_data_json", args=["so-lieu-da-cong-bo"])).json()["rows"]
    assert len(rows) == len(list(shipped_figures())) + 2
    (household,) = [row for row in rows if row["part"] == 2412]
    assert (household["whole"], household["unit_code"], household["published_on"]) == (2546, "18115", "2022-07-30")


@pytest.mark.parametrize("unit", [BAC_HONG, BAC_HONG_LINH, KIEN_THUY, OLD_KIEN_THUY, HOA_BINH, PHU_THO])
def test_a_unit_page_costs_few_queries(client: Client, unit: object) -> None:
    shown(client, unit)
    with CaptureQueriesContext(connection) as queries:
        shown(client, unit)
    assert len(queries) <= 30
