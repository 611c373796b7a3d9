"""The officer's pages: who has a link, giving links, printing them as slips, taking them back."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from binhyen.accounts.attempts import attempt, press
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.dossiers.models import Cycle, Dossier
from binhyen.dossiers.selectors.scope import cycles_for
from binhyen.kernel import clock
from binhyen.links.models import Link
from binhyen.links.papers import slips_of
from binhyen.links.selectors import dossiers_to_link, hash_of, link_lines
from binhyen.links.services import GivenLink, link_revoke, links_give
from binhyen.papers.downloads import open_bytes
from binhyen.papers.formats import PDF
from binhyen.rendering import slips
from binhyen.shell.typed import DayField, SpeakingForm

_DONE = "Đã cấp liên kết. Mã PIN chỉ hiện một lần, ở trang này."
_USUAL = timedelta(days=60)
_PIN = re.compile(r"\d{6}")


class GiveForm(SpeakingForm):
    """Until when the links shall lead somewhere."""

    valid_to = DayField(label="Dùng đến hết ngày", may_come=True)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cycle_links(request: SignedInRequest, cycle_id: UUID) -> HttpResponse:
    """The links of a cycle; giving some answers with their addresses and PINs, which are shown this once."""
    cycle = get_object_or_404(cycles_for(request.user), pk=cycle_id)
    listed = list(dossiers_to_link(request.user, cycle))
    if not listed:
        raise Http404
    if request.method != "POST":
        form = GiveForm(initial={"valid_to": clock.today() + _USUAL})
        return _page(request, cycle, listed, form, ())
    form, chosen = GiveForm(request.POST), frozenset(request.POST.getlist("ho_so"))
    given: list[GivenLink] = []
    status = 422
    if form.is_valid():
        status = attempt(request, form, lambda: given.extend(_give(request, listed, chosen, form)), done="")
    if status:
        return _page(request, cycle, listed, form, chosen, status=status)
    if not given:
        return redirect("cycle_links", cycle.pk)
    return _shown_once(request, cycle, given, form.cleaned_data["valid_to"])


def _give(
    request: SignedInRequest, listed: Sequence[Dossier], chosen: frozenset[str], form: GiveForm
) -> list[GivenLink]:
    return links_give(
        by=request.user,
        dossiers=[dossier for dossier in listed if str(dossier.pk) in chosen],
        valid_to=form.cleaned_data["valid_to"],
        act_key=submission_key(request),
    )


def _page(
    request: HttpRequest,
    cycle: Cycle,
    listed: Sequence[Dossier],
    form: GiveForm,
    chosen: Sequence[str] | frozenset[str],
    *,
    status: int = 200,
) -> HttpResponse:
    lines = link_lines(listed)
    context = {
        "cycle": cycle,
        "lines": lines,
        "form": form,
        "chosen": chosen,
        "has_living": any(line.link and line.link.is_alive for line in lines),
    }
    return render(request, "links/cycle_links.html", context, status=status)


def _shown_once(request: HttpRequest, cycle: Cycle, given: Sequence[GivenLink], valid_to: date) -> HttpResponse:
    shown = [{"one": one, "address": _address(request, one.token)} for one in given]
    return render(request, "links/given.html", {"cycle": cycle, "shown": shown, "valid_to": valid_to})


def _address(request: HttpRequest, token: str) -> str:
    base = settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")
    return base + reverse("link_home", args=[token])


@signed_in
@require_POST
def slips_print(request: SignedInRequest, cycle_id: UUID) -> FileResponse:
    """Slips with QR code and PIN, from what the page that showed them still holds: nothing is looked up or kept."""
    cycle = get_object_or_404(cycles_for(request.user), pk=cycle_id)
    pins = dict(zip(request.POST.getlist("token"), request.POST.getlist("pin"), strict=False))
    links = Link.objects.filter(
        token_hash__in=[hash_of(token) for token in pins],
        revoked_at=None,
        dossier__in=dossiers_to_link(request.user, cycle),
    ).select_related("dossier")
    by_hash = {link.token_hash: link for link in links}
    given = [
        (by_hash[hash_of(token)], _address(request, token), pin)
        for token, pin in pins.items()
        if hash_of(token) in by_hash and _PIN.fullmatch(pin)
    ]
    if not given:
        raise Http404
    made = slips.render(slips_of(cycle, given), made_at=clock.now())
    return open_bytes(made, file_name=f"phieu-lien-ket-{cycle.year}{PDF.suffix}", content_type=PDF.content_type)


@signed_in
@require_POST
def revoke(request: SignedInRequest, cycle_id: UUID, link_id: UUID) -> HttpResponse:
    """Take one link back."""
    cycle = get_object_or_404(cycles_for(request.user), pk=cycle_id)
    link = get_object_or_404(Link, pk=link_id, dossier__in=dossiers_to_link(request.user, cycle))
    press(
        request,
        lambda: link_revoke(by=request.user, link=link, act_key=submission_key(request)),
        done=f"Đã thu hồi liên kết của {link.dossier.unit_name}.",
    )
    return redirect("cycle_links", cycle.pk)
