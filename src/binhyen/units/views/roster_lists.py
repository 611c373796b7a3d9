"""Rosters from a list in a spreadsheet or a pasted range: look, say what columns mean, see counts, then all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from binhyen.accounts.attempts import UNPROCESSABLE, attempt
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.kernel import text
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.sheets.writing import workbook
from binhyen.shell.tables import Door, Expected, Ready, ask, next_step
from binhyen.units.forms.rosters import RosterListForm, this_year
from binhyen.units.models import UnitVersion
from binhyen.units.roster_columns import MEANINGS, refused_columns, with_areas
from binhyen.units.roster_lines import Usual
from binhyen.units.selectors.roster_sheets import roster_sheet
from binhyen.units.selectors.rosters import WITH_HOUSEHOLDS, RosterPlace, roster_list_place, rosters_within
from binhyen.units.services.roster_importing import RostersImported, rosters_import

MOST_ROWS = 30_000
_PROBLEMS_SHOWN = 100
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EXPECTED = Expected(MEANINGS, refused_columns, MOST_ROWS, prepared=with_areas)


@dataclass(frozen=True, slots=True)
class _Task:
    """For which commune or area, in which year, and what the list does not say itself."""

    version: UnitVersion
    year: int
    day: date
    channel: str

    @property
    def is_area(self) -> bool:
        """Whether rows need not say of which area they are."""
        return self.version.subject in WITH_HOUSEHOLDS


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def roster_import(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    """Choose, say what columns mean, look, confirm. Nothing is kept between the steps but what the page carries."""
    place = _place(request, unit_id)
    if request.method != "POST":
        return _first_page(request, place, RosterListForm(initial={"year": _year_asked(request)}))
    form = RosterListForm(request.POST)
    if not form.is_valid():
        return _first_page(request, place, form, status=UNPROCESSABLE)
    said = form.cleaned_data
    try:
        return _step(request, _Task(place.version, said["year"], said["day"], said["channel"]))
    except InputProblems as error:
        return _first_page(request, place, form, status=UNPROCESSABLE, problems=_fewer(error.problems))


def _place(request: SignedInRequest, unit_id: UUID) -> RosterPlace:
    place = roster_list_place(request.user, unit_id)
    if place is None:
        raise Http404
    return place


def _year_asked(request: SignedInRequest) -> int:
    asked = request.GET.get("nam", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) == len("2026") else this_year()


def _first_page(
    request: SignedInRequest, place: RosterPlace, form: RosterListForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    year = form.cleaned_data.get("year", this_year()) if form.is_bound else form.initial["year"]
    is_area = place.version.subject in WITH_HOUSEHOLDS
    areas = [] if is_area else rosters_within(place.version.unit_id, year)
    context = {"version": place.version, "is_area": is_area, "form": form, "year": year, "areas": areas}
    return render(request, "units/roster_import.html", context | more, status=status)


def _fewer(problems: Sequence[Problem]) -> list[Problem]:
    """The first of many, and how many more there are: a column read amiss is wrong in every row."""
    shown = list(problems[:_PROBLEMS_SHOWN])
    if rest := len(problems) - len(shown):
        shown.append(Problem("con_nua", f"Còn {text.number(rest)} chỗ nữa.", cure="Sửa các chỗ trên rồi nhập lại."))
    return shown


def _step(request: SignedInRequest, task: _Task) -> HttpResponse:
    step = next_step(request, _EXPECTED)
    base: dict[str, object] = {"task": task, "version": task.version, "step": step}
    if not isinstance(step, Ready):
        here, is_sample = reverse("roster_import", args=[task.version.unit_id]), task.version.unit.is_sample
        door = Door(_("Nhập sổ số hộ"), here, again=here, said="units/_roster_import_said.html", is_sample=is_sample)
        return ask(request, step, _EXPECTED, door, base)
    return _record(request, task, step, base) if "confirm" in request.POST else _look(request, task, step, base)


def _import(request: SignedInRequest, task: _Task, step: Ready, **more: Any) -> RostersImported:
    usual = Usual(task.day, task.channel)
    unit = task.version.unit_id
    return rosters_import(by=request.user, unit=unit, year=task.year, table=step.table, usual=usual, **more)


def _look(
    request: SignedInRequest, task: _Task, step: Ready, base: dict[str, object], *, status: int = 200, **more: object
) -> HttpResponse:
    """What would happen, area by area and in counts, or every problem with its cell."""
    try:
        tried = _import(request, task, step, dry_run=True)
    except InputProblems as error:
        shown = base | {"problems": _fewer(error.problems)}
        return render(request, "units/roster_import_preview.html", shown, status=UNPROCESSABLE)
    return render(request, "units/roster_import_preview.html", base | {"tried": tried} | more, status=status)


def _record(request: SignedInRequest, task: _Task, step: Ready, base: dict[str, object]) -> HttpResponse:
    form, key = RosterListForm(request.POST), submission_key(request)
    seen = request.POST.get("ban", "")
    status = attempt(
        request, form, lambda: _import(request, task, step, seen=seen, act_key=key), done=_("Đã ghi sổ số hộ.")
    )
    if status:
        return _look(request, task, step, base, status=status, refusals=form.refusals)
    if task.is_area:
        return redirect("rosters", task.version.unit_id)
    return redirect(f"{reverse('roster_import', args=[task.version.unit_id])}?nam={task.year}")


@signed_in
@require_safe
def roster_template(request: SignedInRequest, unit_id: UUID, year: int) -> HttpResponse:
    """A workbook to fill in: the areas and their running numbers."""
    place = _place(request, unit_id)
    answer = HttpResponse(workbook([roster_sheet(place.version.unit_id, year)]), content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="so-ho-{year}.xlsx"'
    return answer
