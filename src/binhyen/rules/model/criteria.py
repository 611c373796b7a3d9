"""Criteria as a tree, the levels over it, and what one kind of unit is judged by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.model import nodes
from binhyen.rules.model.facts import Column
from binhyen.rules.model.nodes import And, Node, walk
from binhyen.rules.model.parts import (
    Canonical,
    Citation,
    Deduct,
    FigureDef,
    Rule,
    Status,
    Window,
    compact,
    figure_keys,
    plain,
)
from binhyen.rules.model.types import Answer


class Scoring(StrEnum):
    """Where the points of a criterion come from."""

    NONE = "none"
    OUTCOME = "outcome"
    SCORE = "score"
    ENTERED = "entered"
    DEDUCT = "deduct"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion or, with `items`, a group of them. A leaf has exactly one way to be decided (see `decided_by`)."""

    code: str
    text: str
    rule: Rule | None = None
    items: tuple["Criterion", ...] = ()
    applies: Rule | None = None
    status: Status = Status.VERIFIED
    points: Decimal | None = None
    score: Rule | None = None
    score_entered: bool = False
    deduct: Deduct | None = None
    basis: tuple[Citation, ...] = ()
    evidence: tuple[str, ...] = ()
    note: str = ""

    @property
    def is_group(self) -> bool:
        """Whether it is the AND of its items."""
        return bool(self.items)

    @property
    def to_confirm(self) -> bool:
        """Whether its outcome is the committee's recorded yes or no instead of a rule."""
        return self.status is Status.TO_CONFIRM

    @property
    def column(self) -> str:
        """The column with the committee's recorded yes or no (for `to_confirm`)."""
        return f"criterion.{self.code}"

    @property
    def score_column(self) -> str:
        """The column with the committee's number (for `score: entered`)."""
        return f"score.{self.code}"

    @property
    def scoring(self) -> Scoring:
        """Where its points come from. A group with scored items sums them."""
        if any(item.max_points is not None for item in self.items):
            return Scoring.SUM
        if self.points is None:
            return Scoring.NONE
        if self.score_entered:
            return Scoring.ENTERED
        if self.score is not None:
            return Scoring.SCORE
        return Scoring.DEDUCT if self.deduct is not None else Scoring.OUTCOME

    @property
    def max_points(self) -> Decimal | None:
        """The most points it can bring, or None if it carries none."""
        if self.points is not None:
            return self.points
        if not self.items:
            return None
        parts = [item.max_points for item in self.items]
        scored = [part for part in parts if part is not None]
        return sum(scored, Decimal(0)) if scored else None

    def walk(self) -> Iterator["Criterion"]:
        """Itself, then its items and theirs, in the order of the rulebook."""
        yield self
        for item in self.items:
            yield from item.walk()

    def rules(self) -> Iterator[tuple[str, Rule]]:
        """Its own expressions with the key under which each stands; items not included."""
        if self.applies is not None:
            yield "applies", self.applies
        if self.rule is not None:
            yield "rule", self.rule
        if self.score is not None:
            yield "score", self.score
        if self.deduct is not None:
            yield "deduct", self.deduct.count

    def canonical(self) -> Canonical:
        """As in a rulebook file."""
        return compact(
            {
                "code": self.code,
                "text": self.text,
                "rule": self.rule.text if self.rule else None,
                "items": [item.canonical() for item in self.items],
                "applies": self.applies.text if self.applies else None,
                "status": self.status.value if self.to_confirm else None,
                "points": plain(self.points),
                "score": "entered" if self.score_entered else self.score.text if self.score else None,
                "deduct": self.deduct.canonical() if self.deduct else None,
                "basis": [citation.canonical() for citation in self.basis],
                "evidence": list(self.evidence),
                "note": self.note,
            }
        )


class CutOff(StrEnum):
    """What a class is cut off by."""

    POINTS = "points"
    COUNT_MET = "count_met"

    @property
    def vietnamese(self) -> str:
        """As it stands inside a sentence: "ngưỡng tổng điểm"."""
        return "tổng điểm" if self is CutOff.POINTS else "số tiêu chí đạt"


