"""Whether a rulebook judges a unit of a kind that it names, and which attribute of the unit decides that."""

from collections.abc import Mapping
from dataclasses import dataclass

from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.explanation.deciding import deciding
from binhyen.rules.explanation.listing import ListReader, word_of
from binhyen.rules.model.facts import Facts
from binhyen.rules.model.parts import FigureDef, figure_keys
from binhyen.rules.model.rulebook import Rulebook
from binhyen.rules.reference.evaluate import Case, truth
from binhyen.rules.wording import RuleWording

NOT_RECORDED = "chưa ghi"


@dataclass(frozen=True, slots=True)
class Eligibility:
    """`holds` is None where an attribute is not recorded: such a unit stays on the list. `because` are the attributes
    that decide, as "quy mô doanh nghiệp: nhỏ"; `condition` is the rule as a sentence, empty where all of the kind are
    judged; `outside` is what the rulebook warns of ("ngoài đối tượng của Thông tư 124/2021")."""

    holds: bool | None
    because: tuple[str, ...] = ()
    condition: str = ""
    outside: str = ""


def eligibility(rules: Rulebook, kind: SubjectKind, attributes: Facts, *, year: int) -> Eligibility:
    """Whether the rulebook judges a unit with these attributes in a year. Raises KeyError for a kind it does not name."""
    outside = ListReader(rules, year).told(kind, attributes).outside
    rule = rules.subjects[kind].eligible
    if rule is None:
        return Eligibility(holds=True, outside=outside)
    case = Case(facts=attributes, year=year, period=None)
    decides = figure_keys(deciding(rule.node, case))
    because = tuple(_said(rules.figures[key], attributes) for key in decides)
    return Eligibility(truth(rule.node, case), because, RuleWording(rules.figures).sentence(rule.node), outside)


def _said(figure: FigureDef, attributes: Mapping[str, object]) -> str:
    value = attributes.get(figure.key)
    said = NOT_RECORDED if value is None else word_of(figure, value)
    return f"{figure.name[:1].lower()}{figure.name[1:]}: {said}"
