"""The burden of reporting: which programmes ask whom for which figure, what is asked twice, and what nobody needs.

Plain data over rulebooks; no database here. A figure is asked once for all programmes that use its key in the same
window; another window is another answer.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil

from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.text import fold
from binhyen.rules.model import nodes
from binhyen.rules.model.rulebook import FigureDef, Rulebook, Source, Subject, Window
from binhyen.rules.model.types import Answer

# Kept frozen with the list of units; nobody reports them.
OWNED_BY_LIST = "unit_list"
# From this share of common words on, two names may mean one figure. Found by looking at the shipped rulebooks.
_NEAR = 0.75
_SHORTEST_NEAR = 3  # words; below that, one word makes all the difference
_Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Use:
    """One version of a programme asking units of one kind, in one window."""

    rulebook: str
    kind: SubjectKind
    window: Window | None


@dataclass(frozen=True, slots=True)
class FigureBurden:
    """A figure with everybody who asks for it. `asks` are the rulebooks that define it, also where no rule needs it;
    `is_new` says that no rulebook in force has asked for it."""

    figure: FigureDef
    uses: tuple[Use, ...]
    asks: tuple[str, ...]
    is_new: bool

    @property
    def is_used(self) -> bool:
        """Whether a rule or a check needs it."""
        return bool(self.uses)

    @property
    def programmes(self) -> tuple[str, ...]:
        """The rulebooks that use it, each once."""
        return tuple(dict.fromkeys(use.rulebook for use in self.uses))

    @property
    def kinds(self) -> tuple[SubjectKind, ...]:
        """The kinds of unit that are asked, each once."""
        return tuple(dict.fromkeys(use.kind for use in self.uses))

    @property
    def split_kinds(self) -> tuple[SubjectKind, ...]:
        """Kinds of unit that answer it more than once a year, because programmes ask in different windows."""
        windows: dict[SubjectKind, set[Window | None]] = defaultdict(set)
        for use in self.uses:
            windows[use.kind].add(use.window)
        return tuple(kind for kind, found in windows.items() if len(found) > 1)


@dataclass(frozen=True, slots=True)
class Twins:
    """Two keys for what may be one figure: the same name, or nearly the same with the same unit of measure."""

    first: FigureBurden
    second: FigureBurden
    same_name: bool


@dataclass(frozen=True, slots=True)
class KindBurden:
    """How many answers a unit of this kind gives in a year: its own, and those that bodies with figures of their own
    give for it; before the draft and with it."""

    kind: SubjectKind
    own_before: int
    own_after: int
    owned_before: int
    owned_after: int

    @property
    def grows(self) -> bool:
        """Whether the draft asks the unit for more."""
        return self.own_after > self.own_before


@dataclass(frozen=True, slots=True)
class Burden:
    """All figures, those under two names, those no rule needs, and the answers per kind of unit."""

    figures: tuple[FigureBurden, ...]
    twins: tuple[Twins, ...]
    unused: tuple[FigureBurden, ...]
    split: tuple[FigureBurden, ...]
    kinds: tuple[KindBurden, ...]


def burden_of(in_force: Sequence[Rulebook], draft: Rulebook | None = None) -> Burden:
    """What the rulebooks in force ask, and with a draft what they will: it takes the place of its programme's others."""
    staying = [each for each in in_force if draft is None or each.programme != draft.programme]
    after = [*staying, draft] if draft else staying
    known = {key for each in in_force for key in each.figures}
    figures = tuple(_figures(after, known))
    return Burden(
        figures=figures,
        twins=tuple(_twins(figures)),
        unused=tuple(one for one in figures if not one.is_used),
        split=tuple(one for one in figures if one.split_kinds),
        kinds=tuple(_kinds(in_force, after)),
    )


def name_of(rulebook: Rulebook) -> str:
    """A rulebook as a list names it."""
    return f"{rulebook.name} ({rulebook.version})"


def asked(subject: Subject) -> tuple[FigureDef, ...]:
    """The figures that somebody has to report for a unit of this kind."""
    return tuple(figure for figure in subject.figures_used() if figure.owner != OWNED_BY_LIST)


