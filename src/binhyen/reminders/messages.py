"""What is sent to units that owe something, as plain text for a chat: which units, what, until when. Never a score, never
a verdict, never a person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from binhyen.kernel import clock
from binhyen.kernel.text import day, hour_and_day, number

_LISTED = 60


@dataclass(frozen=True, slots=True)
class Group:
    """Units that owe the same until the same day, in the order of the list."""

    words: str
    names: tuple[str, ...]
    deadline: date | None


def group_text(cycle: str, group: Group, *, listed: int, office: str, at: datetime) -> str:
    """The text for a group of units: of `listed` units of the cycle those in the group still owe something."""
    head = f"Tính đến {hour_and_day(at)}, {cycle}: còn {number(len(group.names))}/{number(listed)} đơn vị {group.words}"
    until = f" ({_until(group.deadline, at)})" if group.deadline else ""
    return f"{head}{until}: {names_in_words(group.names)}. {_asked(office)}"


def unit_text(cycle: str, name: str, words: str, *, deadline: date | None, office: str, at: datetime) -> str:
    """The text for one unit."""
    until = f" ({_until(deadline, at)})" if deadline else ""
    return f"Tính đến {hour_and_day(at)}, {cycle}: {name} {words}{until}. {_asked(office)}"


def names_in_words(names: Sequence[str]) -> str:
    """Names after one another; a list that no chat could hold ends with how many more there are."""
    shown = "; ".join(names[:_LISTED])
    return f"{shown}; và {number(len(names) - _LISTED)} đơn vị khác" if len(names) > _LISTED else shown


def _until(deadline: date, at: datetime) -> str:
    left = clock.days_left(deadline, clock.local(at).date())
    word = "hôm nay" if left == 0 else f"còn {number(left)} ngày" if left > 0 else f"quá hạn {number(-left)} ngày"
    return f"hạn {day(deadline)}, {word}"


def _asked(office: str) -> str:
    return f"Đề nghị thực hiện và báo về {office}; đơn vị cần hỗ trợ xin báo lại."


def grouped(owed: Iterable[tuple[str, date | None, str]]) -> list[Group]:
    """Groups of (what, until when, name): one per thing owed and day, the earliest day first, days unknown last."""
    found: dict[tuple[str, date | None], list[str]] = {}
    for words, deadline, name in owed:
        found.setdefault((words, deadline), []).append(name)
    groups = [Group(words, tuple(names), deadline) for (words, deadline), names in found.items()]
    return sorted(groups, key=lambda one: one.deadline or date.max)
