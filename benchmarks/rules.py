"""Judging: a province on each engine, one dossier with its explanation, typing a facts file. `python -m benchmarks.rules`."""

import statistics
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from random import Random

import pyarrow as pa

from benchmarks.report import Table, keep
from binhyen.engines.duckdb import DuckDBEngine
from binhyen.engines.facts_table import facts_rows, facts_table
from binhyen.engines.reference import ReferenceEngine
from binhyen.kernel.kinds import SubjectKind
from binhyen.programmes.library import shipped_text
from binhyen.rules.explanation import explain
from binhyen.rules.loading import load_rulebook
from binhyen.rules.model.facts import Column, Facts, Value
from binhyen.rules.model.rulebook import Rulebook
from binhyen.rules.model.types import Answer
from binhyen.rules.reference import assess
from binhyen.sheets.facts import read_facts
from binhyen.sheets.reading import read_table

COMMUNES = 3321
YEAR = 2022
RUNS = 5
MANY = 34
_BOOK = "an-toan-antt@124/2021"
_KIND = SubjectKind.COMMUNE


def run() -> Table:
    """Everything about judging, as one table of medians."""
    book = load_rulebook(shipped_text(_BOOK))
    facts = _facts(book, COMMUNES)
    wide = load_rulebook(_rulebook_of(MANY))
    wide_facts = _facts(wide, COMMUNES)
    _, one = next(facts_rows(wide_facts))
    file = _as_csv(facts)
    measured: list[tuple[str, Callable[[], object]]] = [
        (f"{_BOOK}, {COMMUNES} xã, reference", lambda: ReferenceEngine().evaluate(book, _KIND, facts, year=YEAR)),
        (f"{_BOOK}, {COMMUNES} xã, duckdb", lambda: DuckDBEngine().evaluate(book, _KIND, facts, year=YEAR)),
        (
            f"{MANY} tiêu chí, {COMMUNES} xã, duckdb",
            lambda: DuckDBEngine().evaluate(wide, _KIND, wide_facts, year=YEAR),
        ),
        (f"{MANY} tiêu chí, một hồ sơ", lambda: assess(wide, _KIND, one, year=YEAR)),
        (f"{MANY} tiêu chí, một hồ sơ và giải thích", lambda: _explained(wide, one)),
        (
            f"đọc và kiểm tra tệp CSV {COMMUNES} dòng",
            lambda: read_facts(read_table(file, filename="a.csv"), book, _KIND),
        ),
        (f"đọc bộ tiêu chí {_BOOK}", lambda: load_rulebook(shipped_text(_BOOK))),
    ]
    rows = [[name, *_milliseconds(work)] for name, work in measured]
    return Table(
        "Rules", f"Median and range of {RUNS} runs in one process, first run dropped.", ["work", "ms", "range"], rows
    )


def _milliseconds(work: Callable[[], object]) -> tuple[str, str]:
    work()
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return f"{statistics.median(taken):.1f}", f"{min(taken):.1f}–{max(taken):.1f}"


def _explained(book: Rulebook, facts: Facts) -> object:
    return explain(book, _KIND, facts, assess(book, _KIND, facts, year=YEAR), year=YEAR)


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
