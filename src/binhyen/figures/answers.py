"""Answers as people type them, read into what is stored, and written back as people read them.

How a cell is understood is said once, in `sheets.answers`; here come the words that only people use.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from binhyen.kernel import text
from binhyen.kernel.errors import Problem
from binhyen.rules.model.facts import Column, Value
from binhyen.rules.model.types import Answer as Kind
from binhyen.sheets.answers import UnreadableAnswer, read_answer

_SILENCE = frozenset({"", "-", "—", "chua ro", "khong ro", "chua biet"})
# "Không phát sinh" is a number: the zero that somebody really reported.
_ZERO = frozenset({"khong phat sinh", "kps"})


@dataclass(frozen=True, slots=True)
class Answer:
    """A value in the form in which it is stored; all None and "" means: nothing is known."""

    number: Decimal | None = None
    word: str = ""
    day: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered."""
        return self.number is None and not self.word and self.day is None


NOTHING = Answer()


class NotAnAnswer(ValueError):
    """The typed text is no answer to this figure; `problem` says why and what to type."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


def read(answer: str, typed: str, *, place: str = "", choices: tuple[str, ...] = ()) -> Answer:
    """Read what somebody typed for a figure with this kind of answer. Raises NotAnAnswer with place and cure."""
    folded = text.fold(typed)
    if folded in _SILENCE:
        return NOTHING
    kind = Kind(answer)
    if folded in _ZERO and kind is Kind.COUNT:
        return Answer(number=Decimal(0))
    if kind is Kind.DOCUMENT and (day := _day_of(typed)):
        return Answer(word="yes", day=day)
    try:
        return _stored(read_answer(_spelt(typed, choices), Column("", kind, choices=choices)))
    except UnreadableAnswer as error:
        raise NotAnAnswer(error.problem(place)) from error


def _day_of(typed: str) -> date | None:
    """The day of a paper, which also says that the paper exists."""
    try:
        return text.parse_day(typed)
    except ValueError:
        return None


def _spelt(typed: str, choices: tuple[str, ...]) -> str:
    """A choice typed without diacritics, as the list spells it."""
    return next((choice for choice in choices if text.fold(choice) == text.fold(typed)), typed)


def _stored(value: Value) -> Answer:
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return Answer(word="yes" if value else "no")
    if isinstance(value, int | Decimal):
        return Answer(number=Decimal(value))
    return Answer(day=value) if isinstance(value, date) else Answer(word=value)


def show(answer: str, value: Answer) -> str:
    """The value as people read it; empty text when nothing is known."""
    if value.is_empty:
        return ""
    if value.number is not None:
        return text.number(value.number)
    if answer == "confirmation":
        return "không xảy ra" if value.word == "yes" else "có xảy ra"
    if answer == "document" and value.word == "yes" and value.day:
        return text.day(value.day)
    if value.word in ("yes", "no"):
        return "có" if value.word == "yes" else "không"
    return value.word or (text.day(value.day) if value.day else "")
