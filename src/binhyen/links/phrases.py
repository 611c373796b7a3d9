"""How acts on links read in the log."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from binhyen.audit.phrases import register
from binhyen.kernel import text


def _given(payload: Mapping[str, Any]) -> str:
    who = payload["unit"] or f"{text.number(payload['units'])} đơn vị"
    return f"Cấp liên kết có mã PIN cho {who}, dùng đến hết ngày {text.day(date.fromisoformat(payload['valid_to']))}"


def register_phrases() -> None:
    """Called once when the app is ready."""
    register("link.given", _given)
    register("link.revoked", "Thu hồi liên kết có mã PIN của {unit}")
    register("link.entered", "Vào bằng liên kết có mã PIN của {unit}, {giver} cấp")
    register("link.locked", "Tạm khóa liên kết có mã PIN của {unit} sau {wrong} lần nhập sai")
