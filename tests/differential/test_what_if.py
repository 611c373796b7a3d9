"""What-if on whole columns against the plain thing: every unit judged twice by the reference evaluator."""

import os
from collections import Counter

from hypothesis import given, settings

from binhyen.engines.duckdb import DuckDBEngine
from binhyen.engines.facts_table import facts_rows, facts_table
from binhyen.insight.what_if import Comparison, Turn, what_if
from binhyen.rules.model.results import Assessment, Outcome
from binhyen.rules.reference import assess
from tests.differential.generators import KIND, PHASES, SEEDS, SLOW, YEAR, Book, FactsRows, rows_of_facts, rulebooks

EXAMPLES = int(os.environ.get("BINHYEN_DIFFERENTIAL_EXAMPLES", "120")) // 3
ROWS = 30
MET, NOT_MET, UNKNOWN, LEFT_OUT = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE


def same_units(issued: Book, draft: Book, seed: int) -> tuple[FactsRows, FactsRows]:
    """The same facts for both, as far as both ask for them."""
    one, other = (rows_of_facts(book.subject, seed=seed + at, rows=ROWS) for at, book in enumerate((issued, draft)))
    shared = {name: values for name, values in one.values.items() if name in other.values}
    return one, FactsRows(other.units, other.columns, {**other.values, **shared})


def turn_of(issued: Book, draft: Book, was: Assessment, now: Assessment) -> Turn | None:
    if was.verdict is not now.verdict:
        if now.verdict is MET:
            return Turn.GAINED
        if now.verdict is UNKNOWN:
            return Turn.NOW_UNKNOWN
        if was.verdict is MET:
            return Turn.LOST
        return Turn.NOW_NOT_MET if now.verdict is NOT_MET else Turn.LEFT_OUT
    if was.level is None or now.level is None:
        return None
    codes = [level.code for level in draft.subject.levels]
    own = [level.code for level in issued.subject.levels]
    before = codes.index(was.level) if set(own) <= set(codes) else own.index(was.level)
    after = codes.index(now.level)
    return None if before == after else Turn.HIGHER if after > before else Turn.LOWER


def reasons(turn: Turn, issued: Book, draft: Book, was: Assessment, now: Assessment) -> set[str]:
    """Leaves that went the way of the verdict."""
    leaves = {leaf.code for book in (issued, draft) for leaf in book.subject.leaves()}
    return {code for code in leaves if went(turn, was, was.outcomes.get(code), now.outcomes.get(code))}


def went(turn: Turn, verdict: Assessment, was: Outcome | None, now: Outcome | None) -> bool:
    fails = now is NOT_MET and was is not NOT_MET
    match turn:
        case Turn.GAINED | Turn.HIGHER:
            return was in (NOT_MET, UNKNOWN) and now not in (NOT_MET, UNKNOWN)
        case Turn.LOST | Turn.LOWER | Turn.NOW_NOT_MET:
            return fails
        case Turn.NOW_UNKNOWN:
            doubtful = now is UNKNOWN and was is not UNKNOWN
            return doubtful or (verdict.verdict is NOT_MET and was is NOT_MET and now is not NOT_MET)
        case _:
            return False


def costs(found: Comparison) -> Counter[str]:
    return Counter({cost.code: cost.worse + cost.unknown + cost.better for cost in found.costs() if cost.code})


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=SLOW, phases=PHASES)
@given(rulebooks(), rulebooks(), SEEDS)
def test_what_if_says_what_judging_every_unit_twice_says(issued: Book, draft: Book, seed: int) -> None:
    rows = same_units(issued, draft, seed)
    tables = [facts_table(one.units, one.columns, one.values) for one in rows]
    engine, versions = DuckDBEngine(threads=1), (issued.rulebook, draft.rulebook)
    found = what_if(engine, versions, KIND, (tables[0], tables[1]), year=YEAR)
    expected, counted = {}, Counter[str]()
    for (unit, one), (_, other) in zip(*map(facts_rows, tables), strict=True):
        was = assess(issued.rulebook, KIND, one, year=YEAR)
        now = assess(draft.rulebook, KIND, other, year=YEAR)
        turn = turn_of(issued, draft, was, now)
        if turn is not None:
            because = reasons(turn, issued, draft, was, now)
            expected[unit] = (turn, was.verdict, now.verdict, was.level or "", now.level or "", because)
            counted.update(because)
    said = {
        flip.unit: (flip.turn, flip.before, flip.after, flip.level_before, flip.level_after, set(flip.criteria))
        for flip in found.flips()
    }
    assert said == expected
    assert found.flips_count == len(expected)
    assert costs(found) == counted
