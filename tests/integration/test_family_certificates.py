"""Certificates for families are printed from a list of which nothing is left, whatever happens on the way."""

import io
import json
import secrets
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import connection
from django.test import Client
from pypdf import PdfReader

from binhyen.accounts.roles import Role
from binhyen.audit.models import LogEntry
from binhyen.recognition.services import families
from binhyen.sheets.writing import Sheet, workbook
from binhyen.units.models import Unit, UnitVersion
from tests.builders import make_commune, make_user, signed_in
from tests.integration.traces import Watch

# Committed for good: an uncommitted row would stand in no file.
pytestmark = [pytest.mark.django_db(transaction=True)]

ADDRESS = "/giay-gia-dinh/"
LETTERS = "bcdghklmnpqrstvx"


@pytest.fixture
def watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Watch:
    return Watch(tmp_path, monkeypatch, caplog)


@pytest.fixture
def commune() -> Unit:
    return make_commune(0)


@pytest.fixture
def officer(commune: Unit) -> Client:
    return signed_in(make_user(Role.COMMUNE_OFFICER, commune.pk))


def names(count: int = 3) -> list[str]:
    """Names that stand nowhere else in the world."""
    return ["Gia đình Mẫu " + "".join(secrets.choice(LETTERS) for _ in range(12)) for _ in range(count)]


def marks(typed: Sequence[str]) -> list[str]:
    return [name.rpartition(" ")[2] for name in typed]


def form(commune: Unit, **more: object) -> dict[str, object]:
    words = {
        "unit": str(commune.pk),
        "honour": "Gia đình an toàn",
        "year": "2021",
        "place": "Mẫu P",
        "signatory": "Chủ tịch",
    }
    office = {
        "authority": "Chủ tịch Ủy ban nhân dân xã Mẫu P",
        "decision": "Quyết định số 12/QĐ-UBND",
        "given_on": "05/11/2021",
    }
    return words | office | more


def pasted(typed: Sequence[str]) -> str:
    return "STT\tTên in trên giấy\n" + "".join(f"{at}\t{name}\n" for at, name in enumerate(typed, 1))


def book(typed: Sequence[str]) -> SimpleUploadedFile:
    content = workbook([Sheet("Danh sách", ["STT", "Tên"], list(enumerate(typed, 1)))])
    return SimpleUploadedFile(f"{typed[0]}.xlsx", content)


@pytest.mark.parametrize("way", ["pasted", "file"])
def test_the_list_becomes_certificates_and_leaves_no_trace(
    commune: Unit, officer: Client, watch: Watch, way: str
) -> None:
    typed = names()
    sent = {"pasted": pasted(typed)} if way == "pasted" else {"file": book(typed)}
    answer = officer.post(ADDRESS, form(commune, **sent))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="giay-cong-nhan-gia-dinh-2021.pdf"'
    assert "no-store" in answer["Cache-Control"]
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(answer.getvalue())).pages]
    assert len(pages) == len(typed)
    assert all(mark in page and "MINH HOẠ" in page for mark, page in zip(marks(typed), pages, strict=True))
    assert watch.traces_of(marks(typed)) == []
    entry = LogEntry.objects.get(verb="family_certificates.printed")
    assert json.loads(entry.payload) == {"count": 3, "honour": "Gia đình an toàn", "year": 2021}
    assert bool(watch.started) is (way == "file")


def test_a_list_without_a_header_loses_no_family(commune: Unit, officer: Client) -> None:
    answer = officer.post(ADDRESS, form(commune, pasted="1\tGia đình Mẫu B\n2\tGia đình Mẫu C\n"))
    assert len(PdfReader(io.BytesIO(answer.getvalue())).pages) == 2


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("3\t", "Chưa có tên in trên giấy"),
        ("ba\tGia đình Mẫu D", "Chưa có số thứ tự"),
        ("3\tGia đình Mẫu D 001090123456", "không lưu loại thông tin này"),
        ("3\tGia đình Mẫu D\t0912345678", "chỉ nhận hai cột"),
        ("3\tGia đình Mẫu \U0001f33e", "không có ký tự"),
    ],
)
def test_a_broken_line_is_told_by_its_place_and_leaves_no_trace(
    commune: Unit, officer: Client, watch: Watch, line: str, said: str
) -> None:
    typed = names(2)
    answer = officer.post(ADDRESS, form(commune, pasted=pasted(typed) + line + "\n"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert not any(mark in page for mark in [*marks(typed), "0912345678", "001090123456"])
    assert watch.traces_of(marks(typed)) == []


def test_a_writer_that_fails_says_so_and_leaves_no_trace(
    commune: Unit, officer: Client, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = names()

    def failing(pages: Sequence[object], **_: object) -> bytes:
        raise RuntimeError(f"cannot set {pages!r} {typed}")

    monkeypatch.setattr(families, "render", failing)
    answer = officer.post(ADDRESS, form(commune, pasted=pasted(typed)))
    assert answer.status_code == 409
    assert "Không in được giấy công nhận" in answer.content.decode()
    assert not any(mark in answer.content.decode() for mark in marks(typed))
    assert watch.traces_of(marks(typed)) == []
    assert not LogEntry.objects.filter(verb="family_certificates.printed").exists()


def test_a_file_beyond_memory_is_refused_and_never_spooled(
    commune: Unit, officer: Client, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    spooled: list[object] = []
    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", lambda *told, **more: spooled.append(told))
    typed = names(1)
    large = SimpleUploadedFile("danh-sach.csv", (typed[0] + "\n").encode() * 100_000)
    answer = officer.post(ADDRESS, form(commune, file=large))
    assert answer.status_code == 413
    assert "lớn hơn giới hạn 2" in answer.content.decode()
    assert not spooled
    assert watch.traces_of(marks(typed)) == []


def test_nobody_prints_for_a_commune_of_others(commune: Unit) -> None:
    stranger = signed_in(make_user(Role.COMMUNE_OFFICER, make_commune(0, name="Mẫu Q").pk))
    assert stranger.post(ADDRESS, form(commune, pasted=pasted(names(1)))).status_code == 422
    reader = signed_in(make_user(Role.INSPECTOR, commune.pk))
    assert reader.post(ADDRESS, form(commune, pasted=pasted(names(1)))).status_code == 404


def test_the_search_finds_what_is_left_behind(commune: Unit, watch: Watch, tmp_path: Path) -> None:
    row, file, told = marks(names())
    UnitVersion.objects.filter(unit=commune).update(legal_act=f"Quyết định {row}")
    (tmp_path / "spooled.upload").write_text(file, encoding="utf-16-le")
    subprocess.run(["true", told], check=True)
    assert all(watch.traces_of([mark]) for mark in (row, file, told))
    assert any(path.startswith(connection.settings_dict["NAME"]) for path in watch.traces_of([row]))
