"""Pages for people who have signed in: the decorator that asks for it, and the request as they then have it."""

import hashlib
from collections.abc import Callable
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import cache_control

from binhyen.accounts.models import User

P = ParamSpec("P")


class SignedInRequest(HttpRequest):
    """A request whose `user` is a person."""

    user: User


def signed_in(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Sends whoever has not signed in to the sign-in page, and back here afterwards."""
    # A signed-in request is a request; the decorator sees to it that no other arrives.
    asked = login_required(cast(Callable[Concatenate[HttpRequest, P], HttpResponseBase], view))
    # Office machines are shared: the way back must not show a page to whoever comes after the person has left.
    return cache_control(private=True, no_store=True)(asked)


def submission_key(request: HttpRequest) -> str | None:
    """The idempotency key of the form that was sent, bound to the person: nobody's key can swallow another's act."""
    typed = request.POST.get("act_key", "")
    return hashlib.sha256(f"{request.user.pk}:{typed}".encode()).hexdigest() if typed else None
