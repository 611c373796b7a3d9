"""Questions of the rulebook at submission: asked where figures can hardly be true together, answered, never a verdict."""

import json
from collections.abc import Mapping
from decimal import Decimal

import pytest

from binhyen.accounts.models import User
from binhyen.audit.models import LogEntry
from binhyen.dossiers.models import CheckAnswer, Cycle, Dossier, DossierState, Standing
from binhyen.dossiers.selectors.asking import questions_of
from binhyen.dossiers.services import acts
from binhyen.dossiers.services.reporting import Cell, figures_report
from binhyen.figures.answers import Answer
from binhyen.figures.models import Channel
from binhyen.kernel.errors import InputProblems, RefusedByState
from binhyen.units.models import Unit
from tests.builders import MEETING, dossiers_of, issued, make_commune, make_cycle, make_office, register
from tests.versions import version_text

pytestmark = [pytest.mark.django_db, pytest.mark.database]

QUESTION = "Số hộ đăng ký lớn hơn số hộ cư trú"


@pytest.fixture
def commune() -> Unit:
    return make_commune(3)


@pytest.fixture
def office(commune: Unit) -> User:
    return make_office(commune)


@pytest.fixture
def cycle(commune: Unit, office: User) -> Cycle:
    """In the first area more households registered than live there."""
    cycle = make_cycle(by=office, commune=commune, rulebook=issued(version_text()))
    register(by=office, dossiers=dossiers_of(cycle))
    for dossier, registered in zip(dossiers_of(cycle), (120, 80, 90), strict=True):
        households(office, dossier, registered)
    acts.self_assess(by=office, dossiers=dossiers_of(cycle), meeting=MEETING)
    return cycle


def households(by: User, dossier: Dossier, registered: int) -> None:
    cells = [
        Cell(dossier, key, Answer(number=Decimal(value)))
        for key, value in (("ho_cu_tru", 100), ("ho_dang_ky", registered))
    ]
    figures_report(by=by, cells=cells, reported_by="Trưởng thôn", channel=Channel.PHONE)


def verdicts(cycle: Cycle) -> Mapping[int, tuple[str, int, int]]:
    rows = Standing.objects.filter(dossier__cycle=cycle).values_list("pk", "verdict", "met", "unknown")
    return {pk: rest for pk, *rest in rows}  # type: ignore[misc]


def test_a_dossier_whose_figures_cannot_be_true_together_is_not_handed_in_unanswered(
    cycle: Cycle, office: User
) -> None:
    first = dossiers_of(cycle)[0]
    assert [(one.code, one.message) for one in questions_of(first)] == [("ho", QUESTION)]
    with pytest.raises(InputProblems) as refused:
        acts.submit(by=office, dossiers=[first])
    assert [problem.place for problem in refused.value.problems] == [QUESTION]
    assert dossiers_of(cycle)[0].state == DossierState.SELF_ASSESSED


def test_an_answer_is_kept_with_the_submission_and_changes_no_verdict(cycle: Cycle, office: User) -> None:
    first, before = dossiers_of(cycle)[0], verdicts(cycle)
    acts.submit(by=office, dossiers=[first], answers={"ho": "Có hộ tạm trú đăng ký"})
    kept = CheckAnswer.objects.get()
    assert (kept.dossier_id, kept.question, kept.answer) == (first.pk, QUESTION, "Có hộ tạm trú đăng ký")
    assert json.loads(LogEntry.objects.latest("seq").payload)["answers"] == [[QUESTION, "Có hộ tạm trú đăng ký"]]
    assert verdicts(cycle) == before
    assert [one.answer for one in questions_of(dossiers_of(cycle)[0])] == ["Có hộ tạm trú đăng ký"]


def test_a_corrected_figure_leaves_nothing_to_answer(cycle: Cycle, office: User) -> None:
    households(office, dossiers_of(cycle)[0], 100)
    first = dossiers_of(cycle)[0]
    assert questions_of(first) == []
    acts.submit(by=office, dossiers=[first])
    assert not CheckAnswer.objects.exists()


@pytest.mark.parametrize("answer", ["", "   ", "x" * 301, "Theo CCCD 012345678901 của chủ hộ"])
def test_an_answer_says_something_short_and_nothing_about_persons(cycle: Cycle, office: User, answer: str) -> None:
    with pytest.raises(InputProblems):
        acts.submit(by=office, dossiers=dossiers_of(cycle)[:1], answers={"ho": answer})
    assert not CheckAnswer.objects.exists()


def test_many_are_handed_in_at_once_only_where_none_has_a_question_open(cycle: Cycle, office: User) -> None:
    with pytest.raises(RefusedByState, match="Thôn Mẫu 1"):
        acts.submit(by=office, dossiers=dossiers_of(cycle))
    acts.submit(by=office, dossiers=dossiers_of(cycle)[1:])
    assert [one.state for one in dossiers_of(cycle)] == ["self_assessed", "submitted", "submitted"]


def test_what_was_answered_before_holds_until_the_figures_or_the_words_change(cycle: Cycle, office: User) -> None:
    acts.submit(by=office, dossiers=dossiers_of(cycle)[:1], answers={"ho": "Có hộ tạm trú"})
    acts.request_more(by=office, dossier=dossiers_of(cycle)[0], reason="Thiếu biên bản")
    acts.self_assess(by=office, dossiers=dossiers_of(cycle)[:1], meeting=MEETING)
    acts.submit(by=office, dossiers=dossiers_of(cycle)[:1])
    assert dossiers_of(cycle)[0].state == DossierState.SUBMITTED
    assert CheckAnswer.objects.get().answer == "Có hộ tạm trú"
