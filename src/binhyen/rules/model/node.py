"""What all nodes have in common, and the refusals that most of them share."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import ClassVar

from binhyen.rules.model.types import NOWHERE, Nonsense, Place, ValueType


@dataclass(frozen=True, slots=True)
class Node:
    """Anything that has a value when facts are given."""

    place: Place = field(default=NOWHERE, compare=False, repr=False, kw_only=True)

    _type: ClassVar[ValueType]

    @property
    def value_type(self) -> ValueType:
        """The type of the value, known without facts."""
        return self._type

    def operands(self) -> tuple["Node", ...]:
        """The nodes directly under this one, in the order of the text."""
        found: list[Node] = []
        for name in _names_of_parts(self):
            value = getattr(self, name)
            if isinstance(value, Node):
                found.append(value)
            elif isinstance(value, tuple):
                found.extend(value)
        return tuple(found)


_names: dict[str, tuple[str, ...]] = {}


def _names_of_parts(node: Node) -> tuple[str, ...]:
    # Looked up once for each class: `fields` is slow, and trees are walked for every explanation.
    kind = type(node).__name__
    if kind not in _names:
        _names[kind] = tuple(part.name for part in fields(node) if part.name != "place")
    return _names[kind]


def walk(node: Node) -> Iterator[Node]:
    """The node and everything under it, in the order of the text."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(current.operands()))


def expect(where: str, allowed: ValueType | tuple[ValueType, ...], *nodes: Node) -> None:
    """Refuse nodes of another type. `where` is what a rule's author calls the node that is being built."""
    types = allowed if isinstance(allowed, tuple) else (allowed,)
    for node in nodes:
        if node.value_type not in types:
            words = " hoặc ".join(kind.vietnamese for kind in types)
            raise Nonsense(
                "sai_loai_gia_tri",
                f"{where} cần {words}, nhưng ở đây là {node.value_type.vietnamese}.",
                cure=_cure_for(node.value_type),
                place=node.place,
            )


def _cure_for(found: ValueType) -> str:
    if found is ValueType.RATIO:
        return "phép chia chỉ đứng làm một vế của phép so sánh (a / b >= 70%), hoặc là bước cuối của score (a * 20 / b)"
    if found is ValueType.TALLY:
        return "count_met và points chỉ so sánh với một con số, ví dụ count_met >= 13"
    return ""


def at_least_two(where: str, items: tuple[Node, ...], place: Place) -> None:
    """Refuse a list that is no list."""
    if len(items) < 2:
        raise Nonsense("thieu_tham_so", f"{where} cần ít nhất hai giá trị.", place=place)
