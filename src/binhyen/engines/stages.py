"""Expressions that are used more than once get a name: a chain of SELECTs in which each may use what came before.

SQL has no `let`. Without names, the ends of an interval would be written out again at every level of an expression,
and its length would double each time.
"""

from sqlglot import exp


class Stages:
    """Named expressions in order of dependence. Stage 0 reads the facts; stage n+1 adds columns to stage n."""

    def __init__(self) -> None:
        self._stages: list[dict[str, exp.Expr]] = [{}]
        self._stage_of: dict[str, int] = {}
        self._names: dict[exp.Expr, str] = {}

    def fact(self, expression: exp.Expr) -> exp.Expr:
        """A column of stage 0, computed from the columns of the facts themselves."""
        return self._named(expression, 0)

    def bind(self, expression: exp.Expr) -> exp.Expr:
        """The same value under a name, so that it can be used twice; names and constants stay as they are."""
        if isinstance(expression, exp.Column):
            return expression
        used = [self._stage_of[column.name] for column in expression.find_all(exp.Column)]
        if used:
            return self._named(expression, 1 + max(used))
        return exp.paren(expression, copy=False) if isinstance(expression, exp.Binary | exp.Not) else expression

    def _named(self, expression: exp.Expr, stage: int) -> exp.Expr:
        if expression not in self._names:
            name = f"v{len(self._names)}"
            while len(self._stages) <= stage:
                self._stages.append({})
            self._stages[stage][name] = expression
            self._stage_of[name] = stage
            self._names[expression] = name
        return exp.column(self._names[expression], quoted=True)

    def select(self, source: exp.Expr, outputs: list[exp.Expr], *, hinted: bool) -> exp.Select:
        """One SELECT over `source`: the outputs, computed through all stages.

        `hinted`: say that stages are no tables of their own, which some dialects know by themselves and cannot read.
        """
        names = [f"s{number}" for number in range(len(self._stages))]
        statement = exp.select(*outputs).from_(exp.to_identifier(names[-1], quoted=True), copy=False)
        for number, (name, columns) in enumerate(zip(names, self._stages, strict=True)):
            carried = [exp.Star()] if number else []
            before = source if number == 0 else exp.to_table(names[number - 1])
            aliased = [exp.alias_(column, label, quoted=True, copy=False) for label, column in columns.items()]
            stage = exp.select(*carried, *aliased, copy=False).from_(before, copy=False)
            statement.with_(
                exp.to_identifier(name, quoted=True), as_=stage, materialized=False if hinted else None, copy=False
            )
        return statement
