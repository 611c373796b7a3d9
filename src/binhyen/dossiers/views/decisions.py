"""The decision room, a decision with its paper, and the registry's number."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from binhyen.accounts.attempts import pressed_before
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.dossiers.forms.decisions import DecideForm, NumberForm
from binhyen.dossiers.models import Cycle
from binhyen.dossiers.selectors.decisions import decision_page, file_name_of, paper_of
from binhyen.dossiers.selectors.room import Room, judges_waiting, room_of
from binhyen.dossiers.selectors.scope import SeenCycle, cycles_for
from binhyen.dossiers.selectors.sittings import SITTING_PAPERS, sittings_of
from binhyen.dossiers.services.deciding import decide
from binhyen.dossiers.views.common import UNPROCESSABLE, attempt, cycle_or_404, decision_or_404
from binhyen.kernel import clock
from binhyen.kernel.errors import NotAllowed
from binhyen.papers.downloads import open_bytes
from binhyen.papers.formats import PDF
from binhyen.recognition.models import Decision
from binhyen.recognition.selectors import delegations_held
from binhyen.rendering.pdf import render as set_paper
from binhyen.units.selectors import path_ids, versions_of


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def decision_room(request: SignedInRequest, cycle_id: UUID) -> HttpResponse:
    """Reviewed dossiers of one judging unit; who qualifies is chosen already, the chair confirms with a word."""
    seen = cycle_or_404(request, cycle_id)
    waiting = judges_waiting(seen)
    room = _room(request, seen, list(waiting))
    if room is None:
        empty = {"cycle": seen.cycle, "room": None, "sittings": sittings_of(seen), "papers": SITTING_PAPERS.values()}
        return render(request, "dossiers/decision_room.html", empty)
    held = delegations_held(room.judge.unit_id, clock.today()) if room.may_decide else []
    form, status = DecideForm(asks_signing=room.signing is None, delegations=held), 200
    chosen = {str(line.pk) for line in (*room.met, *room.not_met)}
    if request.method == "POST":
        if not room.may_decide:
            raise NotAllowed(Act.DECIDE.value)
        if pressed_before(request):
            return redirect(_last_decision(seen.cycle, room))
        chosen, status = set(request.POST.getlist("ho_so")), UNPROCESSABLE
        form = DecideForm(request.POST, asks_signing=room.signing is None, delegations=held)
        if form.is_valid():
            status = attempt(
                request, form, partial(_decide, request, seen, room, form, chosen), done="Đã ghi nhận quyết định."
            )
            if not status:
                return redirect(_last_decision(seen.cycle, room))
    context = {
        "cycle": seen.cycle,
        "room": room,
        "form": form,
        "chosen": chosen,
        "others": _others(seen, waiting, room),
        "groups": _groups(room, chosen),
        "sittings": sittings_of(seen, room.judge.unit_id),
        "papers": SITTING_PAPERS.values(),
    }
    return render(request, "dossiers/decision_room.html", context, status=status)


def _room(request: SignedInRequest, seen: SeenCycle, waiting: list[UUID]) -> Room | None:
    """The room asked for, or the first into which the person may look."""
    asked = request.POST.get("co-quan") or request.GET.get("co-quan") or ""
    try:
        judges = [UUID(asked)] if asked else waiting
    except ValueError as error:
        raise Http404 from error
    rooms = (room_of(seen, judge) for judge in judges)
    room = next((room for room in rooms if room), None)
    if room is None and (asked or waiting):
        raise Http404
    return room


def _groups(room: Room, chosen: set[str]) -> list[dict[str, object]]:
    named = (
        ("met", "Đủ điều kiện", room.met),
        ("not_met", "Chưa đạt", room.not_met),
        ("unknown", "Chưa đủ căn cứ", room.unsettled),
    )
    return [
        {"verdict": verdict, "title": title, "rows": [(line, str(line.pk) in chosen) for line in lines]}
        for verdict, title, lines in named
        if lines
    ]


def _others(seen: SeenCycle, waiting: Mapping[UUID, int], room: Room) -> list[tuple[UUID, str, int]]:
    others = {judge: count for judge, count in waiting.items() if judge != room.judge.unit_id}
    names = versions_of(list(others)) if others else {}
    return [(judge, names[judge].full_name, count) for judge, count in others.items() if judge in names]


def _decide(request: SignedInRequest, seen: SeenCycle, room: Room, form: DecideForm, chosen: set[str]) -> Decision:
    dossiers = list(seen.dossiers.filter(pk__in=[line.pk for line in room.lines if str(line.pk) in chosen]))
    return decide(
        by=request.user,
        cycle=seen.cycle,
        judge=room.judge.unit,
        dossiers=dossiers,
        recognise=frozenset(line.pk for line in room.met if str(line.pk) in chosen),
        signing=form.signing,
        act_key=submission_key(request),
    )


def _last_decision(cycle: Cycle, room: Room) -> str:
    made = Decision.objects.filter(cycle_id=cycle.pk, deciding_unit=room.judge.unit_id).values_list("pk", flat=True)
    newest = made.first()
    return reverse("decision", args=[newest]) if newest else reverse("cycle", args=[cycle.pk])


@signed_in
@require_safe
def decision(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    """What was decided, its paper, and for the registry the form for the number."""
    found = decision_or_404(request, decision_id)
    return _decision_page(request, found, NumberForm(), 200)


@signed_in
@require_POST
def decision_number(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    """Number and date of the signed paper."""
    found = decision_or_404(request, decision_id)
    if not powers_of(request.user).may(Act.NUMBER_DECISION, path_ids(found.deciding_unit_id)):
        raise NotAllowed(Act.NUMBER_DECISION.value)
    form, status = NumberForm(request.POST), UNPROCESSABLE
    if form.is_valid():
        numbered = partial(form.carry_out, by=request.user, decision=found, act_key=submission_key(request))
        status = attempt(request, form, numbered, done="Đã lấy số quyết định.")
        if not status:
            return redirect("decision", decision_id)
    return _decision_page(request, found, form, status)


@signed_in
@require_safe
def decision_pdf(request: SignedInRequest, decision_id: UUID) -> FileResponse:
    """The paper as PDF: a draft with room for number and date until the registry has given them."""
    found = decision_or_404(request, decision_id)
    made = set_paper(paper_of(found), made_at=found.decided_at)
    return open_bytes(made, file_name=file_name_of(found, PDF.suffix), content_type=PDF.content_type)


def _decision_page(request: SignedInRequest, found: Decision, form: NumberForm, status: int) -> HttpResponse:
    path = path_ids(found.deciding_unit_id)
    powers, page = powers_of(request.user), decision_page(request.user, found)
    may_number, may_decide = powers.may(Act.NUMBER_DECISION, path), powers.may(Act.DECIDE, path)
    is_draft, is_numbered = found.state == Decision.State.DECIDED, found.state == Decision.State.NUMBERED
    context = {
        "decision": found,
        "page": page,
        "is_cancellation": found.kind == Decision.Kind.CANCELLATION,
        "form": form if may_number and (form.is_bound or is_draft) else None,
        "is_numbered": is_numbered,
        "tone": {Decision.State.NUMBERED: "good", Decision.State.DECIDED: "wait"}.get(
            Decision.State(found.state), "neutral"
        ),
        "may_cancel": may_decide and is_numbered and page.open_to_cancel,
        "may_give_up": may_decide and is_draft and found.kind == Decision.Kind.CANCELLATION,
        "cycle": cycles_for(request.user).filter(pk=found.cycle_id).first() if found.cycle_id else None,
    }
    return render(request, "dossiers/decision.html", context, status=status)
