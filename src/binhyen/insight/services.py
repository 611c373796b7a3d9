"""Asking for reports."""

from collections.abc import Sequence
from uuid import UUID

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import require
from binhyen.dossiers.models import Cycle
from binhyen.insight import trial_export
from binhyen.insight.selectors import marked_name
from binhyen.insight.year_export import KIND
from binhyen.kernel.errors import InputProblems, NotAllowed, Problem
from binhyen.papers.models import Job
from binhyen.papers.tasks import job_start
from binhyen.programmes.models import Rulebook
from binhyen.units.selectors import path_ids, paths_ids, version_of
from binhyen.units.selectors.reach import may


def year_export_ask(*, by: User, unit: UUID, year: int, act_key: str | None = None) -> Job:
    """Have the workbook of a unit's year made in the background. Raises NotAllowed, InputProblems, AlreadyDone."""
    if not may(by, Act.EXPORT, path_ids(unit)):
        raise NotAllowed(Act.EXPORT.value)
    version = version_of(unit)
    if version is None:
        raise InputProblems([Problem("khong_co_don_vi", "Không có đơn vị này.", "đơn vị", "Chọn lại đơn vị.")])
    title = f"Dữ liệu năm {year} của {marked_name(version)}"
    return job_start(by=by, kind=KIND, title=title, parameters={"unit": str(unit), "year": year}, act_key=act_key)


def trial_export_ask(
    *, by: User, draft: Rulebook, base: Rulebook | None, cycles: Sequence[Cycle], act_key: str | None = None
) -> Job:
    """Have the workbook of a trial made in the background. Raises NotAllowed, InputProblems, AlreadyDone."""
    if not cycles:
        raise InputProblems(
            [Problem("khong_co_dot", "Chưa có đợt xét nào để thử.", "đợt xét", "Chọn ít nhất một đợt.")]
        )
    paths = paths_ids({cycle.scope_id for cycle in cycles})
    for cycle in cycles:
        require(by, Act.EXPORT, paths.get(cycle.scope_id, ()))
    parameters = {
        "draft": str(draft.pk),
        "base": str(base.pk) if base else "",
        "cycles": [str(cycle.pk) for cycle in cycles],
    }
    title = f"Xét thử theo {draft} trên {len(cycles)} đợt xét"
    return job_start(by=by, kind=trial_export.KIND, title=title[:300], parameters=parameters, act_key=act_key)
