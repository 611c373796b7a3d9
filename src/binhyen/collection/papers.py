"""Giải trình chênh lệch, our wording in the layout of Nghị định 30/2020/NĐ-CP: two numbers that were both right when they
were sent, and what changed between them, unit by unit. Number and date are left to the registry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from binhyen.collection.tally import Change, Tally, in_sum, signed
from binhyen.kernel.text import hour_and_day
from binhyen.rendering.authors import Author
from binhyen.rendering.documents import BLANK, NUMBER_COLUMN, Column, OfficialPaper, Paragraph, Table, counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One sending as the paper cites it."""

    seq: int
    at: datetime
    body: str
    tally: Tally
    number: str = ""

    @property
    def cited(self) -> str:
        """ "lần 2, gửi Công an tỉnh lúc 16 giờ 30 ngày 22/11/2026: 24/24 đơn vị, tổng 530 lượt"."""
        paper = f" (văn bản số {self.number})" if self.number else ""
        return f"lần {self.seq}, gửi {self.body} lúc {hour_and_day(self.at)}{paper}: {self.tally.said}"


def explanation(
    author: Author, before: Sent, after: Sent, changes: Sequence[Change], *, illustrative: bool = False
) -> OfficialPaper:
    """The paper that explains why two sendings differ. Raises ValueError where they do not."""
    if not changes:
        raise ValueError("two sendings that agree need no explanation")
    tally = after.tally
    columns = (
        NUMBER_COLUMN,
        Column(title="Đơn vị"),
        Column(title="Lần trước", width=22, align="right"),
        Column(title="Lần sau", width=22, align="right"),
        Column(title="Chênh lệch", width=24, align="right"),
        Column(title="Lý do", width=42),
    )
    rows = tuple(
        (
            str(place),
            one.after.name,
            one.before.shown or "chưa báo",
            one.after.shown or "chưa báo",
            signed(one.difference),
            one.reason or BLANK,
        )
        for place, one in enumerate(changes, start=1)
    )
    question = tally.question.rstrip("?.: ")
    return OfficialPaper(
        letterhead=author.letterhead("BC", year=after.at.year),
        kind="Báo cáo",
        summary=f"Giải trình chênh lệch số liệu: {question}",
        addressees=(after.body,),
        body=(
            Paragraph(text=f"{author.name} đã báo cáo cùng một nội dung hai lần với số liệu khác nhau:"),
            Paragraph(lead="1.", text=f"Báo cáo {before.cited}."),
            Paragraph(lead="2.", text=f"Báo cáo {after.cited}."),
            Paragraph(text=f"Hai số liệu {in_sum(changes, tally.measure)}; {counted(len(changes))} đơn vị thay đổi:"),
            Table(columns=columns, rows=rows),
            Paragraph(
                text="Mỗi lần báo cáo ghi đúng số liệu có tại thời điểm gửi; lý do thay đổi của từng đơn vị nêu ở bảng "
                "trên."
            ),
        ),
        recipients=("Như trên", "Lưu: VT"),
        signature=author.signature,
        illustrative=illustrative,
    )
