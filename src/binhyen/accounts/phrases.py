"""How acts on accounts read in the log."""

from collections.abc import Mapping
from typing import Any

from binhyen.accounts.roles import Role
from binhyen.audit.phrases import register


def _given(payload: Mapping[str, Any]) -> str:
    return f"Giao vai trò {Role(payload['role']).vietnamese} cho tài khoản {payload['username']}"


def register_phrases() -> None:
    """Called once when the app is ready."""
    register("account.created", "Lập tài khoản {username}")
    register("grant.given", _given)
