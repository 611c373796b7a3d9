"""Pages of units. The national lists are for every signed-in person; a local unit is shown where it may be read."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import Powers, powers_of
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.audit.errors import AlreadyDone
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, NotAllowed
from binhyen.kernel.kinds import SubjectKind, kinds_of
from binhyen.kernel.text import squeeze
from binhyen.units.forms.entering import ASKED_OF, LookForm, NewUnitForm
from binhyen.units.models import UnitEvent, UnitVersion
from binhyen.units.panels import panels_of
from binhyen.units.selectors import (
    find_units,
    paths_ids,
    resolve_unit,
    unit_story,
    version_of,
    versions_of,
)
from binhyen.units.selectors.authorities import authorities_on
from binhyen.units.selectors.below import below
from binhyen.units.selectors.clusters import clusters_for
from binhyen.units.selectors.events import ToldEvent, events_told
from binhyen.units.selectors.reach import scopes_of
from binhyen.units.services import kind_warning, reason_to_stay, unit_create
from binhyen.units.services.authorities import COMPETENT

_MOST_FOUND = 30
# What others hang below; schools and enterprises hold nobody.
_HOLD_OTHERS = COMPETENT | {SubjectKind.RESIDENTIAL_AREA, SubjectKind.AGENCY}
_AREA_KINDS = set(kinds_of(SubjectKind.RESIDENTIAL_AREA))
_ON_A_PAGE = 50


@signed_in
@require_safe
def unit_search(request: SignedInRequest) -> HttpResponse:
    """Find a unit by any name it has had; before anything is asked, the person's own parts of the tree."""
    powers = powers_of(request.user)
    form = LookForm(request.GET)
    day = form.cleaned_data["ngay"] if form.is_valid() else None
    reading = scopes_of(request.user, Act.READ)
    question = squeeze(request.GET.get("q", ""))[:120]
    mine = versions_of(powers.scopes(Act.READ)) if not question else {}
    context = {
        "form": form,
        "question": question,
        "day": day,
        "mine": sorted(mine.values(), key=lambda version: version.full_name),
        "found": find_units(question, day=day, local_within=reading, limit=_MOST_FOUND),
        "may_add": bool(powers.scopes(Act.UNITS_EDIT)),
    }
    return render(request, "units/search.html", context)


@signed_in
@require_safe
def unit_page(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    """A unit's life and surroundings, as of the day asked for (`?ngay=`) or today."""
    powers = powers_of(request.user)
    scopes = scopes_of(request.user, Act.READ)
    form = LookForm(request.GET)
    day = form.cleaned_data["ngay"] if form.is_valid() else None
    story = unit_story(unit_id, day=day, scopes=scopes)
    if story is None:
        raise Http404
    found = below(story, scopes=scopes, kind=request.GET.get("loai"))
    events = events_told(unit_id, scopes) if story.is_local else []
    stands, edits = story.latest.valid_to is None, powers.may(Act.UNITS_EDIT, story.path)
    holds_others = story.latest.subject in _HOLD_OTHERS
    is_administrative = story.latest.subject in COMPETENT
    context = {
        "story": story,
        "form": form,
        "day": day,
        "below": found,
        "page": Paginator(found.shown, _ON_A_PAGE).get_page(request.GET.get("trang")),
        "holds_others": holds_others,
        "may_add": holds_others and stands and edits,
        "may_change_areas": stands and edits and bool(_AREA_KINDS & {kind for kind, _count in found.kinds}),
        "may_claim": story.may_change and edits and not is_administrative,
        "may_complete": story.may_change and edits and story.latest.subject in ASKED_OF,
        "manager": _manager(unit_id, story.day) if story.is_local else None,
        "clusters": clusters_for(scopes).filter(members__unit=unit_id, members__left_on__isnull=True),
        "may_change": story.may_change and powers.may(Act.UNITS_EDIT, story.path[1:]),
        "events": events,
        "back": _to_take_back(powers, events),
        "panels": panels_of(request.user, story),
    }
    return render(request, "units/page.html", context)


def _to_take_back(powers: Powers, events: Sequence[ToldEvent]) -> UnitEvent | None:
    """The act that this person can still take back. It can only be the newest: each act closes what the one before it
    began. An ended unit changes no more, but the act that ended it may be taken back."""
    if not events or not powers.scopes(Act.UNITS_EDIT):
        return None
    newest, paths = events[0], paths_ids(events[0].units)
    if not all(powers.may(Act.UNITS_EDIT, paths.get(unit, ())[1:]) for unit in newest.units):
        return None
    return newest.event if reason_to_stay(newest.event) is None else None


def _manager(unit: UUID, day: date) -> UnitVersion | None:
    """Who is competent for the unit, where its place does not tell."""
    authority = authorities_on([unit], day).get(unit)
    return version_of(authority) if authority else None


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def unit_new(request: SignedInRequest) -> HttpResponse:
    """One new local unit; many come by `binhyen import-units`."""
    scopes = powers_of(request.user).scopes(Act.UNITS_EDIT)
    if not scopes:
        raise NotAllowed(Act.UNITS_EDIT.value)
    if request.method != "POST":
        form = NewUnitForm(initial={"parent": _first_parent(request, scopes)})
        return render(request, "units/new.html", {"form": form})
    form = NewUnitForm(request.POST)
    if not form.is_valid():
        return render(request, "units/new.html", {"form": form}, status=422)
    try:
        return _made(request, form, scopes)
    except InputProblems as error:
        return render(request, "units/new.html", {"form": form, "problems": error.problems}, status=422)


def _first_parent(request: SignedInRequest, scopes: frozenset[UUID]) -> str:
    """What the field says at first: the unit whose page led here, or the only one in which the person works."""
    parent: UUID | None
    try:
        parent = UUID(request.GET.get("cha", ""))
    except ValueError:
        parent = next(iter(scopes)) if len(scopes) == 1 else None
    version = version_of(parent) if parent else None
    return (version.code or version.full_name) if version else ""


def _made(request: SignedInRequest, form: NewUnitForm, scopes: frozenset[UUID]) -> HttpResponse:
    starts: date | None = form.cleaned_data["valid_from"]
    parent = resolve_unit(form.cleaned_data["parent"], as_of=starts or clock.today(), within=scopes)
    try:
        unit = unit_create(
            by=request.user,
            name=form.cleaned_data["name"],
            kind=form.kind_wanted,
            parent=parent.unit_id,
            valid_from=starts,
            attributes=form.attributes(),
            identifiers=form.identifiers(),
            act_key=submission_key(request),
        )
    except AlreadyDone:
        messages.info(request, _("Đơn vị này đã được ghi trước đó."))
        return redirect("unit_page", parent.unit_id)
    if warning := kind_warning(form.kind_wanted, parent):
        messages.warning(request, str(warning))
    messages.success(request, _("Đã lập đơn vị."))
    return redirect("unit_page", unit.pk)
