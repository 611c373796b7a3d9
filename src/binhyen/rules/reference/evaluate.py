"""The value of a node for one unit: one small function for each kind of node, no cleverness."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from binhyen.kernel.period import Period
from binhyen.rules.model import nodes
from binhyen.rules.model.facts import Facts
from binhyen.rules.model.nodes import Node
from binhyen.rules.model.results import Outcome
from binhyen.rules.reference.values import (
    COMPARE,
    KIND_OF_ANSWER,
    NOTHING,
    Interval,
    Value,
    absolute,
    add,
    all_of,
    any_of,
    divide,
    exact,
    greatest,
    least,
    multiply,
    negate,
    opposite,
    read_number,
    read_other,
    single,
    subtract,
)

_TRUTH_OF_OUTCOME = {Outcome.MET: True, Outcome.NOT_MET: False}


@dataclass(slots=True)
class Case:
    """One unit in one year: its facts, its window, and the outcomes found so far.

    `all_met`, `count_met` and `points` are filled in before levels are looked at.
    """

    facts: Facts
    year: int
    period: Period | None
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    all_met: bool | None = None
    count_met: Interval = NOTHING
    points: Interval = NOTHING


def evaluate(node: Node, case: Case) -> Value:
    """The value of a node; None where it is unknown. Raises BadFact."""
    return _EVALUATE[type(node)](node, case)


def truth(node: Node, case: Case) -> bool | None:
    """The value of a node that is true or false by its type."""
    return cast(bool | None, evaluate(node, case))


def number(node: Node, case: Case) -> Interval | None:
    """The value of a node that is a number or a ratio by its type."""
    return cast(Interval | None, evaluate(node, case))


# ---------------------------------------------------------------- facts


def _figure(node: nodes.Figure, case: Case) -> Value:
    if node.answer in KIND_OF_ANSWER:
        return read_other(case.facts, node.key, KIND_OF_ANSWER[node.answer])
    return read_number(case.facts, node.key)


def _units(node: nodes.Units, case: Case) -> Value:
    decided = read_number(case.facts, node.column)
    if decided is None or node.open_column is None:
        return decided
    still_open = read_number(case.facts, node.open_column)
    return Interval(decided.low, decided.high + still_open.high) if still_open else decided


def _deadline(node: nodes.Deadline, case: Case) -> Value:
    moved = read_other(case.facts, node.column, date)
    if moved is not None:
        return moved
    month, day = node.month_day.split("-")
    return date(case.year + node.year_offset, int(month), int(day))


def _year(node: nodes.Year, case: Case) -> Value:
    given = read_number(case.facts, node.column)
    return single(case.year) if given is None else given


def _window_start(node: nodes.WindowStart, case: Case) -> Value:
    given = read_other(case.facts, node.column, date)
    return case.period.start if given is None and case.period else given


def _window_end(node: nodes.WindowEnd, case: Case) -> Value:
    given = read_other(case.facts, node.column, date)
    return case.period.last if given is None and case.period else given


# ---------------------------------------------------------------- numbers


def _numbers(items: tuple[Node, ...], case: Case) -> list[Interval] | None:
    """The values of all items, or None if one is unknown."""
    found = [number(item, case) for item in items]
    return [item for item in found if item is not None] if None not in found else None


_ARITHMETIC = {"+": add, "-": subtract, "*": multiply}


def _arithmetic(node: nodes.Arithmetic, case: Case) -> Value:
    values = _numbers((node.left, node.right), case)
    return _ARITHMETIC[node.op](*values) if values else None


def _divide(node: nodes.Divide, case: Case) -> Value:
    values = _numbers((node.left, node.right), case)
    return divide(*values) if values else None


def _apply(function: Callable[[Interval], Interval], node: Node, case: Case) -> Value:
    value = number(node, case)
    return None if value is None else function(value)


def _least(node: nodes.Least, case: Case) -> Value:
    values = _numbers(node.items, case)
    return least(values) if values else None


def _greatest(node: nodes.Greatest, case: Case) -> Value:
    values = _numbers(node.items, case)
    return greatest(values) if values else None


# ---------------------------------------------------------------- truth


def compare(op: str, left: Value, right: Value) -> bool | None:
    """Two values of the same type; unknown if one is."""
    if left is None or right is None:
        return None
    if isinstance(left, Interval) and isinstance(right, Interval):
        return COMPARE[op](left, right)
    return _compare_exact(op, left, right)


def _compare_exact(op: str, left: Any, right: Any) -> bool:
    if op in ("=", "<>"):
        return bool(left == right) == (op == "=")
    if op in ("<", ">="):
        return bool(left < right) == (op == "<")
    return bool(left > right) == (op == ">")


def _between(node: nodes.Between, case: Case) -> Value:
    item, low, high = (evaluate(part, case) for part in (node.item, node.low, node.high))
    return all_of([compare(">=", item, low), compare("<=", item, high)])


def _in(node: nodes.In, case: Case) -> Value:
    item = evaluate(node.item, case)
    return any_of([compare("=", item, evaluate(option, case)) for option in node.options])


def _if(node: nodes.If, case: Case) -> Value:
    condition = truth(node.condition, case)
    if condition is None:
        return None
    return evaluate(node.then if condition else node.otherwise, case)


def _known(node: nodes.Known, case: Case) -> Value:
    value = evaluate(node.operand, case)
    return value.is_single if isinstance(value, Interval) else value is not None


_EVALUATE: dict[type[Node], Callable[[Any, Case], Value]] = {
    nodes.Number: lambda node, case: exact(node.value),
    nodes.Text: lambda node, case: node.value,
    nodes.Figure: _figure,
    nodes.FigureDate: lambda node, case: read_other(case.facts, node.column, date),
    nodes.Previous: lambda node, case: read_number(case.facts, node.column),
    nodes.Units: _units,
    nodes.Recognised: lambda node, case: read_other(case.facts, node.column, bool),
    nodes.Deadline: _deadline,
    nodes.Year: _year,
    nodes.WindowStart: _window_start,
    nodes.WindowEnd: _window_end,
    nodes.Met: lambda node, case: _TRUTH_OF_OUTCOME.get(case.outcomes[node.code]),
    nodes.AllMet: lambda node, case: case.all_met,
    nodes.CountMet: lambda node, case: case.count_met,
    nodes.Points: lambda node, case: case.points,
    nodes.Arithmetic: _arithmetic,
    nodes.Divide: _divide,
    nodes.Negate: lambda node, case: _apply(negate, node.operand, case),
    nodes.Abs: lambda node, case: _apply(absolute, node.operand, case),
    nodes.Least: _least,
    nodes.Greatest: _greatest,
    nodes.Compare: lambda node, case: compare(node.op, evaluate(node.left, case), evaluate(node.right, case)),
    nodes.Between: _between,
    nodes.In: _in,
    nodes.And: lambda node, case: all_of([truth(item, case) for item in node.items]),
    nodes.Or: lambda node, case: any_of([truth(item, case) for item in node.items]),
    nodes.Not: lambda node, case: opposite(truth(node.operand, case)),
    nodes.If: _if,
    nodes.Known: _known,
}
