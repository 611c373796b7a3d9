"""What the numbers of a cycle come to, on one page."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from binhyen.accounts.roles import Act
from binhyen.accounts.signed_in import SignedInRequest, signed_in
from binhyen.dossiers.selectors.scope import cycle_seen
from binhyen.insight.year_totals import totals_of
from binhyen.kernel import clock
from binhyen.kernel.errors import NotAllowed

_MOST_DOSSIERS = 5_000


@signed_in
@require_safe
def cycle_totals(request: SignedInRequest, cycle_id: UUID) -> HttpResponse:
    """By kind and figure: how many reported, the sum, and the year before at the same units."""
    seen = cycle_seen(request.user, cycle_id)
    if seen is None:
        raise Http404
    if not seen.is_whole:
        raise NotAllowed(Act.READ.value)
    is_large = seen.dossiers.count() > _MOST_DOSSIERS
    groups = [] if is_large else totals_of(seen)
    context = {"cycle": seen.cycle, "groups": groups, "is_large": is_large, "at": clock.now()}
    return render(request, "insight/totals.html", context)
