"""Which thing of the older version is which thing of the newer one, and which of them changed places."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from binhyen.kernel.text import squeeze
from binhyen.rules.changes.data import Position
from binhyen.rules.model.nodes import Node
from binhyen.rules.model.parts import Canonical


@dataclass(frozen=True)
class Entry:
    """A criterion, a level or a check: `fields` are its canonical form without its code and its items."""

    code: str
    name: str
    fields: Canonical
    nodes: Mapping[str, Node] = field(default_factory=dict)
    position: Position = field(default_factory=Position)


Pairs = dict[str, Entry]
_Key = Callable[[Entry], Hashable]


def matched(old: Sequence[Entry], new: Sequence[Entry]) -> Pairs:
    """By code of the newer version: the entry of the older one that it continues.

    First what kept code and text, then what kept its text or its rule under another code, then what kept its code.
    So a criterion put in the middle does not make all that follow it look rewritten.
    """
    pairs: Pairs = {}
    for key in _KEYS:
        taken = {entry.code for entry in pairs.values()}
        here = _unique(key, [entry for entry in old if entry.code not in taken])
        there = _unique(key, [entry for entry in new if entry.code not in pairs])
        pairs |= {entry.code: here[found] for found, entry in there.items() if found in here}
    return pairs


def _text(entry: Entry) -> Hashable:
    return squeeze(entry.name) or None


def _rule(entry: Entry) -> Hashable:
    return entry.fields.get("rule")


_KEYS: tuple[_Key, ...] = (
    lambda entry: (entry.code, squeeze(entry.name)),
    _text,
    _rule,
    lambda entry: entry.code,
)


def _unique(key: _Key, entries: Sequence[Entry]) -> Mapping[Hashable, Entry]:
    """Entries by a key that only one of them has; None is no key."""
    times = Counter(key(entry) for entry in entries)
    return {found: entry for entry in entries if times[found := key(entry)] == 1 and found is not None}


def moved(old: Sequence[Entry], new: Sequence[Entry], pairs: Pairs) -> frozenset[str]:
    """Codes, in the newer version, of what stands under another group or in another order than it did."""
    order = {entry.code: place for place, entry in enumerate(old)}
    codes = {entry.code: code for code, entry in pairs.items()}
    found: set[str] = set()
    under: dict[str, list[str]] = {}
    for entry in new:
        before = pairs.get(entry.code)
        if before is None:
            continue
        if _now(before.position.parent, codes) != entry.position.parent:
            found.add(entry.code)
        else:
            under.setdefault(entry.position.parent, []).append(entry.code)
    for siblings in under.values():
        places = [order[pairs[code].code] for code in siblings]
        found |= {siblings[index] for index in set(range(len(places))) - _longest_run(places)}
    return frozenset(found)


def _now(parent: str, codes: Mapping[str, str]) -> str | None:
    """The code that a group of the older version has now; None where it is gone."""
    return codes.get(parent) if parent else ""


def _longest_run(places: Sequence[int]) -> set[int]:
    """Indexes of a longest increasing run: the fewest moves are those of everything else."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for index, place in enumerate(places):
        at = bisect_left(tails, place)
        tails[at : at + 1] = [place]
        before.append(ends[at - 1] if at else None)
        ends[at : at + 1] = [index]
    run: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        run.add(last)
        last = before[last]
    return run
