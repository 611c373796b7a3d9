"""A subject as one SELECT: outcomes of criteria in their order, tallies, points, levels, the verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlglot import exp

from binhyen.engines.sql import Interval, Sql, SqlRules, case, either, every, is_certain, is_null, opposite
from binhyen.engines.stages import Stages
from binhyen.rules.model import nodes
from binhyen.rules.model.bounds import CRITERIA_MOST, POINTS_MOST, SCORE_SCALE, Bounds, scaled
from binhyen.rules.model.criteria import Criterion, Level, Scoring, Subject
from binhyen.rules.model.results import Outcome, milestone_columns
from binhyen.rules.model.types import Answer

_UNDECIDED = 2**16  # more than a rulebook has criteria; times their number it still fits into 31 bits
_POINTS = Bounds(SCORE_SCALE, POINTS_MOST * 10**SCORE_SCALE)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A criterion in SQL: `met` is NULL where unknown or not applicable, `left_out` is never NULL."""

    met: Sql
    left_out: Sql
    points: tuple[Sql, Sql] | None


class Judging:
    """Builds the SELECT of a subject over a table of facts."""

    def __init__(self, subject: Subject, rules: SqlRules) -> None:
        self._subject = subject
        self._rules = rules
        self._stages = rules.stages
        self._judged: dict[str, _Judged] = {}

    def judge(self) -> None:
        """Work out, as SQL, every criterion and what levels may ask of all of them."""
        for criterion in self._subject.order:
            self._judge(criterion)
        self._tally()

    def select(self, source: Sql, carried: Sequence[str]) -> exp.Select:
        """The statement whose rows are a result in the columns of `results.output_columns`, then those `carried`."""
        outputs = [
            self._rules.unit(),
            *self._verdict_columns(),
            *self._tally_columns(),
            *self._milestone_columns(),
            *self._outcome_columns(),
            *(_output(self.carried(name), name) for name in carried),
        ]
        return self.statement(source, outputs)

    def statement(self, source: Sql, outputs: list[Sql]) -> exp.Select:
        """Outputs made of what was worked out, over a table of facts."""
        return self._stages.select(source, outputs, hinted=self._rules.hinted)

    def carried(self, column: str) -> Sql:
        """A column of the table of facts as it is."""
        return self._stages.fact(exp.column(column, quoted=True))

    # ------------------------------------------------------------ conditions that are counted

    def conditions(self, code: str) -> tuple[Sql, Sql]:
        """Whether a criterion is met (NULL: unknown or not applicable), and whether it does not apply (never NULL)."""
        judged = self._judged[code]
        return judged.met, judged.left_out

    def title_conditions(self) -> list[Sql]:
        """For each title, highest first, whether it is certainly reached."""
        eligible = self._eligible()
        return [self._if_eligible(reached, eligible) for _, reached in self._levels(self._subject.titles)]

    def verdict_conditions(self) -> tuple[Sql, Sql, Sql]:
        """Whether the verdict is met, not met, not applicable; else it is unknown."""
        eligible, titles = self._eligible(), self._levels(self._subject.titles)
        lowest: Sql = titles[-1][1] if titles else exp.false()
        left_out = exp.false() if eligible is None else opposite(eligible)
        met, not_met = (self._if_eligible(one, eligible) for one in (lowest, opposite(lowest)))
        return self._stages.bind(met), self._stages.bind(not_met), left_out

    def _if_eligible(self, condition: Sql, eligible: Sql | None) -> Sql:
        return condition if eligible is None else every([eligible, condition])

    # ------------------------------------------------------------ criteria

    def _judge(self, criterion: Criterion) -> None:
        condition = self._subject.applies.get(criterion.code)
        applies = self._stages.bind(self._rules.truth(condition)) if condition else None
        left_out: Sql = _is(applies, truth=False) if applies is not None else exp.false()
        points = self._raw_points(criterion)
        met = self._raw_met(criterion, points)
        if criterion.is_group:
            nothing_left = every([self._judged[item.code].left_out for item in criterion.items])
            if applies is not None:
                nothing_left = every([_is(applies, truth=True), nothing_left])
            left_out = either([left_out, nothing_left])
        left_out = self._stages.bind(left_out)
        guard = every([opposite(left_out), exp.true() if applies is None else applies])
        met = self._stages.bind(met if is_certain(guard, truth=True) else case((guard, met)))
        self._rules.met[criterion.code] = met
        points = self._points(criterion, met, points)
        self._judged[criterion.code] = _Judged(met, left_out, self._counted(criterion, points, applies, left_out))

    def _raw_met(self, criterion: Criterion, points: tuple[Sql, Sql] | None) -> Sql:
        """Whether it is met, leaving aside whether it applies."""
        if criterion.is_group:
            return every(
                either([self._judged[item.code].left_out, self._judged[item.code].met]) for item in criterion.items
            )
        if criterion.to_confirm:
            return self._rules.fact(criterion.column, Answer.YES_NO)
        if criterion.rule is not None:
            return self._rules.truth(criterion.rule.node)
        if points is None or criterion.points is None:
            raise TypeError(f"criterion {criterion.code} has no way to be decided")
        full = self._rules.literal(scaled(criterion.points, SCORE_SCALE))
        low, high = points
        return case((exp.GTE(this=low, expression=full), exp.true()), (exp.LT(this=high, expression=full), exp.false()))

    def _raw_points(self, criterion: Criterion) -> tuple[Sql, Sql] | None:
        """Points that do not follow from the outcome, leaving aside whether the criterion applies."""
        if criterion.points is None:
            return None
        most = self._rules.literal(scaled(criterion.points, SCORE_SCALE))
        match criterion.scoring:
            case Scoring.SCORE if criterion.score is not None:
                ends = self._rules.rounded_score(criterion.score.node, most)
            case Scoring.DEDUCT if criterion.deduct is not None:
                lost = nodes.Arithmetic("*", nodes.Number(criterion.deduct.each), criterion.deduct.count.node)
                kept = nodes.Arithmetic("-", nodes.Number(criterion.points), lost)
                ends = self._rules.rounded_score(kept, most)
            case Scoring.ENTERED:
                ends = self._entered(criterion, most)
            case _:
                return None
        return self._stages.bind(ends[0]), self._stages.bind(ends[1])

    def _entered(self, criterion: Criterion, most: Sql) -> tuple[Sql, Sql]:
        entered = self._rules.fact(criterion.score_column, Answer.SCORE)
        clipped = case((exp.GT(this=entered, expression=most), most), otherwise=entered)
        return exp.func("COALESCE", clipped, exp.Literal.number(0)), exp.func("COALESCE", clipped, most)

    def _points(self, criterion: Criterion, met: Sql, points: tuple[Sql, Sql] | None) -> tuple[Sql, Sql] | None:
        match criterion.scoring:
            case Scoring.SUM:
                scored = [found for item in criterion.items if (found := self._judged[item.code].points)]
                return _sum([low for low, _ in scored]), _sum([high for _, high in scored])
            case Scoring.OUTCOME if criterion.points is not None:
                most = self._rules.literal(scaled(criterion.points, SCORE_SCALE))
                zero = self._rules.literal(0)
                return case((met, most), otherwise=zero), case((opposite(met), zero), otherwise=most)
            case _:
                return points

    def _counted(
        self, criterion: Criterion, points: tuple[Sql, Sql] | None, applies: Sql | None, left_out: Sql
    ) -> tuple[Sql, Sql] | None:
        """The points as they enter sums: none where it does not apply, anything possible where that is unknown."""
        if points is None:
            return None
        zero = self._rules.literal(0)
        if criterion.scoring is Scoring.SUM:
            # Its items already carry the doubt about their own and their group's applicability.
            applies = None
        most = self._rules.literal(scaled(criterion.max_points or Decimal(0), SCORE_SCALE))
        doubtful = [(is_null(applies), zero)] if applies is not None else []
        doubtful_high = [(is_null(applies), most)] if applies is not None else []
        if not is_certain(left_out, truth=False):
            doubtful, doubtful_high = [(left_out, zero), *doubtful], [(left_out, zero), *doubtful_high]
        if not doubtful:
            return self._stages.bind(points[0]), self._stages.bind(points[1])
        low, high = case(*doubtful, otherwise=points[0]), case(*doubtful_high, otherwise=points[1])
        return self._stages.bind(low), self._stages.bind(high)

    # ------------------------------------------------------------ tallies, levels, verdict

    def _tally(self) -> None:
        """Counts of outcomes. Met and undecided are added up in one number: half the work for each criterion."""
        top = [self._judged[criterion.code] for criterion in self._subject.criteria]
        both = self._stages.bind(_sum([_met_or_undecided(judged.met) for judged in top]))
        self._met = self._stages.bind(exp.Mod(this=both, expression=exp.Literal.number(_UNDECIDED)))
        undecided = self._stages.bind(exp.IntDiv(this=both.copy(), expression=exp.Literal.number(_UNDECIDED)))
        self._left_out = self._stages.bind(_count([judged.left_out for judged in top]))
        self._unknown = self._stages.bind(exp.Sub(this=undecided, expression=self._left_out))
        decided = exp.paren(exp.Sub(this=exp.Literal.number(len(top)), expression=undecided))
        self._not_met = self._stages.bind(exp.Sub(this=decided, expression=self._met))
        scored = [judged.points for judged in top if judged.points is not None]
        zero = self._rules.literal(0)
        self._low = self._stages.bind(_sum([low for low, _ in scored]) if scored else zero)
        self._high = self._stages.bind(_sum([high for _, high in scored]) if scored else zero.copy())
        self._offer_tallies()

    def _offer_tallies(self) -> None:
        """What the rules of levels may ask for."""
        possible = self._stages.bind(exp.Add(this=self._met, expression=self._unknown))
        self._rules.tallies[nodes.CountMet] = Interval(self._met, possible, Bounds(0, CRITERIA_MOST))
        self._rules.tallies[nodes.Points] = Interval(self._low, self._high, _POINTS)
        self._rules.all_met = self._stages.bind(
            case(
                (_positive(self._not_met), exp.false()),
                (_positive(self._unknown), exp.Null()),
                (_positive(self._met), exp.true()),
            )
        )

    def _levels(self, levels: tuple[Level, ...]) -> list[tuple[str, Sql]]:
        """Each level, highest first, with whether it and all lower ones are reached."""
        reached: list[tuple[str, Sql]] = []
        below: Sql | None = None
        for level in levels:
            own = (
                self._rules.truth(level.rule.node)
                if level.rule is not None
                else exp.cast(exp.Null(), exp.DType.BOOLEAN)
            )
            below = self._stages.bind(own if below is None else every([below, own]))
            reached.append((level.code, below))
        return reached[::-1]

    def _verdict_columns(self) -> list[Sql]:
        eligible = self._eligible()
        level, possible = self._reached(self._subject.titles, eligible)
        return [
            _output(_text(level), "level"),
            _output(_text(possible), "possible_level"),
            _output(_text(_verdict(level, possible, eligible)), "verdict"),
        ]

    def _milestone_columns(self) -> list[Sql]:
        names = milestone_columns(self._subject)
        found = self._reached(self._subject.milestones, self._eligible()) if names else ()
        return [_output(_text(expression), name) for name, expression in zip(names, found, strict=True)]

    def _eligible(self) -> Sql | None:
        rule = self._subject.eligible
        return None if rule is None else self._stages.bind(self._rules.truth(rule.node))

    def _reached(self, levels: tuple[Level, ...], eligible: Sql | None) -> tuple[Sql, Sql]:
        """The highest of these certainly reached, and the highest not excluded."""
        found = self._levels(levels)
        level = _first([(reached, code) for code, reached in found])
        possible = _first([(_is_not_false(reached), code) for code, reached in found])
        if eligible is not None:
            level = case((eligible, level))
            possible = case((_is_not_false(eligible), possible))
        return self._stages.bind(level), self._stages.bind(possible)

    def _tally_columns(self) -> list[Sql]:
        counts = {
            "met": self._met,
            "not_met": self._not_met,
            "unknown": self._unknown,
            "not_applicable": self._left_out,
        }
        scored = self._subject.max_points is not None
        points = {"points_low": self._low, "points_high": self._high}
        return [_output(exp.cast(count, exp.DType.INT), name) for name, count in counts.items()] + [
            _output(_decimal(hundredths if scored else exp.Null()), name) for name, hundredths in points.items()
        ]

    def _outcome_columns(self) -> list[Sql]:
        return [
            _output(_text(_outcome(self._judged[criterion.code])), criterion.column)
            for criterion in self._subject.walk()
        ]


