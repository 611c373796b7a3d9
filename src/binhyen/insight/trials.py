"""Trials of several cycles as one report: sums per kind, what each criterion costs, sums per area, every change."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from binhyen.insight.past import Part, Trial
from binhyen.insight.what_if import Comparison, Turn
from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.text import sort_key
from binhyen.rules.model.results import Outcome
from binhyen.units.selectors import versions_of

MET = Outcome.MET.value
LEVELS = "mức công nhận, đối tượng"


@dataclass(frozen=True, slots=True)
class KindSums:
    """What becomes of one kind of unit; `gained`, `lost`, `unknown` as `what_if.Turn` says, `others` all other changes."""

    kind: SubjectKind
    rows: int
    before: int
    after: int
    gained: int
    lost: int
    unknown: int
    others: int

    @property
    def word(self) -> str:
        """The kind as people call it."""
        return self.kind.vietnamese


@dataclass(frozen=True, slots=True)
class CriterionCost:
    """How many verdicts a criterion takes, makes uncertain, gives. Without a code: levels, or who is eligible."""

    kind: SubjectKind
    code: str
    text: str
    worse: int
    unknown: int
    better: int

    @property
    def word(self) -> str:
        """The kind as people call it."""
        return self.kind.vietnamese


@dataclass(frozen=True, slots=True)
class AreaSums:
    """The same sums for what one unit judges."""

    area: str
    rows: int
    before: int
    after: int
    gained: int
    lost: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Change:
    """One dossier whose verdict or level changes. `kept` is the verdict that stands; `reasons` are codes of criteria."""

    dossier: UUID
    unit: str
    kind: SubjectKind
    area: str
    year: int
    kept: str
    is_frozen: bool
    before: str
    after: str
    level_before: str
    level_after: str
    turn: Turn
    reasons: tuple[str, ...]

    @property
    def because(self) -> str:
        """The reasons as people read them."""
        return f"tiêu chí {', '.join(self.reasons)}" if self.reasons else LEVELS


@dataclass(frozen=True, slots=True)
class Report:
    """What came of the trials. `frozen`: how many of the verdicts that stand are final; `has_sample`: invented units
    are among them."""

    kinds: tuple[KindSums, ...]
    costs: tuple[CriterionCost, ...]
    areas: tuple[AreaSums, ...]
    changes: tuple[Change, ...]
    never_asked: tuple[tuple[str, str], ...]
    left_out: tuple[tuple[str, int], ...]
    come_out_otherwise: tuple[tuple[UUID, str], ...]
    frozen: int
    has_sample: bool

    @property
    def rows(self) -> int:
        """How many dossiers were judged."""
        return sum(kind.rows for kind in self.kinds)


def report_of(trials: Sequence[Trial]) -> Report:
    """Sum up. One statement, for the names of the units that judge."""
    parts = [part for trial in trials for part in trial.parts]
    names = _names(parts)
    return Report(
        kinds=tuple(_kinds(parts)),
        costs=tuple(_costs(parts)),
        areas=tuple(_areas(parts, names)),
        changes=tuple(change for part in parts for change in _changes(part, names)),
        never_asked=tuple(dict.fromkeys((part.kind.vietnamese, name) for part in parts for name in part.never_asked)),
        left_out=tuple((kind.vietnamese, number) for kind, number in _left_out(trials).items()),
        come_out_otherwise=tuple(
            (part.dossiers[at].pk, part.dossiers[at].unit_name) for part in parts for at in part.come_out_otherwise
        ),
        frozen=sum(one.is_frozen for part in parts for one in part.standings),
        has_sample=any(part.cycle.is_sample for part in parts),
    )


def _names(parts: Iterable[Part]) -> Mapping[UUID | None, str]:
    judges = {one.judged_by_id for part in parts for one in part.dossiers if one.judged_by_id}
    return {unit: version.full_name for unit, version in versions_of(judges).items()}


def _kinds(parts: Iterable[Part]) -> Iterator[KindSums]:
    by_kind: dict[SubjectKind, list[Part]] = defaultdict(list)
    for part in parts:
        by_kind[part.kind].append(part)
    for kind in sorted(by_kind, key=lambda kind: kind.place):
        yield _sums(kind, [part.comparison for part in by_kind[kind]])


def _sums(kind: SubjectKind, found: Sequence[Comparison]) -> KindSums:
    turns = {turn: sum(one.turned(turn) for one in found) for turn in Turn}
    counted = turns[Turn.GAINED], turns[Turn.LOST], turns[Turn.NOW_UNKNOWN]
    return KindSums(
        kind,
        sum(one.rows for one in found),
        sum(one.count(MET, draft=False) for one in found),
        sum(one.count(MET, draft=True) for one in found),
        *counted,
        sum(turns.values()) - sum(counted),
    )


def _costs(parts: Iterable[Part]) -> list[CriterionCost]:
    found: dict[tuple[SubjectKind, str], CriterionCost] = {}
    for part in parts:
        for one in part.comparison.costs():
            known = found.get((part.kind, one.code))
            more = (known.worse, known.unknown, known.better) if known else (0, 0, 0)
            sums = one.worse + more[0], one.unknown + more[1], one.better + more[2]
            found[part.kind, one.code] = CriterionCost(part.kind, one.code, one.text, *sums)
    return sorted(found.values(), key=lambda one: (-one.worse, -one.unknown, -one.better))


def _areas(parts: Iterable[Part], names: Mapping[UUID | None, str]) -> list[AreaSums]:
    sums: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for part in parts:
        areas = [names.get(one.judged_by_id, "") for one in part.dossiers]
        for row in part.comparison.by_area(areas).to_pylist():
            sums[row.pop("area")].update(row)
    columns = ("rows", "before", "after", "gained", "lost", "unknown")
    listed = [AreaSums(area, *(found[name] for name in columns)) for area, found in sums.items()]
    return sorted(listed, key=lambda one: sort_key(one.area))


def _changes(part: Part, names: Mapping[UUID | None, str]) -> Iterator[Change]:
    for flip in part.comparison.flips():
        one, kept = part.dossiers[flip.row], part.standings[flip.row]
        yield Change(
            dossier=one.pk,
            unit=one.unit_name,
            kind=part.kind,
            area=names.get(one.judged_by_id, ""),
            year=part.cycle.year,
            kept=kept.verdict,
            is_frozen=kept.is_frozen,
            before=flip.before,
            after=flip.after,
            level_before=part.level_name(flip.level_before, newer=False),
            level_after=part.level_name(flip.level_after, newer=True),
            turn=flip.turn,
            reasons=flip.criteria,
        )


def _left_out(trials: Iterable[Trial]) -> Counter[SubjectKind]:
    total: Counter[SubjectKind] = Counter()
    for trial in trials:
        total.update(trial.left_out)
    return total
