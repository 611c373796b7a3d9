"""How acts on targets read in the log."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from binhyen.audit.phrases import register
from binhyen.kernel import text

Payload = Mapping[str, Any]


def _target(words: str) -> Callable[[Payload], str]:
    def phrase(payload: Payload) -> str:
        by = text.day(date.fromisoformat(payload["by"]))
        return f"{words}: {text.number(payload['count'])} {payload['what'][:1].lower()}{payload['what'][1:]}, hạn {by}"

    return phrase


def register_phrases() -> None:
    """Called once when the app is ready."""
    register("target.recorded", _target("Ghi chỉ tiêu"))
    register("target.withdrawn", _target("Bỏ chỉ tiêu"))
    register("targets.published_loaded", "Nạp {rows} chỉ tiêu đã công bố")