@dataclass(frozen=True, slots=True)
class Level:
    """What a unit can be recognised as. A level still to confirm has no rule and is never certain.

    With `cut_off`, it is known what it is cut off by, and only the number is still to confirm. A milestone says how
    far a unit has come ("đạt từ 9 tiêu chí trở lên"); no decision recognises it.
    """

    code: str
    name: str
    rule: Rule | None = None
    status: Status = Status.VERIFIED
    basis: tuple[Citation, ...] = ()
    note: str = ""
    milestone: bool = False
    cut_off: CutOff | None = None

    @property
    def to_confirm(self) -> bool:
        """Whether its condition is not verified."""
        return self.status is Status.TO_CONFIRM

    def canonical(self) -> Canonical:
        """As in a rulebook file."""
        return compact(
            {
                "code": self.code,
                "name": self.name,
                "milestone": "true" if self.milestone else None,
                "rule": self.rule.text if self.rule else None,
                "status": self.status.value if self.to_confirm else None,
                "cut_off": self.cut_off.value if self.cut_off else None,
                "basis": [citation.canonical() for citation in self.basis],
                "note": self.note,
            }
        )


class CriterionCircle(ValueError):
    """Criteria refer to each other in a circle; `codes` names it, first and last the same."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        self.codes = codes
        super().__init__(" → ".join(codes))


@dataclass(frozen=True)
class Subject:
    """How one kind of unit is judged. `figures` are those of the whole rulebook. Levels stand lowest first."""

    kind: SubjectKind
    criteria: tuple[Criterion, ...]
    levels: tuple[Level, ...]
    window: Window | None = None
    window_status: Status = Status.VERIFIED
    eligible: Rule | None = None
    total: Decimal | None = None
    basis: tuple[Citation, ...] = ()
    note: str = ""
    figures: Mapping[str, FigureDef] = field(default_factory=dict, compare=False, repr=False)

    def walk(self) -> Iterator[Criterion]:
        """Every criterion, groups included, in the order of the rulebook."""
        for criterion in self.criteria:
            yield from criterion.walk()

    def leaves(self) -> Iterator[Criterion]:
        """Every criterion that is no group."""
        return (criterion for criterion in self.walk() if not criterion.is_group)

    @cached_property
    def titles(self) -> tuple[Level, ...]:
        """The levels that a decision can recognise, lowest first."""
        return tuple(level for level in self.levels if not level.milestone)

    @cached_property
    def milestones(self) -> tuple[Level, ...]:
        """The levels that only say how far a unit has come, lowest first."""
        return tuple(level for level in self.levels if level.milestone)

    @cached_property
    def kept(self) -> dict[object, object]:
        """What others prepare from this subject and keep with it, so that it goes when the subject goes."""
        return {}

    @cached_property
    def by_code(self) -> Mapping[str, Criterion]:
        """Criteria by code."""
        return {criterion.code: criterion for criterion in self.walk()}

    @cached_property
    def applies(self) -> Mapping[str, Node]:
        """The whole condition under which a criterion applies: its own and those of the groups around it.

        A criterion without any condition is not in the mapping.
        """
        found: dict[str, Node] = {}
        for criterion in self.criteria:
            _collect_applies(criterion, (), found)
        return found

    @cached_property
    def order(self) -> tuple[Criterion, ...]:
        """Criteria so that each stands after all it depends on. Raises CriterionCircle."""
        graph = {criterion.code: self._depends_on(criterion) for criterion in self.walk()}
        try:
            codes = list(TopologicalSorter(graph).static_order())
        except CycleError as error:
            # graphlib lists each before the one that depends on it; people read the other way.
            raise CriterionCircle(tuple(reversed(error.args[1]))) from error
        return tuple(self.by_code[code] for code in codes)

    def _depends_on(self, criterion: Criterion) -> list[str]:
        roots = [rule.node for key, rule in criterion.rules() if key != "applies"]
        if criterion.code in self.applies:
            roots.append(self.applies[criterion.code])
        met = [node.code for root in roots for node in walk(root) if isinstance(node, nodes.Met)]
        return [code for code in met if code in self.by_code] + [item.code for item in criterion.items]

    def rules(self) -> Iterator[tuple[str, Rule]]:
        """Every expression with where it stands, e.g. ("criteria.1c.rule", …)."""
        if self.eligible is not None:
            yield "eligible", self.eligible
        for criterion in self.walk():
            for key, rule in criterion.rules():
                yield f"criteria.{criterion.code}.{key}", rule
        for level in self.levels:
            if level.rule is not None:
                yield f"levels.{level.code}.rule", level.rule

    def nodes(self) -> Iterator[Node]:
        """Every node of every expression."""
        for _, rule in self.rules():
            yield from walk(rule.node)

    def figures_used(self) -> tuple[FigureDef, ...]:
        """The figures that a unit of this kind has to report, in the order in which the criteria ask for them."""
        keys = (node.key for node in self.nodes() if isinstance(node, nodes.Figure | nodes.FigureDate | nodes.Previous))
        return tuple(self.figures[key] for key in dict.fromkeys(keys))

    @cached_property
    def figures_of(self) -> Mapping[str, Mapping[str, bool]]:
        """By code: the keys of the figures that a criterion looks at, each with whether it looks at the year before."""
        return {criterion.code: figure_keys(rule.node for _, rule in criterion.rules()) for criterion in self.walk()}

    def facts_columns(self) -> tuple[Column, ...]:
        """Every facts column that this subject can use, each once, in the order of first use.

        An optional column may be absent from a facts file without anything becoming unknown by that.
        """
        columns = [column for node in self.nodes() for column in columns_of(node, self.figures)]
        for criterion in self.walk():
            if criterion.to_confirm:
                columns.append(Column(criterion.column, Answer.YES_NO))
            if criterion.score_entered:
                columns.append(Column(criterion.score_column, Answer.SCORE, maximum=criterion.points))
        unique = {column.name: column for column in reversed(columns)}
        return tuple(unique[name] for name in dict.fromkeys(column.name for column in columns))

    @cached_property
    def max_points(self) -> Decimal | None:
        """The most points a unit can have, or None where nothing is scored."""
        scored = [most for criterion in self.criteria if (most := criterion.max_points) is not None]
        return sum(scored, Decimal(0)) if scored else None

    def to_confirm(self) -> tuple[str, ...]:
        """What is not verified, e.g. "window", "criteria.4", "levels.dat"."""
        found = ["window"] if self.window_status is Status.TO_CONFIRM else []
        found += [f"criteria.{criterion.code}" for criterion in self.walk() if criterion.to_confirm]
        return tuple(found + [f"levels.{level.code}" for level in self.levels if level.to_confirm])

    def canonical(self) -> Canonical:
        """As in a rulebook file."""
        window = self.window.canonical() if self.window else {}
        if self.window_status is Status.TO_CONFIRM:
            window["status"] = self.window_status.value
        return compact(
            {
                "window": window,
                "eligible": self.eligible.text if self.eligible else None,
                "total": plain(self.total),
                "criteria": [criterion.canonical() for criterion in self.criteria],
                "levels": [level.canonical() for level in self.levels],
                "basis": [citation.canonical() for citation in self.basis],
                "note": self.note,
            }
        )


def columns_of(node: Node, figures: Mapping[str, FigureDef]) -> tuple[Column, ...]:
    """The facts columns that a node reads."""
    match node:
        case nodes.Figure(key=key):
            return (figure_column(figures[key]),)
        case nodes.FigureDate():
            return (Column(node.key, Answer.DOCUMENT), Column(node.column, Answer.DATE))
        case nodes.Previous(answer=answer):
            return (Column(node.column, answer),)
        case nodes.Units():
            counted = (Column(node.column, Answer.COUNT),)
            opened = node.open_column
            return (*counted, Column(opened, Answer.COUNT, optional=True)) if opened else counted
        case nodes.Recognised():
            return (Column(node.column, Answer.YES_NO),)
        case nodes.Deadline() | nodes.WindowStart() | nodes.WindowEnd():
            return (Column(node.column, Answer.DATE, optional=True),)
        case nodes.Year():
            return (Column(node.column, Answer.COUNT, optional=True),)
        case _:
            return ()


def figure_column(figure: FigureDef) -> Column:
    """The facts column of a figure's value."""
    return Column(figure.key, figure.answer, maximum=figure.max, choices=figure.choices)


def _collect_applies(criterion: Criterion, around: tuple[Node, ...], found: dict[str, Node]) -> None:
    conditions = (*around, criterion.applies.node) if criterion.applies else around
    if conditions:
        found[criterion.code] = conditions[0] if len(conditions) == 1 else And(conditions)
    for item in criterion.items:
        _collect_applies(item, conditions, found)
