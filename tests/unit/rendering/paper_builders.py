"""Invented papers for the tests of the writers, and what can be read back from a PDF."""

import io
import re
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import zxingcpp
from pypdf import PdfReader

from binhyen.recognition.papers import DecisionContent, RecognisedUnit, decision_document
from binhyen.rendering.documents import OfficialPaper
from binhyen.rendering.pdf import render

MADE_AT = datetime(2021, 12, 1, 9, 0, tzinfo=UTC)
VOWELS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
EVERY_LETTER = VOWELS + "bcdghklmnpqrstvx" + VOWELS.upper() + "BCDGHKLMNPQRSTVX"


def make_content(**changes: object) -> DecisionContent:
    """A decision of an invented commune on three invented villages, or the same with other fields."""
    fields: dict[str, object] = {
        "issuing_body": "Ủy ban nhân dân xã Mẫu An Bình",
        "authority": "Chủ tịch Ủy ban nhân dân xã Mẫu An Bình",
        "place": "Mẫu An Bình",
        "programme_word": "tiêu chuẩn",
        "programme_name": "An toàn về an ninh, trật tự",
        "level_name": "Đạt tiêu chuẩn",
        "year": 2021,
        "group_word": "khu dân cư",
        "bases": ("Thông tư số 23/2012/TT-BCA ngày 27 tháng 4 năm 2012 của Bộ trưởng Bộ Công an",),
        "proposal": "Ban Chỉ đạo xã Mẫu An Bình",
        "signatory_title": "Chủ tịch",
        "rows": make_rows(3),
        "recipients": ("Như Điều 3", "Lưu: VT"),
        "illustrative": True,
    }
    return DecisionContent(**{**fields, **changes})


def make_rows(count: int, name: str = "Thôn Mẫu") -> tuple[RecognisedUnit, ...]:
    return tuple(RecognisedUnit(name=f"{name} {place}", kind_word="thôn") for place in range(1, count + 1))


def pdf_of(paper: OfficialPaper) -> bytes:
    return render(paper, made_at=MADE_AT)


def decision_pdf(**changes: object) -> bytes:
    return pdf_of(decision_document(make_content(**changes)))


def text_of(pdf: bytes) -> list[str]:
    """The text of each page, on one line, without break opportunities."""
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return [re.sub(r"\s+", " ", page.replace("\u200b", "")) for page in pages]


def lines_of(pdf: bytes, folder: Path) -> list[str]:
    """What `text_of` gives, by poppler: quick on a hundred pages."""
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    out = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True).stdout
    return [re.sub(r"\s+", " ", page) for page in out.split("\f")[:-1]]


def codes_on(pdf: bytes) -> list[str]:
    """What the QR codes on the first page say, read from its picture at the resolution of a poor printer."""
    command = ["pdftoppm", "-r", "100", "-gray", "-f", "1", "-l", "1", "-singlefile", "-"]
    picture = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    _, size, _, pixels = picture.split(b"\n", 3)
    width, height = map(int, size.split())
    return [code.text for code in zxingcpp.read_barcodes(memoryview(pixels).cast("B", shape=[height, width]))]


@dataclass(frozen=True)
class Word:
    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float


_PAGE_OR_WORD = re.compile(
    r"<page |<word xMin=\"([\d.-]+)\" yMin=\"([\d.-]+)\" xMax=\"([\d.-]+)\" yMax=\"([\d.-]+)\">(.*?)</word>", re.DOTALL
)
_POINTS_PER_MM = 72 / 25.4


def words_of(pdf: bytes, folder: Path) -> list[Word]:
    """Each word with its box in millimetres from the upper left corner of its page."""
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    out = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, check=True, text=True).stdout
    words, page = [], 0
    for found in _PAGE_OR_WORD.finditer(out):
        if found.group(5) is None:
            page += 1
            continue
        left, top, right, bottom = (float(found.group(place)) / _POINTS_PER_MM for place in range(1, 5))
        words.append(Word(page, found.group(5), left, top, right, bottom))
    return words
