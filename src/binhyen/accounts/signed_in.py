"""Pages for people who have signed in: the decorator that asks for it, and the request as they then have it."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import cache_control
from django_htmx.middleware import HtmxDetails

from binhyen.accounts.models import User
from binhyen.accounts.typed_again import TypedAgain, brought_back, forget, sign_in_first

P = ParamSpec("P")


class SignedInRequest(HttpRequest):
    """A request whose `user` is a person."""

    user: User
    # Whether a script of the page asked, and wants a part of it.
    htmx: HtmxDetails
    # What was typed before the sign-in ended, to be put back into the page.
    typed_again: TypedAgain | None


def signed_in(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Sends whoever has not signed in to the sign-in page, and back here afterwards with what was typed; whoever still has the password
    that an administrator gave is sent to choose one that nobody else knows."""

    @wraps(view)
    def asked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return sign_in_first(request)
        # A signed-in request is a request; the decorator sees to it that no other arrives.
        known = cast(SignedInRequest, request)
        if known.user.password_is_given:
            return redirect("account_change_password")
        if request.method == "POST":
            forget(request)
        else:
            known.typed_again = brought_back(request)
        return view(known, *args, **kwargs)

    # Office machines are shared: the way back must not show a page to whoever comes after the person has left.
    return cache_control(private=True, no_store=True)(asked)


def submission_key(request: HttpRequest) -> str | None:
    """The idempotency key of the form that was sent, bound to the person: nobody's key can swallow another's act."""
    typed = request.POST.get("act_key", "")
    return hashlib.sha256(f"{request.user.pk}:{typed}".encode()).hexdigest() if typed else None
