"""Acts that change the tree: the form, what it would do, and doing it; taking one back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from binhyen.accounts.attempts import UNPROCESSABLE, attempt, press
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import Powers, powers_of
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.kernel import clock
from binhyen.kernel.text import sort_key
from binhyen.units.forms.changes import FORMS, ChangeForm
from binhyen.units.models import Unit, UnitEvent, UnitVersion
from binhyen.units.selectors import children, path_ids, paths_ids, resolve_unit, version_of, versions_of
from binhyen.units.selectors.events import units_of
from binhyen.units.services import Preview, event_apply, event_preview, event_reverse

_SHOWN = 200
# Acts on what hangs below the unit of the page.
_BELOW = frozenset({"thanh-lap", "doi-loai-khu-dan-cu"})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def unit_change(request: SignedInRequest, unit_id: UUID, act: str) -> HttpResponse:
    """One act on a unit: typed, looked at (`buoc=xem`), carried out (`buoc=ghi`)."""
    powers, version = powers_of(request.user), version_of(unit_id)
    if act not in FORMS or version is None or version.valid_to is not None or not _may(powers, version, act):
        raise Http404
    form = _form(request, powers, version, act)
    if request.method != "POST":
        return _page(request, version, form)
    if not form.is_valid():
        return _page(request, version, form, status=UNPROCESSABLE)
    if request.POST.get("buoc") != "ghi":
        seen = event_preview(by=request.user, act=form.act(), order=form.order())
        form.take(seen.problems)
        return _page(request, version, form, seen=seen, status=UNPROCESSABLE if seen.problems else 200)
    key = submission_key(request)
    refused = attempt(
        request,
        form,
        lambda: event_apply(by=request.user, act=form.act(), order=form.order(), act_key=key),
        done=_("Đã ghi thay đổi."),
    )
    return _page(request, version, form, status=refused) if refused else redirect("unit_page", unit_id)


def _may(powers: Powers, version: UnitVersion, act: str) -> bool:
    """What hangs below a unit is changed by whoever edits there; the unit itself by those above it."""
    path = path_ids(version.unit_id)
    if act in _BELOW:
        return powers.may(Act.UNITS_EDIT, path)
    return version.unit.origin == Unit.Origin.LOCAL and powers.may(Act.UNITS_EDIT, path[1:])


def _form(request: SignedInRequest, powers: Powers, version: UnitVersion, act: str) -> ChangeForm:
    scopes = powers.scopes(Act.UNITS_EDIT)
    today = clock.today()
    beside = children(version.parent_id, today) if version.parent_id else UnitVersion.objects.none()

    def find(typed: str, day: date) -> UnitVersion:
        return resolve_unit(typed, as_of=day, within=scopes)

    return FORMS[act](
        request.POST if request.method == "POST" else None,
        version=version,
        above=version_of(version.parent_id) if version.parent_id else None,
        children=_in_order(children(version.unit_id, today)),
        siblings=_in_order(each for each in beside if each.unit_id != version.unit_id),
        find=find,
    )


def _in_order(versions: Iterable[UnitVersion]) -> list[UnitVersion]:
    return sorted(versions, key=lambda version: sort_key(version.full_name))


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the preview: what a unit is until the act and from it on, each with what stands above it."""

    before: str
    after: str
    follows: bool

    @classmethod
    def all_of(cls, seen: Preview) -> list["_Line"]:
        """Every change, by the names that hold at the time."""
        versions = [version for change in seen.changes for version in (change.before, change.after) if version]
        parents = versions_of({v.parent_id for v in versions if v.parent_id})
        names = {unit: each.name_in_sentence for unit, each in parents.items()}
        names |= {change.unit: change.after.name_in_sentence for change in seen.changes if change.after}

        def said(version: UnitVersion | None) -> str:
            above = names.get(version.parent_id) if version and version.parent_id else None
            return "" if version is None else f"{version.full_name}, {above}" if above else version.full_name

        return [cls(said(change.before), said(change.after), change.follows) for change in seen.changes]


def _page(
    request: SignedInRequest, version: UnitVersion, form: ChangeForm, *, seen: Preview | None = None, status: int = 200
) -> HttpResponse:
    lines = _Line.all_of(seen) if seen and not seen.problems else []
    context = {
        "version": version,
        "form": form,
        "seen": seen if lines else None,
        "lines": lines[:_SHOWN],
        "more": max(0, len(lines) - _SHOWN),
    }
    return render(request, "units/change.html", context, status=status)


@signed_in
@require_POST
def unit_change_reverse(request: SignedInRequest, event_id: UUID) -> HttpResponse:
    """Take an act back while nothing depends on it."""
    event = UnitEvent.objects.filter(pk=event_id, is_listed=False).first()
    touched = units_of(event) if event else set()
    powers, paths = powers_of(request.user), paths_ids(touched)
    if event is None or not touched or not all(powers.may(Act.UNITS_EDIT, path[1:]) for path in paths.values()):
        raise Http404
    key = submission_key(request)
    press(request, lambda: event_reverse(by=request.user, event=event, act_key=key), done=_("Đã hoàn tác thay đổi."))
    # What the act had made is gone now; what it had ended or changed stands again.
    standing = next((unit for unit in sorted(touched) if version_of(unit) is not None), None)
    return redirect("unit_page", standing) if standing else redirect("unit_search")
