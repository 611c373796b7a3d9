"""The national lists as they are shipped, and the lives of units that follow from them. No database here."""

import csv
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from uuid import UUID

from binhyen.kernel.codes import national_id
from binhyen.kernel.kinds import UnitKind
from binhyen.units.names import searchable
from binhyen.units.spans import BEGINNING, OPEN_END, Span

FOLDER = Path(__file__).parent / "data"
FILES = ("units_2024.csv", "units_2025.csv", "succession_2025.csv", "changes_2026.csv", "name_variants.csv")
MERGER_DAY = date(2025, 7, 1)
# The acts that made the tree of 1 July 2025, one for each province.
MERGER_ACT = "các Nghị quyết số 1654 đến 1687/NQ-UBTVQH15"
# Raise when the same files give other rows than before, so that installations load them anew.
_READING = 2

_Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Life:
    """What a unit was during one span."""

    unit: UUID
    name: str
    full_name: str
    kind: UnitKind
    code: str
    parent: UUID | None
    span: Span
    legal_act: str
    folded: str
    begun_by: UUID | None = None
    ended_by: UUID | None = None

    def goes_on_as(self, later: "Life") -> bool:
        """Whether nothing changed between the two but the list they stand in."""
        return (self.name, self.full_name, self.kind, self.code, self.parent) == (
            later.name, later.full_name, later.kind, later.code, later.parent,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Descent:
    """Predecessor to successor."""

    predecessor: UUID
    successor: UUID
    extent: str
    legal_act: str
    event: UUID


@dataclass(frozen=True, slots=True)
class Act:
    """A dated act that changed the national tree; `kind` is a `UnitEvent.Kind`."""

    id: UUID
    kind: str
    effective_on: date
    legal_act: str
    summary: str


@dataclass(slots=True)
class Nation:
    """Everything the lists say: units with the list they first stand in, their lives, their successions, the acts."""

    origins: dict[UUID, str] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    lives: list[Life] = field(default_factory=list)
    descents: list[Descent] = field(default_factory=list)


@cache
def fingerprint() -> str:
    """Changes when a shipped list, or the way it is read, changes."""
    digest = hashlib.sha256(f"reading {_READING}".encode())
    for name in FILES:
        digest.update((FOLDER / name).read_bytes())
    return digest.hexdigest()


def nation() -> Nation:
    """Read the shipped lists. Takes a second or less."""
    links = list(_rows("succession_2025.csv"))
    kept = kept_codes(links)
    ids_2024 = {row["code"]: national_id("2024", row["code"]) for row in _rows("units_2024.csv")}
    ids_2025 = {
        row["code"]: ids_2024[kept[row["code"]]] if row["code"] in kept else national_id("2025", row["code"])
        for row in _rows("units_2025.csv")
    }
    found = Nation()
    found.origins = dict.fromkeys(ids_2025.values(), "2025") | dict.fromkeys(ids_2024.values(), "2024")
    acts = _Acts(links)
    found.lives = list(_lives(ids_2024, ids_2025, acts))
    found.descents = [
        Descent(
            ids_2024[row["old_code"]], ids_2025[row["new_code"]], row["extent"], _act(row["new_code"]),
            acts.began(row["new_code"]),
        )
        for row in links
    ]  # fmt: skip
    found.acts = list(acts.all())
    return found


class _Acts:
    """The acts behind the lists: one for each province of 2025 and one for all provinces, one that ended the districts,
    and those of later changes."""

    def __init__(self, links: list[_Row]) -> None:
        self._provinces = {row["code"]: row["full_name"] for row in _rows("units_2025.csv") if len(row["code"]) == 2}
        self._of = {row["code"]: row["parent_code"] for row in _rows("units_2025.csv") if row["parent_code"]}
        # An old unit ends by the act of the first unit that took it over.
        self._heirs: dict[str, str] = {}
        for row in links:
            self._heirs.setdefault(row["old_code"], row["new_code"])

    def began(self, code: str) -> UUID:
        """The act that made a unit of the list of 2025 what it is."""
        return _act_id(self._of.get(code, ""))

    def ended(self, code: str) -> UUID:
        """The act that ended a unit of the list of 2024, or what it was."""
        if code in self._heirs:
            return self.began(self._heirs[code])
        return _act_id("districts")

    def all(self) -> Iterator[Act]:
        """Every act once."""
        yield Act(_act_id(""), "rearrange", MERGER_DAY, "", "Sắp xếp đơn vị hành chính cấp tỉnh")
        yield Act(
            _act_id("districts"), "dissolve", MERGER_DAY, "", "Kết thúc hoạt động của đơn vị hành chính cấp huyện"
        )
        for code, name in self._provinces.items():
            said = f"Sắp xếp đơn vị hành chính cấp xã của {name[:1].lower()}{name[1:]}"
            yield Act(_act_id(code), "rearrange", MERGER_DAY, MERGER_ACT, said)
        later = {(row["legal_document"], row["effective_date"]) for rows in _changes().values() for row in rows}
        for document, day in sorted(later):
            said = "Thay đổi loại đơn vị hành chính"
            yield Act(_act_id(f"{document} {day}"), "change_kind", date.fromisoformat(day), document, said)


def _act_id(name: str) -> UUID:
    return national_id("act", name)


def kept_codes(links: list[_Row]) -> dict[str, str]:
    """New code → old code of the units that stayed themselves: sole whole predecessor, sole successor."""
    successors = Counter(row["old_code"] for row in links)
    predecessors = Counter(row["new_code"] for row in links)
    return {
        row["new_code"]: row["old_code"]
        for row in links
        if row["extent"] == "whole" and successors[row["old_code"]] == 1 == predecessors[row["new_code"]]
    }


def _lives(ids_2024: dict[str, UUID], ids_2025: dict[str, UUID], acts: _Acts) -> Iterator[Life]:
    listed = _listed("2024", ids_2024, Span(BEGINNING, MERGER_DAY))
    before = {life.unit: replace(life, ended_by=acts.ended(life.code)) for life in listed}
    for after in _listed("2025", ids_2025, Span(MERGER_DAY, OPEN_END)):
        earlier = before.get(after.unit)
        if earlier and earlier.goes_on_as(after):
            del before[after.unit]
            after = replace(after, span=Span(), legal_act="")
        else:
            after = replace(after, begun_by=acts.began(after.code))
        yield from _with_changes(after)
    yield from before.values()


def _listed(tree: str, ids: dict[str, UUID], span: Span) -> Iterator[Life]:
    variants = _variants(tree)
    for row in _rows(f"units_{tree}.csv"):
        code = row["code"]
        yield Life(
            unit=ids[code],
            name=row["name"],
            full_name=row["full_name"],
            kind=_kind(row["kind"], code),
            code=code,
            parent=ids[row["parent_code"]] if row["parent_code"] else None,
            span=span,
            legal_act=_act(code) if tree == "2025" else "",
            folded=searchable([row["name"], row["full_name"], *_spellings(row, variants.get(code, []))]),
        )


def _with_changes(life: Life) -> Iterator[Life]:
    for change in _changes().get(life.code, []):
        day = date.fromisoformat(change["effective_date"])
        act = _act_id(f"{change['legal_document']} {change['effective_date']}")
        yield replace(life, span=Span(life.span.start, day), ended_by=act)
        life = replace(
            life,
            begun_by=act,
            kind=_kind(change["kind_after"], life.code),
            full_name=change["full_name_after"],
            span=Span(day, life.span.end),
            legal_act=change["legal_document"],
            folded=searchable([life.name, change["full_name_after"]]),
        )
    yield life


def _kind(word: str, code: str) -> UnitKind:
    """The lists call two different things thành phố; the level tells them apart."""
    return UnitKind.THANH_PHO_TW if word == "thanh_pho" and len(code) == 2 else UnitKind(word)


def _act(code: str) -> str:
    """The act behind a unit of 2025. The lists do not name the one that merged provinces."""
    return MERGER_ACT if len(code) == 5 else ""


def _spellings(row: _Row, variants: list[str]) -> Iterator[str]:
    """Other full names, each also without its kind."""
    kind = len(row["full_name"]) - len(row["name"])
    for variant in variants:
        yield from (variant, variant[kind:])


def _variants(tree: str) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in _rows("name_variants.csv"):
        if row["tree"] == tree:
            found[row["code"]].append(row["variant"])
    return found


@cache
def _changes() -> dict[str, list[_Row]]:
    found: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in sorted(_rows("changes_2026.csv"), key=lambda row: row["effective_date"]):
        found[row["code"]].append(row)
    return found


def _rows(name: str) -> Iterator[_Row]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
