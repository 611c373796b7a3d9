"""Does a higher level imply the lower one? Decided by trying every state that can make a difference.

A state says how many criteria apply and how many are met, the points, which named criteria are met, and the truth of
everything else in the two rules. Only what certainly can happen is held against a rulebook: where a contradiction shows
only for one mixture of points and counts, or hangs on comparisons of figures that may depend on each other, it is let pass
(the evaluators ask for all lower levels anyway).
"""

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, product
from typing import Final

from binhyen.rules.model import nodes
from binhyen.rules.model.criteria import Criterion, Level, Subject
from binhyen.rules.model.nodes import Node, walk

_MOST_STATES: Final = 20_000
_STEP: Final = Decimal("0.01")
_OPERATORS: Final[dict[str, Callable[[Decimal, Decimal], bool]]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class _Counts:
    """How many top-level criteria apply and are met, and the outcome of those that the rules name."""

    applicable: int
    met: int
    named: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class _State:
    counts: _Counts
    points: Decimal
    atoms: Mapping[Node, bool]


def first_violation(subject: Subject, lower: Level, higher: Level) -> str:
    """Words for a state in which `higher` holds and `lower` does not; empty if none is certain to exist."""
    if lower.rule is None or higher.rule is None:
        return ""
    rules = (lower.rule.node, higher.rule.node)
    free, bound = _atoms(rules)
    states = _cases(subject, rules)
    counts, points = list(islice(states[0], _MOST_STATES)), states[1]
    if len(counts) * len(points) * 2 ** (len(free) + len(bound)) > _MOST_STATES:
        return ""
    for free_values in product((True, False), repeat=len(free)):
        grid = _violated(rules, counts, points, dict(zip(free, free_values, strict=True)), bound)
        for index, case in enumerate(counts):
            if all(grid[index]):
                return f"đạt {case.met}/{case.applicable} tiêu chí"
        for index, value in enumerate(points):
            if all(row[index] for row in grid):
                return f"được {value.normalize():f} điểm"
    return ""


def _violated(
    rules: tuple[Node, Node], counts: list[_Counts], points: list[Decimal], free: dict[Node, bool], bound: list[Node]
) -> list[list[bool]]:
    def broken(case: _Counts, value: Decimal) -> bool:
        choices = product((True, False), repeat=len(bound))
        states = (_State(case, value, free | dict(zip(bound, chosen, strict=True))) for chosen in choices)
        return all(_holds(rules[1], state) and not _holds(rules[0], state) for state in states)

    return [[broken(case, value) for value in points] for case in counts]


# ---------------------------------------------------------------- the states worth trying


def _atoms(rules: Iterable[Node]) -> tuple[list[Node], list[Node]]:
    """Parts that are true or false on their own: those that can be anything, and comparisons that may hang together."""
    free: dict[Node, None] = {}
    bound: dict[Node, None] = {}
    for rule in rules:
        for part in _leaves(rule):
            if isinstance(part, nodes.Recognised | nodes.Figure):
                free[part] = None
            elif not isinstance(part, nodes.AllMet | nodes.Met) and not _tally(part):
                bound[part] = None
    return list(free), list(bound)


def _leaves(node: Node) -> Iterator[Node]:
    if isinstance(node, nodes.And | nodes.Or | nodes.Not | nodes.If):
        for operand in node.operands():
            yield from _leaves(operand)
    else:
        yield node


def _tally(node: Node) -> bool:
    return isinstance(node, nodes.Compare | nodes.Between) and any(
        isinstance(part, nodes.CountMet | nodes.Points) for part in node.operands()
    )


def _cases(subject: Subject, rules: Iterable[Node]) -> tuple[Iterator[_Counts], list[Decimal]]:
    count_marks: set[Decimal] = set()
    point_marks: set[Decimal] = set()
    named: set[str] = set()
    for rule in rules:
        for part in walk(rule):
            if _tally(part):
                marks = [operand.value for operand in part.operands() if isinstance(operand, nodes.Number)]
                on_points = any(isinstance(operand, nodes.Points) for operand in part.operands())
                (point_marks if on_points else count_marks).update(marks)
            elif isinstance(part, nodes.Met):
                named.add(part.code)
    return _count_cases(subject, count_marks, sorted(named)), _point_cases(subject, point_marks)


def _count_cases(subject: Subject, marks: set[Decimal], named: list[str]) -> Iterator[_Counts]:
    top = {criterion.code for criterion in subject.criteria}
    always = sum(1 for criterion in subject.criteria if not _may_not_apply(criterion))
    near = {int(mark) + shift for mark in marks for shift in (-1, 0, 1)}
    many = len(subject.criteria)
    for applicable in sorted({always, many, *(n for n in near if always <= n <= many)} - {0}, reverse=True):
        for met in sorted({0, applicable, applicable - 1, *near}):
            for values in product((True, False), repeat=len(named)):
                outcome = dict(zip(named, values, strict=True))
                on_top = [value for code, value in outcome.items() if code in top]
                fits = sum(on_top) <= met <= applicable - (len(on_top) - sum(on_top))
                inside = all(value for code, value in outcome.items() if code not in top) or met < applicable
                if 0 <= met <= applicable and fits and inside:
                    yield _Counts(applicable, met, outcome)


def _may_not_apply(criterion: Criterion) -> bool:
    if criterion.applies is not None:
        return True
    return bool(criterion.items) and all(_may_not_apply(item) for item in criterion.items)


def _point_cases(subject: Subject, marks: set[Decimal]) -> list[Decimal]:
    most = subject.max_points or Decimal(0)
    tried = {Decimal(0), most, *(mark + shift for mark in marks for shift in (-_STEP, Decimal(0), _STEP))}
    return sorted(value for value in tried if 0 <= value <= most)


# ---------------------------------------------------------------- a rule in a state


def _holds(node: Node, state: _State) -> bool:
    match node:
        case nodes.And(items=items):
            return all(_holds(item, state) for item in items)
        case nodes.Or(items=items):
            return any(_holds(item, state) for item in items)
        case nodes.Not(operand=operand):
            return not _holds(operand, state)
        case nodes.If(condition=condition, then=then, otherwise=otherwise):
            return _holds(then if _holds(condition, state) else otherwise, state)
        case nodes.AllMet():
            return state.counts.met == state.counts.applicable
        case nodes.Met(code=code):
            return state.counts.named[code]
        case _:
            return _tally_holds(node, state) if _tally(node) else state.atoms[node]


def _tally_holds(node: Node, state: _State) -> bool:
    values = [_tally_value(operand, state) for operand in node.operands()]
    if isinstance(node, nodes.Between):
        return values[1] <= values[0] <= values[2]
    return isinstance(node, nodes.Compare) and _OPERATORS[node.op](values[0], values[1])


def _tally_value(node: Node, state: _State) -> Decimal:
    if isinstance(node, nodes.Number):
        return node.value
    return Decimal(state.counts.met) if isinstance(node, nodes.CountMet) else state.points
