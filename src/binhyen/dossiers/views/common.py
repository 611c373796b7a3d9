"""What the views of the year's work share: who asks, what they may see, and how an act ends."""

from collections.abc import Callable
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest

from binhyen.accounts.models import User
from binhyen.audit.errors import AlreadyDone
from binhyen.dossiers.forms.base import SpeakingForm
from binhyen.dossiers.selectors.scope import SeenCycle, SeenDossier, cycle_seen, dossier_seen
from binhyen.kernel.errors import Conflict, InputProblems, Problem, RefusedByState

# A form that was not accepted: its fields were wrong, or the state of things did not allow the act.
UNPROCESSABLE, CONFLICT = 422, 409
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


def attempt(request: HttpRequest, form: SpeakingForm, act: Callable[[], object], *, done: str) -> int:
    """Do it in one transaction: 0 and a message when it was done, otherwise the status of the answer, with the form
    saying why. What was recorded before counts as done."""
    try:
        with transaction.atomic():
            act()
    except AlreadyDone:
        messages.info(request, "Đã ghi nhận trước đó.")
    except InputProblems as error:
        form.take(error.problems)
        return UNPROCESSABLE
    except (RefusedByState, Conflict) as error:
        form.take([Problem(error.code, error.message, cure=error.cure)])
        return CONFLICT
    else:
        messages.success(request, done)
    return 0
