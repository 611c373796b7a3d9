"""What is listed as missing is what it takes: tried on every state and every future of small rulebooks.

A future of a state: what is unknown becomes anything or stays unknown; a paper that does not exist is written; units
register, are decided, are recognised in addition. Nothing else changes: an incident that happened has happened.

Two laws. If any future reaches the level, one does in which only listed things change. And no future does in which
nothing listed changes.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import product

import pytest

from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.explanation import Missing, MissingKind, explain, outlook
from binhyen.rules.loading import load_rulebook
from binhyen.rules.model.facts import Facts, Value
from binhyen.rules.model.results import Assessment, Outcome
from binhyen.rules.model.rulebook import Rulebook
from binhyen.rules.reference import assess
from tests.unit.rules.texts import rulebook_text

AREA = SubjectKind.RESIDENTIAL_AREA
YEAR = 2021
YES_NO: tuple[Value, ...] = (True, False)
IN_TIME, LATE = date(2021, 3, 31), date(2021, 4, 1)
DOMAINS: Mapping[str, tuple[Value, ...]] = {
    "so_vu": (0, 2),
    "previous.so_vu": (0, 1),
    "ho_dang_ky": (0, 1, 2),
    "ho_cu_tru": (0, 2),
    "nghi_quyet": YES_NO,
    "nghi_quyet.date": (IN_TIME, LATE),
    "khong_xay_ra": YES_NO,
    "co_mo_hinh": YES_NO,
    "units.listed": (0, 3),
    "units.registered": (0, 2, 3),
    "units.recognised": (0, 1, 2, 3),
    "units.open": (0, 1),
    "recognised.khac.dat": YES_NO,
    "criterion.1": YES_NO,
    "criterion.2": YES_NO,
    "score.1": (0, 5, 10),
}
GROWING = ("units.registered", "units.recognised")
State = tuple[Value, ...]


@dataclass(frozen=True)
class World:
    """A small rulebook with all states of its facts."""

    text: str

    @cached_property
    def rulebook(self) -> Rulebook:
        """The rulebook itself."""
        return load_rulebook(self.text)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The facts that it asks for and that this test lets vary."""
        names = [column.name for column in self.rulebook.subjects[AREA].facts_columns()]
        return tuple(name for name in names if name in DOMAINS)

    @cached_property
    def known(self) -> dict[State, Assessment]:
        """What was assessed already."""
        return {}

    def states(self) -> Iterator[State]:
        """Every state."""
        return product(*((None, *DOMAINS[name]) for name in self.columns))

    def facts(self, state: State) -> Facts:
        """A state as facts."""
        return dict(zip(self.columns, state, strict=True))

    def assess(self, state: State) -> Assessment:
        """A state, judged."""
        if state not in self.known:
            self.known[state] = assess(self.rulebook, AREA, self.facts(state), year=YEAR)
        return self.known[state]

    def futures(self, state: State, changing: Mapping[str, int | None]) -> Iterator[State]:
        """Every future in which only these columns change; a number of units grows by at most so many."""
        choices = []
        for name, value in zip(self.columns, state, strict=True):
            can = _can_become(name, value) if name in changing else (value,)
            most = changing.get(name)
            grown = isinstance(value, int) and most is not None and name in GROWING
            choices.append([one for one in can if not grown or int(str(one)) <= int(str(value)) + int(str(most))])
        return product(*choices)

    def every_change(self) -> dict[str, int | None]:
        """Everything that can change at all."""
        return dict.fromkeys(self.columns)


def _can_become(name: str, value: Value) -> tuple[Value, ...]:
    if value is None:
        return (None, *DOMAINS[name])
    if name in GROWING:
        return tuple(
            more for more in DOMAINS[name] if isinstance(more, int) and isinstance(value, int) and more >= value
        )
    if name == "units.open":
        return (value, 0)
    if name == "nghi_quyet":
        return (value, True)
    return (value,)