def select_of(
    subject: Subject,
    rules: type[SqlRules],
    source: Sql,
    *,
    columns: Mapping[str, str],
    year: int,
    carried: Sequence[str] = (),
) -> exp.Select:
    """The one SELECT that judges every row of `source`, in the columns of `results.output_columns`.

    `columns` says under which SQL name each facts column stands in `source`; those that it lacks are unknown.
    Columns `carried` stand unchanged behind the result.
    """
    period = subject.window.for_year(year) if subject.window else None
    judging = Judging(subject, rules(Stages(), columns, year=year, period=period))
    judging.judge()
    return judging.select(source, carried)


def _verdict(level: Sql, possible: Sql, eligible: Sql | None) -> Sql:
    branches = [
        (opposite(is_null(level)), _word(Outcome.MET)),
        (is_null(possible), _word(Outcome.NOT_MET)),
    ]
    if eligible is not None:
        branches[:0] = [
            (opposite(eligible), _word(Outcome.NOT_APPLICABLE)),
            (is_null(eligible), _word(Outcome.UNKNOWN)),
        ]
    return case(*branches, otherwise=_word(Outcome.UNKNOWN))


def _outcome(judged: _Judged) -> Sql:
    left_out = [] if is_certain(judged.left_out, truth=False) else [(judged.left_out, _word(Outcome.NOT_APPLICABLE))]
    met, not_met = (judged.met, _word(Outcome.MET)), (opposite(judged.met), _word(Outcome.NOT_MET))
    return case(*left_out, met, not_met, otherwise=_word(Outcome.UNKNOWN))


