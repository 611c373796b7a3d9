"""What is signed is what runs: the annex of a rulebook and the amendment between two versions, from their content.

The content's hash stands at the foot of every page, so that a sheet can be told from that of another version.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.text import NBSP, day
from binhyen.programmes.amending import Amended, sections_between
from binhyen.programmes.reading import CitationPage, CriterionPage, LevelPage, SubjectPage, citation_pages, subject_page
from binhyen.programmes.wording import place_words
from binhyen.rendering.annexes import DRAFT_MARK, Annex, Heading, Item, Part
from binhyen.rendering.documents import Column, Paragraph, Table
from binhyen.rules.model.rulebook import Rulebook
from binhyen.rules.wording import RuleWording, Titles

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_BESIDE = "Căn cứ, giấy tờ, ghi chú và cách viết"
_UNSURE = "chưa đối chiếu được với văn bản gốc"
_NUMBER = Column(title="STT", width=12, align="center")
_LEVELS = (Column(title="Mức", width=48), Column(title="Điều kiện"))
_FORM = (
    _NUMBER,
    Column(title="Số liệu"),
    Column(title="Đơn vị tính", width=17, align="center"),
    Column(title="Trả lời", width=31),
    Column(title="Theo lời của", width=24),
    Column(title="Kết quả", width=20),
)
_CHECKS = (_NUMBER, Column(title="Câu hỏi"), Column(title="Nêu ra khi điều này không đúng", width=76))


@dataclass(frozen=True, slots=True)
class Issued:
    """By which act a rulebook was issued; without a number it is a draft, or came with its sources alone."""

    is_draft: bool
    number: str = ""
    on: date | None = None
    issuer: str = ""


def annex(rules: Rulebook, issued: Issued, titles: Titles | None = None) -> Annex:
    """The whole rulebook on paper: criteria with what they take, levels, windows, forms of figures, sources."""
    sections = [("Quy định chung", [*_general(rules)])]
    for kind in rules.subjects:
        page = subject_page(rules, kind, {}, titles)
        sections.append((f"Đối với {page.name}", [*_subject(page, kind, rules)]))
    if rules.checks:
        sections.append(("Câu hỏi kiểm tra trước khi nộp", [_checks(rules, titles)]))
    if rules.to_confirm():
        sections.append(("Nội dung chờ xác nhận", [*_to_confirm(rules)]))
    return Annex(
        title="Phụ lục",
        subtitle=rules.name,
        reference=_reference(rules, issued),
        parts=tuple(_numbered(sections)),
        foot=(foot_of(rules),),
        issuer=issued.issuer or rules.owner,
        mark=DRAFT_MARK if issued.is_draft else "",
    )


def amendment(old: Rulebook, new: Rulebook, issued: Issued, titles: Titles | None = None) -> Annex:
    """What the newer version changes in the older one, in the manner of an amending act."""
    found = sections_between(old, new, titles)
    sections = [(section.title, _listed(section.rows, minor=False)) for section in found]
    beside = [row for section in found for row in section.rows if row.is_minor]
    sections = [(title, parts) for title, parts in (*sections, (_BESIDE, _listed(beside, minor=True))) if parts]
    nothing = [("Nội dung", [Paragraph(text="Hai phiên bản không khác nhau về nội dung.")])]
    return Annex(
        title="Nội dung sửa đổi, bổ sung",
        subtitle=new.name,
        reference=f"(Phiên bản {new.version} so với phiên bản {old.version}; hiệu lực từ {day(new.valid_from)})",
        parts=tuple(_numbered(sections or nothing)),
        foot=(foot_of(old), foot_of(new)),
        issuer=issued.issuer or new.owner,
        mark=DRAFT_MARK if issued.is_draft else "",
    )


def foot_of(rules: Rulebook) -> str:
    """What ties a sheet to the content it was made from."""
    return f"{rules.programme}, phiên bản {rules.version} · SHA-256: {rules.content_hash}"


def _listed(rows: Sequence[Amended], *, minor: bool) -> list[Part]:
    said = [sentence for row in rows if row.is_minor is minor for sentence in row.sentences]
    return [Paragraph(lead=f"{at}.", text=sentence) for at, sentence in enumerate(said, start=1)]


def _numbered(sections: Sequence[tuple[str, Sequence[Part]]]) -> Iterator[Part]:
    for at, (title, parts) in enumerate(sections):
        yield Heading(text=f"{_ROMAN[at]}. {title}" if at < len(_ROMAN) else title)
        yield from parts


def _reference(rules: Rulebook, issued: Issued) -> str:
    if issued.is_draft:
        return f"(Kèm theo dự thảo, phiên bản {rules.version})"
    if issued.number and issued.on:
        return f"(Ban hành kèm theo văn bản số{NBSP}{issued.number} ngày {day(issued.on)} của {issued.issuer})"
    return f"(Phiên bản {rules.version})"


# ---------------------------------------------------------------- the parts of an annex


def _general(rules: Rulebook) -> Iterator[Part]:
    until = f" đến hết ngày trước {day(rules.valid_to)}" if rules.valid_to else ""
    yield Paragraph(lead="Hiệu lực:", text=f"từ {day(rules.valid_from)}{until}.")
    if rules.owner:
        yield Paragraph(lead="Cơ quan ban hành tiêu chí:", text=f"{rules.owner}.")
    yield from _sources(citation_pages(rules.basis))
    if rules.note:
        yield Paragraph(lead="Ghi chú:", text=rules.note)


def _sources(sources: Sequence[CitationPage]) -> Iterator[Part]:
    if sources:
        yield Paragraph(lead="Căn cứ:", text=f"{_titles(sources)}.")


def _titles(sources: Sequence[CitationPage]) -> str:
    return "; ".join(source.title for source in sources)


def _subject(page: SubjectPage, kind: SubjectKind, rules: Rulebook) -> Iterator[Part]:
    unsure = f" ({_UNSURE})" if page.window_to_confirm else ""
    yield Paragraph(lead="Kỳ đánh giá:", text=f"{page.window}{unsure}, kể cả ngày đầu và ngày cuối.")
    if page.eligible:
        yield Paragraph(lead="Thuộc diện khi:", text=f"{page.eligible}.")
    yield from _sources(page.basis)
    if page.note:
        yield Paragraph(lead="Ghi chú:", text=page.note)
    yield Heading(text="Tiêu chí", rank=2)
    total = rules.subjects[kind].max_points
    if total is not None:
        yield Paragraph(lead="Tổng điểm:", text=f"{total:f}.")
    for criterion in page.criteria:
        yield from _criterion(criterion, 0)
    yield Heading(text="Mức công nhận", rank=2)
    yield Table(columns=_LEVELS, rows=tuple((level.name, _condition(level)) for level in page.levels))
    if page.figures:
        yield Heading(text=f"Biểu số liệu của {page.name}", rank=2)
        yield _form(page)


def _criterion(criterion: CriterionPage, depth: int) -> Iterator[Part]:
    said = (
        ("Áp dụng khi", criterion.applies),
        ("Đạt khi", criterion.said),
        ("Kết quả", f"Ban Chỉ đạo ghi nhận; {_UNSURE}" if criterion.to_confirm else ""),
        ("Điểm", criterion.points),
        ("Giấy tờ", "; ".join(criterion.evidence)),
        ("Căn cứ", _titles(criterion.basis)),
        ("Ghi chú", criterion.note),
    )
    lines = tuple((label, f"{text.rstrip('.')}.") for label, text in said if text)
    yield Item(code=criterion.code, text=criterion.text, depth=depth, lines=lines)
    for item in criterion.items:
        yield from _criterion(item, depth + 1)


def _condition(level: LevelPage) -> str:
    said = level.said or "Điều kiện"
    unsure = f" ({_UNSURE})" if level.to_confirm else ""
    goal = " Mốc phấn đấu, không phải danh hiệu được công nhận." if level.is_milestone else ""
    basis = f" Căn cứ: {_titles(level.basis)}." if level.basis else ""
    return f"{said}{unsure}.{goal}{basis}"


def _form(page: SubjectPage) -> Table:
    rows = (
        (str(at), figure.name, figure.unit_of_measure, figure.answer, figure.counts, "")
        for at, figure in enumerate(page.figures, start=1)
    )
    return Table(columns=_FORM, rows=tuple(rows))


def _checks(rules: Rulebook, titles: Titles | None) -> Table:
    words = RuleWording(rules.figures, titles)
    rows = ((str(at), check.message, words.sentence(check.rule.node)) for at, check in enumerate(rules.checks, start=1))
    return Table(columns=_CHECKS, rows=tuple(rows))


def _to_confirm(rules: Rulebook) -> Iterator[Part]:
    yield Paragraph(
        text="Những nội dung dưới đây chưa đối chiếu được với văn bản gốc; không ngưỡng nào được tự đặt ra."
    )
    for at, place in enumerate(rules.to_confirm(), start=1):
        yield Paragraph(lead=f"{at}.", text=f"{place_words(place)}.")
