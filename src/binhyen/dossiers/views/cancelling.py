"""Cancelling recognitions of a decision, giving up a draft of that, and looking again at what stood on them."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.audit.errors import AlreadyDone
from binhyen.dossiers.forms.cancelling import CancelForm
from binhyen.dossiers.selectors.decisions import DecisionPage, decision_page
from binhyen.dossiers.services.cancelling import ground_review
from binhyen.dossiers.views.common import UNPROCESSABLE, attempt, decision_or_404, dossier_or_404
from binhyen.kernel import clock
from binhyen.kernel.errors import NotAllowed, RefusedByState
from binhyen.recognition.models import Decision
from binhyen.recognition.selectors import delegations_held
from binhyen.recognition.services import cancellation_withdraw
from binhyen.units.selectors import path_ids


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def decision_cancel(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    """Choose units of a numbered decision, say on which ground, and make the decision that cancels."""
    found = _for_its_chair(request, decision_id)
    page = decision_page(request.user, found)
    _refuse_where_nothing_stands(found, page)
    held = delegations_held(found.deciding_unit_id, clock.today())
    form = CancelForm(initial={"signatory": found.signatory}, delegations=held)
    status, chosen = 200, set(request.GET.getlist("don_vi"))
    if request.method == "POST":
        form, status = CancelForm(request.POST, delegations=held), UNPROCESSABLE
        chosen = set(request.POST.getlist("don_vi"))
        if form.is_valid():
            taken = [line.recognition for line in page.open_to_cancel if str(line.recognition.pk) in chosen]
            act = partial(
                form.carry_out, by=request.user, chosen=taken, original=found, act_key=submission_key(request)
            )
            status = attempt(request, form, act, done="Đã lập dự thảo quyết định hủy bỏ.")
            if not status:
                return redirect(_newest_draft(found))
    lines = [(line, str(line.recognition.pk) in chosen) for line in page.open_to_cancel]
    return render(
        request, "dossiers/decision_cancel.html", {"decision": found, "form": form, "lines": lines}, status=status
    )


def _for_its_chair(request: SignedInRequest, decision_id: UUID) -> Decision:
    found = decision_or_404(request, decision_id)
    if not powers_of(request.user).may(Act.DECIDE, path_ids(found.deciding_unit_id)):
        raise NotAllowed(Act.DECIDE.value)
    return found


def _refuse_where_nothing_stands(found: Decision, page: DecisionPage) -> None:
    if found.state != Decision.State.NUMBERED or not page.open_to_cancel:
        raise RefusedByState(
            "Quyết định này không có công nhận nào để hủy bỏ.",
            cure="Chỉ hủy bỏ được công nhận của quyết định đã có số, chưa bị hủy bỏ và không chờ lấy số hủy bỏ.",
        )


def _newest_draft(original: Decision) -> str:
    drafts = Decision.objects.filter(cancellations__recognition__decision=original).order_by("-decided_at")
    return reverse("decision", args=[drafts.values_list("pk", flat=True)[0]])


@signed_in
@require_POST
def cancellation_give_up(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    """The draft of a cancellation is not issued."""
    found = _for_its_chair(request, decision_id)
    _done(
        request,
        partial(cancellation_withdraw, by=request.user, decision=found, act_key=submission_key(request)),
        "Dự thảo không ban hành; công nhận giữ nguyên.",
    )
    return redirect("decision", decision_id)


@signed_in
@require_POST
def dossier_ground_review(request: SignedInRequest, dossier_id: UUID) -> HttpResponse:
    """Work the verdict out again after a recognition that it stood on was cancelled."""
    seen = dossier_or_404(request, dossier_id)
    act = partial(ground_review, by=request.user, dossier=seen.dossier, act_key=submission_key(request))
    _done(request, act, "Đã tính lại kết quả của hồ sơ.")
    return redirect("dossier", dossier_id)


def _done(request: HttpRequest, act: Callable[[], object], words: str) -> None:
    try:
        act()
    except AlreadyDone:
        messages.info(request, "Đã ghi nhận trước đó.")
    else:
        messages.success(request, words)
