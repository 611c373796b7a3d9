"""Long imports of units, carried out by the worker: see `papers.work`."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from binhyen.accounts.models import User
from binhyen.kernel.errors import NotAllowed
from binhyen.kernel.kinds import UnitKind
from binhyen.papers.models import Job
from binhyen.papers.work import Outcome, Report, work_start
from binhyen.sheets.table import Table
from binhyen.shell.tables import as_data, from_data
from binhyen.units.services.importing import refuse_rows, units_import
from binhyen.units.typed_units import read_units

KIND = "units_import"


def units_import_later(*, by: User, table: Table, as_of: date, under: UUID, kind: UnitKind | None) -> Job:
    """Hand the table of columns that are understood to the worker; see `units_import`. Raises InputProblems for rows that
    must not be stored."""
    refuse_rows(read_units(table, kind))
    parameters = {"table": as_data(table), "as_of": as_of.isoformat(), "under": str(under), "kind": kind}
    return work_start(by=by, kind=KIND, title="Nhập đơn vị từ bảng tính", parameters=parameters)


def import_work(parameters: Mapping[str, Any], asked_by: UUID, report: Report) -> Outcome:
    """Import what somebody handed over, as that person and with what they may do now."""
    person = User.objects.filter(pk=asked_by, is_active=True).first()
    if person is None:
        raise NotAllowed(KIND)
    done = units_import(
        by=person,
        table=from_data(parameters["table"]),
        as_of=date.fromisoformat(parameters["as_of"]),
        under=UUID(parameters["under"]),
        kind=UnitKind(parameters["kind"]) if parameters["kind"] else None,
        report=report,
    )
    return Outcome(f"Xong: {done.counts}.", done.warnings)
