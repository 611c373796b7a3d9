"""Random expressions over a handful of figures."""

from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.model import nodes
from binhyen.rules.model.nodes import Node
from binhyen.rules.model.parts import FigureDef
from binhyen.rules.model.types import Answer, UnitState

FIGURES = {
    figure.key: figure
    for figure in (
        FigureDef("dem_a", "A", Answer.COUNT),
        FigureDef("dem_b", "B", Answer.COUNT),
        FigureDef("tien", "T", Answer.AMOUNT),
        FigureDef("diem", "Đ", Answer.SCORE, max=Decimal(10)),
        FigureDef("co", "C", Answer.YES_NO),
        FigureDef("giay", "G", Answer.DOCUMENT),
        FigureDef("muc", "M", Answer.CHOICE, choices=("tốt", "khá", "đ'ạt")),
        FigureDef("ngay", "N", Answer.DATE),
    )
}
_LITERALS = ("0", "1", "2.125", "0.5", "70", "1000000", "0.333333", "999999999999")


def figure(key: str) -> Node:
    """A figure as a node."""
    return nodes.Figure(key, FIGURES[key].answer, FIGURES[key].max)


_PERCENT = st.just(nodes.Number(Decimal("0.70"), percent=True))
_UNITS = st.builds(nodes.Units, st.sampled_from(UnitState), st.sampled_from([None, SubjectKind.SCHOOL]))
_NUMBERS: SearchStrategy[Node] = st.one_of(
    st.sampled_from([nodes.Number(Decimal(literal)) for literal in _LITERALS]),
    st.sampled_from([figure("dem_a"), figure("dem_b"), figure("tien"), figure("diem"), nodes.Year()]),
    st.just(nodes.Previous("tien", Answer.AMOUNT)),
    _UNITS,
    _PERCENT,
)
_DATES: SearchStrategy[Node] = st.sampled_from(
    [figure("ngay"), nodes.FigureDate("giay", Answer.DOCUMENT), nodes.Deadline("03-31", 1), nodes.WindowEnd()]
)
_TEXTS: SearchStrategy[Node] = st.sampled_from([figure("muc"), nodes.Text("đ'ạt")])
_OPERATORS = st.sampled_from(nodes.OPERATORS)
_EQUALITIES = st.sampled_from(["=", "<>"])


def numbers(depth: int) -> SearchStrategy[Node]:
    """Expressions that are numbers."""
    if depth == 0:
        return _NUMBERS
    below = numbers(depth - 1)
    several = st.lists(below, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        _NUMBERS,
        st.builds(nodes.Arithmetic, st.sampled_from("+-*"), below, below),
        st.builds(nodes.Negate, below),
        st.builds(nodes.Abs, below),
        st.builds(nodes.Least, several),
        st.builds(nodes.Greatest, several),
        st.builds(nodes.If, st.just(figure("co")), below, below),
    )


def truths(depth: int) -> SearchStrategy[Node]:
    """Expressions that are true, false or unknown."""
    number = numbers(min(depth, 2))
    quantity = st.one_of(number, st.builds(nodes.Divide, number, number))
    leaves: SearchStrategy[Node] = st.one_of(
        st.sampled_from([figure("co"), figure("giay"), nodes.Met("1"), nodes.Recognised("p", "l")]),
        st.builds(nodes.Compare, _OPERATORS, quantity, quantity),
        st.builds(nodes.Compare, _OPERATORS, _DATES, _DATES),
        st.builds(nodes.Compare, _EQUALITIES, _TEXTS, _TEXTS),
        st.builds(nodes.Between, quantity, number, number),
        st.builds(nodes.In, quantity, st.lists(quantity, min_size=1, max_size=3).map(tuple)),
        st.builds(nodes.Known, st.one_of(number, _DATES, _TEXTS)),
    )
    if depth == 0:
        return leaves
    below = truths(depth - 1)
    several = st.lists(below, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        leaves,
        st.builds(nodes.And, several),
        st.builds(nodes.Or, several),
        st.builds(nodes.Not, below),
        st.builds(nodes.If, below, below, below),
    )
