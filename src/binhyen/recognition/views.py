"""Awards, and certificates for families: what was given in a person's parts of the tree, recorded and struck out."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from binhyen.accounts.attempts import CONFLICT, UNPROCESSABLE, attempt, press
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.kernel.errors import InputProblems, NotAllowed, Problem, RefusedByState
from binhyen.papers.downloads import open_bytes
from binhyen.papers.formats import PDF
from binhyen.recognition.families_form import FamilyCertificatesForm
from binhyen.recognition.forms import AwardForm
from binhyen.recognition.selectors import award_lines, awards_for, sums_by_form
from binhyen.recognition.services import award_strike
from binhyen.shell.uploads import kept_nowhere
from binhyen.units.models import UnitVersion
from binhyen.units.selectors import versions_of


@signed_in
@require_http_methods(["GET", "HEAD"])
def awards_page(request: SignedInRequest) -> HttpResponse:
    """Awards of the parts of the tree that the person may read, newest first."""
    lines, powers = award_lines(request.user), powers_of(request.user)
    context = {
        "lines": lines,
        "sums": sums_by_form(lines),
        "may_record": bool(powers.scopes(Act.CYCLE_OPEN)),
        "may_answer": bool(powers.scopes(Act.POST) or powers.scopes(Act.REVIEW)),
    }
    return render(request, "recognition/awards.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def award_new(request: SignedInRequest) -> HttpResponse:
    """Record an award."""
    units = _units(request)
    form, status = AwardForm(units=units), 200
    if request.method == "POST":
        form, status = AwardForm(request.POST, units=units), UNPROCESSABLE
        if form.is_valid():
            act = partial(form.carry_out, by=request.user, act_key=submission_key(request))
            status = attempt(request, form, act, done="Đã ghi khen thưởng.")
            if not status:
                return redirect("awards")
    context = {"form": form, "is_sample": any(one.unit.is_sample for one in units)}
    return render(request, "recognition/award_new.html", context, status=status)


def _units(request: SignedInRequest) -> list[UnitVersion]:
    scopes = powers_of(request.user).scopes(Act.CYCLE_OPEN)
    if not scopes:
        raise NotAllowed(Act.CYCLE_OPEN.value)
    return list(versions_of(scopes).values())


@signed_in
@require_POST
def award_out(request: SignedInRequest, award_id: UUID) -> HttpResponse:
    """Strike out an award that was recorded by mistake."""
    award = get_object_or_404(awards_for(request.user), pk=award_id)
    act = partial(award_strike, by=request.user, award=award, act_key=submission_key(request))
    press(request, act, done="Đã gạch bỏ.")
    return redirect("awards")


@kept_nowhere
@sensitive_post_parameters()
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def family_certificates(request: SignedInRequest) -> HttpResponseBase:
    """Print certificates for families from a list that is kept nowhere: what is wrong is told, the list is not shown again."""
    units = {str(one.unit_id): one for one in _units(request)}
    form, status = FamilyCertificatesForm(units=units), 200
    if request.method == "POST":
        form, status = FamilyCertificatesForm(request.POST, request.FILES, units=units), UNPROCESSABLE
        if form.is_valid():
            try:
                return _family_certificates(form.carry_out(by=request.user), form.cleaned_data["year"])
            except InputProblems as error:
                form.take(error.problems)
            except RefusedByState as error:
                form.take([Problem(error.code, error.message, cure=error.cure)])
                status = CONFLICT
        form.forget()
    context = {"form": form, "is_sample": any(one.unit.is_sample for one in units.values())}
    return render(request, "recognition/family_certificates.html", context, status=status)


def _family_certificates(made: bytes, year: int) -> HttpResponseBase:
    answer = open_bytes(made, file_name="", content_type=PDF.content_type)
    # Handed over to be saved and printed; a viewer inside the browser would keep a copy of its own.
    answer["Content-Disposition"] = f'attachment; filename="giay-cong-nhan-gia-dinh-{year}.pdf"'
    return answer
