"""How acts on decisions, and on who decides, read in the log."""

from collections.abc import Callable, Mapping
from typing import Any

from binhyen.audit.phrases import register
from binhyen.kernel import text
from binhyen.recognition.models import Award, Cancellation, Complaint

Payload = Mapping[str, Any]


def _cancelled(payload: Payload) -> str:
    who = payload["unit"] or f"{text.number(payload['units'])} đơn vị"
    reason = str(Cancellation.Reason(payload["reason"]).label)
    return f"Quyết định hủy bỏ công nhận {who} theo quyết định {payload['number']}: {reason[:1].lower()}{reason[1:]}"


def _award(words: str) -> Callable[[Payload], str]:
    def phrase(payload: Payload) -> str:
        counts = f"{text.number(payload['collectives'])} tập thể, {text.number(payload['individuals'])} cá nhân"
        decision = f" theo quyết định {payload['number']}" if payload["number"] else ""
        return f"{words} {Award.Form(payload['form']).label} năm {payload['years']}: {counts}{decision}"

    return phrase


def _answered(payload: Payload) -> str:
    result = str(Complaint.Result(payload["result"]).label)
    return f"Trả lời đơn số {payload['number']}: {result[:1].lower()}{result[1:]}"


def register_phrases() -> None:
    """Called once when the app is ready."""
    register("deciding_bodies.loaded", "Nạp {rows} dòng vào bảng thẩm quyền quyết định")
    register("cancellation.made", _cancelled)
    register("cancellation.withdrawn", "Không ban hành dự thảo: {title}")
    register("award.recorded", _award("Ghi khen thưởng"))
    register("award.struck", _award("Gạch bỏ khen thưởng ghi nhầm"))
    register("complaint.recorded", "Ghi nhận đơn số {number}")
    register("complaint.answered", _answered)
    register("delegation.recorded", "Ghi việc ký thay theo {number}: {words}, từ {from} đến {to}")
    register("delegation.ended", "Kết thúc việc ký thay theo {number}: {words}, đến hết {to}")
    register("family_certificates.printed", "In {count} giấy công nhận gia đình: {honour} năm {year}")
    register("awards.published_loaded", "Nạp {rows} dòng khen thưởng đã công bố")
