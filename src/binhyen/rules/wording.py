"""Rules read aloud in Vietnamese, for people who read criteria and never a formula."""

from collections.abc import Mapping
from decimal import Decimal

from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.text import NBSP, number
from binhyen.rules.model import nodes
from binhyen.rules.model.nodes import Node
from binhyen.rules.model.parts import FigureDef
from binhyen.rules.model.types import Answer, UnitState, ValueType

# What attributes of listed units say, by the words in which the list of units keeps them.
ATTRIBUTE_WORDS: Mapping[str, str] = {
    "micro": "siêu nhỏ",
    "small": "nhỏ",
    "medium": "vừa",
    "large": "lớn",
    "preschool": "mầm non",
    "primary": "tiểu học",
    "lower_secondary": "trung học cơ sở",
    "upper_secondary": "trung học phổ thông",
    "continuing": "giáo dục thường xuyên",
    "vocational": "trung cấp, dạy nghề",
    "college": "cao đẳng",
    "university": "đại học",
}

_NUMBER_OPS = {
    "=": "bằng", "<>": "khác", "<": "nhỏ hơn", "<=": "không quá", ">": "lớn hơn", ">=": "không dưới",
}  # fmt: skip
_DATE_OPS = {"=": "đúng", "<>": "khác", "<": "trước", "<=": "không sau", ">": "sau", ">=": "không trước"}
_TEXT_OPS = {"=": "là", "<>": "khác"}
_OPS = {ValueType.DATE: _DATE_OPS, ValueType.TEXT: _TEXT_OPS}
_ARITHMETIC = {"+": "cộng", "-": "trừ", "*": "nhân"}
_SIMPLE: Mapping[type[Node], str] = {
    nodes.Year: "năm xét",
    nodes.WindowStart: "ngày đầu kỳ đánh giá",
    nodes.WindowEnd: "ngày cuối kỳ đánh giá",
    nodes.AllMet: "mọi tiêu chí thuộc diện đều đạt",
    nodes.CountMet: "số tiêu chí đạt",
    nodes.Points: "tổng điểm",
}


# By codes of programme and level: how a sentence calls that title ("An toàn về an ninh, trật tự, mức Đạt tiêu chuẩn").
Titles = Mapping[tuple[str, str], str]


