"""Papers from the pages of a year: for Word, for a spreadsheet, certificates, drafts; and what they must not say."""

import io
import re
import zipfile
from typing import Any
from urllib.parse import urlsplit

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from binhyen.dossiers.models import Dossier
from binhyen.dossiers.selectors.drafts import DRAFTS
from binhyen.dossiers.selectors.scope import SeenCycle
from binhyen.dossiers.selectors.sittings import SITTING_PAPERS, sittings_of
from binhyen.recognition.models import Decision
from tests.builders import (
    decide_all,
    dossiers_of,
    hand_in,
    load_tables,
    make_commune,
    make_cycle,
    make_office,
    register,
    report,
    review,
)
from tests.unit.rendering.paper_builders import codes_on, text_of

pytestmark = [pytest.mark.django_db]


class Decided:
    """A commune of villages whose year is decided: the first are recognised."""

    def __init__(self, areas: int = 3, passing: int = 2) -> None:
        load_tables()
        self.commune = make_commune(areas)
        self.office = make_office(self.commune)
        self.cycle = make_cycle(by=self.office, commune=self.commune)
        register(by=self.office, dossiers=dossiers_of(self.cycle))
        report(by=self.office, dossiers=dossiers_of(self.cycle), passing=passing)
        hand_in(by=self.office, dossiers=dossiers_of(self.cycle))
        review(by=self.office, dossiers=dossiers_of(self.cycle))
        self.decision = decide_all(by=self.office, cycle=self.cycle, commune=self.commune, passing=passing)
        self.client = Client()
        self.client.force_login(self.office)

    @property
    def dossier(self) -> Dossier:
        return dossiers_of(self.cycle)[0]

    def number(self) -> None:
        number = {"number": "112/QĐ-UBND", "signed_on": "05/12/2021"}
        self.client.post(reverse("decision_number", args=[self.decision.pk]), number)

    def file(self, name: str, *args: object) -> tuple[str, bytes]:
        answer = self.client.get(reverse(name, args=args))
        assert answer.status_code == 200, answer.content[:500]
        return answer["Content-Disposition"], b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def word_text(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return re.sub(r"<[^>]+>", " ", package.read("word/document.xml").decode())


def test_the_page_of_a_decision_offers_every_file() -> None:
    year = Decided()
    page = year.client.get(reverse("decision", args=[year.decision.pk])).content.decode()
    for name in ("decision_pdf", "decision_docx", "decision_xlsx", "decision_certificates"):
        assert reverse(name, args=[year.decision.pk]) in page


def test_the_word_file_is_a_draft_until_it_has_a_number() -> None:
    year = Decided()
    name, content = year.file("decision_docx", year.decision.pk)
    assert "du-thao-quyet-dinh" in name
    assert "Thôn Mẫu 1" in word_text(content)
    assert "Thôn Mẫu 3" not in word_text(content)
    year.number()
    name, content = year.file("decision_docx", year.decision.pk)
    assert "du-thao" not in name
    assert "112/QĐ-UBND" in word_text(content)


def test_the_spreadsheet_holds_the_recognised_units_and_nobody_else() -> None:
    year = Decided()
    _, content = year.file("decision_xlsx", year.decision.pk)
    cells = [cell.value for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row]
    assert "Thôn Mẫu 2" in cells
    assert "Thôn Mẫu 3" not in cells


@pytest.mark.needs("pdftoppm")
def test_each_recognised_unit_gets_a_certificate_whose_code_opens_its_verification() -> None:
    year = Decided()
    year.number()
    _, content = year.file("decision_certificates", year.decision.pk)
    pages = text_of(content)
    assert len(pages) == 2
    assert "công nhận Thôn Mẫu 1 Đạt tiêu chuẩn" in pages[0]
    assert "Quyết định số 112/QĐ-UBND ngày 05 tháng 12 năm 2021" in pages[0]
    address = codes_on(content)[0]
    first = year.decision.recognitions.get(unit_name="Thôn Mẫu 1")
    assert urlsplit(address).path == reverse("verify_recognition", args=[first.pk])
    assert "Thôn Mẫu 1" in Client().get(urlsplit(address).path).content.decode()


@pytest.mark.needs("pdftoppm")
def test_the_code_leads_to_the_public_address_where_one_is_set(settings: Any) -> None:
    settings.PUBLIC_URL = "https://anantt.example"
    year = Decided()
    _, content = year.file("decision_certificates", year.decision.pk)
    assert codes_on(content)[0].startswith("https://anantt.example/xac-minh/")


def test_one_unit_gets_its_certificate_alone() -> None:
    year = Decided()
    second = year.decision.recognitions.get(unit_name="Thôn Mẫu 2")
    name, content = year.file("decision_certificate", year.decision.pk, second.pk)
    assert "giay-cong-nhan-thon-mau-2-2021.pdf" in name
    pages = text_of(content)
    assert len(pages) == 1
    assert "Thôn Mẫu 2" in pages[0]
    refused = year.decision.recognitions.get(unit_name="Thôn Mẫu 3")
    assert year.client.get(reverse("decision_certificate", args=[year.decision.pk, refused.pk])).status_code == 404


@pytest.mark.parametrize("suffix", ["pdf", "docx"])
def test_a_sitting_has_minutes_over_all_its_units_and_a_proposal_of_those_that_qualify(suffix: str) -> None:
    year = Decided(areas=4, passing=3)
    room = year.client.get(reverse("decision_room", args=[year.cycle.pk])).content.decode()
    record = sittings_of(SeenCycle(year.cycle, year.office, year.cycle.dossiers.all()))[0].record
    texts = {}
    for slug in SITTING_PAPERS:
        assert reverse("sitting_draft", args=[year.cycle.pk, record, slug, suffix]) in room
        name, content = year.file("sitting_draft", year.cycle.pk, record, slug, suffix)
        assert f"{slug}-xa-mau-p-2021.{suffix}" in name
        texts[slug] = " ".join(text_of(content) if suffix == "pdf" else word_text(content).split())
    assert "3/4 khu dân cư đủ điều kiện đề nghị công nhận" in texts["bien-ban"]
    assert "Thôn Mẫu 4" in texts["bien-ban"]
    assert "04 khu dân cư thuộc diện, 04 khu dân cư đăng ký" in texts["to-trinh"]
    assert "Kính gửi: Chủ tịch Ủy ban nhân dân xã Mẫu P" in texts["to-trinh"]
    assert "quyết định công nhận 03 khu dân cư đạt tiêu chuẩn" in texts["to-trinh"]
    assert "Thôn Mẫu 4" not in texts["to-trinh"]


def test_papers_of_a_sitting_of_somebody_else_are_not_found() -> None:
    year, other = Decided(areas=1, passing=1), Decided(areas=1, passing=1)
    record = other.dossier.reviews.get(basis="review").pk
    for cycle in (year.cycle, other.cycle):
        address = reverse("sitting_draft", args=[cycle.pk, record, "bien-ban", "pdf"])
        assert year.client.get(address).status_code == 404
    own = year.dossier.reviews.get(basis="review").pk
    for slug, suffix in (("khong-co", "pdf"), ("bien-ban", "odt")):
        assert year.client.get(reverse("sitting_draft", args=[year.cycle.pk, own, slug, suffix])).status_code == 404


def test_a_cancelled_recognition_is_not_certified_again() -> None:
    year = Decided()
    first = year.decision.recognitions.get(unit_name="Thôn Mẫu 1")
    year.decision.recognitions.filter(pk=first.pk).update(cancelled_by=year.decision)
    alone = reverse("decision_certificate", args=[year.decision.pk, first.pk])
    assert year.client.get(alone).status_code == 409
    pages = text_of(year.file("decision_certificates", year.decision.pk)[1])
    assert len(pages) == 1
    assert "Thôn Mẫu 2" in pages[0]
    year.decision.recognitions.update(cancelled_by=year.decision)
    assert year.client.get(reverse("decision_certificates", args=[year.decision.pk])).status_code == 409


@pytest.mark.parametrize("name", ["decision_docx", "decision_xlsx", "decision_certificates"])
def test_a_decision_that_recognises_nobody_has_no_file(name: str) -> None:
    year = Decided(areas=1, passing=0)
    assert Decision.objects.count() == 1
    assert year.client.get(reverse(name, args=[year.decision.pk])).status_code == 409


@pytest.mark.parametrize("suffix", ["pdf", "docx"])
@pytest.mark.parametrize("slug", DRAFTS)
def test_every_draft_of_a_dossier_names_the_unit_and_holds_no_number_of_its_own(slug: str, suffix: str) -> None:
    year = Decided()
    name, content = year.file("dossier_draft", year.dossier.pk, slug, suffix)
    assert f"{slug}-thon-mau-1-2021.{suffix}" in name
    text = " ".join(text_of(content)) if suffix == "pdf" else " ".join(word_text(content).split())
    assert "thôn mẫu 1" in text.lower()
    assert ("Số:" in text.replace("\u00a0", " ")) == (slug == "bien-ban-xet-duyet"), "only the committee has a register"


def test_the_report_of_a_village_tells_its_figures_and_what_its_criteria_came_to() -> None:
    year = Decided()
    text = " ".join(text_of(year.file("dossier_draft", year.dossier.pk, "bao-cao-tu-danh-gia", "pdf")[1]))
    assert "từ ngày 01/11/2020 đến hết ngày 31/10/2021" in text
    assert "29/31 người có mặt tán thành (93,5 %)" in text
    assert "Kính gửi: Ủy ban nhân dân xã Mẫu P" in text
    assert "đề nghị Ủy ban nhân dân xã Mẫu P xem xét, công nhận đạt tiêu chuẩn" in text


def test_a_village_that_fails_by_its_own_figures_asks_for_nothing() -> None:
    year = Decided()
    last = dossiers_of(year.cycle)[-1]
    text = " ".join(text_of(year.file("dossier_draft", last.pk, "bao-cao-tu-danh-gia", "pdf")[1]))
    assert "→ chưa đạt" in text
    assert "ĐỀ NGHỊ" not in text


def test_a_dossier_that_is_not_registered_offers_its_registration_only() -> None:
    commune = make_commune(1)
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune)
    client = Client()
    client.force_login(office)
    page = client.get(reverse("dossier", args=[dossiers_of(cycle)[0].pk])).content.decode()
    assert "ban-dang-ky.pdf" in page
    assert "bao-cao-tu-danh-gia.pdf" not in page


@pytest.mark.parametrize(("slug", "suffix"), [("khong-co", "pdf"), ("ban-dang-ky", "odt")])
def test_a_paper_that_we_do_not_draft_is_not_found(slug: str, suffix: str) -> None:
    year = Decided(areas=1, passing=1)
    assert year.client.get(reverse("dossier_draft", args=[year.dossier.pk, slug, suffix])).status_code == 404
