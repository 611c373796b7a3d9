"""Long acts of one person, carried out by the worker in one transaction: all of it or nothing, with signs of life.

Nobody sees what a transaction has not committed, and SQLite lets nobody else write meanwhile: how far the act has come,
and that it should stop, is therefore told through the cache, which all processes of an installation share.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet
from django_tasks import task

from binhyen.audit import services as audit
from binhyen.audit.services import Actor
from binhyen.kernel import clock
from binhyen.kernel.errors import BinhYenError, InputProblems, Problem, RefusedByState
from binhyen.papers.errors import JobStopped
from binhyen.papers.models import Job

logger = logging.getLogger(__name__)

Report = Callable[[int], None]
# From the parameters, who asked for it, and a way to report progress (0 to 100): what came of it.
Work = Callable[[Mapping[str, Any], UUID, Report], "Outcome"]
_WORKS: dict[str, Work] = {}

_LIVING = (Job.State.WAITING, Job.State.RUNNING)
_MOST_PROBLEMS = 200
_KEPT_SECONDS = 24 * 3600
# Longer without a sign of life than any step of an act takes: its process was ended.
_SILENT_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act did, in a sentence, and what the person should know of it."""

    message: str
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an act has come. `is_broken_off`: its process was ended; nothing was changed, and it does not go on."""

    percent: int
    is_broken_off: bool


def register_work(kind: str, work: Work) -> None:
    """Say who carries out acts of a kind."""
    _WORKS[kind] = work


def works_of(person: UUID) -> QuerySet[Job]:
    """The acts that a person asked for, newest first."""
    return Job.objects.filter(asked_by=person, kind__in=_WORKS).order_by("-asked_at", "-id")


@transaction.atomic
def work_start(*, by: Actor, kind: str, title: str, parameters: Mapping[str, Any]) -> Job:
    """Note that a person wants something done, and hand it to the worker once that is committed."""
    if kind not in _WORKS:
        raise ValueError(f"nobody is registered for acts of kind {kind!r}")
    job = Job(kind=kind, title=title, parameters=dict(parameters), asked_by=by.id)
    job.save(force_insert=True)
    audit.record(by=by, verb="work.asked", subjects=[("job", job.id)], payload={"title": title})
    transaction.on_commit(partial(carry_out.enqueue, str(job.id)))
    return job


def work_stop(*, by: Actor, job: Job) -> None:
    """Stop an act that waits or runs; what it has done so far is undone. Raises RefusedByState when it has ended."""
    # Before anything of the database: the act may hold its lock, and lets go when it sees this.
    cache.set(_stop(job.id), 1, _KEPT_SECONDS)
    _stopped(by=by, job=job)


@transaction.atomic
def _stopped(*, by: Actor, job: Job) -> None:
    living = Job.objects.filter(id=job.id, state__in=_LIVING)
    if not living.update(state=Job.State.CANCELLED, finished_at=clock.now(), parameters={}):
        raise RefusedByState("Việc này đã kết thúc.", cure="Xem kết quả ở trang này.")
    audit.record(by=by, verb="work.stopped", subjects=[("job", job.id)], payload={"title": job.title})


def progress_of(job: Job) -> Progress:
    """How far an act has come, as it last told."""
    percent, told_at = cache.get(_told(job.id), (0, job.asked_at))
    silent = (clock.now() - told_at).total_seconds() > _SILENT_SECONDS
    return Progress(percent, is_broken_off=job.state == Job.State.RUNNING and silent)


@task()
def carry_out(job_id: str) -> None:
    """Work for the background worker."""
    work_do(job_id=UUID(job_id))


def work_do(*, job_id: UUID) -> None:
    """Carry out a waiting act, or note why it could not be. What it did and that it is done are committed together.

    An act that another worker took, or that was stopped, is left alone.
    """
    if not Job.objects.filter(id=job_id, state=Job.State.WAITING).update(state=Job.State.RUNNING):
        return
    _tell(job_id, 0)
    try:
        _do(job_id)
    except JobStopped:
        return
    except InputProblems as error:
        told = [asdict(problem) for problem in error.problems[:_MOST_PROBLEMS]]
        _end(job_id, Job.State.FAILED, message="Chưa ghi gì; cần sửa trong bảng.", parameters={"problems": told})
    except BinhYenError as error:
        _end(job_id, Job.State.FAILED, message=str(error)[:300], parameters={})
    except Exception:
        # The worker must live on; the person gets a sentence, the operator the trace.
        logger.exception("act %s failed", job_id)
        _end(job_id, Job.State.FAILED, message="Có lỗi; chưa ghi gì. Người quản trị xem nhật ký.", parameters={})


@transaction.atomic
def _do(job_id: UUID) -> None:
    job = Job.objects.get(id=job_id)
    outcome = _WORKS[job.kind](job.parameters, job.asked_by, lambda percent: _tell(job_id, percent))
    notes = [asdict(note) for note in outcome.notes[:_MOST_PROBLEMS]]
    # What came in is needed no longer; a job that somebody stopped meanwhile is undone.
    ended = {"message": outcome.message[:300], "progress": 100, "parameters": {"notes": notes}}
    if not _end(job_id, Job.State.DONE, **ended):
        raise JobStopped


def _tell(job_id: UUID, percent: int) -> None:
    if cache.get(_stop(job_id)):
        raise JobStopped
    cache.set(_told(job_id), (min(percent, 99), clock.now()), _KEPT_SECONDS)


def _end(job_id: UUID, state: Job.State, **fields: Any) -> bool:
    running = Job.objects.filter(id=job_id, state=Job.State.RUNNING)
    return bool(running.update(state=state, finished_at=clock.now(), **fields))


def told_of(job: Job, what: str) -> tuple[Problem, ...]:
    """The "problems" or "notes" that an act left behind."""
    return tuple(Problem(**each) for each in job.parameters.get(what, ()))


def _told(job_id: UUID) -> str:
    return f"work-told-{job_id}"


def _stop(job_id: UUID) -> str:
    return f"work-stop-{job_id}"
