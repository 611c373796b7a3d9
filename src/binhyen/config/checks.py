"""Checks at start-up: what an installation has wrong, numbered, each with its cure. `binhyen check` lists them."""

import stat
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connection

LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "::1"}
TINOS = Path(__file__).resolve().parents[1] / "rendering" / "fonts"
MANY_PROCESSES = 4  # above this, writers on one SQLite file wait for each other more than they work
_CURE_ASSETS = (
    "Chạy make run (hoặc .venv/bin/python scripts/assets.py) để lấy kiểu chữ, kiểu trang và mã từ gói đã khoá."
)


def _open_hosts() -> list[str]:
    return sorted(set(settings.ALLOWED_HOSTS) - LOOPBACK)


def debug_is_private(app_configs: object = None, **_: Any) -> Sequence[CheckMessage]:
    """W001: debug pages show data and settings to whoever meets an error."""
    if not (settings.DEBUG and _open_hosts()):
        return []
    return [
        _warning(
            "W001",
            "BINHYEN_DEBUG đang bật trong khi BINHYEN_ALLOWED_HOSTS có máy khác.",
            "Bỏ BINHYEN_DEBUG trên máy chủ.",
        )
    ]


def secret_is_shared(app_configs: object = None, **_: Any) -> Sequence[CheckMessage]:
    """W002: with a name of its own the installation may run on several machines, which must share one secret key."""
    kept = settings.DATA_DIR / "secret-key"
    made_here = kept.exists() and kept.read_text(encoding="utf-8").strip() == settings.SECRET_KEY
    if not (made_here and len(_open_hosts()) > 1):
        return []
    return [
        _warning(
            "W002",
            "Nhiều tên máy chủ nhưng khoá bí mật chỉ nằm trong thư mục dữ liệu này.",
            "Đặt BINHYEN_SECRET_KEY giống nhau trên mọi máy chủ.",
        )
    ]


def data_folder_is_ours(app_configs: object = None, **_: Any) -> Sequence[CheckMessage]:
    """W003: the data folder holds papers and password hashes; other users of the machine must not read it."""
    mode = Path(settings.DATA_DIR).stat().st_mode
    if not mode & (stat.S_IROTH | stat.S_IWOTH):
        return []
    return [
        _warning(
            "W003",
            f"Người dùng khác trên máy đọc được thư mục dữ liệu {settings.DATA_DIR}.",
            f"chmod 700 {settings.DATA_DIR}",
        )
    ]


def sqlite_is_small(app_configs: object = None, **_: Any) -> Sequence[CheckMessage]:
    """W004: SQLite suits a commune; many processes want PostgreSQL."""
    if connection.vendor != "sqlite" or settings.WEB_PROCESSES <= MANY_PROCESSES:
        return []
    return [
        _warning(
            "W004",
            f"SQLite với {settings.WEB_PROCESSES} tiến trình web.",
            f"Đặt DATABASE_URL tới PostgreSQL, hoặc BINHYEN_WEB_PROCESSES từ {MANY_PROCESSES} trở xuống.",
        )
    ]


def typeface_is_there(app_configs: object = None, **_: Any) -> Sequence[CheckMessage]:
    """W005: without Tinos no official paper can be set."""
    if any(TINOS.glob("*.ttf")):
        return []
    return [_warning("W005", "Thiếu kiểu chữ Tinos, không kết xuất được văn bản PDF.", _CURE_ASSETS)]


def assets_are_there(app_configs: object = None, **_: Any) -> Sequence[CheckMessage]:
    """W006: without the vendor files pages have no script and no typeface."""
    if find("vendor/.stamp"):
        return []
    return [_warning("W006", "Thiếu tệp kiểu trang và mã của giao diện.", _CURE_ASSETS)]


ALL: tuple[Callable[..., Sequence[CheckMessage]], ...] = (
    debug_is_private,
    secret_is_shared,
    data_folder_is_ours,
    sqlite_is_small,
    typeface_is_there,
    assets_are_there,
)


def register_checks() -> None:
    """Make Django run them with its own."""
    for check in ALL:
        register(Tags.compatibility)(check)


def _warning(number: str, message: str, cure: str) -> Warning:
    return Warning(message, hint=cure, id=f"binhyen.{number}")
