"""How acts on units read in the log."""

from collections.abc import Callable, Mapping
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


def _claimed(payload: Mapping[str, Any]) -> str:
    day = text.day(date.fromisoformat(payload["on"]))
    waits = "" if payload["in_force"] else " (chờ cấp trên xác định)"
    return f"{payload['unit']} do {payload['authority']} quản lý từ ngày {day}, theo {payload['legal_act']}{waits}"


def _accepted(payload: Mapping[str, Any]) -> str:
    return f"Xác định {payload['unit']} do {payload['authority']} quản lý"


def _refused(payload: Mapping[str, Any]) -> str:
    return f"Không chấp nhận {payload['unit']} do {payload['authority']} quản lý"


def _cluster_created(payload: Mapping[str, Any]) -> str:
    return f"Lập {payload['cluster']}"


def _cluster_joined(payload: Mapping[str, Any]) -> str:
    return f"{', '.join(payload['names'])} vào {payload['cluster']} ({text.number(payload['count'])} đơn vị)"


def _cluster_left(payload: Mapping[str, Any]) -> str:
    return f"{', '.join(payload['names'])} rời {payload['cluster']}"


def _cluster_led(payload: Mapping[str, Any]) -> str:
    return f"{payload['head']} là trưởng {payload['cluster']} năm {payload['year']}"


def _roster(words: str) -> Callable[[Mapping[str, Any]], str]:
    def phrase(payload: Mapping[str, Any]) -> str:
        counts = f"{text.number(payload['registered'])}/{text.number(payload['households'])} hộ đăng ký"
        return f"{words} năm {payload['year']}: {counts}"

    return phrase


def _rosters_imported(payload: Mapping[str, Any]) -> str:
    counts = f"{text.number(payload['registered'])}/{text.number(payload['households'])} hộ đăng ký"
    return f"Nhập sổ số hộ năm {payload['year']} của {text.number(payload['areas'])} khu dân cư: {counts}"


def register_phrases() -> None:
    """Called once when the app is ready."""
    register("units.national_loaded", _loaded)
    register("units.created", _created)
    register("units.completed", _completed)
    register("units.changed", _changed)
    register("units.change_reversed", _change_reversed)
    register("authority.claimed", _claimed)
    register("authority.accepted", _accepted)
    register("authority.refused", _refused)
    register("cluster.created", _cluster_created)
    register("cluster.joined", _cluster_joined)
    register("cluster.left", _cluster_left)
    register("cluster.led", _cluster_led)
    register("roster.opened", _roster("Lập sổ số hộ"))
    register("roster.ticked", _roster("Ghi sổ số hộ"))
    register("roster.resized", _roster("Đổi số hộ của sổ"))
    register("roster.erased", _roster("Xóa các số của sổ số hộ"))
    register("rosters.imported", _rosters_imported)