class RuleWording:
    """Reads rules aloud with the names of one rulebook's figures, and of other programmes where they are known."""

    def __init__(self, figures: Mapping[str, FigureDef], titles: Titles | None = None) -> None:
        self._figures = figures
        self._titles = titles or {}

    def sentence(self, node: Node) -> str:
        """The whole rule as one sentence, without a full stop."""
        said = self.say(node)
        return said[:1].upper() + said[1:]

    def say(self, node: Node) -> str:
        """An expression inside a sentence."""
        if type(node) in _SIMPLE:
            return _SIMPLE[type(node)]
        if node.value_type is ValueType.BOOLEAN:
            return self._condition(node)
        return self._value(node)

    def _condition(self, node: Node) -> str:
        match node:
            case nodes.Figure(key=key, answer=answer):
                return _answered(self._name(key), answer)
            case nodes.Compare(op=op, left=left, right=right):
                words = _OPS.get(left.value_type, _NUMBER_OPS)
                return f"{self._beside(left, right)} {words[op]} {self._beside(right, left)}"
            case nodes.Between(item=item, low=low, high=high):
                return f"{self.say(item)} trong khoảng từ {self.say(low)} đến {self.say(high)}"
            case nodes.In(item=item, options=options):
                return f"{self.say(item)} là {self._list(options, 'hoặc')}"
            case nodes.Met(code=code):
                return f"tiêu chí {code} đạt"
            case nodes.Recognised(programme=programme, level=level):
                title = self._titles.get((programme, level), f"{programme}, mức {level}")
                return f"đã được công nhận “{title}” trở lên"
            case nodes.Known(operand=operand):
                return f"đã có {self.say(operand)}"
            case _:
                return self._joined(node)

    def _joined(self, node: Node) -> str:
        match node:
            case nodes.And(items=items):
                return " và ".join(self._inside(item, nodes.Or) for item in items)
            case nodes.Or(items=items):
                return " hoặc ".join(self._inside(item, nodes.And) for item in items)
            case nodes.Not(operand=nodes.In(item=item, options=options)):
                return f"{self.say(item)} không phải là {self._list(options, 'hay')}"
            case nodes.Not(operand=nodes.Figure(key=key, answer=Answer.YES_NO)):
                return f"{self._name(key)} là không"
            case nodes.Not(operand=operand):
                return f"không xảy ra điều này: {self.say(operand)}"
            case _:
                return self._choice(node)

    def _choice(self, node: Node) -> str:
        match node:
            case nodes.If(condition=condition, then=then, otherwise=otherwise):
                return f"nếu {self.say(condition)} thì {self.say(then)}, còn không thì {self.say(otherwise)}"
        raise TypeError(type(node).__name__)

    def _value(self, node: Node) -> str:
        match node:
            case nodes.Number(value=value, percent=percent):
                return f"{_decimal(value.scaleb(2))}{NBSP}%" if percent else _decimal(value)
            case nodes.Text(value=value):
                return f"“{ATTRIBUTE_WORDS.get(value, value)}”"
            case nodes.Figure(key=key):
                return self._name(key)
            case nodes.FigureDate(key=key):
                return f"ngày của {self._name(key)}"
            case nodes.Previous(key=key):
                return f"{self._name(key)} của kỳ năm trước"
            case nodes.Units(state=state, kind=kind):
                return _counted(state, kind)
            case nodes.Deadline(month_day=month_day, year_offset=offset):
                return f"ngày {month_day[3:]}/{month_day[:2]} của {'năm sau' if offset else 'năm xét'}"
            case _:
                return self._calculation(node)

    def _calculation(self, node: Node) -> str:
        match node:
            case nodes.Divide(left=left, right=right):
                return f"tỷ lệ {self.say(left)} trên {self.say(right)}"
            case nodes.Arithmetic(op=op, left=left, right=right):
                return f"{self._part(left)} {_ARITHMETIC[op]} {self._part(right)}"
            case nodes.Negate(operand=operand):
                return f"âm {self._part(operand)}"
            case nodes.Least(items=items):
                return f"số nhỏ nhất trong {self._list(items, 'và')}"
            case nodes.Greatest(items=items):
                return f"số lớn nhất trong {self._list(items, 'và')}"
            case nodes.Abs(operand=operand):
                return f"độ lớn của {self._part(operand)}"
            case _:
                return self._choice(node)

    def _beside(self, node: Node, other: Node) -> str:
        """A side of a comparison; a number beside the year is a year, which is written without separators."""
        if isinstance(node, nodes.Number) and isinstance(other, nodes.Year):
            return f"{node.value:f}"
        return self.say(node)

    def _part(self, node: Node) -> str:
        return f"({self.say(node)})" if isinstance(node, nodes.Arithmetic) else self.say(node)

    def _inside(self, node: Node, other: type[Node]) -> str:
        return f"({self.say(node)})" if isinstance(node, other) else self.say(node)

    def _list(self, items: tuple[Node, ...], last: str) -> str:
        said = [self.say(item) for item in items]
        return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} {last} {said[-1]}"

    def _name(self, key: str) -> str:
        return f"“{self._figures[key].name}”"


def _answered(name: str, answer: Answer) -> str:
    match answer:
        case Answer.DOCUMENT:
            return f"có {name}"
        case Answer.CONFIRMATION:
            return f"được xác nhận {name}"
        case _:
            return f"{name} là có"


def _counted(state: UnitState, kind: SubjectKind | None) -> str:
    return f"số {kind.vietnamese if kind else 'đơn vị'} {state.vietnamese}"


def _decimal(value: Decimal) -> str:
    return number(value.normalize() if value != value.to_integral_value() else Decimal(int(value)))
