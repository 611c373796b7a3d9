"""Comparisons, ranges and lists."""

from binhyen.rules.model import nodes
from tests.spec.sheet import Spec


def _operator(op: str, less: str, equal: str, greater: str) -> Spec:
    return Spec(
        f"a {op} b",
        about=nodes.Compare,
        rule=f"a {op} b",
        table=f"""
            a | b | =
            1 | 2 | {less}
            2 | 2 | {equal}
            3 | 2 | {greater}
              | 2 | unknown
            2 |   | unknown
              |   | unknown
        """,
    )


def _interval(op: str, below: str, touching: str, at: str, over: str) -> Spec:
    return Spec(
        f"an interval {op} 5",
        about=nodes.Compare,
        rule=f"units('recognised') {op} 5",
        table=f"""
            units.recognised | units.open | =
            3                | 1          | {below}
            3                | 2          | {touching}
            5                | 0          | {at}
            5                | 1          | {_upper(op)}
            6                | 1          | {over}
            3                | 4          | unknown
        """,
    )


def _upper(op: str) -> str:
    return {">=": "true", "<": "false"}.get(op, "unknown")


SPECS = (
    _operator("=", "false", "true", "false"),
    _operator("<>", "true", "false", "true"),
    _operator("<", "true", "false", "false"),
    _operator("<=", "true", "true", "false"),
    _operator(">", "false", "false", "true"),
    _operator(">=", "false", "true", "true"),
    _interval("=", "false", "unknown", "true", "false"),
    _interval("<>", "true", "unknown", "false", "true"),
    _interval("<", "true", "unknown", "false", "false"),
    _interval("<=", "true", "true", "true", "false"),
    _interval(">", "false", "false", "false", "true"),
    _interval(">=", "false", "unknown", "true", "true"),
    Spec(
        "texts are equal or not",
        about=nodes.Compare,
        rule="q <> 'nhỏ'",
        table="""
            q   | =
            nhỏ | false
            vừa | true
                | unknown
        """,
    ),
    Spec(
        "dates compare by the calendar",
        about=nodes.Compare,
        rule="d.date < t",
        table="""
            d.date     | t          | =
            2021-12-31 | 2022-01-01 | true
            2022-01-01 | 2022-01-01 | false
            2022-02-01 | 2022-01-31 | false
                       | 2022-01-31 | unknown
        """,
    ),
    Spec(
        "BETWEEN includes both ends, and false beats unknown",
        about=nodes.Between,
        rule="a BETWEEN b AND c",
        table="""
            a | b | c | =
            5 | 5 | 9 | true
            9 | 5 | 9 | true
            4 | 5 | 9 | false
            5 | 9 | 5 | false
              | 5 | 9 | unknown
            4 | 5 |   | false
            6 | 5 |   | unknown
            6 |   | 5 | false
        """,
    ),
    Spec(
        "BETWEEN with a share",
        about=nodes.Between,
        rule="a / b BETWEEN 10% AND 20%",
        table="""
            a | b  | =
            1 | 10 | true
            2 | 10 | true
            3 | 10 | false
            1 | 0  | unknown
        """,
    ),
    Spec(
        "BETWEEN with an interval",
        about=nodes.Between,
        rule="units('recognised') BETWEEN 3 AND 5",
        table="""
            units.recognised | units.open | =
            3                | 2          | true
            3                | 3          | unknown
            2                | 1          | unknown
            0                | 2          | false
            6                | 2          | false
        """,
    ),
    Spec(
        "IN is a row of equalities: true beats unknown, and no match with an unknown option is unknown",
        about=nodes.In,
        rule="a IN (1, b, c)",
        table="""
            a | b | c | =
            1 |   |   | true
            2 | 2 |   | true
            2 | 3 | 4 | false
            2 | 3 |   | unknown
              | 3 | 4 | unknown
        """,
    ),
    Spec(
        "IN with texts",
        about=nodes.In,
        rule="q IN ('nhỏ', 'vừa')",
        table="""
            q   | =
            vừa | true
            lớn | false
                | unknown
        """,
    ),
    Spec(
        "IN with a share",
        about=nodes.In,
        rule="a / b IN (50%, 1)",
        table="""
            a | b | =
            1 | 2 | true
            3 | 3 | true
            2 | 3 | false
            2 | 0 | unknown
        """,
    ),
    Spec(
        "IN with an interval",
        about=nodes.In,
        rule="units('recognised') IN (3, 5)",
        table="""
            units.recognised | units.open | =
            3                | 0          | true
            3                | 1          | unknown
            4                | 0          | false
            6                | 3          | false
        """,
    ),
)
