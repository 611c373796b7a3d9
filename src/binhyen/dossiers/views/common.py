"""What the views of the year's work share: who asks and what they may see."""

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from binhyen.accounts.attempts import CONFLICT, UNPROCESSABLE, attempt
from binhyen.accounts.models import User
from binhyen.dossiers.selectors.scope import SeenCycle, SeenDossier, cycle_seen, decisions_for, dossier_seen
from binhyen.recognition.models import Decision

__all__ = [
    "CONFLICT",
    "PER_PAGE",
    "UNPROCESSABLE",
    "attempt",
    "cycle_or_404",
    "decision_or_404",
    "dossier_or_404",
    "person",
]

PER_PAGE = 25


def person(request: HttpRequest) -> User:
    """Whoever is signed in; the views ask for that first."""
    return cast(User, request.user)


def cycle_or_404(request: HttpRequest, cycle_id: UUID) -> SeenCycle:
    """The cycle within what the person may read."""
    seen = cycle_seen(person(request), cycle_id)
    if seen is None:
        raise Http404
    return seen


def dossier_or_404(request: HttpRequest, dossier_id: UUID) -> SeenDossier:
    """The dossier within what the person may read."""
    seen = dossier_seen(person(request), dossier_id)
    if seen is None:
        raise Http404
    return seen


def decision_or_404(request: HttpRequest, decision_id: UUID) -> Decision:
    """The decision within what the person may read."""
    return get_object_or_404(decisions_for(person(request)).select_related("programme", "rulebook"), pk=decision_id)
