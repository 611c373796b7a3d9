"""Every difference between two versions of a rulebook; nothing that the content hash sees is left out."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.changes.data import Act, Change, Position, Thing
from binhyen.rules.changes.matching import Entry, matched, moved
from binhyen.rules.changes.swaps import swaps_between
from binhyen.rules.model.nodes import Node
from binhyen.rules.model.parts import Canonical
from binhyen.rules.model.rulebook import Criterion, Level, Rulebook, Subject

_NO_NODES: Mapping[str, Node] = {}


def changes_between(old: Rulebook, new: Rulebook) -> tuple[Change, ...]:
    """What an amending act would have to say to make `new` out of `old`, in the order of a rulebook.

    Criteria and levels are found again by code, then by text or rule (see `matching`). Nothing between equal contents.
    """
    return (
        *_parts(Thing.RULEBOOK, _whole(old), _whole(new)),
        *_figures(old, new),
        *_list(Thing.CHECK, _checks(old), _checks(new)),
        *_subjects(old.subjects, new.subjects),
    )


_OWN = ("figures", "checks", "subjects")
_JUDGING = ("criteria", "levels")


def _whole(rulebook: Rulebook) -> Entry:
    return Entry("", rulebook.name, _less(rulebook.canonical(), _OWN))


def _less(canonical: Canonical, keys: Collection[str]) -> Canonical:
    return {key: value for key, value in canonical.items() if key not in keys}


# ---------------------------------------------------------------- one thing


def _parts(thing: Thing, old: Entry, new: Entry, subject: SubjectKind | None = None) -> Iterator[Change]:
    """Every part that differs between two states of one thing."""
    if old.code != new.code:
        yield Change(Act.CHANGED, thing, new.code, new.name, subject, part="code", old=old.code, new=new.code)
    for part in dict.fromkeys((*old.fields, *new.fields)):
        before, after = old.fields.get(part), new.fields.get(part)
        if before != after:
            old_node, new_node = old.nodes.get(part), new.nodes.get(part)
            yield Change(
                Act.CHANGED,
                thing,
                new.code,
                new.name,
                subject,
                part=part,
                old=before,
                new=after,
                old_node=old_node,
                new_node=new_node,
                swaps=swaps_between(old_node, new_node) if old_node and new_node else (),
            )


def _added(thing: Thing, entry: Entry, subject: SubjectKind | None) -> Change:
    node = entry.nodes.get("rule")
    return Change(
        Act.ADDED, thing, entry.code, entry.name, subject, new=entry.fields, new_node=node, position=entry.position
    )


def _removed(thing: Thing, entry: Entry, subject: SubjectKind | None) -> Change:
    node = entry.nodes.get("rule")
    return Change(
        Act.REMOVED, thing, entry.code, entry.name, subject, old=entry.fields, old_node=node, position=entry.position
    )


def _list(
    thing: Thing, old: Sequence[Entry], new: Sequence[Entry], subject: SubjectKind | None = None
) -> Iterator[Change]:
    """What was removed, then in the order of the newer version what was added, moved or changed."""
    pairs = matched(old, new)
    kept = {entry.code for entry in pairs.values()}
    elsewhere = moved(old, new, pairs)
    yield from (_removed(thing, entry, subject) for entry in old if entry.code not in kept)
    for entry in new:
        before = pairs.get(entry.code)
        if before is None:
            yield _added(thing, entry, subject)
            continue
        yield from _parts(thing, before, entry, subject)
        if entry.code in elsewhere:
            yield Change(Act.MOVED, thing, entry.code, entry.name, subject, position=entry.position)


# ---------------------------------------------------------------- figures, checks


def _figures(old: Rulebook, new: Rulebook) -> Iterator[Change]:
    """By key alone: values of a figure follow its key, so another key is another figure."""
    before, after = (
        {key: Entry(key, one.name, one.canonical()) for key, one in each.figures.items()} for each in (old, new)
    )
    yield from (_removed(Thing.FIGURE, entry, None) for key, entry in before.items() if key not in after)
    for key, entry in after.items():
        if key in before:
            yield from _parts(Thing.FIGURE, before[key], entry)
        else:
            yield _added(Thing.FIGURE, entry, None)


def _checks(rulebook: Rulebook) -> Sequence[Entry]:
    return _in_row(
        Entry(check.code, check.message, _less(check.canonical(), ("code",)), {"rule": check.rule.node})
        for check in rulebook.checks
    )


def _in_row(entries: Iterable[Entry]) -> list[Entry]:
    """Entries of a flat list, each after the one before it."""
    found: list[Entry] = []
    for entry in entries:
        position = Position(after=found[-1].code, beside=found[-1].name) if found else Position()
        found.append(replace(entry, position=position))
    return found


# ---------------------------------------------------------------- kinds of unit


def _subjects(old: Mapping[SubjectKind, Subject], new: Mapping[SubjectKind, Subject]) -> Iterator[Change]:
    for kind, subject in old.items():
        if kind not in new:
            yield _removed(Thing.SUBJECT, _subject(subject, whole=True), kind)
    for kind, subject in new.items():
        if kind not in old:
            yield _added(Thing.SUBJECT, _subject(subject, whole=True), kind)
            continue
        yield from _parts(Thing.SUBJECT, _subject(old[kind]), _subject(subject), kind)
        yield from _list(Thing.CRITERION, _criteria(old[kind]), _criteria(subject), kind)
        yield from _list(Thing.LEVEL, _levels(old[kind].levels), _levels(subject.levels), kind)


def _subject(subject: Subject, *, whole: bool = False) -> Entry:
    nodes = {"eligible": subject.eligible.node} if subject.eligible else _NO_NODES
    canonical = subject.canonical() if whole else _less(subject.canonical(), _JUDGING)
    return Entry(subject.kind.value, subject.kind.vietnamese, canonical, nodes)


def _criteria(subject: Subject) -> Sequence[Entry]:
    return [*_tree(subject.criteria, "")]


def _tree(criteria: Sequence[Criterion], parent: str) -> Iterator[Entry]:
    position = Position(parent)
    for criterion in criteria:
        nodes = {key: rule.node for key, rule in criterion.rules()}
        fields = _less(criterion.canonical(), ("code", "items"))
        yield Entry(criterion.code, criterion.text, fields, nodes, position)
        yield from _tree(criterion.items, criterion.code)
        position = Position(parent, criterion.code, criterion.text)


def _levels(levels: Sequence[Level]) -> Sequence[Entry]:
    return _in_row(
        Entry(
            level.code,
            level.name,
            _less(level.canonical(), ("code",)),
            {"rule": level.rule.node} if level.rule else _NO_NODES,
        )
        for level in levels
    )
