"""Sums, products, shares: exact, and unknown where a part is unknown."""

from binhyen.rules.model import nodes
from tests.spec.sheet import Spec

SPECS = (
    Spec(
        "a sum is unknown if a part is",
        about=nodes.Arithmetic,
        rule="a + m = 3.5",
        table="""
            a | m    | =
            1 | 2.50 | true
            1 | 2.51 | false
              | 2.50 | unknown
            1 |      | unknown
        """,
    ),
    Spec(
        "a difference can be negative",
        about=nodes.Arithmetic,
        rule="a - b < 0",
        table="""
            a | b | =
            1 | 2 | true
            2 | 2 | false
              | 2 | unknown
        """,
    ),
    Spec(
        "a product of the largest counts is exact",
        about=nodes.Arithmetic,
        rule="a * b > 999999999999 * 1000000000000",
        table="""
            a             | b             | =
            1000000000000 | 1000000000000 | true
            999999999999  | 1000000000000 | false
            0             |               | unknown
        """,
    ),
    Spec(
        "the difference of an interval turns its ends around",
        about=nodes.Arithmetic,
        rule="units('listed') - units('recognised') <= 7",
        table="""
            units.listed | units.recognised | units.open | =
            25           | 16               | 0          | false
            25           | 16               | 1          | false
            25           | 16               | 2          | unknown
            25           | 18               | 2          | true
        """,
    ),
    Spec(
        "the product of an interval with a negative number turns its ends around",
        about=nodes.Arithmetic,
        rule="(a - b) * units('recognised') >= 0 - 32",
        table="""
            a | b | units.recognised | units.open | =
            0 | 2 | 16               | 0          | true
            0 | 2 | 16               | 1          | unknown
            0 | 2 | 17               | 1          | false
            2 | 2 | 17               | 9          | true
              | 2 | 17               | 9          | unknown
        """,
    ),
    Spec(
        "minus before a number",
        about=nodes.Negate,
        rule="-a >= -3",
        table="""
            a | =
            3 | true
            4 | false
              | unknown
        """,
    ),
    Spec(
        "minus before an interval turns its ends around",
        about=nodes.Negate,
        rule="-units('recognised') >= -17",
        table="""
            units.recognised | units.open | =
            17               | 0          | true
            17               | 1          | unknown
            18               | 1          | false
        """,
    ),
    Spec(
        "abs of a number",
        about=nodes.Abs,
        rule="abs(a - b) <= 2",
        table="""
            a | b | =
            1 | 3 | true
            3 | 1 | true
            4 | 1 | false
              | 1 | unknown
        """,
    ),
    Spec(
        "abs of an interval around 0 begins at 0",
        about=nodes.Abs,
        rule="abs(units('recognised') - 5) >= 1",
        table="""
            units.recognised | units.open | =
            3                | 0          | true
            3                | 1          | true
            3                | 4          | unknown
            5                | 0          | false
            6                | 3          | true
        """,
    ),
    Spec(
        "least is unknown if any is unknown",
        about=nodes.Least,
        rule="least(a, b, m) >= 1.5",
        table="""
            a | b | m    | =
            2 | 3 | 1.50 | true
            1 | 3 | 1.50 | false
            1 |   | 1.50 | unknown
            2 | 3 |      | unknown
        """,
    ),
    Spec(
        "least of an interval",
        about=nodes.Least,
        rule="least(units('recognised'), a) = 3",
        table="""
            units.recognised | units.open | a | =
            3                | 4          | 3 | true
            2                | 4          | 3 | unknown
            5                | 4          | 3 | true
            0                | 2          | 3 | false
        """,
    ),
    Spec(
        "greatest is unknown if any is unknown",
        about=nodes.Greatest,
        rule="greatest(a, b) >= 3",
        table="""
            a | b | =
            1 | 3 | true
            1 | 2 | false
            9 |   | unknown
        """,
    ),
    Spec(
        "greatest of an interval",
        about=nodes.Greatest,
        rule="greatest(units('recognised'), a) = 3",
        table="""
            units.recognised | units.open | a | =
            0                | 3          | 3 | true
            0                | 4          | 3 | unknown
            4                | 4          | 3 | false
        """,
    ),
    Spec(
        "a share is exact: 7/10 and 70/100 reach 70 %, 153/219 does not, 0/0 is unknown",
        about=nodes.Divide,
        rule="a / b >= 70%",
        table="""
            a   | b   | =
            7   | 10  | true
            70  | 100 | true
            153 | 219 | false
            154 | 219 | true
            0   | 0   | unknown
            5   | 0   | unknown
            0   | 5   | false
                | 5   | unknown
            5   |     | unknown
        """,
    ),
    Spec(
        "a share of amounts compares with a share of counts",
        about=nodes.Divide,
        rule="m / n <> a / b",
        table="""
            m    | n    | a | b | =
            0.50 | 1.50 | 1 | 3 | false
            0.50 | 1.51 | 1 | 3 | true
            0.50 | 0.00 | 1 | 3 | unknown
            0.50 | 1.50 | 1 | 0 | unknown
        """,
    ),
    Spec(
        "a negative denominator keeps the sense of a comparison",
        about=nodes.Divide,
        rule="a / (b - c) < 1",
        table="""
            a | b | c | =
            3 | 5 | 1 | true
            3 | 1 | 5 | true
            3 | 3 | 1 | false
            3 | 2 | 2 | unknown
        """,
    ),
    Spec(
        "a negative denominator on both sides",
        about=nodes.Divide,
        rule="1 / (a - b) > 1 / (a - c)",
        table="""
            a | b | c | =
            1 | 0 | 2 | true
            1 | 2 | 0 | false
            1 | 3 | 2 | true
            3 | 1 | 2 | false
            1 | 1 | 2 | unknown
        """,
    ),
    Spec(
        "the share of a commune is open while areas are undecided: 16 of 25 need 18",
        about=nodes.Divide,
        rule="units('recognised') / units('listed') >= 70%",
        table="""
            units.recognised | units.listed | units.open | =
            16               | 25           | 9          | unknown
            16               | 25           | 2          | unknown
            16               | 25           | 1          | false
            16               | 25           | 0          | false
            18               | 25           | 7          | true
            0                | 0            | 0          | unknown
        """,
    ),
    Spec(
        "an open denominator makes a share unknown",
        about=nodes.Divide,
        rule="units('registered') / units('recognised') >= 1",
        table="""
            units.registered | units.recognised | units.open | =
            9                | 5                | 0          | true
            9                | 5                | 1          | unknown
        """,
    ),
)
