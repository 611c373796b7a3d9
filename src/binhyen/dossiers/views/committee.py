"""The rules of a committee: asked, shown with their paper, entered by its office."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.dossiers.forms.committee import RulesForm
from binhyen.dossiers.selectors.committee import rules_so_far
from binhyen.dossiers.views.common import UNPROCESSABLE, attempt, cycle_or_404
from binhyen.kernel.errors import NotAllowed
from binhyen.units.selectors import path_ids, version_of


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def committee_rules(request: SignedInRequest, cycle_id: UUID, judge_id: UUID) -> HttpResponse:
    """How this committee votes and posts in this cycle, and the form that enters it anew."""
    seen = cycle_or_404(request, cycle_id)
    judge, path, powers = version_of(judge_id), path_ids(judge_id), powers_of(request.user)
    if judge is None or not powers.may(Act.READ, path):
        raise Http404
    may_set = powers.may(Act.CYCLE_OPEN, path)
    known = rules_so_far(seen.cycle.pk, judge_id)
    names = dict(seen.dossiers.filter(judged_by=judge_id).values_list("unit", "unit_name"))
    form, status = RulesForm.asking(known[0] if known else None, names), 200
    if request.method == "POST":
        if not may_set:
            raise NotAllowed(Act.CYCLE_OPEN.value)
        form, status = RulesForm(request.POST), UNPROCESSABLE
        if form.is_valid():
            act = partial(
                form.carry_out,
                by=request.user, cycle=seen.cycle, judge=judge.unit, names=names, seen=request.POST.get("seen", ""),
                act_key=submission_key(request),
            )  # fmt: skip
            status = attempt(request, form, act, done="Đã ghi quy chế của Ban Chỉ đạo.")
            if not status:
                return redirect("committee_rules", cycle_id, judge_id)
    context = {
        "cycle": seen.cycle,
        "judge": judge,
        "known": known,
        "names": names,
        "form": form if may_set else None,
    }
    return render(request, "dossiers/committee_rules.html", context, status=status)
