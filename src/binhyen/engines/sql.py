"""Rule nodes as SQL, one short method per node; an engine overrides only what its dialect does differently.

Numbers are whole numbers at a scale known from `rules.model.bounds`, as a pair (low, high) that shares one expression
where the value cannot be an interval. Unknown is NULL, and both ends are NULL together. AND, OR and NOT of SQL are
Kleene's; everything that is not (CASE, LEAST, GREATEST, COALESCE, division) is written so that NULL stays NULL.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import singledispatchmethod

from sqlglot import exp

from binhyen.engines.stages import Stages
from binhyen.kernel.period import Period
from binhyen.rules.model import nodes
from binhyen.rules.model.bounds import (
    AMOUNT_SCALE,
    Bounds,
    bounds_of,
    cross_bounds,
    scaled,
    score_bounds,
    shifted,
    sides,
)
from binhyen.rules.model.nodes import Node
from binhyen.rules.model.types import Answer, ValueType

Sql = exp.Expr
UNIT = "unit"
_LONG = 2**63 - 1
_SMALL_AMOUNT = 10**14
_MIRRORED = {">": "<", ">=": "<="}
_OPERATORS: dict[str, type[exp.Binary]] = {
    "=": exp.EQ,
    "<>": exp.NEQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
}


@dataclass(frozen=True, slots=True)
class Interval:
    """A number as SQL: whole numbers `low` and `high` over 10**scale. The same object twice where it is exact.

    `natural` says that it cannot be below 0, as nearly all numbers of this field: signs need no care then.
    """

    low: Sql
    high: Sql
    bounds: Bounds
    natural: bool = False

    @property
    def exact(self) -> bool:
        """Whether the number is unknown or single, never a proper interval."""
        return self.low is self.high


class SqlRules:
    """Turns the nodes of one subject into SQL over a table of facts.

    `columns` says under which SQL name each facts column stands there. Names of facts columns are not used as they
    are: SQL takes "criterion.a" and "criterion.A" for the same.
    """

    def __init__(self, stages: Stages, columns: Mapping[str, str], *, year: int, period: Period | None) -> None:
        self.stages = stages
        self._columns = columns
        self._year = year
        self._period = period
        self.met: dict[str, Sql] = {}
        self.all_met: Sql = exp.Null()
        self.tallies: dict[type[Node], Interval] = {}

    # ------------------------------------------------------------ what a dialect may do differently

    wide: exp.DType | str = exp.DType.INT128
    """A type of whole numbers that holds 38 digits."""

    hinted = True
    """Whether the dialect can be told that a named stage is no table of its own."""

    def integer(self, expression: Sql, most: int) -> Sql:
        """`expression` in an integer type that holds numbers up to `most`, either sign."""
        return exp.cast(expression, exp.DType.BIGINT if most <= _LONG else self.wide, copy=False)

    def hundredths(self, column: Sql) -> Sql:
        """An amount as a whole number of hundredths.

        Calculating in more than 18 digits is 12 times slower, so only the few amounts that need it take that way.
        """
        narrow, wide = (exp.cast(column, f"DECIMAL({digits}, {AMOUNT_SCALE})") for digits in (18, 20))
        most = exp.cast(exp.Literal.number(_SMALL_AMOUNT), f"DECIMAL(18, {AMOUNT_SCALE})")
        is_small = exp.LT(this=narrow, expression=most)
        return case((is_small, _times_hundred(narrow.copy())), otherwise=_times_hundred(wide))

    def divided(self, numerator: Sql, denominator: Sql) -> Sql:
        """Whole quotient of two numbers, numerator ≥ 0 and denominator > 0."""
        return exp.IntDiv(this=exp.paren(numerator, copy=False), expression=exp.paren(denominator, copy=False))

    def day(self, day: date) -> Sql:
        """A literal day."""
        return exp.cast(exp.Literal.string(day.isoformat()), exp.DType.DATE)

    # ------------------------------------------------------------ facts

    def unit(self) -> Sql:
        """The unit of a row, as text."""
        return self.stages.fact(exp.cast(exp.column(self._columns[UNIT], quoted=True), exp.DType.VARCHAR))

    def fact(self, column: str, answer: Answer, *, otherwise: Sql | None = None) -> Sql:
        """A column of the facts in the type of its answer; NULL, or `otherwise`, where it is absent or empty."""
        if column not in self._columns:
            return otherwise if otherwise is not None else self._nothing(answer)
        found = self._typed(exp.column(self._columns[column], quoted=True), answer)
        return self.stages.fact(exp.func("COALESCE", found, otherwise) if otherwise is not None else found)

    def _typed(self, column: Sql, answer: Answer) -> Sql:
        if answer in (Answer.AMOUNT, Answer.SCORE):
            return self.hundredths(column)
        return exp.cast(column, self._column_type(answer))

    def _nothing(self, answer: Answer) -> Sql:
        return exp.cast(exp.Null(), self._column_type(answer))

    def _column_type(self, answer: Answer) -> exp.DType:
        match answer.value_type:
            case ValueType.NUMBER:
                return exp.DType.BIGINT
            case ValueType.BOOLEAN:
                return exp.DType.BOOLEAN
            case ValueType.DATE:
                return exp.DType.DATE
            case ValueType.TEXT:
                return exp.DType.VARCHAR
            case other:
                raise TypeError(other)

    # ------------------------------------------------------------ truth values

    @singledispatchmethod
    def truth(self, node: Node) -> Sql:
        """A node that is true, false or unknown."""
        raise TypeError(f"{type(node).__name__} is no truth value")

    @truth.register
    def _(self, node: nodes.Figure) -> Sql:
        return self.fact(node.column, node.answer)

    @truth.register
    def _(self, node: nodes.Recognised) -> Sql:
        return self.fact(node.column, Answer.YES_NO)

    @truth.register
    def _(self, node: nodes.Met) -> Sql:
        return self.met[node.code]

    @truth.register
    def _(self, _node: nodes.AllMet) -> Sql:
        return self.all_met

    @truth.register
    def _(self, node: nodes.And) -> Sql:
        return every(self.truth(item) for item in node.items)

    @truth.register
    def _(self, node: nodes.Or) -> Sql:
        return either(self.truth(item) for item in node.items)

    @truth.register
    def _(self, node: nodes.Not) -> Sql:
        return opposite(self.truth(node.operand))

    @truth.register
    def _(self, node: nodes.If) -> Sql:
        return self._choice(node, self.truth(node.then), self.truth(node.otherwise))

    @truth.register
    def _(self, node: nodes.Known) -> Sql:
        operand = node.operand
        if operand.value_type is not ValueType.NUMBER:
            value = self.truth(operand) if operand.value_type is ValueType.BOOLEAN else self.plain(operand)
            return opposite(is_null(value))
        number = self.number(operand)
        if number.exact:
            return opposite(is_null(number.low))
        return exp.func("COALESCE", exp.EQ(this=number.low, expression=number.high), exp.false())

    @truth.register
    def _(self, node: nodes.Compare) -> Sql:
        return self._compared(node.op, node.left, node.right)

    @truth.register
    def _(self, node: nodes.Between) -> Sql:
        return every([self._compared(">=", node.item, node.low), self._compared("<=", node.item, node.high)])

    @truth.register
    def _(self, node: nodes.In) -> Sql:
        return either(self._compared("=", node.item, option) for option in node.options)

    def _choice(self, node: nodes.If, then: Sql, otherwise: Sql) -> Sql:
        condition = self.stages.bind(self.truth(node.condition))
        return case((condition, then), (opposite(condition), otherwise))

    # ------------------------------------------------------------ dates and texts

    @singledispatchmethod
    def plain(self, node: Node) -> Sql:
        """A node that is a date or a text."""
        raise TypeError(f"{type(node).__name__} is neither date nor text")

    @plain.register
    def _(self, node: nodes.Text) -> Sql:
        return exp.Literal.string(node.value)

    @plain.register
    def _(self, node: nodes.Figure) -> Sql:
        return self.fact(node.column, node.answer)

    @plain.register
    def _(self, node: nodes.FigureDate) -> Sql:
        return self.fact(node.column, Answer.DATE)

    @plain.register
    def _(self, node: nodes.Deadline) -> Sql:
        month, day = (int(part) for part in node.month_day.split("-"))
        usual = self.day(date(self._year + node.year_offset, month, day))
        return self.fact(node.column, Answer.DATE, otherwise=usual)

    @plain.register
    def _(self, node: nodes.WindowStart) -> Sql:
        usual = self.day(self._period.start) if self._period else None
        return self.fact(node.column, Answer.DATE, otherwise=usual)

    @plain.register
    def _(self, node: nodes.WindowEnd) -> Sql:
        usual = self.day(self._period.last) if self._period else None
        return self.fact(node.column, Answer.DATE, otherwise=usual)

    @plain.register
    def _(self, node: nodes.If) -> Sql:
        return self._choice(node, self.plain(node.then), self.plain(node.otherwise))

    # ------------------------------------------------------------ numbers

    def number(self, node: Node) -> Interval:
        """A node that is a number or a tally, under names that may be used several times."""
        found = self._number(node)
        low = self.stages.bind(found.low)
        high = low if found.exact else self.stages.bind(found.high)
        return Interval(low, high, found.bounds, is_natural(node))

    @singledispatchmethod
    def _number(self, node: Node) -> Interval:
        raise TypeError(f"{type(node).__name__} is no number")

    @_number.register
    def _(self, node: nodes.Number) -> Interval:
        bounds = bounds_of(node)
        return single(self.literal(scaled(node.value, bounds.scale)), bounds)

    @_number.register
    def _(self, node: nodes.Figure) -> Interval:
        return single(self.fact(node.column, node.answer), bounds_of(node))

    @_number.register
    def _(self, node: nodes.Previous) -> Interval:
        return single(self.fact(node.column, node.answer), bounds_of(node))

    @_number.register
    def _(self, node: nodes.Year) -> Interval:
        return single(self.fact(node.column, Answer.COUNT, otherwise=self.literal(self._year)), bounds_of(node))

    @_number.register
    def _(self, node: nodes.Units) -> Interval:
        counted = self.fact(node.column, Answer.COUNT)
        if node.open_column is None or node.open_column not in self._columns:
            return single(counted, bounds_of(node))
        still_open = self.fact(node.open_column, Answer.COUNT, otherwise=self.literal(0))
        return Interval(counted, exp.Add(this=counted, expression=still_open), bounds_of(node))

    @_number.register
    def _(self, node: nodes.CountMet) -> Interval:
        return self.tallies[type(node)]

    @_number.register
    def _(self, node: nodes.Points) -> Interval:
        return self.tallies[type(node)]

    @_number.register
    def _(self, node: nodes.Negate) -> Interval:
        operand = self.number(node.operand)
        if operand.exact:
            return single(negative(operand.low), operand.bounds)
        return Interval(negative(operand.high), negative(operand.low), operand.bounds)

    @_number.register
    def _(self, node: nodes.Abs) -> Interval:
        operand = self.number(node.operand)
        if operand.exact:
            return single(exp.func("ABS", operand.low), operand.bounds)
        low, high = operand.low, operand.high
        # The plain last branch is reached by an unknown number too, so it must be told apart.
        nearest = case(
            (is_null(low), exp.Null()), (_above(low), low), (_below(high), negative(high)), otherwise=_zero()
        )
        return Interval(nearest, exp.func("GREATEST", negative(low), high), operand.bounds)

    @_number.register
    def _(self, node: nodes.Arithmetic) -> Interval:
        left, right = self.number(node.left), self.number(node.right)
        bounds = bounds_of(node)
        match node.op:
            case "*":
                return self._product(left, right, bounds)
            case "+":
                return self._sum(self._at(left, bounds), self._at(right, bounds), bounds)
            case _:
                return self._difference(self._at(left, bounds), self._at(right, bounds), bounds)

    def _sum(self, left: Interval, right: Interval, bounds: Bounds) -> Interval:
        low = _binary(exp.Add, left.low, right.low)
        if left.exact and right.exact:
            return single(low, bounds)
        return Interval(low, _binary(exp.Add, left.high, right.high), bounds)

    def _difference(self, left: Interval, right: Interval, bounds: Bounds) -> Interval:
        low = _binary(exp.Sub, left.low, right.high)
        if left.exact and right.exact:
            return single(low, bounds)
        return Interval(low, _binary(exp.Sub, left.high, right.low), bounds)

    def _product(self, left: Interval, right: Interval, bounds: Bounds) -> Interval:
        if left.natural and right.natural and not (left.exact and right.exact):
            low, high = ((left.low, right.low), (left.high, right.high))
            return Interval(self._times(*low, bounds), self._times(*high, bounds), bounds)
        lefts = dict.fromkeys(self.integer(end, bounds.max_abs) for end in (left.low, left.high))
        rights = dict.fromkeys(self.integer(end, bounds.max_abs) for end in (right.low, right.high))
        ends = [self.stages.bind(_binary(exp.Mul, one, other)) for one in lefts for other in rights]
        if left.exact and right.exact:
            return single(ends[0], bounds)
        return Interval(exp.func("LEAST", *ends), exp.func("GREATEST", *ends), bounds)

    def _times(self, one: Sql, other: Sql, bounds: Bounds) -> Sql:
        return _binary(exp.Mul, self.integer(one, bounds.max_abs), self.integer(other, bounds.max_abs))

    @_number.register
    def _(self, node: nodes.Least) -> Interval:
        return self._extreme("LEAST", node.items, bounds_of(node))

    @_number.register
    def _(self, node: nodes.Greatest) -> Interval:
        return self._extreme("GREATEST", node.items, bounds_of(node))

    def _extreme(self, function: str, items: tuple[Node, ...], bounds: Bounds) -> Interval:
        numbers = [self._at(self.number(item), bounds) for item in items]
        unknown = exp.or_(*(is_null(number.low) for number in numbers), copy=False)
        low = case((unknown, exp.Null()), otherwise=exp.func(function, *(number.low for number in numbers)))
        if all(number.exact for number in numbers):
            return single(low, bounds)
        return Interval(
            low, case((unknown, exp.Null()), otherwise=exp.func(function, *(number.high for number in numbers))), bounds
        )

    @_number.register
    def _(self, node: nodes.If) -> Interval:
        bounds = bounds_of(node)
        then, otherwise = self._at(self.number(node.then), bounds), self._at(self.number(node.otherwise), bounds)
        low = self._choice(node, then.low, otherwise.low)
        if then.exact and otherwise.exact:
            return single(low, bounds)
        return Interval(low, self._choice(node, then.high, otherwise.high), bounds)

    def literal(self, whole: int) -> Sql:
        """A whole number, in a type in which calculating with it cannot overflow."""
        number: Sql = exp.Literal.number(abs(whole))
        return self.integer(negative(number) if whole < 0 else number, abs(whole))

    def _at(self, number: Interval, bounds: Bounds) -> Interval:
        """The same number with the decimals and in the type that `bounds` asks for."""
        low = self._shifted(number.low, number.bounds, bounds)
        high = low if number.exact else self._shifted(number.high, number.bounds, bounds)
        return Interval(low, high, bounds)

    def _shifted(self, whole: Sql, before: Bounds, after: Bounds) -> Sql:
        wide = self.integer(whole, after.max_abs) if after.max_abs > _LONG >= before.max_abs else whole
        places = after.scale - before.scale
        return _binary(exp.Mul, wide, self.literal(shifted(1, places))) if places else wide

    # ------------------------------------------------------------ comparisons

    def _compared(self, op: str, left: Node, right: Node) -> Sql:
        if left.value_type in (ValueType.DATE, ValueType.TEXT):
            return _binary(_OPERATORS[op], self.plain(left), self.plain(right))
        bounds = cross_bounds(left, right)
        return _interval_comparison(op, *self._cross_multiplied(left, right, bounds))

    def _cross_multiplied(self, left: Node, right: Node, bounds: Bounds) -> tuple[Interval, Interval]:
        """a/b and c/d brought to whole numbers that compare in the same way: a·sgn(b)·|d| and c·sgn(d)·|b|."""
        a, c = sides(left), sides(right)
        b = self._denominator(a.denominator) if a.denominator is not None else None
        d = self._denominator(c.denominator) if c.denominator is not None else None
        first = self._scaled_up(self.number(a.numerator), b, d, bounds)
        return first, self._scaled_up(self.number(c.numerator), d, b, bounds)

    def _denominator(self, node: Node) -> Interval:
        """A denominator: unknown unless it is a single number other than 0."""
        number = self.number(node)
        alone = number.low if number.exact else case((_binary(exp.EQ, number.low, number.high), number.low))
        known = self.stages.bind(exp.func("NULLIF", alone, _zero()))
        return Interval(known, known, number.bounds, number.natural)

    def _scaled_up(self, number: Interval, own: Interval | None, other: Interval | None, bounds: Bounds) -> Interval:
        number = self._signed(number, own)
        if other is not None:
            size = Bounds(number.bounds.scale + other.bounds.scale, number.bounds.max_abs * other.bounds.max_abs)
            factor = self.integer(_size(other), size.max_abs)
            low = _binary(exp.Mul, self.integer(number.low, size.max_abs), factor)
            high = low if number.exact else _binary(exp.Mul, self.integer(number.high, size.max_abs), factor.copy())
            number = Interval(low, high, size)
        found = self._at(number, bounds)
        if found.exact:
            return found
        return Interval(self.stages.bind(found.low), self.stages.bind(found.high), bounds)

    def _signed(self, number: Interval, denominator: Interval | None) -> Interval:
        """A numerator with the sign of its denominator. Where that is unknown, the whole comparison will be."""
        if denominator is None or denominator.natural:
            return number
        below = _binary(exp.LT, denominator.low, _zero())
        low = case((below, negative(number.high)), otherwise=number.low)
        if number.exact:
            return single(low, number.bounds)
        return Interval(low, case((below, negative(number.low)), otherwise=number.high), number.bounds)

    # ------------------------------------------------------------ points

    def rounded_score(self, node: Node, most: Sql) -> tuple[Sql, Sql]:
        """The ends of a score in hundredths: rounded half up, clipped to [0, most]; [0, most] where unknown."""
        ratio = sides(node)
        size = score_bounds(node).max_abs
        top, denominator = self.number(ratio.numerator), None
        if ratio.denominator is not None:
            denominator = self._denominator(ratio.denominator)
        top = self._signed(top, denominator)
        low = self.stages.bind(self._hundredths(top.low, top.bounds, denominator, size, most))
        high = low if top.exact else self.stages.bind(self._hundredths(top.high, top.bounds, denominator, size, most))
        return exp.func("COALESCE", low, _zero()), exp.func("COALESCE", high, most)

    def _hundredths(self, top: Sql, bounds: Bounds, denominator: Interval | None, size: int, most: Sql) -> Sql:
        """floor((200·a·10^sb + b·10^sa) / (2·b·10^sa)), which is 100·a/b rounded half up."""
        scale = denominator.bounds.scale if denominator else 0
        bottom = self.integer(_size(denominator) if denominator else exp.Literal.number(1), size)
        bottom = _binary(exp.Mul, bottom, self.integer(self.literal(shifted(1, bounds.scale)), size))
        top = _binary(exp.Mul, self.integer(top, size), self.integer(self.literal(shifted(200, scale)), size))
        above = self.stages.bind(_binary(exp.Add, top, bottom))
        twice = _binary(exp.Mul, bottom.copy(), exp.Literal.number(2))
        quotient = self.stages.bind(
            case((_binary(exp.LT, above, _zero()), _zero()), otherwise=self.divided(above, twice))
        )
        return case((_binary(exp.GT, quotient, most), most), otherwise=quotient)


# ---------------------------------------------------------------- SQL in small pieces


def is_natural(node: Node) -> bool:
    """Whether a number cannot be below 0: facts are not, and what is made of them without minus is not."""
    match node:
        case nodes.Negate() | nodes.Arithmetic(op="-"):
            return False
        case nodes.Arithmetic() | nodes.Least() | nodes.Greatest():
            return all(is_natural(operand) for operand in node.operands())
        case nodes.If(then=then, otherwise=otherwise):
            return is_natural(then) and is_natural(otherwise)
        case _:
            return True


def _size(number: Interval) -> Sql:
    """A single number without its sign."""
    return number.low if number.natural else exp.func("ABS", number.low)


def single(expression: Sql, bounds: Bounds) -> Interval:
    """A number that is unknown or single."""
    return Interval(expression, expression, bounds)


def every(items: Iterable[Sql]) -> Sql:
    """Kleene's AND; what is certain without facts is left out."""
    return _folded(items, exp.and_, neutral=True)


