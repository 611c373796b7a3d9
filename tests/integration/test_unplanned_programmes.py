"""Two programmes nobody planned for, written in the form as an officer would, each through a whole year without new code."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.dossiers.models import CheckAnswer, CommitteeAnswer, Cycle, Dossier, DossierState, Standing
from binhyen.dossiers.services import acts
from binhyen.dossiers.services.acts import CommitteeWord, MeetingRecord
from binhyen.dossiers.services.cycles import cycle_open
from binhyen.dossiers.services.deciding import Signing, decide
from binhyen.dossiers.services.reporting import Cell, figures_report
from binhyen.figures.answers import read
from binhyen.figures.models import Channel, FigureValue
from binhyen.kernel.errors import InputProblems
from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.programmes.models import FigureDefinition, Programme, Rulebook
from binhyen.programmes.selectors import compiled
from binhyen.programmes.services import rulebook_confirm, rulebook_draft, rulebook_issue
from binhyen.recognition.models import Decision, Recognition
from binhyen.recognition.services import decision_number
from binhyen.rules.loading import Confirmation, json_schema
from binhyen.rules.model.parts import Citation
from binhyen.sheets.rulebooks import read_rulebook_workbook
from binhyen.units.models import Unit
from binhyen.units.services import NewUnit, units_create_many
from tests.builders import make_commune, make_office, make_user, signed_in, typist_of
from tests.rulebook_form import filled

pytestmark = [pytest.mark.django_db, pytest.mark.database]

# Groups of neighbouring households against fire, as the press describes them; when they are judged nobody says.
FAMILY_GROUPS = """
# Thông tin chung
Mã phong trào | mau-to-lien-gia-pccc
Phiên bản | Mẫu 2025
Tên bộ tiêu chí | Tổ liên gia an toàn phòng cháy, chữa cháy
Gọi là | mô hình
Có hiệu lực từ ngày | 01/01/2025
Ghi chú | Theo cách báo chí mô tả mô hình; văn bản ban hành chưa đọc được.

# Căn cứ
Đối tượng | Tiêu chí | Tên văn bản | Ghi chú
 | | Mô tả mô hình trên báo chí | Từ 5 đến 15 hộ liền kề; mỗi hộ có bình chữa cháy và dụng cụ phá dỡ.
tổ liên gia | 5 | Mô tả mô hình trên báo chí | Ngõ sâu từ 50 m.

# Số liệu
Mã số liệu | Tên số liệu | Cách trả lời | Đơn vị tính
so_ho_lien_gia | Số hộ trong tổ | số đếm | hộ
so_binh_chua_chay | Số bình chữa cháy của các hộ | số đếm | bình
so_dung_cu_pha_do | Số dụng cụ phá dỡ của các hộ | số đếm | chiếc
co_chuong_lien_thong | Có chuông báo cháy liên thông, nút bấm trong và ngoài nhà | có/không |
do_sau_ngo | Độ sâu của ngõ | số lượng, số tiền | m
co_diem_chua_chay | Có điểm chữa cháy công cộng | có/không |

# Kiểm tra
Mã kiểm tra | Quy tắc | Câu hỏi khi không đúng
binh | so_binh_chua_chay <= 20 * so_ho_lien_gia | Số bình nhiều bất thường so với số hộ.

# Đối tượng
Đối tượng | Từ: năm | Từ: ngày | Đến: năm | Đến: ngày | Thời gian xét | Ghi chú
tổ liên gia | năm xét | 01/01 | năm xét | 31/12 | chờ xác nhận | Không nơi nào nêu thời gian xét.

