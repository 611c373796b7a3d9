"""Targets beside what is recognised, for the office."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from binhyen.accounts.attempts import UNPROCESSABLE, attempt, press
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.insight.targets import target_boards, targets_for
from binhyen.insight.targets_forms import TargetForm
from binhyen.insight.targets_recording import target_withdraw
from binhyen.kernel.errors import NotAllowed
from binhyen.units.selectors import in_scope, versions_of


@signed_in
@require_safe
def targets_page(request: SignedInRequest) -> HttpResponse:
    """Targets of the person's parts of the tree and of what stands above, by programme and day."""
    scopes = powers_of(request.user).scopes(Act.CYCLE_OPEN)
    mine = set(in_scope(scopes).values_list("descendant", flat=True)) if scopes else set()
    context = {
        "boards": [(board, board.scope_id in mine) for board in target_boards(targets_for(request.user), public=False)],
        "may_record": bool(scopes),
    }
    return render(request, "insight/targets.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def target_new(request: SignedInRequest) -> HttpResponse:
    """Record a target by its paper."""
    scopes = powers_of(request.user).scopes(Act.CYCLE_OPEN)
    if not scopes:
        raise NotAllowed(Act.CYCLE_OPEN.value)
    places = list(versions_of(scopes).values())
    form, status = TargetForm(scopes=places), 200
    if request.method == "POST":
        form, status = TargetForm(request.POST, scopes=places), UNPROCESSABLE
        if form.is_valid():
            act = partial(form.carry_out, by=request.user, act_key=submission_key(request))
            status = attempt(request, form, act, done="Đã ghi chỉ tiêu.")
            if not status:
                return redirect("targets")
    return render(request, "insight/target_new.html", {"form": form}, status=status)


@signed_in
@require_POST
def target_out(request: SignedInRequest, target_id: UUID) -> HttpResponse:
    """Take a target off the board."""
    target = get_object_or_404(targets_for(request.user), pk=target_id)
    act = partial(target_withdraw, by=request.user, target=target, act_key=submission_key(request))
    press(request, act, done="Đã bỏ chỉ tiêu.")
    return redirect("targets")
