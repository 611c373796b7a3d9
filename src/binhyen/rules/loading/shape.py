"""The shape of a rulebook file: which keys stand where, and what a text must look like. What it means comes later.

Every scalar is text. Lists and mappings of parts are read piece by piece (`reader`), so that a mistake in one
criterion does not hide those in the next.
"""

from collections.abc import Iterable
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from binhyen.rules.loading.tree import Piece
from binhyen.rules.model.types import Answer

_LONG = 20_000
Line = Annotated[str, Field(min_length=1, max_length=2_000)]
Prose = Annotated[str, Field(max_length=_LONG)]
RuleText = Annotated[str, Field(min_length=1, max_length=_LONG)]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
MonthDay = Annotated[str, Field(pattern=r"^[0-9]{2}-[0-9]{2}$")]
PointsText = Annotated[str, Field(pattern=r"^[0-9]{1,5}(\.[0-9]{1,2})?$")]
YearOffset = Annotated[str, Field(pattern=r"^(-(10|[0-9])|[01])$")]
CriterionCode = Annotated[str, Field(pattern=r"^[0-9A-Za-zĐđ][0-9A-Za-zĐđ._-]{0,19}$")]
ShortCode = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
# What the year's papers and lists give room to.
Title = Annotated[str, Field(min_length=1, max_length=200)]
FigureName = Annotated[str, Field(min_length=1, max_length=300)]
Question = Annotated[str, Field(min_length=1, max_length=300)]
LevelName = Annotated[str, Field(min_length=1, max_length=100)]
ChoiceText = Annotated[str, Field(min_length=1, max_length=60)]
Measure = Annotated[str, Field(max_length=30)]
PlainCode = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
VersionText = Annotated[str, Field(min_length=1, max_length=40)]
FlagText = Literal["true", "false"]
StatusText = Literal["verified", "to_confirm"]
AnswerText = Literal["count", "amount", "yes_no", "document", "confirmation", "choice", "date", "score"]
CutOffText = Literal["points", "count_met"]
SourceText = Literal["self", "review", "owner"]
SubjectText = Literal[
    "province", "district", "commune", "residential_area", "agency", "enterprise", "school", "family_group"
]


class Shape(BaseModel):
    """Base of all shapes. `filler` holds what stands in for a required key that is missing, so that reading goes on."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=False)
    filler: ClassVar[dict[str, str]] = {}
    _piece: Piece = PrivateAttr(default_factory=Piece)
    _replaced: frozenset[str] = PrivateAttr(default=frozenset())

    @property
    def piece(self) -> Piece:
        """Where it was read from."""
        return self._piece

    @property
    def replaced(self) -> frozenset[str]:
        """The keys whose values were wrong and had to be replaced so that reading could go on."""
        return self._replaced

    def remember(self, piece: Piece, replaced: Iterable[str]) -> None:
        """Keep where it was read from, and what in it was wrong."""
        self._piece = piece
        self._replaced = frozenset(replaced)


class CitationShape(Shape):
    """Where something stands in the law or in a paper."""

    filler = {"title": "…"}
    title: Line
    date: Day = ""
    clause: Prose = ""
    url: Prose = ""
    note: Prose = ""


class FigureShape(Shape):
    """A figure that units report."""

    filler = {"name": "…", "answer": Answer.COUNT.value}
    name: FigureName
    answer: AnswerText
    unit: Measure = ""
    owner: Prose = ""
    counts: SourceText = "self"
    choices: list[ChoiceText] = []
    max: PointsText = ""
    note: Prose = ""


class CheckShape(Shape):
    """What cannot be otherwise; a question before submission."""

    filler = {"code": "x", "message": "…"}
    code: PlainCode
    rule: RuleText = ""
    message: Question


class WindowDayShape(Shape):
    """A day of the year before, of the year, or of the year after."""

    filler = {"day": "01-01"}
    year: YearOffset = "0"
    day: MonthDay


class WindowShape(Shape):
    """The evaluation window, both days included."""

    first: WindowDayShape | None = Field(default=None, alias="from")
    last: WindowDayShape | None = Field(default=None, alias="to")
    status: StatusText = "verified"


class DeductShape(Shape):
    """Points lost for each occurrence."""

    filler = {"each": "0"}
    count: RuleText = ""
    each: PointsText


class CriterionShape(Shape):
    """A criterion, or a group of them."""

    filler = {"code": "0", "text": "…"}
    code: CriterionCode
    text: Prose
    rule: RuleText = ""
    items: list["CriterionShape"] = []
    applies: RuleText = ""
    status: StatusText = "verified"
    points: PointsText = ""
    score: RuleText = ""
    deduct: DeductShape | None = None
    basis: list[CitationShape] = []
    evidence: list[Line] = []
    note: Prose = ""


class LevelShape(Shape):
    """What a unit can be recognised as."""

    filler = {"code": "x", "name": "…"}
    code: PlainCode
    name: LevelName
    milestone: FlagText = "false"
    rule: RuleText = ""
    status: StatusText = "verified"
    cut_off: CutOffText | None = None
    basis: list[CitationShape] = []
    note: Prose = ""


class SubjectShape(Shape):
    """How one kind of unit is judged."""

    window: WindowShape | None = None
    eligible: RuleText = ""
    total: PointsText = ""
    criteria: list[CriterionShape] = []
    levels: list[LevelShape] = []
    basis: list[CitationShape] = []
    note: Prose = ""


class RulebookShape(Shape):
    """A rulebook file."""

    filler = {"programme": "x", "version": "…", "name": "…", "valid_from": "2000-01-01"}
    programme: ShortCode
    version: VersionText
    name: Title
    word: Prose = ""
    owner: Prose = ""
    basis: list[CitationShape] = []
    valid_from: Day
    valid_to: Day = ""
    figures: dict[str, FigureShape] = {}
    checks: list[CheckShape] = []
    subjects: dict[SubjectText, SubjectShape] = {}
    note: Prose = ""


# What a person would say that a text must look like, by the name of its key.
EXPECTED: dict[str, str] = {
    "code": "mã gồm chữ, số, dấu chấm, gạch; tối đa 20 ký tự với tiêu chí; mức và kiểm tra dùng chữ thường không dấu",
    "programme": "mã gồm chữ thường không dấu, số và dấu gạch, ví dụ an-toan-antt",
    "points": "số điểm từ 0, tối đa 2 chữ số lẻ, dùng dấu chấm, ví dụ 7.5",
    "total": "số điểm từ 0, tối đa 2 chữ số lẻ, dùng dấu chấm, ví dụ 100",
    "max": "số điểm từ 0, tối đa 2 chữ số lẻ, dùng dấu chấm, ví dụ 10",
    "each": "số điểm từ 0, tối đa 2 chữ số lẻ, dùng dấu chấm, ví dụ 6",
    "year": "-1 là năm trước, 0 là năm xét, 1 là năm sau",
    "day": "tháng-ngày, ví dụ 10-31",
    "date": "năm-tháng-ngày, ví dụ 2021-12-28",
    "valid_from": "năm-tháng-ngày, ví dụ 2022-02-10",
    "valid_to": "năm-tháng-ngày, ví dụ 2030-12-31",
}
