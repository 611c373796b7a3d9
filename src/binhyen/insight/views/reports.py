"""Reports made in the background: ask, watch, take."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.audit.errors import AlreadyDone
from binhyen.insight.forms import YearExportForm
from binhyen.insight.selectors import units_to_export
from binhyen.insight.services import year_export_ask
from binhyen.kernel.errors import NotAllowed
from binhyen.papers.downloads import open_job_file
from binhyen.papers.models import Job
from binhyen.papers.selectors import jobs_of

_SHOWN = 20


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: SignedInRequest) -> HttpResponse:
    """Ask for a workbook of a unit's year; see those asked for before."""
    if not powers_of(request.user).scopes(Act.EXPORT):
        raise NotAllowed(Act.EXPORT.value)
    form = YearExportForm(request.POST or None, units=units_to_export(request.user))
    if request.method == "POST" and form.is_valid():
        return _ask(request, UUID(form.cleaned_data["unit"]), form.cleaned_data["year"])
    context = {"form": form, "jobs": jobs_of(request.user.id)[:_SHOWN]}
    return render(request, "insight/reports.html", context, status=422 if form.errors else 200)


def _ask(request: SignedInRequest, unit: UUID, year: int) -> HttpResponse:
    try:
        job = year_export_ask(by=request.user, unit=unit, year=year, act_key=submission_key(request))
    except AlreadyDone:
        # Pressed twice: the list shows the one that is on its way.
        return redirect("reports")
    return redirect("report", job.pk)


@signed_in
@require_safe
def report(request: SignedInRequest, job_id: UUID) -> HttpResponse:
    """How far a report has come. Only whoever asked for it sees it."""
    job = get_object_or_404(jobs_of(request.user.id), pk=job_id)
    waiting = job.state in (Job.State.WAITING, Job.State.RUNNING)
    answer = render(request, "insight/report.html", {"job": job, "waiting": waiting})
    if waiting:
        # Works without scripts: the page asks again by itself.
        answer["Refresh"] = "2"
    return answer


@signed_in
@require_safe
def report_file(request: SignedInRequest, job_id: UUID) -> HttpResponseBase:
    """The finished file, for whoever asked for it."""
    job = get_object_or_404(jobs_of(request.user.id), pk=job_id)
    if job.state != Job.State.DONE:
        raise Http404
    return open_job_file(job)
