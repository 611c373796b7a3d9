"""Rulebooks and facts for comparing engines: every node, nulls, zeros, huge counts, shares at their boundary, intervals.

Rulebooks are drawn by Hypothesis, so that a failing one shrinks. Rows of facts come from a seed: there are many of
them for each rulebook, and the one that differs is printed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, partial
from random import Random
from typing import TypeVar

from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.model import nodes
from binhyen.rules.model.bounds import prove, score_bounds
from binhyen.rules.model.facts import Column, Value
from binhyen.rules.model.nodes import Node
from binhyen.rules.model.parts import Deduct, FigureDef, Rule, Status, Window, WindowDay
from binhyen.rules.model.rulebook import Criterion, Level, Rulebook, Subject
from binhyen.rules.model.types import Answer, Nonsense, UnitState

KIND = SubjectKind.COMMUNE
YEAR = 2021
CHOICES = ("tốt", "khá", "đ'ạt")
FIGURES = {
    figure.key: figure
    for figure in (
        FigureDef("dem_a", "A", Answer.COUNT),
        FigureDef("dem_b", "B", Answer.COUNT),
        FigureDef("tien", "T", Answer.AMOUNT),
        FigureDef("diem", "Đ", Answer.SCORE, max=Decimal(10)),
        FigureDef("co", "C", Answer.YES_NO),
        FigureDef("giay", "G", Answer.DOCUMENT),
        FigureDef("xac_nhan", "X", Answer.CONFIRMATION),
        FigureDef("muc", "M", Answer.CHOICE, choices=CHOICES),
        FigureDef("ngay", "N", Answer.DATE),
    )
}
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
# "Explain" runs a failing example hundreds of times more; the message already names the row and the rule.
PHASES = [Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink]
SEEDS = st.integers(0, 2**32)
NUMBERS = ("0", "1", "2", "3", "10", "70", "0.5", "0.70", "0.333333", "1000000", "999999999999")
T = TypeVar("T")


def figure(key: str) -> nodes.Figure:
    """A figure of the generated rulebooks as a node."""
    return nodes.Figure(key, FIGURES[key].answer, FIGURES[key].max)


_LITERALS: list[Node] = [nodes.Number(Decimal(number)) for number in NUMBERS]
_NUMBERS: list[Node] = [
    *(figure(key) for key in ("dem_a", "dem_b", "tien", "diem")),
    nodes.Previous("dem_a", Answer.COUNT),
    nodes.Previous("tien", Answer.AMOUNT),
    nodes.Units(UnitState.LISTED),
    nodes.Units(UnitState.REGISTERED, SubjectKind.SCHOOL),
    nodes.Units(UnitState.RECOGNISED),
    nodes.Units(UnitState.RECOGNISED, SubjectKind.SCHOOL),
    nodes.Year(),
]
_DATES: list[Node] = [
    figure("ngay"),
    nodes.FigureDate("giay", Answer.DOCUMENT),
    nodes.Deadline("03-31"),
    nodes.Deadline("03-31", 1),
    nodes.WindowStart(),
    nodes.WindowEnd(),
]
_TEXTS: list[Node] = [figure("muc"), *(nodes.Text(choice) for choice in CHOICES)]
_TRUTHS: list[Node] = [figure("co"), figure("giay"), figure("xac_nhan"), nodes.Recognised("mau", "dat")]
_MARKS: list[Node] = [nodes.Number(Decimal(mark)) for mark in ("0", "1", "2", "3", "7.5")]


@cache
def _below(number: int) -> SearchStrategy[int]:
    return st.integers(0, number - 1)


class Author:
    """Writes random rules. Draws whole numbers only: one shape of draw is quick to make and shrinks well."""

    def __init__(self, draw: DrawFn) -> None:
        self._draw = draw
        self.codes: list[str] = []

    def pick(self, options: Sequence[T]) -> T:
        """One of the options; a shrunken example has the first."""
        return options[self._draw(_below(len(options)))]

    def several(self, make: Callable[[int], Node], depth: int, *, least: int = 1) -> tuple[Node, ...]:
        """A few nodes of one kind."""
        return tuple(make(depth) for _ in range(least + self._draw(_below(2))))

    # ------------------------------------------------------------ by the type of the value

    def number(self, depth: int) -> Node:
        """An expression that is a number."""
        if depth == 0:
            return self.pick(self.pick([_NUMBERS, _NUMBERS, _LITERALS]))
        below = partial(self.number, depth - 1)
        makers: list[Callable[[], Node]] = [
            below,
            lambda: nodes.Arithmetic(self.pick("+-*"), below(), below()),
            lambda: nodes.Negate(below()),
            lambda: nodes.Abs(below()),
            lambda: nodes.Least(self.several(self.number, depth - 1, least=2)),
            lambda: nodes.Greatest(self.several(self.number, depth - 1, least=2)),
            lambda: nodes.If(self.truth(depth - 1), below(), below()),
        ]
        return self.pick(makers)()

    def quantity(self, depth: int) -> Node:
        """A number or a ratio: what may stand beside a comparison."""
        number = self.number(depth)
        return nodes.Divide(number, self.number(depth)) if self.pick([False, True]) else number

    def day(self, depth: int) -> Node:
        """An expression that is a date."""
        return (
            nodes.If(self.truth(0), self.pick(_DATES), self.pick(_DATES))
            if depth and self.pick([0, 0, 1])
            else self.pick(_DATES)
        )

    def text(self, depth: int) -> Node:
        """An expression that is a text."""
        return (
            nodes.If(self.truth(0), self.pick(_TEXTS), self.pick(_TEXTS))
            if depth and self.pick([0, 0, 1])
            else self.pick(_TEXTS)
        )

    def truth(self, depth: int) -> Node:
        """An expression that is true, false or unknown."""
        if depth == 0:
            met = [nodes.Met(self.pick(self.codes))] if self.codes else []
            return self.pick([*_TRUTHS, *met])
        below = partial(self.truth, depth - 1)
        known = self.pick([self.truth, self.number, self.day, self.text])
        makers: list[Callable[[], Node]] = [
            below,
            *[partial(self.comparison, depth - 1)] * 4,
            lambda: nodes.And(self.several(self.truth, depth - 1, least=2)),
            lambda: nodes.Or(self.several(self.truth, depth - 1, least=2)),
            lambda: nodes.Not(below()),
            lambda: nodes.If(below(), below(), below()),
            lambda: nodes.Known(known(depth - 1)),
        ]
        return self.pick(makers)()

    def comparison(self, depth: int) -> Node:
        """A comparison of any kind."""
        quantity, day, text = (partial(make, depth) for make in (self.quantity, self.day, self.text))
        operator = self.pick(nodes.OPERATORS)
        makers: list[Callable[[], Node]] = [
            lambda: nodes.Compare(operator, quantity(), quantity()),
            lambda: nodes.Compare(operator, quantity(), self.pick(_LITERALS)),
            lambda: nodes.Compare(operator, day(), day()),
            lambda: nodes.Compare(self.pick(["=", "<>"]), text(), text()),
            lambda: nodes.Between(quantity(), quantity(), quantity()),
            lambda: nodes.Between(day(), day(), day()),
            lambda: nodes.In(quantity(), self.several(self.quantity, depth)),
            lambda: nodes.In(text(), self.several(self.text, depth)),
        ]
        return self.pick(makers)()

    def level(self, depth: int) -> Node:
        """The condition of a level."""
        below = partial(self.level, depth - 1)
        tally = self.pick([nodes.CountMet(), nodes.Points()])
        makers: list[Callable[[], Node]] = [
            nodes.AllMet,
            lambda: nodes.Compare(self.pick(nodes.OPERATORS), tally, self.pick(_MARKS)),
            lambda: nodes.Between(tally, self.pick(_MARKS), self.pick(_MARKS)),
            lambda: nodes.Met(self.pick(self.codes)),
        ]
        if depth:
            makers += [
                lambda: nodes.And((below(), below())),
                lambda: nodes.Or((below(), below())),
                lambda: nodes.Not(below()),
            ]
        return self.pick(makers)()

    # ------------------------------------------------------------ rules, as the loader accepts them

    def rule(self, depth: int) -> Rule:
        """A rule of which no number can need more than 38 digits."""
        node = self.truth(depth)
        return Rule("", node if _is_proven(node) else self.pick(_TRUTHS))

    def score(self) -> Rule:
        """A number or ratio to be rounded."""
        node = self.quantity(1)
        return Rule("", node if _can_score(node) else figure("diem"))

    # ------------------------------------------------------------ criteria

    def criterion(self, code: str) -> Criterion:
        """A criterion of the top level, now and then a group."""
        if self.pick([0, 0, 0, 1]):
            items = tuple(self.leaf(f"{code}.{letter}") for letter in "aAb"[: 1 + self._draw(_below(3))])
            scored = any(item.max_points is not None for item in items)
            points = None if scored else self.pick(_POINTS)
            found = Criterion(code, "", items=items, applies=self.applies(), points=points)
        else:
            found = self.leaf(code)
        self.codes += [item.code for item in found.walk()]
        return found

    def applies(self) -> Rule | None:
        """Most criteria apply to every unit."""
        return self.rule(1) if self.pick([0, 0, 1]) else None

    def leaf(self, code: str) -> Criterion:
        """A criterion in one of the ways in which one can be decided."""
        bare = Criterion(code, "", applies=self.applies(), points=self.pick(_POINTS))
        worth = bare.points or Decimal(5)
        ways: list[Callable[[], Criterion]] = [
            *[lambda: replace(bare, rule=self.rule(3))] * 3,
            lambda: replace(bare, status=Status.TO_CONFIRM),
            lambda: replace(bare, points=worth, score=self.score(), rule=self.pick([None, self.rule(1)])),
            lambda: replace(bare, points=worth, score_entered=True),
            lambda: replace(bare, points=worth, deduct=self.deduct()),
        ]
        return self.pick(ways)()

    def deduct(self) -> Deduct:
        """So many points less for each occurrence."""
        count = self.pick([figure("dem_a"), nodes.Units(UnitState.RECOGNISED)])
        return Deduct(Rule("", count), self.pick([Decimal("0.25"), Decimal(1)]))

    def levels(self) -> tuple[Level, ...]:
        """A few levels; they need not imply each other, engines do not rely on it."""
        found = []
        for number in range(self._draw(_below(4))):
            sure = self.pick([True, True, True, False])
            rule, status = (Rule("", self.level(1)), Status.VERIFIED) if sure else (None, Status.TO_CONFIRM)
            milestone = self.pick([False, False, True])
            found.append(Level(f"muc{number}", "", rule=rule, status=status, milestone=milestone))
        return tuple(found)


_POINTS = (None, Decimal(1), Decimal("7.5"))
_WINDOW = Window(WindowDay(-1, "11-16"), WindowDay(0, "11-15"))


def _is_proven(node: Node) -> bool:
    try:
        prove(node)
    except Nonsense:
        return False
    return True


def _can_score(node: Node) -> bool:
    try:
        score_bounds(node)
        prove(nodes.Compare("=", node, nodes.Number(Decimal(0))))
    except Nonsense:
        return False
    return True


class Book:
    """A generated rulebook that prints as what matters when it fails."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.subject = rulebook.subjects[KIND]

    def __repr__(self) -> str:
        return "\n".join(str(part) for part in (*self.subject.walk(), *self.subject.levels, self.subject.eligible))


