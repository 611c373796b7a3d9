"""Bad input through the pages and the commands: what is wrong, where, what to do about it, and nothing is changed."""

import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from binhyen.accounts.models import User
from binhyen.audit.models import LogEntry
from binhyen.config.cli import run
from binhyen.dossiers.models import Cycle, Dossier
from binhyen.dossiers.services.acts import register
from binhyen.figures.models import FigureValue
from binhyen.kernel.kinds import UnitKind
from binhyen.papers.models import Paper
from binhyen.programmes.models import Rulebook
from binhyen.programmes.services import rulebook_import, rulebook_issue
from binhyen.sheets.writing import Sheet, workbook
from binhyen.units.models import Unit
from binhyen.units.services import NewUnit, unit_create, units_create_many
from tests.builders import dossiers_of, make_cycle, make_office

pytestmark = [pytest.mark.django_db, pytest.mark.database]

RULEBOOK = """
programme: mau-nhap
version: "1"
name: Phong trào Mẫu
word: phong trào
basis:
  - {title: Văn bản Mẫu, date: 2020-01-01}
valid_from: 2020-01-01
figures:
  ho_cu_tru: {name: Số hộ đang cư trú, answer: count, unit: hộ}
  ho_dang_ky: {name: Số hộ đăng ký, answer: count, unit: hộ}
subjects:
  residential_area:
    window: {from: {year: -1, day: "11-01"}, to: {year: 0, day: "10-31"}}
    criteria:
      - {code: "1", text: Tất cả các hộ đăng ký, rule: ho_dang_ky = ho_cu_tru AND ho_cu_tru > 0}
    levels:
      - {code: dat, name: Đạt tiêu chuẩn, rule: all_met}
"""
# Two areas of one name: a thôn and a tổ dân phố.
AREAS = (("An", UnitKind.THON), ("Đông", UnitKind.THON), ("Đông", UnitKind.TO_DAN_PHO))
HEAD = ("Đơn vị", "ho_cu_tru", "Số hộ đăng ký")
# Digits in the shape of an identity number; nobody's, the province 096 has no ward with that series.
IDENTITIES = ("096099000001", "096099000002", "096099000003")


@dataclass(frozen=True)
class Year:
    """An open cycle whose areas have registered, and the person who types for them."""

    office: User
    commune: Unit
    cycle: Cycle

    @property
    def client(self) -> Client:
        client = Client()
        client.force_login(self.office)
        return client

    @property
    def dossiers(self) -> list[Dossier]:
        return dossiers_of(self.cycle)


@pytest.fixture
def year() -> Year:
    commune = unit_create(by=None, name="Mẫu N", kind=UnitKind.XA, parent=None, is_sample=True)
    rows = [NewUnit(name, kind) for name, kind in AREAS]
    units_create_many(by=None, rows=rows, parent=commune.pk, is_sample=True)
    office = make_office(commune)
    rulebook = rulebook_issue(by=None, rulebook=rulebook_import(by=None, text=RULEBOOK))
    cycle = make_cycle(by=office, commune=commune, rulebook=rulebook)
    register(by=office, dossiers=dossiers_of(cycle), on=date(2021, 1, 12))
    return Year(office, commune, cycle)


def counts() -> tuple[int, ...]:
    """How many rows there are of everything that the doors below could write."""
    return tuple(model.objects.count() for model in (LogEntry, FigureValue, Paper, Dossier, Unit, Rulebook))


def workbook_of(*rows: tuple[object, ...], head: tuple[str, ...] = HEAD) -> bytes:
    return workbook([Sheet("Số liệu", head, rows)])  # type: ignore[arg-type]


def import_command(year: Year, path: Path) -> list[str]:
    return ["import-figures", str(path), "--as-of", "2021-10-31", "--by", year.office.username]


def send(year: Year, content: bytes, name: str = "so-lieu.xlsx", **fields: str) -> Any:
    """The import page with a file."""
    file = SimpleUploadedFile(name, content)
    typed = {"kind": "residential_area", "reported_by": "Trưởng thôn", "channel": "file", "file": file} | fields
    return year.client.post(reverse("figures_import", args=[year.cycle.pk]), typed)


