"""What a rule may speak of, where, and which known name is nearest to a mistyped one."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from binhyen.kernel.text import fold
from binhyen.rules.model.parts import FigureDef
from binhyen.rules.model.types import ValueType

KEYWORDS: Final = ("and", "or", "not", "in", "between")
CONSTANTS: Final = ("year", "window_start", "window_end", "all_met", "count_met", "points")
FUNCTIONS: Final = (
    "if",
    "least",
    "greatest",
    "abs",
    "known",
    "previous",
    "units",
    "recognised",
    "deadline",
    "met",
)
# Names with a meaning elsewhere in a facts file, or as a value people expect to be one.
_ELSEWHERE: Final = ("unit", "deadline", "criterion", "score", "date", "true", "false", "null", "level", "verdict")
RESERVED: Final = frozenset((*KEYWORDS, *CONSTANTS, *FUNCTIONS, *_ELSEWHERE))

FIGURE_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}", re.ASCII)
_ALIKE = 0.6
_FAR_IN_LENGTH = 5


class Scope(StrEnum):
    """Where an expression stands, which says what it may use and what it must be."""

    CRITERION = "rule"
    APPLIES = "applies"
    SCORE = "score"
    COUNT = "count"
    ELIGIBLE = "eligible"
    LEVEL = "level"
    CHECK = "check"

    @property
    def result(self) -> tuple[ValueType, ...]:
        """The types that the whole expression may have."""
        if self is Scope.SCORE:
            return (ValueType.NUMBER, ValueType.RATIO)
        return (ValueType.NUMBER,) if self is Scope.COUNT else (ValueType.BOOLEAN,)

    @property
    def knows_criteria(self) -> bool:
        """Whether `met('…')` may stand there."""
        return self not in (Scope.ELIGIBLE, Scope.CHECK)

    @property
    def knows_tallies(self) -> bool:
        """Whether all_met, count_met and points may stand there."""
        return self is Scope.LEVEL


@dataclass(frozen=True, slots=True)
class Names:
    """The names that exist around an expression. `levels` are those of the rulebook's own `programme`.

    `uncertain` are figures whose own declaration has a mistake: what a rule says of them cannot be judged yet.
    """

    figures: Mapping[str, FigureDef] = field(default_factory=dict)
    codes: frozenset[str] = frozenset()
    programme: str = ""
    levels: frozenset[str] = frozenset()
    uncertain: frozenset[str] = frozenset()


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name that `word` most probably meant, or None if nothing is alike."""
    wanted = _comparable(word)
    best: tuple[float, str] | None = None
    for name in known:
        folded = _comparable(name)
        if folded == wanted:
            return name
        if abs(len(folded) - len(wanted)) <= _FAR_IN_LENGTH:
            likeness = _likeness(wanted, folded)
            if likeness >= _ALIKE and (best is None or likeness > best[0]):
                best = (likeness, name)
    return best[1] if best else None


def _comparable(word: str) -> str:
    return fold(word[:80]).replace(" ", "_").replace("-", "_")


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0.0
    return matcher.ratio()


def suggestion(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """The cure for an unknown name: "có phải ho_dang_ky?", or what else to do."""
    found = nearest(word, known)
    return f"có phải {found}?" if found else otherwise
