"""Levels on the interval [known, known + unknown], and the verdict."""

from binhyen.rules.model import nodes
from tests.spec.sheet import Spec


def _criteria(many: int, *, yes: int, maybe: int) -> str:
    """`yes` criteria that are met, `maybe` that follow y, the others not met."""
    rules = ["0 = 0"] * yes + ["y"] * maybe + ["0 = 1"] * (many - yes - maybe)
    return f"[{', '.join(f'{{code: c{i}, text: Mẫu, rule: {rule}}}' for i, rule in enumerate(rules))}]"


_MILESTONES = """[{code: xa, name: Xã, rule: count_met >= 9}, {code: huyen, name: Huyện, rule: count_met >= 13}]"""

SPECS = (
    Spec(
        "all_met passes over what does not apply and is unknown with nothing applicable",
        about=nodes.AllMet,
        criteria="[{code: '1', text: Một, rule: y, applies: z}, {code: '2', text: Hai, rule: y, applies: k}]",
        table="""
            y     | z     | k     | = verdict | = level | = possible_level
            true  | true  | true  | met       | dat     | dat
            true  | true  | false | met       | dat     | dat
            false | true  | false | not_met   |         |
            true  | false | false | unknown   |         | dat
            true  |       | true  | unknown   |         | dat
            false |       | true  | not_met   |         |
        """,
    ),
    Spec(
        "at least 13 met, with 12 met and 1 unknown, is unknown",
        about=nodes.CountMet,
        criteria=_criteria(16, yes=12, maybe=1),
        levels=_MILESTONES,
        table="""
            y     | = level | = possible_level | = verdict | = met | = unknown | = not_met | = criterion.c12
                  | xa      | huyen            | met       | 12    | 1         | 3         | unknown
            true  | huyen   | huyen            | met       | 13    | 0         | 3         | met
            false | xa      | xa               | met       | 12    | 0         | 4         | not_met
        """,
    ),
    Spec(
        "at least 13 met, with 14 met and 2 unknown, is met",
        about=nodes.CountMet,
        criteria=_criteria(16, yes=14, maybe=2),
        levels=_MILESTONES,
        table="""
            y     | = level | = possible_level | = verdict | = criterion.c14
                  | huyen   | huyen            | met       | unknown
            false | huyen   | huyen            | met       | not_met
        """,
    ),
    Spec(
        "count_met equal to a number is certain only when nothing is open",
        about=nodes.CountMet,
        criteria=_criteria(3, yes=1, maybe=1),
        levels="[{code: dat, name: Đạt, rule: count_met = 1}]",
        table="""
            y     | = verdict
                  | unknown
            true  | not_met
            false | met
        """,
    ),
    Spec(
        "points between two numbers",
        about=nodes.Points,
        criteria="[{code: '1', text: Một, rule: y, points: 10}, {code: '2', text: Hai, score: a, points: 10}]",
        levels="[{code: tb, name: Trung bình, rule: points BETWEEN 5 AND 14.99}]",
        table="""
            y     | a | = verdict
            true  | 4 | met
            true  | 5 | not_met
            false | 4 | not_met
            true  |   | unknown
                  | 5 | unknown
                  | 4 | unknown
        """,
    ),
    Spec(
        "a level can ask for one criterion by name",
        about=nodes.Met,
        criteria="[{code: '1', text: Một, rule: y}, {code: '2', text: Hai, rule: z}]",
        levels="[{code: dat, name: Đạt, rule: count_met >= 1 AND met('2')}]",
        table="""
            y    | z     | = verdict
            true | true  | met
            true | false | not_met
            true |       | unknown
        """,
    ),
    Spec(
        "a level can stand on a decision of another programme",
        about=nodes.Recognised,
        criteria="[{code: '1', text: Một, rule: y}]",
        levels="""[{code: xa, name: Xã, rule: all_met}, {code: tinh, name: Tỉnh, rule: "all_met AND recognised('khac', 'dat')"}]""",
        table="""
            y     | recognised.khac.dat | = level | = possible_level | = verdict
            true  | true                | tinh    | tinh             | met
            true  | false               | xa      | xa               | met
            true  |                     | xa      | tinh             | met
                  | true                |         | tinh             | unknown
            false | true                |         |                  | not_met
        """,
    ),
    Spec(
        "a higher level needs the lower ones even where its rule alone would hold",
        criteria="[{code: '1', text: Một, rule: y}]",
        levels="[{code: mot, name: Một, rule: a >= 5}, {code: hai, name: Hai, rule: b >= 5}]",
        table="""
            y    | a | b | = level | = possible_level | = verdict
            true | 4 | 9 |         |                  | not_met
            true | 5 | 9 | hai     | hai              | met
            true |   | 9 |         | hai              | unknown
            true | 5 |   | mot     | hai              | met
        """,
    ),
    Spec(
        "a milestone is no title and has a ladder of its own",
        criteria=_criteria(4, yes=1, maybe=2),
        levels="""[{code: moc_2, name: Từ 2, milestone: true, rule: count_met >= 2}, {code: dat, name: Đạt, rule: met('c0')},
            {code: moc_3, name: Từ 3, milestone: true, rule: count_met >= 3}]""",
        eligible="z",
        table="""
            y     | z     | = level | = possible_level | = milestone | = possible_milestone | = verdict
            true  | true  | dat     | dat              | moc_3       | moc_3                | met
            false | true  | dat     | dat              |             |                      | met
                  | true  | dat     | dat              |             | moc_3                | met
            true  |       |         | dat              |             | moc_3                | unknown
            true  | false |         |                  |             |                      | not_applicable
        """,
    ),
    Spec(
        "a milestone gives no verdict",
        criteria="[{code: '1', text: Một, rule: y}, {code: '2', text: Hai, rule: z}]",
        levels="[{code: moc, name: Mốc, milestone: true, rule: count_met >= 1}, {code: dat, name: Đạt, rule: all_met}]",
        table="""
            y     | z     | = level | = milestone | = verdict
            true  | false |         | moc         | not_met
            true  |       |         | moc         | unknown
            true  | true  | dat     | moc         | met
        """,
    ),
    Spec(
        "a level to confirm is never certain",
        criteria="[{code: '1', text: Một, rule: y}]",
        levels="[{code: mot, name: Một, rule: all_met}, {code: hai, name: Hai, status: to_confirm}]",
        table="""
            y     | = level | = possible_level | = verdict
            true  | mot     | hai              | met
                  |         | hai              | unknown
            false |         |                  | not_met
        """,
    ),
)
