"""The nodes of a rule: few, frozen, typed. A node refuses nonsense when it is built.

Every node keeps its `place` in the rule's text; two nodes that differ only in place are equal.
What each node *means* (unknowns and intervals included) stands in docs/rules.md; what it *is* stands here.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar, Final

from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.model.node import Node as Node
from binhyen.rules.model.node import at_least_two, expect
from binhyen.rules.model.node import walk as walk
from binhyen.rules.model.types import NOWHERE, Answer, Nonsense, UnitState, ValueType

MOST_WHOLE_DIGITS: Final = 18
MOST_DECIMALS: Final = 6
_DAYS_IN_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONTH_DAY = re.compile(r"(\d\d)-(\d\d)", re.ASCII)


# ---------------------------------------------------------------- literals


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A literal ≥ 0, exact. `percent` remembers that it was written `70%`; its value is then 0.70."""

    _type: ClassVar[ValueType] = ValueType.NUMBER

    value: Decimal
    percent: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        _, digits, exponent = self.value.as_tuple()
        if not isinstance(exponent, int) or self.value.is_signed():
            raise Nonsense("so_khong_hop_le", "Số không hợp lệ.", place=self.place)
        most = MOST_DECIMALS + (2 if self.percent else 0)
        if -exponent > most or len(digits) + exponent > MOST_WHOLE_DIGITS:
            raise Nonsense(
                "so_qua_dai",
                f"Số viết trong quy tắc có tối đa {MOST_WHOLE_DIGITS} chữ số nguyên và {MOST_DECIMALS} chữ số lẻ.",
                place=self.place,
            )


@dataclass(frozen=True, slots=True)
class Text(Node):
    """A literal `'text'`, compared with a choice."""

    _type: ClassVar[ValueType] = ValueType.TEXT

    value: str


# ---------------------------------------------------------------- facts


@dataclass(frozen=True, slots=True)
class Figure(Node):
    """The value of a figure in the dossier's window. `maximum` is that of a score, else None."""

    key: str
    answer: Answer
    maximum: Decimal | None = None

    @property
    def value_type(self) -> ValueType:
        """That of its answer."""
        return self.answer.value_type

    @property
    def column(self) -> str:
        """Its column in a facts file."""
        return self.key


@dataclass(frozen=True, slots=True)
class FigureDate(Node):
    """`f.date`: the day of the paper that answers a `document` figure."""

    _type: ClassVar[ValueType] = ValueType.DATE

    key: str
    answer: Answer

    def __post_init__(self) -> None:
        if self.answer is not Answer.DOCUMENT:
            raise Nonsense(
                "khong_co_ngay",
                f"{self.key} không phải là văn bản nên không có {self.key}.date.",
                cure=f"chỉ số liệu có answer: document mới có ngày; {self.key} là {self.answer.vietnamese}",
                place=self.place,
            )

    @property
    def column(self) -> str:
        """Its column in a facts file."""
        return f"{self.key}.date"


@dataclass(frozen=True, slots=True)
class Previous(Node):
    """`previous(f)`: the same figure, unit and source in the window one year earlier."""

    _type: ClassVar[ValueType] = ValueType.NUMBER

    key: str
    answer: Answer

    def __post_init__(self) -> None:
        if not self.answer.has_previous:
            raise Nonsense(
                "khong_co_ky_truoc",
                f"previous() chỉ dùng cho số đếm và số lượng; {self.key} là {self.answer.vietnamese}.",
                place=self.place,
            )

    @property
    def column(self) -> str:
        """Its column in a facts file."""
        return f"previous.{self.key}"


@dataclass(frozen=True, slots=True)
class Units(Node):
    """`units('state' [, 'kind'])`: a count over the frozen unit list; all kinds when `kind` is None."""

    _type: ClassVar[ValueType] = ValueType.NUMBER

    state: UnitState
    kind: SubjectKind | None = None

    @property
    def column(self) -> str:
        """Its column in a facts file."""
        return self._named(self.state.value)

    @property
    def open_column(self) -> str | None:
        """For 'recognised': the column that counts registered units not decided yet. Absent means none."""
        return self._named("open") if self.state is UnitState.RECOGNISED else None

    def _named(self, what: str) -> str:
        return f"units.{self.kind.value}.{what}" if self.kind else f"units.{what}"


