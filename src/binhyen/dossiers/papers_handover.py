"""Biên bản bàn giao, our wording in the layout of Nghị định 30/2020/NĐ-CP: what was open on the day, by counts; the
people write their names and sign by hand."""

from collections.abc import Sequence
from datetime import date

from binhyen.kernel.text import day_in_words
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

_COLUMNS = (
    NUMBER_COLUMN,
    Column(title="Thuộc", width=52),
    Column(title="Nội dung bàn giao"),
    Column(title="Số lượng", width=22, align="right"),
)
_PERSON = f"Ông (bà) {BLANK_LINE}{BLANK_LINE}"


def handover_minutes(
    author: Author,
    *,
    on: date,
    roles: Sequence[str],
    lines: Sequence[tuple[str, str, int]],
    illustrative: bool = False,
) -> OfficialPaper:
    """The minutes of a handover on a day. `lines` are (what it belongs to, what it is, how many)."""
    table = Table(
        columns=_COLUMNS,
        rows=tuple(
            (str(place), about, words, counted(count)) for place, (about, words, count) in enumerate(lines, start=1)
        ),
    )
    body: list[Paragraph | Table] = [
        Paragraph(lead="1. Thời gian, địa điểm:", text=f"Hồi {BLANK} giờ, {day_in_words(on)}, tại {BLANK_LINE}"),
        Paragraph(lead="2. Bên giao (họ tên, chức vụ):", text=_PERSON),
        Paragraph(lead="3. Bên nhận (họ tên, chức vụ):", text=_PERSON),
        Paragraph(lead="4. Người chứng kiến (họ tên, chức vụ):", text=_PERSON),
        Paragraph(lead="5. Nhiệm vụ bàn giao:", text=f"{'; '.join(roles)}."),
        Paragraph(
            lead="6. Công việc, hồ sơ bàn giao:",
            text=f"Tính đến khi bàn giao, trong phạm vi {author.name}:" if lines else "Không có việc đang dở.",
        ),
        *([table] if lines else []),
        Paragraph(
            lead="7. Hồ sơ giấy, con dấu, thiết bị kèm theo:", text=f"{BLANK_LINE}{BLANK_LINE} (ghi số cặp, hộp)."
        ),
        Paragraph(lead="8. Việc cần lưu ý:", text=f"{BLANK_LINE}{BLANK_LINE}"),
        Paragraph(
            text="Từ thời điểm bàn giao, tài khoản bên giao không còn thực hiện nhiệm vụ nêu trên; bên nhận chịu trách "
            f"nhiệm tiếp tục. Biên bản lập thành {BLANK} bản, mỗi bên giữ {BLANK} bản."
        ),
    ]
    return OfficialPaper(
        letterhead=author.letterhead("BB", year=on.year, day=on),
        kind="Biên bản",
        summary="Bàn giao nhiệm vụ và công việc",
        body=tuple(body),
        recipients=(),
        co_signatures=(Signature(title="Bên giao"), Signature(title="Bên nhận")),
        signature=Signature(title="Người chứng kiến"),
        illustrative=illustrative,
    )
