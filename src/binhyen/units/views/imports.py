"""Units from a spreadsheet or a pasted range: look, say what columns mean, try, then all or nothing."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.accounts.signed_in import SignedInRequest, signed_in
from binhyen.accounts.works import own_work, work_page
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, NotAllowed
from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.papers.work import works_of
from binhyen.sheets.writing import workbook
from binhyen.shell.tables import Door, Expected, Ready, ask, next_step
from binhyen.units.forms.importing import UnitImportForm
from binhyen.units.models import UnitVersion
from binhyen.units.selectors import resolve_unit, version_of
from binhyen.units.selectors.rosters import roster_list_place
from binhyen.units.selectors.sheets import ASKED, unit_sheet
from binhyen.units.services.import_work import KIND, units_import_later
from binhyen.units.services.importing import Imported, refuse_rows, refused_columns, units_import
from binhyen.units.typed_units import MEANINGS, TypedUnit, read_units

MOST_ROWS = 30_000
# Longer tables are tried and recorded by the worker, with a progress bar.
_AT_ONCE = 1_000
_ROWS_SHOWN = 100
_WORKS_SHOWN = 5
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class _Task:
    """Below which unit, as of which day, of what kind where rows do not say it."""

    under: UnitVersion
    as_of: date
    kind: UnitKind | None


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def unit_import(request: SignedInRequest) -> HttpResponse:
    """Choose, say what columns mean, look, confirm. Nothing is kept between the steps but what the page carries."""
    scopes = powers_of(request.user).scopes(Act.UNITS_EDIT)
    if not scopes:
        raise NotAllowed(Act.UNITS_EDIT.value)
    if request.method != "POST":
        form = UnitImportForm(initial={"parent": _own(scopes)})
        return _first_page(request, form)
    form = UnitImportForm(request.POST)
    if not form.is_valid():
        return _first_page(request, form, status=422)
    try:
        as_of: date = form.cleaned_data["as_of"] or clock.today()
        under = resolve_unit(form.cleaned_data["parent"], as_of=as_of, within=scopes)
        kind = UnitKind(form.cleaned_data["kind"]) if form.cleaned_data["kind"] else None
        return _step(request, _Task(under, as_of, kind))
    except InputProblems as error:
        return _first_page(request, form, status=422, problems=error.problems)


def _own(scopes: frozenset[UUID]) -> str:
    version = version_of(next(iter(scopes))) if len(scopes) == 1 else None
    return (version.code or version.full_name) if version else ""


def _with_lists(person: User) -> UnitVersion | None:
    """The commune whose lists of households the person takes in on a page of their own, where it is a single one."""
    scopes = powers_of(person).scopes(Act.FIGURES_ENTER)
    place = roster_list_place(person, next(iter(scopes))) if len(scopes) == 1 else None
    return place.version if place else None


def _first_page(request: SignedInRequest, form: UnitImportForm, *, status: int = 200, **more: object) -> HttpResponse:
    context = {
        "form": form,
        "templates": [(kind.value, kind.vietnamese) for kind in ASKED],
        "households_of": _with_lists(request.user),
        "works": works_of(request.user.pk).filter(kind=KIND)[:_WORKS_SHOWN],
    }
    return render(request, "units/import.html", context | more, status=status)


def _step(request: SignedInRequest, task: _Task) -> HttpResponse:
    expected = Expected(MEANINGS, refused_columns, MOST_ROWS)
    step = next_step(request, expected)
    base: dict[str, object] = {"task": task, "step": step}
    if not isinstance(step, Ready):
        here = reverse("unit_import")
        door = Door(_("Nhập từ bảng tính"), here, again=here, said="units/_import_said.html")
        return ask(request, step, expected, door, base)
    return _record(request, task, step) if "confirm" in request.POST else _look(request, task, step, base)


def _look(request: SignedInRequest, task: _Task, step: Ready, base: dict[str, object]) -> HttpResponse:
    typed = read_units(step.table, task.kind)
    problems, tried = list(typed.problems), None
    is_long = len(step.table.rows) > _AT_ONCE
    if not problems:
        try:
            if is_long:
                refuse_rows(typed)
            else:
                tried = _import(request, task, step, dry_run=True)
        except InputProblems as error:
            problems = list(error.problems)
    shown = {
        "rows": [_shown(row) for row in typed.rows[:_ROWS_SHOWN]],
        "count": len(typed.rows),
        "is_long": is_long,
        "tried": tried,
        "problems": problems,
        "notes": tried.warnings if tried else typed.notes,
    }
    return render(request, "units/import_preview.html", base | shown, status=422 if problems else 200)


def _shown(row: TypedUnit) -> tuple[str, str, str, str]:
    numbers = ", ".join(value for _scheme, value in row.identifiers)
    return row.name, row.kind.vietnamese, row.parent, numbers


def _import(request: SignedInRequest, task: _Task, step: Ready, *, dry_run: bool = False) -> Imported:
    return units_import(
        by=request.user,
        table=step.table,
        as_of=task.as_of,
        under=task.under.unit_id,
        kind=task.kind,
        dry_run=dry_run,
    )


def _record(request: SignedInRequest, task: _Task, step: Ready) -> HttpResponse:
    if len(step.table.rows) > _AT_ONCE:
        job = units_import_later(
            by=request.user, table=step.table, as_of=task.as_of, under=task.under.unit_id, kind=task.kind
        )
        return redirect("unit_import_work", job.pk)
    done = _import(request, task, step)
    messages.success(request, _("Đã nhập: %(counts)s.") % {"counts": done.counts})
    return redirect("unit_page", task.under.unit_id)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def unit_import_work(request: SignedInRequest, job_id: UUID) -> HttpResponse:
    """How far a long import has come, for whoever asked for it; sending the page stops it."""
    job = own_work(request, KIND, job_id)
    return work_page(request, job, "units/import_work.html", {"again": reverse("unit_import")})


@signed_in
@require_safe
def unit_import_template(request: SignedInRequest, kind: str) -> HttpResponse:
    """A workbook to fill in: the units of one kind that the person looks after, in the columns that are read."""
    scopes = powers_of(request.user).scopes(Act.UNITS_EDIT)
    if not scopes:
        raise NotAllowed(Act.UNITS_EDIT.value)
    subject = next((each for each in ASKED if each.value == kind), None)
    if subject is None:
        raise Http404
    answer = HttpResponse(workbook([unit_sheet(SubjectKind(subject), scopes, clock.today())]), content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="don-vi-{subject.value}.xlsx"'
    return answer
