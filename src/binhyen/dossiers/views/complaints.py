"""Complaints about units: the list, a new one by its number, the answer."""

from functools import partial
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from binhyen.accounts.attempts import UNPROCESSABLE, attempt
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.dossiers.forms.complaints import ComplaintAnswerForm, ComplaintForm
from binhyen.dossiers.selectors.complaints import complaint_lines, complaints_for, complaints_to_answer
from binhyen.kernel.errors import NotAllowed
from binhyen.units.models import Unit
from binhyen.units.selectors import version_of

_PER_PAGE = 25


@signed_in
@require_safe
def complaints(request: SignedInRequest) -> HttpResponse:
    """Complaints that this person's office keeps or answers; those that wait stand first."""
    powers = powers_of(request.user)
    if not powers.scopes(Act.POST) and not powers.scopes(Act.REVIEW):
        raise NotAllowed(Act.POST.value)
    page = Paginator(complaints_for(request.user), _PER_PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "lines": complaint_lines(list(page.object_list)),
        "may_record": bool(powers.scopes(Act.POST)),
        **_sampled(request),
    }
    return render(request, "dossiers/complaints.html", context)


def _sampled(request: SignedInRequest) -> dict[str, bool]:
    """Whether the person works with invented units."""
    powers = powers_of(request.user)
    scopes = powers.scopes(Act.POST) | powers.scopes(Act.REVIEW)
    return {"is_sample": Unit.objects.filter(pk__in=scopes, is_sample=True).exists()}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def complaint_new(request: SignedInRequest) -> HttpResponse:
    """Record that a complaint came."""
    if not powers_of(request.user).scopes(Act.POST):
        raise NotAllowed(Act.POST.value)
    form, status = ComplaintForm(), 200
    if request.method == "POST":
        form, status = ComplaintForm(request.POST), UNPROCESSABLE
        if form.is_valid():
            act = partial(form.carry_out, by=request.user, act_key=submission_key(request))
            status = attempt(request, form, act, done="Đã ghi nhận đơn; đơn vị chờ trả lời.")
            if not status:
                return redirect("complaints")
    return render(request, "dossiers/complaint.html", {"form": form} | _sampled(request), status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def complaint_reply(request: SignedInRequest, complaint_id: UUID) -> HttpResponse:
    """How one was answered."""
    complaint = get_object_or_404(complaints_to_answer(request.user), pk=complaint_id)
    form, status = ComplaintAnswerForm(), 200
    if request.method == "POST":
        form, status = ComplaintAnswerForm(request.POST), UNPROCESSABLE
        if form.is_valid():
            act = partial(form.carry_out, by=request.user, complaint=complaint, act_key=submission_key(request))
            status = attempt(request, form, act, done="Đã ghi nhận kết quả.")
            if not status:
                return redirect("complaints")
    context = {"form": form, "complaint": complaint, "unit": version_of(complaint.unit_id)} | _sampled(request)
    return render(request, "dossiers/complaint.html", context, status=status)
