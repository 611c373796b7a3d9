"""Judging a province, explaining dossiers, importing criteria, typing a facts file. `python -m benchmarks.rules`."""

import json
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from random import Random

import pyarrow as pa

from benchmarks.report import Table, keep
from binhyen.engines.duckdb import DuckDBEngine
from binhyen.engines.facts_table import facts_rows, facts_table
from binhyen.engines.reference import ReferenceEngine
from binhyen.kernel.kinds import SubjectKind
from binhyen.programmes.library import shipped_text
from binhyen.rules.explanation import explain
from binhyen.rules.loading import load_canonical, load_rulebook
from binhyen.rules.model.facts import Column, Facts, Value
from binhyen.rules.model.rulebook import Rulebook
from binhyen.rules.model.types import Answer
from binhyen.rules.reference import assess
from binhyen.sheets.facts import read_facts
from binhyen.sheets.reading import read_table

COMMUNES = 3321
DOSSIERS = 1000
YEAR = 2022
RUNS = 5
_BOOK = "an-toan-antt@124/2021"
_KIND = SubjectKind.COMMUNE


@dataclass(frozen=True, slots=True)
class _Work:
    """Something measured, and what it is held against: an aim, or what a peer takes on its own machine."""

    name: str
    run: Callable[[], object]
    beside: str = ""
    times: int = RUNS


def run() -> Table:
    """Everything about judging, as one table of medians."""
    rows = [[work.name, *_milliseconds(work), work.beside] for work in (*_provinces(), *_dossiers(), *_imports())]
    note = (
        f"Median and range of {RUNS} runs (3 of the longest) in one process, first run dropped; processor time beside "
        "the clock, because the machine may have been busy with other things."
    )
    return Table("Rules", note, ["work", "ms", "range", "least processor ms", "beside"], rows)


def _milliseconds(work: _Work) -> tuple[str, str, str]:
    work.run()
    taken, worked = [], []
    for _ in range(work.times):
        start, busy = time.perf_counter(), time.process_time()
        work.run()
        worked.append((time.process_time() - busy) * 1000)
        taken.append((time.perf_counter() - start) * 1000)
    return f"{statistics.median(taken):,.1f}", f"{min(taken):,.1f}–{max(taken):,.1f}", f"{min(worked):,.1f}"


def _provinces() -> list[_Work]:
    book, wide = load_rulebook(shipped_text(_BOOK)), load_rulebook(_rulebook_of(34))
    facts, wide_facts = _facts(book, COMMUNES), _facts(wide, COMMUNES)
    file = _as_csv(facts)
    return [
        _Work(
            f"{_BOOK}, {COMMUNES} communes, reference",
            lambda: ReferenceEngine().evaluate(book, _KIND, facts, year=YEAR),
        ),
        _Work(f"{_BOOK}, {COMMUNES} communes, duckdb", lambda: DuckDBEngine().evaluate(book, _KIND, facts, year=YEAR)),
        _Work(
            f"34 criteria, {COMMUNES} communes, duckdb",
            lambda: DuckDBEngine().evaluate(wide, _KIND, wide_facts, year=YEAR),
        ),
        _Work(
            f"reading and checking a CSV file of {COMMUNES} rows",
            lambda: read_facts(read_table(file, filename="a.csv"), book, _KIND),
        ),
    ]


def _dossiers() -> list[_Work]:
    found = []
    for many, beside in ((14, "a peer: 2,100"), (123, "a peer: 17,000")):
        book = load_rulebook(_rulebook_of(many))
        facts = [facts for _, facts in facts_rows(_facts(book, DOSSIERS))]
        name = f"{DOSSIERS} dossiers of {many} criteria"
        found.append(_Work(f"{name}, assessed", partial(_assess_all, book, facts), times=3))
        found.append(_Work(f"{name}, assessed and explained", partial(_explain_all, book, facts), beside, times=3))
    book = load_rulebook(_rulebook_of(34))
    one = [facts for _, facts in facts_rows(_facts(book, 1))]
    return [
        *found,
        _Work("one dossier of 34 criteria, assessed", lambda: _assess_all(book, one)),
        _Work("one dossier of 34 criteria, assessed and explained", lambda: _explain_all(book, one), "aim: 2"),
    ]


def _assess_all(book: Rulebook, facts: Iterable[Facts]) -> None:
    for one in facts:
        assess(book, _KIND, one, year=YEAR)


def _explain_all(book: Rulebook, facts: Iterable[Facts]) -> None:
    for one in facts:
        explain(book, _KIND, one, assess(book, _KIND, one, year=YEAR), year=YEAR)


def _imports() -> list[_Work]:
    found = [_Work(f"importing {_BOOK}", lambda: load_rulebook(shipped_text(_BOOK)))]
    for many, beside in ((134, "a peer: 130"), (1209, "a peer: 820")):
        text = _rulebook_of(many)
        canonical = json.dumps(load_rulebook(text).canonical())
        found.append(_Work(f"importing a set of {many} criteria, YAML", partial(load_rulebook, text), beside))
        found.append(_Work(f"importing a set of {many} criteria, canonical", partial(load_canonical, canonical)))
    return found


def _rulebook_of(criteria: int) -> str:
    figures = "\n".join(f"  f{number}: {{name: Số liệu {number}, answer: count}}" for number in range(criteria + 1))
    rules = "\n".join(
        f"      - {{code: '{number}', text: Tiêu chí {number}, rule: 'f{number} / f{number + 1} >= 70%'}}"
        for number in range(criteria)
    )
    return f"""
programme: mau
version: "1"
name: Mẫu
basis: [{{title: Mẫu}}]
valid_from: 2020-01-01
figures:
{figures}
subjects:
  {_KIND.value}:
    window: {{from: {{year: -1, day: "11-16"}}, to: {{year: 0, day: "11-15"}}}}
    criteria:
{rules}
    levels: [{{code: dat, name: Đạt, rule: "count_met >= 20"}}]
"""


def _facts(book: Rulebook, rows: int) -> pa.Table:
    random = Random(2026)
    columns = book.subjects[_KIND].facts_columns()
    values = {column.name: [_value(column, random) for _ in range(rows)] for column in columns}
    return facts_table([f"mau-{number}" for number in range(rows)], columns, values)


def _value(column: Column, random: Random) -> Value:
    match column.answer:
        case Answer.COUNT:
            return YEAR if column.name == "year" else random.randrange(200)
        case Answer.AMOUNT | Answer.SCORE:
            return Decimal(random.randrange(1000)).scaleb(-2)
        case Answer.CHOICE:
            return random.choice(column.choices)
        case Answer.DATE:
            return date(YEAR, random.randrange(1, 13), 1)
        case _:
            return random.random() < 0.9


_WORDS = {True: "có", False: "không", None: ""}


def _as_csv(facts: pa.Table) -> bytes:
    """The facts as a file somebody might send; confirmations are left out, they are no yes or no."""
    book = load_rulebook(shipped_text(_BOOK))
    plain = [column.name for column in book.subjects[_KIND].facts_columns() if column.answer is not Answer.CONFIRMATION]
    lines = [",".join(["unit", *plain])]
    for unit, values in facts_rows(facts):
        lines.append(",".join([unit, *(_cell(values[name]) for name in plain)]))
    return "\n".join(lines).encode()


def _cell(value: Value) -> str:
    return _WORDS[value] if value is None or isinstance(value, bool) else str(value)


if __name__ == "__main__":
    keep(run())
