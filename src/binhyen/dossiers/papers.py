"""What the papers of a unit's year say, our wording in the layout of Nghị định 30/2020/NĐ-CP: registration,
self-assessment, minutes, proposal.

All are drafts for people to complete and sign: what is not known is room to write. Minutes hold counts and offices,
never names (design §3). A unit without seal and register (thôn, tổ dân phố, tổ liên gia) gets papers without a number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from binhyen.kernel.text import day_in_words, number, percent
from binhyen.rendering.authors import Author
from binhyen.rendering.documents import (
    BLANK,
    BLANK_DAY,
    BLANK_LINE,
    NUMBER_COLUMN,
    AttachedList,
    Column,
    Letterhead,
    OfficialPaper,
    Paragraph,
    Signature,
    Table,
    counted,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What a dossier is about, as it stands inside a sentence: `honour` is "đạt tiêu chuẩn “…” năm 2021", `rulebook`
    the act that issued the criteria; `addressee` decides. `illustrative` marks papers of invented units."""

    programme_name: str
    honour: str
    year: int
    addressee: str = BLANK_LINE
    rulebook: str = ""
    illustrative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionLine:
    """A criterion, and on a report its outcome and reason."""

    code: str
    text: str
    outcome: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """A figure of the unit: this year's value, and last year's where it was reported."""

    name: str
    unit_of_measure: str
    value: str
    previous: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting by its counts; None leaves room. `written` says that opinions were taken on paper instead."""

    held_on: date | None = None
    invited: int | None = None
    present: int | None = None
    agreed: int | None = None
    written: bool = False
    against: int | None = None
    abstained: int | None = None
    # What a vote by the committee's own rules came to; empty where it has none.
    outcome: str = ""

    @property
    def day(self) -> str:
        """ "ngày 05 tháng 11 năm 2021", or room for it."""
        return day_in_words(self.held_on) if self.held_on else f"ngày{BLANK_DAY}tháng{BLANK_DAY}năm {BLANK}"


# ---------------------------------------------------------------- registration


def registration_document(
    author: Author, aim: Aim, criteria: Sequence[CriterionLine], *, day: date | None = None
) -> OfficialPaper:
    """Bản đăng ký: the unit says that it strives for the standard, and lists what that asks of it."""
    return OfficialPaper(
        letterhead=author.letterhead("", year=aim.year, day=day),
        kind="Bản đăng ký",
        summary=f"Phấn đấu {aim.honour}",
        addressees=(aim.addressee,),
        body=(
            Paragraph(text=f"{author.name} đăng ký phấn đấu {aim.honour}{_by_rulebook(aim)}, với các tiêu chí sau:"),
            _criteria_table(criteria, assessed=False),
            Paragraph(
                text="Đơn vị tổ chức thực hiện các nội dung đã đăng ký, tự đánh giá trung thực, khách quan và báo cáo "
                "kết quả đúng thời hạn."
            ),
        ),
        recipients=(aim.addressee, "Lưu đơn vị") if aim.addressee != BLANK_LINE else (),
        signature=author.signature,
        illustrative=aim.illustrative,
    )


def _by_rulebook(aim: Aim) -> str:
    return f" theo {aim.rulebook}" if aim.rulebook else ""


def _criteria_table(criteria: Sequence[CriterionLine], *, assessed: bool) -> Table:
    plain = (Column(title="Số", width=14, align="center"), Column(title="Nội dung tiêu chí"))
    if not assessed:
        return Table(columns=plain, rows=tuple((one.code, one.text) for one in criteria))
    more = (Column(title="Kết quả", width=27, align="center"), Column(title="Căn cứ", width=52))
    rows = tuple((one.code, one.text, one.outcome, one.reason) for one in criteria)
    return Table(columns=(*plain, *more), rows=rows)


# ---------------------------------------------------------------- self-assessment


def self_assessment_document(
    author: Author,
    aim: Aim,
    *,
    window: str,
    criteria: Sequence[CriterionLine],
    figures: Sequence[FigureLine],
    conclusion: str,
    asks: bool,
    meeting: Meeting | None = None,
) -> OfficialPaper:
    """Báo cáo tự đánh giá: figures, outcomes with their reasons, the meeting by its counts, what the unit asks for.

    `window` is the span of days judged, in words; `conclusion` what the criteria come to ("Đạt 5/5 tiêu chí").
    A unit that fails by its own figures reports them and asks for nothing (`asks` False).
    """
    said = [
        Paragraph(lead="I. SỐ LIỆU BÁO CÁO", text=""),
        Paragraph(text=f"Kỳ đánh giá: {window}."),
        *_figures(figures),
    ]
    said += [Paragraph(lead="II. KẾT QUẢ TỰ ĐÁNH GIÁ", text=""), _criteria_table(criteria, assessed=True)]
    said += [Paragraph(text=conclusion)]
    if meeting:
        said += [Paragraph(text=f"Kết quả đã được thông qua tại cuộc họp {meeting.day}: {_agreed(meeting)}.")]
    if asks:
        said += [
            Paragraph(
                lead="III. ĐỀ NGHỊ:", text=f"{author.name} đề nghị {aim.addressee} xem xét, công nhận {aim.honour}."
            )
        ]
    return OfficialPaper(
        letterhead=author.letterhead("BC", year=_year_of(aim, meeting)),
        kind="Báo cáo",
        summary=f"Tự đánh giá kết quả thực hiện “{aim.programme_name}” năm {aim.year}",
        addressees=(aim.addressee,),
        body=tuple(said),
        recipients=(aim.addressee, "Lưu đơn vị") if aim.addressee != BLANK_LINE else (),
        signature=author.signature,
        illustrative=aim.illustrative,
    )


def _figures(figures: Sequence[FigureLine]) -> list[Paragraph | Table]:
    if not figures:
        return [Paragraph(text="Bộ tiêu chí không yêu cầu số liệu.")]
    columns = (
        NUMBER_COLUMN,
        Column(title="Nội dung"),
        Column(title="Đơn vị tính", width=25, align="center"),
        Column(title="Năm trước", width=27, align="right"),
        Column(title="Năm nay", width=30, align="right"),
    )
    rows = tuple(
        (str(place), one.name, one.unit_of_measure, one.previous, one.value or BLANK)
        for place, one in enumerate(figures, start=1)
    )
    return [Table(columns=columns, rows=rows)]


def _agreed(meeting: Meeting) -> str:
    """ "29/31 người có mặt tán thành (93,5 %)", or the same with room for what is not known."""
    whole = "phiếu thu về" if meeting.written else "người có mặt"
    if meeting.agreed is None or meeting.present is None:
        return f"{BLANK}/{BLANK} {whole} tán thành"
    share = f" ({percent(meeting.agreed, meeting.present)})" if meeting.present else ""
    said = f"{number(meeting.agreed)}/{number(meeting.present)} {whole} tán thành{share}"
    if meeting.against is not None and meeting.abstained is not None:
        said += f", {counted(meeting.against)} không tán thành, {counted(meeting.abstained)} phiếu trắng"
    return f"{said}; {meeting.outcome}" if meeting.outcome else said


def _year_of(aim: Aim, meeting: Meeting | None) -> int:
    """The year in which the paper is dated: results of a year may be judged in the next."""
    return meeting.held_on.year if meeting and meeting.held_on else aim.year


# ---------------------------------------------------------------- minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedUnit:
    """One unit in a list of those that were reviewed or are proposed."""

    name: str
    kind_word: str
    result: str


_OF_UNITS = (
    NUMBER_COLUMN,
    Column(title="Tên đơn vị"),
    Column(title="Loại đơn vị", width=34, align="center"),
    Column(title="Kết quả xét duyệt", width=48),
)


def _unit_rows(units: Sequence[JudgedUnit]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (number(place), one.name, f"{one.kind_word[:1].upper()}{one.kind_word[1:]}", one.result)
        for place, one in enumerate(units, start=1)
    )


def minutes_document(
    author: Author,
    aim: Aim,
    meeting: Meeting,
    *,
    subject: str,
    about: str = "",
    findings: Sequence[CriterionLine] = (),
    units: Sequence[JudgedUnit] = (),
    conclusion: str = "",
) -> OfficialPaper:
    """Biên bản: who met by counts, what was found, how many agreed. `subject` is what the meeting did ("họp tự
    đánh giá"), `about` the unit where it is not the author; `findings` are the criteria of one unit, `units` those of a
    sitting on many. Names are neither asked for nor printed: whoever signs signs by office."""
    said: list[Paragraph | Table] = [
        Paragraph(lead="1. Thời gian, địa điểm:", text=f"Hồi {BLANK} giờ, {meeting.day}, tại {BLANK_LINE}"),
        Paragraph(lead="2. Thành phần:", text=_attendance(meeting)),
        Paragraph(lead="3. Nội dung:", text="Xem xét kết quả thực hiện từng tiêu chí."),
    ]
    if findings:
        said.append(_criteria_table(findings, assessed=True))
    if units:
        said.append(Table(columns=_OF_UNITS, rows=_unit_rows(units)))
    said += [
        Paragraph(lead="4. Ý kiến:", text=f"Kết quả: {_agreed(meeting)}."),
        Paragraph(lead="5. Kết luận:", text=conclusion or f"{BLANK_LINE}{BLANK_LINE}"),
        Paragraph(text=f"Biên bản được thông qua và kết thúc hồi {BLANK} giờ cùng ngày."),
    ]
    results = f"kết quả thực hiện “{aim.programme_name}” năm {aim.year}"
    return OfficialPaper(
        letterhead=author.letterhead("BB", year=_year_of(aim, meeting), day=meeting.held_on),
        kind="Biên bản",
        summary=f"{subject[:1].upper()}{subject[1:]} {results}{f' của {about}' if about else ''}",
        body=tuple(said),
        recipients=(),
        co_signatures=(Signature(title="Thư ký"),),
        signature=Signature(title="Chủ trì"),
        illustrative=aim.illustrative,
    )


def _attendance(meeting: Meeting) -> str:
    words = ("phiếu gửi lấy ý kiến", "phiếu thu về") if meeting.written else ("người được mời", "người có mặt")
    counts = (counted(count) if count is not None else BLANK for count in (meeting.invited, meeting.present))
    said = "; ".join(f"số {word}: {count}" for word, count in zip(words, counts, strict=True))
    return f"S{said[1:]}. Biên bản ghi số lượng và chức vụ, không ghi họ tên."


# ---------------------------------------------------------------- proposal


def proposal_document(
    author: Author,
    aim: Aim,
    *,
    group_word: str,
    listed: int,
    registered: int,
    rows: Sequence[JudgedUnit],
    meeting: Meeting,
) -> OfficialPaper:
    """Tờ trình: whoever gathered the dossiers proposes to recognise those in `rows`, of `registered` that registered
    and `listed` that stand on the frozen list: the two denominators stand beside the result."""
    head = author.letterhead("TTr", year=_year_of(aim, meeting))
    counts = f"{counted(listed)} {group_word} thuộc diện, {counted(registered)} {group_word} đăng ký"
    return OfficialPaper(
        letterhead=head,
        kind="Tờ trình",
        summary=f"Về việc công nhận {group_word} {aim.honour}",
        addressees=(aim.addressee,),
        body=(
            Paragraph(text=f"Năm {aim.year} có {counts} thực hiện “{aim.programme_name}”{_by_rulebook(aim)}."),
            Paragraph(text=f"Việc xét duyệt được tiến hành {meeting.day}: {_agreed(meeting)}."),
            Paragraph(
                text=f"{author.name} trình {aim.addressee} xem xét, quyết định công nhận "
                f"{counted(len(rows))} {group_word} {aim.honour} (có Danh sách kèm theo)."
            ),
        ),
        recipients=("Như trên", "Lưu: VT"),
        signature=author.signature,
        attachments=(_proposed(author, aim, head, group_word, rows),) if rows else (),
        illustrative=aim.illustrative,
    )


def _proposed(author: Author, aim: Aim, head: Letterhead, group_word: str, rows: Sequence[JudgedUnit]) -> AttachedList:
    reference = head.citation if head.symbol else head.date_words
    return AttachedList(
        title="Danh sách đề nghị",
        subtitle=f"{group_word[:1].upper()}{group_word[1:]} {aim.honour}",
        reference=f"(Kèm theo Tờ trình {reference} của {author.name})",
        columns=_OF_UNITS,
        rows=_unit_rows(rows),
        closing=f"Danh sách có {counted(len(rows))} {group_word}.",
    )
