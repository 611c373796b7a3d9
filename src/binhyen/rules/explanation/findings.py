"""A rule's elementary conditions and what they came to; of a compound, only the parts that decided it."""

from collections.abc import Iterator

from binhyen.rules.explanation.data import Finding, Missing, MissingKind
from binhyen.rules.explanation.describing import Decided, Describe, describer
from binhyen.rules.explanation.missing import missing_of
from binhyen.rules.explanation.words import Vocabulary
from binhyen.rules.model import nodes
from binhyen.rules.model.nodes import Node
from binhyen.rules.model.types import Answer
from binhyen.rules.reference.evaluate import Case, truth
from binhyen.rules.reference.values import all_of, any_of, opposite


class Phrasebook:
    """How the conditions of a rulebook are told. Nodes live as long as their rulebook, so their ids hold."""

    def __init__(self, called: Vocabulary) -> None:
        self.called = called
        self._describers: dict[int, Describe] = {}
        self._changeable: dict[int, bool] = {}

    def describer(self, node: Node) -> Describe:
        """How a condition is told, prepared when it is first asked for."""
        if id(node) not in self._describers:
            self._describers[id(node)] = describer(node, self.called)
        return self._describers[id(node)]

    def is_changeable(self, node: Node) -> bool:
        """Whether a condition that is decided looks at a paper or at units, which can still come about."""
        if id(node) not in self._changeable:
            under = nodes.walk(node)
            self._changeable[id(node)] = any(isinstance(part, _CHANGEABLE) or _is_paper(part) for part in under)
        return self._changeable[id(node)]


_CHANGEABLE = (nodes.Units, nodes.Met, nodes.Known, nodes.AllMet, nodes.CountMet, nodes.Points)


def _is_paper(node: Node) -> bool:
    return isinstance(node, nodes.Figure) and node.answer is Answer.DOCUMENT


class Finder:
    """Finds the conditions behind a rule's value, for one unit."""

    def __init__(self, phrasebook: Phrasebook, case: Case) -> None:
        self.phrasebook = phrasebook
        self.case = case
        self._truths: dict[int, bool | None] = {}
        self._unknown: dict[int, tuple[Missing, ...]] = {}

    def find(self, rule: Node) -> tuple[Finding, ...]:
        """The conditions that made the rule true, false or unknown, in the order of the text."""
        found = tuple(self._decisive(rule, negated=False))
        if len(found) == 1:
            return found
        dated = {item.key for item in found if item.kind == "deadline" and item.truth is not None}
        # "has the paper" says nothing beside "the paper of such a day".
        return tuple(item for item in found if not (item.kind == "figure" and item.truth and item.key in dated))

    def unknown(self, node: Node) -> tuple[Missing, ...]:
        """Everything unknown under a condition, found once."""
        if id(node) not in self._unknown:
            self._unknown[id(node)] = missing_of(node, self.phrasebook.called, self.case)
        return self._unknown[id(node)]

    def truth(self, node: Node) -> bool | None:
        """The value of a condition, found once."""
        if id(node) not in self._truths:
            match node:
                case nodes.And(items=items):
                    value = all_of([self.truth(item) for item in items])
                case nodes.Or(items=items):
                    value = any_of([self.truth(item) for item in items])
                case nodes.Not(operand=operand):
                    value = opposite(self.truth(operand))
                case _:
                    value = truth(node, self.case)
            self._truths[id(node)] = value
        return self._truths[id(node)]

    def _decisive(self, node: Node, *, negated: bool) -> Iterator[Finding]:
        match node:
            case nodes.And(items=items) | nodes.Or(items=items):
                yield from self._of_chain(node, items, negated=negated)
            case nodes.Not(operand=operand):
                yield from self._decisive(operand, negated=not negated)
            case nodes.If(condition=condition, then=then, otherwise=otherwise):
                decided = self.truth(condition)
                if decided is None:
                    yield from self._decisive(condition, negated=False)
                else:
                    yield from self._decisive(then if decided else otherwise, negated=negated)
            case _:
                yield self._finding(node, negated=negated)

    def _of_chain(self, chain: Node, items: tuple[Node, ...], *, negated: bool) -> Iterator[Finding]:
        whole = self.truth(chain)
        neutral = isinstance(chain, nodes.And)  # an AND is true, an OR false, only by all of its parts
        for item in items:
            value = self.truth(item)
            if whole is neutral or value is whole:
                yield from self._decisive(item, negated=negated)

    def _finding(self, node: Node, *, negated: bool) -> Finding:
        value = self.truth(node)
        missing = self.unknown(node) if value is None else ()
        if isinstance(node, nodes.Figure) and node.answer is Answer.DOCUMENT and value is False and not negated:
            missing = (Missing(MissingKind.PAPER, node.key, self.phrasebook.called.figures[node.key].name),)
        asked = opposite(value) if negated else value
        return self.phrasebook.describer(node)(self.case, Decided(asked, negated, missing))
