"""What a head sees on the telephone: where the unit stands, the registration, the figures a few at a time."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from binhyen.accounts.attempts import press
from binhyen.accounts.selectors import powers_of
from binhyen.audit.errors import AlreadyDone
from binhyen.dossiers.lifecycle import REPORTING_OPEN, SEND_REGISTRATION
from binhyen.dossiers.models import DossierState
from binhyen.dossiers.selectors.entry import EntryCell, EntryRow, entry_rows, only_touched
from binhyen.dossiers.selectors.explaining import still_needed
from binhyen.dossiers.selectors.lists import STATE_TONES
from binhyen.dossiers.selectors.pages import criterion_rows, verdicts_of, why
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.dossiers.services.acts import registration_send
from binhyen.dossiers.services.reporting import figures_report
from binhyen.dossiers.typed_cells import from_form, overtaken
from binhyen.figures.errors import ValueChanged
from binhyen.figures.models import Channel
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, Problem, RefusedByState
from binhyen.links.views.door import LinkRequest, leave, with_pin
from binhyen.units.selectors import paths_ids

# What a telephone shows without scrolling, with room for the keyboard.
PER_SCREEN = 3
_UNPROCESSABLE, _CONFLICT = 422, 409


@with_pin
@require_safe
def home(request: LinkRequest) -> HttpResponse:
    """Where the unit stands, what its head does next, the verdict so far and why."""
    one = request.link.dossier
    rules, verdicts = rules_of(one), verdicts_of(one)
    rows = criterion_rows(rules, one, verdicts)
    cells = _cells(request)
    context = {
        "dossier": one,
        "cycle": one.cycle,
        "link": request.link,
        "token": request.token,
        "state": DossierState(one.state),
        "tone": STATE_TONES[DossierState(one.state)],
        "may_register": one.state in SEND_REGISTRATION.sources,
        "may_report": one.state in REPORTING_OPEN and bool(cells),
        "known": sum(bool(cell.shown) for cell in cells),
        "cells": cells,
        "next_screen": _first_open(cells),
        "verdict": verdicts.shown,
        "why": why(verdicts.shown, rows),
        # What counts units leads to a list that is not the head's to open.
        "rows": [replace(row, counts_units=False) for row in rows],
        "needed": still_needed(one, verdicts.shown),
    }
    return render(request, "links/home.html", context)


@with_pin
@require_POST
def register(request: LinkRequest) -> HttpResponse:
    """Send the registration; the officer accepts it."""
    link = request.link
    press(
        request,
        lambda: registration_send(
            by=request.person, dossiers=[link.dossier], on=clock.today(), act_key=_act_key(request)
        ),
        done="Đã gửi đăng ký. Xã xem và ghi nhận; anh/chị có thể báo số liệu ngay.",
    )
    return redirect("link_home", request.token)


@with_pin
@require_http_methods(["GET", "HEAD", "POST"])
def figures(request: LinkRequest, screen: int) -> HttpResponse:
    """A few figures, saved before the next few come."""
    shown = _screen(request, screen)
    if request.method != "POST" or request.carried:
        return _page(request, shown, request.carried or {}, {})
    row = EntryRow(request.link.dossier, shown.cells)
    posted = only_touched([row], request.POST.dict())
    typed = from_form([row], posted)
    if typed.problems:
        return _page(request, shown, posted, typed.problems, status=_UNPROCESSABLE)
    try:
        fresh = figures_report(
            by=request.person,
            cells=typed.cells,
            reported_by=f"Người đứng đầu {row.dossier.unit_name}"[:120],
            channel=Channel.LINK,
            act_key=_act_key(request),
        )
    except ValueChanged:
        now = _screen(request, screen)
        problems = overtaken([EntryRow(request.link.dossier, now.cells)], posted)
        return _page(request, now, posted, problems, status=_CONFLICT)
    except AlreadyDone:
        fresh = []
    except (RefusedByState, InputProblems) as error:
        return _page(request, shown, posted, {"": _problem(error)}, status=_CONFLICT)
    return _onward(request, shown, len(fresh))


@with_pin
@require_POST
def out(request: LinkRequest) -> HttpResponse:
    """Leave: whoever takes the telephone next is asked for the PIN."""
    return leave(request)


@dataclass(frozen=True, slots=True)
class _Screen:
    """So many figures as fit one screen; `number` of `count`."""

    number: int
    count: int
    cells: tuple[EntryCell, ...]


def _cells(request: LinkRequest) -> tuple[EntryCell, ...]:
    """The figures that are the head's own to report now."""
    one = request.link.dossier
    paths = paths_ids([one.unit_id])
    rows = entry_rows(rules=rules_of(one), dossiers=[one], powers=powers_of(request.person), paths=paths)
    return tuple(cell for cell in rows[0].cells if cell.open)


def _first_open(cells: tuple[EntryCell, ...]) -> int:
    """The screen of the first figure that is still unknown."""
    return next((at // PER_SCREEN + 1 for at, cell in enumerate(cells) if not cell.shown), 1)


def _screen(request: LinkRequest, number: int) -> _Screen:
    cells = _cells(request)
    count = -(-len(cells) // PER_SCREEN)
    if not 1 <= number <= count:
        raise Http404
    return _Screen(number, count, tuple(islice(cells, (number - 1) * PER_SCREEN, number * PER_SCREEN)))


def _page(
    request: LinkRequest,
    screen: _Screen,
    posted: Mapping[str, str],
    problems: Mapping[str, Problem],
    *,
    status: int = 200,
) -> HttpResponse:
    items = [
        {"cell": cell, "text": posted.get(f"v:{cell.name}", cell.shown), "problem": problems.get(cell.name)}
        for cell in screen.cells
    ]
    context = {
        "dossier": request.link.dossier,
        "token": request.token,
        "screen": screen,
        "items": items,
        "refused": problems.get(""),
        "is_unsaved": bool(posted),
        "act_key": posted.get("act_key", ""),
    }
    return render(request, "links/figures.html", context, status=status)


def _onward(request: LinkRequest, screen: _Screen, fresh: int) -> HttpResponse:
    if fresh:
        messages.success(request, f"Đã ghi {fresh} số liệu.")
    if screen.number < screen.count:
        return redirect("link_figures", request.token, screen.number + 1)
    return redirect("link_home", request.token)


def _problem(error: RefusedByState | InputProblems) -> Problem:
    return (
        error.problems[0] if isinstance(error, InputProblems) else Problem(error.code, error.message, cure=error.cure)
    )


def _act_key(request: LinkRequest) -> str | None:
    """The idempotency key of the form, bound to the link."""
    typed = request.POST.get("act_key", "")
    return hashlib.sha256(f"{request.link.pk}:{typed}".encode()).hexdigest() if typed else None
