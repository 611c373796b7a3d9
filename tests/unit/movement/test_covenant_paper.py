"""What a covenant says on paper: members, what they promise, who signs by office."""

import pytest

from binhyen.kernel.kinds import UnitKind
from binhyen.movement.papers import Member, covenant_document
from binhyen.rendering.authors import Author, author_of
from binhyen.rendering.documents import BLANK, ILLUSTRATION_MARK, OfficialPaper, Table
from binhyen.rendering.docx import render as as_docx
from binhyen.rendering.pdf import render as as_pdf
from tests.unit.rendering.paper_builders import MADE_AT, pdf_of, text_of

COMMUNE = author_of(UnitKind.XA, full_name="Xã Mẫu", name="Mẫu", place="Mẫu")


def covenant(author: Author = COMMUNE, *, illustrative: bool = False) -> OfficialPaper:
    members = [Member(name="Trường THCS Mẫu", office="Hiệu trưởng"), Member(name="Công ty Mẫu")]
    return covenant_document(
        author,
        programme_name="Mẫu 5 An",
        terms=("Không để xảy ra cháy, nổ.",),
        members=members,
        year=2024,
        illustrative=illustrative,
    )


def test_every_member_of_a_covenant_signs_by_office() -> None:
    paper = covenant()
    signed = [(one.forms, one.title) for one in (*paper.co_signatures, paper.signature)]
    assert signed == [(("Trường THCS Mẫu",), "Hiệu trưởng"), (("Công ty Mẫu",), "Đại diện")]
    table = next(part for part in paper.body if isinstance(part, Table))
    assert table.rows == (("1", "Trường THCS Mẫu", "Hiệu trưởng"), ("2", "Công ty Mẫu", BLANK))


def test_a_covenant_of_nobody_or_about_nothing_is_refused() -> None:
    for members, terms in (((), ("Mẫu",)), ((Member(name="Mẫu"),), ())):
        with pytest.raises(ValueError, match="members and terms"):
            covenant_document(COMMUNE, programme_name="Mẫu", terms=terms, members=members, year=2024)


@pytest.mark.parametrize("kind", [UnitKind.THON, UnitKind.TO_LIEN_GIA, UnitKind.XA])
def test_a_covenant_has_no_number_whoever_hosts_it(kind: UnitKind) -> None:
    author = author_of(kind, full_name="Đơn vị Mẫu 1", name="Mẫu 1", place="Mẫu")
    assert "Số: " not in " ".join(text_of(pdf_of(covenant(author)))).replace("\u00a0", " ")


def test_a_covenant_can_be_set_written_and_marked_as_invented() -> None:
    made = covenant(illustrative=True)
    assert as_pdf(made, made_at=MADE_AT).startswith(b"%PDF-")
    assert as_docx(made, made_at=MADE_AT).startswith(b"PK")
    assert ILLUSTRATION_MARK in " ".join(text_of(pdf_of(made)))
