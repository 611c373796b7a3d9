"""Whether a rulebook judges a unit of a kind that it names, and which attribute of the unit decides that."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.model import nodes
from binhyen.rules.model.node import walk
from binhyen.rules.model.nodes import Node
from binhyen.rules.model.parts import FigureDef
from binhyen.rules.model.rulebook import Rulebook
from binhyen.rules.reference import Case, evaluate
from binhyen.rules.wording import ATTRIBUTE_WORDS, RuleWording

NOT_RECORDED = "chưa ghi"


@dataclass(frozen=True, slots=True)
class Eligibility:
    """`holds` is None where an attribute is not recorded: such a unit stays on the list. `because` are the attributes
    that decide, as "quy mô doanh nghiệp: nhỏ"; `condition` is the rule as a sentence, empty where all of the kind are
    judged."""

    holds: bool | None
    because: tuple[str, ...] = ()
    condition: str = ""


def eligibility(rules: Rulebook, kind: SubjectKind, attributes: Mapping[str, Any], *, year: int) -> Eligibility:
    """Whether the rulebook judges a unit with these attributes in a year. Raises KeyError for a kind it does not name."""
    subject = rules.subjects[kind]
    if subject.eligible is None:
        return Eligibility(holds=True)
    case = Case(facts=attributes, year=year, period=subject.window.for_year(year) if subject.window else None)
    node = subject.eligible.node
    keys = dict.fromkeys(
        each.key for leaf in _deciding(node, case) for each in walk(leaf) if isinstance(each, nodes.Figure)
    )
    said = tuple(_attribute(rules.figures[key], attributes.get(key)) for key in keys)
    return Eligibility(_truth(node, case), said, RuleWording(rules.figures).sentence(node))


def _deciding(node: Node, case: Case) -> Iterator[Node]:
    """The parts that are what the whole is: of an "and" that fails those that fail, of one that holds all of them."""
    if isinstance(node, nodes.Not):
        yield from _deciding(node.operand, case)
    elif isinstance(node, nodes.And | nodes.Or):
        whole = _truth(node, case)
        for item in node.items:
            if _truth(item, case) is whole:
                yield from _deciding(item, case)
    else:
        yield node


def _truth(node: Node, case: Case) -> bool | None:
    found = evaluate(node, case)
    return found if isinstance(found, bool) else None


def _attribute(figure: FigureDef, value: object) -> str:
    name = f"{figure.name[:1].lower()}{figure.name[1:]}"
    if value is None:
        return f"{name}: {NOT_RECORDED}"
    words = {True: "có", False: "không"}
    return f"{name}: {words[value] if isinstance(value, bool) else ATTRIBUTE_WORDS.get(str(value), str(value))}"
