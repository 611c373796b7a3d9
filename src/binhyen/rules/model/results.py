"""What an assessment says, and the columns in which engines write it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from binhyen.rules.model.criteria import Subject


class Outcome(StrEnum):
    """The outcome of a criterion, and the verdict on a unit."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"

    @property
    def vietnamese(self) -> str:
        """As the screen and the papers say it."""
        return _WORDS[self]


_WORDS = {
    Outcome.MET: "đạt",
    Outcome.NOT_MET: "chưa đạt",
    Outcome.UNKNOWN: "chưa đủ căn cứ",
    Outcome.NOT_APPLICABLE: "không thuộc diện",
}


@dataclass(frozen=True, slots=True)
class PointsRange:
    """The points that are certain and those still possible; equal when all is known. At most 2 decimals."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Assessment:
    """One unit judged by one rulebook. Counts and points range over the top level of criteria.

    `level` is the highest title certainly reached, `possible_level` the highest not excluded (codes; None: none);
    `milestone` and `possible_milestone` say the same of milestones, which no decision recognises.
    `eligible` False makes the verdict `not_applicable`; None (unknown) keeps it `unknown`.
    """

    outcomes: Mapping[str, Outcome]
    level: str | None
    possible_level: str | None
    verdict: Outcome
    met: int
    not_met: int
    unknown: int
    not_applicable: int
    points_low: Decimal | None
    points_high: Decimal | None
    points: Mapping[str, PointsRange]
    eligible: bool | None = True
    milestone: str | None = None
    possible_milestone: str | None = None


def output_columns(subject: Subject) -> tuple[str, ...]:
    """The columns of an engine's result, in order. `unit` is copied from the facts."""
    fixed = (
        "unit",
        "level",
        "possible_level",
        "verdict",
        "met",
        "not_met",
        "unknown",
        "not_applicable",
        "points_low",
        "points_high",
    )
    return fixed + milestone_columns(subject) + tuple(criterion.column for criterion in subject.walk())


def milestone_columns(subject: Subject) -> tuple[str, ...]:
    """The columns that only a rulebook with milestones has."""
    return ("milestone", "possible_milestone") if subject.milestones else ()
