"""How acts on papers read in the log."""

from collections.abc import Mapping
from typing import Any

from binhyen.audit.phrases import register


def _recorded(payload: Mapping[str, Any]) -> str:
    number = f" số {payload['number']}" if payload["number"] else ""
    return f"Ghi nhận văn bản{number}: {payload['title']}"


def register_phrases() -> None:
    """Called once when the app is ready."""
    register("paper.recorded", _recorded)
    register("publications.loaded", "Nạp {rows} nguồn đã công bố")
    register("job.asked", "Yêu cầu tạo tệp: {title}")
    register("job.cancelled", "Dừng việc tạo tệp: {title}")
    register("work.asked", "Yêu cầu chạy nền: {title}")
    register("work.stopped", "Dừng việc đang chạy nền: {title}")
