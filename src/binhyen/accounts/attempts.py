"""An act that a signed-in person sends: done, done before, or refused with the form or the next page saying why."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest

from binhyen.accounts.signed_in import submission_key
from binhyen.audit import services as audit
from binhyen.audit.errors import AlreadyDone
from binhyen.kernel.errors import Conflict, InputProblems, Problem, RefusedByState
from binhyen.papers.storing import nothing_left_of_a_failure
from binhyen.shell.typed import SpeakingForm

# A form that was not accepted: its fields were wrong, or the state of things did not allow the act.
UNPROCESSABLE, CONFLICT = 422, 409
_DONE_BEFORE = "Đã ghi nhận trước đó."


def attempt(request: HttpRequest, form: SpeakingForm, act: Callable[[], object], *, done: str) -> int:
    """Do it in one transaction: 0 and a message when it was done, otherwise the status of the answer, with the form
    saying why; a failure leaves no file of a paper behind. What was recorded before counts as done."""
    try:
        with nothing_left_of_a_failure(), transaction.atomic():
            act()
    except AlreadyDone:
        messages.info(request, _DONE_BEFORE)
    except InputProblems as error:
        form.take(error.problems)
        return UNPROCESSABLE
    except (RefusedByState, Conflict) as error:
        form.take([Problem(error.code, error.message, cure=error.cure)])
        return CONFLICT
    else:
        messages.success(request, done)
    return 0


def pressed_before(request: HttpRequest) -> bool:
    """Whether this very form was carried out already, said to the person: for forms that ask for something else by then."""
    try:
        audit.refuse_repeat(submission_key(request))
    except AlreadyDone:
        messages.info(request, _DONE_BEFORE)
        return True
    return False


def press(request: HttpRequest, act: Callable[[], object], *, done: str) -> None:
    """The same for a button, which has no form to say why: the page that follows tells what came of it."""
    form = SpeakingForm()
    attempt(request, form, act, done=done)
    for problem in form.refusals:
        messages.error(request, f"{problem.message} {problem.cure}".strip())
