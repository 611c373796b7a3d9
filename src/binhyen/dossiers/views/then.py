"""A dossier as it stood at an earlier moment: after any act on it, or at the end of any day."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from binhyen.accounts.signed_in import SignedInRequest, signed_in
from binhyen.dossiers.lifecycle import DECIDED
from binhyen.dossiers.models import DossierState
from binhyen.dossiers.selectors.lists import STATE_TONES
from binhyen.dossiers.selectors.pages import criterion_rows, papers_of_dossier, stations, why
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.dossiers.selectors.scores import score_sheet, why_points
from binhyen.dossiers.selectors.then import Moment, dossier_then, end_of, moment_after, moments_of
from binhyen.dossiers.views.common import UNPROCESSABLE, dossier_or_404
from binhyen.shell.typed import DayField, SpeakingForm


class DayForm(SpeakingForm):
    """The end of which day."""

    ngay = DayField(label="Cuối ngày")


@signed_in
@require_safe
def dossier_earlier(request: SignedInRequest, dossier_id: UUID) -> HttpResponse:
    """The page of the dossier with what was recorded by then and nothing later; without a moment, as of the decision,
    or of the last act."""
    seen = dossier_or_404(request, dossier_id)
    moments = moments_of(seen.dossier)
    form = DayForm(request.GET if request.GET.get("ngay") else None)
    at = _asked(request.GET.get("muc", ""), form, moments)
    then = dossier_then(seen.dossier, at)
    one, rules = then.dossier, rules_of(then.dossier)
    rows, scores = criterion_rows(rules, one, then.verdicts), score_sheet(one, then.verdicts)
    in_points = why_points(rules, one, then.verdicts.shown, scores)
    context = {
        "dossier": one,
        "cycle": one.cycle,
        "state": DossierState(one.state),
        "tone": STATE_TONES[DossierState(one.state)],
        "is_decided": one.state in DECIDED,
        "rules": rules,
        "verdict": then.verdicts.shown,
        "why": in_points or why(then.verdicts.shown, rows),
        "by_points": bool(in_points),
        "rows": rows,
        "scores": scores,
        "figures": then.figures,
        "past": then.past,
        "papers": papers_of_dossier(one, then.past, then.figures),
        "decision": then.decision,
        "steps": stations(one, then.past, then.figures, then.decision),
        "timeline": then.timeline,
        "moments": moments,
        "chosen": next((one for one in moments if one.at <= at), None),
        "at": at,
        "form": form,
    }
    status = UNPROCESSABLE if form.is_bound and not form.is_valid() else 200
    return render(request, "dossiers/dossier_earlier.html", context, status=status)


def _asked(number: str, form: DayForm, moments: list[Moment]) -> datetime:
    if form.is_bound and form.is_valid():
        return end_of(form.cleaned_data["ngay"])
    if not moments:
        raise Http404
    if number:
        found = next((one for one in moments if str(one.seq) == number), None)
        if found is None:
            raise Http404
        return moment_after(found.seq)
    return moment_after(next((one.seq for one in moments if one.is_decision), moments[0].seq))