@st.composite
def rulebooks(draw: DrawFn) -> Book:
    """A rulebook for one kind of unit. Criteria refer only to earlier ones, so there is no circle."""
    author = Author(draw)
    eligible = author.rule(1) if author.pick([0, 0, 0, 1]) else None
    tree = tuple(author.criterion(str(number)) for number in range(1, 2 + draw(_below(3))))
    window = author.pick([_WINDOW, None])
    subject = Subject(KIND, tree, author.levels(), window, eligible=eligible, figures=FIGURES)
    return Book(Rulebook("mau", "1", "Mẫu", (), date(2021, 1, 1), FIGURES, {KIND: subject}))


# ---------------------------------------------------------------- facts

_COUNTS = (0, 0, 1, 2, 3, 7, 10, 69, 70, 100, 153, 219, 10**12)
_AMOUNTS = ("0", "0.01", "0.5", "1", "99.99", "9999999999999999.99")
_DAYS = tuple(date(2021, 3, 31) + timedelta(days=offset) for offset in (-300, -136, -1, 0, 1, 229, 400))


@dataclass(frozen=True, slots=True)
class FactsRows:
    """Rows of facts: columns, some of them left out, and values by column."""

    units: list[str]
    columns: list[Column]
    values: dict[str, list[Value]]


def rows_of_facts(subject: Subject, *, seed: int, rows: int) -> FactsRows:
    """Facts for a subject: one value in five is missing, one column in ten is."""
    random = Random(seed)
    columns = [column for column in subject.facts_columns() if random.random() > 0.1]
    values = {column.name: [_value(column, random) for _ in range(rows)] for column in columns}
    return FactsRows([f"đv {number}" for number in range(rows)], columns, values)


def _value(column: Column, random: Random) -> Value:
    if random.random() < 0.2:
        return None
    match column.answer:
        case Answer.COUNT:
            return random.choice((2020, 2021)) if column.name == "year" else random.choice(_COUNTS)
        case Answer.AMOUNT:
            return Decimal(random.choice(_AMOUNTS))
        case Answer.SCORE:
            return min(Decimal(random.choice(_AMOUNTS)), column.maximum or Decimal(10))
        case Answer.CHOICE:
            return random.choice(column.choices)
        case Answer.DATE:
            return random.choice(_DAYS)
        case _:
            return random.random() < 0.6
