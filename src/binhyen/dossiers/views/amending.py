"""Amending a cycle in mid-year: choose a version, see what would change, then apply it by a paper."""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from binhyen.accounts.roles import Act
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.dossiers.forms.amending import AdoptForm, WhichVersion
from binhyen.dossiers.selectors.adopting import Amendment, adoptable, adoptions_of, amendment_of, shown_with
from binhyen.dossiers.selectors.scope import SeenCycle
from binhyen.dossiers.views.common import UNPROCESSABLE, attempt, cycle_or_404
from binhyen.kernel.errors import NotAllowed, Problem, RefusedByState

_TURNS_SHOWN = 200


@dataclass(slots=True)
class _Asked:
    """What was chosen, and what it would change."""

    which: WhichVersion
    amendment: Amendment | None = None


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cycle_amend(request: SignedInRequest, cycle_id: UUID) -> HttpResponse:
    """GET asks and shows; POST applies what was shown."""
    seen = cycle_or_404(request, cycle_id)
    if not seen.may(Act.CYCLE_OPEN):
        raise NotAllowed(Act.CYCLE_OPEN.value)
    is_sent = request.method == "POST"
    asked = _asked(request, seen)
    if not is_sent:
        return _page(request, seen, asked, AdoptForm(), 200)
    form, status = AdoptForm(request.POST), UNPROCESSABLE
    if asked.amendment is not None and form.is_valid():
        act = partial(
            form.carry_out,
            by=request.user, cycle=seen.cycle, rulebook=asked.which.cleaned_data["ban"], act_key=submission_key(request),
        )  # fmt: skip
        status = attempt(request, form, act, done=f"Đã áp dụng: {asked.amendment.moved} hồ sơ chuyển theo bản mới.")
        if not status:
            return redirect("cycle", cycle_id)
    return _page(request, seen, asked, form, status)


def _asked(request: SignedInRequest, seen: SeenCycle) -> _Asked:
    given = request.POST if request.method == "POST" else request.GET
    which = WhichVersion(given if "ban" in given else None, versions=adoptable(seen.cycle))
    asked = _Asked(which)
    if which.is_bound and which.is_valid():
        try:
            asked.amendment = amendment_of(seen.cycle, which.cleaned_data["ban"])
        except RefusedByState as error:
            which.take([Problem(error.code, error.message, cure=error.cure)])
    return asked


def _page(request: SignedInRequest, seen: SeenCycle, asked: _Asked, form: AdoptForm, status: int) -> HttpResponse:
    context = {
        "cycle": seen.cycle,
        "asked": asked,
        "amendment": asked.amendment,
        "turns_shown": _TURNS_SHOWN,
        "form": form,
        "past": [(one, shown_with(one)) for one in adoptions_of(seen.cycle)],
        "versions": bool(adoptable(seen.cycle)),
    }
    return render(request, "dossiers/cycle_amend.html", context, status=status)