def _figures(rulebooks: Iterable[Rulebook], known: Collection[str]) -> Iterator[FigureBurden]:
    definitions: dict[str, FigureDef] = {}
    uses: dict[str, list[Use]] = defaultdict(list)
    asks: dict[str, list[str]] = defaultdict(list)
    for rulebook in rulebooks:
        for key, figure in rulebook.figures.items():
            if figure.owner != OWNED_BY_LIST:
                definitions.setdefault(key, figure)
                asks[key].append(name_of(rulebook))
        for key, use in _uses(rulebook):
            uses[key].append(use)
    for key, figure in definitions.items():
        yield FigureBurden(figure, tuple(uses[key]), tuple(asks[key]), is_new=key not in known)


def _uses(rulebook: Rulebook) -> Iterator[tuple[str, Use]]:
    for kind, subject in rulebook.subjects.items():
        use = Use(name_of(rulebook), kind, subject.window)
        keys = [figure.key for figure in asked(subject)]
        # A check asks a kind of unit that reports at least one of its figures, and then it needs the others too.
        for check in rulebook.checks:
            looked_at = _keys(check.rule.node)
            keys += looked_at if not {*looked_at}.isdisjoint(keys) else ()
        yield from ((key, use) for key in dict.fromkeys(keys))


def _keys(node: nodes.Node) -> tuple[str, ...]:
    found = (each for each in nodes.walk(node) if isinstance(each, nodes.Figure | nodes.FigureDate | nodes.Previous))
    return tuple(dict.fromkeys(each.key for each in found))


# ---------------------------------------------------------------- asked twice


def _twins(figures: Sequence[FigureBurden]) -> Iterator[Twins]:
    same, near = set(_same_names(figures)), set(_near_names(figures))
    for one, other in sorted(same | near):
        yield Twins(figures[one], figures[other], same_name=(one, other) in same)


def _same_names(figures: Sequence[FigureBurden]) -> Iterator[_Pair]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(figures):
        places[fold(one.figure.name)].append(place)
    for named in places.values():
        yield from combinations(named, 2)


def _near_names(figures: Sequence[FigureBurden]) -> Iterator[_Pair]:
    """Pairs of one measure with nearly the same words.

    Two names with so many words in common share one of their rarest words; so only those that do are compared, which
    keeps thousands of figures quick.
    """
    words = [frozenset(fold(one.figure.name).split()) for one in figures]
    times = Counter(word for name in words for word in name)
    sharing: dict[tuple[str, Answer, str], list[int]] = defaultdict(list)
    for place, one in enumerate(figures):
        rarest = sorted(words[place], key=lambda word: (times[word], word))
        kept = len(rarest) - ceil(_NEAR * len(rarest)) + 1
        for word in rarest[:kept] if len(rarest) >= _SHORTEST_NEAR else ():
            sharing[word, one.figure.answer, fold(one.figure.unit_of_measure)].append(place)
    for places in sharing.values():
        for first, second in combinations(places, 2):
            if _is_near(words[first], words[second]) and _ask_apart(figures[first], figures[second]):
                yield first, second


def _is_near(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _NEAR * len(one | other)


def _ask_apart(one: FigureBurden, other: FigureBurden) -> bool:
    """Whoever asks for both in one rulebook tells them apart."""
    return {*one.asks}.isdisjoint(other.asks)


# ---------------------------------------------------------------- per kind of unit


def _kinds(before: Sequence[Rulebook], after: Sequence[Rulebook]) -> Iterator[KindBurden]:
    was, will = _answers(before), _answers(after)
    for kind in sorted({*was, *will}, key=lambda kind: kind.place):
        (own_before, owned_before), (own_after, owned_after) = was.get(kind, (0, 0)), will.get(kind, (0, 0))
        yield KindBurden(kind, own_before, own_after, owned_before, owned_after)


def _answers(rulebooks: Iterable[Rulebook]) -> Mapping[SubjectKind, tuple[int, int]]:
    """By kind of unit: how many answers are its own, and how many those of other bodies. One for each key and window."""
    own: dict[SubjectKind, set[tuple[str, Window | None]]] = defaultdict(set)
    owned: dict[SubjectKind, set[tuple[str, Window | None]]] = defaultdict(set)
    for rulebook in rulebooks:
        for kind, subject in rulebook.subjects.items():
            for figure in asked(subject):
                found = owned if figure.counts is Source.OWNER else own
                found[kind].add((figure.key, subject.window))
    return {kind: (len(own[kind]), len(owned[kind])) for kind in {*own, *owned}}
