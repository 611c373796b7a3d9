"""How the year's acts read in the log."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from binhyen.audit.phrases import register
from binhyen.dossiers.ballots import Outcome
from binhyen.kernel import text
from binhyen.kernel.kinds import SubjectKind

Payload = Mapping[str, Any]


def _who(payload: Payload) -> str:
    return payload.get("unit") or f"{text.number(payload['units'])} đơn vị"


def _day(iso: str) -> str:
    return text.day(date.fromisoformat(iso))


def _of(words: str) -> Callable[[Payload], str]:
    return lambda payload: f"{words} {_who(payload)}"


def _registered(payload: Payload) -> str:
    return f"Ghi nhận {_who(payload)} đăng ký ngày {_day(payload['on'])}"


# In a tie, what the office that chairs said.
_CHAIR: dict[bool | None, str] = {
    True: "; người chủ trì tán thành",
    False: "; người chủ trì không tán thành",
    None: "",
}


def _meeting(words: str) -> Callable[[Payload], str]:
    def phrase(payload: Payload) -> str:
        form = "lấy ý kiến bằng phiếu" if payload["form"] == "written" else "họp"
        counts = f"{payload['agreed']}/{payload['present']} tán thành"
        if payload.get("against") is not None and payload.get("abstained") is not None:
            counts += f", {payload['against']} không tán thành, {payload['abstained']} phiếu trắng"
        came_to = (
            f"{_CHAIR[payload.get('chair')]}; {Outcome(payload['outcome']).vietnamese}"
            if payload.get("outcome")
            else ""
        )
        return f"{words} {_who(payload)}: {form} ngày {_day(payload['held_on'])}, {counts}{came_to}"

    return phrase


def _more(payload: Payload) -> str:
    on = f", tiêu chí {payload['criterion']}" if payload["criterion"] else ""
    return f"Yêu cầu {_who(payload)} bổ sung{on}: {payload['reason']}"


def _rules_set(payload: Payload) -> str:
    posting = f", niêm yết {payload['posting_days']} ngày" if payload["posting_days"] else ", không niêm yết"
    voting = f"họp khi có mặt {payload['quorum']}, thông qua khi tán thành {payload['majority']}"
    return f"Quy chế của Ban Chỉ đạo theo {payload['number']}: {payload['members']} thành viên, {voting}{posting}"


def _posted(payload: Payload) -> str:
    return f"Niêm yết {_who(payload)} từ ngày {_day(payload['posted_on'])}, {payload['days']} ngày"


def _objected(payload: Payload) -> str:
    return f"Kiến nghị số {payload['number']} về {payload['unit']}, {payload['about']}: chờ trả lời, đơn vị khác vẫn xét tiếp"


def _front(payload: Payload) -> str:
    return f"Mặt trận Tổ quốc cho ý kiến về {_who(payload)}: {payload['word_said']}"


def _opened(payload: Payload) -> str:
    return f"Mở {payload['name']}, {text.number(payload['units'])} đơn vị thuộc diện"


def _adopted(payload: Payload) -> str:
    units, turned = text.number(payload["units"]), text.number(payload["turned"])
    how = f"{payload['name']} áp dụng {payload['after']} thay {payload['before']} từ ngày {_day(payload['from_day'])}"
    return f"{how}: {units} hồ sơ chuyển theo, {turned} kết quả thay đổi; {payload['reason']}"


def _frozen_again(payload: Payload) -> str:
    counts = ((payload["joined"], "thêm"), (payload["left"], "bớt"), (payload["changed"], "thay đổi"))
    said = [f"{word} {text.number(number)}" for number, word in counts if number]
    said += [f"{text.number(payload['ended'])} kết thúc do sắp xếp"] if payload["ended"] else []
    paper = f" theo {payload['paper']}" if payload["paper"] else ""
    return f"Chốt lại danh sách của {payload['name']}{paper}: {', '.join(said)}; còn {text.number(payload['units'])} đơn vị"


def _succession(payload: Payload) -> str:
    paper = f" theo {payload['paper']}" if payload["paper"] else ""
    ended, successors = text.number(payload["ended"]), text.number(payload["successors"])
    how = f"{ended} hồ sơ kết thúc do sắp xếp, tiếp tục dưới {successors} đơn vị"
    return f"Tiếp tục {payload['name']} sau sắp xếp{paper}: {how}"


def _decided(payload: Payload) -> str:
    return f"Quyết định công nhận {text.number(payload['recognised'])}/{text.number(payload['considered'])} đơn vị đã xét duyệt"


def _step_set(payload: Payload) -> str:
    kinds = ", ".join(SubjectKind(kind).vietnamese for kind in payload["kinds"]) or "mọi loại đơn vị"
    hard = "; hết hạn thì không nhận" if payload["is_hard"] else ""
    return f"Đặt hạn {payload['words']} của {payload['name']} ({kinds}): {_day(payload['day'])}, theo {payload['citation']}{hard}"


def _deadline_moved(payload: Payload) -> str:
    days, units = "; ".join(payload["days"]), text.number(payload["units"])
    turned = f", {text.number(payload['turned'])} kết quả thay đổi" if payload["turned"] else ""
    return f"Công văn {payload['number']} dời hạn đến {_day(payload['new_day'])} cho {units} đơn vị: {days}{turned}"


def _handed_over(payload: Payload) -> str:
    accounts = f"tài khoản {payload['giver']} giao cho {payload['taker']}"
    what = f"{'; '.join(payload['roles'])}; {text.number(payload['open'])} việc, văn bản"
    return f"Bàn giao tại {payload['place']}: {accounts}: {what}"


def register_phrases() -> None:
    """Called once when the app is ready."""
    _register_cycle()
    _register_year()
    _register_posting()
    _register_outcome()


def _register_cycle() -> None:
    register("office.handed_over", _handed_over)
    register("cycle.step_set", _step_set)
    register("cycle.brought_over", "Mở {name} từ {before}: hạn các bước và quy chế theo sang, số liệu không")
    register("cycle.deadline_moved", _deadline_moved)
    register("cycle.opened", _opened)
    register("cycle.rulebook_adopted", _adopted)
    register("cycle.list_frozen", _frozen_again)
    register("cycle.succession_followed", _succession)


def _register_year() -> None:
    register("dossier.registration_sent", _of("Gửi đăng ký của"))
    register("dossier.registered", _registered)
    register(
        "dossier.registration_refused",
        lambda payload: f"Không chấp nhận đăng ký của {_who(payload)}: {payload['reason']}",
    )
    register("dossier.not_registered", _of("Ghi nhận không đăng ký:"))
    register("dossier.self_assessed", _meeting("Tự đánh giá"))
    register("dossier.submitted", _of("Nộp hồ sơ của"))
    register("dossier.more_requested", _more)
    register("dossier.reviewed", _meeting("Xét duyệt"))
    register("dossier.review_not_carried", _meeting("Xét duyệt chưa thông qua"))
    register("committee.rules_set", _rules_set)
    register("dossier.front_opinion", _front)
    register(
        "dossier.committee_answered",
        lambda payload: f"Ban Chỉ đạo ghi ý kiến về {_who(payload)}, tiêu chí {', '.join(payload['criteria'])}",
    )


def _register_posting() -> None:
    register("dossier.posted", _posted)
    register("posting.closed", lambda payload: f"Kết thúc niêm yết ngày {_day(payload['closed_on'])}: {_who(payload)}")
    register("objection.recorded", _objected)
    register(
        "objection.rejected",
        lambda payload: f"Kiến nghị số {payload['number']} về {payload['unit']} không có cơ sở: tiếp tục xét",
    )
    register(
        "dossier.objection_upheld",
        lambda payload: f"Kiến nghị số {payload['number']} có cơ sở: đưa {_who(payload)} về xét lại",
    )
    register("remark.received", "Có góp ý trên trang niêm yết, chờ xem")
    register("remark.moderated", lambda payload: "Đăng một góp ý" if payload["shown"] else "Không đăng một góp ý")


def _register_outcome() -> None:
    register("decision.made", _decided)
    register("dossier.cancelled", lambda payload: f"Hủy bỏ công nhận {_who(payload)}, quyết định {payload['number']}")
    register(
        "dossier.ground_lost",
        lambda payload: f"Cần xem lại {_who(payload)}: căn cứ bị hủy bỏ theo quyết định {payload['number']}",
    )
    register("dossier.ground_reviewed", _of("Xem lại sau khi căn cứ bị hủy bỏ:"))
    register("dossier.passed_on", _of("Kết thúc hồ sơ do sắp xếp đơn vị:"))
    register("dossier.reconsidered", _of("Xét lại sau khi hủy bỏ công nhận:"))
    register(
        "decision.numbered",
        lambda payload: f"Lấy số quyết định {payload['number']}, ký ngày {_day(payload['signed_on'])}",
    )
