"""Who signs in whose place: the list, recording one, ending one."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from binhyen.accounts.models import User
from binhyen.accounts.selectors import powers_of
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.dossiers.forms.delegations import DelegationForm, EndForm
from binhyen.dossiers.views.common import UNPROCESSABLE, attempt
from binhyen.kernel import clock
from binhyen.kernel.errors import NotAllowed
from binhyen.recognition.selectors import delegations_for
from binhyen.recognition.services.delegations import RECORDING, may_record
from binhyen.units.models import UnitVersion
from binhyen.units.selectors import versions_of


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def delegations(request: SignedInRequest) -> HttpResponse:
    """Who may sign, now and before; the office records a new one."""
    units = _units(request.user)
    form, status = DelegationForm(units=units), 200
    if request.method == "POST":
        if not units:
            raise NotAllowed(RECORDING[0].value)
        form, status = DelegationForm(request.POST, units=units), UNPROCESSABLE
        if form.is_valid():
            act = partial(form.carry_out, by=request.user, act_key=submission_key(request))
            status = attempt(request, form, act, done="Đã ghi việc ký thay.")
            if not status:
                return redirect("delegations")
    return _page(request, form if units else None, EndForm(), status)


@signed_in
@require_POST
def delegation_end(request: SignedInRequest, delegation_id: UUID) -> HttpResponse:
    """End one earlier than its paper said."""
    found = get_object_or_404(delegations_for(request.user), pk=delegation_id)
    if not may_record(request.user, found.unit):
        raise NotAllowed(RECORDING[0].value)
    form, status = EndForm(request.POST), UNPROCESSABLE
    if form.is_valid():
        act = partial(form.carry_out, by=request.user, delegation=found, act_key=submission_key(request))
        status = attempt(request, form, act, done="Đã ghi ngày kết thúc.")
        if not status:
            return redirect("delegations")
    return _page(request, DelegationForm(units=_units(request.user)), form, status)


def _page(request: SignedInRequest, form: DelegationForm | None, end: EndForm, status: int) -> HttpResponse:
    found = list(delegations_for(request.user))
    names, today = versions_of({one.unit_id for one in found}), clock.today()
    own = {unit.unit_id for unit in _units(request.user)}
    rows = [
        (
            one,
            names[one.unit_id].full_name,
            one.is_held_on(today),
            one.unit_id in own and (one.valid_to is None or one.valid_to > today),
        )
        for one in found
        if one.unit_id in names
    ]
    context = {"rows": rows, "form": form, "end": end}
    return render(request, "dossiers/delegations.html", context, status=status)


def _units(user: User) -> list[UnitVersion]:
    """The units for which the person may record who signs: those entrusted to them."""
    powers = powers_of(user)
    scopes = {scope for act in RECORDING for scope in powers.scopes(act)}
    return sorted(versions_of(scopes).values(), key=lambda one: one.full_name)
