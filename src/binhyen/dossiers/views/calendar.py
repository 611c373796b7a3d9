"""The calendar of a cycle: its days, and the letters that move them."""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from binhyen.accounts.roles import Act
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.dossiers.forms.calendar import LetterForm, StepForm, WhatMoves
from binhyen.dossiers.selectors.calendar import calendar_of
from binhyen.dossiers.selectors.calendar_page import calendar_page
from binhyen.dossiers.selectors.letters import Move, letters_applied, move_of, targets_of
from binhyen.dossiers.selectors.lists import listed_kinds
from binhyen.dossiers.selectors.scope import SeenCycle
from binhyen.dossiers.views.common import UNPROCESSABLE, attempt, cycle_or_404
from binhyen.kernel.errors import InputProblems, NotAllowed

_TURNS_SHOWN = 200


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cycle_calendar(request: SignedInRequest, cycle_id: UUID) -> HttpResponse:
    """Until when each step is to be done, by kind of unit; the officer sets a day by the document that says it."""
    seen = cycle_or_404(request, cycle_id)
    may_set = seen.may(Act.CYCLE_OPEN)
    form, status = StepForm(kinds=listed_kinds(seen.rules)), 200
    if request.method == "POST":
        if not may_set:
            raise NotAllowed(Act.CYCLE_OPEN.value)
        form, status = StepForm(request.POST, kinds=listed_kinds(seen.rules)), UNPROCESSABLE
        if form.is_valid():
            act = partial(form.carry_out, by=request.user, cycle=seen.cycle, act_key=submission_key(request))
            status = attempt(request, form, act, done="Đã ghi hạn.")
            if not status:
                return redirect("cycle_calendar", cycle_id)
    days, months = calendar_page(seen)
    context = {
        "cycle": seen.cycle,
        "days": days,
        "months": months,
        "letters": letters_applied(seen.cycle) if seen.is_whole else [],
        "form": form if may_set else None,
        "turns_shown": _TURNS_SHOWN,
    }
    return render(request, "dossiers/cycle_calendar.html", context, status=status)


@dataclass(slots=True)
class _Asked:
    """What the letter says, and what it would do."""

    what: WhatMoves
    move: Move | None = None


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def deadline_letter(request: SignedInRequest, cycle_id: UUID) -> HttpResponse:
    """GET asks what the letter moves and shows what follows; POST applies what was shown."""
    seen = cycle_or_404(request, cycle_id)
    if not seen.may(Act.CYCLE_OPEN):
        raise NotAllowed(Act.CYCLE_OPEN.value)
    asked = _asked(request, seen)
    if request.method != "POST":
        return _page(request, seen, asked, LetterForm(), 200)
    form, status = LetterForm(request.POST, request.FILES), UNPROCESSABLE
    if asked.move is not None and form.is_valid():
        act = partial(
            form.carry_out,
            by=request.user, cycle=seen.cycle, plan=asked.what.plan, act_key=submission_key(request),
        )  # fmt: skip
        status = attempt(request, form, act, done=f"Đã dời hạn cho {asked.move.covered} đơn vị.")
        if not status:
            return redirect("cycle_calendar", cycle_id)
    return _page(request, seen, asked, form, status)


def _asked(request: SignedInRequest, seen: SeenCycle) -> _Asked:
    given = _given(request)
    what = WhatMoves(
        given if "ngay" in given else None,
        targets=targets_of(seen.cycle, calendar_of(seen.cycle)),
        kinds=listed_kinds(seen.rules),
        units=list(seen.dossiers.order_by("position").values_list("unit", "unit_name")),
    )
    asked = _Asked(what)
    if what.is_bound and what.is_valid():
        try:
            asked.move = move_of(seen.cycle, what.plan)
        except InputProblems as error:
            what.take(error.problems)
    return asked


def _page(request: SignedInRequest, seen: SeenCycle, asked: _Asked, form: LetterForm, status: int) -> HttpResponse:
    context = {
        "cycle": seen.cycle,
        "what": asked.what,
        "move": asked.move,
        "chosen": _chosen(_given(request)) if asked.move else [],
        "form": form,
        "turns_shown": _TURNS_SHOWN,
    }
    return render(request, "dossiers/deadline_letter.html", context, status=status)


def _given(request: SignedInRequest) -> QueryDict:
    return request.POST if request.method == "POST" else request.GET


def _chosen(given: QueryDict) -> list[tuple[str, str]]:
    """What was asked in the first half, to be sent again with the second."""
    return [(name, value) for name in ("han", "ngay", "cho", "loai", "don_vi") for value in given.getlist(name)]
