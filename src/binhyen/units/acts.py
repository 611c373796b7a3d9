"""Acts that change the tree, as people state them: what happens to which units. Nothing here is done yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from binhyen.kernel.kinds import UnitKind
from binhyen.papers.models import Paper
from binhyen.units.models import UnitEvent

Kind = UnitEvent.Kind


@dataclass(frozen=True, slots=True)
class Establish:
    """A new unit below a parent."""

    name: str
    kind: UnitKind
    parent: UUID
    attributes: Mapping[str, Any] = field(default_factory=dict)
    word = Kind.ESTABLISH


@dataclass(frozen=True, slots=True)
class Rename:
    """The same unit under another name."""

    unit: UUID
    name: str
    word = Kind.RENAME


@dataclass(frozen=True, slots=True)
class ChangeKind:
    """The same units as another kind (xã → phường). `areas_become` gives the residential areas below them theirs."""

    units: tuple[UUID, ...]
    kind: UnitKind
    areas_become: UnitKind | None = None
    word = Kind.CHANGE_KIND


@dataclass(frozen=True, slots=True)
class Move:
    """The same units below another parent, with all that hangs below them."""

    units: tuple[UUID, ...]
    parent: UUID
    word = Kind.MOVE


@dataclass(frozen=True, slots=True)
class Merge:
    """Several units become one new unit; what hangs below them follows. `parent` may be left out where all share one."""

    units: tuple[UUID, ...]
    name: str
    kind: UnitKind
    parent: UUID | None = None
    word = Kind.MERGE


@dataclass(frozen=True, slots=True)
class Part:
    """A new unit that takes over a part of a divided one."""

    name: str
    kind: UnitKind


@dataclass(frozen=True, slots=True)
class Split:
    """A unit ends and new ones take over its parts; `children` says for each child which part (by place) it goes to."""

    unit: UUID
    parts: tuple[Part, ...]
    children: Mapping[UUID, int] = field(default_factory=dict)
    word = Kind.SPLIT


@dataclass(frozen=True, slots=True)
class Dissolve:
    """Units end without a successor; `children` says for each child where it stands from then on."""

    units: tuple[UUID, ...]
    children: Mapping[UUID, UUID] = field(default_factory=dict)
    word = Kind.DISSOLVE


Act = Establish | Rename | ChangeKind | Move | Merge | Split | Dissolve


@dataclass(frozen=True, slots=True)
class Order:
    """The paper behind an act: from which day it holds, and who signs from then on for units that it ends."""

    day: date
    legal_act: str
    paper: Paper | None = None
    signs_for: UUID | None = None


def named_by(act: Act) -> tuple[UUID, ...]:
    """The units that an act changes or ends."""
    if isinstance(act, Establish):
        return ()
    if isinstance(act, Rename | Split):
        return (act.unit,)
    return act.units


def placed_below(act: Act) -> tuple[UUID, ...]:
    """The units below which an act puts others."""
    if isinstance(act, Establish | Move):
        return (act.parent,)
    if isinstance(act, Merge):
        return (act.parent,) if act.parent else ()
    return tuple(dict.fromkeys(act.children.values())) if isinstance(act, Dissolve) else ()
