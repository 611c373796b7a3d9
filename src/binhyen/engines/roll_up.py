"""Sums over groups of units without a row for each unit: how many in a commune reach which level, by which criterion.

The answer is that of judging every unit and counting, in a fraction of the time: no text is made for any unit.
"""

from collections.abc import Mapping

import pyarrow as pa
from sqlglot import exp

from binhyen.engines.judging import Judging
from binhyen.engines.sql import Sql, SqlRules
from binhyen.engines.stages import Stages
from binhyen.rules.model.criteria import Subject
from binhyen.rules.model.results import Outcome

UNITS = "units"


def roll_up_of(
    subject: Subject, rules: type[SqlRules], source: Sql, *, columns: Mapping[str, str], year: int, by: str
) -> exp.Select:
    """One SELECT with a row for each value of the SQL column `by`, in the columns of `roll_up_schema`."""
    period = subject.window.for_year(year) if subject.window else None
    judging = Judging(subject, rules(Stages(), columns, year=year, period=period))
    judging.judge()
    group = judging.carried(by)
    sums = [exp.Count(this=exp.Star()), *_verdicts(judging), *_levels(judging), *_outcomes(judging, subject)]
    return judging.statement(source, [group, *sums]).group_by(group.copy(), copy=False)


def roll_up_schema(subject: Subject, group: pa.Field) -> pa.Schema:
    """`group`, `units`, `verdict.<outcome>`, `level.<code>` (the highest reached), `criterion.<code>.<outcome>`."""
    names = [UNITS, *(f"verdict.{outcome}" for outcome in Outcome)]
    names += [f"level.{level.code}" for level in reversed(subject.titles)]
    names += [f"{criterion.column}.{outcome}" for criterion in subject.walk() for outcome in Outcome]
    return pa.schema([group, *((name, pa.int64()) for name in names)])


def _verdicts(judging: Judging) -> list[Sql]:
    met, not_met, not_applicable = judging.verdict_conditions()
    return _four(_count_if(met), _count_if(not_met), _count_if(not_applicable))


def _levels(judging: Judging) -> list[Sql]:
    """Highest first. Each level stands on all lower ones, so what reaches exactly one is a difference."""
    found = []
    above: Sql | None = None
    for reached in judging.title_conditions():
        count = _count_if(reached)
        found.append(count if above is None else exp.Sub(this=count, expression=above.copy()))
        above = count
    return found


def _outcomes(judging: Judging, subject: Subject) -> list[Sql]:
    found: list[Sql] = []
    for criterion in subject.walk():
        met, left_out = judging.conditions(criterion.code)
        decided = exp.Sub(this=exp.Count(this=met.copy()), expression=_count_if(met))
        found += _four(_count_if(met), decided, _count_if(left_out))
    return found


def _four(met: Sql, not_met: Sql, not_applicable: Sql) -> list[Sql]:
    """The counts in the order of `Outcome`: what is left of all units is unknown."""
    unknown: Sql = exp.Count(this=exp.Star())
    for known in (met, not_met, not_applicable):
        unknown = exp.Sub(this=unknown, expression=exp.paren(known.copy()))
    return [met, not_met, unknown, not_applicable]


def _count_if(condition: Sql) -> Sql:
    if isinstance(condition, exp.Boolean) and not condition.this:
        return exp.Literal.number(0)
    # DuckDB counts nothing as NULL where it has seen no value at all.
    return exp.func("COALESCE", exp.func("COUNT_IF", condition.copy()), exp.Literal.number(0))
