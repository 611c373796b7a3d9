"""When a committee can sit and what its votes come to: counts in, an outcome out.

Which shares are asked for, what abstentions mean and who breaks a tie is each committee's own rule, entered with the
paper that says so; none is known here.
"""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a vote."""

    CARRIED = "carried"
    FAILED = "failed"
    POSTPONED = "postponed"
    NO_QUORUM = "no_quorum"

    @property
    def vietnamese(self) -> str:
        """The outcome in words."""
        return _OUTCOME_WORDS[self]


_OUTCOME_WORDS = {
    Outcome.CARRIED: "thông qua",
    Outcome.FAILED: "không thông qua",
    Outcome.POSTPONED: "hoãn vì số phiếu ngang nhau",
    Outcome.NO_QUORUM: "chưa đủ thành viên dự họp",
}


class Whole(StrEnum):
    """Of what a majority is a part: so it is said what an abstention counts as."""

    MEMBERS = "members"
    PRESENT = "present"
    VOTING = "voting"


class Tie(StrEnum):
    """What happens when as many are for as against."""

    CHAIR = "chair"
    POSTPONED = "postponed"


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole: "từ 2/3 trở lên", or with `beyond` "trên 1/2". Raises ValueError for what is no part."""

    part: int
    whole: int
    beyond: bool

    def __post_init__(self) -> None:
        if not 0 < self.part <= self.whole or (self.beyond and self.part == self.whole):
            raise ValueError(f"{self.part}/{self.whole}")

    def reached(self, count: int, among: int) -> bool:
        """Whether so many of so many are enough; of nobody, nothing is."""
        if among <= 0:
            return False
        have, need = count * self.whole, self.part * among
        return have > need if self.beyond else have >= need

    def least(self, among: int) -> int:
        """The smallest count that is enough."""
        exact, rest = divmod(self.part * among, self.whole)
        return exact + 1 if self.beyond or rest else exact

    @property
    def is_simple(self) -> bool:
        """Whether it is "trên 1/2", of which a tie falls short by one vote."""
        return self.beyond and self.part * 2 == self.whole

    def __str__(self) -> str:
        return f"trên {self.part}/{self.whole}" if self.beyond else f"từ {self.part}/{self.whole} trở lên"


@dataclass(frozen=True, slots=True)
class VotingRule:
    """How a committee decides."""

    quorum: Share
    majority: Share
    majority_of: Whole
    tie: Tie


@dataclass(frozen=True, slots=True)
class Ballot:
    """One vote by its counts: `members` who may vote on this unit, those `present` (or ballots returned), what they
    said, and in a tie what the chair's office said (None: nothing)."""

    members: int
    present: int
    agreed: int
    against: int
    abstained: int
    chair_agrees: bool | None = None


def outcome_of(rule: VotingRule, ballot: Ballot) -> Outcome:
    """What the vote comes to. A tie is broken only where a simple majority is asked for; of a greater one it falls
    short like any other count."""
    if not rule.quorum.reached(ballot.present, ballot.members):
        return Outcome.NO_QUORUM
    if rule.majority.reached(ballot.agreed, _whole(rule, ballot)):
        return Outcome.CARRIED
    if not is_tie(rule, ballot):
        return Outcome.FAILED
    if rule.tie is Tie.POSTPONED or ballot.chair_agrees is None:
        return Outcome.POSTPONED
    return Outcome.CARRIED if ballot.chair_agrees else Outcome.FAILED


def is_tie(rule: VotingRule, ballot: Ballot) -> bool:
    """Whether as many are for as against, where a simple majority decides and one voice more would be it: one of four
    members against another, two of them away, is no tie but too few."""
    evenly = ballot.agreed == ballot.against > 0
    return rule.majority.is_simple and evenly and rule.majority.reached(ballot.agreed + 1, _whole(rule, ballot))


def _whole(rule: VotingRule, ballot: Ballot) -> int:
    match rule.majority_of:
        case Whole.MEMBERS:
            return ballot.members
        case Whole.PRESENT:
            return ballot.present
        case _:
            return ballot.agreed + ballot.against
