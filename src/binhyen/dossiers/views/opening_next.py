"""Opening a year from the year before: choose the version, see what comes along, open."""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from binhyen.accounts.roles import Act
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.dossiers.forms.opening_next import OpenNextForm, WhichRules
from binhyen.dossiers.selectors.scope import SeenCycle
from binhyen.dossiers.services.opening_next import BroughtOver, brought_over, next_cycle, rulebooks_for_next
from binhyen.dossiers.views.common import UNPROCESSABLE, attempt, cycle_or_404
from binhyen.kernel.errors import InputProblems, NotAllowed, Problem, RefusedByState


@dataclass(slots=True)
class _Asked:
    """By which version, and what would come along."""

    which: WhichRules
    found: BroughtOver | None = None


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cycle_open_next(request: SignedInRequest, cycle_id: UUID) -> HttpResponse:
    """GET shows what comes along and what does not; POST opens the year."""
    seen = cycle_or_404(request, cycle_id)
    if not seen.may(Act.CYCLE_OPEN):
        raise NotAllowed(Act.CYCLE_OPEN.value)
    opened, asked = next_cycle(seen.cycle), _asked(request, seen)
    form, status = OpenNextForm(), 200
    if request.method == "POST":
        form, status = OpenNextForm(request.POST), UNPROCESSABLE
        if (asked.found or opened) and form.is_valid():
            act = partial(
                form.carry_out,
                by=request.user, cycle=seen.cycle, rulebook=asked.which.cleaned_data["ban"], act_key=submission_key(request),
            )  # fmt: skip
            status = attempt(request, form, act, done=f"Đã mở đợt xét năm {seen.cycle.year + 1}.")
            made = next_cycle(seen.cycle)
            if not status and made:
                return redirect("cycle", made.pk)
    context = {
        "cycle": seen.cycle,
        "year": seen.cycle.year + 1,
        "opened": opened,
        "which": asked.which,
        "found": asked.found,
        "form": form,
    }
    return render(request, "dossiers/cycle_open_next.html", context, status=status)


def _asked(request: SignedInRequest, seen: SeenCycle) -> _Asked:
    given = request.POST if request.method == "POST" else request.GET
    versions = rulebooks_for_next(seen.cycle)
    newest = versions.first()
    start = {"ban": newest.pk} if newest else {}
    asked = _Asked(WhichRules(given if "ban" in given else start, versions=versions))
    if asked.which.is_valid() and next_cycle(seen.cycle) is None:
        try:
            asked.found = brought_over(cycle=seen.cycle, rulebook=asked.which.cleaned_data["ban"])
        except RefusedByState as error:
            asked.which.take([Problem(error.code, error.message, cure=error.cure)])
        except InputProblems as error:
            asked.which.take(error.problems)
    return asked
