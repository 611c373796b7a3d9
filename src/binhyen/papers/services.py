"""Recording papers, and the life of a job that makes a file. Permission is the caller's to check: scopes live above."""

import hashlib
import logging
import re
from collections.abc import Mapping
from datetime import date
from pathlib import PurePath, PurePosixPath
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction

from binhyen.audit import services as audit
from binhyen.audit.services import Actor
from binhyen.kernel import clock
from binhyen.kernel.errors import BinhYenError, InputProblems, Problem, RefusedByState
from binhyen.kernel.text import fold, squeeze
from binhyen.papers import refusals
from binhyen.papers.errors import JobStopped
from binhyen.papers.formats import Format
from binhyen.papers.models import Job, Paper
from binhyen.papers.producers import Produced, is_known, producer_of
from binhyen.papers.storing import store

logger = logging.getLogger(__name__)
_LONGEST = {"title": 300, "number": 60, "issuer": 200, "place_kept": 200}
_PLACES = {
    "title": "trích yếu", "number": "số, ký hiệu", "issuer": "cơ quan ban hành", "place_kept": "nơi lưu bản giấy",
}  # fmt: skip
_NO_LETTER = re.compile(r"[^a-z0-9]+")
_LONGEST_FILE_NAME = 80
_LIVING = (Job.State.WAITING, Job.State.RUNNING)


@transaction.atomic
def paper_record(
    *,
    by: Actor,
    owner_unit: UUID,
    title: str,
    number: str = "",
    issued_on: date | None = None,
    issuer: str = "",
    place_kept: str = "",
    upload: File[bytes] | None = None,
    act_key: str | None = None,
) -> Paper:
    """Record a paper: in the office (full evidence; `place_kept` says where), or as an attached file.

    Raises InputProblems for marks of secrecy, for texts and file names that tell of persons, for files of unknown kind,
    and for missing or overlong fields; nothing is stored then.
    """
    audit.refuse_repeat(act_key)
    texts = {
        "title": squeeze(title),
        "number": squeeze(number),
        "issuer": squeeze(issuer),
        "place_kept": squeeze(place_kept),
    }
    file_name = refusals.sent_name(upload) if upload is not None else ""
    problems = [*_field_problems(texts, issued_on), *_refused(texts, file_name)]
    if problems:
        raise InputProblems(problems)
    paper = Paper(owner_unit=owner_unit, issued_on=issued_on, created_by=by.id, **texts)
    if upload is not None:
        _attach(paper, upload, file_name)
    paper.save(force_insert=True)
    payload = {"title": paper.title, "number": paper.number, "issued_on": issued_on, "sha256": paper.sha256}
    subjects = [("unit", owner_unit), ("paper", paper.id)]
    audit.record(by=by, verb="paper.recorded", subjects=subjects, payload=payload, act_key=act_key)
    return paper


def _field_problems(texts: Mapping[str, str], issued_on: date | None) -> list[Problem]:
    problems = [
        Problem("qua_dai", f"Dài hơn {longest} ký tự.", _PLACES[field], "Rút gọn nội dung.")
        for field, longest in _LONGEST.items()
        if len(texts[field]) > longest
    ]
    if not texts["title"]:
        problems.append(Problem("thieu", "Chưa có trích yếu.", _PLACES["title"], "Ghi văn bản nói về việc gì."))
    if issued_on and issued_on > clock.today():
        problems.append(
            Problem("ngay_tuong_lai", "Ngày ban hành sau hôm nay.", "ngày ban hành", "Ghi ngày trên văn bản đã ký.")
        )
    return problems


def _refused(texts: Mapping[str, str], file_name: str) -> list[Problem]:
    told = {_PLACES[field]: text for field, text in texts.items() if field != "title"}
    return [
        *refusals.about_anybody({"trích yếu": texts["title"]}),
        *refusals.file_name_problems(file_name),
        *(problem for place, text in told.items() for problem in refusals.text_problems(place, text, most=300)),
    ]


