"""Reading papers and jobs."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from binhyen.papers.models import Job, Paper


def papers_of(owner_units: Iterable[UUID]) -> QuerySet[Paper]:
    """The papers in the folders of these units, newest first."""
    return Paper.objects.filter(owner_unit__in=list(owner_units)).order_by("-issued_on", "-created_at")


def jobs_of(person: UUID) -> QuerySet[Job]:
    """The files that a person asked for, newest first."""
    return Job.objects.filter(asked_by=person).order_by("-asked_at", "-id")
