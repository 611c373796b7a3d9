"""What a decision says that takes recognitions back and withdraws their certificates."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

from binhyen.kernel.text import day_in_words, number
from binhyen.recognition.papers import DecisionContent, RecognisedUnit, cited_bases
from binhyen.rendering.documents import (
    AttachedList,
    Column,
    Letterhead,
    OfficialPaper,
    Paragraph,
    Signature,
    counted,
    issuer_lines,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CancellationContent:
    """Everything that is printed. `said` is what the cancelled decision said, `number` and `signed_on` its own;
    `reason` is one of the closed list, `found_in` cites the paper that found it ("Kết luận số 05/KL ngày …")."""

    said: DecisionContent
    number: str
    signed_on: date
    rows: tuple[RecognisedUnit, ...]
    reason: str
    found_in: str
    signatory_title: str
    issued_year: int
    signatory_forms: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """The content as JSON can hold it, to be frozen with the decision."""
        return {**asdict(self), "signed_on": self.signed_on.isoformat()}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """The content from what `as_data` gave, also after a way through JSON."""
        return cls(
            **{
                **data,
                "said": DecisionContent.from_data(data["said"]),
                "signed_on": date.fromisoformat(data["signed_on"]),
                "rows": tuple(RecognisedUnit(**row) for row in data["rows"]),
                "signatory_forms": tuple(data.get("signatory_forms", ())),
            }
        )

    @property
    def cancelled(self) -> str:
        """ "Quyết định số 112/QĐ-UBND ngày 05 tháng 12 năm 2021 của …"."""
        return f"Quyết định số {self.number} {day_in_words(self.signed_on)} của {self.decided_by}"

    @property
    def decided_by(self) -> str:
        """Who decides: the chair, or the body itself."""
        return self.said.authority or self.said.issuing_body

    @property
    def title(self) -> str:
        """The decision's summary line (trích yếu)."""
        return f"Về việc hủy bỏ công nhận {self.said.group_word} {self.said.honour} và thu hồi Giấy công nhận"


def cancellation_document(
    content: CancellationContent, *, number: str = "", signed_on: date | None = None
) -> OfficialPaper:
    """The decision with its attached list. Without `number` and `signed_on` the registry finds room for both."""
    said = content.said
    given, _, symbol = number.partition("/")
    head = Letterhead(
        superior=said.superior,
        issuer=issuer_lines(said.issuing_body),
        symbol=symbol or said.symbol,
        place=said.place,
        year=content.issued_year,
        number=given,
        day=signed_on,
    )
    return OfficialPaper(
        letterhead=head,
        kind="Quyết định",
        summary=content.title,
        authority=content.decided_by,
        bases=cited_bases((*said.bases, content.cancelled, content.found_in)),
        command="Quyết định:",
        body=_articles(content),
        recipients=said.recipients,
        signature=Signature(forms=content.signatory_forms, title=content.signatory_title),
        attachments=(_list(content, head),),
        illustrative=said.illustrative,
    )


def _articles(content: CancellationContent) -> tuple[Paragraph, ...]:
    group = content.said.group_word
    listed = f"các {group} trong Danh sách nêu tại Điều 1"
    cancelled = (
        f"Hủy bỏ việc công nhận {counted(len(content.rows))} {group} {content.said.honour} tại {content.cancelled} "
        f"(có Danh sách kèm theo). Lý do: {content.reason[:1].lower()}{content.reason[1:]}."
    )
    withdrawn = (
        f"Thu hồi Giấy công nhận đã cấp cho {listed}; các nội dung khác của Quyết định số {content.number} giữ nguyên. "
        "Quyết định này có hiệu lực kể từ ngày ký."
    )
    executed = f"Các cơ quan, đơn vị có liên quan và {listed} chịu trách nhiệm thi hành Quyết định này."
    texts = (cancelled, withdrawn, executed)
    return tuple(Paragraph(lead=f"Điều {place}.", text=text) for place, text in enumerate(texts, start=1))


def _list(content: CancellationContent, head: Letterhead) -> AttachedList:
    group = content.said.group_word
    return AttachedList(
        title="Danh sách",
        subtitle=f"{group[:1].upper()}{group[1:]} bị hủy bỏ công nhận {content.said.honour}",
        reference=f"(Kèm theo Quyết định {head.citation} của {content.decided_by})",
        columns=(
            Column(title="STT", width=14, align="center"),
            Column(title="Tên đơn vị"),
            Column(title="Loại đơn vị", width=40, align="center"),
            *((Column(title="Mức công nhận", width=44),) if content.said.has_levels else ()),
        ),
        rows=tuple(
            (
                number(place),
                row.name,
                f"{row.kind_word[:1].upper()}{row.kind_word[1:]}",
                *((row.level,) if content.said.has_levels else ()),
            )
            for place, row in enumerate(content.rows, start=1)
        ),
        closing=f"Danh sách có {counted(len(content.rows))} {group}.",
    )
