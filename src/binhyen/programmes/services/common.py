"""What all acts on rulebooks share: permission, what figures may ask, and what the log is told."""

from uuid import UUID

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.kernel.errors import InputProblems, NotAllowed, Problem
from binhyen.programmes.models import Programme, Rulebook
from binhyen.programmes.selectors import Disagreement, disagreements, may_act
from binhyen.rules.model.rulebook import Rulebook as CompiledRulebook
from binhyen.rules.model.types import Answer


def require(by: User | None, act: Act, programme: Programme) -> None:
    """Raise NotAllowed unless the person may. `by=None` is the installation itself."""
    if by is not None and not may_act(by, act, programme):
        raise NotAllowed(act.value)


def refuse_disagreement(content: CompiledRulebook, *, besides: Rulebook | None) -> None:
    """Raise InputProblems when a figure is asked for differently from how this installation already knows it."""
    found = disagreements(tuple(content.figures.values()), besides=besides)
    if found:
        raise InputProblems(_disagreement_problem(content, each) for each in found)


def _disagreement_problem(content: CompiledRulebook, found: Disagreement) -> Problem:
    here = _how(found.figure.answer, found.figure.unit_of_measure)
    there = _how(Answer(found.known.answer), found.known.unit_of_measure)
    return Problem(
        code="so_lieu_khac_nghia",
        message=(
            f"Số liệu {found.figure.key} trong {content.name} ({content.version}) là {here}, "
            f"nhưng {found.used_by or 'bản cài đặt này'} đã dùng khóa đó là {there}."
        ),
        place=f"số liệu {found.figure.key}",
        cure="Dùng cùng cách trả lời và đơn vị tính, hoặc đặt khóa khác cho số liệu mới.",
    )


def _how(answer: Answer, unit_of_measure: str) -> str:
    return f"{answer.vietnamese}, đơn vị tính {unit_of_measure}" if unit_of_measure else answer.vietnamese


def subjects(rulebook: Rulebook) -> list[tuple[str, UUID]]:
    """Under what an act on a rulebook is found in the log."""
    return [("rulebook", rulebook.id), ("programme", rulebook.programme_id)]


def payload(rulebook: Rulebook) -> dict[str, str]:
    """Which content the act was about."""
    return {"name": rulebook.name, "version": rulebook.version, "content_hash": rulebook.content_hash}
