"""Pages for people who have signed in: the decorator that asks for it, and the request as they then have it."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase

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
    return login_required(cast(Callable[Concatenate[HttpRequest, P], HttpResponseBase], view))