def go_on(year: Year, **fields: str) -> Any:
    """The import page with the table that the page before it carried."""
    typed = {"kind": "residential_area", "reported_by": "Trưởng thôn", "channel": "file"} | fields
    return year.client.post(
        reverse("figures_import", args=[year.cycle.pk]), {name: each for name, each in typed.items() if each}
    )


def words(response: Any) -> str:
    return response.content.decode().replace("&#x27;", "'").replace("&quot;", '"')


BAD_TABLES: dict[str, tuple[bytes, str, tuple[str, ...]]] = {
    "text where a number belongs": (
        workbook_of(("Thôn An", "nhiều", 5)), "so-lieu.xlsx",
        ("cần một con số", "ô B2, trang tính 'Số liệu'", "ví dụ 2412 hoặc 2.412"),
    ),
    "a percentage where a count belongs": (
        workbook_of(("Thôn An", 80, "94,7 %")), "so-lieu.xlsx",
        ("Phần trăm ở chỗ của số đếm", "ô C2, trang tính 'Số liệu'", "hệ thống tự tính tỷ lệ"),
    ),
    "half a household": ("Đơn vị;ho_cu_tru\nThôn An;0,5\n".encode(), "so-lieu.csv", ("Phần trăm ở chỗ của số đếm", "dòng 2, cột 2", "Nhập hai số đếm")),
    "fewer than none": ("Đơn vị;ho_cu_tru\nThôn An;-3\n".encode(), "so-lieu.csv", ("không thể nhỏ hơn 0", "dòng 2, cột 2", "từ 0 trở lên")),
    "a unit that does not exist": (
        workbook_of(("Thôn Xa Lạ", 80, 80)), "so-lieu.xlsx",
        ("Không có đơn vị “Thôn Xa Lạ”", "ô A2, trang tính 'Số liệu'", "Có phải"),
    ),
    "a name of two units": (
        workbook_of(("Đông", 80, 80)), "so-lieu.xlsx",
        ("Thôn Đông", "Tổ dân phố Đông", "ô A2, trang tính 'Số liệu'", "Ghi đầy đủ cả loại và tên"),
    ),
    "a unit in two rows": (
        workbook_of(("Thôn An", 80, 80), ("An", 81, 81)), "so-lieu.xlsx",
        ("Thôn An có hai dòng", "ô A3, trang tính 'Số liệu'", "Giữ lại một dòng"),
    ),
    "a figure in two columns": (
        workbook_of(("Thôn An", 80, 79), head=("Đơn vị", "ho_cu_tru", "Số hộ đang cư trú")), "so-lieu.xlsx",
        ("có hai cột", "cột C, trang tính 'Số liệu'", "Giữ lại một cột"),
    ),
    "no column of units": ("Tên gì đó;ho_cu_tru\nThôn An;1\n".encode(), "so-lieu.csv", ("Không thấy cột tên đơn vị", "dòng tiêu đề", "“Đơn vị”")),
    "no column of figures": ("Đơn vị;Gì đó\nThôn An;1\n".encode(), "so-lieu.csv", ("Không thấy cột số liệu", "dòng tiêu đề", "Tải tệp mẫu")),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"0" * 99, "so-lieu.xlsx", ("ảnh PNG", "Dùng tệp .xlsx")),
    "a paper": (b"%PDF-1.7 x", "so-lieu.pdf", ("tệp PDF", "Dùng tệp .xlsx")),
    "a web page called a workbook": (b"<html><table><tr><td>1", "so-lieu.xls", ("trang web", "lưu lại dưới dạng .xlsx")),
    "a broken workbook": (workbook_of(("Thôn An", 1, 1))[:900], "so-lieu.xlsx", ("hỏng", ".xlsx")),
    "nothing": (b"  \n", "so-lieu.csv", ("", "Chọn")),
    "letters of the old encodings": ("Đơn vị;ho_cu_tru\nThôn Đ;1\n".encode("cp1258", "replace") + b"\xff", "so-lieu.csv", ("UTF-8", "dòng", "CSV UTF-8")),
    "a mark of secrecy in its name": (workbook_of(("Thôn An", 1, 1)), "Báo cáo (MẬT).xlsx", ("độ mật", "tên tệp", "bí mật nhà nước")),
    "a mark of secrecy above its rows": ("TỐI MẬT;;\nĐơn vị;ho_cu_tru;ho_dang_ky\nThôn An;1;1\n".encode(), "so-lieu.csv", ("độ mật", "tiêu đề", "bí mật nhà nước")),
}  # fmt: skip