@dataclass(frozen=True, slots=True)
class Recognised(Node):
    """`recognised('programme', 'level')`: whether a decision of that level or higher is in force."""

    _type: ClassVar[ValueType] = ValueType.BOOLEAN

    programme: str
    level: str

    @property
    def column(self) -> str:
        """Its column in a facts file."""
        return f"recognised.{self.programme}.{self.level}"


@dataclass(frozen=True, slots=True)
class Deadline(Node):
    """`deadline('03-31' [, 1])`: a day of year Y (Y+1), or the day an official letter moved it to."""

    _type: ClassVar[ValueType] = ValueType.DATE

    month_day: str
    year_offset: int = 0

    def __post_init__(self) -> None:
        if not is_month_day(self.month_day):
            raise Nonsense(
                "ngay_khong_hop_le",
                f"'{self.month_day}' không phải là một ngày trong năm.",
                cure="viết tháng-ngày, ví dụ '03-31'; ngày 29 tháng 2 không dùng được vì không phải năm nào cũng có",
                place=self.place,
            )
        if self.year_offset not in (0, 1):
            raise Nonsense(
                "nam_khong_hop_le",
                "deadline() chỉ nhận 0 (năm xét) hoặc 1 (năm sau).",
                cure="viết deadline('03-31') hoặc deadline('03-31', 1)",
                place=self.place,
            )

    @property
    def column(self) -> str:
        """Its column in a facts file, needed only where a letter moved the day."""
        return f"deadline.{self.month_day}" + (f".{self.year_offset}" if self.year_offset else "")


def is_month_day(text: str) -> bool:
    """Whether `text` is a MM-DD that exists in every year."""
    match = _MONTH_DAY.fullmatch(text)
    if match is None:
        return False
    month, day = int(match[1]), int(match[2])
    return 1 <= month <= 12 and 1 <= day <= _DAYS_IN_MONTH[month - 1]


@dataclass(frozen=True, slots=True)
class Year(Node):
    """`year`: the year Y of the cycle."""

    _type: ClassVar[ValueType] = ValueType.NUMBER

    @property
    def column(self) -> str:
        """Its column in a facts file, where it differs from the year asked for."""
        return "year"


@dataclass(frozen=True, slots=True)
class WindowStart(Node):
    """`window_start`: the first day of the dossier's window."""

    _type: ClassVar[ValueType] = ValueType.DATE

    @property
    def column(self) -> str:
        """Its column in a facts file, where a dossier has a window of its own."""
        return "window_start"


@dataclass(frozen=True, slots=True)
class WindowEnd(Node):
    """`window_end`: the last day of the dossier's window, included."""

    _type: ClassVar[ValueType] = ValueType.DATE

    @property
    def column(self) -> str:
        """Its column in a facts file, where a dossier has a window of its own."""
        return "window_end"


# ---------------------------------------------------------------- other criteria


@dataclass(frozen=True, slots=True)
class Met(Node):
    """`met('2.1')`: whether another criterion of this unit is met; unknown where it does not apply."""

    _type: ClassVar[ValueType] = ValueType.BOOLEAN

    code: str


@dataclass(frozen=True, slots=True)
class AllMet(Node):
    """`all_met`: every applicable criterion of the top level is met; unknown if none applies."""

    _type: ClassVar[ValueType] = ValueType.BOOLEAN


@dataclass(frozen=True, slots=True)
class CountMet(Node):
    """`count_met`: how many criteria of the top level are met."""

    _type: ClassVar[ValueType] = ValueType.TALLY


@dataclass(frozen=True, slots=True)
class Points(Node):
    """`points`: the sum of points over the top level."""

    _type: ClassVar[ValueType] = ValueType.TALLY


