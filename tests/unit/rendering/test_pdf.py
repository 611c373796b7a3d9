"""Official papers as PDF: one typeface, within the margins, nothing executed, room left for the registry."""

import subprocess
from pathlib import Path

import pytest

from binhyen.kernel.errors import InputProblems, Misconfigured
from binhyen.recognition.papers import RecognisedUnit, decision_document
from binhyen.rendering import pdf as pdf_writer
from binhyen.rendering.documents import ILLUSTRATION_MARK
from tests.unit.rendering.paper_builders import (
    EVERY_LETTER,
    decision_pdf,
    lines_of,
    make_content,
    make_rows,
    pdf_of,
    text_of,
    words_of,
)

A4_WIDTH, A4_HEIGHT = 210, 297
LONG_NAME = ("Tổ dân phố Mẫu Nguyễn Khuyến phường Đường Trường Sơn kéo dài " * 4)[:200]
# Letters of Ê-đê, Gia-rai, Ba-na, Cơ-ho, Chăm and of names in Latin script.
MINORITY_LETTERS = "ƀƁčČĕĔĭĬñÑŏŎŭŬêÊâÂćĆ"
needs_poppler = pytest.mark.needs("pdftotext", "pdffonts")


@needs_poppler
def test_a_decision_has_one_typeface(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(decision_pdf(rows=(RecognisedUnit(name=EVERY_LETTER, kind_word="thôn", note=MINORITY_LETTERS),)))
    table = subprocess.run(["pdffonts", path], capture_output=True, check=True, text=True).stdout.splitlines()[2:]
    names = [line.split()[0].split("+", 1)[1] for line in table]
    assert names
    assert {name.split("-")[0] for name in names} == {"Tinos"}
    assert all(line.split()[-5] == "yes" for line in table), "every face is embedded"


def test_every_vietnamese_letter_can_be_read_back() -> None:
    page = text_of(decision_pdf(rows=(RecognisedUnit(name=EVERY_LETTER, kind_word="thôn"),)))[1]
    assert EVERY_LETTER in page.replace(" ", "")


def test_decomposed_letters_are_set_as_composed_ones() -> None:
    page = text_of(decision_pdf(rows=(RecognisedUnit(name="Thôn Tê\u0300 Lô\u0303 A\u0306n", kind_word="thôn"),)))[1]
    assert "Thôn Tề Lỗ Ăn" in page


@pytest.mark.parametrize("letter", ["漢", "😀", "ع"])
def test_a_letter_that_the_typeface_lacks_is_named_instead_of_printed_as_a_box(letter: str) -> None:
    with pytest.raises(InputProblems, match=f"“{letter}”"):
        decision_pdf(rows=(RecognisedUnit(name=f"Thôn Mẫu {letter}", kind_word="thôn"),))


def test_number_and_day_stay_blank_for_the_registry() -> None:
    first = text_of(decision_pdf())[0]
    assert "Số: /QĐ-UBND" in first
    assert "Mẫu An Bình, ngày tháng năm 2021" in first


@needs_poppler
@pytest.mark.parametrize("count", [1, 60, 5_000])
def test_each_row_of_a_list_is_printed_once_and_the_head_row_on_each_page(count: int, tmp_path: Path) -> None:
    pages = lines_of(decision_pdf(rows=make_rows(count)), tmp_path)[1:]
    assert all("STT Tên đơn vị Loại đơn vị Ghi chú" in page for page in pages)
    whole = " ".join(pages)
    assert all(f"Thôn Mẫu {place} Thôn" in whole for place in (1, count // 2 or 1, count))
    assert whole.count("Thôn Mẫu") == count


@needs_poppler
@pytest.mark.parametrize("count", [1, 400])
def test_nothing_leaves_the_margins(count: int, tmp_path: Path) -> None:
    name = "W" * 200 if count == 1 else LONG_NAME
    content = make_content(
        issuing_body=f"Ủy ban nhân dân {LONG_NAME}",
        authority=LONG_NAME,
        place=LONG_NAME[:60],
        rows=tuple(RecognisedUnit(name=name, kind_word="tổ dân phố", note=name) for _ in range(count)),
        recipients=(LONG_NAME, "V" * 200),
        signatory_forms=(f"TM. {LONG_NAME}",),
    )
    words = words_of(pdf_of(decision_document(content)), tmp_path)
    assert words
    half_a_millimetre = 0.5
    for word in words:
        assert word.left >= 30 - half_a_millimetre, word
        assert word.right <= A4_WIDTH - 20 + half_a_millimetre, word
        assert 0 < word.top < word.bottom < A4_HEIGHT, word
        body = word.text not in ILLUSTRATION_MARK.split() and not word.text.isdigit()
        assert not body or (word.top >= 19 and word.bottom <= A4_HEIGHT - 20 + 1), word


@needs_poppler
def test_a_row_is_never_split_over_two_pages(tmp_path: Path) -> None:
    rows = tuple(RecognisedUnit(name=f"mở{place} {LONG_NAME} hết{place}", kind_word="thôn") for place in range(1, 121))
    words = words_of(decision_pdf(rows=rows), tmp_path)
    page_of = {word.text: word.page for word in words}
    assert all(page_of[f"mở{place}"] == page_of[f"hết{place}"] for place in range(1, 121))


@needs_poppler
def test_page_numbers_stand_in_the_upper_margin_from_the_second_page_of_each_part(tmp_path: Path) -> None:
    words = words_of(decision_pdf(rows=make_rows(100), bases=tuple(["Luật Mẫu " * 40] * 8)), tmp_path)
    in_margin = [(word.page, word.text) for word in words if word.bottom < 20]
    assert in_margin == [(2, "2"), (4, "2"), (5, "3")]
    middle = [(word.left + word.right) / 2 for word in words if word.bottom < 20]
    assert middle == pytest.approx([110] * 3, abs=1), "centred between the margins of 30 and 20 mm"


@needs_poppler
def test_a_signature_never_stands_alone_on_a_page(tmp_path: Path) -> None:
    for lines in range(16, 34):
        words = words_of(decision_pdf(bases=tuple(["Luật Mẫu"] * lines)), tmp_path)
        signed = next(word.page for word in words if word.text == "nhận:")
        assert any(word.page == signed and word.text == "thi" for word in words), lines


def test_an_illustrative_paper_says_so_on_each_page_and_a_real_one_never() -> None:
    assert all(ILLUSTRATION_MARK in page for page in text_of(decision_pdf(rows=make_rows(80))))
    assert not any(ILLUSTRATION_MARK in page for page in text_of(decision_pdf(illustrative=False)))


@pytest.mark.parametrize(
    "hostile",
    [
        "#panic()",
        '#read("official_paper.typ")',
        "$x^2$ *đậm* _nghiêng_ `mã`",
        "\\u{41}",
        '"); #pagebreak()',
        "<nhãn> @nhãn",
        "// x",
    ],
)
def test_text_never_becomes_code(hostile: str) -> None:
    pages = text_of(decision_pdf(place=hostile, rows=(RecognisedUnit(name=hostile, kind_word=hostile, note=hostile),)))
    assert len(pages) == 2
    assert hostile in pages[0]
    assert hostile in pages[1]


def test_what_a_reader_cannot_see_is_not_set() -> None:
    page = text_of(decision_pdf(rows=(RecognisedUnit(name="Thôn\x00 \u202eMẫu\u200d\r\n 7\x1b", kind_word="thôn"),)))[1]
    assert "1 Thôn Mẫu 7 Thôn" in page


def test_the_same_data_gives_the_same_bytes() -> None:
    assert decision_pdf() == decision_pdf()


def test_missing_fonts_are_named_with_the_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_writer, "FONTS", tmp_path)
    with pytest.raises(Misconfigured, match=r"Tinos.*make run"):
        decision_pdf()
