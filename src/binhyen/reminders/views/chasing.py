"""Who owes what, with what to send them; what was agreed."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from binhyen.accounts.attempts import press
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.dossiers.models import Cycle
from binhyen.kernel.text import fold
from binhyen.papers.downloads import open_bytes
from binhyen.papers.formats import DOCX, PDF
from binhyen.reminders.models import OwedStep
from binhyen.reminders.selectors.chasing import (
    SPOKEN_WORDS,
    Chase,
    ChaseFilter,
    chase_of,
    cycles_to_chase,
    words_of,
)
from binhyen.reminders.selectors.contacts import contacts_of
from binhyen.reminders.services.contacts import contact_withdraw
from binhyen.rendering import docx, pdf

_RECENT = 20


@signed_in
@require_safe
def chasing_home(request: SignedInRequest) -> HttpResponse:
    """The cycles in which units owe something, and whom one spoke with last."""
    recent = contacts_of(request.user).select_related("cycle")[:_RECENT]
    context = {
        "cycles": cycles_to_chase(request.user),
        "contacts": [(one, words_of(one)) for one in recent],
        "may_chase": bool(powers_of(request.user).scopes(Act.CHASE)),
    }
    return render(request, "reminders/home.html", context)


@signed_in
@require_safe
def chasing(request: SignedInRequest, cycle_id: UUID) -> HttpResponse:
    """Everybody who owes something in one cycle, narrowed by `?con=&loai=&tre=&goi=`."""
    whole = _chase_or_404(request, cycle_id)
    wanted = _filter(request)
    shown = whole.narrowed(wanted)
    context = {
        "cycle": whole.cycle,
        "whole": whole,
        "chase": shown,
        "wanted": wanted,
        "steps": OwedStep.choices,
        "kinds": [(kind.value, kind.vietnamese) for kind in whole.kinds],
        "spoken": SPOKEN_WORDS.items(),
        "query": request.GET.urlencode(),
    }
    return render(request, "reminders/chasing.html", context)


def _chase_or_404(request: SignedInRequest, cycle_id: UUID) -> Chase:
    cycle = get_object_or_404(Cycle.objects.select_related("programme"), pk=cycle_id)
    found = chase_of(request.user, cycle)
    if found is None:
        raise Http404
    return found


def _filter(request: SignedInRequest) -> ChaseFilter:
    asked = request.GET
    return ChaseFilter(asked.get("con", ""), asked.get("loai", ""), bool(asked.get("tre")), asked.get("goi", ""))


@signed_in
@require_safe
def chasing_file(request: SignedInRequest, cycle_id: UUID, paper: str, suffix: str) -> FileResponse:
    """The sheet to call from or the letter, for those that the same filters leave."""
    shown = _chase_or_404(request, cycle_id).narrowed(_filter(request))
    document = shown.paper(paper)
    if document is None or suffix not in ("pdf", "docx"):
        raise Http404
    name = f"{paper}-{slugify(fold(shown.cycle.scope_name))}-{shown.cycle.year}"
    if suffix == "docx":
        made = docx.render(document, made_at=shown.at)
        return open_bytes(made, file_name=f"{name}{DOCX.suffix}", content_type=DOCX.content_type)
    made = pdf.render(document, made_at=shown.at)
    return open_bytes(made, file_name=f"{name}{PDF.suffix}", content_type=PDF.content_type)


@signed_in
@require_POST
def contact_take_back(request: SignedInRequest, contact_id: UUID) -> HttpResponse:
    """Withdraw a contact that was a mistake."""
    contact = get_object_or_404(contacts_of(request.user), pk=contact_id)
    press(
        request,
        lambda: contact_withdraw(by=request.user, contact=contact, act_key=submission_key(request)),
        done="Đã rút lần liên hệ.",
    )
    return redirect(reverse("chasing", args=[contact.cycle_id]) if contact.cycle_id else "chasing_home")
