"""What was not known of a local unit when it was made, on a page of its own."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from binhyen.accounts.attempts import UNPROCESSABLE, attempt
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.units.forms.entering import ASKED_OF, CompleteForm
from binhyen.units.models import Identifier, Unit
from binhyen.units.selectors import path_ids, version_of
from binhyen.units.services.completing import unit_complete as complete


@signed_in
@require_http_methods(["GET", "POST"])
def unit_complete(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    """The facts that eligibility asks for, and the unit's numbers."""
    version = version_of(unit_id)
    if version is None or version.valid_to is not None or version.unit.origin != Unit.Origin.LOCAL:
        raise Http404
    if version.subject not in ASKED_OF or not powers_of(request.user).may(Act.UNITS_EDIT, path_ids(unit_id)):
        raise Http404
    known = dict(Identifier.objects.filter(unit=unit_id).values_list("scheme", "value"))
    form = CompleteForm(request.POST if request.method == "POST" else None, version=version, identifiers=known)
    status = 200
    if request.method == "POST":
        status = _complete(request, form, unit_id) if form.is_valid() else UNPROCESSABLE
        if not status:
            return redirect("unit_page", unit_id)
    return render(request, "units/complete.html", {"form": form, "version": version}, status=status)


def _complete(request: SignedInRequest, form: CompleteForm, unit: UUID) -> int:
    key, said, numbers = submission_key(request), form.attributes(), form.identifiers()
    return attempt(
        request,
        form,
        lambda: complete(by=request.user, unit=unit, attributes=said, identifiers=numbers, act_key=key),
        done=_("Đã ghi thông tin."),
    )
