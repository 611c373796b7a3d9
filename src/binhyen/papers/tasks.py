"""Work for the background worker."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django_tasks import task

from binhyen.audit.services import Actor
from binhyen.papers.models import Job
from binhyen.papers.services import job_ask, job_produce


@task()
def produce(job_id: str) -> None:
    """Make the file of a job."""
    job_produce(job_id=UUID(job_id))


@transaction.atomic
def job_start(*, by: Actor, kind: str, title: str, parameters: Mapping[str, Any], act_key: str | None = None) -> Job:
    """Ask for a file and hand the job to the worker once it is committed. The page then shows its progress.

    Raises AlreadyDone for a repeated `act_key`: the file of the first is on its way.
    """
    job = job_ask(by=by, kind=kind, title=title, parameters=parameters, act_key=act_key)
    transaction.on_commit(partial(produce.enqueue, str(job.id)))
    return job