# Where a command has to refuse, the page asks: the person says what the columns are, or takes another file.
ASKED: dict[str, tuple[str, ...]] = {
    "no column of units": ("Chưa rõ cột nào là “Đơn vị”.", "dòng tiêu đề", "Chọn ý nghĩa của từng cột", "Cột A: Tên gì đó"),
    "no column of figures": ("Chưa rõ cột nào là số liệu.", "dòng tiêu đề", "Chọn ý nghĩa của từng cột", "Cột B: Gì đó", "Tải tệp mẫu"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_TABLES)
def test_a_bad_table_is_refused_on_the_page_with_place_and_cure(year: Year, case: str) -> None:
    content, name, told = BAD_TABLES[case]
    told, before = ASKED.get(case, told), counts()
    for fields in ({}, {"confirm": "1"}):
        response = send(year, content, name, **fields)
        assert response.status_code == 422
        assert [part for part in told if part not in words(response)] == []
    assert counts() == before


@pytest.mark.parametrize(("content", "name", "told"), BAD_TABLES.values(), ids=BAD_TABLES.keys())
def test_a_bad_table_is_refused_by_the_command_with_place_and_cure(
    year: Year, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, name: str, told: tuple[str, ...]
) -> None:
    path, before = tmp_path / name, counts()
    path.write_bytes(content)
    assert run(import_command(year, path)) == 1
    said = capsys.readouterr().err
    assert [part for part in told if part not in said] == []
    assert counts() == before


PERSONAL: dict[str, tuple[str, tuple[object, ...]]] = {
    "told by its header": ("Số CCCD", ("", "", "")),
    "told by its digits": ("Cột thêm", IDENTITIES),
    "a header in another dress": ("so_cccd", IDENTITIES),
}


@pytest.mark.parametrize(("header", "digits"), PERSONAL.values(), ids=PERSONAL.keys())
def test_a_column_of_identity_numbers_leaves_no_trace_and_the_rest_goes_on(
    year: Year, header: str, digits: tuple[str, ...], caplog: pytest.LogCaptureFixture
) -> None:
    names = ("Thôn An", "Thôn Đông", "Tổ dân phố Đông")
    rows = [(name, 10, 10, digit) for name, digit in zip(names, digits, strict=True)]
    before = counts()
    with caplog.at_level("DEBUG"):
        refused = send(year, workbook_of(*rows, head=(*HEAD, header)), confirm="1")
    assert refused.status_code == 422
    assert all(
        part in words(refused) for part in ("cột D, trang tính 'Số liệu'", "tùy thân", "Bỏ các cột này và tiếp tục")
    )
    assert not any(digit in words(refused) + caplog.text for digit in digits if digit)
    assert counts() == before
    shown = go_on(year, bang=refused.context["step"].carried, confirm="")
    assert shown.status_code == 200
    assert not any(digit in words(shown) + caplog.text for digit in digits if digit)
    assert header not in words(shown)
    assert go_on(year, bang_da_ghep=shown.context["step"].carried, confirm="1").status_code == 302
    assert FigureValue.objects.count() == 6
    stored = " ".join(LogEntry.objects.values_list("payload", flat=True))
    assert not any(digit in stored + caplog.text for digit in digits if digit)


@pytest.mark.parametrize("field", ["bang", "bang_da_ghep"])
def test_a_dropped_column_cannot_be_put_back_by_changing_what_the_page_carries(year: Year, field: str) -> None:
    refused = send(year, workbook_of(("Thôn An", 1, 1, "x"), head=(*HEAD, "Số CCCD")))
    before = counts()
    response = go_on(year, **{field: refused.context["step"].carried[:-2] + "xx"}, confirm="1")
    assert response.status_code == 422
    assert "Chọn lại tệp" in words(response)
    assert counts() == before


def test_a_dropped_column_cannot_be_put_back_by_saying_what_it_means(year: Year) -> None:
    refused = send(year, workbook_of(("Thôn An", 1, 1, 7), head=(*HEAD, "Số CCCD")))
    said = {"cot-0": "unit", "cot-1": "ho_cu_tru", "cot-3": "ho_dang_ky"}
    assert go_on(year, bang=refused.context["step"].carried, **said, confirm="1").status_code == 302
    assert [(value.figure.key, value.number) for value in FigureValue.objects.select_related("figure")] == [
        ("ho_cu_tru", 1)
    ]


def test_the_command_asks_who_stands_for_the_typing_where_two_people_could(
    year: Year, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, before = tmp_path / "so-lieu.xlsx", counts()
    path.write_bytes(workbook_of(("Thôn An", 10, 10)))
    assert run(["import-figures", str(path), "--as-of", "2021-10-31"]) == 1
    said = capsys.readouterr().err
    assert all(part in said for part in ("Cần biết ai đứng tên nhập số liệu", "Thêm --by và tên đăng nhập"))
    assert counts() == before


def test_the_command_offers_to_drop_a_column_of_identity_numbers(
    year: Year, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, before = tmp_path / "so-lieu.xlsx", counts()
    path.write_bytes(workbook_of(("Thôn An", 10, 10, IDENTITIES[0]), head=(*HEAD, "Số căn cước")))
    command = import_command(year, path)
    assert run(command) == 1
    said = capsys.readouterr().err
    assert "cột D, trang tính 'Số liệu'" in said
    assert "--drop-refused" in said
    assert IDENTITIES[0] not in said
    assert counts() == before
    assert run([*command, "--drop-refused"]) == 0
    assert FigureValue.objects.count() == 2


def test_a_pasted_range_is_looked_at_like_a_file(year: Year) -> None:
    before = counts()
    pasted = "Đơn vị\tho_cu_tru\tĐiện thoại\nThôn An\t10\t0912000001"
    fields = {"kind": "residential_area", "reported_by": "x", "channel": "file", "pasted": pasted, "confirm": "1"}
    response = year.client.post(reverse("figures_import", args=[year.cycle.pk]), fields)
    assert response.status_code == 422
    assert "điện thoại của cá nhân" in words(response)
    assert "0912000001" not in words(response)
    assert counts() == before


class Zeros(io.RawIOBase):
    """A body of so many bytes that takes no memory."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int = -1) -> bytes:
        piece = self.left if size < 0 else min(size, self.left)
        self.left -= piece
        return bytes(piece)


def test_a_file_of_200_megabytes_is_refused_with_the_limit_and_a_cure(year: Year) -> None:
    size, before = 200 * 1024 * 1024, counts()
    response = year.client.post(
        reverse("figures_import", args=[year.cycle.pk]), data=b"", content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(size), **{"wsgi.input": Zeros(size)},
    )  # fmt: skip
    assert response.status_code == 413
    assert all(part in words(response) for part in ("Tệp quá lớn", "20\u00a0MB", "tách theo đơn vị"))
    assert counts() == before


def test_the_command_refuses_200_megabytes_without_reading_them(
    year: Year, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, before = tmp_path / "so-lieu.xlsx", counts()
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    assert run(import_command(year, path)) == 1
    said = capsys.readouterr().err
    assert all(part in said for part in ("200 MB", "20 MB", "Chia tệp"))
    assert counts() == before


CELLS: dict[str, tuple[str, tuple[str, ...]]] = {
    "text": ("nhiều", ("cần một con số", "ví dụ 2412 hoặc 2.412")),
    "a percentage": ("94,7 %", ("Phần trăm ở chỗ của số đếm", "hệ thống tự tính tỷ lệ")),
    "a decimal point": ("2.4", ("cần một con số", "ví dụ 2412 hoặc 2.412")),
}


@pytest.mark.parametrize(("typed", "told"), CELLS.values(), ids=CELLS.keys())
@pytest.mark.parametrize("page", ["grid", "figures_form"])
def test_one_bad_cell_keeps_the_whole_form_from_being_stored_and_stays_as_typed(
    year: Year, page: str, typed: str, told: tuple[str, ...]
) -> None:
    first = year.dossiers[0]
    where = [year.cycle.pk, "residential_area"] if page == "grid" else [first.pk]
    fields = {f"v:{first.pk}:ho_cu_tru": "80", f"v:{first.pk}:ho_dang_ky": typed, f"n:{first.pk}:ho_cu_tru": "1/BC"}
    before = counts()
    response = year.client.post(reverse(page, args=where), fields | {"reported_by": "x", "channel": "phone"})
    assert response.status_code == 422
    stays, leads = (
        f'id="o0-0" name="v:{first.pk}:ho_dang_ky" value="{typed}"',
        f'href="#o0-0">{first.unit_name}, Số hộ đăng ký</a>',
    )
    assert [part for part in (leads, stays, *told) if part not in words(response)] == []
    assert counts() == before


TEXTS: dict[str, tuple[str, str]] = {
    "an identity number": ("Bổ sung theo người có số 096099000001", "tùy thân"),
    "a mobile number": ("Gọi 0912 000 001 để hỏi", "điện thoại của cá nhân"),
    "a mark of secrecy": ("Theo báo cáo TỐI MẬT", "độ mật"),
}


@pytest.mark.parametrize(("typed", "told"), TEXTS.values(), ids=TEXTS.keys())
def test_what_the_product_does_not_hold_is_refused_in_every_line_that_people_type(
    year: Year, typed: str, told: str
) -> None:
    first, before = year.dossiers[0], counts()
    cell = {f"v:{first.pk}:ho_cu_tru": "80", "reported_by": "x", "channel": "phone"}
    meeting = {"held_on": "05/11/2021", "form": "meeting", "invited": "9", "present": "8", "agreed": "7"}
    form, act = reverse("figures_form", args=[first.pk]), reverse("dossier_act", args=[first.pk, "tu-danh-gia"])
    doors: list[tuple[str, dict[str, str]]] = [
        (form, cell | {"reported_by": typed}),
        *((form, cell | {f"n:{first.pk}:ho_cu_tru": "1/BC"} | {f"{kind}:{first.pk}:ho_cu_tru": typed}) for kind in "nik"),
        *((act, meeting | {name: typed}) for name in ("number", "place_kept")),
    ]  # fmt: skip
    for address, fields in doors:
        response = year.client.post(address, fields)
        assert response.status_code == 422, fields
        assert told in words(response), fields
    assert counts() == before


@pytest.mark.parametrize("name", ["Hộ ông Mẫu", "Gia đình Mẫu", "Mẫu 0912000001"])
def test_a_household_or_a_person_is_never_a_unit(year: Year, name: str) -> None:
    before = counts()
    fields = {"name": name, "kind": "to_lien_gia", "parent": str(year.commune.pk)}
    response = year.client.post(reverse("unit_new"), fields)
    assert response.status_code == 422
    assert counts() == before


BAD_RULEBOOKS: dict[str, tuple[str, tuple[str, ...]]] = {
    "an unknown figure": (RULEBOOK.replace("ho_dang_ky = ho", "ho_dang_kyy = ho"), ("ho_dang_kyy", "dòng", "ho_dang_ky")),
    "two keys": (RULEBOOK + 'version: "2"\n', ("hai lần", "dòng", "giữ một lần")),
    "a figure about a person": (RULEBOOK.replace("Số hộ đang cư trú", "Số CCCD của chủ hộ"), ("hỏi dữ liệu về một người",)),
    "no rulebook": ("chỉ là chữ", ("",)),
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), BAD_RULEBOOKS.values(), ids=BAD_RULEBOOKS.keys())
def test_a_bad_rulebook_is_told_with_its_place_on_the_page_and_by_the_command(
    year: Year, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, told: tuple[str, ...]
) -> None:
    path, before = tmp_path / "bo.yaml", counts()
    path.write_text(text, encoding="utf-8")
    page = year.client.post(reverse("rulebook_check"), {"file": SimpleUploadedFile("bo.yaml", text.encode())})
    assert page.status_code == 422
    assert run(["check-rulebook", str(path)]) == 1
    said = capsys.readouterr()
    for answer in (words(page), said.out + said.err):
        assert [part for part in told if part not in answer] == []
    assert counts() == before


def test_a_refused_import_leaves_no_file_behind(
    year: Year, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    content = workbook_of(("Thôn An", 1, 1, IDENTITIES[0]), head=(*HEAD, "Số CCCD"))
    assert send(year, content).status_code == 422
    assert list(tmp_path.iterdir()) == []
