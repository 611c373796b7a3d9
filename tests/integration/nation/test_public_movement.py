"""What the five published pieces say of covenants, pilots, activities, models, stages and awards stands on public pages."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from binhyen.figures.published_loading import published_load
from binhyen.kernel.codes import national_id
from binhyen.movement.models import Activity, ActivityHost, Covenant, Model, Rollout, Stage
from binhyen.movement.published_data import shipped_records
from binhyen.movement.published_loading import published_movement_load
from binhyen.papers.publications import shipped_publications
from binhyen.programmes.services import programme_ensure
from binhyen.recognition.awards_loading import published_awards_load
from binhyen.units.national import nation

pytestmark = [pytest.mark.django_db, pytest.mark.database]

BAC_HONG, HOA_BINH = national_id("2024", "18115"), national_id("2024", "17")
KIEN_THUY, OLD_KIEN_THUY = national_id("2025", "11680"), national_id("2024", "314")
YEN_LAC, TE_LO, YEN_DONG = (national_id("2024", code) for code in ("251", "09040", "09046"))
BAC_HONG_LINH, PHU_THO = national_id("2025", "18115"), national_id("2025", "25")

# On whose page; the words that stand in one line of it; the publisher that the line names. In the order of the pieces.
SAID = [
    (OLD_KIEN_THUY, ("Giao ước thi đua thực hiện mô hình", "ký ngày 19/04/2024"), "UBND huyện Kiến Thụy"),
    (OLD_KIEN_THUY, ("không liệt kê", "đại diện cho cơ quan, đơn vị, địa phương"), "UBND huyện Kiến Thụy"),
    (OLD_KIEN_THUY, ("Hội nghị: triển khai mô hình", "19/04/2024", "1 cuộc"), "UBND huyện Kiến Thụy"),
    (KIEN_THUY, ("Giao ước thi đua thực hiện mô hình", "Huyện Kiến Thụy"), "UBND huyện Kiến Thụy"),
    (YEN_LAC, ("Tổ liên gia tự quản", "không nêu số tổ"), "Ban Chỉ đạo huyện Yên Lạc"),
    (YEN_LAC, ("Hòa giải", "giải quyết tại cơ sở", "không nêu số vụ"), "Ban Chỉ đạo huyện Yên Lạc"),
    (YEN_LAC, ("Ngày hội toàn dân bảo vệ an ninh Tổ quốc", "hằng năm, ngày 19/8"), "Ban Chỉ đạo huyện Yên Lạc"),
    (YEN_LAC, ("Ngày hội đại đoàn kết dân tộc", "ngày 18/11", "khu dân cư"), "Ban Chỉ đạo huyện Yên Lạc"),
    (YEN_LAC, ("Nhân rộng", "đề nghị Ban Chỉ đạo các xã, thị trấn"), "Ban Chỉ đạo huyện Yên Lạc"),
    (YEN_LAC, ("Làm điểm", "Xã Tề Lỗ", "theo kế hoạch, chưa rõ ngày bắt đầu"), "18/09/2020"),
    (YEN_LAC, ("Làm điểm", "Xã Yên Đồng", "theo kế hoạch, chưa rõ ngày bắt đầu"), "18/09/2020"),
    (TE_LO, ("Làm điểm", "Xã Tề Lỗ", "theo kế hoạch"), "18/09/2020"),
    (YEN_DONG, ("Làm điểm", "Xã Yên Đồng", "theo kế hoạch"), "18/09/2020"),
    (PHU_THO, ("Làm điểm", "Xã Tề Lỗ", "theo kế hoạch"), "18/09/2020"),
    (BAC_HONG, ("Sơ kết, tổng kết: tổng kết 10 năm", "29/07/2022", "1 cuộc"), "Trang thông tin phường Bắc Hồng"),
    (BAC_HONG, ("Họp bình xét", "gia đình an toàn nhất", "hằng năm"), "Trang thông tin phường Bắc Hồng"),
    (BAC_HONG, ("Ký cam kết", "ở nhà trường", "học sinh, sinh viên, giáo viên"), "Trang thông tin phường Bắc Hồng"),
    (BAC_HONG, ("Tuyên truyền, vận động", "chấp hành pháp luật"), "Trang thông tin phường Bắc Hồng"),
    (BAC_HONG, ("Tổ liên gia an toàn về ANTT", "từ năm 2019"), "Trang thông tin phường Bắc Hồng"),
    (BAC_HONG, ("Tổ liên gia an toàn PCCC", "mô hình mới sẽ triển khai"), "Trang thông tin phường Bắc Hồng"),
    (BAC_HONG, ("Mười năm phong trào “5 nhất”", "2012–2022", "tổng kết ngày 29/07/2022"), "30/07/2022"),
    (BAC_HONG, ("Ba năm mô hình", "2019–2022", "sơ kết ngày 29/07/2022"), "30/07/2022"),
    (BAC_HONG_LINH, ("Mười năm phong trào “5 nhất”", "Phường Bắc Hồng"), "30/07/2022"),
    (HOA_BINH, ("Làm điểm", "9 xã đã đăng ký xây dựng điểm"), "Tạp chí Văn hóa Nghệ thuật"),
    (HOA_BINH, ("Nhân rộng", "20 xã, thị trấn"), "Tạp chí Văn hóa Nghệ thuật"),
    (HOA_BINH, ("Làm điểm", "không nêu phường nào"), "số 504"),
    (HOA_BINH, ("Phát động thi đua", "Ban Chỉ đạo 09 tỉnh"), "bản lưu không ghi ngày đăng"),
    (HOA_BINH, ("Ký cam kết", "bản cam kết, đăng ký thực hiện"), "bản lưu không ghi ngày đăng"),
    (HOA_BINH, ("Xây dựng khu dân cư, đơn vị an toàn", "2012–2022"), "bản lưu không ghi ngày đăng"),
]  # fmt: skip
PROGRAMMES = {one.programme for one in shipped_records()}


@pytest.fixture(autouse=True)
def loaded() -> None:
    for code in PROGRAMMES:
        programme_ensure(by=None, code=code, name=f"Chương trình {code}")
    published_load()
    published_movement_load()


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def lines(html: str) -> list[str]:
    """The lines of the movement on a page, in words."""
    return [words(part) for part in re.findall(r"<li[^>]*>\s*<p class=\"told-what\">(?:.*?)</li>", html, re.DOTALL)]


@pytest.mark.parametrize(("unit", "said", "source"), SAID)
def test_every_sentence_on_the_movement_stands_on_a_page_with_its_source(
    client: Client, unit: object, said: tuple[str, ...], source: str
) -> None:
    found = lines(shown(client, reverse("public_unit", args=[unit])))
    matching = [line for line in found if all(part in line for part in said)]
    assert matching, found
    assert all(source in line and "đã công bố" in line for line in matching)


def test_no_shipped_record_is_missing_from_the_pages(client: Client) -> None:
    pages = "".join(
        shown(client, reverse("public_unit", args=[unit])) for unit in (OLD_KIEN_THUY, YEN_LAC, BAC_HONG, HOA_BINH)
    )
    assert {one.key for one in shipped_records()} <= set(re.findall(r'<li id="([^"]+)"', pages))


def test_shipped_records_name_known_units_and_sources_and_no_two_share_a_key() -> None:
    records = list(shipped_records())
    assert {unit for one in records for unit in one.units} <= nation().origins.keys()
    assert {one.source for one in records} <= dict(shipped_publications()).keys()
    assert len({one.key for one in records}) == len(records)


def test_loading_twice_writes_once_and_sets_right_what_was_bent() -> None:
    assert published_movement_load() == 0
    Covenant.objects.update(title="Khác")
    ActivityHost.objects.filter(activity__key="bac-hong-hoi-nghi-2022").delete()
    Rollout.objects.filter(key="yen-lac-diem-te-lo").update(withdrawn=True)
    assert published_movement_load() == 3
    assert not Covenant.objects.filter(title="Khác").exists()


def test_nothing_is_invented_where_a_source_is_silent() -> None:
    assert not Covenant.objects.get().members.exists()
    assert Covenant.objects.get().terms == []
    assert not Rollout.objects.filter(starts__isnull=False).exists()
    assert not Model.objects.filter(years__isnull=False).exists()
    assert not Activity.objects.filter(people__isnull=False).exists()


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("bac-hong-5-nhat-2012-2022", ("2.412 / 2.546", "10 / 10", "3 / 3", "Họp bình xét", "3 tập thể, 6 cá nhân")),
        ("bac-hong-lien-gia-2019-2022", ("Tổ liên gia an toàn về ANTT", "sơ kết ngày 29/07/2022")),
        ("hoa-binh-antt-2012-2022", ("3.105", "540", "446", "290", "522", "2.063 hội nghị", "Phát động thi đua")),
    ],
)
def test_the_review_of_a_stage_sets_what_was_published_side_by_side(
    client: Client, key: str, said: tuple[str, ...]
) -> None:
    published_awards_load()
    text = words(shown(client, reverse("public_stage", args=[Stage.objects.get(key=key).pk])))
    assert [part for part in said if part not in text.replace("\u00a0", " ")] == []
    assert "Chưa có quyết định công nhận nào của giai đoạn này được ghi ở đây" in text
    assert "không cộng vào nhau" in text


def test_the_page_of_a_programme_shows_its_covenant_and_pilots(client: Client) -> None:
    covenant = words(shown(client, reverse("public_programme", args=["kien-thuy-5-an"])))
    assert "Huyện Kiến Thụy · ký ngày 19/04/2024" in covenant
    pilots = words(shown(client, reverse("public_programme", args=["yen-lac-5-tu-quan"])))
    assert "Làm điểm: Xã Tề Lỗ đã công bố theo kế hoạch" in pilots
    assert "Làm điểm: Xã Yên Đồng đã công bố theo kế hoạch" in pilots


@pytest.mark.parametrize(("table", "count"), [("hoat-dong", 10), ("lam-diem", 6), ("giai-doan", 3), ("giao-uoc", 1)])
def test_open_data_holds_what_was_published(client: Client, table: str, count: int) -> None:
    rows = client.get(reverse("open_data_json", args=[table])).json()["rows"]
    assert len(rows) == count
    assert all(row["publisher"] and row["unit_name"] for row in rows)
