"""The life of a dossier as a page of the reference: a diagram and tables, all from `lifecycle` and the table of roles."""

from collections.abc import Iterable, Sequence

from binhyen.accounts.roles import ACTS_OF, Act, Role
from binhyen.dossiers.lifecycle import STEPS, Step, Where
from binhyen.dossiers.models import DossierState, YearStep
from binhyen.dossiers.selectors.calendar import STEP_OF

_HEAD = """# The life of a dossier

Written by `scripts/states.py` from `dossiers/lifecycle.py`, `accounts/roles.py` and the calendar's steps; a test keeps it
so. Whatever stands in no line below is refused.
"""
_WHERE = {
    Where.UNIT: "đơn vị",
    Where.JUDGE: "cơ quan có thẩm quyền xét",
    Where.CYCLE: "nơi mở đợt xét",
}


def states_page() -> str:
    """The whole page in Markdown, with the diagram in Mermaid."""
    parts = (_HEAD, "## Diagram\n", _diagram(), "## States\n", _states(), "## Acts\n", _acts(), "## Roles\n", _roles())
    return "\n".join(parts)


def _diagram() -> str:
    """Passing on leads from every open state to the same end: one line of the table, not eleven arrows."""
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {DossierState.DRAFT.value}"]
    lines += [f"    {state.value} : {state.label}" for state in DossierState]
    for step in STEPS:
        if step.where is not Where.CYCLE:
            lines += [f"    {source.value} --> {step.target.value} : {step.words}" for source in _ordered(step.sources)]
    return "\n".join([*lines, "```", ""])


def _states() -> str:
    rows = [(f"`{state.value}`", state.label, ", ".join(_leading(state)) or "kết thúc") for state in DossierState]
    return _table(("code", "Trạng thái", "Việc có thể làm"), rows)


def _leading(state: DossierState) -> list[str]:
    return [step.words for step in STEPS if state in step.sources]


def _acts() -> str:
    rows = [
        (
            step.words, f"`{step.verb}`", ", ".join(source.label for source in _ordered(step.sources)),
            step.target.label, f"`{step.act.value}`", _WHERE[step.where], _deadline(step),
        )
        for step in STEPS
    ]  # fmt: skip
    return _table(("Việc", "log", "Từ", "Đến", "act", "Quyền tại", "Hạn của bước"), rows)


def _deadline(step: Step) -> str:
    known = STEP_OF.get(step)
    return str(YearStep(known).label) if known else "không có hạn"


def _roles() -> str:
    acts = list(dict.fromkeys(step.act for step in STEPS))
    return _table(("Vai trò", *(f"`{act.value}`" for act in acts)), [_role(role, acts) for role in Role])


def _role(role: Role, acts: Sequence[Act]) -> tuple[str, ...]:
    return (role.vietnamese, *("có" if act in ACTS_OF[role] else "–" for act in acts))


def _ordered(states: Iterable[DossierState]) -> list[DossierState]:
    return [state for state in DossierState if state in set(states)]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
