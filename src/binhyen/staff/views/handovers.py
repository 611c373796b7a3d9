"""Handing over an office: what would pass on, the act, its record and the minutes to be signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from binhyen.accounts.attempts import UNPROCESSABLE, attempt
from binhyen.accounts.models import User
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.audit import services as audit
from binhyen.dossiers.models import Handover
from binhyen.dossiers.selectors.handover import OpenWork, handovers_for, minutes_of, open_work
from binhyen.dossiers.services.handover import handover_make
from binhyen.kernel.errors import RefusedByState
from binhyen.kernel.text import fold
from binhyen.papers.downloads import open_bytes
from binhyen.papers.formats import DOCX, PDF
from binhyen.papers.services import paper_record
from binhyen.rendering import docx, pdf
from binhyen.staff.forms import HandoverForm
from binhyen.staff.selectors import Person, accounts_for, person_for
from binhyen.units.models import Unit


@signed_in
@require_safe
def handovers(request: SignedInRequest) -> HttpResponse:
    """The handovers that the person may read, the newest first."""
    return render(request, "staff/handovers.html", {"handovers": handovers_for(request.user)})


@dataclass(frozen=True, slots=True)
class _Place:
    """One place where the giver holds roles."""

    unit: UUID
    name: str


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def handover_new(request: SignedInRequest, user_id: UUID) -> HttpResponse:
    """GET shows what would pass on from this account at one place; POST passes it on."""
    person = person_for(request.user, user_id)
    if person is None:
        raise Http404
    places = _places(person)
    form, status = HandoverForm(takers=_takers(request, person)), 200
    if request.method == "POST":
        form, status = HandoverForm(request.POST, takers=_takers(request, person)), UNPROCESSABLE
        if form.is_valid():
            made: list[Handover] = []
            act = partial(_hand_over, request, person, _at(places, request), form, made)
            status = attempt(request, form, act, done=_("Đã bàn giao."))
            if not status:
                return redirect("handover", made[0].pk) if made else redirect("handovers")
    place = _at(places, request) or (places[0] if places else None)
    work = open_work(person.user, place.unit) if place else None
    context = {"person": person, "places": places, "place": place, "work": work, "form": form}
    return render(request, "staff/handover_new.html", context, status=status)


def _places(person: Person) -> list[_Place]:
    """Where the account holds something that this administrator looks after, by name."""
    names = {one.grant.scope: one.place for one in person.held if one.is_mine and not one.is_over}
    return sorted((_Place(unit, name) for unit, name in names.items()), key=lambda place: fold(place.name))


def _at(places: Sequence[_Place], request: SignedInRequest) -> _Place | None:
    """The place that was asked for, where something is held."""
    asked = (request.POST or request.GET).get("don_vi")
    return next((one for one in places if str(one.unit) == asked), None)


def _takers(request: SignedInRequest, giver: Person) -> tuple[tuple[str, str], ...]:
    """Whom the administrator may choose: accounts in use of their part of the tree, never their own."""
    return tuple(
        (str(one.pk), f"{one.full_name} ({one.username})")
        for one in accounts_for(request.user)
        if one.is_active and one.pk not in (giver.user.pk, request.user.pk)
    )


def _hand_over(
    request: SignedInRequest, giver: Person, place: _Place | None, form: HandoverForm, made: list[Handover]
) -> None:
    # Whoever presses twice comes when nothing is held any more: that it was done is told, not that nothing is there.
    audit.refuse_repeat(submission_key(request))
    if place is None:
        raise RefusedByState("Tài khoản này không còn giữ vai trò ở đơn vị đó.", cure="Xem các lần bàn giao đã ghi.")
    typed, scope = form.cleaned_data, Unit.objects.get(pk=place.unit)
    taker = get_object_or_404(User, pk=typed["taker"])
    told = {name: typed[name] for name in ("title", "number", "issued_on", "place_kept")}
    paper = paper_record(by=request.user, owner_unit=scope.pk, **told) if typed["title"] else None
    made.append(
        handover_make(
            by=request.user, giver=giver.user, taker=taker, scope=scope, paper=paper,
            seen=request.POST.get("seen", ""), act_key=submission_key(request),
        )
    )  # fmt: skip


@signed_in
@require_safe
def handover(request: SignedInRequest, handover_id: UUID) -> HttpResponse:
    """The record of one handover."""
    found = _handover(request, handover_id)
    return render(request, "staff/handover.html", {"handover": found, "work": OpenWork.from_data(found.shown)})


@signed_in
@require_safe
def handover_paper(request: SignedInRequest, handover_id: UUID, suffix: str) -> FileResponse:
    """The minutes, to be printed (pdf) or completed in Word (docx); names are written by hand."""
    found = _handover(request, handover_id)
    kinds = {"pdf": (PDF, pdf.render), "docx": (DOCX, docx.render)}
    if suffix not in kinds:
        raise Http404
    kind, write = kinds[suffix]
    name = f"bien-ban-ban-giao-{slugify(fold(found.scope_name))}-{found.handed_on:%Y%m%d}{kind.suffix}"
    made = write(minutes_of(found), made_at=found.applied_at)
    return open_bytes(made, file_name=name, content_type=kind.content_type)


def _handover(request: SignedInRequest, handover_id: UUID) -> Handover:
    return get_object_or_404(handovers_for(request.user), pk=handover_id)
