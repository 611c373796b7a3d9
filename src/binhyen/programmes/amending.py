"""The difference between two versions of a rulebook as a page or a paper shows it: sentences, and both wordings beside
each other."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from binhyen.kernel.kinds import SubjectKind
from binhyen.programmes.reading import points_words
from binhyen.programmes.wording import window_words
from binhyen.rules.changes import Act, Change, Thing, Wording, changes_between, sentence, subject_words, thing_words
from binhyen.rules.model.rulebook import Criterion, FigureDef, Level, Rulebook, Status, Subject
from binhyen.rules.wording import RuleWording, Titles

# Whether one act did it all, or the thing was changed in several ways.
_WORDS = {Act.ADDED: "bổ sung", Act.REMOVED: "bãi bỏ", Act.MOVED: "chuyển chỗ", Act.CHANGED: "sửa đổi"}
_TONES = {Act.ADDED: "good", Act.REMOVED: "bad", Act.MOVED: "info", Act.CHANGED: "wait"}
# Nothing is decided by these; they stand behind what is.
_BESIDE = frozenset({"basis", "note", "evidence"})
_FACTS = ("version", "valid_from", "valid_to")


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of a line, and whether the other version lacks them here."""

    text: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a wording: what it is, and what it says, in runs of words."""

    label: str
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The whole line."""
        return " ".join(run.text for run in self.runs)


def _line(label: str, text: str) -> Line:
    return Line(label, (Run(text),))


@dataclass(frozen=True, slots=True)
class Amended:
    """One thing that differs: what is done to it, in sentences, and how it stood and stands."""

    title: str
    word: str
    tone: str
    sentences: tuple[str, ...]
    old: tuple[Line, ...]
    new: tuple[Line, ...]
    is_minor: bool


@dataclass(frozen=True, slots=True)
class Section:
    """What differs for one kind of unit, or for all of them."""

    title: str
    rows: tuple[Amended, ...]


def sections_between(old: Rulebook, new: Rulebook, titles: Titles | None = None) -> tuple[Section, ...]:
    """Every difference, by kind of unit, each thing once; version and validity are left to the head of the page."""
    changes = [change for change in changes_between(old, new) if not _is_head(change)]
    sayings = _Sayings(old, new, titles)
    parts = [(subject, [*group]) for subject, group in groupby(changes, key=lambda change: change.subject)]
    return tuple(Section(subject_words(subject), tuple(_rows(group, sayings))) for subject, group in parts)


def _is_head(change: Change) -> bool:
    return change.thing is Thing.RULEBOOK and change.part in _FACTS


class _Sayings:
    """Both versions read aloud."""

    def __init__(self, old: Rulebook, new: Rulebook, titles: Titles | None) -> None:
        self.old, self.new = old, new
        self.old_words, self.new_words = RuleWording(old.figures, titles), RuleWording(new.figures, titles)
        self.wording = Wording(self.old_words.say, self.new_words.say)


def _rows(changes: Sequence[Change], sayings: _Sayings) -> Iterator[Amended]:
    # What is gone may have had the number that another has now.
    for _, group in groupby(changes, key=lambda change: (change.thing, change.code, change.act is Act.REMOVED)):
        about = [*group]
        first = about[0]
        act = first.act if len({change.act for change in about}) == 1 else Act.CHANGED
        was = next((str(change.old) for change in about if change.part == "code"), first.code)
        title = thing_words(first)
        old = () if act is Act.ADDED else _lines(sayings.old, sayings.old_words, first, was)
        new = () if act is Act.REMOVED else _lines(sayings.new, sayings.new_words, first, first.code)
        yield Amended(
            title=title[:1].upper() + title[1:],
            word=_WORDS[act],
            tone=_TONES[act],
            sentences=tuple(sentence(change, sayings.wording) for change in about),
            old=_marked(old, new),
            new=_marked(new, old),
            is_minor=all(change.part in _BESIDE or change.keeps_meaning for change in about),
        )


def _marked(lines: tuple[Line, ...], others: tuple[Line, ...]) -> tuple[Line, ...]:
    """Lines in which the words that the same line of the other version lacks are told apart."""
    beside = {(line.label, place): line for place, line in _placed(others)}
    return tuple(
        Line(line.label, _runs(line.text, other.text)) if (other := beside.get((line.label, place))) else line
        for place, line in _placed(lines)
    )


def _placed(lines: tuple[Line, ...]) -> Iterator[tuple[int, Line]]:
    """Lines with their place among those of the same label."""
    seen: Counter[str] = Counter()
    for line in lines:
        yield seen[line.label], line
        seen[line.label] += 1


def _runs(text: str, other: str) -> tuple[Run, ...]:
    # At blanks alone: a no-break space holds a number and its sign together.
    mine, others = text.split(" "), other.split(" ")
    compared = SequenceMatcher(None, mine, others, autojunk=False).get_opcodes()
    return tuple(Run(" ".join(mine[a:b]), tag != "equal") for tag, a, b, _, _ in compared if a < b)


# ---------------------------------------------------------------- a wording


def _lines(rulebook: Rulebook, words: RuleWording, change: Change, code: str) -> tuple[Line, ...]:
    """How the thing of a change stands in one version."""
    match change.thing:
        case Thing.FIGURE:
            return _figure(rulebook.figures[code])
        case Thing.CHECK:
            check = next(each for each in rulebook.checks if each.code == code)
            return (_line("Câu hỏi", check.message), _line("Khi không đúng", words.sentence(check.rule.node)))
        case Thing.RULEBOOK:
            return (_line("", rulebook.name),)
        case _:
            return _of_subject(rulebook.subjects[_kind(change)], words, change, code)


def _kind(change: Change) -> SubjectKind:
    if change.subject is None:
        raise ValueError(f"a {change.thing} belongs to a kind of unit")
    return change.subject


def _of_subject(subject: Subject, words: RuleWording, change: Change, code: str) -> tuple[Line, ...]:
    if change.thing is Thing.CRITERION:
        return _criterion(subject.by_code[code], words)
    if change.thing is Thing.LEVEL:
        return _level(next(level for level in subject.levels if level.code == code), words)
    window = window_words(subject.window)
    unsure = " (chưa xác minh)" if subject.window_status is Status.TO_CONFIRM else ""
    eligible = (_line("Thuộc diện khi", words.sentence(subject.eligible.node)),) if subject.eligible else ()
    return (_line("Kỳ đánh giá", window + unsure), *eligible)


def _criterion(criterion: Criterion, words: RuleWording) -> tuple[Line, ...]:
    points = points_words(criterion, lambda rule: words.say(rule.node))
    said = (
        ("", criterion.text),
        ("Áp dụng khi", words.sentence(criterion.applies.node) if criterion.applies else ""),
        ("Đạt khi", words.sentence(criterion.rule.node) if criterion.rule else ""),
        ("Điểm", points),
        ("", "Chưa xác minh: Ban Chỉ đạo ghi nhận." if criterion.to_confirm else ""),
        ("Giấy tờ", "; ".join(criterion.evidence)),
    )
    return tuple(_line(label, text) for label, text in said if text)


def _level(level: Level, words: RuleWording) -> tuple[Line, ...]:
    condition = words.sentence(level.rule.node) if level.rule else "chưa xác minh"
    return (_line("", level.name), _line("Đạt khi", condition))


def _figure(figure: FigureDef) -> tuple[Line, ...]:
    answer = (
        f"{figure.answer.vietnamese}, {figure.unit_of_measure}" if figure.unit_of_measure else figure.answer.vietnamese
    )
    return (_line("", figure.name), _line("Trả lời", answer))
