"""Small rulebooks and facts that the tests of engines share."""

from datetime import date
from decimal import Decimal

import pyarrow as pa

from binhyen.engines.facts_table import facts_table
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.model import nodes
from binhyen.rules.model.facts import Column
from binhyen.rules.model.parts import FigureDef, Rule, Window, WindowDay
from binhyen.rules.model.rulebook import Criterion, Level, Rulebook, Subject
from binhyen.rules.model.types import Answer

KIND = SubjectKind.COMMUNE
YEAR = 2021
HOSTILE = ["'", '"', "';DROP TABLE facts;--", '"); DROP TABLE facts; --', "{{x}}", "$1", "?", "%s", "\\", "đ'ạt\n"]


def rulebook(*rules: nodes.Node, codes: tuple[str, ...] = (), level: str = "dat", choice: str = "tốt") -> Rulebook:
    figures = {
        figure.key: figure
        for figure in (
            FigureDef("a", "A", Answer.COUNT),
            FigureDef("b", "B", Answer.COUNT),
            FigureDef("q", "Q", Answer.CHOICE, choices=(choice,)),
        )
    }
    named = codes or tuple(str(number) for number in range(1, len(rules) + 1))
    criteria = tuple(Criterion(code, "", rule=Rule("", rule)) for code, rule in zip(named, rules, strict=True))
    levels = (Level(level, "", rule=Rule("", nodes.AllMet())),)
    window = Window(WindowDay(-1, "11-16"), WindowDay(0, "11-15"))
    subject = Subject(KIND, criteria, levels, window, figures=figures)
    return Rulebook("mau", "1", "Mẫu", (), date(2021, 1, 1), figures, {KIND: subject})


A, B, Q = nodes.Figure("a", Answer.COUNT), nodes.Figure("b", Answer.COUNT), nodes.Figure("q", Answer.CHOICE)
SHARE = nodes.Compare(">=", nodes.Divide(A, B), nodes.Number(Decimal("0.70"), percent=True))


def counts(*rows: tuple[int | None, int | None]) -> pa.Table:
    columns = [Column("a", Answer.COUNT), Column("b", Answer.COUNT)]
    values = {"a": [a for a, _ in rows], "b": [b for _, b in rows]}
    return facts_table([f"u{number}" for number in range(len(rows))], columns, values)
