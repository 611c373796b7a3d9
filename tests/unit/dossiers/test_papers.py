"""What the papers of a unit's year say, and what they leave room for."""

from collections.abc import Callable
from datetime import date

import pytest

from binhyen.dossiers.papers import (
    Aim,
    CriterionLine,
    FigureLine,
    JudgedUnit,
    Meeting,
    minutes_document,
    proposal_document,
    registration_document,
    self_assessment_document,
)
from binhyen.kernel.kinds import UnitKind
from binhyen.rendering.authors import Author, author_of
from binhyen.rendering.documents import BLANK, ILLUSTRATION_MARK, OfficialPaper
from binhyen.rendering.docx import render as as_docx
from binhyen.rendering.pdf import render as as_pdf
from tests.unit.rendering.paper_builders import MADE_AT, pdf_of, text_of

HONOUR = "đạt tiêu chuẩn “An toàn về an ninh, trật tự” năm 2021"
CHAIR = "Chủ tịch Ủy ban nhân dân xã Mẫu"
AIM = Aim(programme_name="An toàn về an ninh, trật tự", honour=HONOUR, year=2021, addressee=CHAIR, illustrative=True)
CRITERIA = (CriterionLine(code="1", text="Có nghị quyết", outcome="Đạt", reason="Số 05-NQ/CB"),)
FIGURES = (FigureLine(name="Số hộ đang cư trú", unit_of_measure="hộ", value=""),)
MEETING = Meeting(held_on=date(2021, 11, 5), invited=34, present=31, agreed=29)
COMMUNE = author_of(UnitKind.XA, full_name="Xã Mẫu", name="Mẫu", place="Mẫu")
AREA = author_of(UnitKind.TO_DAN_PHO, full_name="Tổ dân phố Mẫu 1", name="Mẫu 1", place="Mẫu", superior="Phường Mẫu")


def report(author: Author = AREA, *, asks: bool = True, meeting: Meeting | None = MEETING) -> OfficialPaper:
    return self_assessment_document(
        author,
        AIM,
        window="từ 01/11/2020 đến 31/10/2021",
        criteria=CRITERIA,
        figures=FIGURES,
        conclusion="Đạt 1/1 tiêu chí.",
        asks=asks,
        meeting=meeting,
    )


def minutes(author: Author = AREA, meeting: Meeting = MEETING) -> OfficialPaper:
    return minutes_document(author, AIM, meeting, subject="họp tự đánh giá", findings=CRITERIA)


def proposal(author: Author = COMMUNE) -> OfficialPaper:
    rows = [JudgedUnit(name=f"Thôn Mẫu {at}", kind_word="thôn", result="Đạt") for at in range(1, 17)]
    return proposal_document(author, AIM, group_word="khu dân cư", listed=25, registered=24, rows=rows, meeting=MEETING)


def registration(author: Author = AREA) -> OfficialPaper:
    return registration_document(author, AIM, CRITERIA)


EVERY_PAPER = [registration, report, minutes, proposal]


def whole(paper: OfficialPaper) -> str:
    return " ".join(text_of(pdf_of(paper)))


@pytest.mark.parametrize("paper", EVERY_PAPER)
@pytest.mark.parametrize("kind", [UnitKind.THON, UnitKind.TO_DAN_PHO, UnitKind.TO_LIEN_GIA])
def test_a_unit_without_seal_and_register_gets_papers_without_a_number(
    paper: Callable[[Author], OfficialPaper], kind: UnitKind
) -> None:
    author = author_of(kind, full_name="Đơn vị Mẫu 1", name="Mẫu 1", place="Mẫu")
    assert "Số: " not in whole(paper(author)).replace("\u00a0", " ")


@pytest.mark.parametrize("paper", [report, minutes, proposal])
@pytest.mark.parametrize("kind", [UnitKind.XA, UnitKind.TRUONG_HOC, UnitKind.CO_QUAN, UnitKind.DOANH_NGHIEP])
def test_a_unit_with_a_register_finds_room_for_the_number(
    paper: Callable[[Author], OfficialPaper], kind: UnitKind
) -> None:
    author = author_of(kind, full_name="Đơn vị Mẫu", name="Mẫu", place="Mẫu")
    assert "Số: " in whole(paper(author)).replace("\u00a0", " ")


@pytest.mark.parametrize("paper", EVERY_PAPER)
def test_every_paper_can_be_set_and_written(paper: Callable[[], OfficialPaper]) -> None:
    made = paper()
    assert as_pdf(made, made_at=MADE_AT).startswith(b"%PDF-")
    assert as_docx(made, made_at=MADE_AT).startswith(b"PK")


def test_papers_of_an_invented_unit_say_so() -> None:
    assert all(ILLUSTRATION_MARK in whole(paper()) for paper in (registration, report, minutes, proposal))


def test_a_commune_signs_for_its_committee_and_a_village_by_its_head() -> None:
    assert COMMUNE.signature.forms == ("TM. Ủy ban nhân dân",)
    assert COMMUNE.letterhead("BC", year=2021).issuer == ("Ủy ban nhân dân", "xã Mẫu")
    assert author_of(UnitKind.BAN, full_name="Bản Mẫu", name="Mẫu", place="Mẫu").head == "Trưởng bản"
    assert AREA.head == "Tổ trưởng tổ dân phố"


def test_a_report_holds_figures_outcomes_reasons_and_the_meeting_by_counts() -> None:
    text = whole(report())
    assert "Số hộ đang cư trú hộ …………" in text, "what nobody reported is room to write"
    assert "1 Có nghị quyết Đạt Số 05-NQ/CB" in text
    assert "29/31 người có mặt tán thành (93,5 %)" in text
    assert f"đề nghị {CHAIR} xem xét, công nhận {HONOUR}" in text


def test_a_unit_that_fails_by_its_own_figures_asks_for_nothing() -> None:
    assert "ĐỀ NGHỊ" not in whole(report(asks=False))


def test_minutes_hold_counts_and_offices_and_no_room_for_a_name() -> None:
    paper = minutes()
    text = whole(paper)
    assert "Số người được mời: 34; số người có mặt: 31." in text
    assert [one.title for one in (*paper.co_signatures, paper.signature)] == ["Thư ký", "Chủ trì"]
    assert not any(one.name for one in (*paper.co_signatures, paper.signature))
    assert not {"ông", "bà"} & set(text.lower().split())


def test_minutes_not_yet_held_leave_room_for_every_count() -> None:
    assert whole(minutes(meeting=Meeting())).count(BLANK) >= 6


def test_written_opinions_are_counted_as_slips() -> None:
    slips = Meeting(held_on=date(2021, 11, 5), invited=9, present=8, agreed=8, written=True)
    text = whole(minutes(meeting=slips))
    assert "Số phiếu gửi lấy ý kiến: 09; số phiếu thu về: 08." in text
    assert "8/8 phiếu thu về tán thành (100 %)" in text


def test_a_proposal_tells_both_denominators_beside_its_list() -> None:
    paper = proposal()
    text = whole(paper)
    assert "có 25 khu dân cư thuộc diện, 24 khu dân cư đăng ký" in text
    assert "công nhận 16 khu dân cư đạt tiêu chuẩn" in text
    assert len(paper.attachments[0].rows) == 16
