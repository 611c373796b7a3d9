"""One explanation for every criterion of an assessed unit."""

from collections.abc import Iterator
from dataclasses import replace

from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.period import Period
from binhyen.rules.explanation.data import CriterionExplanation, FigureFact, Finding, Missing, MissingKind
from binhyen.rules.explanation.figures import figure_fact
from binhyen.rules.explanation.findings import Finder
from binhyen.rules.explanation.missing import missing_of
from binhyen.rules.explanation.phrase import sentences
from binhyen.rules.model.criteria import Criterion, Subject
from binhyen.rules.model.facts import Facts
from binhyen.rules.model.nodes import Node
from binhyen.rules.model.parts import plain
from binhyen.rules.model.results import Assessment, Outcome
from binhyen.rules.model.rulebook import Rulebook
from binhyen.rules.model.types import Answer
from binhyen.rules.reference.evaluate import Case, truth


def explain(
    rulebook: Rulebook,
    subject_kind: SubjectKind,
    facts: Facts,
    assessment: Assessment,
    *,
    year: int,
    period: Period | None = None,
) -> tuple[CriterionExplanation, ...]:
    """Why each criterion has its outcome, in the order of the rulebook, each group before its items.

    `facts`, `year` and `period` are those that `assessment` was made from.
    """
    subject = rulebook.subjects[subject_kind]
    window = period or (subject.window.for_year(year) if subject.window else None)
    case = Case(facts=facts, year=year, period=window, outcomes=assessment.outcomes)
    explainer = _Explainer(subject, case, assessment)
    return tuple(explainer.explain(criterion, depth) for criterion, depth in _with_depth(subject.criteria, 0))


def _with_depth(criteria: tuple[Criterion, ...], depth: int) -> Iterator[tuple[Criterion, int]]:
    for criterion in criteria:
        yield criterion, depth
        yield from _with_depth(criterion.items, depth + 1)


class _Explainer:
    def __init__(self, subject: Subject, case: Case, assessment: Assessment) -> None:
        self.subject = subject
        self.case = case
        self.assessment = assessment
        self.finder = Finder(subject.figures, case)

    def explain(self, criterion: Criterion, depth: int) -> CriterionExplanation:
        outcome = self.assessment.outcomes[criterion.code]
        findings = self._findings(criterion, outcome)
        figures = tuple(self._figures(criterion))
        scored = self.assessment.points.get(criterion.code)
        found = CriterionExplanation(
            code=criterion.code,
            text=criterion.text,
            outcome=outcome,
            depth=depth,
            is_group=criterion.is_group,
            to_confirm=criterion.to_confirm,
            sensitive=any(figure.answer == Answer.CONFIRMATION.value for figure in figures),
            findings=findings,
            figures=figures,
            missing=self._missing(criterion, outcome, findings),
            children=tuple(item.code for item in criterion.items),
            points_low=plain(scored.low) if scored else None,
            points_high=plain(scored.high) if scored else None,
            points_max=plain(criterion.max_points) if scored else None,
        )
        return replace(found, sentences=(*self._group_sentence(criterion), *sentences(found)))

    def _group_sentence(self, criterion: Criterion) -> tuple[str, ...]:
        outcomes = [self.assessment.outcomes[item.code] for item in criterion.items]
        applicable = [outcome for outcome in outcomes if outcome is not Outcome.NOT_APPLICABLE]
        if not applicable or self.assessment.outcomes[criterion.code] is Outcome.NOT_APPLICABLE:
            return ()
        return (f"Đạt {applicable.count(Outcome.MET)}/{len(applicable)} mục",)

    # ------------------------------------------------------------ findings and what is missing

    def _findings(self, criterion: Criterion, outcome: Outcome) -> tuple[Finding, ...]:
        if criterion.rule is None or outcome is Outcome.NOT_APPLICABLE or self._applies(criterion) is None:
            return ()
        return self.finder.find(criterion.rule.node)

    def _applies(self, criterion: Criterion) -> bool | None:
        condition = self.subject.applies.get(criterion.code)
        return True if condition is None else truth(condition, self.case)

    def _missing(self, criterion: Criterion, outcome: Outcome, findings: tuple[Finding, ...]) -> tuple[Missing, ...]:
        if outcome is Outcome.NOT_APPLICABLE or criterion.is_group:
            return ()
        if self._applies(criterion) is None:
            return self._under(self.subject.applies[criterion.code])
        if criterion.to_confirm:
            record = Missing(MissingKind.RECORD, criterion.column, criterion.text)
            return (record,) if outcome is Outcome.UNKNOWN else ()
        found = [item for finding in findings for item in finding.missing]
        return tuple(dict.fromkeys([*found, *self._missing_points(criterion)]))

    def _missing_points(self, criterion: Criterion) -> tuple[Missing, ...]:
        scored = self.assessment.points.get(criterion.code)
        if scored is None or scored.low == scored.high:
            return ()
        if criterion.score_entered:
            return (Missing(MissingKind.SCORE, criterion.score_column, criterion.text),)
        rules = [rule for key, rule in criterion.rules() if key in ("score", "deduct")]
        return tuple(item for rule in rules for item in self._under(rule.node))

    def _under(self, node: Node) -> tuple[Missing, ...]:
        return missing_of(node, self.subject.figures, self.case)

    # ------------------------------------------------------------ figures

    def _figures(self, criterion: Criterion) -> Iterator[FigureFact]:
        for key, has_previous in self.subject.figures_of[criterion.code].items():
            yield figure_fact(self.subject.figures[key], self.case.facts, has_previous)
