"""Nodes in Vietnamese words, for conditions that have no sentence of their own."""

from collections.abc import Mapping

from binhyen.kernel import text
from binhyen.rules.model import nodes
from binhyen.rules.model.nodes import Node
from binhyen.rules.model.parts import FigureDef

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


def words(node: Node, figures: Mapping[str, FigureDef]) -> str:
    """What an expression says, with the names of figures."""
    match node:
        case nodes.Number(value=value, percent=percent):
            return text.percent(value, 1) if percent else text.number(value)
        case nodes.Text(value=value):
            return value
        case nodes.Figure(key=key):
            return figures[key].name
        case nodes.FigureDate(key=key):
            return f"ngày của {figures[key].name}"
        case nodes.Previous(key=key):
            return f"{figures[key].name} (kỳ trước)"
        case nodes.Units():
            return units_words(node)
        case nodes.Met(code=code):
            return f"tiêu chí {code}"
        case nodes.Recognised(programme=programme, level=level):
            return f"công nhận {programme}, mức {level}"
        case nodes.Deadline() | nodes.Year() | nodes.WindowStart() | nodes.WindowEnd():
            return _calendar(node)
        case _:
            return _compound(node, figures)


def units_words(node: nodes.Units) -> str:
    """ "số khu dân cư được công nhận"."""
    return f"số {node.kind.vietnamese if node.kind else 'đơn vị'} {node.state.vietnamese}"


def _calendar(node: Node) -> str:
    if isinstance(node, nodes.Deadline):
        month, day = node.month_day.split("-")
        return f"hạn {day}/{month}" + (" năm sau" if node.year_offset else "")
    if isinstance(node, nodes.Year):
        return "năm xét"
    return "ngày đầu kỳ xét" if isinstance(node, nodes.WindowStart) else "ngày cuối kỳ xét"


def _compound(node: Node, figures: Mapping[str, FigureDef]) -> str:
    parts = [_grouped(part, figures) for part in node.operands()]
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
            return f"{parts[0]} {op} {parts[1]}"
        case nodes.Between():
            return f"{parts[0]} từ {parts[1]} đến {parts[2]}"
        case nodes.In():
            return f"{parts[0]} là một trong: {'; '.join(parts[1:])}"
        case _:
            return " ".join(parts)


def _grouped(node: Node, figures: Mapping[str, FigureDef]) -> str:
    said = words(node, figures)
    return f"({said})" if node.operands() else said
