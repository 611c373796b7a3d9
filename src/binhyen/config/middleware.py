"""What the frame shows of the person on every page, looked up once per sign-in instead of on every page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.kernel import clock
from binhyen.units.selectors import version_of

_KEY = "frame"
Answer = Callable[[HttpRequest], HttpResponse]


class RoleLineMiddleware:
    """Sets `request.role_line` ("Cán bộ tổng hợp · Xã Mẫu P") and `request.may_export`, kept in the session for a day."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Read it from the session, or work it out and keep it there."""
        if request.user.is_authenticated:
            kept, today = request.session.get(_KEY), clock.today().isoformat()
            if not kept or kept[0] != today:
                kept = request.session[_KEY] = [today, *_of_person(request.user)]
            request.role_line, request.may_export = kept[1], kept[2]  # type: ignore[attr-defined]
        return self.get_response(request)


def _of_person(user: User) -> tuple[str, bool]:
    powers = powers_of(user)
    if not powers.grants:
        return "Chưa được giao vai trò nào", False
    roles = ", ".join(role.vietnamese for role in powers.roles[:2])
    place = version_of(powers.grants[0].scope)
    return f"{roles} · {place.full_name}" if place else roles, bool(powers.scopes(Act.EXPORT))
