"""What the checks of a rulebook make of a unit's figures: questions to answer before submission, never a verdict."""

from collections.abc import Iterator
from dataclasses import dataclass

from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.period import Period
from binhyen.rules.explanation.data import FigureFact, Missing
from binhyen.rules.explanation.figures import figures_asked
from binhyen.rules.explanation.missing import missing_of
from binhyen.rules.explanation.words import Vocabulary
from binhyen.rules.model.facts import Facts
from binhyen.rules.model.rulebook import Check, Rulebook
from binhyen.rules.reference.evaluate import Case, truth


@dataclass(frozen=True, slots=True)
class CheckQuestion:
    """A check that did not hold, or could not be made.

    `holds` is False where the figures cannot be true together: `message` asks why. It is None where a figure is
    `missing`, so that nothing can be asked yet. `figures` are those that the check looks at.
    """

    code: str
    message: str
    holds: bool | None
    figures: tuple[FigureFact, ...]
    missing: tuple[Missing, ...]

    @property
    def is_question(self) -> bool:
        """Whether somebody has to say why, or correct a figure."""
        return self.holds is False


def ask_checks(
    rulebook: Rulebook, subject_kind: SubjectKind, facts: Facts, *, year: int, period: Period | None = None
) -> tuple[CheckQuestion, ...]:
    """The checks of this kind of unit that fail on its facts or cannot be made, in the order of the rulebook.

    Only those with `is_question` have to be answered. `facts` need the columns of `Rulebook.check_columns` beside
    those of the criteria. Raises BadFact.
    """
    window = rulebook.subjects[subject_kind].window
    case = Case(facts=facts, year=year, period=period or (window.for_year(year) if window else None))
    return tuple(_asked(rulebook, subject_kind, case))


def _asked(rulebook: Rulebook, subject_kind: SubjectKind, case: Case) -> Iterator[CheckQuestion]:
    for check in rulebook.checks_of(subject_kind):
        holds = truth(check.rule.node, case)
        if holds is not True:
            yield _question(check, rulebook, case, holds)


def _question(check: Check, rulebook: Rulebook, case: Case, holds: bool | None) -> CheckQuestion:
    return CheckQuestion(
        code=check.code,
        message=check.message,
        holds=holds,
        figures=tuple(asked.fact(case.facts) for asked in figures_asked(rulebook.figures, check.figures)),
        missing=missing_of(check.rule.node, Vocabulary(rulebook.figures), case) if holds is None else (),
    )
