"""Ghi cuộc gọi: a unit by its name, what it said, one press. A page of its own, and the same inside a dialog."""

from uuid import UUID

from django.contrib.messages import get_messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from binhyen.accounts.attempts import UNPROCESSABLE, attempt
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.dossiers.models import Dossier
from binhyen.dossiers.selectors.entry import may_type
from binhyen.figures.models import Source
from binhyen.figures.selectors import current_values
from binhyen.kernel import clock
from binhyen.reminders.forms import Called, CallForm, ToTell
from binhyen.reminders.messages import unit_text
from binhyen.reminders.models import Contact
from binhyen.reminders.selectors.chasing import head_of, name_in_sentence
from binhyen.reminders.selectors.contacts import contacts_of, may_chase, open_dossiers, units_named
from binhyen.reminders.selectors.owed import Owed, owed_of, own_columns
from binhyen.units.models import UnitVersion
from binhyen.units.selectors import path_ids, version_of

_LAST = 5


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: SignedInRequest) -> HttpResponse:
    """Find a unit (`?q=`), or record a call with the one that was found (`?don-vi=`, about the cycle `?dot=`).

    The best match is taken at once and the others are offered beside it.
    """
    if not powers_of(request.user).scopes(Act.CHASE):
        raise Http404
    typed = request.GET.get("q", "").strip()
    found = units_named(request.user, typed) if typed else []
    unit = _uuid(request.GET.get("don-vi", "")) or (found[0].unit_id if found else None)
    context: dict[str, object] = {"typed": typed, "others": [one for one in found if one.unit_id != unit]}
    if unit is None:
        return _answer(request, context | {"is_lost": bool(typed)})
    version = version_of(unit)
    if version is None or not may_chase(request.user, unit):
        raise Http404
    return _about(request, version, context)


def _about(request: SignedInRequest, version: UnitVersion, context: dict[str, object]) -> HttpResponse:
    dossiers = open_dossiers(request.user, version.unit_id)
    owed = {one.dossier.cycle_id: one for one in _owed(dossiers)}
    dossier = _chosen(dossiers, owed, request.GET.get("dot", ""))
    called = Called(version, head_of(version.kind), dossier, _to_tell(request, dossier))
    is_sent = request.method == "POST"
    form = CallForm(request.POST if is_sent else None, called=called)
    status = _carry_out(request, form) if is_sent else 200
    if not status:
        return _done(request, called, owed)
    context |= {
        "form": form,
        "called": called,
        "owed": owed.get(dossier.cycle_id) if dossier else None,
        "dossiers": dossiers,
        "results": Contact.Result.choices,
        "last": contacts_of(request.user, unit=version.unit_id)[:_LAST],
    }
    return _answer(request, context, status=status)


def _owed(dossiers: list[Dossier]) -> list[Owed]:
    return owed_of(Dossier.objects.filter(pk__in=[one.pk for one in dossiers])) if dossiers else []


def _chosen(dossiers: list[Dossier], owed: dict[UUID, Owed], asked: str) -> Dossier | None:
    """The dossier of the cycle that was asked for; else the newest that owes something, else the newest."""
    wanted = _uuid(asked)
    exact = next((one for one in dossiers if one.cycle_id == wanted), None) if wanted else None
    waiting = next((one for one in dossiers if one.cycle_id in owed), None)
    return exact or waiting or (dossiers[0] if dossiers else None)


def _to_tell(request: SignedInRequest, dossier: Dossier | None) -> dict[str, ToTell]:
    """The figures of the dossier that have no value and that this person may type now; of a form that was sent those
    that it offered, whatever was typed by others since."""
    if dossier is None:
        return {}
    columns = own_columns(dossier)
    standing = current_values(
        units=[dossier.unit_id], keys=[one.figure.key for one in columns], periods=[dossier.window]
    ).filter(source=Source.SELF)
    values = {key: (pk, withdrawn) for key, pk, withdrawn in standing.values_list("figure__key", "pk", "withdrawn")}
    powers, path = powers_of(request.user), path_ids(dossier.unit_id)
    offered = request.POST if request.method == "POST" else None
    found = {}
    for one in columns:
        key = one.figure.key
        value, withdrawn = values.get(key, (None, True))
        is_asked = withdrawn if offered is None else f"v:{key}" in offered
        if is_asked and may_type(powers, dossier, one, path):
            found[key] = ToTell(one, value if offered is None else _uuid(offered.get(f"s:{key}", "")))
    return found


def _carry_out(request: SignedInRequest, form: CallForm) -> int:
    """0 when it was recorded; else the status of the answer."""
    result = request.POST.get("result", "")
    if not form.is_valid():
        return UNPROCESSABLE
    if result not in Contact.Result.values:
        form.add_error(None, "Bấm một trong các kết quả.")
        return UNPROCESSABLE
    return attempt(
        request,
        form,
        lambda: form.carry_out(by=request.user, result=result, act_key=submission_key(request)),
        done=f"Đã ghi cuộc gọi với {form.called.version.full_name}: {Contact.Result(result).label}.",
    )


def _done(request: SignedInRequest, called: Called, owed: dict[UUID, Owed]) -> HttpResponse:
    """In a dialog the next call can be recorded at once, with a text to send where nobody answered."""
    if not request.htmx:
        return redirect("call")
    one = owed.get(called.dossier.cycle_id) if called.dossier else None
    context: dict[str, object] = {"said": [str(message) for message in get_messages(request)]}
    if one and called.dossier and request.POST.get("result") == Contact.Result.UNREACHABLE:
        cycle = one.dossier.cycle
        context["text"] = unit_text(
            name_in_sentence(cycle), called.version.full_name, one.words, deadline=one.deadline,
            office=cycle.scope_name, at=clock.now(),
        )  # fmt: skip
    return _answer(request, context)


def _answer(request: SignedInRequest, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    is_fragment = bool(request.htmx)
    template = "reminders/_call.html" if is_fragment else "reminders/call.html"
    return render(request, template, context | {"is_fragment": is_fragment}, status=status)


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
