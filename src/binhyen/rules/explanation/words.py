"""Nodes in Vietnamese words, for conditions that have no sentence of their own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from binhyen.kernel import text
from binhyen.rules.model import nodes
from binhyen.rules.model.nodes import Node
from binhyen.rules.model.parts import FigureDef
from binhyen.rules.model.rulebook import Rulebook

_SIGNS = {"+": "+", "-": "−", "*": "×"}
REQUIREMENT = {
    "=": "{}",
    "<>": "khác {}",
    "<": "dưới {}",
    "<=": "không quá {}",
    ">": "trên {}",
    ">=": "từ {}",
}
OPPOSITE = {"=": "<>", "<>": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


Titles = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How things are called: figures by key, and what `recognised(programme, level)` asks for by those two codes."""

    figures: Mapping[str, FigureDef]
    titles: Titles = field(default_factory=dict)


_OF_ITSELF: dict[type[Node], str] = {
    nodes.Year: "năm xét",
    nodes.WindowStart: "ngày đầu kỳ xét",
    nodes.WindowEnd: "ngày cuối kỳ xét",
    nodes.AllMet: "mọi tiêu chí đều đạt",
    nodes.CountMet: "số tiêu chí đạt",
    nodes.Points: "tổng điểm",
}


def titles_of(rulebooks: Iterable[Rulebook]) -> dict[tuple[str, str], str]:
    """What the levels of these rulebooks are called in a sentence, by the codes of programme and level."""
    return {
        (book.programme, level.code): f"{book.name}, mức {level.name}"
        for book in rulebooks
        for subject in book.subjects.values()
        for level in subject.titles
    }


def words(node: Node, called: Vocabulary) -> str:
    """What an expression says, with the names of figures."""
    match node:
        case nodes.Number(value=value, percent=percent):
            return text.percent(value, 1) if percent else text.number(value)
        case nodes.Text(value=value):
            return value
        case nodes.Figure(key=key):
            return called.figures[key].name
        case nodes.FigureDate(key=key):
            return f"ngày của {called.figures[key].name}"
        case nodes.Previous(key=key):
            return f"{called.figures[key].name} (kỳ trước)"
        case nodes.Units():
            return units_words(node)
        case nodes.Met(code=code):
            return f"tiêu chí {code}"
        case nodes.Recognised(programme=programme, level=level):
            return f"công nhận {called.titles.get((programme, level), f'{programme}, mức {level}')}"
        case nodes.Deadline(month_day=month_day, year_offset=offset):
            month, day = month_day.split("-")
            return f"hạn {day}/{month}" + (" năm sau" if offset else "")
        case _:
            return _OF_ITSELF.get(type(node)) or _compound(node, called)


def units_words(node: nodes.Units) -> str:
    """ "số khu dân cư được công nhận"."""
    return f"số {node.kind.vietnamese if node.kind else 'đơn vị'} {node.state.vietnamese}"


def counted_word(node: nodes.Units) -> str:
    """ "khu dân cư được công nhận"."""
    return units_words(node).removeprefix("số ")


def _compound(node: Node, called: Vocabulary) -> str:
    parts = operand_words(node, called)
    match node:
        case nodes.Arithmetic(op=op):
            return f"{parts[0]} {_SIGNS[op]} {parts[1]}"
        case nodes.Divide():
            return f"{parts[0]} / {parts[1]}"
        case nodes.Negate():
            return f"−{parts[0]}"
        case nodes.Abs():
            return f"độ lớn của {parts[0]}"
        case nodes.Least():
            return f"số nhỏ nhất trong: {'; '.join(parts)}"
        case nodes.Greatest():
            return f"số lớn nhất trong: {'; '.join(parts)}"
        case nodes.If():
            return f"{parts[1]}, hoặc {parts[2]} (tùy: {parts[0]})"
        case _:
            return _condition(node, parts)


def _condition(node: Node, parts: list[str]) -> str:
    match node:
        case nodes.And():
            return " và ".join(parts)
        case nodes.Or():
            return " hoặc ".join(parts)
        case nodes.Not():
            return f"không phải: {parts[0]}"
        case nodes.Known():
            return f"đã có {parts[0]}"
        case nodes.Compare(op=op):
            relation = "bằng {}" if op == "=" else REQUIREMENT[op]
            return f"{parts[0]} {relation.format(parts[1])}"
        case nodes.Between():
            return f"{parts[0]} từ {parts[1]} đến {parts[2]}"
        case nodes.In():
            return f"{parts[0]} là một trong: {'; '.join(parts[1:])}"
        case _:
            return " ".join(parts)


def operand_words(node: Node, called: Vocabulary) -> list[str]:
    """The words of what stands directly under a node. A number beside `year` is a year: no separator in it."""
    operands = node.operands()
    beside_year = any(isinstance(part, nodes.Year) for part in operands)
    return [
        str(part.value) if beside_year and isinstance(part, nodes.Number) else _grouped(part, called)
        for part in operands
    ]


def _grouped(node: Node, called: Vocabulary) -> str:
    said = words(node, called)
    return f"({said})" if node.operands() else said
