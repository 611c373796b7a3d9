"""Circles between programmes: a level that, over other programmes, depends on itself."""

from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter

from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.model import nodes
from binhyen.rules.model.rulebook import Level, Rulebook, Subject

_Point = tuple[str, SubjectKind, str]


def programme_circle(rulebooks: Iterable[Rulebook]) -> tuple[str, ...]:
    """A circle of "programme:level" over `recognised(…)`, first and last the same; empty if there is none.

    Only the rulebooks given are looked at; a prerequisite in a programme that is not among them closes no circle.
    """
    graph: dict[_Point, set[_Point]] = {}
    for rulebook in rulebooks:
        for kind, subject in rulebook.subjects.items():
            for level in subject.levels:
                point = (rulebook.programme, kind, level.code)
                graph.setdefault(point, set()).update(_needs(kind, subject, level))
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return tuple(f"{programme}:{level}" for programme, _, level in reversed(error.args[1]))
    return ()


def _needs(kind: SubjectKind, subject: Subject, level: Level) -> Iterator[_Point]:
    rules = [rule for place, rule in subject.rules() if not place.startswith("levels.")]
    if level.rule is not None:
        rules.append(level.rule)
    for rule in rules:
        for node in nodes.walk(rule.node):
            if isinstance(node, nodes.Recognised):
                yield node.programme, kind, node.level