# ---------------------------------------------------------------- arithmetic


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """`left op right` with op one of + - *."""

    _type: ClassVar[ValueType] = ValueType.NUMBER

    op: str
    left: Node
    right: Node

    def __post_init__(self) -> None:
        if self.op not in ("+", "-", "*"):
            raise Nonsense("phep_tinh_la", f"Không có phép tính '{self.op}'.", place=self.place)
        expect(f"phép {self.op}", ValueType.NUMBER, self.left, self.right)


@dataclass(frozen=True, slots=True)
class Divide(Node):
    """`left / right`, never carried out: a comparison multiplies crosswise."""

    _type: ClassVar[ValueType] = ValueType.RATIO

    left: Node
    right: Node

    def __post_init__(self) -> None:
        expect("phép chia", ValueType.NUMBER, self.left, self.right)


@dataclass(frozen=True, slots=True)
class Negate(Node):
    """`-operand`."""

    _type: ClassVar[ValueType] = ValueType.NUMBER

    operand: Node

    def __post_init__(self) -> None:
        expect("dấu trừ", ValueType.NUMBER, self.operand)


@dataclass(frozen=True, slots=True)
class Least(Node):
    """`least(a, b, …)`: unknown if any is unknown."""

    _type: ClassVar[ValueType] = ValueType.NUMBER

    items: tuple[Node, ...]

    def __post_init__(self) -> None:
        at_least_two("least()", self.items, self.place)
        expect("least()", ValueType.NUMBER, *self.items)


@dataclass(frozen=True, slots=True)
class Greatest(Node):
    """`greatest(a, b, …)`: unknown if any is unknown."""

    _type: ClassVar[ValueType] = ValueType.NUMBER

    items: tuple[Node, ...]

    def __post_init__(self) -> None:
        at_least_two("greatest()", self.items, self.place)
        expect("greatest()", ValueType.NUMBER, *self.items)


@dataclass(frozen=True, slots=True)
class Abs(Node):
    """`abs(a)`."""

    _type: ClassVar[ValueType] = ValueType.NUMBER

    operand: Node

    def __post_init__(self) -> None:
        expect("abs()", ValueType.NUMBER, self.operand)


# ---------------------------------------------------------------- comparisons and logic

