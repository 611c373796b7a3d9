"""What the page frame shows on every page. It asks the database nothing that the page has not asked already."""

from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from binhyen.shell.parts import NavItem

# URL name and label; a signed-in person sees the first table, everybody else the second.
_OFFICE = (
    ("work", gettext_noop("Việc của tôi")),
    ("cycles", gettext_noop("Đợt xét")),
    ("movement_home", gettext_noop("Phong trào")),
    ("unit_search", gettext_noop("Đơn vị")),
    ("rulebook_list", gettext_noop("Bộ tiêu chí")),
    ("reports", gettext_noop("Báo cáo")),
    ("people", gettext_noop("Người dùng")),
    ("home", gettext_noop("Tra cứu")),
)
# Entries for some: what middleware must have said of the person.
_ASKS = {"reports": "may_export", "people": "may_administer"}
_PUBLIC = (
    ("home", gettext_noop("Tra cứu")),
    ("public_results", gettext_noop("Kết quả")),
    ("public_programmes", gettext_noop("Chương trình")),
    ("open_data", gettext_noop("Dữ liệu mở")),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """`frame.nav`, `frame.person`, the two addresses that every page links to, and where a call is recorded.

    Middleware may set `request.work_count` (what waits for the person), `request.role_line` ("Cán bộ tổng hợp ·
    Xã Mẫu P"), `request.may_export`, `request.may_administer` and `request.may_chase`; each is read only if it is there.
    """
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "frame": {
            **_addresses(),
            "nav": _nav(request, office=signed_in),
            "person": (user.get_full_name() or user.get_username()) if signed_in and user is not None else "",
            "role_line": getattr(request, "role_line", ""),
            "call": reverse("call") if signed_in and getattr(request, "may_chase", False) else "",
            "wishes": reverse("reminder_wishes") if signed_in else "",
        }
    }


def _nav(request: HttpRequest, *, office: bool) -> list[NavItem]:
    """The entries; the one whose address is the longest beginning of this page's is marked."""
    entries = _resolved(_OFFICE if office else _PUBLIC)
    here = max((url for _name, url, _label in entries if _within(request.path, url)), key=len, default="")
    waiting = getattr(request, "work_count", 0)
    return [
        NavItem(url, _(label), active=url == here, badge=waiting if name == "work" else 0)
        for name, url, label in entries
        if name not in _ASKS or getattr(request, _ASKS[name], False)
    ]


def _within(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


@cache
def _resolved(table: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str, str], ...]:
    """Name, address and label."""
    return tuple((name, reverse(name), label) for name, label in table)


@cache
def _addresses() -> dict[str, str]:
    return {"home": reverse("home"), "login": reverse("account_login")}