def _changed_by(missing: tuple[Missing, ...]) -> dict[str, int | None]:
    """The columns that supplying these things changes, and by how many units at most."""
    found: dict[str, int | None] = {}
    opened = sum(item.count or 0 for item in missing if item.kind is MissingKind.OPEN_UNITS)
    for item in missing:
        match item.kind:
            case MissingKind.PAPER | MissingKind.FIGURE:
                found |= {item.key: None, f"{item.key}.date": None}
            case MissingKind.DATE:
                found[f"{item.key}.date"] = None
            case MissingKind.PREVIOUS:
                found[f"previous.{item.key}"] = None
            case MissingKind.OPEN_UNITS:
                found |= {"units.open": None, "units.recognised": found.get("units.recognised", opened)}
            case MissingKind.UNITS if item.key == "units.listed":
                # How many units are short can be said only once the list is known.
                found |= {item.key: None, **dict.fromkeys(GROWING)}
            case MissingKind.SHORT_UNITS:
                found[item.key] = None if item.count is None else item.count + opened
            case _:
                found[item.key] = None
    return found


def _criteria(*rules: str) -> str:
    return "".join(f"\n      - {{code: '{number}', text: T, {rule}}}" for number, rule in enumerate(rules, 1))


def _group(first: str, second: str) -> str:
    return f"[{{code: '1', text: T, items: [{{code: 1a, text: T, {first}}}, {{code: 1b, text: T, {second}}}]}}]"


ALL = "[{code: dat, name: Đạt, rule: all_met}]"
SHARE = "rule: \"units('recognised') / units('listed') >= 70%\""
PAPER = "rule: \"nghi_quyet AND nghi_quyet.date <= deadline('03-31')\""
WORLDS = {
    "a paper and its day": (_criteria(PAPER, "rule: khong_xay_ra"), ALL),
    "an incident beside a paper": (_criteria("rule: so_vu <= previous(so_vu) AND nghi_quyet"), ALL),
    "one of two": (_criteria("rule: so_vu = 0 OR nghi_quyet OR co_mo_hinh"), ALL),
    "an alternative of several": (_criteria("rule: (nghi_quyet AND co_mo_hinh) OR (so_vu = 0 AND khong_xay_ra)"), ALL),
    "a choice": (_criteria("rule: 'if(co_mo_hinh, so_vu = 0, nghi_quyet)'"), ALL),
    "a choice inside a number": (_criteria("rule: 'if(nghi_quyet, ho_dang_ky, so_vu) > 1'"), ALL),
    "not": (_criteria("rule: NOT (so_vu > 0 OR NOT khong_xay_ra)"), ALL),
    "households": (_criteria("rule: ho_dang_ky = ho_cu_tru AND ho_cu_tru > 0"), ALL),
    "a share": (_criteria("rule: ho_dang_ky / ho_cu_tru >= 50%"), ALL),
    "known": (_criteria("rule: known(so_vu) AND co_mo_hinh"), ALL),
    "between": (_criteria("rule: ho_dang_ky BETWEEN 1 AND 2 AND NOT so_vu BETWEEN 1 AND 3"), ALL),
    "in": (_criteria("rule: 'ho_dang_ky IN (1, ho_cu_tru)'"), ALL),
    "units": (_criteria(SHARE), ALL),
    "units registered": (_criteria("rule: \"units('registered') = units('listed') AND khong_xay_ra\""), ALL),
    "units the other way round": (_criteria("rule: \"2 <= units('recognised')\"", "rule: so_vu = 0"), ALL),
    "units within": (_criteria("rule: \"units('registered') BETWEEN 2 AND 3\""), ALL),
    "units added up": (_criteria("rule: \"units('registered') + units('recognised') >= 5\""), ALL),
    "too many units": (_criteria("rule: \"units('recognised') <= 1\"", "rule: nghi_quyet"), ALL),
    "another programme": (_criteria("rule: \"recognised('khac', 'dat') AND so_vu = 0\""), ALL),
    "what the committee records": (_criteria("status: to_confirm", "status: to_confirm"), ALL),
    "what may not apply": (_criteria("rule: nghi_quyet, applies: co_mo_hinh", "rule: so_vu = 0"), ALL),
    "nothing that applies": (_criteria("rule: nghi_quyet, applies: co_mo_hinh"), ALL),
    "another criterion": (_criteria("rule: nghi_quyet", "rule: met('1') AND so_vu = 0"), ALL),
    "a count of criteria": (
        _criteria("rule: nghi_quyet", "rule: so_vu = 0", "rule: khong_xay_ra", "rule: co_mo_hinh"),
        "[{code: it, name: Ít, rule: count_met >= 2}, {code: dat, name: Đạt, rule: count_met >= 3}]",
    ),
    "a count and one by name": (
        _criteria("rule: nghi_quyet", "rule: so_vu = 0", "status: to_confirm"),
        "[{code: dat, name: Đạt, rule: count_met >= 2 AND met('1')}]",
    ),
    "points": (
        _criteria(
            "points: 10, score: entered",
            "points: 6, rule: nghi_quyet",
            "points: 4, deduct: {count: so_vu, each: 2}",
            "points: 5, rule: co_mo_hinh, applies: khong_xay_ra",
        ),
        "[{code: kha, name: Khá, rule: points >= 12}, {code: tot, name: Tốt, rule: points >= 20}]",
    ),
    "a group with points": (
        _group("points: 3, rule: nghi_quyet", "points: 4, score: ho_dang_ky * 4 / ho_cu_tru"),
        "[{code: kha, name: Khá, rule: points > 4}]",
    ),
    "a group": (_group("rule: nghi_quyet, applies: co_mo_hinh", "rule: so_vu = 0"), ALL),
}
BOOKS = {name: World(rulebook_text(criteria=criteria, levels=levels)) for name, (criteria, levels) in WORLDS.items()}
BOOKS["a unit that may not be eligible"] = World(
    rulebook_text(criteria=_criteria("rule: nghi_quyet"), more="    eligible: co_mo_hinh AND so_vu < 2\n")
)


