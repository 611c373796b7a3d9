"""What the views of the year's work share: who asks and what they may see."""

from collections.abc import Iterable
from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from binhyen.accounts.attempts import CONFLICT, UNPROCESSABLE, attempt
from binhyen.accounts.models import User
from binhyen.dossiers.forms.acts import ActForm, Doing
from binhyen.dossiers.selectors.scope import SeenCycle, SeenDossier, cycle_seen, decisions_for, dossier_seen
from binhyen.dossiers.services.advancing import refuse_changed
from binhyen.recognition.models import Decision

__all__ = [
    "CONFLICT",
    "PER_PAGE",
    "UNPROCESSABLE",
    "attempt",
    "carry_out",
    "cycle_or_404",
    "decision_or_404",
    "dossier_or_404",
    "person",
]

PER_PAGE = 25


def carry_out(form: ActForm, doing: Doing, request: HttpRequest) -> None:
    """Do what the form asks, unless somebody changed a dossier since it was opened."""
    refuse_changed(doing.dossiers, _versions(request.POST.getlist("seen")), doing.act_key)
    form.carry_out(doing)


def _versions(sent: Iterable[str]) -> dict[UUID, int]:
    """Which version of each dossier a form was opened on, as its hidden fields tell ("id:version")."""
    found = {}
    for one in sent:
        pk, _, version = one.partition(":")
        try:
            found[UUID(pk)] = int(version)
        except ValueError as error:
            raise Http404 from error
    return found


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
