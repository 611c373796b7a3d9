"""How acts on units read in the log."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from binhyen.audit.phrases import register
from binhyen.kernel import text


def _loaded(payload: Mapping[str, Any]) -> str:
    return f"Nạp danh mục {text.number(payload['units'])} đơn vị hành chính và {text.number(payload['successions'])} quan hệ sắp xếp, sáp nhập"


def _created(payload: Mapping[str, Any]) -> str:
    if payload["count"] == 1:
        return f"Lập đơn vị {payload['names'][0]}"
    return f"Lập {text.number(payload['count'])} đơn vị: {', '.join(payload['names'][:3])} …"


def _completed(payload: Mapping[str, Any]) -> str:
    return f"Bổ sung thông tin của {text.number(payload['count'])} đơn vị: {', '.join(payload['names'][:3])}"


def _changed(payload: Mapping[str, Any]) -> str:
    day = text.day(date.fromisoformat(payload["effective_on"]))
    return f"{payload['summary']}, từ ngày {day} theo {payload['legal_act']}"


def _change_reversed(payload: Mapping[str, Any]) -> str:
    return f"Hoàn tác: {payload['summary']}"


def register_phrases() -> None:
    """Called once when the app is ready."""
    register("units.national_loaded", _loaded)
    register("units.created", _created)
    register("units.completed", _completed)
    register("units.changed", _changed)
    register("units.change_reversed", _change_reversed)
