"""Literals and facts: what a rule can ask for, and what it gets where nothing was reported."""

from binhyen.rules.model import nodes
from tests.spec.sheet import Spec

SPECS = (
    Spec(
        "a number is exact, and 70% is 0.70",
        about=nodes.Number,
        rule="0.7 = 70% AND 70% = 0.700 AND 1 <> 0.999999",
        never_unknown=True,
        table="""
            a | =
              | true
        """,
    ),
    Spec(
        "a count is a number or unknown",
        about=nodes.Figure,
        rule="a > 0",
        table="""
            a             | =
            0             | false
            1             | true
            1000000000000 | true
                          | unknown
        """,
    ),
    Spec(
        "an amount keeps its two decimals",
        about=nodes.Figure,
        rule="m > 0.29",
        table="""
            m                   | =
            0.29                | false
            0.30                | true
            9999999999999999.99 | true
                                | unknown
        """,
    ),
    Spec(
        "a score is a number",
        about=nodes.Figure,
        rule="s >= 7.5",
        table="""
            s    | =
            7.50 | true
            7.49 | false
                 | unknown
        """,
    ),
    Spec(
        "a yes_no figure is its own condition",
        about=nodes.Figure,
        rule="y",
        table="""
            y     | =
            true  | true
            false | false
                  | unknown
        """,
    ),
    Spec(
        "a confirmation is true when it is confirmed that nothing occurred",
        about=nodes.Figure,
        rule="k",
        table="""
            k     | =
            true  | true
            false | false
                  | unknown
        """,
    ),
    Spec(
        "a date figure compares with a deadline",
        about=nodes.Figure,
        rule="t <= deadline('03-31')",
        table="""
            t          | =
            2022-03-31 | true
            2022-04-01 | false
                       | unknown
        """,
    ),
    Spec(
        "a text is compared with a choice letter by letter",
        about=nodes.Text,
        rule="q = 'lớn'",
        table="""
            q   | =
            lớn | true
            nhỏ | false
                | unknown
        """,
    ),
    Spec(
        "the day of a paper is apart from the paper",
        about=nodes.FigureDate,
        rule="d.date <= deadline('03-31')",
        table="""
            d     | d.date     | =
            true  | 2022-03-31 | true
            true  | 2022-04-01 | false
            true  |            | unknown
            false |            | unknown
                  | 2022-01-01 | true
        """,
    ),
    Spec(
        "a missing previous year is unknown, never 0",
        about=nodes.Previous,
        rule="a <= previous(a)",
        table="""
            a | previous.a | =
            0 | 0          | true
            3 | 4          | true
            4 | 3          | false
            0 |            | unknown
              | 0          | unknown
        """,
    ),
    Spec(
        "units counts over the list, all kinds or one",
        about=nodes.Units,
        rule="units('registered') = units('listed') AND units('registered', 'school') >= 1",
        table="""
            units.listed | units.registered | units.school.registered | =
            25           | 25               | 1                       | true
            25           | 24               | 1                       | false
            25           | 25               | 0                       | false
                         | 25               | 1                       | unknown
            25           | 25               |                         | unknown
        """,
    ),
    Spec(
        "recognised units are an interval while registered units are open",
        about=nodes.Units,
        rule="units('recognised') >= 18",
        table="""
            units.recognised | units.open | =
            16               | 0          | false
            16               |            | false
            16               | 1          | false
            16               | 2          | unknown
            18               | 7          | true
                             | 7          | unknown
        """,
    ),
    Spec(
        "open units of one kind widen only that kind",
        about=nodes.Units,
        rule="units('recognised', 'school') = 2",
        table="""
            units.school.recognised | units.school.open | =
            2                       | 0                 | true
            2                       | 1                 | unknown
            1                       | 1                 | unknown
            3                       | 5                 | false
        """,
    ),
    Spec(
        "a recognition is known only from a decision",
        about=nodes.Recognised,
        rule="recognised('an-toan-antt', 'dat')",
        table="""
            recognised.an-toan-antt.dat | =
            true                        | true
            false                       | false
                                        | unknown
        """,
    ),
    Spec(
        "a deadline is a day of the year unless a letter moved it",
        about=nodes.Deadline,
        rule="d.date <= deadline('03-31')",
        table="""
            d.date     | deadline.03-31 | =
            2022-03-31 |                | true
            2022-04-01 |                | false
            2022-04-01 | 2022-04-15     | true
            2022-04-16 | 2022-04-15     | false
                       | 2022-04-15     | unknown
        """,
    ),
    Spec(
        "a deadline can lie in the year after",
        about=nodes.Deadline,
        rule="t <= deadline('01-15', 1)",
        table="""
            t          | deadline.01-15.1 | =
            2023-01-15 |                  | true
            2023-01-16 |                  | false
            2023-01-16 | 2023-01-20       | true
                       |                  | unknown
        """,
    ),
    Spec(
        "year is the year asked for unless a column says otherwise",
        about=nodes.Year,
        rule="year = 2022",
        never_unknown=True,
        table="""
            year | =
                 | true
            2022 | true
            2021 | false
        """,
    ),
    Spec(
        "window_start is the first day of the window",
        about=nodes.WindowStart,
        rule="t >= window_start",
        table="""
            t          | window_start | =
            2021-11-16 |              | true
            2021-11-15 |              | false
            2021-11-15 | 2021-11-01   | true
                       |              | unknown
        """,
    ),
    Spec(
        "window_end is the last day of the window, included",
        about=nodes.WindowEnd,
        rule="t <= window_end",
        table="""
            t          | window_end | =
            2022-11-15 |            | true
            2022-11-16 |            | false
            2022-11-16 | 2022-11-30 | true
                       |            | unknown
        """,
    ),
    Spec(
        "a window still to confirm is unknown",
        about=nodes.WindowEnd,
        rule="t BETWEEN window_start AND window_end",
        window="{status: to_confirm}",
        table="""
            t          | window_start | window_end | =
            2022-01-01 |              |            | unknown
            2022-01-01 | 2022-02-01   |            | false
            2022-01-01 | 2021-11-01   | 2022-10-31 | true
        """,
    ),
)
