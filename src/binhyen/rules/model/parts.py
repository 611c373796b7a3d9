"""The small parts of a rulebook. Each can write itself in canonical form: texts only, defaults left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from binhyen.kernel.period import Period
from binhyen.rules.model.nodes import Figure, FigureDate, Node, Previous, walk
from binhyen.rules.model.types import Answer

Canonical = dict[str, object]
POINT_STEP = Decimal("0.01")


class Status(StrEnum):
    """Whether the wording of a thing is verified in its source."""

    VERIFIED = "verified"
    TO_CONFIRM = "to_confirm"


class Source(StrEnum):
    """Whose value of a figure counts: the unit's own, the committee's, or that of the body that owns the figure."""

    SELF = "self"
    REVIEW = "review"
    OWNER = "owner"


def compact(entries: Mapping[str, object]) -> Canonical:
    """Entries without what is empty, which is how defaults are left out."""
    return {key: value for key, value in entries.items() if value not in (None, "", [], {})}


def plain(value: Decimal | int | None) -> str | None:
    """A number as canonical text: no exponent, no trailing zeros."""
    if value is None:
        return None
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class Citation:
    """Where something stands. `clause` is the article, clause or point; `url` where the text can be read."""

    title: str
    day: date | None = None
    clause: str = ""
    url: str = ""
    note: str = ""

    def canonical(self) -> Canonical:
        """As in a rulebook file."""
        day = self.day.isoformat() if self.day else None
        return compact({"title": self.title, "date": day, "clause": self.clause, "url": self.url, "note": self.note})

    def __str__(self) -> str:
        return f"{self.clause}, {self.title}" if self.clause else self.title


def figure_keys(roots: Iterable[Node]) -> Mapping[str, bool]:
    """The keys of the figures under these nodes, each with whether the year before is looked at too."""
    found: dict[str, bool] = {}
    for root in roots:
        for node in walk(root):
            if isinstance(node, Figure | FigureDate | Previous):
                found[node.key] = found.get(node.key, False) or isinstance(node, Previous)
    return found


@dataclass(frozen=True, slots=True)
class Rule:
    """An expression as its author wrote it (trimmed, NFC), and what it means."""

    text: str
    node: Node


@dataclass(frozen=True, slots=True)
class FigureDef:
    """A figure that units report. `key` is global in an installation; `unit_of_measure` is hộ, vụ, người …"""

    key: str
    name: str
    answer: Answer
    unit_of_measure: str = ""
    owner: str = ""
    counts: Source = Source.SELF
    choices: tuple[str, ...] = ()
    max: Decimal | None = None
    note: str = ""

    def canonical(self) -> Canonical:
        """As in a rulebook file."""
        return compact(
            {
                "name": self.name,
                "answer": self.answer.value,
                "unit": self.unit_of_measure,
                "owner": self.owner,
                "counts": None if self.counts is Source.SELF else self.counts.value,
                "choices": list(self.choices),
                "max": plain(self.max),
                "note": self.note,
            }
        )


@dataclass(frozen=True, slots=True)
class Check:
    """What cannot be otherwise: where `rule` is false, `message` is a question to answer before submission."""

    code: str
    rule: Rule
    message: str

    @property
    def figures(self) -> Mapping[str, bool]:
        """The keys of the figures it looks at, each with whether it looks at the year before."""
        return figure_keys([self.rule.node])

    def canonical(self) -> Canonical:
        """As in a rulebook file."""
        return {"code": self.code, "rule": self.rule.text, "message": self.message}


@dataclass(frozen=True, slots=True)
class WindowDay:
    """A day relative to the year Y of a cycle: `year` is -1 for the year before; `day` is MM-DD."""

    year: int
    day: str

    def in_year(self, year: int) -> date:
        """The day in the cycle of a year."""
        month, day = self.day.split("-")
        return date(year + self.year, int(month), int(day))

    def canonical(self) -> Canonical:
        """As in a rulebook file."""
        return {"year": str(self.year), "day": self.day}


@dataclass(frozen=True, slots=True)
class Window:
    """The evaluation window of a kind of unit, both days included."""

    first: WindowDay
    last: WindowDay

    def for_year(self, year: int) -> Period:
        """The window in the cycle of a year."""
        return Period.on_paper(self.first.in_year(year), self.last.in_year(year))

    def canonical(self) -> Canonical:
        """As in a rulebook file."""
        return {"from": self.first.canonical(), "to": self.last.canonical()}


@dataclass(frozen=True, slots=True)
class Deduct:
    """Points lost for each occurrence: N − each·count, never below 0."""

    count: Rule
    each: Decimal

    def canonical(self) -> Canonical:
        """As in a rulebook file."""
        return {"count": self.count.text, "each": plain(self.each)}
