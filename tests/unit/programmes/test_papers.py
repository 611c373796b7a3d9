"""What is signed is what runs: annexes and amendments."""

import io
import subprocess
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from binhyen.kernel.text import squeeze
from binhyen.programmes.library import shipped, shipped_text
from binhyen.programmes.papers import Issued, amendment, annex
from binhyen.rendering import docx, pdf
from binhyen.rendering.annexes import Annex, Heading, Item
from binhyen.rendering.documents import Paragraph, Table
from binhyen.rules.loading import load_rulebook
from binhyen.rules.model.rulebook import Rulebook

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
ISSUED = Issued(is_draft=False, number="12/QĐ-UBND", on=date(2026, 1, 2), issuer="Ủy ban nhân dân xã Mẫu")
DRAFT = Issued(is_draft=True)
OLD, NEW = "an-toan-antt@23/2012", "an-toan-antt@124/2021"


def rulebook(reference: str) -> Rulebook:
    return load_rulebook(shipped_text(reference))


def words(document: Annex) -> str:
    """Everything that stands on the sheets, in order."""
    found: list[str] = [document.title, document.subtitle, document.reference, document.mark, *document.foot]
    for part in document.parts:
        match part:
            case Heading(text=text):
                found.append(text)
            case Paragraph(lead=lead, text=text):
                found += [lead, text]
            case Item(code=code, text=text, lines=lines):
                found += [code, text, *(f"{label}: {said}" for label, said in lines)]
            case Table(columns=columns, rows=rows):
                found += [column.title for column in columns] + [cell for row in rows for cell in row]
    return squeeze(" ".join(found))


@pytest.mark.parametrize("reference", shipped())
def test_an_annex_holds_every_criterion_level_figure_check_and_source(reference: str) -> None:
    rules = rulebook(reference)
    said = words(annex(rules, ISSUED))
    for subject in rules.subjects.values():
        for criterion in subject.walk():
            assert squeeze(criterion.text) in said
            assert all(squeeze(paper) in said for paper in criterion.evidence)
            assert all(squeeze(source.title) in said for source in criterion.basis)
        assert all(level.name in said for level in subject.levels)
        assert all(squeeze(figure.name) in said for figure in subject.figures_used())
    assert all(squeeze(check.message) in said for check in rules.checks)
    assert said.count("chưa đối chiếu được với văn bản gốc") >= len(rules.to_confirm())


def test_thresholds_windows_and_days_are_read_from_the_rules() -> None:
    said = words(annex(rulebook(NEW), ISSUED))
    assert "không dưới 70 %" in said
    assert "từ 16/11 năm trước đến 15/11 năm xét" in said
    assert "không sau ngày 31/03 của năm xét" in said


def test_an_annex_names_its_act_and_a_draft_says_that_it_is_one() -> None:
    rules = rulebook(NEW)
    assert "số 12/QĐ-UBND ngày 02/01/2026 của Ủy ban nhân dân xã Mẫu" in words(annex(rules, ISSUED))
    assert annex(rules, ISSUED).mark == ""
    assert annex(rules, DRAFT).mark == "DỰ THẢO"


def test_the_same_rulebook_is_the_same_file() -> None:
    document = annex(rulebook(NEW), ISSUED)
    assert pdf.render_annex(document, made_at=AT) == pdf.render_annex(document, made_at=AT)
    assert docx.render_annex(document, made_at=AT) == docx.render_annex(document, made_at=AT)


def test_every_page_carries_the_hash_of_the_content() -> None:
    rules = rulebook(NEW)
    document = annex(rules, DRAFT)
    assert document.foot[0].endswith(rules.content_hash)
    package = zipfile.ZipFile(io.BytesIO(docx.render_annex(document, made_at=AT)))
    feet = [package.read(name).decode() for name in package.namelist() if "footer" in name]
    assert len(feet) == 2  # of the first page and of all others
    assert all(rules.content_hash in foot for foot in feet)
    heads = [package.read(name).decode() for name in package.namelist() if "header" in name]
    assert all("DỰ THẢO" in head for head in heads)


@pytest.mark.needs("pdftotext")
def test_the_hash_on_a_printed_page_can_be_copied_whole(tmp_path: Path) -> None:
    rules = rulebook(NEW)
    path = tmp_path / "annex.pdf"
    path.write_bytes(pdf.render_annex(annex(rules, ISSUED), made_at=AT))
    pages = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True).stdout
    sheets = pages.split("\f")[:-1]
    assert len(sheets) > 5
    assert all(rules.content_hash in sheet for sheet in sheets)


def test_an_amendment_reads_like_an_amending_act() -> None:
    old = rulebook(NEW)
    new = load_rulebook(shipped_text(NEW).replace(">= 70%", ">= 80%").replace('"124/2021"', '"Mẫu 2026"'))
    document = amendment(old, new, ISSUED)
    assert "1. Sửa đổi cách xét của tiêu chí 4b: thay “70 %” bằng “80 %”." in words(document)
    assert [foot[-64:] for foot in document.foot] == [old.content_hash, new.content_hash]


def test_an_amendment_of_a_whole_circular_is_set_in_both_formats() -> None:
    document = amendment(rulebook(OLD), rulebook(NEW), DRAFT)
    assert pdf.render_annex(document, made_at=AT).startswith(b"%PDF")
    assert docx.render_annex(document, made_at=AT).startswith(b"PK")


def test_two_equal_versions_have_nothing_to_amend() -> None:
    assert "không khác nhau" in words(amendment(rulebook(NEW), rulebook(NEW), ISSUED))
