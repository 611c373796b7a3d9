"""What was typed into a form whose sign-in had ended meanwhile: kept for its person, put back into the form, never sent.

It lies in the session of the browser that sent it, on the server, until the person sends a form or half an hour is over.
Nobody else gets to see it: the key of the form names, under our seal, for whom the page was made. Not kept are files and
tables, which nobody has looked at yet, and texts that no form of ours would take: what is refused leaves no trace.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from binhyen.kernel import clock
from binhyen.sheets.refusals import refused_text
from binhyen.shell.signed_forms import person_of
from binhyen.shell.tables import OPEN, PASTED, READY
from binhyen.shell.uploads import is_kept_nowhere

_KEY = "typed_again"
_KEPT_SECONDS = 30 * 60
# A grid of 1,000 areas and 15 figures is some 2 MB; what is larger was not typed.
_MOST_BYTES = 4 * 1024 * 1024
_FORGERY = "csrfmiddlewaretoken"
_NEVER_KEPT = (PASTED, OPEN, READY, "token", "pin")
_MAY_NAME = "reported_by"
# A grid holds thousands of counts, which nobody has to read.
_SHORT = len("000.000")
_SECRET = ("password", "mat_khau")


@dataclass(frozen=True, slots=True)
class TypedAgain:
    """A form that comes back: where it goes, its fields in order, and whether something has to be chosen or typed again."""

    action: str
    fields: tuple[tuple[str, str], ...]
    is_partial: bool


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back here. What was typed into one of our forms is kept until then."""
    page = _page_of(request) if request.method == "POST" else request.get_full_path()
    person = person_of(request.POST.get("act_key", "")) if request.method == "POST" else ""
    if person and _keep(request, person, page):
        messages.info(
            request, "Phiên đăng nhập đã hết. Nội dung vừa nhập được giữ lại; đăng nhập xong sẽ trở về biểu mẫu."
        )
    return _go(request, f"{reverse('account_login')}?{urlencode({'next': page})}")


def open_anew(request: HttpRequest) -> HttpResponse | None:
    """After a form was refused for its token (the person signed in again elsewhere): back to its page with what was
    typed. None where the form is not ours or not this person's."""
    person = person_of(request.POST.get("act_key", ""))
    if not _is_from_here(request) or not person:
        return None
    if not request.user.is_authenticated:
        return sign_in_first(request)
    page = _page_of(request)
    if person != str(request.user.pk) or not _keep(request, person, page):
        return None
    messages.warning(request, "Trang này mở từ trước lần đăng nhập mới nhất, nên chưa ghi gì.")
    return _go(request, page)


def brought_back(request: HttpRequest) -> TypedAgain | None:
    """What is to be put back into the page that is asked for now; None where there is nothing, or not for this person."""
    kept = request.session.get(_KEY)
    if not kept:
        return None
    _let_last(request)
    if (
        kept["person"] != str(request.user.pk)
        or datetime.fromisoformat(kept["at"]) + timedelta(seconds=_KEPT_SECONDS) < clock.now()
    ):
        del request.session[_KEY]
        return None
    if kept["page"] != request.get_full_path():
        return None
    return TypedAgain(kept["action"], tuple(map(tuple, kept["fields"])), kept["is_partial"])


def forget(request: HttpRequest) -> None:
    """A form was sent: what was kept has been used, or is not wanted."""
    if request.session.pop(_KEY, None):
        _let_last(request)


def _keep(request: HttpRequest, person: str, page: str) -> bool:
    typed = [(name, value) for name, values in request.POST.lists() for value in values if name != _FORGERY]
    if is_kept_nowhere(request) or sum(len(name) + len(value) for name, value in typed) > _MOST_BYTES:
        return False
    fields = [(name, value) for name, value in typed if _may_be_kept(name, value)]
    kept: Mapping[str, Any] = {
        "person": person,
        "page": page,
        "action": request.get_full_path(),
        "fields": fields,
        "is_partial": len(fields) < len(typed) or bool(request.FILES),
        "at": clock.now().isoformat(),
    }
    request.session[_KEY] = kept
    if not request.user.is_authenticated:
        request.session.set_expiry(_KEPT_SECONDS)
    return True


def _may_be_kept(name: str, value: str) -> bool:
    if name in _NEVER_KEPT or any(word in name.lower() for word in _SECRET):
        return False
    is_count = len(value) <= _SHORT and not any(map(str.isalpha, value))
    return is_count or not refused_text(value, may_name=name == _MAY_NAME)


def _let_last(request: HttpRequest) -> None:
    """Signed in again, the session lasts as long as any other: until the browser is closed."""
    if request.session.get("_session_expiry") == _KEPT_SECONDS:
        request.session.set_expiry(0)


def _page_of(request: HttpRequest) -> str:
    """The page that held the form: many forms send to an address that shows nothing by itself."""
    sent_from = urlsplit(request.headers.get("Referer", ""))
    # An address that begins with two slashes would lead to another host.
    if sent_from.netloc != request.get_host() or sent_from.path.startswith("//"):
        return request.get_full_path()
    return sent_from.path + (f"?{sent_from.query}" if sent_from.query else "")


def _is_from_here(request: HttpRequest) -> bool:
    """Whether the form was sent from a page of ours: a token alone can be missing from a forged form too."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(origin).netloc == request.get_host()


def _go(request: HttpRequest, address: str) -> HttpResponse:
    """To another page; from a fragment the whole page goes there."""
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(address)
    return redirect(address)
