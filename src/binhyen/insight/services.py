"""Asking for reports."""

from uuid import UUID

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import require
from binhyen.insight.year_export import KIND
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.papers.models import Job
from binhyen.papers.tasks import job_start
from binhyen.units.selectors import path_ids, version_of


def year_export_ask(*, by: User, unit: UUID, year: int) -> Job:
    """Have the workbook of a unit's year made in the background. Raises NotAllowed, InputProblems."""
    require(by, Act.EXPORT, path_ids(unit))
    version = version_of(unit)
    if version is None:
        raise InputProblems([Problem("khong_co_don_vi", "Không có đơn vị này.", "đơn vị", "Chọn lại đơn vị.")])
    title = f"Dữ liệu năm {year} của {version.full_name}"
    return job_start(by=by, kind=KIND, title=title, parameters={"unit": str(unit), "year": year})
