"""A running total and who is missing, and the difference between two: pure, over names and answers. A total of some is
never called the total."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from binhyen.kernel.text import hour_and_day, number

_NAMED = 40


@dataclass(frozen=True, slots=True)
class Word:
    """What a unit said: a number, or yes or no; neither where it has not answered."""

    asked: UUID
    name: str
    number: int | None = None
    is_yes: bool | None = None

    @property
    def is_missing(self) -> bool:
        """Whether nothing was answered: unknown, which is not zero."""
        return self.number is None and self.is_yes is None

    @property
    def shown(self) -> str:
        """The answer as people read it; empty where there is none."""
        if self.number is not None:
            return number(self.number)
        return {True: "có", False: "không", None: ""}[self.is_yes]


@dataclass(frozen=True, slots=True)
class Tally:
    """All that was answered to one question. `measure` is empty for yes and no."""

    question: str
    measure: str
    words: tuple[Word, ...]

    @property
    def asked(self) -> int:
        """How many units were asked."""
        return len(self.words)

    @property
    def missing(self) -> list[Word]:
        """Who has not answered."""
        return [one for one in self.words if one.is_missing]

    @property
    def answered(self) -> int:
        """How many have."""
        return self.asked - len(self.missing)

    @property
    def is_whole(self) -> bool:
        """Whether everybody has answered: only then there is a total."""
        return self.answered == self.asked

    @property
    def total(self) -> int:
        """The sum of what was counted, or how many said yes."""
        return (
            sum(one.number or 0 for one in self.words)
            if self.measure
            else sum(one.is_yes is True for one in self.words)
        )

    @property
    def said(self) -> str:
        """ "18/24 đơn vị, 412 lượt"; "24/24 đơn vị, tổng 530 lượt"; "18/24 đơn vị: 15 có, 3 không"."""
        share = f"{number(self.answered)}/{number(self.asked)} đơn vị"
        if not self.measure:
            return f"{share}: {number(self.total)} có, {number(self.answered - self.total)} không"
        return f"{share}, {'tổng ' if self.is_whole else ''}{number(self.total)} {self.measure}"

    def text(self, at: datetime) -> str:
        """What is pasted to whoever asked: up to when, how much of how many, who is missing."""
        question = self.question.rstrip("?.: ")
        head = f"Tính đến {hour_and_day(at)}, {question}: {self.said}."
        return head if self.is_whole else f"{head} Chưa báo: {self._missing_names()}."

    def _missing_names(self) -> str:
        names = [one.name for one in self.missing]
        more = f" và {number(len(names) - _NAMED)} đơn vị khác" if len(names) > _NAMED else ""
        return "; ".join(names[:_NAMED]) + more


@dataclass(frozen=True, slots=True)
class Change:
    """A unit whose word differs between two sendings, and why."""

    before: Word
    after: Word
    reason: str

    @property
    def difference(self) -> int:
        """By how much the total changed through this unit."""
        return _counted(self.after) - _counted(self.before)

    @property
    def is_new(self) -> bool:
        """Whether the unit was missing before."""
        return self.before.is_missing


def changes(before: Tally, after: Tally, reasons: dict[UUID, str]) -> list[Change]:
    """The units whose words differ, in the order of the list. `reasons` say why an answer was replaced."""
    was = {one.asked: one for one in before.words}
    found = []
    for one in after.words:
        old = was.get(one.asked, Word(one.asked, one.name))
        if (old.number, old.is_yes) != (one.number, one.is_yes):
            reason = "báo sau lần gửi trước" if old.is_missing else reasons.get(one.asked, "")
            found.append(Change(old, one, reason))
    return found


def in_sum(found: Sequence[Change], measure: str) -> str:
    """What the changes come to: "chênh lệch +12 lượt: 3 đơn vị báo sau +10, 2 đơn vị sửa số +2"."""
    late = [one for one in found if one.is_new]
    mended = [one for one in found if not one.is_new]
    unit = measure or "đơn vị trả lời có"
    parts = [
        f"{number(len(some))} đơn vị {word} {signed(sum(one.difference for one in some))}"
        for some, word in ((late, "báo sau"), (mended, "sửa số"))
        if some
    ]
    return f"chênh lệch {signed(sum(one.difference for one in found))} {unit}: {', '.join(parts)}"


def signed(value: int) -> str:
    """ "+12", "−3", "0"."""
    return f"+{number(value)}" if value > 0 else f"−{number(-value)}" if value < 0 else "0"


def _counted(word: Word) -> int:
    return word.number or int(word.is_yes is True)
