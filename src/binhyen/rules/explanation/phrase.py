"""Sentences from explanation data. Nothing here looks at rules or facts: what is phrased can be phrased again later."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from binhyen.kernel import text
from binhyen.rules.explanation.data import CriterionExplanation, Finding, Missing, MissingKind, Outlook
from binhyen.rules.explanation.words import REQUIREMENT
from binhyen.rules.model.results import Outcome

_NBSP = text.NBSP


class Said(NamedTuple):
    """What the sentences of a criterion are made from."""

    outcome: Outcome
    to_confirm: bool
    findings: tuple[Finding, ...]
    missing: tuple[Missing, ...]
    points: tuple[str | None, str | None, str | None]


def sentences(explanation: CriterionExplanation) -> tuple[str, ...]:
    """The sentences of a criterion: what was found, then what is missing."""
    points = (explanation.points_low, explanation.points_high, explanation.points_max)
    told = (explanation.outcome, explanation.to_confirm, explanation.findings, explanation.missing)
    return said_of(Said(*told, points))


def said_of(told: Said) -> tuple[str, ...]:
    """The sentences of a criterion from their parts."""
    if told.outcome is Outcome.NOT_APPLICABLE:
        return ("Không thuộc diện áp dụng của tiêu chí này.",)
    said = [sentence for finding in told.findings if (sentence := finding_sentence(finding))]
    if told.to_confirm and told.outcome is not Outcome.UNKNOWN:
        said.append(f"Hội đồng ghi nhận: {told.outcome.vietnamese}.")
    if told.outcome is Outcome.UNKNOWN and told.missing:
        said.append(f"Chưa đủ căn cứ: thiếu {missing_words(told.missing)}.")
    if points := _points(*told.points):
        said.append(points)
    return tuple(said)


def points_words(explanation: CriterionExplanation) -> str:
    """ "7,5/10 điểm", "0–10/10 điểm" while open, or nothing where no points are given."""
    return _points(explanation.points_low, explanation.points_high, explanation.points_max)


def outlook_sentence(outlook: Outlook) -> str:
    """ "Để đạt mức Đạt tiêu chuẩn còn thiếu 2 khu dân cư được công nhận."; empty where nothing can be supplied."""
    said = outlook_items(outlook)
    return f"Để đạt mức “{outlook.name}” còn thiếu {', '.join(said)}." if said else ""


def outlook_items(outlook: Outlook) -> tuple[str, ...]:
    """What is missing, one thing after the other; what the committee has to say of several criteria is one thing."""
    said = [_missing_word(item) for item in outlook.missing if item.kind not in _OF_CRITERIA]
    for kind in _OF_CRITERIA:
        codes = [item.key.partition(".")[2] for item in outlook.missing if item.kind is kind]
        said += [f"{_MISSING_FORMS[kind]} về tiêu chí {', '.join(codes)}"] if codes else []
    return tuple(said)


def _points(low: str | None, high: str | None, most: str | None) -> str:
    if low is None or high is None or most is None:
        return ""
    said = _number(low) if Decimal(low) == Decimal(high) else f"{_number(low)}–{_number(high)}"
    return f"{said}/{_number(most)} điểm"


def missing_words(missing: Iterable[Missing]) -> str:
    """What is missing, in one enumeration."""
    return ", ".join(_missing_word(item) for item in missing)


_MISSING_FORMS = {
    MissingKind.DATE: "ngày của {name}",
    MissingKind.PREVIOUS: "{name} của kỳ trước",
    MissingKind.CONFIRMATION: "xác nhận “{name}”",
    MissingKind.OPEN_UNITS: "kết quả xét của {count} {name}",
    MissingKind.SHORT_UNITS: "{count} {name}",
    MissingKind.RECOGNITION: "quyết định {name}",
    MissingKind.RECORD: "ý kiến ghi nhận của Ban Chỉ đạo",
    MissingKind.SCORE: "điểm của Ban Chỉ đạo",
    MissingKind.CRITERION: "kết quả của {name}",
    MissingKind.ZERO: "{name} (đang là 0)",
    MissingKind.THRESHOLD: "điều kiện của mức “{name}” (chưa đối chiếu được với văn bản gốc)",
}


_OF_CRITERIA = (MissingKind.RECORD, MissingKind.SCORE)


def _missing_word(item: Missing) -> str:
    count = "thêm" if item.count is None else text.number(item.count)
    return _MISSING_FORMS.get(item.kind, "{name}").format(name=item.name, count=count)


def finding_sentence(finding: Finding) -> str:
    """The sentence of one condition; empty where a value is missing (that is said once, for the whole criterion)."""
    return _SENTENCES[finding.kind](finding)


def _verdict(finding: Finding) -> str:
    return "" if finding.truth is None else " → đạt" if finding.truth else " → chưa đạt"


# ---------------------------------------------------------------- one kind, one function


def _figure(finding: Finding) -> str:
    if finding.truth is None:
        return ""
    value = finding.truth is not finding.negated
    said = {
        "document": ("đã có", "chưa có"),
        "confirmation": ("đã xác nhận không để xảy ra", "có xảy ra"),
    }.get(finding.answer, ("có", "không"))
    return f"{finding.label}: {said[0] if value else said[1]}"


def _choice(finding: Finding) -> str:
    if finding.part is None:
        return ""
    wanted = finding.right or finding.right_label
    refusal = "khác " if finding.op == "<>" or (finding.negated and not finding.op) else ""
    return f"{finding.label}: {finding.part} (yêu cầu {refusal}{wanted}){_verdict(finding)}"


def _deadline(finding: Finding) -> str:
    if finding.part is None or finding.right is None:
        return ""
    day, limit = date.fromisoformat(finding.part), date.fromisoformat(finding.right)
    name = "hạn" if finding.right_label.startswith("hạn") else finding.right_label
    position = "đúng" if day == limit else "trước" if day < limit else "sau"
    return f"{finding.label} ngày {text.day(day)}, {position} {name} {text.day(limit)}"


_TRENDS = {
    "<": "yêu cầu giảm",
    "<=": "yêu cầu không tăng",
    ">": "yêu cầu tăng",
    ">=": "yêu cầu không giảm",
    "=": "yêu cầu giữ nguyên",
    "<>": "yêu cầu thay đổi",
}


def _trend(finding: Finding) -> str:
    if finding.part is None or finding.right is None:
        return ""
    return (
        f"{finding.label} {_number(finding.right)} → {_number(finding.part)} ({_TRENDS[finding.op]}){_verdict(finding)}"
    )


def _share(finding: Finding) -> str:
    if finding.part is None or finding.whole is None:
        return ""
    if finding.whole == "0":
        return _of_nothing(finding)
    beyond, threshold = _asked_share(finding.right_part, finding.right_whole, finding.op)
    said = _one_share(finding.part, finding, beyond=beyond)
    if finding.part_high is not None:
        said = f"{said}, có thể đến {_one_share(finding.part_high, finding, beyond=beyond)}"
    if finding.needed is None or finding.truth:
        return f"{said}{threshold if finding.op else _requirement(finding)}{_verdict(finding)}"
    return f"{said}{_need(finding)}"


_EQUALITIES = {
    "=": "bằng nhau",
    "<>": "khác nhau",
    ">=": "không ít hơn",
    "<": "ít hơn",
}


def _of_nothing(finding: Finding) -> str:
    """A part that must be the whole, where the whole is 0: there is no percentage, but there is an answer."""
    if finding.truth is None or not finding.op:
        return ""
    numbers = f"{_capital(finding.label)}: {_number(finding.part or '0')}, {finding.right_label}: 0"
    return f"{numbers} (yêu cầu {_EQUALITIES[finding.op]}){_verdict(finding)}"


def _one_share(part: str, finding: Finding, *, beyond: bool) -> str:
    top, bottom = _exact(part), _exact(finding.whole or "1")
    slash = "/" if finding.needed is not None else " / "
    return f"{text.number(top)}{slash}{text.number(bottom)} = {_quotient(top, bottom, beyond=beyond)}"


def _quotient(part: Decimal | int, whole: Decimal | int, *, beyond: bool) -> str:
    """A percentage, or a plain quotient where the threshold is beyond the whole."""
    if not beyond:
        return text.percent(part, whole)
    hundredths = int(Fraction(part) * 100 / Fraction(whole) + Fraction(1, 2))
    return text.number(Decimal(hundredths).scaleb(-2))


@lru_cache(maxsize=1024)
def _asked_share(part: str | None, whole: str | None, op: str) -> tuple[bool, str]:
    """Whether a threshold is beyond the whole, and its words. A rulebook has few thresholds, a province many units."""
    if part is None or whole is None or Fraction(whole) == 0:
        return False, ""
    against = Fraction(part) / Fraction(whole)
    value = _quotient(against.numerator, against.denominator, beyond=against > 1)
    form = "{}" if op == ">=" and against == 1 else REQUIREMENT.get(op, "{}")
    return against > 1, f" (yêu cầu {form.format(value)})"


def _need(finding: Finding) -> str:
    short = next((item.count for item in finding.missing if item.kind is MissingKind.SHORT_UNITS), None)
    said = f", cần {text.number(finding.needed or 0)}"
    return f"{said}, thiếu {text.number(short)}" if short else said


def _units(finding: Finding) -> str:
    if finding.part is None:
        return ""
    said = f"{_capital(finding.label)}: {_range(finding)}"
    if finding.needed is not None and not finding.truth:
        return f"{said}{_need(finding)}"
    return f"{said}{_requirement(finding)}{_verdict(finding)}"


def _compare(finding: Finding) -> str:
    if finding.part is None:
        return "" if finding.truth is None else f"{_capital(finding.label)}{_verdict(finding)}"
    if finding.right is None and finding.op:
        return ""
    return f"{_capital(finding.label)}: {_range(finding)}{_requirement(finding)}{_verdict(finding)}"


def _year(finding: Finding) -> str:
    """Years have no separator of thousands."""
    if finding.part is None:
        return ""
    if not finding.op:
        wanted = f"{'ngoài ' if finding.negated else ''}{finding.right_label}"
    elif finding.right is None:
        return ""
    else:
        wanted = REQUIREMENT[finding.op].format(finding.right)
    return f"{_capital(finding.label)}: {finding.part} (yêu cầu {wanted}){_verdict(finding)}"


def _requirement(finding: Finding) -> str:
    if not finding.op:
        return f" (yêu cầu {'ngoài ' if finding.negated else ''}{finding.right_label})"
    value = _value(finding.right or "")
    label = f"{finding.right_label}: " if finding.right_label else ""
    return f" (yêu cầu {REQUIREMENT[finding.op].format(label + value)})"


def _range(finding: Finding) -> str:
    low = _value(finding.part or "")
    return f"{low} đến {_value(finding.part_high)}" if finding.part_high else low


def _recognised(finding: Finding) -> str:
    if finding.truth is None:
        return ""
    value = finding.truth is not finding.negated
    return f"{_capital(finding.label)}: {'đã có quyết định' if value else 'không có'}{_verdict(finding)}"


def _criterion(finding: Finding) -> str:
    if finding.truth is None:
        return ""
    value = finding.truth is not finding.negated
    return f"{_capital(finding.label)}: {(Outcome.MET if value else Outcome.NOT_MET).vietnamese}"


_SENTENCES = {
    "figure": _figure,
    "choice": _choice,
    "deadline": _deadline,
    "trend": _trend,
    "share": _share,
    "units": _units,
    "compare": _compare,
    "year": _year,
    "recognised": _recognised,
    "criterion": _criterion,
}


def _number(exact: str) -> str:
    return text.number(_exact(exact))


def _exact(said: str) -> Decimal | int:
    """Whole numbers stay plain: almost all are, and they are several times faster."""
    return int(said) if said.isdigit() else Decimal(said)


def _value(said: str) -> str:
    """A number or a day in Vietnamese form."""
    try:
        return text.day(date.fromisoformat(said)) if "-" in said[1:] else _number(said)
    except (ValueError, ArithmeticError):
        return said


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
