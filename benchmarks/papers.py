"""Certificates: 2,412 of them as one PDF by us, by WeasyPrint, and by LibreOffice from a Word document.

The other two set the same words and, WeasyPrint, the same codes, on plain pages of A4. LibreOffice is given the merged
document, which is what its mail merge ends with. What is not installed is left out and said.
"""

import html
import io
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

import docx

from benchmarks.report import Table
from binhyen.kernel import clock
from binhyen.recognition.papers import DecisionContent, RecognisedUnit
from binhyen.recognition.papers_certificates import Holder, certificates
from binhyen.rendering import qr, wordml
from binhyen.rendering.certificates import Certificate, render
from binhyen.rendering.pdf import FONTS

COUNT = 2412
WEASYPRINT = [sys.executable, "-m", "weasyprint"]
LINK = "https://binhyen.mau.example/xac-minh/"
STYLE = f"""
@font-face {{ font-family: Tinos; src: url({(FONTS / "Tinos_400Regular.ttf").as_uri()}); }}
@font-face {{ font-family: Tinos; font-weight: bold; src: url({(FONTS / "Tinos_700Bold.ttf").as_uri()}); }}
@page {{ size: A4 landscape; margin: 20mm; }}
section {{ font: 16pt Tinos; text-align: center; break-after: page; }}
svg {{ width: 23mm; }}
"""


def run() -> Table:
    """The table, quickest way first."""
    plain, coded = _certificates(linked=False), _certificates(linked=True)
    rows = [
        ["ours, with codes", *_timed(lambda: render(coded, made_at=clock.now()))],
        ["ours, without codes", *_timed(lambda: render(plain, made_at=clock.now()))],
        ["WeasyPrint, with codes", *(_timed(lambda: _weasyprint(coded)) if _has_weasyprint() else _ABSENT)],
        ["LibreOffice, without codes", *(_timed(lambda: _libreoffice(plain)) if shutil.which("soffice") else _ABSENT)],
    ]
    return Table(
        title=f"{COUNT:,} certificates as one PDF",
        note="One page of A4 each, one run after another; aim: under 3 s.",
        heading=["by", "seconds", "MB"],
        rows=rows,
    )


_ABSENT = ["not installed", ""]


def _timed(work: Callable[[], bytes]) -> list[str]:
    start = time.perf_counter()
    made = work()
    return [f"{time.perf_counter() - start:.2f}", f"{len(made) / 1e6:.1f}"]


def _certificates(*, linked: bool) -> list[Certificate]:
    content = DecisionContent(
        issuing_body="Ủy ban nhân dân xã Mẫu An Bình",
        authority="Chủ tịch Ủy ban nhân dân xã Mẫu An Bình",
        place="Mẫu An Bình",
        programme_name="An toàn về an ninh, trật tự",
        level_name="Đạt tiêu chuẩn",
        year=2021,
        bases=(),
        signatory_title="Chủ tịch",
        rows=(RecognisedUnit(name="Tổ dân phố Mẫu", kind_word="tổ dân phố"),),
        recipients=(),
        illustrative=True,
    )
    links = (f"{LINK}{uuid.UUID(int=place)}/" if linked else "" for place in range(COUNT))
    holders = [Holder(name=f"Tổ dân phố Mẫu {place}", link=link) for place, link in enumerate(links, start=1)]
    return certificates(content, holders)


def _has_weasyprint() -> bool:
    """Whether it runs: it needs Pango of the system too."""
    return subprocess.run([*WEASYPRINT, "--version"], capture_output=True, check=False).returncode == 0


def _lines(one: Certificate) -> Sequence[str]:
    head = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "GIẤY CÔNG NHẬN", one.authority)
    return (*head, one.unit, one.honour, one.decision, one.place_line, one.signature.title, one.link)


def _weasyprint(chosen: Sequence[Certificate]) -> bytes:
    drawn = qr.drawings([one.link for one in chosen])
    pages = (
        f"<section>{''.join(f'<p>{html.escape(line)}</p>' for line in _lines(one))}{code}</section>"
        for one, code in zip(chosen, drawn, strict=True)
    )
    text = f"<style>{STYLE}</style>{''.join(pages)}".encode()
    return subprocess.run([*WEASYPRINT, "-", "-"], input=text, check=True, capture_output=True).stdout


def _libreoffice(chosen: Sequence[Certificate]) -> bytes:
    document = docx.Document(io.BytesIO(wordml.empty_document()))
    for one in chosen:
        for line in _lines(one):
            document.add_paragraph(line)
        document.add_page_break()
    with tempfile.TemporaryDirectory() as folder:
        merged = Path(folder) / "merged.docx"
        document.save(str(merged))
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(merged)]
        subprocess.run(command, check=True, capture_output=True)
        return merged.with_suffix(".pdf").read_bytes()
