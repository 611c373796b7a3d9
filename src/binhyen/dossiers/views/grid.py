"""Typing figures: the grid of units × figures, and the form of one dossier."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from binhyen.accounts.models import User
from binhyen.accounts.selectors import powers_of
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.audit.errors import AlreadyDone
from binhyen.dossiers.lifecycle import DECIDED, REVIEW_OPEN
from binhyen.dossiers.models import Cycle, Dossier
from binhyen.dossiers.selectors.confirming import confirmation_sheets as sheets_of
from binhyen.dossiers.selectors.entry import EntryCell, EntryRow, cell_name, columns_of, entry_rows, only_touched
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.dossiers.selectors.scope import cycles_for, dossiers_for
from binhyen.dossiers.services.reporting import Cell, figures_report
from binhyen.dossiers.typed_cells import from_form, overtaken, with_zeros
from binhyen.figures.errors import ValueChanged
from binhyen.figures.models import HEARD_BY, Channel
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, Problem, RefusedByState
from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.text import squeeze
from binhyen.papers.downloads import open_bytes
from binhyen.papers.formats import PDF
from binhyen.papers.refusals import text_problems
from binhyen.papers.services import paper_record
from binhyen.rendering import confirmations
from binhyen.units.selectors.reach import acting_paths

ROWS_PER_PAGE = 50
# A second of setting or so; a commune has no more units of one kind.
MOST_SHEETS = 500
_UNPROCESSABLE, _CONFLICT = 422, 409
# Why an answer of the owner is replaced after the dossier was handed in, and the paper that says so.
_REASON, _REASON_NUMBER, _LONGEST_REASON = "ly_do", "so_van_ban", 300
_HEARD_BY = frozenset(value for value, _ in HEARD_BY)


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reported and by which channel: asked once for the whole form, and where it differs, beside a row."""

    reported_by: str
    channel: str


@dataclass(frozen=True, slots=True)
class _Answered:
    """What came of a submission: problems of cells by name, and of the whole form."""

    cells: Mapping[str, Problem] = field(default_factory=dict)
    whole: tuple[Problem, ...] = ()
    status: int = _UNPROCESSABLE
    # What stands now, where somebody else was quicker.
    rows: Sequence[EntryRow] | None = None

    @property
    def is_done(self) -> bool:
        """Whether everything was stored."""
        return not self.cells and not self.whole


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def grid(request: SignedInRequest, cycle_id: UUID, kind: str) -> HttpResponse:
    """The grid of one kind of unit: typed, pasted, filled down; saved as one act."""
    cycle = get_object_or_404(cycles_for(request.user).select_related("rulebook", "programme"), pk=cycle_id)
    if kind not in rules_of(cycle).subjects:
        raise Http404
    # What was decided by an earlier rulebook asked for other figures, and takes none any more.
    living = Q(rulebook=cycle.rulebook_id) | ~Q(state__in=DECIDED)
    listed = dossiers_for(request.user).filter(living, cycle=cycle, subject_kind=kind).select_related("rulebook")
    page = Paginator(listed, ROWS_PER_PAGE).get_page(request.GET.get("trang"))
    dossiers = list(page.object_list)
    context: dict[str, object] = {"cycle": cycle, "kind": SubjectKind(kind), "page": page}
    return _answer(request, cycle, dossiers, context, "dossiers/grid.html", request.get_full_path())


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def figures_form(request: SignedInRequest, dossier_id: UUID) -> HttpResponse:
    """The figures of one dossier as a form, each with its paper: what a phone call to the officer fills in."""
    dossier = get_object_or_404(dossiers_for(request.user).select_related("cycle", "rulebook"), pk=dossier_id)
    context: dict[str, object] = {
        "cycle": dossier.cycle,
        "dossier": dossier,
        "asks_reason": dossier.state in REVIEW_OPEN,
        "reason": request.POST.get(_REASON, ""),
        "reason_number": request.POST.get(_REASON_NUMBER, ""),
    }
    after = f"/ho-so/{dossier.pk}/"
    return _answer(request, dossier.cycle, [dossier], context, "dossiers/figures_form.html", after)


