"""What units reached, and what they are called together, in words that fit into a sentence of a paper."""

import re
from collections.abc import Iterable

from binhyen.kernel.kinds import UnitKind

# Words that a level may begin with; what follows is what it is called.
_VERBS = ("thực hiện đủ", "hoàn thành", "đạt", "đủ")
_STANDARD = "tiêu chuẩn"
# What units take part in; of everything else they follow the terms.
_TAKEN_PART_IN = ("phong trào", "cuộc vận động")
_MOST_KINDS = 4


def honour_in_words(level: str, *, word: str, programme: str, year: int) -> str:
    """ "đạt tiêu chuẩn “An toàn về an ninh, trật tự” năm 2021", "đạt “Khá” theo mô hình “…” năm 2024".

    `level` is what the rulebook calls it, empty where units reached several; `word` is what the programme calls itself
    (phong trào, mô hình, tiêu chuẩn). A level that only says the programme's name again is not said twice.
    """
    named = programme if programme.casefold().startswith(word) else f"{word} “{programme}”"
    verb, called = _parted(level)
    if not called or _is_said_in(called, programme) or _is_said_in(called, word):
        terms = named if word == _STANDARD else f"yêu cầu của {named}"
        return f"{verb or 'đạt'} {terms} năm {year}"
    reached = f"{level[:1].lower()}{level[1:]}" if verb else f"đạt “{level}”"
    return f"{reached} {'trong' if word in _TAKEN_PART_IN else 'theo'} {named} năm {year}"


def kinds_in_words(kinds: Iterable[UnitKind]) -> str:
    """What units of these kinds are called together: "xã", "thôn và tổ dân phố", of many kinds "khu dân cư" or "đơn vị"."""
    known = sorted(set(kinds), key=list(UnitKind).index)
    words = list(dict.fromkeys(kind.vietnamese for kind in known))
    if len(words) > _MOST_KINDS:
        subjects = {kind.subject for kind in known}
        return subjects.pop().vietnamese if len(subjects) == 1 else "đơn vị"
    return " và ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def _parted(level: str) -> tuple[str, str]:
    """The verb that a level begins with, lower case or empty, and what it is called."""
    folded = level.casefold().strip()
    verb = next((verb for verb in _VERBS if folded == verb or folded.startswith(f"{verb} ")), "")
    return verb, level.strip()[len(verb) :].strip()


def _is_said_in(called: str, text: str) -> bool:
    """Whether a text has these words, one after the other; marks and letter case do not count."""
    return f" {_bare(called)} " in f" {_bare(text)} "


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