def _attach(paper: Paper, upload: File[bytes], file_name: str) -> None:
    sent = upload.read(settings.UPLOAD_LIMIT_BYTES + 1)
    kind = refusals.checked_format(sent, file_name, most_bytes=settings.UPLOAD_LIMIT_BYTES)
    content = refusals.cleaned(sent, kind)
    paper.kept = Paper.Kept.FILE
    paper.sha256 = hashlib.sha256(content).hexdigest()
    paper.size = len(content)
    paper.content_type = kind.content_type
    paper.file_name = _own_name(paper, kind)
    paper.file.name = store(_place_of(paper.sha256, kind), content)


def _own_name(paper: Paper, kind: Format) -> str:
    """What the file is called when it is handed out: by the paper's number and title, both of which were looked at.

    The sender's name for it is not kept: people name scans after people, and without diacritics no rule can tell.
    """
    words = _NO_LETTER.sub("-", fold(f"{paper.number} {paper.title}")).strip("-")
    return f"{words[:_LONGEST_FILE_NAME].rstrip('-') or 'van-ban'}{kind.suffix}"


def _place_of(digest: str, kind: Format) -> str:
    """By its content, so that the same content is stored once."""
    return str(PurePosixPath("papers", digest[:2], f"{digest}{kind.suffix}"))


@transaction.atomic
def job_ask(*, by: Actor, kind: str, title: str, parameters: Mapping[str, Any], act_key: str | None = None) -> Job:
    """Note that a person wants a file. `tasks.job_start` also hands it to the worker. Raises AlreadyDone."""
    if not is_known(kind):
        raise ValueError(f"no producer is registered for jobs of kind {kind!r}")
    job = Job(kind=kind, title=title, parameters=dict(parameters), asked_by=by.id)
    job.save(force_insert=True)
    payload = {"kind": kind, "title": title}
    audit.record(by=by, verb="job.asked", subjects=[("job", job.id)], payload=payload, act_key=act_key)
    return job


@transaction.atomic
def job_cancel(*, by: Actor, job: Job) -> None:
    """Stop a job that is waiting or running. Raises RefusedByState when it has ended."""
    if not Job.objects.filter(id=job.id, state__in=_LIVING).update(state=Job.State.CANCELLED, finished_at=clock.now()):
        raise RefusedByState("Việc này đã kết thúc.", cure="Tải tệp kết quả, hoặc yêu cầu tạo lại.")
    audit.record(by=by, verb="job.cancelled", subjects=[("job", job.id)], payload={"title": job.title})


def job_produce(*, job_id: UUID) -> None:
    """Make the file of a waiting job and store it, or note why it could not be made. Called by the worker.

    A job that another worker took, or that was cancelled, is left alone.
    """
    if not Job.objects.filter(id=job_id, state=Job.State.WAITING).update(state=Job.State.RUNNING):
        return
    job = Job.objects.get(id=job_id)
    try:
        produced = producer_of(job.kind)(job.parameters, lambda percent: _report(job_id, percent))
    except JobStopped:
        return
    except BinhYenError as error:
        _end(job_id, Job.State.FAILED, message=str(error)[:300])
    except Exception:
        # The worker must live on; the person gets a sentence, the operator the trace.
        logger.exception("job %s of kind %s failed", job_id, job.kind)
        _end(job_id, Job.State.FAILED, message="Có lỗi khi tạo tệp; người quản trị xem nhật ký hệ thống.")
    else:
        _finish(job_id, produced)


def _report(job_id: UUID, percent: int) -> None:
    if not Job.objects.filter(id=job_id, state=Job.State.RUNNING).update(progress=max(0, min(percent, 99))):
        raise JobStopped


def _finish(job_id: UUID, produced: Produced) -> None:
    suffix = PurePath(produced.file_name).suffix
    stored = default_storage.save(f"jobs/{job_id}{suffix}", ContentFile(produced.content))
    if not _end(job_id, Job.State.DONE, progress=100, file=stored, file_name=produced.file_name):
        default_storage.delete(stored)


def _end(job_id: UUID, state: Job.State, **fields: Any) -> bool:
    running = Job.objects.filter(id=job_id, state=Job.State.RUNNING)
    return bool(running.update(state=state, finished_at=clock.now(), **fields))