# Tiêu chí
Đối tượng | Thuộc tiêu chí | Mã tiêu chí | Nội dung | Quy tắc | Chỉ áp dụng khi | Minh chứng
tổ liên gia | | 1 | Tổ có từ 5 đến 15 hộ liền kề | so_ho_lien_gia BETWEEN 5 AND 15 | | Quyết định thành lập tổ
tổ liên gia | | 2 | Phương tiện của mỗi hộ | | |
tổ liên gia | 2 | 2.1 | Mỗi hộ có ít nhất một bình chữa cháy | so_binh_chua_chay >= so_ho_lien_gia | |
tổ liên gia | 2 | 2.10 | Mỗi hộ có ít nhất một dụng cụ phá dỡ | so_dung_cu_pha_do >= so_ho_lien_gia | |
tổ liên gia | | 3 | Chuông báo cháy liên thông giữa các hộ | co_chuong_lien_thong | |
tổ liên gia | | 5 | Ngõ sâu từ 50 m có điểm chữa cháy công cộng | co_diem_chua_chay | do_sau_ngo >= 50 | Sơ đồ ngõ⏎Biên bản kiểm tra

# Mức
Đối tượng | Mã mức | Tên mức | Quy tắc | Ghi chú
tổ liên gia | an_toan | Tổ liên gia an toàn | all_met | Đủ mọi nội dung của mô hình.
"""

# A sheet of 100 points in every way of scoring; where the classes begin stands in no source we read.
POINTS_SHEET = """
# Thông tin chung
Mã phong trào | mau-bang-diem
Phiên bản | Mẫu 2025
Tên bộ tiêu chí | Phân loại phong trào theo bảng điểm
Gọi là | phong trào
Cơ quan ban hành | Ban Chỉ đạo tỉnh Mẫu
Có hiệu lực từ ngày | 01/01/2025

# Căn cứ
Tên văn bản | Ngày | Điều khoản
Hướng dẫn số 01/HD-BCĐ của Ban Chỉ đạo tỉnh Mẫu | 05/01/2025 | mục II

# Số liệu
Mã số liệu | Tên số liệu | Cách trả lời | Đơn vị tính | Các lựa chọn | Ai nắm số liệu | Tính số của ai
diem_nghi_quyet | Nghị quyết, kế hoạch năm | văn bản | | | |
diem_ho | Số hộ đang cư trú | số đếm | hộ | | |
diem_ho_dang_ky | Số hộ đăng ký | số đếm | hộ | | |
diem_xep_loai | Xếp loại lực lượng nòng cốt | chọn một | | tốt⏎khá⏎trung bình | |
diem_so_vu_chay | Số vụ cháy | số đếm | vụ | | police | cơ quan phụ trách

# Đối tượng
Đối tượng | Từ: năm | Từ: ngày | Đến: năm | Đến: ngày | Tổng điểm
thôn | năm xét | 01/01 | năm xét | 31/12 | 100

# Tiêu chí
Mã tiêu chí | Thuộc tiêu chí | Nội dung | Quy tắc | Điểm tối đa | Cách tính điểm | Trừ điểm theo | Mỗi lần trừ
I | | Chỉ đạo | | 26 | | |
I.1 | I | Có nghị quyết, kế hoạch trong quý I | diem_nghi_quyet AND diem_nghi_quyet.date <= deadline('03-31') | 10 | | |
I.2 | I | Chất lượng chỉ đạo | | 16 | ban chỉ đạo chấm | |
II | | Tỷ lệ hộ đăng ký | | 30 | diem_ho_dang_ky * 30 / diem_ho | |
III | | Lực lượng nòng cốt | | 20 | if(diem_xep_loai = 'tốt', 20, if(diem_xep_loai = 'khá', 12.5, 5)) | |
IV | | Phòng cháy, chữa cháy | | 24 | | diem_so_vu_chay | 6

# Mức
Mã mức | Tên mức | Tình trạng | Chờ ngưỡng của
trung_binh | Trung bình | chờ xác nhận | tổng điểm
kha | Khá | chờ xác nhận | tổng điểm
xuat_sac | Xuất sắc | chờ xác nhận | tổng điểm
"""

YEAR = 2025
HELD = MeetingRecord(date(2025, 12, 1), 12, 11, 11)
Answers = Mapping[str, str]


@dataclass(frozen=True)
class Office:
    """A commune's office with invented units below it."""

    officer: User
    commune: Unit
    client: Client

    def said(self, name: str, *arguments: object) -> str:
        """A page as the officer reads it."""
        answer = self.client.get(reverse(name, args=arguments))
        assert answer.status_code == 200, name
        return str(answer.content.decode())


