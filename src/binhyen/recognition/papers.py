"""What a decision of recognition says: our wording, in the layout of Nghị định 30/2020/NĐ-CP.

The content is frozen with the decision as plain JSON (`as_data`, `from_data`) and set on paper from that alone, so
a paper printed next year says what was decided this year.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

from binhyen.kernel.errors import InputProblems, Problem
from binhyen.kernel.text import number as vietnamese_number
from binhyen.recognition.honours import honour_in_words
from binhyen.rendering.documents import (
    ILLUSTRATION_MARK,
    AttachedList,
    Column,
    Letterhead,
    OfficialPaper,
    Paragraph,
    Signature,
    clean,
    counted,
    issuer_lines,
)
from binhyen.sheets.writing import Sheet

SYMBOL = "QĐ-UBND"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognisedUnit:
    """One row of the list: the unit's name as printed, the official word for its kind, a note, what it reached.

    `unit` is the unit's id, not printed: two units may bear one name. Empty in papers frozen before it was kept.
    """

    name: str
    kind_word: str
    note: str = ""
    level: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionContent:
    """What must be known to write a decision; everything as it is printed.

    `issuing_body` ("Ủy ban nhân dân xã Mẫu") issues, `authority` decides and stands above the bases ("Chủ tịch Ủy ban
    nhân dân xã Mẫu"; empty: the issuing body itself). `bases` are citations from the rulebook ("Thông tư số …"); the
    word "Căn cứ" is put before them. `group_word` is what the units are called together ("xã và phường"), `level_name`
    what all of them reached ("Đạt tiêu chuẩn"; empty: not all the same, the list says it of each). `programme_word` is
    what the programme calls itself ("tiêu chuẩn"; empty in papers frozen before it was kept). `signatory_forms` are "TM. …", "KT. …", "TL. …" lines above the title.
    `issued_year` is printed in the blank date where the paper is signed after the year that it judges.
    """

    issuing_body: str
    place: str
    programme_name: str
    level_name: str
    year: int
    bases: tuple[str, ...]
    signatory_title: str
    rows: tuple[RecognisedUnit, ...]
    recipients: tuple[str, ...]
    superior: str = ""
    symbol: str = SYMBOL
    authority: str = ""
    proposal: str = ""
    group_word: str = "đơn vị"
    signatory_forms: tuple[str, ...] = ()
    executors: str = ""
    illustrative: bool = False
    issued_year: int | None = None
    programme_word: str = ""

    def as_data(self) -> dict[str, Any]:
        """The content as JSON can hold it, to be frozen with the decision."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """The content from what `as_data` gave, also after a way through JSON."""
        rows = tuple(RecognisedUnit(**row) for row in data["rows"])
        lists = {name: tuple(data[name]) for name in ("bases", "recipients", "signatory_forms")}
        return cls(**{**data, **lists, "rows": rows})

    @property
    def honour(self) -> str:
        """What the units reached, as it stands inside a sentence: đạt tiêu chuẩn “…” năm 2021."""
        return self.honour_of(self.level_name)

    def honour_of(self, level_name: str) -> str:
        """The same of one level. A paper frozen without the programme's word keeps the wording it was decided with."""
        if not self.programme_word:
            return f"{level_name[:1].lower()}{level_name[1:]} “{self.programme_name}” năm {self.year}"
        return honour_in_words(level_name, word=self.programme_word, programme=self.programme_name, year=self.year)

    @property
    def has_levels(self) -> bool:
        """Whether the list has to say what each unit reached."""
        return len({row.level for row in self.rows}) > 1

    @property
    def title(self) -> str:
        """The decision's summary line (trích yếu)."""
        return f"Về việc công nhận {self.group_word} {self.honour}"


def decision_document(content: DecisionContent, *, number: str = "", signed_on: date | None = None) -> OfficialPaper:
    """The decision with its attached list. Without `number` and `signed_on` the registry finds room for both.

    Raises InputProblems when no unit is recognised: such a decision has nothing to say.
    """
    if not content.rows:
        raise InputProblems([_no_rows()])
    # The registry may have used a symbol of its own; what stands on the signed paper counts.
    given, _, symbol = number.partition("/")
    head = Letterhead(
        superior=content.superior,
        issuer=issuer_lines(content.issuing_body),
        symbol=symbol or content.symbol,
        place=content.place,
        year=content.issued_year or content.year,
        number=given,
        day=signed_on,
    )
    return OfficialPaper(
        letterhead=head,
        kind="Quyết định",
        summary=content.title,
        authority=content.authority or content.issuing_body,
        bases=_bases(content),
        command="Quyết định:",
        body=_articles(content),
        recipients=content.recipients,
        signature=Signature(forms=content.signatory_forms, title=content.signatory_title),
        attachments=(_list(content, head),),
        illustrative=content.illustrative,
    )


def list_sheet(paper: OfficialPaper) -> Sheet:
    """The attached list of a decision as a sheet of a workbook, to be counted, sorted and merged into other papers."""
    attached = paper.attachments[0]
    notes = (attached.subtitle, attached.reference, ILLUSTRATION_MARK if paper.illustrative else "")
    return Sheet(
        name="Danh sách",
        headers=[column.title for column in attached.columns],
        rows=[(place, *(clean(cell) for cell in row[1:])) for place, row in enumerate(attached.rows, start=1)],
        title=f"Danh sách kèm theo {paper.kind.lower()}",
        notes=[clean(note) for note in notes if note],
        widths=(6, 60, *((18, 30) if len(attached.columns) == 4 else (18, 40, 30))),
    )


def _no_rows() -> Problem:
    return Problem(
        code="quyet_dinh_khong_co_don_vi",
        message="Danh sách công nhận chưa có đơn vị nào.",
        place="Danh sách kèm theo quyết định",
        cure="Chọn ít nhất một đơn vị đủ điều kiện rồi soạn quyết định.",
    )


def cited_bases(bases: Sequence[str]) -> tuple[str, ...]:
    """Citations as lines above the decision: "Căn cứ" before each, without a stop of their own."""
    cited = [basis.strip().rstrip(";.") for basis in bases if basis.strip()]
    return tuple(basis if basis.lower().startswith("căn cứ") else f"Căn cứ {basis}" for basis in cited)


def _bases(content: DecisionContent) -> tuple[str, ...]:
    bases = cited_bases(content.bases)
    return (*bases, f"Theo đề nghị của {content.proposal}") if content.proposal else bases


def _articles(content: DecisionContent) -> tuple[Paragraph, ...]:
    all_of_them = f"{counted(len(content.rows))} {content.group_word}"
    executors = (
        content.executors
        or f"Các cơ quan, đơn vị có liên quan và các {content.group_word} trong Danh sách nêu tại Điều 1"
    )
    certified = f"Các {content.group_word} trong Danh sách nêu tại Điều 1 được cấp Giấy công nhận theo quy định."
    texts = (
        f"Công nhận {all_of_them} {content.honour} (có Danh sách kèm theo).",
        f"{certified} Quyết định này có hiệu lực kể từ ngày ký.",
        # Who carries it out stands last: "Như Điều 3" among the recipients means this article.
        f"{executors} chịu trách nhiệm thi hành Quyết định này.",
    )
    return tuple(Paragraph(lead=f"Điều {place}.", text=text) for place, text in enumerate(texts, start=1))


def _list(content: DecisionContent, head: Letterhead) -> AttachedList:
    group = content.group_word[:1].upper() + content.group_word[1:]
    return AttachedList(
        title="Danh sách",
        subtitle=f"{group} {content.honour}",
        reference=f"(Kèm theo Quyết định {head.citation} của {content.authority or content.issuing_body})",
        columns=(
            Column(title="STT", width=14, align="center"),
            Column(title="Tên đơn vị"),
            Column(title="Loại đơn vị", width=34, align="center"),
            *((Column(title="Mức công nhận", width=44),) if content.has_levels else ()),
            Column(title="Ghi chú", width=26 if content.has_levels else 36),
        ),
        rows=tuple(
            (vietnamese_number(place), *_cells(row, with_level=content.has_levels))
            for place, row in enumerate(content.rows, start=1)
        ),
        closing=f"Danh sách có {counted(len(content.rows))} {content.group_word}.",
    )


def _cells(row: RecognisedUnit, *, with_level: bool) -> tuple[str, ...]:
    return (row.name, _sentence_case(row.kind_word), *((row.level,) if with_level else ()), row.note)


def _sentence_case(word: str) -> str:
    return word[:1].upper() + word[1:]
