"""One unit judged by one rulebook: criteria in order, points, levels, verdict."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.period import Period
from binhyen.rules.model.criteria import Criterion, Level, Scoring, Subject
from binhyen.rules.model.facts import Facts
from binhyen.rules.model.results import Assessment, Outcome, PointsRange
from binhyen.rules.model.rulebook import Rulebook
from binhyen.rules.reference.evaluate import Case, number, truth
from binhyen.rules.reference.values import (
    NOTHING,
    Exact,
    Interval,
    add,
    all_of,
    hundredths,
    multiply,
    read_number,
    read_other,
    single,
    subtract,
)

_OUTCOME_OF_TRUTH = {True: Outcome.MET, False: Outcome.NOT_MET, None: Outcome.UNKNOWN}
_TRUTH_OF_OUTCOME = {Outcome.MET: True, Outcome.NOT_MET: False, Outcome.UNKNOWN: None}


def assess(
    rulebook: Rulebook, subject_kind: SubjectKind, facts: Facts, *, year: int, period: Period | None = None
) -> Assessment:
    """Judge one unit on its facts.

    `period` is the dossier's window where it differs from the subject's window in `year`. Raises KeyError if the
    rulebook does not judge this kind of unit, BadFact if a value is not what its column holds.
    """
    subject = rulebook.subjects[subject_kind]
    case, points = judge_criteria(subject, facts, year=year, period=period)
    return _conclude(subject, case, points)


def judge_criteria(
    subject: Subject, facts: Facts, *, year: int, period: Period | None
) -> tuple[Case, dict[str, Interval]]:
    """The case with all outcomes and tallies filled in, and the points of each criterion in hundredths."""
    window = period or (subject.window.for_year(year) if subject.window else None)
    outcomes: dict[str, Outcome] = {}
    points: dict[str, Interval] = {}
    case = Case(facts=facts, year=year, period=window, outcomes=outcomes)
    for criterion in subject.order:
        applies = _applies(subject, criterion, case)
        scored = _points(criterion, applies, case, points)
        outcomes[criterion.code] = _outcome(criterion, applies, case, scored)
        if scored is None and applies is not False:
            scored = _points_by_outcome(criterion, outcomes[criterion.code])
        if scored is not None:
            points[criterion.code] = scored
    _tally(subject, case, points)
    return case, points


def _applies(subject: Subject, criterion: Criterion, case: Case) -> bool | None:
    condition = subject.applies.get(criterion.code)
    return True if condition is None else truth(condition, case)


# ---------------------------------------------------------------- outcomes


def _outcome(criterion: Criterion, applies: bool | None, case: Case, scored: Interval | None) -> Outcome:
    if applies is not True:
        return Outcome.NOT_APPLICABLE if applies is False else Outcome.UNKNOWN
    if criterion.is_group:
        return _group_outcome(case.outcomes[item.code] for item in criterion.items)
    if criterion.to_confirm:
        recorded = read_other(case.facts, criterion.column, bool)
        return Outcome.UNKNOWN if recorded is None else Outcome.MET if recorded else Outcome.NOT_MET
    if criterion.rule is not None:
        return _OUTCOME_OF_TRUTH[truth(criterion.rule.node, case)]
    return _outcome_of_points(criterion, scored or NOTHING)


def _group_outcome(outcomes: Iterable[Outcome]) -> Outcome:
    applicable = [_TRUTH_OF_OUTCOME[item] for item in outcomes if item is not Outcome.NOT_APPLICABLE]
    return _OUTCOME_OF_TRUTH[all_of(applicable)] if applicable else Outcome.NOT_APPLICABLE


def _outcome_of_points(criterion: Criterion, scored: Interval) -> Outcome:
    full = _most(criterion).high
    if scored.low == full:
        return Outcome.MET
    return Outcome.NOT_MET if scored.high < full else Outcome.UNKNOWN


# ---------------------------------------------------------------- points, in hundredths


def _most(criterion: Criterion) -> Interval:
    return Interval(0, hundredths(_exact(criterion.max_points or Decimal(0))))


def _points(criterion: Criterion, applies: bool | None, case: Case, points: dict[str, Interval]) -> Interval | None:
    """Points that do not follow from the outcome; None where they do, and where there are none."""
    scoring = criterion.scoring if criterion.max_points is not None else Scoring.NONE
    if applies is False or scoring in (Scoring.NONE, Scoring.OUTCOME):
        return None
    if scoring is Scoring.SUM:
        return _sum(points[item.code] for item in criterion.items if item.code in points)
    most = _most(criterion)
    value = None if applies is None else _score(criterion, case)
    if value is None:
        return most
    return Interval(_clip(hundredths(value.low), most), _clip(hundredths(value.high), most))


def _score(criterion: Criterion, case: Case) -> Interval | None:
    if criterion.score is not None:
        return number(criterion.score.node, case)
    if criterion.deduct is not None and criterion.points is not None:
        lost = number(criterion.deduct.count.node, case)
        each, full = single(_exact(criterion.deduct.each)), single(_exact(criterion.points))
        return None if lost is None else subtract(full, multiply(each, lost))
    return read_number(case.facts, criterion.score_column)


def _clip(value: int, most: Interval) -> int:
    return max(0, min(value, int(most.high)))


def _points_by_outcome(criterion: Criterion, outcome: Outcome) -> Interval | None:
    if criterion.points is None or criterion.scoring is not Scoring.OUTCOME or outcome is Outcome.NOT_APPLICABLE:
        return None
    most = _most(criterion)
    if outcome is Outcome.UNKNOWN:
        return most
    return single(most.high if outcome is Outcome.MET else 0)


def _exact(value: Decimal) -> Fraction:
    return Fraction(value)


def _decimal(whole: Exact) -> Decimal:
    """Points for the result: hundredths as a number with 2 decimals."""
    return Decimal(int(whole)).scaleb(-2)


def _sum(items: Iterable[Interval]) -> Interval:
    total = NOTHING
    for item in items:
        total = add(total, item)
    return total


# ---------------------------------------------------------------- levels and verdict


def _tally(subject: Subject, case: Case, points: dict[str, Interval]) -> None:
    top = [case.outcomes[criterion.code] for criterion in subject.criteria]
    applicable = [_TRUTH_OF_OUTCOME[outcome] for outcome in top if outcome is not Outcome.NOT_APPLICABLE]
    case.all_met = all_of(applicable) if applicable else None
    met, unknown = applicable.count(True), applicable.count(None)
    case.count_met = Interval(met, met + unknown)
    total = _sum(points[criterion.code] for criterion in subject.criteria if criterion.code in points)
    case.points = Interval(Fraction(total.low, 100), Fraction(total.high, 100))


def _conclude(subject: Subject, case: Case, points: dict[str, Interval]) -> Assessment:
    eligible = True if subject.eligible is None else truth(subject.eligible.node, case)
    level, possible = _levels(subject.titles, case, eligible)
    milestone, possible_milestone = _levels(subject.milestones, case, eligible)
    top = [case.outcomes[criterion.code] for criterion in subject.criteria]
    scored = subject.max_points is not None
    return Assessment(
        outcomes={criterion.code: case.outcomes[criterion.code] for criterion in subject.walk()},
        level=level,
        possible_level=possible,
        verdict=_verdict(level, possible, eligible),
        met=top.count(Outcome.MET),
        not_met=top.count(Outcome.NOT_MET),
        unknown=top.count(Outcome.UNKNOWN),
        not_applicable=top.count(Outcome.NOT_APPLICABLE),
        points_low=_decimal(hundredths(case.points.low)) if scored else None,
        points_high=_decimal(hundredths(case.points.high)) if scored else None,
        points={code: PointsRange(_decimal(found.low), _decimal(found.high)) for code, found in points.items()},
        eligible=eligible,
        milestone=milestone,
        possible_milestone=possible_milestone,
    )


def _levels(levels: Iterable[Level], case: Case, eligible: bool | None) -> tuple[str | None, str | None]:
    """The highest level certainly reached, and the highest not excluded; each stands on all lower ones."""
    certain = possible = None
    reached = eligible
    for level in levels:
        here = truth(level.rule.node, case) if level.rule is not None else None
        reached = all_of([reached, here])
        certain = level.code if reached is True else certain
        possible = level.code if reached is not False else possible
    return certain, possible


def _verdict(level: str | None, possible: str | None, eligible: bool | None) -> Outcome:
    if eligible is False:
        return Outcome.NOT_APPLICABLE
    if level is not None:
        return Outcome.MET
    return Outcome.UNKNOWN if possible is not None or eligible is None else Outcome.NOT_MET
