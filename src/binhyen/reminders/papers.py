"""Papers of chasing, our wording in the layout of Nghị định 30/2020/NĐ-CP: the sheet to call from, and the letter that
names who is late. Both name units and offices; room is left for what is not known."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from binhyen.kernel.text import day, hour_and_day
from binhyen.rendering.authors import Author
from binhyen.rendering.documents import (
    BLANK,
    BLANK_LINE,
    NUMBER_COLUMN,
    AttachedList,
    Column,
    OfficialPaper,
    Paragraph,
    Signature,
    Table,
    counted,
)

# More units than this are named in a list of their own behind the letter.
_IN_THE_LETTER = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class LateUnit:
    """A unit, the office of its head, what it owes until when; what was agreed with it before."""

    name: str
    head: str
    owes: str
    deadline: date | None = None
    telephone: str = ""
    agreed: str = ""

    @property
    def until(self) -> str:
        """The last day, or nothing."""
        return day(self.deadline) if self.deadline else ""


def call_sheet(
    author: Author, *, cycle: str, units: Sequence[LateUnit], at: datetime, year: int, illustrative: bool = False
) -> OfficialPaper:
    """Phiếu gọi: one line for each unit, with room for the answer. It is a working paper without a number."""
    columns = (
        NUMBER_COLUMN,
        Column(title="Đơn vị"),
        Column(title="Người nghe (chức vụ)", width=28),
        Column(title="Điện thoại cơ quan", width=25),
        Column(title="Còn thiếu, hạn", width=34),
        Column(title="Kết quả, ngày hẹn", width=30),
    )
    rows = tuple(
        (str(at_), one.name, one.head, one.telephone or BLANK, _owes(one), one.agreed or BLANK)
        for at_, one in enumerate(units, start=1)
    )
    return OfficialPaper(
        letterhead=author.letterhead("", year=year),
        kind="Phiếu gọi",
        summary=f"Đôn đốc {cycle}",
        body=(
            Paragraph(text=f"Tính đến {hour_and_day(at)} có {counted(len(units))} đơn vị cần liên hệ."),
            Table(columns=columns, rows=rows),
            Paragraph(
                text="Ghi một trong bốn kết quả: hẹn nộp (ghi ngày), không liên lạc được, đã nộp, cần hỗ trợ; không ghi "
                "họ tên."
            ),
        ),
        recipients=(),
        signature=Signature(title="Người gọi"),
        illustrative=illustrative,
    )


def _owes(one: LateUnit) -> str:
    return f"{one.owes}, hạn {one.until}" if one.until else one.owes


def chasing_letter(
    author: Author, *, cycle: str, units: Sequence[LateUnit], at: datetime, year: int, illustrative: bool = False
) -> OfficialPaper:
    """Công văn đôn đốc: to the heads of the units that owe something, naming each unit and what it owes.

    Number, date and the day until which it is asked for are left to whoever signs. Raises ValueError without a unit.
    """
    if not units:
        raise ValueError("a letter names the units that it asks")
    # A letter carries no word for its kind: "Số: …/UBND-VP".
    head = replace(author.letterhead("", year=year), symbol=f"{author.short or '…………'}-…………")
    columns = (
        NUMBER_COLUMN,
        Column(title="Đơn vị"),
        Column(title="Nội dung chưa thực hiện", width=58),
        Column(title="Thời hạn", width=28, align="center"),
    )
    rows = tuple((str(place), one.name, one.owes, one.until or BLANK) for place, one in enumerate(units, start=1))
    is_short = len(units) <= _IN_THE_LETTER
    listed = AttachedList(
        title="Danh sách",
        subtitle=f"Đơn vị chưa hoàn thành trong {cycle}",
        reference=f"(Kèm theo Công văn {head.citation} của {author.name})",
        columns=columns,
        rows=rows,
        closing=f"Danh sách có {counted(len(units))} đơn vị.",
    )
    end = ":" if is_short else "."
    where = "các đơn vị sau" if is_short else f"{counted(len(units))} đơn vị có tên trong Danh sách kèm theo"
    return OfficialPaper(
        letterhead=head,
        kind="",
        summary=f"đôn đốc thực hiện {cycle}",
        addressees=_addressees(units) if is_short else ("Người đứng đầu các đơn vị có tên trong Danh sách kèm theo",),
        body=(
            Paragraph(text=f"Qua theo dõi {cycle}, tính đến {hour_and_day(at)}, {where} chưa hoàn thành nội dung phải thực hiện{end}"),
            *((Table(columns=columns, rows=rows),) if is_short else ()),
            Paragraph(
                text=f"{author.name} đề nghị người đứng đầu các đơn vị nêu trên thực hiện, gửi kết quả trước ngày "
                f"{BLANK}; đơn vị có khó khăn, vướng mắc báo về {BLANK_LINE} để được hướng dẫn."
            ),
        ),
        recipients=("Như trên", "Lưu: VT"),
        signature=author.signature,
        attachments=() if is_short else (listed,),
        illustrative=illustrative,
    )  # fmt: skip


def _addressees(units: Sequence[LateUnit]) -> tuple[str, ...]:
    return tuple(_addressed(one.head, one.name) for one in units)


def _addressed(head: str, name: str) -> str:
    """The head with the unit, its word said once: "Trưởng thôn" of "Thôn Mẫu 1" is "Trưởng thôn Mẫu 1"."""
    words = name.split()
    for count in range(len(words) - 1, 0, -1):
        if head.lower().endswith(" ".join(words[:count]).lower()):
            return f"{head} {' '.join(words[count:])}"
    return f"{head} {name}"