def either(items: Iterable[Sql]) -> Sql:
    """Kleene's OR; what is certain without facts is left out."""
    return _folded(items, exp.or_, neutral=False)


def _folded(items: Iterable[Sql], join: Callable[..., Sql], *, neutral: bool) -> Sql:
    left = list(items)
    if any(is_certain(item, truth=not neutral) for item in left):
        return exp.Boolean(this=not neutral)
    left = [item for item in left if not is_certain(item, truth=neutral)]
    if len(left) < 2:
        return left[0] if left else exp.Boolean(this=neutral)
    return exp.paren(join(*left, copy=False), copy=False)


def is_certain(expression: Sql, *, truth: bool) -> bool:
    """Whether an expression is true, or false, for every unit."""
    return isinstance(expression, exp.Boolean) and bool(expression.this) is truth


def opposite(expression: Sql) -> Sql:
    """Kleene's NOT."""
    if isinstance(expression, exp.Boolean):
        return exp.Boolean(this=not expression.this)
    return exp.Not(this=exp.paren(expression, copy=False))


def negative(expression: Sql) -> Sql:
    """Minus; unknown stays unknown."""
    return exp.paren(exp.Neg(this=exp.paren(expression, copy=False)), copy=False)


def is_null(expression: Sql) -> Sql:
    """Whether a value is unknown."""
    return exp.paren(exp.Is(this=exp.paren(expression, copy=False), expression=exp.Null()), copy=False)