@pytest.fixture
def office() -> Office:
    commune = make_commune(areas=3, name="Mẫu Lạ")
    rows = [NewUnit(f"Mẫu {at}", UnitKind.TO_LIEN_GIA) for at in (1, 2, 3)]
    units_create_many(by=None, rows=rows, parent=commune.pk, is_sample=True)
    officer = make_office(commune)
    return Office(officer, commune, signed_in(officer))


def draft(text: str) -> Rulebook:
    """What becomes of the filled form."""
    return rulebook_draft(by=None, content=read_rulebook_workbook(filled(text)))


def open_cycle(office: Office, rulebook: Rulebook, answers: Sequence[Answers]) -> Cycle:
    """A cycle in which every unit registered and gave its answers, by the words people type."""
    cycle = cycle_open(by=office.officer, rulebook=rulebook, year=YEAR, scope=office.commune)
    dossiers = dossiers_of(cycle)
    acts.register(by=office.officer, dossiers=dossiers, on=date(2025, 1, 20))
    figures = compiled(rulebook).figures
    cells = [
        Cell(dossier, key, read(figures[key].answer, typed, choices=figures[key].choices))
        for dossier, typed_by_key in zip(dossiers, answers, strict=True)
        for key, typed in typed_by_key.items()
    ]
    figures_report(by=office.officer, cells=cells, reported_by="Tổ trưởng", channel=Channel.PHONE)
    return cycle


def review_all(office: Office, cycle: Cycle, words: Sequence[CommitteeWord] = ()) -> list[Dossier]:
    acts.self_assess(by=typist_of(office.officer), dossiers=dossiers_of(cycle), meeting=HELD)
    acts.submit(by=office.officer, dossiers=dossiers_of(cycle))
    acts.review(by=office.officer, dossiers=dossiers_of(cycle), meeting=HELD, words=words)
    return dossiers_of(cycle)


def decide_on(office: Office, cycle: Cycle, dossiers: Sequence[Dossier], *, recognised: int) -> Decision:
    """The chair recognises the first ones; the registry clerk numbers the paper."""
    decision = decide(
        by=office.officer, cycle=cycle, judge=office.commune, dossiers=dossiers,
        recognise=frozenset(dossier.pk for dossier in dossiers[:recognised]),
        signing=Signing("Ủy ban nhân dân xã Mẫu Lạ", "Chủ tịch"),
    )  # fmt: skip
    return decision_number(by=office.officer, decision=decision, number="09/QĐ-UBND", signed_on=date(2025, 12, 15))


def dossiers_of(cycle: Cycle) -> list[Dossier]:
    return list(Dossier.objects.filter(cycle=cycle).select_related("cycle__rulebook").order_by("position"))


def states(cycle: Cycle) -> list[str]:
    return [dossier.state for dossier in dossiers_of(cycle)]


def certificates(office: Office, decision: Decision) -> bytes:
    answer = office.client.get(reverse("decision_certificates", args=[decision.pk]))
    content = b"".join(answer) if answer.streaming else answer.content
    assert content.startswith(b"%PDF")
    return content


# ---------------------------------------------------------------- groups of households against fire


def group(households: int, extinguishers: int, **others: str) -> Answers:
    counted = {"so_ho_lien_gia": str(households), "so_binh_chua_chay": str(extinguishers)}
    usual = {"so_dung_cu_pha_do": str(households), "co_chuong_lien_thong": "có", "do_sau_ngo": "12,5"}
    return counted | usual | others


