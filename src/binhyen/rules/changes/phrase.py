"""Differences in sentences, in the manner of Vietnamese amending acts: sửa đổi, bổ sung, thay cụm từ, bãi bỏ.

`Wording` holds how rules are read aloud: one voice for each version, because each names its figures itself.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.text import day
from binhyen.rules.changes.data import Act, Change, Swap, Thing
from binhyen.rules.model.nodes import Node
from binhyen.rules.model.parts import Source, Status
from binhyen.rules.model.rulebook import Rulebook
from binhyen.rules.model.types import Answer
from binhyen.rules.wording import RuleWording

Say = Callable[[Node], str]

_THINGS = {
    Thing.RULEBOOK: "bộ tiêu chí",
    Thing.FIGURE: "số liệu",
    Thing.CHECK: "câu hỏi kiểm tra",
    Thing.SUBJECT: "đối tượng",
    Thing.CRITERION: "tiêu chí",
    Thing.LEVEL: "mức",
}
_PARTS = {
    "code": "ký hiệu", "programme": "mã chương trình", "version": "phiên bản", "name": "tên gọi", "word": "cách gọi",
    "owner": "cơ quan", "basis": "căn cứ", "valid_from": "ngày có hiệu lực", "valid_to": "ngày hết hiệu lực",
    "note": "ghi chú", "text": "nội dung", "rule": "cách xét", "applies": "điều kiện áp dụng",
    "status": "tình trạng đối chiếu với văn bản gốc", "points": "điểm tối đa", "score": "cách chấm điểm",
    "deduct": "cách trừ điểm", "evidence": "giấy tờ chứng minh", "answer": "cách trả lời", "unit": "đơn vị tính",
    "counts": "lời của ai được tính", "choices": "các lựa chọn", "max": "điểm cao nhất", "message": "câu hỏi",
    "window": "kỳ đánh giá", "eligible": "điều kiện thuộc diện", "total": "tổng điểm",
    "milestone": "việc chỉ là mốc phấn đấu",
}  # fmt: skip
_OWN_PARTS = {
    (Thing.FIGURE, "owner"): "cơ quan cung cấp",
    (Thing.RULEBOOK, "owner"): "cơ quan ban hành",
    (Thing.LEVEL, "rule"): "điều kiện",
    (Thing.CHECK, "rule"): "điều kiện",
}
# Long texts of which a few words changed read best as "thay cụm từ"; others are told anew.
_WORDY = frozenset({"text", "name", "note", "message"})
_LIKE = 0.5
_MOST_PHRASES = 2
_YEARS = {"-1": "năm trước", "0": "năm xét", "1": "năm sau"}


@dataclass(frozen=True, slots=True)
class Wording:
    """How rules of the older and of the newer version are said."""

    old: Say
    new: Say

    @classmethod
    def of(cls, old: Rulebook, new: Rulebook) -> "Wording":
        """Both read aloud with the names of their own figures."""
        return cls(RuleWording(old.figures).say, RuleWording(new.figures).say)


def sentence(change: Change, wording: Wording) -> str:
    """The difference as one sentence, with its full stop."""
    match change.act:
        case Act.ADDED:
            return _added(change, wording)
        case Act.REMOVED:
            return f"Bãi bỏ {thing_words(change)}{_named(change)}."
        case Act.MOVED:
            return f"Chuyển {thing_words(change)} {_where(change)}."
        case _:
            return _changed(change, wording)


def thing_words(change: Change) -> str:
    """What the change is about: "tiêu chí 4b", "mức “Đạt”", "số liệu “Số hộ”"."""
    thing = _THINGS[change.thing]
    match change.thing:
        case Thing.CRITERION:
            return f"{thing} {change.code}"
        case Thing.RULEBOOK:
            return thing
        case _:
            return f"{thing} {_quoted(change.name)}"


def subject_words(subject: SubjectKind | None) -> str:
    """Under which heading the change stands: "Khu dân cư", or "Quy định chung" for what concerns every kind of unit."""
    if subject is None:
        return "Quy định chung"
    return subject.vietnamese[:1].upper() + subject.vietnamese[1:]


def _named(change: Change) -> str:
    return f" {_quoted(change.name)}" if change.thing is Thing.CRITERION and change.name else ""


def _added(change: Change, wording: Wording) -> str:
    said = f"Bổ sung {thing_words(change)}{_named(change)}"
    if change.thing in (Thing.CRITERION, Thing.LEVEL):
        said = f"{said} {_where(change)}"
    if change.new_node is not None:
        said = f"{said}; {_part(change, 'rule')}: {wording.new(change.new_node)}"
    elif isinstance(change.new, Mapping) and change.new.get("status") == Status.TO_CONFIRM.value:
        said = f"{said}; chưa đối chiếu được với văn bản gốc"
    return f"{said}."


def _where(change: Change) -> str:
    """Where it stands now. Levels stand by rank, criteria in a tree."""
    position = change.position
    if position is None:
        return ""
    if change.thing is Thing.LEVEL:
        return f"ở bậc trên mức “{position.beside}”" if position.after else "ở bậc thấp nhất"
    inside = f"trong tiêu chí {position.parent}" if position.parent else ""
    beside = f"sau tiêu chí {position.after}" if position.after and change.thing is Thing.CRITERION else "ở vị trí đầu"
    return ", ".join(part for part in (inside, beside) if part)


# ---------------------------------------------------------------- one part


def _changed(change: Change, wording: Wording) -> str:
    if change.part == "code":
        return f"Đánh số lại {_THINGS[change.thing]} {change.old} thành {_THINGS[change.thing]} {change.new}."
    if change.keeps_meaning:
        return f"Viết lại công thức của {thing_words(change)}; nghĩa không đổi."
    if change.swaps:
        swaps = "; ".join(_swap(swap, wording) for swap in change.swaps)
        return f"Sửa đổi {_part_of(change)}: {swaps}."
    if change.part in _WORDY and change.old and change.new:
        return f"Sửa đổi {_part_of(change)}: {_rewording(str(change.old), str(change.new))}."
    if isinstance(change.old, list) or isinstance(change.new, list):
        return f"Sửa đổi {_part_of(change)}: {_listing(change.old, change.new)}."
    return _replaced(change, _value(change, change.old, wording.old), _value(change, change.new, wording.new))


def _replaced(change: Change, old: str, new: str) -> str:
    if not old:
        return f"Bổ sung {_part_of(change)}: {_quoted(new)}."
    if not new:
        return f"Bãi bỏ {_part_of(change)} {_quoted(old)}."
    return f"Sửa đổi {_part_of(change)}: thay {_quoted(old)} bằng {_quoted(new)}."


def _part_of(change: Change) -> str:
    """ "tiêu chí 4b" where the text or rule of a criterion is meant, else with the part: "điểm tối đa của tiêu chí 4b"."""
    said = thing_words(change)
    if change.thing is Thing.CRITERION and change.part == "text":
        return said
    return f"{_part(change, change.part)} của {said}"


def _part(change: Change, part: str) -> str:
    return _OWN_PARTS.get((change.thing, part)) or _PARTS.get(part, part)


def _swap(swap: Swap, wording: Wording) -> str:
    if swap.old is None and swap.new is not None:
        return f"bổ sung {_limb(swap)} {_quoted(wording.new(swap.new))}"
    if swap.new is None and swap.old is not None:
        return f"bỏ {_limb(swap)} {_quoted(wording.old(swap.old))}"
    if swap.old is None or swap.new is None:
        raise ValueError("a swap has at least one side")
    return f"thay {_quoted(wording.old(swap.old))} bằng {_quoted(wording.new(swap.new))}"


def _limb(swap: Swap) -> str:
    return "trường hợp" if swap.either else "điều kiện"


def _quoted(said: str) -> str:
    """In quotation marks, without a full stop of its own; marks inside become single ones."""
    said = said.removesuffix(".")
    inner = said[1:-1]
    if said[:1] == "“" and said[-1:] == "”" and not {"“", "”"} & set(inner):
        return said
    return f"“{said.replace('“', '‘').replace('”', '’')}”"


def _rewording(old: str, new: str) -> str:
    before, after = old.split(), new.split()
    compared = SequenceMatcher(None, before, after, autojunk=False)
    parts = [part for part in compared.get_opcodes() if part[0] != "equal"]
    if compared.ratio() < _LIKE or len(parts) > _MOST_PHRASES:
        return f"thay {_quoted(old)} bằng {_quoted(new)}"
    return "; ".join(_phrase(before, after, *part) for part in parts)


def _phrase(before: Sequence[str], after: Sequence[str], _tag: str, a: int, b: int, c: int, d: int) -> str:
    if a == b:
        beside = f"sau cụm từ {_quoted(' '.join(before[max(a - 3, 0) : a]))}" if a else "ở đầu"
        return f"bổ sung cụm từ {_quoted(' '.join(after[c:d]))} {beside}"
    if b - a == 1 and a:
        # A lone word or number is found again by the word before it: "Điều 5".
        a, c = a - 1, c - 1
    gone, come = " ".join(before[a:b]), " ".join(after[c:d])
    return f"thay cụm từ {_quoted(gone)} bằng cụm từ {_quoted(come)}" if come else f"bỏ cụm từ {_quoted(gone)}"


def _listing(old: object, new: object) -> str:
    before, after = ([*each] if isinstance(each, list) else [] for each in (old, new))
    gone = [item for item in before if item not in after]
    come = [item for item in after if item not in before]
    # What differs in no more than its address or note is told with these.
    line = _short if not {*map(_short, gone)} & {*map(_short, come)} else _long
    said = [f"bỏ {_quoted(line(item))}" for item in gone] + [f"bổ sung {_quoted(line(item))}" for item in come]
    return "; ".join(said) or "xếp lại thứ tự"


def _short(item: object) -> str:
    """A text of a list; of a source its clause, title and day."""
    if not isinstance(item, Mapping):
        return str(item)
    title, when = item.get("title", ""), _day(str(item.get("date", "")))
    head = f"{title} ngày {when}" if when else str(title)
    return f"{item['clause']}, {head}" if item.get("clause") else head


def _long(item: object) -> str:
    """All that is kept about a source."""
    if not isinstance(item, Mapping):
        return str(item)
    return "; ".join(str(part) for part in (_short(item), item.get("url"), item.get("note")) if part)


# ---------------------------------------------------------------- values


def _value(change: Change, value: object, say: Say) -> str:
    node = change.old_node if value is change.old else change.new_node
    if change.part == "deduct" and isinstance(value, Mapping) and node is not None:
        return f"mỗi lần trừ {value.get('each')} điểm theo {say(node)}"
    if node is not None:
        return say(node)
    if value is None:
        return _DEFAULTS.get(change.part, "")
    if change.part == "window" and isinstance(value, Mapping):
        return _window(value)
    said = str(value)
    known = _KNOWN.get(change.part, {})
    return known.get(said) or _day(said) or said


_DEFAULTS = {"status": "đã xác minh", "counts": "đơn vị", "milestone": "không"}
_KNOWN: Mapping[str, Mapping[str, str]] = {
    "status": {Status.TO_CONFIRM.value: "chưa xác minh"},
    "answer": {answer.value: answer.vietnamese for answer in Answer},
    "counts": {Source.REVIEW.value: "Ban Chỉ đạo", Source.OWNER.value: "cơ quan cung cấp"},
    "score": {"entered": "điểm do Ban Chỉ đạo chấm"},
    "milestone": {"true": "có"},
}


def _window(value: Mapping[str, Any]) -> str:
    unsure = "chưa xác minh" if value.get("status") == Status.TO_CONFIRM.value else ""
    if "from" not in value:
        return unsure
    days = f"từ {_window_day(value['from'])} đến {_window_day(value['to'])}"
    return f"{days} ({unsure})" if unsure else days


def _window_day(value: Mapping[str, str]) -> str:
    month, _, number = value["day"].partition("-")
    year = value["year"]
    return f"{number}/{month} {_YEARS.get(year, f'năm xét {year}')}"


def _day(text: str) -> str:
    with suppress(ValueError):
        return day(date.fromisoformat(text))
    return ""
