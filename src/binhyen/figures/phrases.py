"""How reported figures read in the log."""

from collections.abc import Mapping
from typing import Any

from binhyen.audit.phrases import register
from binhyen.figures.models import Channel
from binhyen.kernel import text


def _recorded(payload: Mapping[str, Any]) -> str:
    channel = Channel(payload["channel"])
    line = f"Ghi nhận {text.number(payload['values'])} số liệu của {text.number(payload['units'])} đơn vị"
    if payload["corrections"]:
        line += f", trong đó sửa {text.number(payload['corrections'])}"
    how = channel.label if channel is Channel.DIRECT else f"báo cáo qua {channel.label}"
    return f"{line}; {payload['reported_by']} {how}"


def register_phrases() -> None:
    """Called once when the app is ready."""
    register("figures.recorded", _recorded)
    register("figures.published_loaded", "Nạp {rows} số liệu đã công bố, kèm nguồn")
