"""Elementary conditions as findings. What does not depend on a unit is prepared once: names, thresholds, forms."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from binhyen.rules.explanation.data import Finding, Missing, MissingKind
from binhyen.rules.explanation.missing import needed_units
from binhyen.rules.explanation.words import OPPOSITE, Vocabulary, counted_word, operand_words, words
from binhyen.rules.model import nodes
from binhyen.rules.model.bounds import Sides, sides
from binhyen.rules.model.nodes import Node
from binhyen.rules.model.types import Answer, ValueType
from binhyen.rules.reference.evaluate import Case, evaluate, number
from binhyen.rules.reference.values import Exact, Interval

_NUMERIC = (ValueType.NUMBER, ValueType.RATIO)
_PLACES = 10_000  # shares for drawing: four places


@dataclass(frozen=True, slots=True)
class Decided:
    """What a condition came to. `truth` is what was asked of it: the other way round where it stands under a NOT."""

    truth: bool | None
    negated: bool
    missing: tuple[Missing, ...]

    def op(self, written: str) -> str:
        """The comparison that was asked for."""
        return OPPOSITE[written] if self.negated else written


Describe = Callable[[Case, Decided], Finding]


def describer(node: Node, called: Vocabulary) -> Describe:
    """How a condition is told, whatever the unit."""
    match node:
        case nodes.Figure(key=key, answer=answer):
            return _fixed("figure", called.figures[key].name, key, answer.value)
        case nodes.Recognised():
            return _fixed("recognised", words(node, called), node.column)
        case nodes.Met(code=code):
            return _fixed("criterion", words(node, called), code)
        case nodes.Compare(left=left, right=right):
            return _comparison(node, left, right, called)
        case nodes.In() | nodes.Between():
            return _membership(node, called)
        case _:
            return _fixed("compare", words(node, called))


def _fixed(kind: str, label: str, key: str = "", answer: str = "") -> Describe:
    def describe(case: Case, decided: Decided) -> Finding:
        return Finding(
            kind, decided.truth, label, key=key, answer=answer, negated=decided.negated, missing=decided.missing
        )

    return describe


def _comparison(node: nodes.Compare, left: Node, right: Node, called: Vocabulary) -> Describe:
    if isinstance(left, nodes.FigureDate) and left.value_type is ValueType.DATE:
        return _deadline(node, left, right, called)
    if left.value_type not in _NUMERIC:
        return _plain(node, left, right, called)
    if isinstance(left, nodes.Figure) and isinstance(right, nodes.Previous) and left.key == right.key:
        return _trend(node, left, right, called)
    if isinstance(left, nodes.Divide):
        return _share(node, Sides(left.left, left.right), right, called)
    if _is_share(node, left, right, called):
        return _share(node, Sides(left, right), None, called)
    return _units(node, left, right, called) if isinstance(left, nodes.Units) else _plain(node, left, right, called)


def _deadline(node: nodes.Compare, left: nodes.FigureDate, right: Node, called: Vocabulary) -> Describe:
    name, limit = called.figures[left.key].name, words(right, called)

    def describe(case: Case, decided: Decided) -> Finding:
        return Finding(
            "deadline",
            decided.truth,
            name,
            key=left.key,
            op=decided.op(node.op),
            negated=decided.negated,
            part=_day(evaluate(left, case)),
            right=_day(evaluate(right, case)),
            right_label=limit,
            missing=decided.missing,
        )

    return describe


def _trend(node: nodes.Compare, left: nodes.Figure, right: nodes.Previous, called: Vocabulary) -> Describe:
    label = called.figures[left.key].name

    def describe(case: Case, decided: Decided) -> Finding:
        return Finding(
            "trend",
            decided.truth,
            label,
            key=left.key,
            op=decided.op(node.op),
            negated=decided.negated,
            part=_low(number(left, case)),
            right=_low(number(right, case)),
            missing=decided.missing,
        )

    return describe


def _plain(node: nodes.Compare, left: Node, right: Node, called: Vocabulary) -> Describe:
    kind = "choice" if left.value_type is ValueType.TEXT else "compare"
    if isinstance(left, nodes.Year):
        kind = "year"
    label = words(left, called)
    right_label = "" if isinstance(right, nodes.Number | nodes.Text) else words(right, called)

    def describe(case: Case, decided: Decided) -> Finding:
        value = evaluate(left, case)
        return Finding(
            kind,
            decided.truth,
            label,
            op=decided.op(node.op),
            negated=decided.negated,
            part=_said(value),
            part_high=_said_high(value),
            right=_said(evaluate(right, case)),
            right_label=right_label,
            missing=decided.missing,
        )

    return describe


def _membership(node: nodes.In | nodes.Between, called: Vocabulary) -> Describe:
    options = operand_words(node, called)[1:]
    wanted = " đến ".join(options) if isinstance(node, nodes.Between) else " hoặc ".join(options)
    if isinstance(node.item, nodes.Divide):
        return _share_within(node.item, wanted, called)
    kinds = {ValueType.TEXT: "choice"}
    kind = "year" if isinstance(node.item, nodes.Year) else kinds.get(node.item.value_type, "compare")
    label = words(node.item, called)

    def describe(case: Case, decided: Decided) -> Finding:
        value = evaluate(node.item, case)
        return Finding(
            kind,
            decided.truth,
            label,
            negated=decided.negated,
            part=_said(value),
            part_high=_said_high(value),
            right_label=wanted,
            missing=decided.missing,
        )

    return describe


# ---------------------------------------------------------------- shares


def _is_share(node: nodes.Compare, left: Node, right: Node, called: Vocabulary) -> bool:
    """Whether `a = b` or `a >= b` speaks of a part that must be the whole, e.g. registered of resident households."""
    if node.op not in ("=", ">=") or left == right:
        return False
    if isinstance(left, nodes.Units) and isinstance(right, nodes.Units):
        return True
    if not (isinstance(left, nodes.Figure) and isinstance(right, nodes.Figure)):
        return False
    units = {called.figures[part.key].unit_of_measure for part in (left, right)}
    return left.answer is Answer.COUNT and right.answer is Answer.COUNT and len(units) == 1 and "" not in units


def _share(node: nodes.Compare, ratio: Sides, against: Node | None, called: Vocabulary) -> Describe:
    """`ratio` against a threshold; without one, the part must be the whole."""
    top, bottom = ratio.numerator, ratio.denominator or ratio.numerator
    label, of = words(top, called), words(bottom, called)
    threshold_of = _threshold(against)

    def describe(case: Case, decided: Decided) -> Finding:
        part, whole = number(top, case), number(bottom, case)
        threshold = threshold_of(case)
        single = whole.low if whole is not None and whole.is_single and whole.low > 0 else None
        needed, missing = None, decided.missing
        if isinstance(top, nodes.Units) and single is not None and threshold is not None:
            needed, short = _need(top, part, decided.op(node.op), threshold.exact * single)
            missing = (*missing, *short)
        # A bar has no room beyond the whole.
        drawable = single is not None and part is not None and (threshold is None or threshold.is_within)
        return Finding(
            "share",
            decided.truth,
            label,
            op=decided.op(node.op),
            negated=decided.negated,
            part=_low(part),
            part_high=_high(part),
            whole=_low(whole),
            right_part=threshold.part if threshold else None,
            right_whole=threshold.whole if threshold else None,
            right_label=of,
            share=_drawn(part.low, single) if drawable and part and single else None,
            threshold=threshold.drawn if drawable and threshold else None,
            needed=needed,
            missing=missing,
        )

    return describe


def _share_within(ratio: nodes.Divide, wanted: str, called: Vocabulary) -> Describe:
    label = words(ratio.left, called)

    def describe(case: Case, decided: Decided) -> Finding:
        part = number(ratio.left, case)
        return Finding(
            "share",
            decided.truth,
            label,
            negated=decided.negated,
            part=_low(part),
            part_high=_high(part),
            whole=_low(number(ratio.right, case)),
            right_label=wanted,
            missing=decided.missing,
        )

    return describe


@dataclass(frozen=True, slots=True)
class _Threshold:
    """What a share is held against, exactly, and as it is drawn and written."""

    exact: Fraction
    is_within: bool
    part: str
    whole: str
    drawn: float


def _threshold(against: Node | None) -> Callable[[Case], _Threshold | None]:
    if against is None:
        whole = _threshold_of(1, 1)
        return lambda case: whole
    right = sides(against)
    if isinstance(right.numerator, nodes.Number) and right.denominator is None:
        literal = Fraction(right.numerator.value)
        fixed = _threshold_of(literal.numerator if literal.denominator == 1 else literal, 1)
        return lambda case: fixed

    def found(case: Case) -> _Threshold | None:
        top = number(right.numerator, case)
        bottom = number(right.denominator, case) if right.denominator else Interval(1, 1)
        if not top or not bottom or not top.is_single or not bottom.is_single or not bottom.low:
            return None
        return _threshold_of(top.low, bottom.low)

    return found


def _threshold_of(part: Exact, whole: Exact) -> _Threshold:
    exact = Fraction(part) / Fraction(whole)
    return _Threshold(exact, exact <= 1, _exact_text(part), _exact_text(whole), _drawn(exact, 1))


# ---------------------------------------------------------------- units


def _units(node: nodes.Compare, left: nodes.Units, right: Node, called: Vocabulary) -> Describe:
    label = words(left, called)
    right_label = "" if isinstance(right, nodes.Number) else words(right, called)

    def describe(case: Case, decided: Decided) -> Finding:
        count, wanted = number(left, case), number(right, case)
        needed, missing = None, decided.missing
        if wanted is not None and wanted.is_single:
            needed, short = _need(left, count, decided.op(node.op), Fraction(wanted.low))
            missing = (*missing, *short)
        return Finding(
            "units",
            decided.truth,
            label,
            op=decided.op(node.op),
            negated=decided.negated,
            part=_low(count),
            part_high=_high(count),
            right=_low(wanted),
            right_label=right_label,
            needed=needed,
            missing=missing,
        )

    return describe


def _need(
    counted: nodes.Units, count: Interval | None, op: str, wanted: Fraction
) -> tuple[int | None, tuple[Missing, ...]]:
    """How many units are needed, and how many are short even if all that is open goes well."""
    if count is None or op not in ("=", ">=", ">"):
        return None, ()
    needed = needed_units(op, wanted)
    short = needed - int(count.high)
    missing = Missing(MissingKind.SHORT_UNITS, counted.column, counted_word(counted), short)
    return needed, (missing,) if short > 0 else ()


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
