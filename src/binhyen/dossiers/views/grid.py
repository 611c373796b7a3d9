"""Typing figures: the grid of units × figures, and the form of one dossier."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from binhyen.accounts.models import User
from binhyen.accounts.selectors import powers_of
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.audit.errors import AlreadyDone
from binhyen.dossiers.models import Cycle, Dossier
from binhyen.dossiers.selectors.entry import EntryRow, cell_name, entry_columns, entry_rows
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.dossiers.selectors.scope import cycles_for, dossiers_for
from binhyen.dossiers.services.reporting import Cell, figures_report
from binhyen.dossiers.typed_cells import Typed, from_form
from binhyen.figures.errors import ValueChanged
from binhyen.figures.models import Channel
from binhyen.kernel.errors import InputProblems, Problem, RefusedByState
from binhyen.kernel.kinds import SubjectKind
from binhyen.papers.services import paper_record
from binhyen.units.selectors.reach import acting_paths

ROWS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reported and by which channel, as the head of every form of figures asks."""

    reported_by: str
    channel: str
    problems: tuple[Problem, ...] = ()


@signed_in
@require_http_methods(["GET", "POST"])
def grid(request: SignedInRequest, cycle_id: UUID, kind: str) -> HttpResponse:
    """The grid of one kind of unit: typed, pasted, filled down; saved as one act."""
    cycle = get_object_or_404(cycles_for(request.user).select_related("rulebook", "programme"), pk=cycle_id)
    rules = rules_of(cycle)
    if kind not in rules.subjects:
        raise Http404
    # What was decided by an earlier rulebook asked for other figures, and takes none any more.
    listed = dossiers_for(request.user).filter(cycle=cycle, rulebook=cycle.rulebook_id, subject_kind=kind)
    page = Paginator(listed, ROWS_PER_PAGE).get_page(request.GET.get("trang"))
    rows = _rows(request.user, cycle, list(page.object_list))
    columns = entry_columns(rules, SubjectKind(kind))
    context: dict[str, object] = {
        "cycle": cycle,
        "kind": SubjectKind(kind),
        "columns": columns,
        "counts_events": any(column.counts_events for column in columns),
        "page": page,
    }
    return _answer(request, rows, context, "dossiers/grid.html", request.get_full_path())


@signed_in
@require_http_methods(["GET", "POST"])
def figures_form(request: SignedInRequest, dossier_id: UUID) -> HttpResponse:
    """The figures of one dossier as a form, each with its paper: what a phone call to the officer fills in."""
    dossier = get_object_or_404(dossiers_for(request.user).select_related("cycle", "rulebook"), pk=dossier_id)
    rows = _rows(request.user, dossier.cycle, [dossier])
    context: dict[str, object] = {"cycle": dossier.cycle, "dossier": dossier}
    return _answer(request, rows, context, "dossiers/figures_form.html", f"/ho-so/{dossier.pk}/")


def _rows(user: User, cycle: Cycle, dossiers: Sequence[Dossier]) -> list[EntryRow]:
    for dossier in dossiers:
        dossier.cycle = cycle
    paths = acting_paths([dossier.unit_id for dossier in dossiers])
    return entry_rows(
        rules=rules_of(dossiers[0]) if dossiers else rules_of(cycle),
        dossiers=dossiers,
        powers=powers_of(user),
        paths=paths,
    )


def _answer(
    request: SignedInRequest, rows: list[EntryRow], context: dict[str, object], template: str, after: str
) -> HttpResponse:
    if request.method != "POST":
        reporter = Reporter(request.user.position or request.user.get_full_name(), Channel.DIRECT)
        return render(request, template, context | _shown(rows, reporter, {}, {}))
    typed = from_form(rows, request.POST)
    reporter = _reporter(request, typed)
    if not reporter.problems and not typed.problems:
        return redirect(after)
    context |= _shown(rows, reporter, typed.problems, request.POST)
    return render(request, template, context, status=422)


def _reporter(request: SignedInRequest, typed: Typed) -> Reporter:
    """Store what was typed when all of it can be stored; otherwise say what is wrong and keep the typing."""
    reported_by = request.POST.get("reported_by", "")
    channel = request.POST.get("channel", Channel.DIRECT)
    if channel not in Channel.values:
        return Reporter(reported_by, "", (Problem("kenh", "Chưa chọn kênh báo cáo.", "kênh", "Chọn trong danh sách."),))
    try:
        if not typed.problems:
            _store(request, typed, reported_by, Channel(channel))
    except AlreadyDone:
        messages.info(request, "Lần ghi này đã được ghi nhận trước đó.")
    except InputProblems as error:
        return Reporter(reported_by, channel, error.problems)
    except (ValueChanged, RefusedByState) as error:
        return Reporter(reported_by, channel, (Problem(error.code, error.message, cure=error.cure),))
    return Reporter(reported_by, channel)


def _store(request: SignedInRequest, typed: Typed, reported_by: str, channel: Channel) -> None:
    """Papers and figures of one submission: all of it or nothing."""
    with transaction.atomic():
        fresh = figures_report(
            by=request.user,
            cells=[_with_paper(request, cell) for cell in typed.cells],
            reported_by=reported_by,
            channel=channel,
            act_key=submission_key(request),
        )
    if fresh:
        messages.success(request, f"Đã ghi {len(fresh)} số liệu.")
    else:
        messages.info(request, "Không có số liệu nào thay đổi.")


def _with_paper(request: SignedInRequest, cell: Cell) -> Cell:
    """The answer with the paper named beside it: number and issuer typed here, the original kept in the office."""
    name = cell_name(cell.dossier, cell.key, previous=cell.previous)
    number = request.POST.get(f"n:{name}", "").strip()
    if not number:
        return cell
    paper = paper_record(
        by=request.user,
        owner_unit=cell.dossier.unit_id,
        title=rules_of(cell.dossier).figures[cell.key].name,
        number=number,
        issued_on=cell.answer.day,
        issuer=request.POST.get(f"i:{name}", ""),
        place_kept=request.POST.get(f"k:{name}", ""),
    )
    return replace(cell, paper=paper)


def _shown(
    rows: Sequence[EntryRow], reporter: Reporter, problems: Mapping[str, Problem], posted: Mapping[str, str]
) -> dict[str, object]:
    """Cells with what was typed, where something was typed, and their problems."""
    shown = [
        {
            "dossier": row.dossier,
            "cells": [
                {
                    "cell": cell,
                    "text": posted.get(f"v:{cell.name}", cell.shown),
                    "problem": problems.get(cell.name),
                    "number": posted.get(f"n:{cell.name}", ""),
                    "issuer": posted.get(f"i:{cell.name}", ""),
                    "kept": posted.get(f"k:{cell.name}", ""),
                }
                for cell in row.cells
            ],
        }
        for row in rows
    ]
    return {
        "rows": shown,
        "reporter": reporter,
        "channels": Channel.choices,
        "problems": (*reporter.problems, *problems.values()),
        "act_key": posted.get("act_key", ""),
    }
