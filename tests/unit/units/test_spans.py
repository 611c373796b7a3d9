"""Everything above a unit at once says the same as following its parents day by day."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from binhyen.units.spans import BEGINNING, OPEN_END, Ancestry, Link, Span, Step, joined

FIRST = date(2020, 1, 1)
CUTS = st.lists(st.integers(1, 400), unique=True, max_size=3).map(
    lambda days: [FIRST + timedelta(each) for each in sorted(days)]
)
DAYS = st.integers(-50, 450).map(lambda offset: FIRST + timedelta(offset))

Tree = dict[UUID, list[Step]]


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """Up to four tiers; a unit changes its parent up to three times, and parents live for ever."""
    tree: Tree = {}
    above: list[UUID] = []
    for tier in range(draw(st.integers(1, 4))):
        units = [UUID(int=tier * 10 + at + 1) for at in range(draw(st.integers(1, 3)))]
        for unit in units:
            bounds = [BEGINNING, *draw(CUTS), OPEN_END]
            parents = [draw(st.sampled_from(above)) if above else None for _ in bounds[1:]]
            spans = pairwise(bounds)
            tree[unit] = [Step(parent, Span(*span)) for parent, span in zip(parents, spans, strict=True)]
        above = units
    return tree


def walked(tree: Tree, unit: UUID, day: date) -> list[UUID]:
    path = [unit]
    while parent := next(step.parent for step in tree[path[-1]] if day in step.span):
        path.append(parent)
    return path


@given(trees(), DAYS)
def test_links_say_what_walking_up_says(tree: Tree, day: date) -> None:
    ancestry = Ancestry(tree)
    for unit in tree:
        links = sorted((link.depth, link.ancestor) for link in ancestry.links(unit) if day in link.span)
        assert [ancestor for _, ancestor in links] == walked(tree, unit, day)


@given(trees())
def test_links_that_touch_are_one(tree: Tree) -> None:
    ancestry = Ancestry(tree)
    for unit in tree:
        links = ancestry.links(unit)
        for one in links:
            assert not any(
                (other.ancestor, other.depth) == (one.ancestor, one.depth) and other.span.start == one.span.end
                for other in links
            )


@given(st.lists(st.builds(Span, DAYS, st.just(OPEN_END)), max_size=5), DAYS)
def test_joining_keeps_every_day(spans: list[Span], day: date) -> None:
    unit = UUID(int=1)
    kept = list(joined(Link(unit, 0, span) for span in spans))
    assert any(day in link.span for link in kept) == any(day in span for span in spans)


def test_spans_in_common_are_half_open() -> None:
    cut = date(2025, 7, 1)
    assert Span(end=cut).common(Span(cut)) is None
    assert Span().common(Span(cut)) == Span(cut)
    assert Span.between(None, cut).valid_to == cut
    assert Span.between(None, None).valid_from is None
