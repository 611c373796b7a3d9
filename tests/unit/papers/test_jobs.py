"""Files made in the background: asked for, made once, stopped, or failed with a sentence."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from binhyen.accounts.models import User
from binhyen.kernel.errors import InputProblems, Problem, RefusedByState
from binhyen.papers import producers
from binhyen.papers.downloads import open_job_file
from binhyen.papers.errors import PaperNotHere
from binhyen.papers.models import Job
from binhyen.papers.producers import Produced, Report
from binhyen.papers.selectors import jobs_of
from binhyen.papers.services import job_ask, job_cancel, job_produce
from binhyen.papers.tasks import job_start

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Settings) -> None:
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}


@pytest.fixture
def officer() -> User:
    return User.objects.create(username="mau", full_name="Cán bộ Mẫu")


def ask(officer: User, producer: producers.Producer, monkeypatch: pytest.MonkeyPatch) -> Job:
    monkeypatch.setitem(producers._PRODUCERS, "mau", producer)
    return job_ask(by=officer, kind="mau", title="Bảng mẫu", parameters={"year": 2021})


def make(parameters: Mapping[str, Any], report: Report) -> Produced:
    report(50)
    return Produced(f"bang-{parameters['year']}.txt", b"xong")


def test_a_job_makes_its_file_once(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    job = ask(officer, make, monkeypatch)
    job_produce(job_id=job.id)
    job_produce(job_id=job.id)
    done = jobs_of(officer.id).get()
    assert (done.state, done.progress, done.file_name) == (Job.State.DONE, 100, "bang-2021.txt")
    assert b"".join(open_job_file(done).streaming_content) == b"xong"


def test_a_job_stopped_while_it_runs_leaves_no_file(
    officer: User, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def stopped(parameters: Mapping[str, Any], report: Report) -> Produced:
        job_cancel(by=officer, job=job)
        report(10)
        return make(parameters, report)

    job = ask(officer, stopped, monkeypatch)
    job_produce(job_id=job.id)
    assert Job.objects.get().state == Job.State.CANCELLED
    assert not list(tmp_path.rglob("*.txt"))
    with pytest.raises(RefusedByState):
        job_cancel(by=officer, job=job)


def test_a_job_stopped_at_the_very_end_leaves_no_file(
    officer: User, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def late(parameters: Mapping[str, Any], report: Report) -> Produced:
        produced = make(parameters, report)
        job_cancel(by=officer, job=job)
        return produced

    job = ask(officer, late, monkeypatch)
    job_produce(job_id=job.id)
    assert Job.objects.get().state == Job.State.CANCELLED
    assert not list(tmp_path.rglob("*.txt"))


def test_a_problem_with_the_input_is_told_and_a_defect_is_not_shown_raw(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def problem(_: Mapping[str, Any], __: Report) -> Produced:
        raise InputProblems([Problem("x", "Năm này chưa có đợt xét.")])

    def defect(_: Mapping[str, Any], __: Report) -> Produced:
        raise ZeroDivisionError("secret detail")

    for producer, told in ((problem, "Năm này chưa có đợt xét."), (defect, "người quản trị")):
        job = ask(officer, producer, monkeypatch)
        job_produce(job_id=job.id)
        job.refresh_from_db()
        assert job.state == Job.State.FAILED
        assert told in job.message
        assert "secret" not in job.message
        with pytest.raises(PaperNotHere):
            open_job_file(job)


def test_a_kind_that_nobody_makes_cannot_be_asked_for(officer: User) -> None:
    with pytest.raises(ValueError, match="no producer"):
        job_ask(by=officer, kind="la", title="", parameters={})


def test_the_worker_gets_a_job_when_the_asking_is_committed(
    officer: User, monkeypatch: pytest.MonkeyPatch, settings: Settings, django_capture_on_commit_callbacks: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    monkeypatch.setitem(producers._PRODUCERS, "mau", make)
    with django_capture_on_commit_callbacks(execute=True):
        job = job_start(by=officer, kind="mau", title="Bảng mẫu", parameters={"year": 2021})
        assert job.state == Job.State.WAITING
    job.refresh_from_db()
    assert job.state == Job.State.DONE