def test_groups_of_households_are_judged_and_recognised_by_a_workbook_alone(office: Office) -> None:
    rulebook = rulebook_issue(by=None, rulebook=draft(FAMILY_GROUPS))
    answers = [group(5, 5), group(15, 15, do_sau_ngo="50", co_diem_chua_chay="có"), group(16, 16)]
    cycle = open_cycle(office, rulebook, answers)
    dossiers = review_all(office, cycle)
    decision = decide_on(office, cycle, dossiers, recognised=2)
    assert states(cycle) == [DossierState.RECOGNISED, DossierState.RECOGNISED, DossierState.NOT_RECOGNISED]
    assert len(certificates(office, decision)) > 10_000
    shown = office.said("decision", decision.pk)
    assert "Tổ liên gia an toàn" in shown
    assert "minh hoạ" in shown.lower()


def test_one_extinguisher_short_fails_and_a_deep_alley_asks_for_more(office: Office) -> None:
    rulebook = rulebook_issue(by=None, rulebook=draft(FAMILY_GROUPS))
    answers = [group(6, 5), group(7, 7, do_sau_ngo="50"), group(8, 8)]
    cycle = open_cycle(office, rulebook, answers)
    short, deep, fine = dossiers_of(cycle)
    pages = [office.said("dossier", dossier.pk) for dossier in (short, deep, fine)]
    assert "5" in pages[0]
    assert "Ngõ sâu từ 50 m có điểm chữa cháy công cộng" in pages[1]
    standings = [dossier.standings.get(basis="self") for dossier in (short, deep, fine)]
    assert [standing.verdict for standing in standings] == ["not_met", "unknown", "met"]


def test_its_page_says_that_nobody_says_when_they_are_judged(office: Office) -> None:
    rulebook = draft(FAMILY_GROUPS)
    assert rulebook.to_confirm_count == 1
    assert compiled(rulebook).to_confirm() == ("family_group.window",)


# ---------------------------------------------------------------- a sheet of 100 points


def village(households: int, registered: int, force: str, fires: str) -> Answers:
    return {
        "diem_nghi_quyet": "15/02/2025",
        "diem_ho": str(households),
        "diem_ho_dang_ky": str(registered),
        "diem_xep_loai": force,
        "diem_so_vu_chay": fires,
    }


def with_cut_offs(office: Office, rulebook: Rulebook) -> Rulebook:
    """The administrator enters where the classes begin, each with its source, and issues what came of it."""
    source = Citation("Hướng dẫn số 02/HD-BCĐ của Ban Chỉ đạo tỉnh Mẫu", date(2025, 1, 10), "mục III")
    levels = {"trung_binh": 50, "kha": 70, "xuat_sac": 90}
    given = [
        Confirmation(f"residential_area.levels.{code}", source, at_least=Decimal(least))
        for code, least in levels.items()
    ]
    settled = rulebook_confirm(
        by=make_user(Role.ADMINISTRATOR, office.commune.pk), rulebook=rulebook, confirmations=given
    )
    return rulebook_issue(by=None, rulebook=settled)


def test_classes_by_points_are_decided_once_their_cut_offs_have_a_source(office: Office) -> None:
    rulebook = with_cut_offs(office, draft(POINTS_SHEET))
    answers = [
        village(100, 100, "tốt", "0"),  # 10 + 30 + 20 + 24 and the committee's points
        village(219, 153, "khá", "2"),  # 10 + 20,96 + 12,5 + 12
        village(100, 10, "trung bình", "5"),  # 10 + 3 + 5 + 0
    ]
    cycle = open_cycle(office, rulebook, answers)
    dossiers = review_all(office, cycle, [CommitteeWord("I.2", points="16")])
    decision = decide_on(office, cycle, dossiers, recognised=2)
    assert states(cycle) == [DossierState.RECOGNISED, DossierState.RECOGNISED, DossierState.NOT_RECOGNISED]
    granted = Recognition.objects.filter(decision=decision, granted=True)
    assert sorted(recognition.level for recognition in granted) == ["kha", "xuat_sac"]
    certificates(office, decision)
    assert "71,46/100 điểm: mức “Khá”" in office.said("dossier", dossiers[1].pk)


