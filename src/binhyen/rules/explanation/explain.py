"""One explanation for every criterion of an assessed unit, and what the unit still needs for its next level."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.period import Period
from binhyen.rules.explanation.data import CriterionExplanation, Finding, Missing, MissingKind, Outlook
from binhyen.rules.explanation.figures import FigureAsked, figures_asked
from binhyen.rules.explanation.findings import Finder, Phrasebook
from binhyen.rules.explanation.needs import NeedsFinder
from binhyen.rules.explanation.phrase import Said, said_of
from binhyen.rules.explanation.words import Titles, Vocabulary, titles_of
from binhyen.rules.model.criteria import Criterion, Subject
from binhyen.rules.model.facts import Facts
from binhyen.rules.model.nodes import Node
from binhyen.rules.model.parts import plain
from binhyen.rules.model.results import Assessment, Outcome
from binhyen.rules.model.rulebook import Rulebook
from binhyen.rules.model.types import Answer
from binhyen.rules.reference.evaluate import Case
from binhyen.rules.reference.values import Interval, all_of

_NO_TITLES: Mapping[tuple[str, str], str] = {}
_TRUTHS = {Outcome.MET: True, Outcome.NOT_MET: False, Outcome.UNKNOWN: None}


def explain(
    rulebook: Rulebook,
    subject_kind: SubjectKind,
    facts: Facts,
    assessment: Assessment,
    *,
    year: int,
    period: Period | None = None,
    titles: Titles = _NO_TITLES,
) -> tuple[CriterionExplanation, ...]:
    """Why each criterion has its outcome, in the order of the rulebook, each group before its items.

    `facts`, `year` and `period` are those that `assessment` was made from. `titles` say what `recognised(…)` asks of
    other programmes (`titles_of` their rulebooks); without a name, their codes are shown.
    """
    prepared = _prepared(rulebook, subject_kind, titles)
    explainer = _Explainer(prepared, _case(prepared.subject, facts, assessment, year, period), assessment)
    return tuple(explainer.explain(fixed) for fixed in prepared.criteria)


def outlook(
    rulebook: Rulebook,
    subject_kind: SubjectKind,
    facts: Facts,
    assessment: Assessment,
    *,
    year: int,
    period: Period | None = None,
    titles: Titles = _NO_TITLES,
) -> Outlook | None:
    """What the unit still needs for the lowest title that is not certain; None where it has the highest.

    For counts of incidents nothing is ever listed. Arguments as for `explain`.
    """
    prepared = _prepared(rulebook, subject_kind, titles)
    ladder = prepared.subject.titles
    reached = next((number for number, level in enumerate(ladder, 1) if level.code == assessment.level), 0)
    if reached == len(ladder):
        return None
    case = _case(prepared.subject, facts, assessment, year, period)
    needs = NeedsFinder(prepared.subject, Finder(prepared.phrasebook, case), assessment)
    found = needs.to_reach(ladder[: reached + 1])
    level = ladder[reached]
    return Outlook(level.code, level.name, found is not None, _tidy(found or ()))


# ---------------------------------------------------------------- what is the same for all units


@dataclass(frozen=True, slots=True)
class _Fixed:
    """What is told of a criterion whatever the unit."""

    criterion: Criterion
    depth: int
    condition: Node | None
    is_group: bool
    to_confirm: bool
    may_come_about: bool
    figures: tuple[FigureAsked, ...]
    sensitive: bool
    children: tuple[str, ...]
    points_max: str | None


class _Prepared:
    """A subject made ready to be explained for many units."""

    def __init__(self, subject: Subject, called: Vocabulary) -> None:
        self.subject = subject
        self.phrasebook = Phrasebook(called)
        self.criteria = tuple(self._fixed(one, depth) for one, depth in _with_depth(subject.criteria, 0))

    def _fixed(self, criterion: Criterion, depth: int) -> _Fixed:
        figures = figures_asked(self.subject.figures, self.subject.figures_of[criterion.code])
        return _Fixed(
            criterion=criterion,
            depth=depth,
            condition=self.subject.applies.get(criterion.code),
            is_group=criterion.is_group,
            to_confirm=criterion.to_confirm,
            may_come_about=self._may_come_about(criterion),
            figures=figures,
            sensitive=any(asked.figure.answer is Answer.CONFIRMATION for asked in figures),
            children=tuple(item.code for item in criterion.items),
            points_max=plain(criterion.max_points),
        )

    def _may_come_about(self, criterion: Criterion) -> bool:
        """Whether what is decided against a criterion can still change: most conditions look at figures alone."""
        if criterion.code in self.subject.applies or criterion.rule is None:
            return True
        return self.phrasebook.is_changeable(criterion.rule.node)


def _with_depth(criteria: tuple[Criterion, ...], depth: int) -> Iterator[tuple[Criterion, int]]:
    for criterion in criteria:
        yield criterion, depth
        yield from _with_depth(criterion.items, depth + 1)


def _prepared(rulebook: Rulebook, kind: SubjectKind, titles: Titles) -> _Prepared:
    """Made once for each rulebook in memory and set of names."""
    subject = rulebook.subjects[kind]
    key = (_Prepared, tuple(titles.items()))
    found = subject.kept.get(key)
    if not isinstance(found, _Prepared):
        found = _Prepared(subject, Vocabulary(subject.figures, titles_of([rulebook]) | dict(titles)))
        subject.kept[key] = found
    return found


def _case(subject: Subject, facts: Facts, assessment: Assessment, year: int, period: Period | None) -> Case:
    """The case that the assessment was made from, with what it came to."""
    window = period or (subject.window.for_year(year) if subject.window else None)
    top = [assessment.outcomes[criterion.code] for criterion in subject.criteria]
    truths = [_TRUTHS[outcome] for outcome in top if outcome is not Outcome.NOT_APPLICABLE]
    return Case(
        facts=facts,
        year=year,
        period=window,
        outcomes=assessment.outcomes,
        all_met=all_of(truths) if truths else None,
        count_met=Interval(assessment.met, assessment.met + assessment.unknown),
        points=Interval(Fraction(assessment.points_low or 0), Fraction(assessment.points_high or 0)),
    )


# ---------------------------------------------------------------- one unit


class _Explainer:
    def __init__(self, prepared: _Prepared, case: Case, assessment: Assessment) -> None:
        self.subject = prepared.subject
        self.case = case
        self.assessment = assessment
        self.finder = Finder(prepared.phrasebook, case)
        self.needs = NeedsFinder(prepared.subject, self.finder, assessment)

    def explain(self, fixed: _Fixed) -> CriterionExplanation:
        criterion = fixed.criterion
        outcome = self.assessment.outcomes[criterion.code]
        findings = self._findings(fixed, outcome)
        scored = self.assessment.points.get(criterion.code)
        points = (plain(scored.low), plain(scored.high), fixed.points_max) if scored else (None, None, None)
        missing = self._missing(fixed, outcome)
        sentences = said_of(Said(outcome, fixed.to_confirm, findings, missing, points))
        return CriterionExplanation(
            code=criterion.code,
            text=criterion.text,
            outcome=outcome,
            depth=fixed.depth,
            is_group=fixed.is_group,
            to_confirm=fixed.to_confirm,
            sensitive=fixed.sensitive,
            findings=findings,
            figures=tuple([asked.fact(self.case.facts) for asked in fixed.figures]),
            missing=missing,
            children=fixed.children,
            points_low=points[0],
            points_high=points[1],
            points_max=points[2],
            sentences=(*self._group_sentence(criterion), *sentences) if fixed.is_group else sentences,
        )

    def _group_sentence(self, criterion: Criterion) -> tuple[str, ...]:
        outcomes = [self.assessment.outcomes[item.code] for item in criterion.items]
        applicable = [outcome for outcome in outcomes if outcome is not Outcome.NOT_APPLICABLE]
        if not applicable or self.assessment.outcomes[criterion.code] is Outcome.NOT_APPLICABLE:
            return ()
        return (f"Đạt {applicable.count(Outcome.MET)}/{len(applicable)} mục",)

    def _findings(self, fixed: _Fixed, outcome: Outcome) -> tuple[Finding, ...]:
        rule = fixed.criterion.rule
        if rule is None or outcome is Outcome.NOT_APPLICABLE:
            return ()
        if fixed.condition is not None and self.finder.truth(fixed.condition) is None:
            return ()
        return self.finder.find(rule.node)

    # ------------------------------------------------------------ what is missing

    def _missing(self, fixed: _Fixed, outcome: Outcome) -> tuple[Missing, ...]:
        criterion = fixed.criterion
        if outcome is Outcome.NOT_APPLICABLE or fixed.is_group:
            return ()
        if outcome is Outcome.NOT_MET and not fixed.may_come_about:
            return self._missing_points(criterion)
        found = self.needs.to_pass(criterion)
        if found is None and outcome is Outcome.UNKNOWN:
            found = self._unknown(criterion)
        return _tidy((*(found or ()), *self._missing_points(criterion)))

    def _unknown(self, criterion: Criterion) -> tuple[Missing, ...]:
        """Why nothing can be said, where nothing that is missing could help."""
        roots = [rule.node for _, rule in criterion.rules()]
        return tuple(item for root in roots for item in self.finder.unknown(root))

    def _missing_points(self, criterion: Criterion) -> tuple[Missing, ...]:
        scored = self.assessment.points.get(criterion.code)
        if scored is None or scored.low == scored.high:
            return ()
        if criterion.score_entered:
            return (Missing(MissingKind.SCORE, criterion.score_column, criterion.text),)
        rules = [rule for key, rule in criterion.rules() if key in ("score", "deduct")]
        return tuple(item for rule in rules for item in self.finder.unknown(rule.node))


def _tidy(missing: tuple[Missing, ...]) -> tuple[Missing, ...]:
    """Each thing once, and no day of a paper that is itself missing: it comes with its day."""
    if len(missing) < 2:
        return missing
    papers = {item.key for item in missing if item.kind in (MissingKind.PAPER, MissingKind.FIGURE)}
    kept = (item for item in missing if item.kind is not MissingKind.DATE or item.key not in papers)
    return tuple(dict.fromkeys(kept))
