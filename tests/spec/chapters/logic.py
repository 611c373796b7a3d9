"""AND, OR, NOT, if and known: Kleene's, not SQL's."""

from binhyen.rules.model import nodes
from tests.spec.sheet import Spec

SPECS = (
    Spec(
        "AND",
        about=nodes.And,
        rule="y AND z",
        table="""
            y     | z     | =
            true  | true  | true
            true  | false | false
            false | true  | false
            false | false | false
            true  |       | unknown
                  | true  | unknown
            false |       | false
                  | false | false
                  |       | unknown
        """,
    ),
    Spec(
        "OR",
        about=nodes.Or,
        rule="y OR z",
        table="""
            y     | z     | =
            true  | true  | true
            true  | false | true
            false | true  | true
            false | false | false
            true  |       | true
                  | true  | true
            false |       | unknown
                  | false | unknown
                  |       | unknown
        """,
    ),
    Spec(
        "NOT",
        about=nodes.Not,
        rule="NOT y",
        table="""
            y     | =
            true  | false
            false | true
                  | unknown
        """,
    ),
    Spec(
        "if on an unknown condition is unknown, even with equal branches",
        about=nodes.If,
        rule="if(y, a, b) >= 3",
        table="""
            y     | a | b | =
            true  | 3 | 0 | true
            false | 3 | 0 | false
            true  | 3 |   | true
            false | 3 |   | unknown
                  | 3 | 3 | unknown
        """,
    ),
    Spec(
        "if with conditions as branches",
        about=nodes.If,
        rule="if(y, z, NOT z)",
        table="""
            y     | z     | =
            true  | true  | true
            false | true  | false
            true  |       | unknown
                  | true  | unknown
        """,
    ),
    Spec(
        "if with dates as branches",
        about=nodes.If,
        rule="d.date <= if(y, deadline('03-31'), t)",
        table="""
            d.date     | y     | t          | =
            2022-03-31 | true  |            | true
            2022-05-01 | false | 2022-05-01 | true
            2022-05-02 | false | 2022-05-01 | false
            2022-05-02 | false |            | unknown
        """,
    ),
    Spec(
        "if with texts as branches",
        about=nodes.If,
        rule="if(y, q, 'vừa') = 'vừa'",
        table="""
            y     | q   | =
            true  | vừa | true
            true  | lớn | false
            false |     | true
            true  |     | unknown
                  | vừa | unknown
        """,
    ),
    Spec(
        "if with an interval keeps it",
        about=nodes.If,
        rule="if(y, units('recognised'), 0) >= 5",
        table="""
            y     | units.recognised | units.open | =
            true  | 5                | 1          | true
            true  | 4                | 1          | unknown
            false | 4                | 1          | false
        """,
    ),
    Spec(
        "known is never unknown",
        about=nodes.Known,
        rule="known(a) AND NOT known(y) AND NOT known(d.date) AND known(q)",
        never_unknown=True,
        table="""
            a | y     | d.date     | q   | =
            0 |       |            | nhỏ | true
              |       |            | nhỏ | false
            0 | false |            | nhỏ | false
            0 |       | 2022-01-01 | nhỏ | false
            0 |       |            |     | false
        """,
    ),
    Spec(
        "an interval is known when it is a single number",
        about=nodes.Known,
        rule="known(units('recognised'))",
        never_unknown=True,
        table="""
            units.recognised | units.open | =
            5                | 0          | true
            5                |            | true
            5                | 1          | false
                             | 0          | false
        """,
    ),
    Spec(
        "known of a condition",
        about=nodes.Known,
        rule="known(y AND z)",
        never_unknown=True,
        table="""
            y     | z     | =
            false |       | true
            true  |       | false
            true  | true  | true
        """,
    ),
)