def _word(outcome: Outcome) -> Sql:
    return exp.Literal.string(outcome.value)


def _first(branches: list[tuple[Sql, str]]) -> Sql:
    """The text of the first branch that is true, or NULL."""
    if not branches:
        return exp.Null()
    return case(*((condition, exp.Literal.string(code)) for condition, code in branches))


def _is(expression: Sql, *, truth: bool) -> Sql:
    """A truth value that is never NULL: whether `expression` is certainly true, or certainly false."""
    value = expression if truth else opposite(expression)
    return exp.func("COALESCE", value, exp.false())


def _is_not_false(expression: Sql) -> Sql:
    return exp.func("COALESCE", expression, exp.true())


def _met_or_undecided(met: Sql) -> Sql:
    one, many, zero = (exp.Literal.number(number) for number in (1, _UNDECIDED, 0))
    return case((met, one), (is_null(met), many), otherwise=zero)


def _count(conditions: list[Sql]) -> Sql:
    """How many conditions, none of them NULL, are true."""
    possible = [condition for condition in conditions if not is_certain(condition, truth=False)]
    return _sum([case((condition, exp.Literal.number(1)), otherwise=exp.Literal.number(0)) for condition in possible])


def _positive(count: Sql) -> Sql:
    return exp.GT(this=count.copy(), expression=exp.Literal.number(0))


def _sum(terms: list[Sql]) -> Sql:
    if not terms:
        return exp.Literal.number(0)
    total = terms[0]
    for term in terms[1:]:
        total = exp.Add(this=total, expression=term)
    return total


def _text(expression: Sql) -> Sql:
    return exp.cast(expression, exp.DType.VARCHAR)


def _decimal(hundredths: Sql) -> Sql:
    """Hundredths as a number with 2 decimals, exactly: no engine divides here."""
    whole = exp.cast(hundredths, "DECIMAL(18, 0)")
    return exp.cast(
        exp.Mul(this=whole, expression=exp.cast(exp.Literal.number("0.01"), "DECIMAL(3, 2)")), "DECIMAL(38, 2)"
    )


def _output(expression: Sql, name: str) -> Sql:
    return exp.alias_(expression, name, quoted=True)