@signed_in
@require_safe
def confirmation_sheets(request: SignedInRequest, cycle_id: UUID, kind: str) -> FileResponse:
    """Sheets to print and sign, one for each unit of a kind that the person sees, or for one ("?ho-so=")."""
    cycle = get_object_or_404(cycles_for(request.user), pk=cycle_id)
    listed = dossiers_for(request.user).filter(cycle=cycle, subject_kind=kind).select_related("cycle", "rulebook")
    chosen = [one for one in listed[:MOST_SHEETS] if request.GET.get("ho-so", str(one.pk)) == str(one.pk)]
    if not chosen:
        raise Http404
    made = confirmations.render(sheets_of(chosen), made_at=clock.now())
    return open_bytes(made, file_name=f"phieu-xac-nhan-{cycle.year}{PDF.suffix}", content_type=PDF.content_type)


def _rows(user: User, cycle: Cycle, dossiers: Sequence[Dossier]) -> list[EntryRow]:
    """The dossiers with their cells, each by the rulebook that it stands under."""
    for dossier in dossiers:
        dossier.cycle = cycle
    paths, powers = acting_paths([dossier.unit_id for dossier in dossiers]), powers_of(user)
    found: dict[UUID, EntryRow] = {}
    by_rules = sorted(dossiers, key=lambda dossier: str(dossier.rulebook_id))
    for _, group in groupby(by_rules, key=lambda dossier: dossier.rulebook_id):
        alike = list(group)
        rows = entry_rows(rules=rules_of(alike[0]), dossiers=alike, powers=powers, paths=paths)
        found |= {row.dossier.pk: row for row in rows}
    return [found[dossier.pk] for dossier in dossiers]


def _answer(
    request: SignedInRequest,
    cycle: Cycle,
    dossiers: Sequence[Dossier],
    context: dict[str, object],
    template: str,
    after: str,
) -> HttpResponse:
    rows = _rows(request.user, cycle, dossiers)
    if request.method != "POST":
        return render(request, template, context | _shown(rows, _usual(request), {}, _Answered()))
    posted = only_touched(rows, request.POST.dict())
    if zeroed := posted.pop("zero", ""):
        # The button without a script: the zeros are shown, nothing is stored yet.
        filled = with_zeros(rows, posted, zeroed)
        return render(request, template, context | _shown(rows, _of_all(posted), filled, _Answered()))
    answered = _take(request, rows, posted)
    if answered.is_done:
        return redirect(after)
    if answered.status == _CONFLICT:
        now = _rows(request.user, cycle, dossiers)
        answered = replace(answered, cells=overtaken(now, posted), rows=now)
    context |= _shown(answered.rows or rows, _of_all(posted), posted, answered)
    return render(request, template, context, status=answered.status)


def _usual(request: SignedInRequest) -> Reporter:
    """Before anything is typed: the person reports, unless the page was opened for a call ("?kenh=phone")."""
    heard = request.GET.get("kenh", "")
    if heard in _HEARD_BY:
        return Reporter(request.GET.get("nguoi-bao", "")[:120], heard)
    return Reporter(request.user.position or request.user.get_full_name(), Channel.DIRECT)


def _of_all(posted: Mapping[str, str]) -> Reporter:
    return Reporter(posted.get("reported_by", ""), posted.get("channel", Channel.DIRECT))


def _of_row(posted: Mapping[str, str], dossier: Dossier) -> Reporter:
    """Who reported for this row: what stands beside it, and where nothing does, what was said for all."""
    whole = _of_all(posted)
    return Reporter(
        posted.get(f"r:{dossier.pk}", "").strip() or whole.reported_by, posted.get(f"c:{dossier.pk}") or whole.channel
    )


def _take(request: SignedInRequest, rows: Sequence[EntryRow], posted: Mapping[str, str]) -> _Answered:
    """Store what was typed when all of it can be stored; otherwise say what is wrong and store nothing."""
    typed = from_form(rows, posted)
    heard = {reporter.channel for row in rows for reporter in (_of_row(posted, row.dossier),)}
    if not heard <= _HEARD_BY:
        return _Answered(whole=(Problem("kenh", "Chưa chọn kênh báo cáo.", "kênh", "Chọn trong danh sách."),))
    if typed.problems:
        return _Answered(typed.problems)
    try:
        _store(request, typed.cells, posted)
    except AlreadyDone:
        messages.info(request, "Lần ghi này đã được ghi nhận trước đó.")
    except InputProblems as error:
        return _Answered(whole=error.problems)
    except ValueChanged as error:
        return _Answered(whole=(Problem(error.code, error.message, cure=_CURE),), status=_CONFLICT)
    except RefusedByState as error:
        return _Answered(whole=(Problem(error.code, error.message, cure=error.cure),))
    return _Answered()


