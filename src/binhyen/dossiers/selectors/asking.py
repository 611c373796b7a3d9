"""Questions of the rulebook about figures that can hardly be true together, and what was answered. Never a verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from binhyen.dossiers.models import Basis, CheckAnswer, Dossier, Standing
from binhyen.dossiers.selectors.facts import facts_from_data
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.explanation.checks import CheckQuestion, ask_checks


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is asked now, with the answer where one was given to the same words."""

    code: str
    message: str
    answer: str


def questions_of(dossier: Dossier) -> list[Question]:
    """What the figures of this dossier have to answer for. Two statements at most."""
    asked = asked_of([dossier])[dossier.pk]
    if not asked:
        return []
    given = {(one.check_code, one.question): one.answer for one in dossier.check_answers.all()}
    return [Question(one.code, one.message, given.get((one.code, one.message), "")) for one in asked]


def asked_of(dossiers: Sequence[Dossier]) -> Mapping[UUID, list[CheckQuestion]]:
    """By dossier: the checks that its own figures fail. One statement, and none where the rulebook asks nothing."""
    asking = {one.pk: one for one in dossiers if rules_of(one).checks_of(SubjectKind(one.subject_kind))}
    found: dict[UUID, list[CheckQuestion]] = {one.pk: [] for one in dossiers}
    if asking:
        kept = Standing.objects.filter(dossier__in=asking.values(), basis=Basis.SELF)
        for dossier, facts in kept.values_list("dossier", "facts"):
            found[dossier] = _failed(asking[dossier], facts)
    return found


def _failed(dossier: Dossier, kept: Mapping[str, object]) -> list[CheckQuestion]:
    rules, kind = rules_of(dossier), SubjectKind(dossier.subject_kind)
    facts = facts_from_data(rules, kind, kept)
    asked = ask_checks(rules, kind, facts, year=dossier.cycle.year, period=dossier.window)
    return [one for one in asked if one.is_question]


def answers_given(dossiers: Sequence[Dossier]) -> Mapping[tuple[UUID, str, str], str]:
    """What was answered before, by dossier, code and question. One statement."""
    rows = CheckAnswer.objects.filter(dossier__in=dossiers).values_list("dossier", "check_code", "question", "answer")
    return {(dossier, code, question): answer for dossier, code, question, answer in rows}
