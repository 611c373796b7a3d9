"""A rulebook as a page shows it: plain data, in the reader's words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.text import day, number
from binhyen.programmes.burden import asked
from binhyen.programmes.models import Citation as Confirmation
from binhyen.programmes.models import Rulebook as StoredRulebook
from binhyen.programmes.wording import OWNER_WORDS, window_words
from binhyen.rules.model.rulebook import Citation, Criterion, FigureDef, Level, Rule, Rulebook, Scoring, Source, Status
from binhyen.rules.model.types import Answer
from binhyen.rules.wording import RuleWording, Titles

Say = Callable[[Rule], str]


@dataclass(frozen=True, slots=True)
class CitationPage:
    """A source: its name with clause and day, where it can be read, and how it was read."""

    title: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class CriterionPage:
    """A criterion in words. `formula` is the rule as it decides; empty for groups and for what is to confirm.

    `points` say what it can bring and how; empty where nothing is scored.
    """

    code: str
    text: str
    said: str
    formula: str
    applies: str
    points: str
    to_confirm: bool
    confirmation: Confirmation | None
    basis: tuple[CitationPage, ...]
    evidence: tuple[str, ...]
    note: str
    items: tuple["CriterionPage", ...]


@dataclass(frozen=True, slots=True)
class LevelPage:
    """A level with its condition in words; a milestone is no title."""

    name: str
    said: str
    to_confirm: bool
    is_milestone: bool
    basis: tuple[CitationPage, ...]


@dataclass(frozen=True, slots=True)
class FigurePage:
    """A figure that a unit reports: how it is answered and whose word counts."""

    key: str
    name: str
    answer: str
    unit_of_measure: str
    counts: str
    note: str


@dataclass(frozen=True, slots=True)
class SubjectPage:
    """How one kind of unit is judged."""

    kind: SubjectKind
    name: str
    window: str
    window_to_confirm: bool
    eligible: str
    note: str
    basis: tuple[CitationPage, ...]
    criteria: tuple[CriterionPage, ...]
    levels: tuple[LevelPage, ...]
    figures: tuple[FigurePage, ...]
    to_confirm: int


def subject_page(
    rulebook: Rulebook,
    kind: SubjectKind,
    confirmations: Mapping[str, Confirmation],
    titles: Titles | None = None,
) -> SubjectPage:
    """One kind of unit; `confirmations` are those given so far, by place, `titles` the names of other programmes."""
    subject = rulebook.subjects[kind]
    wording = RuleWording(rulebook.figures, titles)

    def say(rule: Rule) -> str:
        return wording.sentence(rule.node)

    return SubjectPage(
        kind=kind,
        name=kind.vietnamese,
        window=window_words(subject.window),
        window_to_confirm=subject.window_status is Status.TO_CONFIRM,
        eligible=say(subject.eligible) if subject.eligible else "",
        note=subject.note,
        basis=citation_pages(subject.basis),
        criteria=tuple(_criterion(each, kind, say, confirmations) for each in subject.criteria),
        levels=tuple(_level(level, say) for level in subject.levels),
        figures=tuple(_figure(figure) for figure in asked(subject)),
        to_confirm=len(subject.to_confirm()),
    )


def _criterion(
    criterion: Criterion, kind: SubjectKind, say: Say, confirmations: Mapping[str, Confirmation]
) -> CriterionPage:
    return CriterionPage(
        code=criterion.code,
        text=criterion.text,
        said=say(criterion.rule) if criterion.rule else "",
        formula=criterion.rule.text if criterion.rule else "",
        applies=say(criterion.applies) if criterion.applies else "",
        points=points_words(criterion, say),
        to_confirm=criterion.to_confirm,
        confirmation=confirmations.get(f"{kind.value}.criteria.{criterion.code}"),
        basis=citation_pages(criterion.basis),
        evidence=criterion.evidence,
        note=criterion.note,
        items=tuple(_criterion(item, kind, say, confirmations) for item in criterion.items),
    )


def points_words(criterion: Criterion, say: Say) -> str:
    """ "tối đa 24 điểm; mỗi lần trừ 6 điểm, số lần: …"; empty where nothing is scored."""
    most = criterion.max_points
    if most is None:
        return ""
    if criterion.scoring is Scoring.SUM:
        return f"tổng {number(most)} điểm của các mục"
    if criterion.scoring is Scoring.OUTCOME:
        return f"{number(most)} điểm khi đạt"
    return f"tối đa {number(most)} điểm; {_scoring(criterion, say)}"


def _scoring(criterion: Criterion, say: Say) -> str:
    if criterion.deduct is not None:
        return f"mỗi lần trừ {number(criterion.deduct.each)} điểm, số lần: {say(criterion.deduct.count)}"
    return f"số điểm: {say(criterion.score)}" if criterion.score else "Ban Chỉ đạo chấm"


def _level(level: Level, say: Say) -> LevelPage:
    said = say(level.rule) if level.rule else ""
    if level.cut_off is not None:
        said = f"Từ một ngưỡng {level.cut_off.vietnamese} chưa đối chiếu được"
    return LevelPage(level.name, said, level.to_confirm, level.milestone, citation_pages(level.basis))


def _figure(figure: FigureDef) -> FigurePage:
    answer = figure.answer.vietnamese
    if figure.answer is Answer.CHOICE:
        answer = f"{answer}: {', '.join(figure.choices)}"
    return FigurePage(figure.key, figure.name, answer, figure.unit_of_measure, _counts(figure), figure.note)


def _counts(figure: FigureDef) -> str:
    if figure.counts is Source.OWNER:
        return OWNER_WORDS.get(figure.owner, figure.owner)
    return "Ban Chỉ đạo" if figure.counts is Source.REVIEW else "đơn vị"


def citation_pages(citations: tuple[Citation, ...]) -> tuple[CitationPage, ...]:
    """Sources in the reader's words."""
    return tuple(CitationPage(_title(each), each.url, each.note) for each in citations)


def _title(citation: Citation) -> str:
    dated = f"{citation.title} ngày {day(citation.day)}" if citation.day else citation.title
    return f"{citation.clause}, {dated}" if citation.clause else dated


def state_words(rulebook: StoredRulebook, today: date) -> tuple[str, str]:
    """Where a rulebook stands, and the tone in which the page says it."""
    if rulebook.state == StoredRulebook.State.DRAFT:
        return "Dự thảo", "wait"
    if rulebook.valid_to is not None and rulebook.valid_to <= today:
        ended_by_act = rulebook.state != StoredRulebook.State.ISSUED
        return StoredRulebook.State(rulebook.state).label if ended_by_act else "Hết hiệu lực", "neutral"
    if rulebook.valid_from is not None and rulebook.valid_from > today:
        return "Chưa có hiệu lực", "wait"
    return "Đang có hiệu lực", "good"
