"""Nodes to text, with as few brackets as the grammar allows. Reading the text again gives equal nodes."""

from decimal import Decimal

from binhyen.rules.model import nodes
from binhyen.rules.model.nodes import Node

_OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _SIGN, _PRIMARY = range(8)


def print_node(node: Node) -> str:
    """The expression as a rule's author would write it."""
    return _print(node, _OR)


def _print(node: Node, around: int) -> str:
    text, strength = _text(node)
    return f"({text})" if strength < around else text


def _text(node: Node) -> tuple[str, int]:
    match node:
        case nodes.Or(items=items):
            return " OR ".join(_print(item, _AND) for item in items), _OR
        case nodes.And(items=items):
            return " AND ".join(_print(item, _NOT) for item in items), _AND
        case nodes.Not(operand=operand):
            return f"NOT {_print(operand, _NOT)}", _NOT
        case nodes.Compare() | nodes.Between() | nodes.In():
            return _comparison(node), _COMPARISON
        case nodes.Arithmetic() | nodes.Divide() | nodes.Negate():
            return _arithmetic(node)
        case _:
            return _primary(node), _PRIMARY


def _comparison(node: Node) -> str:
    match node:
        case nodes.Compare(op=op, left=left, right=right):
            return f"{_print(left, _SUM)} {op} {_print(right, _SUM)}"
        case nodes.Between(item=item, low=low, high=high):
            return f"{_print(item, _SUM)} BETWEEN {_print(low, _SUM)} AND {_print(high, _SUM)}"
        case nodes.In(item=item, options=options):
            return f"{_print(item, _SUM)} IN ({_list(options)})"
    raise TypeError(type(node).__name__)


def _arithmetic(node: Node) -> tuple[str, int]:
    match node:
        case nodes.Arithmetic(op="*", left=left, right=right):
            return f"{_print(left, _PRODUCT)} * {_print(right, _SIGN)}", _PRODUCT
        case nodes.Divide(left=left, right=right):
            return f"{_print(left, _PRODUCT)} / {_print(right, _SIGN)}", _PRODUCT
        case nodes.Arithmetic(op=op, left=left, right=right):
            return f"{_print(left, _SUM)} {op} {_print(right, _PRODUCT)}", _SUM
        case nodes.Negate(operand=operand):
            return f"-{_print(operand, _SIGN)}", _SIGN
    raise TypeError(type(node).__name__)


_WORDS: dict[type[Node], str] = {
    nodes.Year: "year",
    nodes.WindowStart: "window_start",
    nodes.WindowEnd: "window_end",
    nodes.AllMet: "all_met",
    nodes.CountMet: "count_met",
    nodes.Points: "points",
}


def _primary(node: Node) -> str:
    if type(node) in _WORDS:
        return _WORDS[type(node)]
    match node:
        case nodes.Number(value=value, percent=percent):
            return f"{_digits(value.scaleb(2))}%" if percent else _digits(value)
        case nodes.Text(value=value):
            return quoted(value)
        case nodes.Figure(key=key):
            return key
        case nodes.FigureDate(key=key):
            return f"{key}.date"
        case nodes.Previous(key=key):
            return f"previous({key})"
        case _:
            return _function(node)


def _function(node: Node) -> str:
    match node:
        case nodes.Units(state=state, kind=kind):
            return f"units({quoted(state.value)}, {quoted(kind.value)})" if kind else f"units({quoted(state.value)})"
        case nodes.Recognised(programme=programme, level=level):
            return f"recognised({quoted(programme)}, {quoted(level)})"
        case nodes.Deadline(month_day=day, year_offset=offset):
            return f"deadline({quoted(day)}, {offset})" if offset else f"deadline({quoted(day)})"
        case nodes.Met(code=code):
            return f"met({quoted(code)})"
        case _:
            return f"{type(node).__name__.lower()}({_list(node.operands())})"


def _list(items: tuple[Node, ...]) -> str:
    return ", ".join(_print(item, _OR) for item in items)


def quoted(text: str) -> str:
    """A text literal."""
    escaped = text.replace("'", "''")
    return f"'{escaped}'"


def _digits(value: Decimal) -> str:
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    whole, _, decimals = text.partition(".")
    # "2.125" would be refused as an ambiguous thousand; a further zero says that it is a decimal.
    return f"{text}0" if len(decimals) == 3 and whole != "0" and len(whole) <= 3 else text
