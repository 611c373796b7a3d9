"""How chasing reads in the log."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from binhyen.audit.phrases import register
from binhyen.kernel.text import day


def _contact(payload: Mapping[str, Any]) -> str:
    promised = payload.get("promised_on")
    till = f" trước hết ngày {day(date.fromisoformat(promised))}" if promised else ""
    return f"Liên hệ {payload['unit']} qua {payload['channel']} ngày {day(date.fromisoformat(payload['on']))}: {payload['result']}{till}"


def register_phrases() -> None:
    """Called once when the app is ready."""
    register("contact.recorded", _contact)
    register("contact.withdrawn", "Rút lần liên hệ đã ghi nhầm: {unit}")
    register("reminders.mail_wished", "Nhận thư nhắc việc qua hộp thư cơ quan: {answer}")
    register("reminders.feed_made", "Lập địa chỉ lịch riêng; địa chỉ cũ hết hiệu lực")
    register("reminders.mailed", "Gửi thư nhắc việc về {dossiers} hồ sơ")
    register("reminders.feed_revoked", "Thu hồi địa chỉ lịch riêng")
