"""Criteria: groups, conditions under which they apply, what the committee records, and references."""

from binhyen.rules.model import nodes
from tests.spec.sheet import Spec

SPECS = (
    Spec(
        "met follows the other criterion",
        about=nodes.Met,
        criteria="[{code: '1', text: Một, rule: met('2')}, {code: '2', text: Hai, rule: y}]",
        table="""
            y     | = criterion.1 | = criterion.2
            true  | met           | met
            false | not_met       | not_met
                  | unknown       | unknown
        """,
    ),
    Spec(
        "met is unknown where the other criterion does not apply",
        about=nodes.Met,
        criteria="[{code: '1', text: Một, rule: met('2')}, {code: '2', text: Hai, rule: y, applies: z}]",
        table="""
            y    | z     | = criterion.1 | = criterion.2
            true | false | unknown       | not_applicable
            true | true  | met           | met
            true |       | unknown       | unknown
        """,
    ),
    Spec(
        "a group is the AND of its items",
        criteria="""
      - code: '1'
        text: Nhóm
        items: [{code: 1a, text: a, rule: y}, {code: 1b, text: b, rule: z}]""",
        table="""
            y     | z     | = criterion.1 | = criterion.1a | = criterion.1b
            true  | true  | met           | met            | met
            true  | false | not_met       | met            | not_met
                  | false | not_met       | unknown        | not_met
            true  |       | unknown       | met            | unknown
        """,
    ),
    Spec(
        "a group passes over items that do not apply, and does not apply without any",
        criteria="""
      - code: '1'
        text: Nhóm
        items: [{code: 1a, text: a, rule: y, applies: z}, {code: 1b, text: b, rule: y, applies: k}]""",
        table="""
            y     | z     | k     | = criterion.1  | = criterion.1a | = criterion.1b
            true  | true  | false | met            | met            | not_applicable
            false | false | true  | not_met        | not_applicable | not_met
            true  | false | false | not_applicable | not_applicable | not_applicable
            true  | true  |       | unknown        | met            | unknown
            false | true  |       | not_met        | not_met        | unknown
        """,
    ),
    Spec(
        "a criterion that does not apply is in no count",
        criteria="[{code: '1', text: Một, rule: y}, {code: '2', text: Hai, rule: y, applies: z}]",
        table="""
            y    | z     | = verdict | = met | = not_met | = unknown | = not_applicable
            true | false | met       | 1     | 0         | 0         | 1
            true | true  | met       | 2     | 0         | 0         | 0
            true |       | unknown   | 1     | 0         | 1         | 0
        """,
    ),
    Spec(
        "the condition of a group is a condition of its items",
        criteria="""
      - code: '1'
        text: Nhóm
        applies: y
        items: [{code: 1a, text: a, rule: a > 0}, {code: 1b, text: b, rule: a > 0, applies: z}]""",
        table="""
            y     | z     | a | = criterion.1  | = criterion.1a | = criterion.1b
            false |       | 1 | not_applicable | not_applicable | not_applicable
                  | false | 1 | unknown        | unknown        | not_applicable
                  | true  | 0 | unknown        | unknown        | unknown
            true  | false | 0 | not_met        | not_met        | not_applicable
        """,
    ),
    Spec(
        "what is to confirm is the committee's recorded yes or no",
        criteria="[{code: '1', text: Một, status: to_confirm}]",
        table="""
            criterion.1 | = criterion.1 | = verdict
            true        | met           | met
            false       | not_met       | not_met
                        | unknown       | unknown
        """,
    ),
    Spec(
        "criteria are decided in the order of their references, not of the text",
        criteria="""
      - {code: '1', text: Một, rule: met('3') OR met('2a')}
      - {code: '2', text: Hai, items: [{code: 2a, text: a, rule: NOT met('3')}]}
      - {code: '3', text: Ba, rule: y}""",
        table="""
            y     | = criterion.1 | = criterion.2 | = criterion.3
            true  | met           | not_met       | met
            false | met           | met           | not_met
                  | unknown       | unknown       | unknown
        """,
    ),
    Spec(
        "who is not eligible has no verdict, and an unknown eligibility keeps it open",
        eligible="q <> 'nhỏ'",
        criteria="[{code: '1', text: Một, rule: y}]",
        table="""
            q   | y     | = verdict      | = level | = possible_level | = criterion.1
            vừa | true  | met            | dat     | dat              | met
            nhỏ | true  | not_applicable |         |                  | met
                | true  | unknown        |         | dat              | met
                | false | unknown        |         |                  | not_met
            vừa | false | not_met        |         |                  | not_met
        """,
    ),
)
