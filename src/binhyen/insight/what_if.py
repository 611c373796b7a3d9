"""Two versions of a rulebook over the same units: who gains, who loses, who is no longer certain, by which criterion.

Works on whole columns: the units of a province over five years are compared without a Python object for each.

A criterion counts as a reason for a change when its own outcome differs between the versions in the direction in which
the verdict went, or when only one of the versions has it. A change without such a criterion comes from the levels or
from who is eligible.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.engine import Engine
from binhyen.rules.model.results import Outcome
from binhyen.rules.model.rulebook import Rulebook, Subject

# An Arrow column of truth values; Arrow ships no types.
Mask: TypeAlias = Any
Facts: TypeAlias = pa.Table | Path
MET, NOT_MET, UNKNOWN = Outcome.MET.value, Outcome.NOT_MET.value, Outcome.UNKNOWN.value
NOT_APPLICABLE = Outcome.NOT_APPLICABLE.value


class Turn(StrEnum):
    """What becomes of a verdict under the other version."""

    GAINED = "gained"
    HIGHER = "higher"
    LOWER = "lower"
    LOST = "lost"
    NOW_NOT_MET = "now_not_met"
    NOW_UNKNOWN = "now_unknown"
    LEFT_OUT = "left_out"

    @property
    def vietnamese(self) -> str:
        """As the screen says it."""
        return _WORDS[self]


_WORDS = {
    Turn.GAINED: "đạt thêm",
    Turn.HIGHER: "lên mức cao hơn",
    Turn.LOWER: "xuống mức thấp hơn",
    Turn.LOST: "không còn đạt",
    Turn.NOW_NOT_MET: "từ chưa đủ căn cứ thành chưa đạt",
    Turn.NOW_UNKNOWN: "thành chưa đủ căn cứ",
    Turn.LEFT_OUT: "không còn thuộc diện",
}
_WORSE = (Turn.LOST, Turn.LOWER, Turn.NOW_NOT_MET)
_BETTER = (Turn.GAINED, Turn.HIGHER)


@dataclass(frozen=True, slots=True)
class Cost:
    """How many verdicts a criterion takes away, makes uncertain or gives. `text` is the newer version's, where it has
    the criterion; without a `code` the change comes from the levels or from who is eligible."""

    code: str
    text: str
    worse: int
    unknown: int
    better: int


@dataclass(frozen=True, slots=True)
class Flip:
    """One unit (by its row) whose verdict changes: levels are codes or empty; `criteria` are the reasons."""

    row: int
    unit: str
    turn: Turn
    before: str
    after: str
    level_before: str
    level_after: str
    criteria: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """What two versions say of the same rows. `before` and `after` have the columns of `results.output_columns`."""

    kind: SubjectKind
    issued: Subject
    draft: Subject
    before: pa.Table
    after: pa.Table

    @property
    def rows(self) -> int:
        """How many units were judged."""
        return int(self.after.num_rows)

    def count(self, outcome: str, *, draft: bool) -> int:
        """How many units have a verdict under the newer or the older version."""
        return _true(pc.equal((self.after if draft else self.before)["verdict"], outcome))

    def turned(self, turn: Turn) -> int:
        """How many verdicts turn so."""
        return _true(self._turns[turn])

    @property
    def flips_count(self) -> int:
        """How many verdicts or levels change at all."""
        return _true(self._flipped)

    def flips(self) -> Iterator[Flip]:
        """Every change in the order of the rows."""
        changed = self._changed
        turns = {row: turn for turn, mask in changed.turns.items() for row in _places(mask)}
        reasons: dict[int, list[str]] = {}
        for code, mask in changed.causes.items():
            for row in _places(mask):
                reasons.setdefault(row, []).append(code)
        units, was, level_was = _picked(changed.before)
        _, now, level_now = _picked(changed.after)
        for at, row in enumerate(self.flipped_rows):
            levels = level_was[at] or "", level_now[at] or ""
            yield Flip(row, units[at], turns[at], was[at], now[at], *levels, tuple(reasons.get(at, ())))

    @cached_property
    def flipped_rows(self) -> list[int]:
        """The rows whose verdict or level changes."""
        return _places(self._flipped)

    def costs(self) -> list[Cost]:
        """Every criterion that is a reason for a change, the one that costs most verdicts first."""
        changed = self._changed
        ways = changed.worse, changed.unknown, changed.better
        found = [
            Cost(code, self._text(code), *(_true(pc.and_(mask, way)) for way in ways))
            for code, mask in {**changed.causes, "": changed.other}.items()
        ]
        listed = [cost for cost in found if cost.worse or cost.unknown or cost.better]
        return sorted(listed, key=lambda cost: (-cost.worse, -cost.unknown, -cost.better))

    def by_area(self, areas: Sequence[str]) -> pa.Table:
        """Sums per area (one for each row): `area`, `rows`, `before`, `after`, `gained`, `lost`, `unknown`."""
        columns = {
            "area": pa.array(areas, pa.string()),
            "before": pc.equal(self.before["verdict"], MET).cast(pa.int32()),
            "after": pc.equal(self.after["verdict"], MET).cast(pa.int32()),
            "gained": self._turns[Turn.GAINED].cast(pa.int32()),
            "lost": self._turns[Turn.LOST].cast(pa.int32()),
            "unknown": self._turns[Turn.NOW_UNKNOWN].cast(pa.int32()),
        }
        summed = pa.table(columns).group_by("area", use_threads=False)
        named = [name for name in columns if name != "area"]
        result = summed.aggregate([("area", "count"), *((name, "sum") for name in named)])
        return result.rename_columns(["area", "rows", *named])

    # ------------------------------------------------------------ masks over the rows

    @cached_property
    def _turns(self) -> dict[Turn, Mask]:
        was, now = self.before["verdict"], self.after["verdict"]
        both = pc.and_(pc.equal(was, MET), pc.equal(now, MET))
        ranks = [self._rank(table, newer=newer) for table, newer in ((self.before, False), (self.after, True))]
        changed = pc.not_equal(was, now)
        return {
            Turn.GAINED: pc.and_(changed, pc.equal(now, MET)),
            Turn.HIGHER: pc.and_(both, _known(pc.greater(ranks[1], ranks[0]))),
            Turn.LOWER: pc.and_(both, _known(pc.less(ranks[1], ranks[0]))),
            Turn.LOST: pc.and_(pc.equal(was, MET), _among(now, NOT_MET, NOT_APPLICABLE)),
            Turn.NOW_UNKNOWN: pc.and_(changed, pc.equal(now, UNKNOWN)),
            Turn.NOW_NOT_MET: pc.and_(_among(was, UNKNOWN, NOT_APPLICABLE), pc.equal(now, NOT_MET)),
            Turn.LEFT_OUT: pc.and_(_among(was, UNKNOWN, NOT_MET), pc.equal(now, NOT_APPLICABLE)),
        }

    def _rank(self, table: pa.Table, *, newer: bool) -> Mask:
        """How high the level of each row stands: by its code in the newer version, else by its place in its own."""
        draft = [level.code for level in self.draft.levels]
        own = draft if newer else [level.code for level in self.issued.levels]
        scale = draft if set(own) <= set(draft) else own
        return pc.index_in(table["level"], value_set=pa.array(scale, pa.string()))

    @cached_property
    def _flipped(self) -> Mask:
        return _fold(pc.or_, list(self._turns.values()))

    @cached_property
    def _changed(self) -> "_Changed":
        codes = dict.fromkeys(leaf.code for subject in (self.draft, self.issued) for leaf in subject.leaves())
        turns = {turn: mask.filter(self._flipped) for turn, mask in self._turns.items()}
        before, after = (table.filter(self._flipped).combine_chunks() for table in (self.before, self.after))
        return _Changed(before, after, turns, tuple(codes))

    def _text(self, code: str) -> str:
        criterion = self.draft.by_code.get(code) or self.issued.by_code.get(code)
        return criterion.text if criterion else ""


@dataclass(frozen=True)
class _Changed:
    """The rows whose verdict changes, and why."""

    before: pa.Table
    after: pa.Table
    turns: dict[Turn, Mask]
    codes: tuple[str, ...]

    @cached_property
    def worse(self) -> Mask:
        """Verdicts that go down."""
        return _fold(pc.or_, [self.turns[turn] for turn in _WORSE])

    @cached_property
    def better(self) -> Mask:
        """Verdicts that go up."""
        return _fold(pc.or_, [self.turns[turn] for turn in _BETTER])

    @property
    def unknown(self) -> Mask:
        """Verdicts that are not certain any more."""
        return self.turns[Turn.NOW_UNKNOWN]

    @cached_property
    def causes(self) -> dict[str, Mask]:
        """By criterion: the rows for which it is a reason."""
        return {code: self._cause(f"criterion.{code}") for code in self.codes}

    @cached_property
    def other(self) -> Mask:
        """Rows without a criterion as their reason."""
        return pc.invert(_fold(pc.or_, list(self.causes.values())))

    @cached_property
    def _failed(self) -> Mask:
        return pc.equal(self.before["verdict"], NOT_MET)

    def _cause(self, column: str) -> Mask:
        was = self.before[column] if column in self.before.column_names else None
        now = self.after[column] if column in self.after.column_names else None
        worse = pc.and_(self.worse, _turned_to(was, now, NOT_MET))
        better = pc.and_(self.better, _turned_from(was, now, NOT_MET, UNKNOWN))
        doubtful = pc.or_(_turned_to(was, now, UNKNOWN), pc.and_(self._failed, _turned_from(was, now, NOT_MET)))
        return _fold(pc.or_, [worse, better, pc.and_(self.unknown, doubtful)])


def what_if(
    engine: Engine[Facts, pa.Table],
    versions: tuple[Rulebook, Rulebook],
    kind: SubjectKind,
    facts: tuple[Facts, Facts],
    *,
    year: int,
) -> Comparison:
    """Judge the same units by the older and by the newer version, each on its own columns of facts (a table, or Parquet
    files with the same rows), row by row.

    Raises KeyError where one of them does not judge this kind of unit.
    """
    issued, draft = versions
    # Side by side: a database engine spends half its time outside Python.
    with ThreadPoolExecutor(len(versions)) as pool:
        before, after = pool.map(partial(_judged, engine, kind, year), versions, facts)
    return Comparison(kind, issued.subjects[kind], draft.subjects[kind], before, after)


def _judged(engine: Engine[Facts, pa.Table], kind: SubjectKind, year: int, version: Rulebook, facts: Facts) -> pa.Table:
    return engine.evaluate(version, kind, facts, year=year)


def _picked(table: pa.Table) -> tuple[list[str], list[str], list[str | None]]:
    return table["unit"].to_pylist(), table["verdict"].to_pylist(), table["level"].to_pylist()


def _turned_to(was: Mask, now: Mask, outcome: str) -> Mask:
    """Rows on which the criterion has this outcome under the newer version and had not under the older."""
    if now is None:
        return pa.scalar(value=False)
    here = pc.equal(now, outcome)
    return here if was is None else pc.and_(here, pc.not_equal(was, outcome))


def _turned_from(was: Mask, now: Mask, *outcomes: str) -> Mask:
    """Rows on which the criterion had one of these outcomes under the older version and has none of them now."""
    if was is None:
        return pa.scalar(value=False)
    here = _among(was, *outcomes)
    return here if now is None else pc.and_not(here, _among(now, *outcomes))


def _among(values: Mask, *wanted: str) -> Mask:
    return pc.is_in(values, value_set=pa.array(wanted, pa.string()))


def _known(mask: Mask) -> Mask:
    return pc.fill_null(mask, fill_value=False)


def _fold(join: Callable[[Mask, Mask], Mask], masks: Sequence[Mask]) -> Mask:
    total = masks[0]
    for mask in masks[1:]:
        total = join(total, mask)
    return total


def _true(mask: Mask) -> int:
    return int(pc.sum(mask).as_py() or 0)


def _places(mask: Mask) -> list[int]:
    found: list[int] = pc.indices_nonzero(mask).to_pylist()
    return found
