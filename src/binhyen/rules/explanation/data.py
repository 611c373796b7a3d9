"""Explanation as data. It is frozen with a decision, so all of it is plain JSON and reads back unchanged."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from binhyen.rules.model.results import Outcome

# Changes when an answer of the evaluator or an explanation could change; stored with every frozen verdict.
EVALUATOR_VERSION: Final = "2"

Json = str | int | bool | None


class MissingKind(StrEnum):
    """What would settle a criterion. Never: fewer incidents (design, civil safeguards)."""

    FIGURE = "figure"  # a figure nobody has reported
    DATE = "date"  # the day of a paper
    PREVIOUS = "previous"  # the figure of the year before
    CONFIRMATION = "confirmation"  # a confirmation by the body that owns it
    PAPER = "paper"  # a paper that does not exist
    UNITS = "units"  # a count over the unit list
    OPEN_UNITS = "open_units"  # registered units not decided yet
    SHORT_UNITS = "short_units"  # units that would have to register or be recognised in addition
    RECOGNITION = "recognition"  # a decision of another programme
    RECORD = "record"  # the committee's recorded yes or no
    SCORE = "score"  # the committee's number of points
    CRITERION = "criterion"  # another criterion that is not settled
    WINDOW = "window"  # the evaluation window
    ZERO = "zero"  # a share of nothing
    THRESHOLD = "threshold"  # what a level asks for, not verified in its source


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing. `key` is the figure, code or column; `count` a number of units, where it is known."""

    kind: MissingKind
    key: str
    name: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class FigureFact:
    """A figure that a criterion looks at, with what was known of it. Numbers with decimals are texts."""

    key: str
    name: str
    unit_of_measure: str
    answer: str
    value: Json
    previous: Json = None
    has_previous: bool = False
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One elementary condition and what it came to.

    `kind`: share (part / whole against a threshold), trend (this year against last), deadline, figure (a yes/no,
    paper or confirmation), choice, recognised, criterion, units (a count over the list), year, compare (anything else).
    Numbers are exact texts; `high` ends differ from `low` ends only for counts that are still open. `share` and
    `threshold` are for drawing, between 0 and 1; a share below its threshold never rounds up to it.
    """

    kind: str
    truth: bool | None
    label: str
    key: str = ""
    answer: str = ""
    op: str = ""
    negated: bool = False
    part: str | None = None
    part_high: str | None = None
    whole: str | None = None
    right: str | None = None
    right_part: str | None = None
    right_whole: str | None = None
    right_label: str = ""
    share: float | None = None
    threshold: float | None = None
    needed: int | None = None
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True)
class CriterionExplanation:
    """Why a criterion has its outcome. `children` are the codes of its items; `depth` is 0 at the top level.

    `sensitive` says that a confirmation stands behind it: public pages show the outcome only.
    """

    code: str
    text: str
    outcome: Outcome
    depth: int
    is_group: bool
    to_confirm: bool
    sensitive: bool
    findings: tuple[Finding, ...]
    figures: tuple[FigureFact, ...]
    missing: tuple[Missing, ...]
    children: tuple[str, ...]
    points_low: str | None = None
    points_high: str | None = None
    points_max: str | None = None
    sentences: tuple[str, ...] = ()

    @property
    def comparison(self) -> Finding | None:
        """The first finding that a bar can be drawn for."""
        return next((finding for finding in self.findings if finding.share is not None), None)

    def as_data(self) -> dict[str, Any]:
        """Plain JSON."""
        data = _plain(self)
        data["findings"] = [_finding_as_data(finding) for finding in self.findings]
        data["figures"] = [_plain(figure) for figure in self.figures]
        data["missing"] = [_plain(missing) for missing in self.missing]
        data["children"], data["sentences"] = list(self.children), list(self.sentences)
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "CriterionExplanation":
        """What `as_data` wrote, also by an earlier release."""
        known = dict(data)
        known["outcome"] = Outcome(known["outcome"])
        known["findings"] = tuple(_finding(part) for part in known["findings"])
        known["figures"] = tuple(FigureFact(**part) for part in known["figures"])
        known["missing"] = tuple(_missing(part) for part in known["missing"])
        known["children"] = tuple(known["children"])
        known["sentences"] = tuple(known["sentences"])
        return cls(**known)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a unit still needs for a level. `within_reach` is False where nothing that could be supplied reaches it."""

    level: str
    name: str
    within_reach: bool
    missing: tuple[Missing, ...]


def _plain(record: CriterionExplanation | Finding | FigureFact | Missing) -> dict[str, Any]:
    """Its fields, one level deep: `dataclasses.asdict` copies all the way down and costs as much as judging."""
    return {name: getattr(record, name) for name in record.__slots__}


def _finding_as_data(finding: Finding) -> dict[str, Any]:
    return _plain(finding) | {"missing": [_plain(missing) for missing in finding.missing]}


def _finding(data: Mapping[str, Any]) -> Finding:
    return Finding(**{**data, "missing": tuple(_missing(part) for part in data["missing"])})


def _missing(data: Mapping[str, Any]) -> Missing:
    return Missing(**{**data, "kind": MissingKind(data["kind"])})
