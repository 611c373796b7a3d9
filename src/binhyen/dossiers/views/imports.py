"""Figures from a spreadsheet or a pasted range: say what columns mean, look, confirm, record all or nothing."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.accounts.works import own_work, work_page
from binhyen.audit.errors import AlreadyDone
from binhyen.dossiers.models import Cycle
from binhyen.dossiers.selectors.entry import EntryColumn
from binhyen.dossiers.selectors.importing import ImportTask, import_task
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.dossiers.selectors.scope import cycles_for
from binhyen.dossiers.services.import_work import KIND, figures_import_later
from binhyen.dossiers.services.reporting import figures_report
from binhyen.dossiers.typed_cells import Typed
from binhyen.dossiers.typed_tables import (
    NAMING,
    PLACE,
    PLACE_HEADER,
    figure_meanings,
    from_table,
    match_columns,
    refused_columns,
    with_places,
)
from binhyen.figures.answers import show
from binhyen.figures.errors import ValueChanged
from binhyen.figures.models import Channel
from binhyen.kernel.errors import InputProblems, Problem, RefusedByState
from binhyen.kernel.kinds import SubjectKind
from binhyen.sheets.writing import Sheet, workbook
from binhyen.shell.tables import Door, Expected, Ready, ask, next_step

# What a page carries between looking and confirming; longer files go through `binhyen import-figures`.
MOST_ROWS = 30_000
# More answers than these are recorded by the worker, with a progress bar.
_AT_ONCE = 2_000
_ROWS_SHOWN = 100


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def figures_import(request: SignedInRequest, cycle_id: UUID) -> HttpResponse:
    """Choose, look, confirm. Nothing is kept between the steps but what the page itself carries, signed."""
    cycle = get_object_or_404(cycles_for(request.user).select_related("rulebook", "programme"), pk=cycle_id)
    kinds = list(rules_of(cycle).subjects)
    kind = request.POST.get("kind") or request.GET.get("loai") or kinds[0].value
    if kind not in kinds:
        raise Http404
    base: dict[str, object] = {
        "cycle": cycle,
        "kinds": [(kind.value, kind.vietnamese) for kind in kinds],
        "kind": kind,
        "channels": Channel.choices,
        "reported_by": request.POST.get("reported_by", ""),
        "channel": request.POST.get("channel", Channel.FILE.value),
    }
    if request.method != "POST":
        return render(request, "dossiers/import.html", base)
    try:
        return _step(request, _task(request, cycle, kind), base)
    except AlreadyDone:
        messages.info(request, "Lần nhập này đã được ghi nhận trước đó.")
        return redirect("cycle", cycle.pk)
    except InputProblems as error:
        found = error.problems
    except (ValueChanged, RefusedByState) as error:
        found = (Problem(error.code, error.message, cure=error.cure),)
    return render(request, "dossiers/import.html", base | {"problems": found}, status=422)


def _task(request: SignedInRequest, cycle: Cycle, kind: str) -> ImportTask:
    if kind not in rules_of(cycle).subjects:
        raise Http404
    return import_task(request.user, cycle, SubjectKind(kind))


def _step(request: SignedInRequest, task: ImportTask, base: dict[str, object]) -> HttpResponse:
    meanings = figure_meanings(task.columns, task.kind)
    expected = Expected(
        meanings,
        refused=lambda table: refused_columns(table, meanings),
        most_rows=MOST_ROWS,
        fewest=2,
        naming=NAMING,
        placing=frozenset({PLACE}),
        prepared=lambda table: with_places(table, meanings, task.rows, task.around),
    )
    step = next_step(request, expected)
    if not isinstance(step, Ready):
        return ask(request, step, expected, _door(task), base)
    return _look_or_record(request, task, step, base | {"step": step})


def _door(task: ImportTask) -> Door:
    cycle, kind = task.cycle, task.kind.value
    return Door(
        name=cycle.name,
        address=reverse("cycle", args=[cycle.pk]),
        again=f"{reverse('figures_import', args=[cycle.pk])}?loai={kind}",
        said="dossiers/_import_head.html",
        is_sample=cycle.is_sample,
        template=reverse("figures_template", args=[cycle.pk, kind]),
        styles="dossiers/grid.css",
    )


def _look_or_record(request: SignedInRequest, task: ImportTask, step: Ready, base: dict[str, object]) -> HttpResponse:
    matched = match_columns(step.table, task.columns, task.kind)
    typed = from_table(step.table, matched, task.rows, task.around)
    if "confirm" in request.POST and not typed.problems:
        return _record(request, task, step, typed)
    shown = {
        "is_long": len(typed.cells) > _AT_ONCE,
        "columns": matched.figures.values(),
        "typed": _preview(typed, list(matched.figures.values()), task),
        "rows_shown": _ROWS_SHOWN,
        "problems": tuple(typed.problems.values()),
        "notes": typed.notes,
        "units": len({cell.dossier.pk for cell in typed.cells}),
        "values": len(typed.cells),
    }
    return render(request, "dossiers/import_preview.html", base | shown, status=422 if typed.problems else 200)


def _record(request: SignedInRequest, task: ImportTask, step: Ready, typed: Typed) -> HttpResponse:
    said, reported_by = request.POST.get("channel", ""), request.POST.get("reported_by", "")
    channel = Channel(said) if said in Channel.values else Channel.FILE
    if len(typed.cells) > _AT_ONCE:
        job = figures_import_later(
            by=request.user,
            cycle=task.cycle,
            kind=task.kind,
            table=step.table,
            reported_by=reported_by,
            channel=channel,
        )
        return redirect("figures_import_work", task.cycle.pk, job.pk)
    fresh = figures_report(
        by=request.user, cells=typed.cells, reported_by=reported_by, channel=channel, act_key=submission_key(request)
    )
    units = len({value.unit_id for value in fresh})
    messages.success(request, f"Đã ghi {len(fresh)} số liệu của {units} đơn vị.")
    return redirect("cycle", task.cycle.pk)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def figures_import_work(request: SignedInRequest, cycle_id: UUID, job_id: UUID) -> HttpResponse:
    """How far a long import has come, for whoever asked for it; sending the page stops it."""
    cycle = get_object_or_404(cycles_for(request.user), pk=cycle_id)
    job = own_work(request, KIND, job_id)
    again = reverse("figures_import", args=[cycle.pk])
    return work_page(request, job, "dossiers/import_work.html", {"cycle": cycle, "again": again})


def _preview(
    typed: Typed, columns: list[EntryColumn], task: ImportTask
) -> list[tuple[str, str, list[tuple[str, bool]]]]:
    """What will be recorded of the first units, as the table that was read: name, where it stands, and a cell per
    figure with whether it is a number."""
    shown: dict[UUID, dict[str, str]] = {}
    named: dict[UUID, tuple[str, str]] = {}
    for cell in typed.cells:
        dossier = cell.dossier
        if dossier.pk not in shown:
            if len(shown) == _ROWS_SHOWN:
                continue
            shown[dossier.pk], named[dossier.pk] = {}, (dossier.own_name, task.around.place(dossier.unit_id))
        column = EntryColumn(rules_of(dossier).figures[cell.key], previous=cell.previous)
        shown[dossier.pk][column.code] = show(column.figure.answer.value, cell.answer)
    return [
        (*named[pk], [(answers.get(column.code, ""), column.is_number) for column in columns])
        for pk, answers in shown.items()
    ]


@signed_in
@require_GET
def figures_template(request: SignedInRequest, cycle_id: UUID, kind: str) -> HttpResponse:
    """A workbook to fill in: the units of this cycle down, the figures across, what stands now already in it."""
    cycle = get_object_or_404(cycles_for(request.user).select_related("rulebook"), pk=cycle_id)
    task = _task(request, cycle, kind)
    # Where all stand in one commune, their names tell them apart.
    places = [task.around.place(row.dossier.unit_id) for row in task.rows]
    header = ("Đơn vị", *((PLACE_HEADER,) if any(places) else ()), *(column.title for column in task.columns))
    rows = [
        (row.dossier.own_name, *((place,) if any(places) else ()), *(cell.shown for cell in row.cells))
        for row, place in zip(task.rows, places, strict=True)
    ]
    content = workbook([Sheet("Số liệu minh hoạ" if cycle.is_sample else "Số liệu", header, rows)])
    answer = HttpResponse(content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    answer["Content-Disposition"] = f'attachment; filename="so-lieu-{cycle.year}-{kind}.xlsx"'
    return answer
