"""What a rulebook says of a unit before it is listed: whether it falls under it, and what speaks for a second look."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.explanation.deciding import deciding
from binhyen.rules.model.facts import Facts
from binhyen.rules.model.nodes import Node
from binhyen.rules.model.parts import FigureDef, figure_keys
from binhyen.rules.model.rulebook import Check, Rulebook
from binhyen.rules.reference.evaluate import Case, truth

# Who says what such a figure is: not a report, but the list of units itself.
UNIT_LIST = "unit_list"


class Told(NamedTuple):
    """`excluded` says why a unit certainly does not fall under the rulebook, `outside` what a check of the rulebook says
    about its attributes ("ngoài đối tượng của Thông tư 124/2021"). Both are empty for most."""

    excluded: str
    outside: str


class ListReader:
    """Asks a rulebook about units, and remembers the answer: most units of a kind have the same attributes."""

    def __init__(self, rulebook: Rulebook, year: int) -> None:
        self.rulebook = rulebook
        self.year = year
        self._checks = list_checks(rulebook)
        self._known: dict[object, Told] = {}

    def told(self, kind: SubjectKind, attributes: Facts) -> Told:
        """What it says of a unit with these attributes; an unknown one excludes nobody. Raises BadFact."""
        asked = (kind, tuple(sorted(attributes.items())))
        if asked not in self._known:
            self._known[asked] = self._tell(kind, attributes)
        return self._known[asked]

    def _tell(self, kind: SubjectKind, attributes: Facts) -> Told:
        case = Case(facts=attributes, year=self.year, period=None)
        eligible = self.rulebook.subjects[kind].eligible
        is_out = eligible is not None and truth(eligible.node, case) is False
        excluded = self._why(deciding(eligible.node, case), attributes) if eligible and is_out else ""
        said = [check.message.removesuffix(".") for check in self._checks if truth(check.rule.node, case) is False]
        return Told(excluded, "; ".join(said))

    def _why(self, parts: Iterable[Node], attributes: Facts) -> str:
        keys = figure_keys(parts)
        figures = [self.rulebook.figures[key] for key in keys if attributes.get(key) is not None]
        told = [f"{one.name[:1].lower()}{one.name[1:]}: {word_of(one, attributes[one.key])}" for one in figures]
        return "; ".join(told) or "không thuộc diện"


def list_checks(rulebook: Rulebook) -> tuple[Check, ...]:
    """Checks that look at nothing but attributes of listed units: asked of the list, never of a unit's report."""
    return tuple(
        check
        for check in rulebook.checks
        if check.figures and all(rulebook.figures[key].owner == UNIT_LIST for key in check.figures)
    )


def word_of(figure: FigureDef, value: object) -> str:
    """A value of a listed unit's attribute as people say it."""
    if isinstance(value, bool):
        return "có" if value else "không"
    return _WORDS.get(figure.key, {}).get(str(value), str(value))


# Attributes that the shipped rulebooks share (docs/reference/shipped-rulebooks.md).
_WORDS: Mapping[str, Mapping[str, str]] = {
    "size": {"micro": "siêu nhỏ", "small": "nhỏ", "medium": "vừa", "large": "lớn"},
    "school_level": {
        "preschool": "mầm non", "primary": "tiểu học", "lower_secondary": "trung học cơ sở",
        "upper_secondary": "trung học phổ thông", "continuing": "giáo dục thường xuyên", "vocational": "trung cấp nghề",
        "college": "cao đẳng", "university": "đại học",
    },
    "unit_kind": {"doanh_nghiep": "doanh nghiệp", "hop_tac_xa": "hợp tác xã"},
}  # fmt: skip
