"""Types of values and of answers, places in a text, and the refusal that nodes raise."""

from dataclasses import dataclass
from enum import StrEnum


class ValueType(StrEnum):
    """What an expression can be.

    A `RATIO` is a division: it exists only inside a comparison, or as the last step of a score. A `TALLY` is
    `count_met` or `points`: it exists only beside a literal in a comparison. Both are types of their own so that
    every other node refuses them without a rule of its own.
    """

    NUMBER = "number"
    RATIO = "ratio"
    TALLY = "tally"
    BOOLEAN = "boolean"
    DATE = "date"
    TEXT = "text"

    @property
    def vietnamese(self) -> str:
        """The word that a message to a rule author uses."""
        return _WORDS[self]


_WORDS = {
    ValueType.NUMBER: "số",
    ValueType.RATIO: "tỷ lệ (phép chia)",
    ValueType.TALLY: "số tiêu chí đạt hoặc tổng điểm",
    ValueType.BOOLEAN: "đúng/sai",
    ValueType.DATE: "ngày",
    ValueType.TEXT: "chữ",
}


class Answer(StrEnum):
    """How a figure is answered."""

    COUNT = "count"
    AMOUNT = "amount"
    YES_NO = "yes_no"
    DOCUMENT = "document"
    CONFIRMATION = "confirmation"
    CHOICE = "choice"
    DATE = "date"
    SCORE = "score"

    @property
    def value_type(self) -> ValueType:
        """The type of value a figure with this answer has in a rule."""
        return _ANSWER_TYPES[self]

    @property
    def vietnamese(self) -> str:
        """The word for people who write or read rulebooks."""
        return _ANSWER_WORDS[self]

    @property
    def has_previous(self) -> bool:
        """Whether `previous(f)` has a meaning: only for what is counted or measured."""
        return self in (Answer.COUNT, Answer.AMOUNT)


_ANSWER_TYPES = {
    Answer.COUNT: ValueType.NUMBER,
    Answer.AMOUNT: ValueType.NUMBER,
    Answer.SCORE: ValueType.NUMBER,
    Answer.YES_NO: ValueType.BOOLEAN,
    Answer.DOCUMENT: ValueType.BOOLEAN,
    Answer.CONFIRMATION: ValueType.BOOLEAN,
    Answer.CHOICE: ValueType.TEXT,
    Answer.DATE: ValueType.DATE,
}

_ANSWER_WORDS = {
    Answer.COUNT: "số đếm",
    Answer.AMOUNT: "số lượng, số tiền",
    Answer.YES_NO: "có/không",
    Answer.DOCUMENT: "văn bản",
    Answer.CONFIRMATION: "xác nhận không để xảy ra",
    Answer.CHOICE: "chọn một",
    Answer.DATE: "ngày",
    Answer.SCORE: "điểm",
}


class UnitState(StrEnum):
    """Which units of the frozen list `units(…)` counts."""

    LISTED = "listed"
    REGISTERED = "registered"
    RECOGNISED = "recognised"

    @property
    def vietnamese(self) -> str:
        """As it stands inside a sentence: "số đơn vị được công nhận"."""
        return _STATE_WORDS[self]


_STATE_WORDS = {
    UnitState.LISTED: "thuộc diện",
    UnitState.REGISTERED: "đã đăng ký",
    UnitState.RECOGNISED: "được công nhận",
}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Characters `start` (included) to `end` (excluded) of a rule's text."""

    start: int
    end: int

    def to(self, other: "Place") -> "Place":
        """From the beginning of this place to the end of the other."""
        return Place(self.start, other.end)


NOWHERE = Place(0, 0)


class Nonsense(ValueError):
    """A node that means nothing was about to be built. Carries what the rule's author needs, in Vietnamese."""

    def __init__(self, code: str, message: str, *, cure: str = "", place: Place = NOWHERE) -> None:
        self.code = code
        self.message = message
        self.cure = cure
        self.place = place
        super().__init__(message)
