"""Cycles judged again: by the rules of their time and by another version, on what was known then.

* A dossier brings the facts that its verdict stands on, frozen where it was decided. What another version asks beyond
  them is taken from the figures of the dossier's window as they stand now; the committee's word follows only to a
  criterion that reads as it did.
* Units below are judged before the unit that judges them, and it counts them as they come out: whoever is registered
  and passes counts as recognised, whoever is uncertain as open. Who never registered is not judged here either.
* Nothing is written, and no frozen verdict changes.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from uuid import UUID

import pyarrow as pa

from binhyen.dossiers.lifecycle import PASSED_ON, UNREGISTERED
from binhyen.dossiers.models import Basis, Cycle, Dossier, Standing
from binhyen.dossiers.selectors.facts import asks_units, facts_from_data, facts_of
from binhyen.dossiers.selectors.rulebooks import rules_of, same_criteria
from binhyen.engines.facts_table import facts_table
from binhyen.insight.what_if import Comparison, what_if
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.engine import get_engine
from binhyen.rules.model.facts import Column, Facts, Value
from binhyen.rules.model.results import Outcome
from binhyen.rules.model.rulebook import Rulebook
from binhyen.rules.model.types import Answer

# Below this the plain evaluator answers before a database has read the question.
_FEW = 400
_OF_WINDOW = {name: Column(name, Answer.DATE, optional=True) for name in ("window_start", "window_end")}


@dataclass(frozen=True)
class Part:
    """The dossiers of one kind that one rulebook judges in a cycle, in the order of the list, under both versions.

    `never_asked` are the figures of the newer version that none of them has reported and the older does not ask for.
    """

    cycle: Cycle
    dossiers: Sequence[Dossier]
    standings: Sequence[Standing]
    comparison: Comparison
    never_asked: tuple[str, ...]

    @property
    def kind(self) -> SubjectKind:
        """The kind of unit."""
        return self.comparison.kind

    def level_name(self, code: str, *, newer: bool) -> str:
        """A level as its version calls it; empty for none."""
        subject = self.comparison.draft if newer else self.comparison.issued
        return next((level.name for level in subject.levels if level.code == code), "")

    @cached_property
    def come_out_otherwise(self) -> tuple[int, ...]:
        """Rows whose frozen verdict is not what the older version gives now. The frozen one holds."""
        verdicts = self.comparison.before["verdict"].to_pylist()
        return tuple(at for at, one in enumerate(self.standings) if one.is_frozen and one.verdict != verdicts[at])


@dataclass(frozen=True, slots=True)
class Trial:
    """A cycle judged again. `left_out`: kinds that only one of the versions judges, with how many dossiers."""

    parts: tuple[Part, ...]
    left_out: Mapping[SubjectKind, int]


def judge_again(cycle: Cycle, draft: Rulebook, base: Rulebook | None = None) -> Trial:
    """Judge a cycle by `base` and by `draft`. A bounded number of statements, whatever the number of dossiers.

    Without `base` each dossier is judged by its own rulebook on exactly the facts of its verdict, so that what was
    frozen comes out again. With one, both versions count the units below as they come out.
    """
    known = _Known(cycle)
    newer = _Version(known, draft)
    older = _Version(known, base) if base else None
    parts: list[Part] = []
    left_out: Counter[SubjectKind] = Counter()
    for kind, listed in known.groups(draft):
        issued, dossiers = base or rules_of(listed[0]), [one for one in listed if one.state not in UNREGISTERED]
        newer.enter_listed(listed)
        if older:
            older.enter_listed(listed)
        if not dossiers:
            continue
        if kind not in draft.subjects or kind not in issued.subjects:
            left_out[kind] += len(dossiers)
            continue
        before = older.facts(kind, dossiers) if older else [known.facts(one) for one in dossiers]
        parts.append(_part(known, (issued, draft), kind, dossiers, (before, newer.facts(kind, dossiers))))
        newer.count(parts[-1].comparison.after, dossiers)
        if older:
            older.count(parts[-1].comparison.before, dossiers)
    return Trial(tuple(parts), left_out)


def _part(
    known: "_Known",
    versions: tuple[Rulebook, Rulebook],
    kind: SubjectKind,
    dossiers: Sequence[Dossier],
    facts: tuple[Sequence[Facts], Sequence[Facts]],
) -> Part:
    tables = [_table(version, kind, dossiers, rows) for version, rows in zip(versions, facts, strict=True)]
    engine = get_engine("reference" if len(dossiers) < _FEW else "duckdb")
    found = what_if(engine, versions, kind, (tables[0], tables[1]), year=known.cycle.year)
    standings = [known.standings[one.pk] for one in dossiers]
    return Part(known.cycle, dossiers, standings, found, tuple(_never_asked(versions, kind, facts[1])))


def _table(version: Rulebook, kind: SubjectKind, dossiers: Sequence[Dossier], rows: Sequence[Facts]) -> pa.Table:
    columns = [column for column in version.subjects[kind].facts_columns() if column.name not in _OF_WINDOW]
    values: dict[str, list[Value]] = {column.name: [facts.get(column.name) for facts in rows] for column in columns}
    # The days that are judged are the dossier's, whatever window the version has.
    values["window_start"] = [one.window.start for one in dossiers]
    values["window_end"] = [one.window.last for one in dossiers]
    return facts_table([str(one.pk) for one in dossiers], [*columns, *_OF_WINDOW.values()], values)


def _never_asked(versions: tuple[Rulebook, Rulebook], kind: SubjectKind, rows: Sequence[Facts]) -> Iterator[str]:
    issued, draft = versions
    asked_before = {column.name for column in issued.subjects[kind].facts_columns()}
    for column in draft.subjects[kind].facts_columns():
        head, _, rest = column.name.partition(".")
        key = rest if head == "previous" else head
        if key in draft.figures and column.name not in asked_before and not any(column.name in row for row in rows):
            name = draft.figures[key].name
            yield f"{name} (năm trước)" if head == "previous" else name


class _Known:
    """What is recorded about a cycle, read once."""

    def __init__(self, cycle: Cycle) -> None:
        self.cycle = cycle
        self.among = Dossier.objects.filter(cycle=cycle).exclude(state__in=PASSED_ON)
        kept = Standing.objects.filter(dossier__cycle=cycle, basis=Basis.REVIEW).defer("explanation")
        self.standings = {one.dossier_id: one for one in kept}
        self.dossiers = [one for one in self.among.order_by("position") if one.pk in self.standings]
        for one in self.dossiers:
            one.cycle = cycle

    def groups(self, draft: Rulebook) -> Iterator[tuple[SubjectKind, list[Dossier]]]:
        """Dossiers by kind and own rulebook; what counts units below it comes after them."""
        waits = {kind for kind, subject in draft.subjects.items() if asks_units([subject])}

        def place(one: Dossier) -> tuple[bool, int, str]:
            kind = SubjectKind(one.subject_kind)
            return kind in waits, kind.place, str(one.rulebook_id)

        for _, group in groupby(sorted(self.dossiers, key=place), key=place):
            dossiers = list(group)
            yield SubjectKind(dossiers[0].subject_kind), dossiers

    def facts(self, dossier: Dossier) -> dict[str, Value]:
        """What the verdict of a dossier stands on."""
        kind = SubjectKind(dossier.subject_kind)
        return facts_from_data(rules_of(dossier), kind, self.standings[dossier.pk].facts)


class _Version:
    """One version over a cycle, kind after kind."""

    def __init__(self, known: _Known, rules: Rulebook) -> None:
        self.known = known
        self.rules = rules
        self._now = facts_of(cycle=known.cycle, rulebook=rules, dossiers=known.dossiers, among=known.among)
        self._counts: defaultdict[UUID, Counter[str]] = defaultdict(Counter)

    def facts(self, kind: SubjectKind, dossiers: Sequence[Dossier]) -> list[dict[str, Value]]:
        """What the version asks of these dossiers of one kind and one rulebook."""
        own = rules_of(dossiers[0])
        kept = _carried(own, self.rules, kind)
        return [self._facts(one, kept) for one in dossiers]

    def _facts(self, dossier: Dossier, kept: frozenset[str]) -> dict[str, Value]:
        now = self._now.of(dossier, Basis.REVIEW)
        then = self.known.facts(dossier)
        found = {name: value for name, value in now.items() if name not in kept and not name.startswith("units.")}
        found |= {name: value for name, value in then.items() if name in kept}
        counts = self._counts.get(dossier.unit_id, Counter())
        asked = self.rules.subjects[SubjectKind(dossier.subject_kind)].facts_columns()
        return found | {
            name: counts[name.removeprefix("units.")] for name in _names(asked) if name.startswith("units.")
        }

    def count(self, result: pa.Table, dossiers: Sequence[Dossier]) -> None:
        """Let the units that judge these dossiers count them as they came out."""
        for one, verdict in zip(dossiers, result["verdict"].to_pylist(), strict=True):
            self._enter(one, "registered")
            if verdict in _COUNTED_AS:
                self._enter(one, _COUNTED_AS[verdict])

    def enter_listed(self, dossiers: Sequence[Dossier]) -> None:
        """Let the units that judge these dossiers know of them, whether they registered or not."""
        for one in dossiers:
            self._enter(one, "listed")

    def _enter(self, dossier: Dossier, state: str) -> None:
        if dossier.judged_by_id:
            self._counts[dossier.judged_by_id].update((state, f"{dossier.subject_kind}.{state}"))


_COUNTED_AS = {Outcome.MET.value: "recognised", Outcome.UNKNOWN.value: "open"}


def _carried(own: Rulebook, rules: Rulebook, kind: SubjectKind) -> frozenset[str]:
    """The columns of `rules` whose values come from what a verdict by `own` stands on."""
    same = same_criteria(own, rules, kind)
    asked = _names(own.subjects[kind].facts_columns()) if kind in own.subjects else ()
    wanted = set(_names(rules.subjects[kind].facts_columns()))
    return frozenset(name for name in asked if name in wanted and _still_holds(name, same))


def _still_holds(name: str, same: frozenset[str]) -> bool:
    head, _, code = name.partition(".")
    return head != "units" and (head not in ("criterion", "score") or code in same)


def _names(columns: Iterable[Column]) -> tuple[str, ...]:
    return tuple(column.name for column in columns)
