"""The page of a long act: how far it has come, for whoever asked for it, and a button that stops it."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from binhyen.accounts.attempts import press
from binhyen.accounts.signed_in import SignedInRequest
from binhyen.papers.models import Job
from binhyen.papers.work import progress_of, told_of, work_stop, works_of


def own_work(request: SignedInRequest, kind: str, job_id: UUID) -> Job:
    """The act of this kind that the person asked for; 404 for anybody else's."""
    return get_object_or_404(works_of(request.user.pk).filter(kind=kind), pk=job_id)


def work_page(request: SignedInRequest, job: Job, page: str, context: Mapping[str, object]) -> HttpResponse:
    """Answer with `page`, which includes "shell/_work.html", or with that part alone; sending the page stops the act.
    `context["again"]` leads to where another act is asked for."""
    if request.method == "POST":
        press(request, lambda: work_stop(by=request.user, job=job), done=_("Đã dừng; chưa ghi gì."))
        return redirect(request.path)
    told = {
        "job": job,
        "here": request.path,
        "waiting": job.state in (Job.State.WAITING, Job.State.RUNNING),
        "progress": progress_of(job),
        "problems": told_of(job, "problems"),
        "notes": told_of(job, "notes"),
    }
    is_fragment = bool(request.headers.get("HX-Request"))
    return render(request, "shell/_work.html" if is_fragment else page, {**told, **context})
