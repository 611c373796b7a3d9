"""A spec: an expression, a small table of facts, and the answer that every engine must give for each row.

Columns are facts; those that begin with `=` are answers. In a table of a rule, the column `=` says true, false or
unknown. An empty cell is an unknown fact.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pyarrow as pa

from binhyen.engines.facts_table import facts_table
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.loading import load_rulebook
from binhyen.rules.model.facts import Column, Value
from binhyen.rules.model.nodes import Node
from binhyen.rules.model.rulebook import Rulebook
from binhyen.rules.model.types import Answer

YEAR = 2022
KIND = SubjectKind.COMMUNE

FIGURES = """
  a: {name: A, answer: count}
  b: {name: B, answer: count}
  c: {name: C, answer: count}
  m: {name: M, answer: amount}
  n: {name: N, answer: amount}
  s: {name: S, answer: score, max: 10}
  y: {name: Y, answer: yes_no}
  z: {name: Z, answer: yes_no}
  d: {name: D, answer: document}
  k: {name: K, answer: confirmation}
  q: {name: Q, answer: choice, choices: [nhỏ, vừa, 'lớn']}
  t: {name: T, answer: date}
"""
_WINDOW = '{from: {year: -1, day: "11-16"}, to: {year: 0, day: "11-15"}}'
_LEVELS = "[{code: dat, name: Đạt, rule: all_met}]"
_WORD_OF_OUTCOME = {"met": "true", "not_met": "false"}

Judge = Callable[[Rulebook, SubjectKind, pa.Table, int], pa.Table]


@dataclass(frozen=True)
class Spec:
    """`about` is the node that it defines; without a node it defines criteria, points or levels as a whole."""

    title: str
    table: str
    rule: str = ""
    about: type[Node] | None = None
    criteria: str = ""
    levels: str = _LEVELS
    window: str = _WINDOW
    eligible: str = ""
    never_unknown: bool = False

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook around the expression."""
        quoted = self.rule.replace("'", "''")
        criteria = self.criteria or f"[{{code: '1', text: Quy tắc, rule: '{quoted}'}}]"
        eligible = f"\n    eligible: {self.eligible}" if self.eligible else ""
        return load_rulebook(
            f"""
programme: mau
version: "1"
name: Mẫu
basis: [{{title: Mẫu}}]
valid_from: 2020-01-01
figures: {FIGURES}
subjects:
  {KIND.value}:
    window: {self.window}{eligible}
    criteria: {criteria}
    levels: {self.levels}
"""
        )

    @property
    def grid(self) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """Column names, and the rows below them."""
        lines = [
            tuple(cell.strip() for cell in line.split("|")) for line in self.table.strip().splitlines() if line.strip()
        ]
        return lines[0], lines[1:]

    @property
    def expected(self) -> list[dict[str, str]]:
        """The answers, row by row."""
        names, rows = self.grid
        return [{name: cell for name, cell in zip(names, row, strict=True) if name.startswith("=")} for row in rows]


def answers(spec: Spec, judge: Judge) -> list[dict[str, str]]:
    """What an engine answers in the columns that the spec expects."""
    rulebook = spec.rulebook
    wanted = [name for name in spec.grid[0] if name.startswith("=")]
    rows = judge(rulebook, KIND, _facts(spec, rulebook), YEAR).to_pylist()
    return [{name: _said(row, name) for name in wanted} for row in rows]


def _said(row: dict[str, object], name: str) -> str:
    if name == "=":
        return _WORD_OF_OUTCOME.get(str(row["criterion.1"]), str(row["criterion.1"]))
    value = row[name.removeprefix("=").strip()]
    if isinstance(value, Decimal):
        return f"{value:f}"
    return "" if value is None else str(value)


def _facts(spec: Spec, rulebook: Rulebook) -> pa.Table:
    names, rows = spec.grid
    given = [name for name in names if not name.startswith("=")]
    columns = [_column(rulebook, name) for name in given]
    values = {column.name: [_value(row[names.index(column.name)], column.answer) for row in rows] for column in columns}
    return facts_table([f"u{index}" for index in range(len(rows))], columns, values)


def _column(rulebook: Rulebook, name: str) -> Column:
    column = rulebook.column(name)
    assert column is not None, f"the spec's column {name} means nothing"
    return column


def _value(cell: str, answer: Answer) -> Value:
    if not cell:
        return None
    if answer is Answer.COUNT:
        return int(cell)
    if answer in (Answer.AMOUNT, Answer.SCORE):
        return Decimal(cell)
    if answer is Answer.DATE:
        return date.fromisoformat(cell)
    return cell if answer is Answer.CHOICE else {"true": True, "false": False}[cell]


def ids(specs: Sequence[Spec]) -> list[str]:
    """Titles, as test names."""
    return [spec.title for spec in specs]
