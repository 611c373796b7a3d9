"""A decision whose units reached several levels: one honour in the title, each unit's own level wherever it is listed."""

import io
import re
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from binhyen.dossiers.services.deciding import decide
from binhyen.dossiers.services.reporting import Cell, figures_report
from binhyen.figures.answers import Answer as Typed
from binhyen.figures.models import Channel
from binhyen.recognition.models import Decision
from tests.builders import (
    SIGNING,
    dossiers_of,
    hand_in,
    issued,
    make_commune,
    make_cycle,
    make_office,
    register,
    review,
    signed_in,
)
from tests.unit.rendering.paper_builders import text_of

pytestmark = [pytest.mark.django_db]

RULEBOOK = """
programme: mau-nhieu-muc
version: "1"
name: Thôn Mẫu bình yên
word: mô hình
basis:
  - {title: Văn bản Mẫu, date: 2018-01-01}
valid_from: 2018-01-01
figures:
  so_vu: {name: Số vụ, answer: count, unit: vụ}
subjects:
  residential_area:
    window: {from: {year: 0, day: "01-01"}, to: {year: 0, day: "12-31"}}
    criteria:
      - {code: "1", text: Ít vụ, rule: so_vu < 5}
      - {code: "2", text: Không có vụ, rule: so_vu = 0}
    levels:
      - {code: kha, name: Khá, rule: "met('1')"}
      - {code: xuat_sac, name: Xuất sắc, rule: "met('1') AND met('2')"}
"""
TITLE = "Về việc công nhận thôn đạt yêu cầu của mô hình “Thôn Mẫu bình yên” năm 2021"


def decided(*cases: int) -> tuple[Decision, Client]:
    """The decision on villages with these numbers of cases, all recognised, and the office's browser."""
    commune = make_commune(len(cases))
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune, rulebook=issued(RULEBOOK))
    register(by=office, dossiers=dossiers_of(cycle))
    cells = [
        Cell(dossier, "so_vu", Typed(number=Decimal(number)))
        for dossier, number in zip(dossiers_of(cycle), cases, strict=True)
    ]
    figures_report(by=office, cells=cells, reported_by="Trưởng thôn", channel=Channel.PHONE)
    hand_in(by=office, dossiers=dossiers_of(cycle))
    review(by=office, dossiers=dossiers_of(cycle), words=())
    reviewed = dossiers_of(cycle)
    everybody = frozenset(dossier.pk for dossier in reviewed)
    made = decide(by=office, cycle=cycle, judge=commune, dossiers=reviewed, recognise=everybody, signing=SIGNING)
    return made, signed_in(office)


def file(client: Client, name: str, decision: Decision) -> bytes:
    return b"".join(client.get(reverse(name, args=[decision.pk])).streaming_content)  # type: ignore[attr-defined]


def test_the_title_names_the_honour_and_every_list_each_units_level() -> None:
    decision, client = decided(0, 2)
    assert decision.title == TITLE
    page = client.get(reverse("decision", args=[decision.pk])).content.decode()
    assert re.findall(r"<small>(Khá|Xuất sắc) ·", page) == ["Xuất sắc", "Khá"]
    pages = text_of(file(client, "decision_pdf", decision))
    assert "Mức công nhận" in pages[1]
    assert pages[1].index("Xuất sắc") < pages[1].index("Khá")
    with zipfile.ZipFile(io.BytesIO(file(client, "decision_docx", decision))) as package:
        document = package.read("word/document.xml").decode()
    assert "Xuất sắc" in document
    sheet = openpyxl.load_workbook(io.BytesIO(file(client, "decision_xlsx", decision))).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[3] for row in cells if isinstance(row[0], int)] == ["Xuất sắc", "Khá"]


def test_a_level_that_all_reached_is_said_once() -> None:
    decision, client = decided(2, 3)
    assert decision.title == "Về việc công nhận thôn đạt “Khá” theo mô hình “Thôn Mẫu bình yên” năm 2021"
    assert "Khá ·" not in client.get(reverse("decision", args=[decision.pk])).content.decode()
    assert "Mức công nhận" not in text_of(file(client, "decision_pdf", decision))[1]