@pytest.mark.parametrize("world", BOOKS.values(), ids=BOOKS)
def test_what_is_missing_for_a_level_is_what_it_takes(world: World) -> None:
    ladder = [level.code for level in world.rulebook.subjects[AREA].titles]
    for state in world.states():
        now = world.assess(state)
        found = outlook(world.rulebook, AREA, world.facts(state), now, year=YEAR)
        assert (found is None) is (now.level == ladder[-1])
        if found is None:
            continue
        _hold(world, state, found.missing, _has_level(ladder[ladder.index(found.level) :]))
        assert found.within_reach or not found.missing


@pytest.mark.parametrize("world", BOOKS.values(), ids=BOOKS)
def test_what_is_missing_for_a_criterion_is_what_it_takes(world: World) -> None:
    for state in world.states():
        now = world.assess(state)
        for told in explain(world.rulebook, AREA, world.facts(state), now, year=YEAR):
            if not _passes(told.code)(now) and not told.is_group and told.points_max is None:
                _hold(world, state, told.missing, _passes(told.code))


def _has_level(codes: list[str]) -> Callable[[Assessment], bool]:
    return lambda one: one.level in codes


def _passes(code: str) -> Callable[[Assessment], bool]:
    return lambda one: one.outcomes[code] in (Outcome.MET, Outcome.NOT_APPLICABLE)


def _hold(world: World, state: State, missing: tuple[Missing, ...], reached: Callable[[Assessment], bool]) -> None:
    listed = _changed_by(missing)
    unlisted = {name: most for name, most in world.every_change().items() if name not in listed}
    without = next((one for one in world.futures(state, unlisted) if reached(world.assess(one))), None)
    assert without is None, f"{world.facts(state)} lists {missing} and reaches it without: {world.facts(without or ())}"
    if not any(reached(world.assess(one)) for one in world.futures(state, listed)):
        other = next((one for one in world.futures(state, world.every_change()) if reached(world.assess(one))), None)
        assert other is None, f"{world.facts(state)} lists {missing} and needs {world.facts(other or ())}"


@pytest.mark.parametrize("world", BOOKS.values(), ids=BOOKS)
def test_for_an_incident_that_was_reported_nothing_is_ever_listed(world: World) -> None:
    for state in world.states():
        facts = world.facts(state)
        found = outlook(world.rulebook, AREA, facts, world.assess(state), year=YEAR)
        known = [
            item for item in (found.missing if found else ()) if item.key == "so_vu" and facts["so_vu"] is not None
        ]
        assert [item for item in known if item.kind is not MissingKind.PREVIOUS] == []
