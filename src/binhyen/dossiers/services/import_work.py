"""Long imports of figures, carried out by the worker: see `papers.work`."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from binhyen.accounts.models import User
from binhyen.dossiers.models import Cycle
from binhyen.dossiers.selectors.importing import import_task
from binhyen.dossiers.selectors.scope import cycles_for
from binhyen.dossiers.services.reporting import figures_report, reporter_named
from binhyen.dossiers.typed_tables import from_table, match_columns
from binhyen.figures.models import Channel
from binhyen.kernel import text
from binhyen.kernel.errors import InputProblems, NotAllowed
from binhyen.kernel.kinds import SubjectKind
from binhyen.papers.models import Job
from binhyen.papers.work import Outcome, Report, work_start
from binhyen.sheets.table import Table
from binhyen.shell.tables import as_data, from_data

KIND = "figures_import"


def figures_import_later(
    *, by: User, cycle: Cycle, kind: SubjectKind, table: Table, reported_by: str, channel: Channel
) -> Job:
    """Hand a table of columns that are understood to the worker. Raises InputProblems where nobody is named who
    reported."""
    parameters = {
        "cycle": str(cycle.pk),
        "kind": kind.value,
        "table": as_data(table),
        "reported_by": reporter_named(reported_by),
        "channel": channel.value,
    }
    return work_start(by=by, kind=KIND, title=f"Nhập số liệu: {cycle.name}"[:200], parameters=parameters)


def import_work(parameters: Mapping[str, Any], asked_by: UUID, report: Report) -> Outcome:
    """Record what somebody handed over, as that person and with what they may do now."""
    person = User.objects.filter(pk=asked_by, is_active=True).first()
    seen = cycles_for(person) if person else Cycle.objects.none()
    cycle = seen.select_related("rulebook", "programme").filter(pk=parameters["cycle"]).first()
    if person is None or cycle is None:
        raise NotAllowed(KIND)
    task = import_task(person, cycle, SubjectKind(parameters["kind"]))
    report(20)
    table = from_data(parameters["table"])
    typed = from_table(table, match_columns(table, task.columns, task.kind), task.rows, task.around)
    report(40)
    if typed.problems:
        raise InputProblems(typed.problems.values())
    fresh = figures_report(
        by=person,
        cells=typed.cells,
        reported_by=parameters["reported_by"],
        channel=Channel(parameters["channel"]),
    )
    report(95)
    units = len({value.unit_id for value in fresh})
    return Outcome(f"Đã ghi {text.number(len(fresh))} số liệu của {text.number(units)} đơn vị.", typed.notes)
