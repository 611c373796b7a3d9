"""What hangs on the wall before a decision, and the two minutes around it; our wording.

The poster names units and nothing else: no figure, no criterion, nobody who does not qualify.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from binhyen.kernel.text import day, day_in_words, number
from binhyen.rendering.authors import Author
from binhyen.rendering.documents import (
    BLANK,
    BLANK_LINE,
    NUMBER_COLUMN,
    Column,
    OfficialPaper,
    Paragraph,
    Signature,
    Table,
    counted,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedUnit:
    """A unit on the list; `level` where the rulebook has several."""

    name: str
    kind_word: str
    level: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingContent:
    """What all three papers are put together from. `last` is the last whole day; `objections` and `answered` are counts."""

    programme_name: str
    honour: str
    year: int
    body: str
    units: tuple[PostedUnit, ...]
    posted_on: date
    last: date
    days: int
    places: str
    address: str = ""
    closed_on: date | None = None
    objections: int = 0
    answered: int = 0
    illustrative: bool = False

    @property
    def has_levels(self) -> bool:
        """Whether the list has to say which level."""
        return any(unit.level for unit in self.units)


def columns(content: PostingContent) -> tuple[Column, ...]:
    """The columns of the list."""
    level = (Column(title="Mức đề nghị", width=46),) if content.has_levels else ()
    return (NUMBER_COLUMN, Column(title="Tên đơn vị"), Column(title="Loại đơn vị", width=40, align="center"), *level)


def rows(content: PostingContent) -> tuple[tuple[str, ...], ...]:
    """The list itself."""
    return tuple(
        (
            number(place),
            unit.name,
            f"{unit.kind_word[:1].upper()}{unit.kind_word[1:]}",
            *((unit.level,) if content.has_levels else ()),
        )
        for place, unit in enumerate(content.units, start=1)
    )


def poster_lines(content: PostingContent) -> tuple[str, ...]:
    """What stands under the list on the wall."""
    said = (
        f"Niêm yết từ ngày {day(content.posted_on)} đến hết ngày {day(content.last)}, tại: {content.places}.",
        f"Kiến nghị về số liệu, văn bản của một đơn vị gửi {content.body} trong thời gian niêm yết.",
        "Tố cáo, tố giác về người cụ thể không gửi ở đây: gửi cơ quan có thẩm quyền theo Luật Tố cáo, hoặc cơ quan Công an.",
    )
    return (*said, f"Danh sách trên mạng: {content.address}") if content.address else said


def opening_minutes(author: Author, content: PostingContent) -> OfficialPaper:
    """Biên bản niêm yết: who hung the list where, by offices and counts."""
    return _minutes(
        author,
        content,
        kind="Biên bản",
        summary=f"Niêm yết danh sách đơn vị đề nghị công nhận {content.honour}",
        on=content.posted_on,
        said=(
            Paragraph(lead="3. Nội dung:", text=f"Niêm yết danh sách {counted(len(content.units))} đơn vị sau đây."),
            Table(columns=columns(content), rows=rows(content)),
            Paragraph(lead="4. Nơi niêm yết:", text=f"{content.places}."),
            Paragraph(
                lead="5. Thời gian niêm yết:",
                text=f"{number(content.days)} ngày, từ ngày {day(content.posted_on)} đến hết ngày {day(content.last)}; "
                "ngày dán danh sách không tính.",
            ),
        ),
    )


def closing_minutes(author: Author, content: PostingContent) -> OfficialPaper:
    """Biên bản kết thúc niêm yết: for how long it hung, and how many objections came by their number."""
    waiting = content.objections - content.answered
    still = f"; {counted(waiting)} kiến nghị chờ trả lời, đơn vị liên quan chưa trình quyết định" if waiting else ""
    received = f"Đã nhận {counted(content.objections)} kiến nghị, trả lời {counted(content.answered)}{still}."
    return _minutes(
        author,
        content,
        kind="Biên bản",
        summary=f"Kết thúc niêm yết danh sách đơn vị đề nghị công nhận {content.honour}",
        on=content.closed_on,
        said=(
            Paragraph(
                lead="3. Nội dung:",
                text=f"Danh sách {counted(len(content.units))} đơn vị đã niêm yết từ ngày {day(content.posted_on)}, đủ "
                f"{number(content.days)} ngày, tại: {content.places}.",
            ),
            Paragraph(
                lead="4. Kiến nghị:",
                text=received if content.objections else "Không nhận được kiến nghị nào về số liệu, văn bản.",
            ),
            Table(columns=columns(content), rows=rows(content)),
        ),
    )


def _minutes(
    author: Author,
    content: PostingContent,
    *,
    kind: str,
    summary: str,
    on: date | None,
    said: Sequence[Paragraph | Table],
) -> OfficialPaper:
    held = day_in_words(on) if on else f"ngày {BLANK} tháng {BLANK} năm {content.posted_on.year}"
    return OfficialPaper(
        letterhead=author.letterhead("BB", year=(on or content.posted_on).year, day=on),
        kind=kind,
        summary=summary,
        body=(
            Paragraph(lead="1. Thời gian, địa điểm:", text=f"Hồi {BLANK} giờ, {held}, tại {BLANK_LINE}"),
            Paragraph(
                lead="2. Thành phần:",
                text=f"{BLANK_LINE} (ghi chức vụ: đại diện Ủy ban nhân dân, Mặt trận Tổ quốc, nơi niêm yết).",
            ),
            *said,
            Paragraph(text=f"Biên bản lập xong hồi {BLANK} giờ cùng ngày."),
        ),
        recipients=(),
        co_signatures=(Signature(title="Đại diện nơi niêm yết"), Signature(title="Đại diện Mặt trận Tổ quốc")),
        signature=Signature(title="Người lập biên bản"),
        illustrative=content.illustrative,
    )
