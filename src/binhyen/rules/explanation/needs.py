"""What would have to be supplied for a condition to hold: papers, reports, registrations, decisions. Never fewer incidents.

The answer is a list of what is missing, empty where the condition holds already, or None where nothing that a person
could still supply makes it hold. Of alternatives, all that are within reach are listed.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from binhyen.rules.explanation.data import Missing, MissingKind
from binhyen.rules.explanation.findings import Finder
from binhyen.rules.explanation.missing import needed_units, open_units
from binhyen.rules.explanation.words import OPPOSITE, counted_word
from binhyen.rules.model import nodes
from binhyen.rules.model.criteria import Criterion, Level, Scoring, Subject
from binhyen.rules.model.nodes import Node
from binhyen.rules.model.results import Assessment, Outcome
from binhyen.rules.model.types import Answer, UnitState, ValueType
from binhyen.rules.reference.evaluate import Case, number, truth
from binhyen.rules.reference.values import Interval

Needs = tuple[Missing, ...] | None
_FLIPPED = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_TALLIES = (nodes.CountMet, nodes.Points)


def together(parts: Iterable[Needs]) -> Needs:
    """What is needed for all of these; None if one is out of reach."""
    found: dict[Missing, None] = {}
    for part in parts:
        if part is None:
            return None
        found.update(dict.fromkeys(part))
    return tuple(found)


def alternatives(parts: Iterable[Needs]) -> Needs:
    """What is needed for one of these: nothing if one holds, else everything that leads to any."""
    within_reach = [part for part in parts if part is not None]
    if () in within_reach:
        return ()
    return together(within_reach) if within_reach else None


class NeedsFinder:
    """Finds what one unit still needs. `assessment` was made from the facts of the finder's case."""

    def __init__(self, subject: Subject, finder: Finder, assessment: Assessment) -> None:
        self.subject = subject
        self.finder = finder
        self.called = finder.phrasebook.called
        self.case = finder.case
        self.assessment = assessment

    # ------------------------------------------------------------ criteria

    def to_pass(self, criterion: Criterion) -> Needs:
        """What a criterion needs so as not to stand in the way: to be met, or not to apply."""
        if self.assessment.outcomes[criterion.code] in (Outcome.MET, Outcome.NOT_APPLICABLE):
            return ()
        return alternatives([self._to_apply(criterion, wanted=False), self._to_be_met(criterion)])

    def _to_be_met(self, criterion: Criterion) -> Needs:
        if self.assessment.outcomes[criterion.code] is Outcome.MET:
            return ()
        return together([self._to_apply(criterion, wanted=True), self._in_itself(criterion)])

    def _to_apply(self, criterion: Criterion, *, wanted: bool) -> Needs:
        condition = self.subject.applies.get(criterion.code)
        if condition is None:
            return () if wanted else None
        return self.to_hold(condition, wanted=wanted)

    def _in_itself(self, criterion: Criterion) -> Needs:
        if criterion.is_group:
            return together(self.to_pass(item) for item in criterion.items)
        if criterion.to_confirm:
            return self._record(criterion)
        if criterion.rule is not None:
            return self.to_hold(criterion.rule.node, wanted=True)
        return self._points_of_leaf(criterion) or None

    def _record(self, criterion: Criterion) -> Needs:
        recorded = self.case.facts.get(criterion.column)
        if recorded is None:
            return (Missing(MissingKind.RECORD, criterion.column, criterion.text),)
        return () if recorded else None

    # ------------------------------------------------------------ points

    def _for_points(self, criterion: Criterion) -> Needs:
        """What could bring a criterion more points; None where nothing could."""
        scored = self.assessment.points.get(criterion.code)
        if scored is not None and scored.low == criterion.max_points:
            return None
        match criterion.scoring:
            case Scoring.NONE:
                return None
            case Scoring.SUM:
                return alternatives(self._for_points(item) for item in criterion.items)
            case Scoring.OUTCOME:
                return self._to_be_met(criterion) or None
            case _:
                own = self._points_of_leaf(criterion)
                return together([self._to_apply(criterion, wanted=True), own]) or None

    def _points_of_leaf(self, criterion: Criterion) -> tuple[Missing, ...]:
        if criterion.score_entered:
            is_open = self.case.facts.get(criterion.score_column) is None
            return (Missing(MissingKind.SCORE, criterion.score_column, criterion.text),) if is_open else ()
        if criterion.deduct is not None:
            return self.finder.unknown(criterion.deduct.count.node)
        return self._everything(criterion.score.node) if criterion.score is not None else ()

    # ------------------------------------------------------------ conditions

    def to_hold(self, node: Node, *, wanted: bool) -> Needs:
        """What a condition needs so that it comes to `wanted`."""
        match node:
            case nodes.And(items=items) | nodes.Or(items=items):
                join = together if isinstance(node, nodes.And) is wanted else alternatives
                return join(self.to_hold(item, wanted=wanted) for item in items)
            case nodes.Not(operand=operand):
                return self.to_hold(operand, wanted=not wanted)
            case nodes.If(condition=condition, then=then, otherwise=otherwise):
                return alternatives(
                    together([self.to_hold(condition, wanted=taken), self.to_hold(branch, wanted=wanted)])
                    for taken, branch in ((True, then), (False, otherwise))
                )
            case nodes.AllMet():
                return self._all_met(wanted=wanted)
            case nodes.Between(item=item, low=low, high=high) if item.value_type is not ValueType.TALLY:
                return self.to_hold(
                    nodes.And((nodes.Compare(">=", item, low), nodes.Compare("<=", item, high))), wanted=wanted
                )
            case nodes.In(item=item, options=options):
                return self._join(options, item, wanted=wanted)
            case _:
                return self._condition(node, wanted=wanted)

    def _join(self, options: tuple[Node, ...], item: Node, *, wanted: bool) -> Needs:
        equal = (nodes.Compare("=", item, option) for option in options)
        return (alternatives if wanted else together)(self.to_hold(one, wanted=wanted) for one in equal)

    def _all_met(self, *, wanted: bool) -> Needs:
        if self.case.all_met is wanted:
            return ()
        if not wanted and self.case.all_met:
            return None
        top = self.subject.criteria
        if all(self.assessment.outcomes[one.code] is Outcome.NOT_APPLICABLE for one in top):
            return alternatives(self._to_be_met(one) for one in top)
        return together(self.to_pass(one) for one in top)

    def _condition(self, node: Node, *, wanted: bool) -> Needs:
        value = self.finder.truth(node)
        if value is wanted:
            return ()
        if value is not None and not self.finder.phrasebook.is_changeable(node):
            return None
        match node:
            case nodes.Met(code=code) if wanted:
                return self._to_be_met(self.subject.by_code[code])
            case nodes.Figure(answer=Answer.DOCUMENT, key=key) if wanted and value is False:
                return (Missing(MissingKind.PAPER, key, self.called.figures[key].name),)
            case nodes.Known(operand=operand) if wanted:
                return self._everything(operand) or None
            case nodes.Compare() | nodes.Between() if any(isinstance(part, _TALLIES) for part in node.operands()):
                return self._tally(node, wanted=wanted)
            case nodes.Compare(left=left, op=op, right=right) if value is not None:
                asked = op if wanted else OPPOSITE[op]
                short = self._short(left, asked, right) or self._short(right, _FLIPPED[asked], left)
                return short or self._everything(node) or None
            case _:
                return self._everything(node) or None

    def _everything(self, node: Node) -> tuple[Missing, ...]:
        """All that is unknown under a node, and where it chooses or adds up, what could change beside."""
        found = self.finder.unknown(node)
        if not self.finder.phrasebook.is_changeable(node):
            return found
        under = list(nodes.walk(node))
        if not any(isinstance(part, nodes.If | nodes.Arithmetic | nodes.Least | nodes.Greatest) for part in under):
            return found
        return tuple(dict.fromkeys([*found, *(item for part in under for item in self._changeable(part))]))

    def _changeable(self, node: Node) -> tuple[Missing, ...]:
        match node:
            case nodes.Figure(answer=Answer.DOCUMENT, key=key) if self.case.facts.get(key) is False:
                return (Missing(MissingKind.PAPER, key, self.called.figures[key].name),)
            case nodes.Units(state=state) if state is not UnitState.LISTED:
                return (Missing(MissingKind.SHORT_UNITS, node.column, counted_word(node)),)
            case _:
                return ()

    # ------------------------------------------------------------ units

    def _short(self, counted: Node, op: str, against: Node) -> tuple[Missing, ...]:
        """The units that would have to register or be recognised in addition; nothing where more would not help."""
        units = counted.left if isinstance(counted, nodes.Divide) else counted
        if not isinstance(units, nodes.Units) or units.state is UnitState.LISTED or op not in ("=", ">=", ">"):
            return ()
        count = number(units, self.case)
        wanted = self._threshold(counted, against)
        if count is None or wanted is None or (op == "=" and wanted.denominator != 1):
            return ()
        short = needed_units(op, wanted) - int(count.high)
        if short <= 0:
            return ()
        missing = Missing(MissingKind.SHORT_UNITS, units.column, counted_word(units), short)
        return (missing,) if count.is_single else (open_units(units, count), missing)

    def _threshold(self, counted: Node, against: Node) -> Fraction | None:
        """The number of units at which the comparison tips."""
        whole = number(counted.right, self.case) if isinstance(counted, nodes.Divide) else Interval(1, 1)
        value = number(against, self.case)
        if whole is None or value is None or not whole.is_single or not value.is_single:
            return None
        return Fraction(value.low) * Fraction(whole.low)

    # ------------------------------------------------------------ tallies and levels

    def _tally(self, node: Node, *, wanted: bool) -> Needs:
        """What could raise a count or a sum of points; out of reach where it is too high already, or too low for good."""
        counted = any(isinstance(part, nodes.CountMet) for part in node.operands())
        now = self.case.count_met if counted else self.case.points
        find: Callable[[Criterion], Needs] = self._to_be_met if counted else self._for_points
        parts = {criterion.code: find(criterion) for criterion in self.subject.criteria}
        within_reach = [code for code, part in parts.items() if part]
        best = Fraction(now.low) + sum(self._more(code, counted=counted) for code in within_reach)
        if not _tips(node, wanted, Fraction(now.low), max(best, Fraction(now.high))):
            return None
        return together(parts[code] for code in within_reach) or None

    def _more(self, code: str, *, counted: bool) -> Fraction:
        if counted:
            return Fraction(1)
        scored = self.assessment.points.get(code)
        most = self.subject.by_code[code].max_points or Decimal(0)
        return Fraction(most) - Fraction(scored.low if scored else Decimal(0))

    def to_reach(self, levels: Sequence[Level]) -> Needs:
        """What the last of these levels needs; the others stand below it. A level without its rule needs that first."""
        eligible = self.subject.eligible
        parts = [self.to_hold(eligible.node, wanted=True)] if eligible is not None else []
        for level in levels:
            if level.rule is not None:
                parts.append(self.to_hold(level.rule.node, wanted=True))
            else:
                parts.append((Missing(MissingKind.THRESHOLD, level.code, level.name),))
        return together(parts)


def _tips(node: Node, wanted: bool, low: Fraction, high: Fraction) -> bool:
    """Whether some value from `low` to `high` makes the comparison of a tally come to `wanted`."""
    marks = [Fraction(part.value) for part in node.operands() if isinstance(part, nodes.Number)]
    near = [mark + shift for mark in marks for shift in (Fraction(-1, 100), Fraction(0), Fraction(1, 100))]
    tried = [low, high, *(value for value in near if low <= value <= high)]
    return any(_compares(node, value) is wanted for value in tried)


def _compares(node: Node, value: Fraction) -> bool | None:
    tally = Interval(value, value)
    return truth(node, Case(facts={}, year=1, period=None, count_met=tally, points=tally))
