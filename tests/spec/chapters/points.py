"""Points: intervals of hundredths, clipped to what a criterion can bring."""

from binhyen.rules.model import nodes
from tests.spec.sheet import Spec

_NO_LEVEL = "[{code: dat, name: Đạt, rule: points >= 0}]"

SPECS = (
    Spec(
        "points by outcome",
        about=nodes.Points,
        criteria="[{code: '1', text: Một, rule: y, points: 7.5}]",
        levels="[{code: dat, name: Đạt, rule: points >= 5}]",
        table="""
            y     | = criterion.1 | = points_low | = points_high | = verdict
            true  | met           | 7.50         | 7.50          | met
            false | not_met       | 0.00         | 0.00          | not_met
                  | unknown       | 0.00         | 7.50          | unknown
        """,
    ),
    Spec(
        "no points where no criterion carries any",
        about=nodes.Points,
        criteria="[{code: '1', text: Một, rule: y}]",
        levels="[{code: dat, name: Đạt, rule: points >= 1}]",
        table="""
            y    | = points_low | = points_high | = verdict | = criterion.1
            true |              |               | not_met   | met
                 |              |               | not_met   | unknown
        """,
    ),
    Spec(
        "a score is clipped to its criterion and rounded half up to 2 decimals",
        criteria="[{code: '1', text: Một, score: a * 10 / b, points: 10}]",
        levels=_NO_LEVEL,
        table="""
            a  | b   | = points_low | = points_high | = criterion.1
            1  | 3   | 3.33         | 3.33          | not_met
            2  | 3   | 6.67         | 6.67          | not_met
            1  | 800 | 0.01         | 0.01          | not_met
            1  | 2000 | 0.01        | 0.01          | not_met
            1  | 2001 | 0.00        | 0.00          | not_met
            3  | 3   | 10.00        | 10.00         | met
            9  | 3   | 10.00        | 10.00         | met
            1  | 0   | 0.00         | 10.00         | unknown
               | 3   | 0.00         | 10.00         | unknown
        """,
    ),
    Spec(
        "a negative score is 0",
        criteria="[{code: '1', text: Một, score: a - b, points: 10}]",
        levels=_NO_LEVEL,
        table="""
            a | b | = points_low | = points_high | = criterion.1
            1 | 3 | 0.00         | 0.00          | not_met
            9 | 3 | 6.00         | 6.00          | not_met
            9 |   | 0.00         | 10.00         | unknown
        """,
    ),
    Spec(
        "a score over open units is an interval",
        criteria="[{code: '1', text: Một, score: units('recognised') * 10 / units('listed'), points: 10}]",
        levels=_NO_LEVEL,
        table="""
            units.recognised | units.open | units.listed | = points_low | = points_high | = criterion.1
            16               | 0          | 25           | 6.40         | 6.40          | not_met
            16               | 4          | 25           | 6.40         | 8.00          | not_met
            16               | 9          | 25           | 6.40         | 10.00         | unknown
        """,
    ),
    Spec(
        "a score beside a rule leaves the outcome to the rule",
        criteria="[{code: '1', text: Một, rule: y, score: a, points: 10}]",
        levels=_NO_LEVEL,
        table="""
            y     | a | = points_low | = points_high | = criterion.1
            false | 9 | 9.00         | 9.00          | not_met
            true  | 2 | 2.00         | 2.00          | met
                  | 2 | 2.00         | 2.00          | unknown
        """,
    ),
    Spec(
        "an entered score is the committee's number",
        criteria="[{code: '1', text: Một, score: entered, points: 10}]",
        levels=_NO_LEVEL,
        table="""
            score.1 | = points_low | = points_high | = criterion.1
            7.25    | 7.25         | 7.25          | not_met
            10      | 10.00        | 10.00         | met
                    | 0.00         | 10.00         | unknown
        """,
    ),
    Spec(
        "deduct takes k for each occurrence and stops at 0",
        criteria="[{code: '1', text: Một, points: 24, deduct: {count: a + b, each: 6}}]",
        levels=_NO_LEVEL,
        table="""
            a | b | = points_low | = points_high | = criterion.1
            0 | 0 | 24.00        | 24.00         | met
            1 | 2 | 6.00         | 6.00          | not_met
            4 | 1 | 0.00         | 0.00          | not_met
            1 |   | 0.00         | 24.00         | unknown
        """,
    ),
    Spec(
        "deduct for open units takes between the ends",
        criteria="[{code: '1', text: Một, points: 10, deduct: {count: units('recognised'), each: 0.25}}]",
        levels=_NO_LEVEL,
        table="""
            units.recognised | units.open | = points_low | = points_high | = criterion.1
            4                | 2          | 8.50         | 9.00          | not_met
            0                | 2          | 9.50         | 10.00         | unknown
        """,
    ),
    Spec(
        "a group sums the points of its applicable items",
        criteria="""
      - code: '1'
        text: Nhóm
        points: 10
        items: [{code: 1a, text: a, rule: y, points: 6}, {code: 1b, text: b, rule: y, points: 4, applies: z}]""",
        levels=_NO_LEVEL,
        table="""
            y    | z     | = points_low | = points_high | = criterion.1
            true | true  | 10.00        | 10.00         | met
            true | false | 6.00         | 6.00          | met
            true |       | 6.00         | 10.00         | unknown
                 | false | 0.00         | 6.00          | unknown
        """,
    ),
    Spec(
        "a group with points of its own and none inside brings them by outcome",
        criteria="""
      - {code: '1', text: Nhóm, points: 10, items: [{code: 1a, text: a, rule: y}, {code: 1b, text: b, rule: z}]}""",
        levels=_NO_LEVEL,
        table="""
            y    | z     | = points_low | = points_high | = criterion.1
            true | true  | 10.00        | 10.00         | met
            true | false | 0.00         | 0.00          | not_met
            true |       | 0.00         | 10.00         | unknown
        """,
    ),
    Spec(
        "what does not apply brings no points, and unknown applicability brings anything",
        criteria="""
      - {code: '1', text: Một, points: 10, score: a, applies: y}
      - {code: '2', text: Hai, points: 5, rule: z}""",
        levels=_NO_LEVEL,
        table="""
            y     | z    | a | = points_low | = points_high | = criterion.1
            false | true | 3 | 5.00         | 5.00          | not_applicable
            true  | true | 3 | 8.00         | 8.00          | not_met
                  | true | 3 | 5.00         | 15.00         | unknown
        """,
    ),
)