_CURE = "Mỗi ô bị trùng nêu cả hai số; sửa lại, hoặc ghi lần nữa để giữ số của mình."


def _store(request: SignedInRequest, cells: Sequence[Cell], posted: Mapping[str, str]) -> None:
    """Papers and figures of one submission, one report for each person who reported: all of it or nothing."""
    fresh = 0
    with transaction.atomic():
        for key, reporter, told in _by_reporter(request, cells, posted):
            fresh += len(
                figures_report(
                    by=request.user,
                    cells=[_with_reason(request, _with_paper(request, cell)) for cell in told],
                    reported_by=reporter.reported_by,
                    channel=Channel(reporter.channel),
                    act_key=key,
                )
            )
    if fresh:
        messages.success(request, f"Đã ghi {fresh} số liệu.")
    else:
        messages.info(request, "Không có số liệu nào thay đổi.")


def _by_reporter(
    request: SignedInRequest, cells: Sequence[Cell], posted: Mapping[str, str]
) -> Iterator[tuple[str | None, Reporter, list[Cell]]]:
    """The cells by who reported them, each report with a key of its own made from the form's."""
    told: dict[Reporter, list[Cell]] = {}
    for cell in cells:
        told.setdefault(_of_row(posted, cell.dossier), []).append(cell)
    key = submission_key(request)
    for at, (reporter, theirs) in enumerate(told.items()):
        yield (hashlib.sha256(f"{key}:{at}".encode()).hexdigest() if key and at else key), reporter, theirs


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


def _with_reason(request: SignedInRequest, cell: Cell) -> Cell:
    """The reason and its paper, where the form of one dossier asks for them."""
    reason = squeeze(request.POST.get(_REASON, ""))
    number = squeeze(request.POST.get(_REASON_NUMBER, ""))
    if not reason or cell.dossier.state not in REVIEW_OPEN:
        return cell
    if problems := list(text_problems("lý do sửa", reason, most=_LONGEST_REASON)):
        raise InputProblems(problems)
    name = rules_of(cell.dossier).figures[cell.key].name
    paper = cell.paper or (
        paper_record(by=request.user, owner_unit=cell.dossier.unit_id, title=f"Căn cứ sửa: {name}"[:300], number=number)
        if number
        else None
    )
    return replace(cell, reason=reason, paper=paper)


def _shown(
    rows: Sequence[EntryRow], reporter: Reporter, posted: Mapping[str, str], answered: _Answered
) -> dict[str, object]:
    """Cells under their columns with what was typed, where something was typed, and their problems."""
    columns = columns_of(rows)
    at = {column.code: number for number, column in enumerate(columns)}
    shown = []
    places: list[tuple[str, Problem]] = []
    for number, row in enumerate(rows):
        by_code = {cell.column.code: cell for cell in row.cells}
        cells = [by_code.get(column.code) for column in columns]
        shown.append(
            {
                "dossier": row.dossier,
                "cells": [cell and _cell(cell, posted, answered.cells.get(cell.name)) for cell in cells],
                "reported_by": posted.get(f"r:{row.dossier.pk}", ""),
                "channel": posted.get(f"c:{row.dossier.pk}", ""),
                "counts_events": any(cell.open and cell.column.counts_events for cell in row.cells),
            }
        )
        places += [
            (f"o{number}-{at[cell.column.code]}", answered.cells[cell.name])
            for cell in row.cells
            if cell.name in answered.cells
        ]
    return {
        "rows": shown,
        "columns": columns,
        "counts_events": any(row["counts_events"] for row in shown),
        "reporter": reporter,
        "channels": HEARD_BY,
        "problems": answered.whole,
        "places": places,
        "act_key": posted.get("act_key", ""),
    }


def _cell(cell: EntryCell, posted: Mapping[str, str], problem: Problem | None) -> dict[str, object]:
    return {
        "cell": cell,
        "text": posted.get(f"v:{cell.name}", cell.shown),
        "problem": problem,
        "number": posted.get(f"n:{cell.name}", ""),
        "issuer": posted.get(f"i:{cell.name}", ""),
        "kept": posted.get(f"k:{cell.name}", ""),
    }
