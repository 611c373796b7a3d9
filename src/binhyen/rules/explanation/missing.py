"""What is unknown behind a condition: the facts that nobody has given."""

import math
from collections.abc import Iterator
from fractions import Fraction

from binhyen.rules.explanation.data import Missing, MissingKind
from binhyen.rules.explanation.words import Vocabulary, units_words, words
from binhyen.rules.model import nodes
from binhyen.rules.model.nodes import Node
from binhyen.rules.model.results import Outcome
from binhyen.rules.model.types import Answer
from binhyen.rules.reference.evaluate import Case, evaluate, number
from binhyen.rules.reference.values import Interval

_FIGURE_KINDS = {Answer.CONFIRMATION: MissingKind.CONFIRMATION}


def missing_of(node: Node, called: Vocabulary, case: Case) -> tuple[Missing, ...]:
    """Everything unknown under a node, each once, in the order of the text."""
    return tuple(dict.fromkeys(_under(node, called, case)))


def _under(root: Node, called: Vocabulary, case: Case) -> Iterator[Missing]:
    for node in nodes.walk(root):
        match node:
            case nodes.Divide(right=right):
                below = number(right, case)
                if below is not None and below.is_single and below.low == 0:
                    yield Missing(MissingKind.ZERO, "", words(right, called))
            case nodes.Units():
                yield from _units(node, case)
            case nodes.Met(code=code):
                if case.outcomes[code] in (Outcome.UNKNOWN, Outcome.NOT_APPLICABLE):
                    yield Missing(MissingKind.CRITERION, code, words(node, called))
            case _ if not node.operands() and evaluate(node, case) is None:
                yield _fact(node, called)


def _fact(node: Node, called: Vocabulary) -> Missing:
    match node:
        case nodes.Figure(key=key, answer=answer):
            return Missing(_FIGURE_KINDS.get(answer, MissingKind.FIGURE), key, called.figures[key].name)
        case nodes.FigureDate(key=key):
            return Missing(MissingKind.DATE, key, called.figures[key].name)
        case nodes.Previous(key=key):
            return Missing(MissingKind.PREVIOUS, key, called.figures[key].name)
        case nodes.Recognised(column=column):
            return Missing(MissingKind.RECOGNITION, column, words(node, called))
        case _:
            return Missing(MissingKind.WINDOW, "window", "thời gian xét")


def _units(node: nodes.Units, case: Case) -> Iterator[Missing]:
    value = number(node, case)
    if value is None:
        yield Missing(MissingKind.UNITS, node.column, units_words(node))
    elif not value.is_single:
        yield open_units(node, value)


def open_units(node: nodes.Units, value: Interval) -> Missing:
    """The units that are registered and not decided yet."""
    kind = node.kind.vietnamese if node.kind else "đơn vị"
    return Missing(MissingKind.OPEN_UNITS, node.open_column or "", kind, int(value.high - value.low))


def needed_units(op: str, wanted: Fraction) -> int:
    """The smallest whole number of units that reaches a threshold, or with `>` passes it."""
    return math.floor(wanted) + 1 if op == ">" else math.ceil(wanted)
