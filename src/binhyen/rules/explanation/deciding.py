"""The parts of a condition that decide it."""

from collections.abc import Iterator

from binhyen.rules.model import nodes
from binhyen.rules.model.nodes import Node
from binhyen.rules.reference.evaluate import Case, truth


def deciding(node: Node, case: Case) -> Iterator[Node]:
    """The parts without which the whole would be something else: of an "and" that fails those that fail, of one that is
    unknown those that are unknown, of one that holds all of them; of an "or" likewise."""
    if isinstance(node, nodes.Not):
        yield from deciding(node.operand, case)
    elif isinstance(node, nodes.And | nodes.Or):
        whole = truth(node, case)
        for item in node.items:
            if truth(item, case) is whole:
                yield from deciding(item, case)
    else:
        yield node
