"""What the frame shows of the person on every page, looked up when what they hold has changed instead of on every page."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.kernel import clock
from binhyen.units.selectors import version_of

_KEY, _PARTS = "frame", 6
Answer = Callable[[HttpRequest], HttpResponse]


class FramedRequest(HttpRequest):
    """A request of somebody who signed in, as the frame shows it: "Cán bộ tổng hợp · Xã Mẫu P", and which links."""

    role_line: str
    may_export: bool
    may_administer: bool
    may_chase: bool


class RoleLineMiddleware:
    """Sets what the frame shows of the person (`FramedRequest`), kept in the session while they hold the same roles."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Read it from the session, or work it out and keep it there."""
        if request.user.is_authenticated:
            held = [str(grant.pk) for grant in powers_of(request.user).grants]
            kept, today = request.session.get(_KEY), clock.today().isoformat()
            if not kept or len(kept) != _PARTS or kept[:2] != [today, held]:
                kept = request.session[_KEY] = [today, held, *_of_person(request.user)]
            framed = cast(FramedRequest, request)
            framed.role_line, framed.may_export, framed.may_administer, framed.may_chase = kept[2:]
        return self.get_response(request)


def _of_person(user: User) -> tuple[str, bool, bool, bool]:
    powers = powers_of(user)
    if not powers.grants:
        return "Chưa được giao vai trò nào", False, False, False
    roles = ", ".join(role.vietnamese for role in powers.roles[:2])
    place = version_of(powers.grants[0].scope)
    line = f"{roles} · {place.full_name}" if place else roles
    export, administer, chase = (bool(powers.scopes(act)) for act in (Act.EXPORT, Act.ACCOUNTS, Act.CHASE))
    return line, export, administer, chase
