"""Rosters of households: counts for whoever may read the area, the numbers for whoever types for it."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from binhyen.accounts.attempts import UNPROCESSABLE, attempt
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.shell.typed import SpeakingForm
from binhyen.units.forms.rosters import ResizeForm, RosterForm, TickForm
from binhyen.units.models import Roster, RosterLine
from binhyen.units.roster_numbers import read_numbers, said
from binhyen.units.selectors.rosters import RosterCounts, RosterPlace, roster_of, roster_place, rosters_of
from binhyen.units.services.rosters import roster_erase, roster_open, roster_resize, roster_tick


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def rosters(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    """The years of an area as counts; beginning another."""
    place = _place(request, unit_id)
    form, status = RosterForm(), 200
    if request.method == "POST":
        form, status = RosterForm(request.POST), UNPROCESSABLE
        if form.is_valid():
            typed, key = form.cleaned_data, submission_key(request)
            status = attempt(
                request,
                form,
                lambda: roster_open(
                    by=request.user, unit=unit_id, year=typed["year"], households=typed["households"], act_key=key
                ),
                done=_("Đã lập sổ số hộ."),
            )
            if not status:
                return redirect("roster", unit_id, typed["year"])
    context = {"place": place, "rosters": rosters_of(unit_id), "form": form if place.may_tick else None}
    return render(request, "units/rosters.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def roster(request: SignedInRequest, unit_id: UUID, year: int) -> HttpResponse:
    """One year: counts, and for whoever types for the area the numbers to tick (`viec`: ghi, doi_so, xoa)."""
    place, found = _place(request, unit_id), roster_of(unit_id, year)
    if found is None:
        raise Http404
    asked = request.POST.get("viec", "")
    acts: dict[str, tuple[type[SpeakingForm], Callable[[SpeakingForm], object], str]] = {
        "ghi": (TickForm, lambda form: _tick(request, found, form), _("Đã ghi sổ.")),
        "doi_so": (ResizeForm, lambda form: _resize(request, found, form), _("Đã đổi số hộ.")),
        "xoa": (SpeakingForm, lambda form: _erase(request, found), _("Đã xóa các số; số đếm được giữ lại.")),
    }
    forms: dict[str, SpeakingForm] = {name: form(auto_id=f"{name}-%s") for name, (form, _act, _said) in acts.items()}
    status = 200
    if request.method == "POST":
        if asked not in acts:
            raise Http404
        kind, act, done = acts[asked]
        forms[asked] = form = kind(request.POST, auto_id=f"{asked}-%s")
        status = attempt(request, form, lambda: act(form), done=done) if form.is_valid() else UNPROCESSABLE
        if not status:
            return redirect("roster", unit_id, year)
    context = {"place": place, "roster": found, "counts": RosterCounts.of(found), "forms": forms}
    if place.may_tick and found.erased_at is None:
        context |= _grid(found, ticked=_ticked(request, found) if asked == "ghi" else None)
    return render(request, "units/roster.html", context, status=status)


def _place(request: SignedInRequest, unit_id: UUID) -> RosterPlace:
    place = roster_place(request.user, unit_id)
    if place is None or (request.method == "POST" and not place.may_tick):
        raise Http404
    return place


def _tick(request: SignedInRequest, found: Roster, form: SpeakingForm) -> Roster:
    typed = form.cleaned_data
    numbers = _ticked(request, found) | read_numbers(typed["numbers"], most=found.households)
    return roster_tick(
        by=request.user,
        roster=found,
        registered=numbers,
        day=typed["day"],
        channel=RosterLine.Channel(typed["channel"]),
        seen=_seen(request),
        act_key=submission_key(request),
    )


def _resize(request: SignedInRequest, found: Roster, form: SpeakingForm) -> Roster:
    households = form.cleaned_data["households"]
    key = submission_key(request)
    return roster_resize(by=request.user, roster=found, households=households, seen=_seen(request), act_key=key)


def _erase(request: SignedInRequest, found: Roster) -> Roster:
    return roster_erase(by=request.user, roster=found, seen=_seen(request), act_key=submission_key(request))


def _ticked(request: SignedInRequest, found: Roster) -> set[int]:
    """The boxes that were ticked; what is no number of this roster is left to the service to refuse."""
    typed = request.POST.getlist("so")[: found.households + 1]
    return {
        int(number) if number.isascii() and number.isdigit() and len(number) < len("1000000") else 0 for number in typed
    }


def _seen(request: SignedInRequest) -> int:
    typed = request.POST.get("ban", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < len("1000000000") else 0


def _grid(found: Roster, *, ticked: set[int] | None) -> dict[str, object]:
    """The numbers with what is ticked: what stands, or what was typed and refused. Neither days nor ways are shown."""
    lines = dict(found.lines.values_list("number", "registered"))
    shown = {number for number, registered in lines.items() if registered} if ticked is None else ticked
    return {"lines": [(number, number in shown) for number in lines], "said": said(shown)}