_NUMERIC = (ValueType.NUMBER, ValueType.RATIO)
OPERATORS: Final = ("=", "<>", "<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """`left op right`: two numbers or ratios, two dates, two texts (= and <> only), a tally and a literal."""

    _type: ClassVar[ValueType] = ValueType.BOOLEAN

    op: str
    left: Node
    right: Node

    def __post_init__(self) -> None:
        if self.op not in OPERATORS:
            raise Nonsense("phep_so_sanh_la", f"Không có phép so sánh '{self.op}'.", place=self.place)
        _comparable(self.left, self.right)
        if self.left.value_type is ValueType.TEXT and self.op not in ("=", "<>"):
            raise Nonsense(
                "chu_khong_co_thu_tu",
                "Giá trị chữ chỉ so sánh bằng hoặc khác.",
                cure="dùng = hoặc <>, hoặc IN ('…', '…')",
                place=self.place,
            )


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`item BETWEEN low AND high`, both ends included: item >= low AND item <= high."""

    _type: ClassVar[ValueType] = ValueType.BOOLEAN

    item: Node
    low: Node
    high: Node

    def __post_init__(self) -> None:
        _comparable(self.item, self.low)
        _comparable(self.item, self.high)
        expect("BETWEEN", (*_NUMERIC, ValueType.TALLY, ValueType.DATE), self.item)


@dataclass(frozen=True, slots=True)
class In(Node):
    """`item IN (a, b, …)`: item = a OR item = b …"""

    _type: ClassVar[ValueType] = ValueType.BOOLEAN

    item: Node
    options: tuple[Node, ...]

    def __post_init__(self) -> None:
        if not self.options:
            raise Nonsense("danh_sach_rong", "Danh sách sau IN đang trống.", place=self.place)
        expect("IN", (*_NUMERIC, ValueType.DATE, ValueType.TEXT), self.item)
        for option in self.options:
            _comparable(self.item, option)


@dataclass(frozen=True, slots=True)
class And(Node):
    """`a AND b AND …`, by Kleene: false if one is false, else unknown if one is unknown, else true."""

    _type: ClassVar[ValueType] = ValueType.BOOLEAN

    items: tuple[Node, ...]

    def __post_init__(self) -> None:
        at_least_two("AND", self.items, self.place)
        expect("AND", ValueType.BOOLEAN, *self.items)


@dataclass(frozen=True, slots=True)
class Or(Node):
    """`a OR b OR …`, by Kleene: true if one is true, else unknown if one is unknown, else false."""

    _type: ClassVar[ValueType] = ValueType.BOOLEAN

    items: tuple[Node, ...]

    def __post_init__(self) -> None:
        at_least_two("OR", self.items, self.place)
        expect("OR", ValueType.BOOLEAN, *self.items)


@dataclass(frozen=True, slots=True)
class Not(Node):
    """`NOT a`."""

    _type: ClassVar[ValueType] = ValueType.BOOLEAN

    operand: Node

    def __post_init__(self) -> None:
        expect("NOT", ValueType.BOOLEAN, self.operand)


@dataclass(frozen=True, slots=True)
class If(Node):
    """`if(condition, a, b)`: unknown on an unknown condition, whatever a and b are."""

    condition: Node
    then: Node
    otherwise: Node

    def __post_init__(self) -> None:
        expect("điều kiện của if()", ValueType.BOOLEAN, self.condition)
        plain = (ValueType.NUMBER, ValueType.BOOLEAN, ValueType.DATE, ValueType.TEXT)
        expect("if()", plain, self.then, self.otherwise)
        if self.then.value_type is not self.otherwise.value_type:
            raise Nonsense(
                "if_khac_loai",
                f"Hai nhánh của if() khác loại: {self.then.value_type.vietnamese} và "
                f"{self.otherwise.value_type.vietnamese}.",
                place=self.otherwise.place,
            )

    @property
    def value_type(self) -> ValueType:
        """That of its branches."""
        return self.then.value_type


@dataclass(frozen=True, slots=True)
class Known(Node):
    """`known(a)`: whether a is known (an interval is known when it is a single number). Never unknown itself."""

    _type: ClassVar[ValueType] = ValueType.BOOLEAN

    operand: Node

    def __post_init__(self) -> None:
        plain = (ValueType.NUMBER, ValueType.BOOLEAN, ValueType.DATE, ValueType.TEXT)
        expect("known()", plain, self.operand)


# ---------------------------------------------------------------- what nodes refuse


def _comparable(left: Node, right: Node) -> None:
    kinds = (left.value_type, right.value_type)
    if ValueType.TALLY in kinds:
        _tally_with_literal(left, right)
    elif ValueType.BOOLEAN in kinds:
        found = left if left.value_type is ValueType.BOOLEAN else right
        raise Nonsense(
            "so_sanh_dung_sai",
            "Giá trị đúng/sai không đem so sánh.",
            cure="viết thẳng điều kiện, nối bằng AND, OR, hoặc phủ định bằng NOT",
            place=found.place,
        )
    elif kinds[0] is not kinds[1] and not all(kind in _NUMERIC for kind in kinds):
        raise Nonsense(
            "so_sanh_khac_loai",
            f"Không so sánh được {kinds[0].vietnamese} với {kinds[1].vietnamese}.",
            cure="ngày 31/03 của năm xét viết deadline('03-31')" if ValueType.DATE in kinds else "",
            place=right.place,
        )


def _tally_with_literal(left: Node, right: Node) -> None:
    tally, other = (left, right) if left.value_type is ValueType.TALLY else (right, left)
    if not isinstance(other, Number):
        raise Nonsense(
            "chi_so_sanh_voi_so",
            "count_met và points chỉ so sánh với một con số viết sẵn.",
            cure="ví dụ count_met >= 13",
            place=other.place if other.place != NOWHERE else tally.place,
        )
