"""The door of a link: whoever stands before it shows the PIN once, and then holds a cookie for that address alone."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control

from binhyen.accounts.models import User
from binhyen.links.errors import ShutForNow, WrongPin
from binhyen.links.models import Link
from binhyen.links.selectors import SHUT_FOR, link_of, person_of
from binhyen.links.services import link_enter

COOKIE = "lien_ket"
_SALT = "binhyen.links"
_HOURS = 12 * 60 * 60
# From one address (a whole office may share it) so many wrong PINs in a quarter of an hour, whatever the links.
_WRONG_FROM_ADDRESS = 20
# What of a form that met the closed door goes on behind it.
_CARRIED = ("v:", "s:", "act_key")
_TOO_MANY, _UNPROCESSABLE, _GONE = 429, 422, 404


class LinkRequest(HttpRequest):
    """A request that came through a link. `carried` is what was typed before the PIN was asked again."""

    token: str
    link: Link
    person: User
    carried: QueryDict | None


def with_pin(
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Lets in whoever holds the cookie of this link, asks everybody else for the PIN. What was typed is not lost."""

    @cache_control(private=True, no_store=True)
    @wraps(view)
    def behind(request: HttpRequest, *, token: str, **rest: Any) -> HttpResponseBase:
        link = link_of(token)
        if link is None or not link.is_alive:
            # One answer for an address that never was and one that is no more.
            return render(request, "links/gone.html", status=_GONE)
        entering = _let_through(request, token, link)
        if _has_entered(request, link):
            return view(entering, **rest)
        if request.method != "POST" or "pin" not in request.POST:
            return _door(request, link, "")
        if refusal := _refusal(entering):
            return refusal
        if _carried(request):
            entering.carried = request.POST
            return _keep(view(entering, **rest), link, token)
        return _keep(redirect(request.path), link, token)

    return behind


def leave(request: LinkRequest) -> HttpResponse:
    """Close the door again: the cookie is taken back."""
    answer = redirect("link_home", request.token)
    answer.delete_cookie(COOKIE, path=reverse("link_home", args=[request.token]))
    return answer


def _let_through(request: HttpRequest, token: str, link: Link) -> LinkRequest:
    # The same object: the decorator sees to it that the views get what the type says.
    entering = cast(LinkRequest, request)
    entering.token, entering.link, entering.person, entering.carried = token, link, person_of(link), None
    return entering


def _refusal(request: LinkRequest) -> HttpResponse | None:
    """Why the PIN was not taken; None when it was."""
    counted = _count_of_address(request)
    if cache.get(counted, 0) >= _WRONG_FROM_ADDRESS:
        words = "Từ máy hoặc mạng này đã nhập sai quá nhiều lần. Đợi 15 phút rồi thử lại."
        return _door(request, request.link, words, status=_TOO_MANY)
    try:
        link_enter(link=request.link, pin=request.POST["pin"].strip(), by=request.person)
    except (WrongPin, ShutForNow) as error:
        cache.set(counted, cache.get(counted, 0) + 1, SHUT_FOR.total_seconds())
        status = _UNPROCESSABLE if isinstance(error, WrongPin) else _TOO_MANY
        return _door(request, request.link, str(error), status=status)
    return None


def _count_of_address(request: HttpRequest) -> str:
    # Hashed: the count needs to tell addresses apart, nobody needs to read them.
    address = f"{settings.SECRET_KEY}{get_adapter().get_client_ip(request)}"
    return f"links-wrong-{hashlib.sha256(address.encode()).hexdigest()}"


def _door(request: HttpRequest, link: Link, refused: str, *, status: int = 200) -> HttpResponse:
    context = {"dossier": link.dossier, "refused": refused, "carried": _carried(request)}
    return render(request, "links/door.html", context, status=status)


def _carried(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, value in request.POST.items() if name.startswith(_CARRIED)]


def _mark(link: Link) -> str:
    """What the cookie holds. A link that is given anew has another id, and the cookie of the old one is worth nothing."""
    return str(link.pk)


def _has_entered(request: HttpRequest, link: Link) -> bool:
    return request.get_signed_cookie(COOKIE, default="", salt=_SALT, max_age=_HOURS) == _mark(link)


def _keep(answer: HttpResponseBase, link: Link, token: str) -> HttpResponseBase:
    answer.set_signed_cookie(
        COOKIE, _mark(link), salt=_SALT, max_age=_HOURS, path=reverse("link_home", args=[token]), httponly=True,
        samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return answer
