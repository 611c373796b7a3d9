"""From the counts of a roster to figures."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from binhyen.accounts.attempts import UNPROCESSABLE, attempt
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.dossiers.forms.rosters import RosterFiguresForm
from binhyen.dossiers.selectors.rosters import RosterFlow, RosterTarget, roster_flow
from binhyen.dossiers.services.rosters import roster_report

_CONFLICT = 409


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def roster_figures(request: SignedInRequest, unit_id: UUID, year: int) -> HttpResponse:
    """Each dossier of the area in that year, with the figures that count households."""
    flow = roster_flow(request.user, unit_id, year)
    if flow is None:
        raise Http404
    said = request.user.position or request.user.get_full_name()
    forms = {
        str(target.dossier.pk): RosterFiguresForm(target=target, initial={"reported_by": said})
        for target in flow.targets
    }
    status = 200
    if request.method == "POST":
        chosen = next((one for one in flow.targets if str(one.dossier.pk) == request.POST.get("dossier")), None)
        if chosen is None:
            # Handed in since the page was opened: the page says who still takes the count.
            status = _CONFLICT
        else:
            forms[str(chosen.dossier.pk)], status = _report(request, flow, chosen)
            if not status:
                return redirect("dossier", chosen.dossier.pk)
    shown = [(target.dossier, forms[str(target.dossier.pk)]) for target in flow.targets]
    return render(request, "dossiers/roster_figures.html", {"roster": flow.roster, "shown": shown}, status=status)


def _report(request: SignedInRequest, flow: RosterFlow, chosen: RosterTarget) -> tuple[RosterFiguresForm, int]:
    """The form with what was refused, and the status; 0 when the figures were recorded."""
    form = RosterFiguresForm(request.POST, target=chosen)
    if not form.is_valid():
        return form, UNPROCESSABLE
    typed = form.cleaned_data

    def act() -> object:
        return roster_report(
            by=request.user,
            roster=flow.roster,
            dossier=chosen.dossier,
            registered_as=typed["registered_as"],
            households_as=typed["households_as"],
            reported_by=typed["reported_by"],
            act_key=submission_key(request),
        )

    return form, attempt(request, form, act, done="Đã ghi số đếm vào số liệu.")
