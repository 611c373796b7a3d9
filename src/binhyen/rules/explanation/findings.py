"""A rule's elementary conditions and what they came to; of a compound, only the parts that decided it."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from binhyen.rules.explanation.data import Finding, Missing, MissingKind
from binhyen.rules.explanation.missing import missing_of
from binhyen.rules.explanation.words import OPPOSITE, units_words, words
from binhyen.rules.model import nodes
from binhyen.rules.model.bounds import sides
from binhyen.rules.model.nodes import Node
from binhyen.rules.model.parts import FigureDef
from binhyen.rules.model.types import Answer, ValueType
from binhyen.rules.reference.evaluate import Case, evaluate, number, truth
from binhyen.rules.reference.values import Exact, Interval

_NUMERIC = (ValueType.NUMBER, ValueType.RATIO)
_PLACES = 10_000  # shares for drawing: four places


class Finder:
    """Finds the conditions behind a rule's value, for one unit."""

    def __init__(self, figures: Mapping[str, FigureDef], case: Case) -> None:
        self.figures = figures
        self.case = case
        self._truths: dict[int, bool | None] = {}

    def find(self, rule: Node) -> tuple[Finding, ...]:
        """The conditions that made the rule true, false or unknown, in the order of the text."""
        found = list(self._decisive(rule, negated=False))
        dated = {item.key for item in found if item.kind == "deadline" and item.truth is not None}
        # "has the paper" says nothing beside "the paper of such a day".
        return tuple(item for item in found if not (item.kind == "figure" and item.truth and item.key in dated))

    def _truth(self, node: Node) -> bool | None:
        """The value of a condition, found once: nodes live as long as their rulebook, so their ids hold."""
        if id(node) not in self._truths:
            self._truths[id(node)] = truth(node, self.case)
        return self._truths[id(node)]

    def _decisive(self, node: Node, *, negated: bool) -> Iterator[Finding]:
        match node:
            case nodes.And(items=items) | nodes.Or(items=items):
                yield from self._of_chain(node, items, negated=negated)
            case nodes.Not(operand=operand):
                yield from self._decisive(operand, negated=not negated)
            case nodes.If(condition=condition, then=then, otherwise=otherwise):
                decided = self._truth(condition)
                if decided is None:
                    yield from self._decisive(condition, negated=False)
                else:
                    yield from self._decisive(then if decided else otherwise, negated=negated)
            case _:
                yield self._finding(node, negated=negated)

    def _of_chain(self, chain: Node, items: tuple[Node, ...], *, negated: bool) -> Iterator[Finding]:
        whole = self._truth(chain)
        neutral = isinstance(chain, nodes.And)  # an AND is true, an OR false, only by all of its parts
        for item in items:
            value = self._truth(item)
            if whole is neutral or value is whole:
                yield from self._decisive(item, negated=negated)

    # ------------------------------------------------------------ one condition

    def _finding(self, node: Node, *, negated: bool) -> Finding:
        value = self._truth(node)
        found = self._describe(node)
        wanted = value if not negated or value is None else not value
        missing = missing_of(node, self.figures, self.case) if value is None else ()
        if isinstance(node, nodes.Figure) and node.answer is Answer.DOCUMENT and wanted is False and not negated:
            missing = (Missing(MissingKind.PAPER, node.key, self.figures[node.key].name),)
        op = OPPOSITE[found.op] if negated and found.op else found.op
        return replace(found, truth=wanted, negated=negated, op=op, missing=(*missing, *found.missing))

    def _describe(self, node: Node) -> Finding:
        match node:
            case nodes.Figure(key=key, answer=answer):
                return Finding("figure", None, self.figures[key].name, key=key, answer=answer.value)
            case nodes.Recognised():
                return Finding("recognised", None, words(node, self.figures), key=node.column)
            case nodes.Met(code=code):
                return Finding("criterion", None, words(node, self.figures), key=code)
            case nodes.Compare(left=left, right=right):
                return self._comparison(node, left, right)
            case nodes.In() | nodes.Between():
                return self._membership(node)
            case _:
                return Finding("compare", None, words(node, self.figures))

    def _comparison(self, node: nodes.Compare, left: Node, right: Node) -> Finding:
        if isinstance(left, nodes.FigureDate) and left.value_type is ValueType.DATE:
            return self._deadline(node, left, right)
        if left.value_type not in _NUMERIC:
            return self._plain(node, left, right)
        if isinstance(left, nodes.Figure) and isinstance(right, nodes.Previous) and left.key == right.key:
            return self._trend(node, left, right)
        if isinstance(left, nodes.Divide) or self._is_share(node, left, right):
            return self._share(node, left, right)
        if isinstance(left, nodes.Units):
            return self._units(node, left, right)
        return self._plain(node, left, right)

    def _deadline(self, node: nodes.Compare, left: nodes.FigureDate, right: Node) -> Finding:
        return Finding(
            "deadline",
            None,
            self.figures[left.key].name,
            key=left.key,
            op=node.op,
            part=_day(evaluate(left, self.case)),
            right=_day(evaluate(right, self.case)),
            right_label=words(right, self.figures),
        )

    def _trend(self, node: nodes.Compare, left: nodes.Figure, right: nodes.Previous) -> Finding:
        now, before = number(left, self.case), number(right, self.case)
        label = self.figures[left.key].name
        return Finding("trend", None, label, key=left.key, op=node.op, part=_low(now), right=_low(before))

    def _plain(self, node: nodes.Compare, left: Node, right: Node) -> Finding:
        return Finding(
            "choice" if left.value_type is ValueType.TEXT else "compare",
            None,
            words(left, self.figures),
            op=node.op,
            part=_said(evaluate(left, self.case)),
            part_high=_said_high(evaluate(left, self.case)),
            right=_said(evaluate(right, self.case)),
            right_label="" if isinstance(right, nodes.Number | nodes.Text) else words(right, self.figures),
        )

    def _membership(self, node: nodes.In | nodes.Between) -> Finding:
        value = evaluate(node.item, self.case)
        kind = "choice" if node.item.value_type is ValueType.TEXT else "compare"
        options = [words(part, self.figures) for part in node.operands()[1:]]
        wanted = " đến ".join(options) if isinstance(node, nodes.Between) else " hoặc ".join(options)
        if isinstance(node.item, nodes.Divide):
            return self._share_within(node.item, wanted)
        return Finding(
            kind,
            None,
            words(node.item, self.figures),
            part=_said(value),
            part_high=_said_high(value),
            right_label=wanted,
        )

    # ------------------------------------------------------------ shares and units

    def _is_share(self, node: nodes.Compare, left: Node, right: Node) -> bool:
        """Whether `a = b` or `a >= b` speaks of a part that must be the whole, e.g. registered of resident households."""
        if node.op not in ("=", ">=") or left == right:
            return False
        if isinstance(left, nodes.Units) and isinstance(right, nodes.Units):
            return True
        if not (isinstance(left, nodes.Figure) and isinstance(right, nodes.Figure)):
            return False
        units = {self.figures[part.key].unit_of_measure for part in (left, right)}
        return left.answer is Answer.COUNT and right.answer is Answer.COUNT and len(units) == 1 and "" not in units

    def _share(self, node: nodes.Compare, left: Node, right: Node) -> Finding:
        top, bottom = (left.left, left.right) if isinstance(left, nodes.Divide) else (left, right)
        part, whole = number(top, self.case), number(bottom, self.case)
        against = self._threshold(left, right)
        single_whole = whole if whole is not None and whole.is_single and whole.low > 0 else None
        threshold = Fraction(against[0]) / against[1] if against and against[1] else None
        drawable = threshold is None or threshold <= 1  # a bar has no room beyond the whole
        found = Finding(
            "share",
            None,
            words(top, self.figures),
            op=node.op,
            part=_low(part),
            part_high=_high(part),
            whole=_low(whole),
            right_part=_exact_text(against[0]) if against else None,
            right_whole=_exact_text(against[1]) if against else None,
            right_label=words(bottom, self.figures),
            share=_drawn(part.low, single_whole.low) if part and single_whole and drawable else None,
            threshold=_drawn(threshold, 1) if threshold is not None and drawable else None,
        )
        if isinstance(top, nodes.Units) and single_whole and threshold is not None:
            return self._with_need(found, top, node.op, threshold * single_whole.low)
        return found

    def _share_within(self, ratio: nodes.Divide, wanted: str) -> Finding:
        part, whole = number(ratio.left, self.case), number(ratio.right, self.case)
        label = words(ratio.left, self.figures)
        return Finding(
            "share", None, label, part=_low(part), part_high=_high(part), whole=_low(whole), right_label=wanted
        )

    def _threshold(self, left: Node, right: Node) -> tuple[Exact, Exact] | None:
        """The right side as numerator and denominator; 1 of 1 where the part must be the whole."""
        if not isinstance(left, nodes.Divide):
            return 1, 1
        against = sides(right)
        top = number(against.numerator, self.case)
        bottom = number(against.denominator, self.case) if against.denominator else Interval(1, 1)
        if not top or not bottom or not top.is_single or not bottom.is_single:
            return None
        return top.low, bottom.low

    def _units(self, node: nodes.Compare, left: nodes.Units, right: Node) -> Finding:
        count, wanted = number(left, self.case), number(right, self.case)
        found = Finding(
            "units",
            None,
            words(left, self.figures),
            op=node.op,
            part=_low(count),
            part_high=_high(count),
            right=_low(wanted),
            right_label="" if isinstance(right, nodes.Number) else words(right, self.figures),
        )
        if wanted is None or not wanted.is_single:
            return found
        return self._with_need(found, left, node.op, Fraction(wanted.low))

    def _with_need(self, found: Finding, counted: nodes.Units, op: str, wanted: Fraction) -> Finding:
        """How many units are needed, and how many are short even if all that is open goes well."""
        count = number(counted, self.case)
        if count is None or op not in ("=", ">=", ">"):
            return found
        needed = math.floor(wanted) + 1 if op == ">" else math.ceil(wanted)
        short = needed - int(count.high)
        missing = (Missing(MissingKind.SHORT_UNITS, counted.column, _unit_word(counted), short),) if short > 0 else ()
        return replace(found, needed=needed, missing=missing)


def _unit_word(node: nodes.Units) -> str:
    return units_words(node).removeprefix("số ")


# ---------------------------------------------------------------- values as texts


def _exact_text(value: Exact) -> str:
    """A number of the facts: always a finite decimal."""
    if isinstance(value, int):
        return str(value)
    fraction, places = value, 0
    while fraction.denominator != 1 and places < 40:
        fraction *= 10
        places += 1
    digits = f"{abs(fraction.numerator):0{places + 1}d}"
    sign = "-" if fraction < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def _low(value: Interval | None) -> str | None:
    return None if value is None else _exact_text(value.low)


def _high(value: Interval | None) -> str | None:
    return None if value is None or value.is_single else _exact_text(value.high)


def _day(value: object) -> str | None:
    return value.isoformat() if isinstance(value, date) else None


def _said(value: object) -> str | None:
    if isinstance(value, Interval):
        return _exact_text(value.low)
    return _day(value) if isinstance(value, date) else value if isinstance(value, str) else None


def _said_high(value: object) -> str | None:
    return _high(value) if isinstance(value, Interval) else None


def _drawn(part: Exact, whole: Exact) -> float:
    return int(max(0, min(_PLACES, part * _PLACES // whole))) / _PLACES
