"""How acts on accounts read in the log."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from binhyen.accounts.roles import Role
from binhyen.audit.phrases import register
from binhyen.kernel import text


def _ended(payload: Mapping[str, Any]) -> str:
    last = text.day(date.fromisoformat(payload["last_day"]))
    return f"Kết thúc vai trò {Role(payload['role']).vietnamese} của tài khoản {payload['username']} từ hết ngày {last}"


def register_phrases() -> None:
    """Called once when the app is ready."""
    register("account.corrected", "Sửa thông tin tài khoản {username}")
    register("account.password_given", "Cấp mật khẩu mới cho tài khoản {username}")
    register("account.closed", "Ngừng dùng tài khoản {username}")
    register("account.reopened", "Dùng lại tài khoản {username}")
    register("grant.ended", _ended)
