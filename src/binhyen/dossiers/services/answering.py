"""Answers to the questions of a rulebook, asked when a dossier is handed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.dossiers.models import CheckAnswer, Dossier
from binhyen.dossiers.selectors.asking import answers_given, asked_of
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, Problem, RefusedByState
from binhyen.kernel.text import squeeze
from binhyen.rules.explanation.checks import CheckQuestion
from binhyen.sheets.refusals import refused_text

LONGEST_ANSWER = 300
_NAMED = 5
_CURE = "Sửa số liệu nếu nhầm; nếu đúng, ghi ngắn gọn vì sao, không nêu tên người."


@dataclass(frozen=True, slots=True)
class _Answered:
    """A question of one dossier with its answer; `is_new` where it was not given before."""

    dossier: Dossier
    question: CheckQuestion
    answer: str
    is_new: bool


@transaction.atomic
def checks_answer(*, by: User, dossiers: Sequence[Dossier], answers: Mapping[str, str]) -> list[tuple[str, str]]:
    """Keep the answers (by code of the check) to whatever the figures of these dossiers have to answer for; what was
    answered before to the same question holds. The answers that are new, for the log of the submission.

    Part of handing in, whose service asks for permission. Raises InputProblems for a missing or refused answer, and
    RefusedByState naming the units where many are handed in at once: each answers for itself.
    """
    asked = asked_of(dossiers)
    given = answers_given(dossiers) if any(asked.values()) else {}
    waiting = [one for one in dossiers if any((one.pk, q.code, q.message) not in given for q in asked[one.pk])]
    if len(dossiers) > 1 and waiting:
        names = ", ".join(one.unit_name for one in waiting[:_NAMED]) + (" …" if len(waiting) > _NAMED else "")
        raise RefusedByState(f"Có câu hỏi về số liệu chưa trả lời: {names}.", cure="Mở từng hồ sơ để trả lời khi nộp.")
    found = [
        _answered(one, question, answers, given.get((one.pk, question.code, question.message), ""))
        for one in dossiers
        for question in asked[one.pk]
    ]
    problems = [problem for one in found if (problem := _problem(one)) is not None]
    if problems:
        raise InputProblems(problems)
    fresh = [one for one in found if one.is_new]
    _store(by, fresh)
    return [(one.question.message, one.answer) for one in fresh]


def _answered(dossier: Dossier, question: CheckQuestion, answers: Mapping[str, str], before: str) -> _Answered:
    answer = squeeze(answers.get(question.code, before))
    return _Answered(dossier, question, answer, answer != before)


def _problem(one: _Answered) -> Problem | None:
    if not one.answer:
        return Problem("chua_tra_loi", "Chưa trả lời câu hỏi này.", one.question.message, _CURE)
    if len(one.answer) > LONGEST_ANSWER:
        return Problem("qua_dai", f"Dài hơn {LONGEST_ANSWER} ký tự.", one.question.message, "Rút gọn câu trả lời.")
    if refused := refused_text(one.answer):
        return Problem("noi_dung_bi_tu_choi", refused, one.question.message, _CURE)
    return None


def _store(by: User, fresh: Sequence[_Answered]) -> None:
    moment = clock.now()
    CheckAnswer.objects.bulk_create(
        (
            CheckAnswer(
                dossier=one.dossier, check_code=one.question.code, question=one.question.message, answer=one.answer,
                answered_at=moment, answered_by=by.id,
            )
            for one in fresh
        ),
        update_conflicts=True,
        unique_fields=["dossier", "check_code"],
        update_fields=["question", "answer", "answered_at", "answered_by"],
    )  # fmt: skip
