"""How collections read in the log."""

from collections.abc import Mapping
from typing import Any

from binhyen.audit.phrases import register
from binhyen.kernel.text import number


def _opened(payload: Mapping[str, Any]) -> str:
    return f"Hỏi {number(payload['units'])} đơn vị: {payload['question']}"


def _answered(payload: Mapping[str, Any]) -> str:
    corrected = f", sửa {number(payload['corrections'])}" if payload["corrections"] else ""
    return f"Ghi trả lời của {number(payload['units'])} đơn vị{corrected} cho câu hỏi: {payload['question']}"


def _sent(payload: Mapping[str, Any]) -> str:
    return f"Báo {payload['body']} lần {payload['seq']}: {payload['said']}"


def register_phrases() -> None:
    """Called once when the app is ready."""
    register("collection.opened", _opened)
    register("collection.answered", _answered)
    register("collection.sent", _sent)
    register("collection.closed", "Kết thúc thu thập: {question}")
