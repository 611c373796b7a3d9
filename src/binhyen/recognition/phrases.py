"""How acts on decisions, and on who decides, read in the log."""

from collections.abc import Mapping
from typing import Any

from binhyen.audit.phrases import register
from binhyen.kernel import text
from binhyen.recognition.models import Cancellation

Payload = Mapping[str, Any]


def _cancelled(payload: Payload) -> str:
    who = payload["unit"] or f"{text.number(payload['units'])} đơn vị"
    reason = str(Cancellation.Reason(payload["reason"]).label)
    return f"Quyết định hủy bỏ công nhận {who} theo quyết định {payload['number']}: {reason[:1].lower()}{reason[1:]}"


def register_phrases() -> None:
    """Called once when the app is ready."""
    register("deciding_bodies.loaded", "Nạp {rows} dòng vào bảng thẩm quyền quyết định")
    register("cancellation.made", _cancelled)
    register("cancellation.withdrawn", "Không ban hành dự thảo: {title}")
