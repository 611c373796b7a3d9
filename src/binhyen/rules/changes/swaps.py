"""Two rules beside each other: the few expressions that make the newer out of the older."""

from binhyen.rules.changes.data import Swap
from binhyen.rules.model import nodes
from binhyen.rules.model.nodes import Node

# With more than these, the whole rule reads better than a list of replacements.
_MOST = 3


def swaps_between(old: Node, new: Node) -> tuple[Swap, ...]:
    """What to replace, join or drop; empty where the rules are equal or too different to be told in this way."""
    found = _between(old, new)
    return found if found is not None and len(found) <= _MOST else ()


def _between(old: Node, new: Node) -> tuple[Swap, ...] | None:
    if old == new:
        return ()
    if _are_literals(old, new):
        return (Swap(old, new),)
    for kind in (nodes.And, nodes.Or):
        if isinstance(old, kind) or isinstance(new, kind):
            return _among(_items(old, kind), _items(new, kind), either=kind is nodes.Or)
    if _differ_in_operator(old, new):
        return (Swap(old, new),)
    return _inside(old, new)


def _are_literals(old: Node, new: Node) -> bool:
    return not old.operands() and not new.operands() and old.value_type is new.value_type


def _differ_in_operator(old: Node, new: Node) -> bool:
    return (
        isinstance(old, nodes.Compare) and isinstance(new, nodes.Compare) and old.op != new.op and old.left == new.left
    )


def _items(node: Node, kind: type[nodes.And] | type[nodes.Or]) -> tuple[Node, ...]:
    return node.operands() if isinstance(node, kind) else (node,)


def _among(old: tuple[Node, ...], new: tuple[Node, ...], *, either: bool) -> tuple[Swap, ...] | None:
    """Conditions joined to or dropped from a list; where as many go as come, what changed in each."""
    gone, come = _without(old, new), _without(new, old)
    if len(gone) == len(old):
        # Nothing stayed: that is another rule, not an amended one.
        return None if len(gone) != len(come) else _each(gone, come)
    if gone and come:
        return _each(gone, come) if len(gone) == len(come) else None
    return (*(Swap(node, None, either) for node in gone), *(Swap(None, node, either) for node in come))


def _without(nodes_: tuple[Node, ...], others: tuple[Node, ...]) -> tuple[Node, ...]:
    left = list(others)
    found = []
    for node in nodes_:
        if node in left:
            left.remove(node)
        else:
            found.append(node)
    return tuple(found)


def _each(old: tuple[Node, ...], new: tuple[Node, ...]) -> tuple[Swap, ...] | None:
    found: list[Swap] = []
    for before, after in zip(old, new, strict=True):
        inside = _between(before, after)
        if inside is None:
            return None
        found += inside
    return tuple(found)


def _inside(old: Node, new: Node) -> tuple[Swap, ...] | None:
    """Swaps below two nodes that do the same with as many operands."""
    if type(old) is not type(new) or getattr(old, "op", "") != getattr(new, "op", ""):
        return None
    before, after = old.operands(), new.operands()
    return _each(before, after) if before and len(before) == len(after) else None
