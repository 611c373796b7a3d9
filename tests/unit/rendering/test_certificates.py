"""Giấy công nhận: a page each, every name whole, a code that leads to one address and nowhere else."""

import re
import uuid
from pathlib import Path

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from binhyen.recognition.papers_certificates import Holder, certificates
from binhyen.rendering.certificates import render
from binhyen.rendering.documents import ILLUSTRATION_MARK
from binhyen.rendering.qr import drawings
from tests.unit.rendering.paper_builders import (
    EVERY_LETTER,
    MADE_AT,
    codes_on,
    lines_of,
    make_content,
    text_of,
    words_of,
)

LONG_NAME = ("Tổ dân phố Mẫu Nguyễn Khuyến phường Đường Trường Sơn kéo dài " * 4)[:200]
PAGE = "https://mau.example/xac-minh/"


def link(number: int = 1) -> str:
    return f"{PAGE}{uuid.UUID(int=number)}/"


def certificates_pdf(*holders: Holder, **changes: object) -> bytes:
    return render(certificates(make_content(**changes), holders), made_at=MADE_AT)


def test_a_certificate_says_who_recognises_whom_for_what_by_which_decision() -> None:
    page = text_of(certificates_pdf(Holder(name="Thôn Mẫu 1", level_name="Đạt tiêu chuẩn")))[0]
    assert "GIẤY CÔNG NHẬN CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ MẪU AN BÌNH công nhận Thôn Mẫu 1 Đạt tiêu chuẩn" in page
    assert "Đạt tiêu chuẩn “An toàn về an ninh, trật tự” năm 2021" in page
    assert "(Theo Quyết định số /QĐ-UBND ngày tháng năm 2021 của Chủ tịch Ủy ban nhân dân xã Mẫu An Bình)" in page


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("name", [EVERY_LETTER, LONG_NAME, "W" * 200, "Ấ" * 230])
def test_the_longest_names_stay_whole_inside_the_frame_of_one_page(name: str, tmp_path: Path) -> None:
    holder = Holder(name=name, level_name="Đạt tiêu chuẩn", link=link())
    pdf = certificates_pdf(holder, holder, authority=LONG_NAME, place=LONG_NAME[:60], signatory_forms=(LONG_NAME,))
    pages = text_of(pdf)
    assert len(pages) == 2
    assert all(name.replace(" ", "") in page.replace(" ", "") for page in pages)
    for word in words_of(pdf, tmp_path):
        assert 12 < word.left < word.right < 297 - 12, word
        assert 12 < word.top < word.bottom < 210 - 11, word


@pytest.mark.parametrize("hostile", ["#panic()", '#read("certificate.typ")', "$x$ *đậm*", "=1+1 {{ 7*7 }}", "\\u{41}"])
def test_text_on_a_certificate_stays_text(hostile: str) -> None:
    assert hostile in text_of(certificates_pdf(Holder(name=hostile), place=hostile))[0]


def test_an_illustrative_certificate_says_so_and_a_real_one_never() -> None:
    holders = [Holder(name="Thôn Mẫu 1"), Holder(name="Thôn Mẫu 2")]
    assert all(ILLUSTRATION_MARK in page for page in text_of(certificates_pdf(*holders)))
    assert not any("MINH HOẠ" in page for page in text_of(certificates_pdf(*holders, illustrative=False)))


@pytest.mark.needs("pdftotext")
def test_each_of_many_certificates_is_one_page_with_its_own_name_and_address(tmp_path: Path) -> None:
    count = 250
    pages = lines_of(certificates_pdf(*(Holder(name=f"Thôn Mẫu {at}", link=link(at)) for at in range(count))), tmp_path)
    assert len(pages) == count
    for at in (0, 1, count - 1):
        assert f"Thôn Mẫu {at} " in pages[at]
        assert str(uuid.UUID(int=at)) in pages[at]


@pytest.mark.needs("pdftoppm")
def test_the_code_is_read_as_the_address_and_nothing_else() -> None:
    assert codes_on(certificates_pdf(Holder(name="Thôn Mẫu 1", link=link(7)))) == [link(7)]
    assert codes_on(certificates_pdf(Holder(name="Thôn Mẫu 1"))) == []


@settings(deadline=None, max_examples=25)
@given(st.lists(st.uuids(), min_size=1, max_size=3))
def test_codes_worked_out_together_are_those_worked_out_one_by_one(ids: list[uuid.UUID]) -> None:
    links = [f"{PAGE}{one}/" for one in ids]
    assert drawings(links) == [drawings([one])[0] for one in links]


def test_a_drawn_code_has_the_modules_that_a_code_of_this_text_has() -> None:
    code = segno.make_qr(link(7), mode="byte", mask=0, error="m", boost_error=False)
    drawn = drawings([link(7)])[0]
    assert f'viewBox="0 0 {len(code.matrix)} {len(code.matrix)}"' in drawn
    assert painted(drawn, len(code.matrix)) == [[int(module) for module in row] for row in code.matrix]


def painted(drawing: str, size: int) -> list[list[int]]:
    """The modules that the pen goes over."""
    rows, left, row = [[0] * size for _ in range(size)], 0, 0
    for act, right, down in re.findall(r"([hm])(-?\d+) ?(\d*)", drawing.split('d="M0 .5')[1].split('"')[0]):
        if act == "h":
            rows[row][left : left + int(right)] = [1] * int(right)
        left, row = left + int(right), row + int(down or 0)
    return rows


def test_links_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="one length"):
        drawings([link(), PAGE])