def case(*branches: tuple[Sql, Sql], otherwise: Sql | None = None) -> Sql:
    """CASE WHEN … THEN … [ELSE …] END. A NULL condition falls through, as SQL has it."""
    found = exp.Case()
    for condition, value in branches:
        found = found.when(condition, value, copy=False)
    return found.else_(otherwise, copy=False) if otherwise is not None else found


def _binary(operator: type[exp.Binary], left: Sql, right: Sql) -> Sql:
    return exp.paren(operator(this=left.copy(), expression=right.copy()), copy=False)


def _times_hundred(amount: Sql) -> Sql:
    hundred = exp.cast(exp.Literal.number(10**AMOUNT_SCALE), "DECIMAL(3, 0)")
    return exp.cast(exp.Mul(this=amount, expression=hundred), exp.DType.BIGINT)


def _zero() -> Sql:
    return exp.Literal.number(0)


def _above(expression: Sql) -> Sql:
    return _binary(exp.GTE, expression, _zero())


def _below(expression: Sql) -> Sql:
    return _binary(exp.LTE, expression, _zero())


def _interval_comparison(op: str, left: Interval, right: Interval) -> Sql:
    """True if it holds for every pair of values, false if for none, else unknown."""
    if left.exact and right.exact:
        return _binary(_OPERATORS[op], left.low, right.low)
    if op in _MIRRORED:
        return _interval_comparison(_MIRRORED[op], right, left)
    match op:
        case "<":
            always, never = _binary(exp.LT, left.high, right.low), _binary(exp.GTE, left.low, right.high)
        case "<=":
            always, never = _binary(exp.LTE, left.high, right.low), _binary(exp.GT, left.low, right.high)
        case "<>":
            return opposite(_interval_comparison("=", left, right))
        case _:
            always = every([_binary(exp.LTE, left.high, right.low), _binary(exp.LTE, right.high, left.low)])
            apart = [_binary(exp.LT, left.high, right.low), _binary(exp.LT, right.high, left.low)]
            never = exp.paren(exp.or_(*apart, copy=False), copy=False)
    return case((always, exp.true()), (never, exp.false()))
