"""The list of units of a cycle: its versions, freezing it again, going on under units that took over, a workbook."""

from functools import partial
from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.dossiers.forms.unit_lists import RelistForm
from binhyen.dossiers.selectors.relisting import Relisting, relisting_of
from binhyen.dossiers.selectors.scope import SeenCycle
from binhyen.dossiers.selectors.succession import may_lead
from binhyen.dossiers.selectors.unit_lists import (
    left_out,
    lines,
    list_sheets,
    news_of,
    not_judged,
    open_claims,
    rows_of,
    told,
    versions_of_list,
)
from binhyen.dossiers.views.common import UNPROCESSABLE, attempt, cycle_or_404
from binhyen.kernel.errors import NotAllowed
from binhyen.papers.downloads import open_bytes
from binhyen.papers.formats import XLSX
from binhyen.sheets.writing import workbook

_PER_PAGE = 100


@signed_in
@require_safe
def unit_list(request: SignedInRequest, cycle_id: UUID) -> HttpResponse:
    """Who is on the list, who was left out and why, and what each freezing changed."""
    seen = cycle_or_404(request, cycle_id)
    versions = versions_of_list(seen.cycle)
    chosen = _chosen(request.GET.get("ban", ""), versions[0].unit_list.seq) if versions else 0
    version = next((one for one in versions if one.unit_list.seq == chosen), None)
    if version is None:
        raise Http404
    page = Paginator(rows_of(seen, version.unit_list), _PER_PAGE).get_page(request.GET.get("trang"))
    leads = may_lead(request.user, seen.cycle)
    context = {
        "cycle": seen.cycle,
        "version": version,
        # What was left out or changed is not told to whoever reads a part of the list.
        "versions": versions if seen.is_whole else [version],
        "is_whole": seen.is_whole,
        "page": page,
        "lines": lines(version.unit_list, list(page.object_list)),
        "left_out": left_out(version.unit_list.shown) if seen.is_whole else [],
        "not_judged": not_judged(version.unit_list.shown) if seen.is_whole else [],
        "may_lead": leads,
        "may_export": seen.is_whole and seen.may(Act.EXPORT),
        "news": news_of(seen.cycle) if leads else None,
        "claims": _claims(request) if leads else [],
    }
    return render(request, "dossiers/unit_list.html", context)


def _chosen(asked: str, latest: int) -> int:
    if not asked:
        return latest
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0


def _claims(request: SignedInRequest) -> list[object]:
    return list(open_claims(powers_of(request.user).scopes(Act.UNITS_EDIT)))


@signed_in
@require_safe
def unit_list_xlsx(request: SignedInRequest, cycle_id: UUID, seq: int) -> FileResponse:
    """One list as a workbook."""
    seen = cycle_or_404(request, cycle_id)
    if not (seen.is_whole and seen.may(Act.EXPORT)):
        raise NotAllowed(Act.EXPORT.value)
    found = get_object_or_404(seen.cycle.unit_lists.select_related("paper", "cycle"), seq=seq)
    name = f"danh-sach-don-vi-{seen.cycle.year}-ban-{seq}{XLSX.suffix}"
    return open_bytes(workbook(list_sheets(seen, found)), file_name=name, content_type=XLSX.content_type)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def unit_list_again(request: SignedInRequest, cycle_id: UUID) -> HttpResponse:
    """Freeze the list again: everything that changed is shown, then frozen by a paper."""
    seen = _led(request, cycle_id)
    return _relist(request, seen, relisting_of(seen.cycle), whole=True)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cycle_succession(request: SignedInRequest, cycle_id: UUID) -> HttpResponse:
    """Go on under the units that took over from ended ones; nothing else on the list moves."""
    seen = _led(request, cycle_id)
    return _relist(request, seen, relisting_of(seen.cycle).only_succession(), whole=False)


def _led(request: SignedInRequest, cycle_id: UUID) -> SeenCycle:
    seen = cycle_or_404(request, cycle_id)
    if not may_lead(request.user, seen.cycle):
        raise NotAllowed(Act.CYCLE_OPEN.value)
    return seen


def _relist(request: SignedInRequest, seen: SeenCycle, plan: Relisting, *, whole: bool) -> HttpResponse:
    form, status = RelistForm(plan=plan, whole=whole), 200
    if request.method == "POST":
        form, status = RelistForm(request.POST, plan=plan, whole=whole), UNPROCESSABLE
        if form.is_valid():
            shown = request.POST.get("seen", "")
            act = partial(form.carry_out, by=request.user, seen=shown, act_key=submission_key(request))
            status = attempt(request, form, act, done="Đã chốt lại danh sách đơn vị thuộc diện.")
            if not status:
                return redirect("unit_list", seen.cycle.pk)
    context = {
        "cycle": seen.cycle,
        "whole": whole,
        "plan": plan,
        "told": told(plan.data()),
        "form": form,
        "claims": _claims(request),
    }
    return render(request, "dossiers/unit_list_again.html", context, status=status)
