"""The covenant on paper, our wording in the layout of Nghị định 30/2020/NĐ-CP: members sign by office, no name stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from binhyen.kernel.text import day_in_words
from binhyen.rendering.authors import Author
from binhyen.rendering.documents import (
    BLANK,
    BLANK_DAY,
    NUMBER_COLUMN,
    Column,
    OfficialPaper,
    Paragraph,
    Signature,
    Table,
    counted,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of a covenant and the office of whoever signs for it; no name of a person."""

    name: str
    office: str = ""


def covenant_document(
    author: Author,
    *,
    programme_name: str,
    terms: Sequence[str],
    members: Sequence[Member],
    year: int,
    day: date | None = None,
    illustrative: bool = False,
) -> OfficialPaper:
    """Giao ước thi đua: the members, what they promise each other, and room for each to sign by office.

    Raises ValueError without a member or without a term: nothing is then promised by anybody.
    """
    if not members or not terms:
        raise ValueError("a covenant has members and terms")
    on = day_in_words(day) if day else f"ngày{BLANK_DAY}tháng{BLANK_DAY}năm {year}"
    rows = tuple((str(place), one.name, one.office or BLANK) for place, one in enumerate(members, start=1))
    columns = (NUMBER_COLUMN, Column(title="Thành viên"), Column(title="Chức vụ người ký", width=56))
    signed = [Signature(forms=(one.name,), title=one.office or "Đại diện") for one in members]
    return OfficialPaper(
        letterhead=author.letterhead("", year=year, day=day),
        kind="Giao ước thi đua",
        summary=f"Thực hiện “{programme_name}”",
        body=(
            Paragraph(text=f"Hôm nay, {on}, {counted(len(members))} thành viên sau đây cùng ký kết giao ước thi đua:"),
            Table(columns=columns, rows=rows),
            Paragraph(text="Các thành viên cùng giao ước thực hiện:"),
            *(Paragraph(lead=f"{place}.", text=term) for place, term in enumerate(terms, start=1)),
            Paragraph(text="Giao ước được các thành viên thống nhất, mỗi thành viên giữ một bản."),
        ),
        recipients=(),
        co_signatures=tuple(signed[:-1]),
        signature=signed[-1],
        illustrative=illustrative,
    )
