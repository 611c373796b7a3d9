"""What each expression means, on every engine."""

from itertools import chain

import pytest

from binhyen.rules.model import nodes
from binhyen.rules.model.nodes import Node
from tests.spec.chapters import arithmetic, comparisons, criteria, facts, levels, logic, points
from tests.spec.sheet import Judge, Spec, answers, ids

CHAPTERS = (facts, arithmetic, comparisons, logic, criteria, points, levels)
SPECS: list[Spec] = list(chain.from_iterable(chapter.SPECS for chapter in CHAPTERS))


@pytest.mark.parametrize("spec", SPECS, ids=ids(SPECS))
def test_every_engine_gives_the_answer_of_the_spec(spec: Spec, judge: Judge) -> None:
    assert answers(spec, judge) == spec.expected


@pytest.mark.parametrize("spec", SPECS, ids=ids(SPECS))
def test_a_spec_speaks_of_its_node_and_of_unknown(spec: Spec) -> None:
    subject = next(iter(spec.rulebook.subjects.values()))
    if spec.about is not None:
        assert any(isinstance(node, spec.about) for node in subject.nodes())
    told = {word for row in spec.expected for word in row.values()}
    assert ("unknown" in told) is not spec.never_unknown


def test_every_node_has_a_spec() -> None:
    classes = {kind for kind in vars(nodes).values() if isinstance(kind, type) and issubclass(kind, Node)} - {Node}
    assert classes - {spec.about for spec in SPECS} == set()


def test_no_two_specs_have_one_title() -> None:
    titles = ids(SPECS)
    assert sorted(set(titles)) == sorted(titles)