def test_nobody_is_given_a_class_while_its_cut_off_has_no_source(office: Office) -> None:
    rulebook = rulebook_issue(by=None, rulebook=draft(POINTS_SHEET))
    cycle = open_cycle(office, rulebook, [village(100, 100, "tốt", "0")] * 3)
    dossiers = review_all(office, cycle, [CommitteeWord("I.2", points="16")])
    assert {dossier.standings.get(basis="review").verdict for dossier in dossiers} == {"unknown"}


def test_an_officer_brings_the_workbook_in_through_the_pages(office: Office) -> None:
    client = signed_in(make_user(Role.PROVINCE_OFFICER, office.commune.pk))
    form = b"".join(client.get(reverse("rulebook_form")))
    assert form.startswith(b"PK")
    spoilt = SimpleUploadedFile("bang-diem.xlsx", filled(POINTS_SHEET.replace("| 24 |", "| 23 |")))
    refused = client.post(reverse("rulebook_draft"), {"file": spoilt})
    assert refused.status_code == 422
    assert "trang “Đối tượng”, ô H2" in refused.content.decode()
    sound = SimpleUploadedFile("bang-diem.xlsx", filled(POINTS_SHEET))
    kept = client.post(reverse("rulebook_draft"), {"file": sound}, follow=True)
    assert "Phân loại phong trào theo bảng điểm" in kept.content.decode()
    drafted = Rulebook.objects.get(programme__code="mau-bang-diem")
    assert drafted.content_hash == read_rulebook_workbook(filled(POINTS_SHEET)).content_hash
    workbook = b"".join(client.get(reverse("rulebook_file", args=[drafted.pk, "xlsx"])))
    assert read_rulebook_workbook(workbook).content_hash == drafted.content_hash


def test_points_that_do_not_make_100_are_told_by_their_cell() -> None:
    with pytest.raises(InputProblems) as refused:
        read_rulebook_workbook(filled(POINTS_SHEET.replace("| 24 |", "| 23 |")))
    (problem,) = refused.value.problems
    assert problem.place.startswith("trang “Đối tượng”, ô H2")


def test_both_programmes_judge_the_kinds_they_name() -> None:
    kinds = [tuple(read_rulebook_workbook(filled(text)).subjects) for text in (FAMILY_GROUPS, POINTS_SHEET)]
    assert kinds == [(SubjectKind.FAMILY_GROUP,), (SubjectKind.RESIDENTIAL_AREA,)]


@pytest.mark.parametrize(
    ("part", "key", "model", "field"),
    [
        (None, "programme", Programme, "code"),
        (None, "name", Programme, "name"),
        (None, "name", Rulebook, "name"),
        (None, "version", Rulebook, "version"),
        ("FigureShape", "name", FigureDefinition, "name"),
        ("FigureShape", "unit", FigureDefinition, "unit_of_measure"),
        ("FigureShape", "choices", FigureValue, "word"),
        ("LevelShape", "code", Standing, "level"),
        ("LevelShape", "code", Recognition, "level"),
        ("CriterionShape", "code", CommitteeAnswer, "criterion"),
        ("CheckShape", "code", CheckAnswer, "check_code"),
        ("CheckShape", "message", CheckAnswer, "question"),
    ],
)
def test_what_a_rulebook_may_say_fits_into_its_column(
    part: str | None, key: str, model: type[Model], field: str
) -> None:
    schema = json_schema()
    said = (schema["$defs"][part] if part else schema)["properties"][key]
    said = said.get("items", said)
    allowed = said.get("maxLength") or 1 + int(re.findall(r"\{0,(\d+)\}", said["pattern"])[-1])
    assert allowed <= model._meta.get_field(field).max_length
