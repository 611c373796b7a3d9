"""A difference between two versions of a rulebook as plain data."""

from dataclasses import dataclass
from enum import StrEnum

from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.model.nodes import Node


class Act(StrEnum):
    """What an amendment does to a thing."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class Thing(StrEnum):
    """What it is done to."""

    RULEBOOK = "rulebook"
    FIGURE = "figure"
    CHECK = "check"
    SUBJECT = "subject"
    CRITERION = "criterion"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Position:
    """Where a criterion or a level stands in the newer version: under which group (empty: at the top level), and after
    which neighbour (empty: first), whose text is `beside`."""

    parent: str = ""
    after: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Swap:
    """One expression inside a rule that gives way to another. Without `old` the new one is joined to the rule, without
    `new` the old one is dropped from it; `either` says that what is joined or dropped is one of several ways."""

    old: Node | None
    new: Node | None
    either: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    `code` is the thing's code or key in the newer version (of what was removed: in the older), `name` its text.
    What is CHANGED is one `part`, a key of the canonical form, with what stood and stands under it; "code" says that
    the thing was given another code. What is ADDED or REMOVED is told whole, in canonical form. A rule that changed
    has its nodes, and the swaps that make the newer rule out of the older where there are few.
    """

    act: Act
    thing: Thing
    code: str = ""
    name: str = ""
    subject: SubjectKind | None = None
    part: str = ""
    old: object = None
    new: object = None
    old_node: Node | None = None
    new_node: Node | None = None
    swaps: tuple[Swap, ...] = ()
    position: Position | None = None

    @property
    def keeps_meaning(self) -> bool:
        """Whether a rule was only written in another way."""
        return self.old_node is not None and self.old_node == self.new_node
