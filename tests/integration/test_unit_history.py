"""Laws of the tree over a long history of random acts."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any, ClassVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from binhyen.kernel.kinds import UnitKind
from binhyen.units import selectors
from binhyen.units.acts import Act, ChangeKind, Dissolve, Establish, Merge, Move, Order, Part, Rename, Split
from binhyen.units.models import Lineage, UnitVersion
from binhyen.units.services import event_apply, event_reverse, unit_create

pytestmark = pytest.mark.django_db

START = date(2020, 1, 1)
DAY = date(2025, 7, 1)
AREAS = (UnitKind.THON, UnitKind.TO_DAN_PHO, UnitKind.BAN)
Choice = st.integers(min_value=0, max_value=10_000)


class History(RuleBasedStateMachine):
    """Random acts on an invented province; after each one the laws of the tree hold."""

    # Over all generated histories.
    acts_done: ClassVar[int] = 0

    @initialize()
    def found(self) -> None:
        self.day = DAY
        self.count = 0
        self.past: list[tuple[date, dict[UUID, tuple[Any, ...]]]] = []
        self.province = unit_create(
            by=None, name="Mẫu", kind=UnitKind.TINH, parent=None, valid_from=START, is_sample=True
        ).pk
        for _ in range(3):
            commune = self.create(UnitKind.XA, self.province)
            for _ in range(2):
                self.create(UnitKind.THON, commune)

    def create(self, kind: UnitKind, parent: UUID) -> UUID:
        self.count += 1
        return unit_create(by=None, name=f"Mẫu {self.count}", kind=kind, parent=parent, valid_from=START).pk

    def new_name(self) -> str:
        self.count += 1
        return f"Mẫu {self.count}"

    def standing(self, *kinds: UnitKind) -> list[UUID]:
        rows = UnitVersion.objects.filter(unit__lineage__ancestor=self.province, kind__in=kinds, valid_to=None)
        return sorted(set(rows.values_list("unit_id", flat=True)))

    def do(self, act: Act) -> None:
        """Apply; now and then take back, which must leave the tree of the day before, and apply again."""
        self.past.append((self.day - timedelta(days=1), self.tree(self.day - timedelta(days=1))))
        event = event_apply(by=None, act=act, order=Order(self.day, "Nghị quyết Mẫu"))
        History.acts_done += 1
        if len(self.past) % 5 == 0:
            event_reverse(by=None, event=event)
            assert self.tree(self.day) == self.past[-1][1]
            event_apply(by=None, act=act, order=Order(self.day, "Nghị quyết Mẫu"))
        self.day += timedelta(days=1)

    def tree(self, day: date) -> dict[UUID, tuple[Any, ...]]:
        rows = selectors.descendants(self.province, day)
        return {row.unit_id: (row.full_name, row.kind, row.parent_id) for row in rows}

    @rule(at=Choice)
    def establish(self, at: int) -> None:
        communes = self.standing(UnitKind.XA, UnitKind.PHUONG)
        self.do(Establish(self.new_name(), UnitKind.THON, communes[at % len(communes)]))

    @rule(at=Choice)
    def rename(self, at: int) -> None:
        units = self.standing(*AREAS, UnitKind.XA, UnitKind.PHUONG)
        self.do(Rename(units[at % len(units)], self.new_name()))

    @rule(at=Choice)
    def change_kind(self, at: int) -> None:
        communes = self.standing(UnitKind.XA)
        if len(communes) < 2:
            self.rename(at)
            return
        areas = UnitKind.TO_DAN_PHO if at % 2 else None
        self.do(ChangeKind((communes[at % len(communes)],), UnitKind.PHUONG, areas_become=areas))

    @rule(at=Choice, to=Choice)
    def move(self, at: int, to: int) -> None:
        areas, communes = self.standing(*AREAS), self.standing(UnitKind.XA, UnitKind.PHUONG)
        area = areas[at % len(areas)] if areas else None
        here = selectors.path_ids(area, self.day)[1] if area else None
        others = [commune for commune in communes if commune != here]
        if area is None or not others:
            self.establish(at)
            return
        self.do(Move((area,), others[to % len(others)]))

    @rule(at=Choice)
    def merge(self, at: int) -> None:
        communes = self.standing(UnitKind.XA, UnitKind.PHUONG)
        if len(communes) < 3:
            self.establish(at)
            return
        pair = (communes[at % len(communes)], communes[(at + 1) % len(communes)])
        self.do(Merge(pair, self.new_name(), UnitKind.XA))

    @rule(at=Choice, seed=Choice)
    def split(self, at: int, seed: int) -> None:
        communes = self.standing(UnitKind.XA, UnitKind.PHUONG)
        whole = communes[at % len(communes)]
        below = [row.unit_id for row in selectors.children(whole, self.day)]
        parts = (Part(self.new_name(), UnitKind.XA), Part(self.new_name(), UnitKind.XA))
        self.do(Split(whole, parts, {child: (seed + place) % 2 for place, child in enumerate(below)}))

    @rule(at=Choice, to=Choice)
    def dissolve(self, at: int, to: int) -> None:
        communes = self.standing(UnitKind.XA, UnitKind.PHUONG)
        if len(communes) < 4:
            self.split(at, to)
            return
        gone = communes.pop(at % len(communes))
        home = communes[to % len(communes)]
        self.do(Dissolve((gone,), {row.unit_id: home for row in selectors.children(gone, self.day)}))

    @invariant()
    def laws_hold(self) -> None:
        lives: dict[UUID, list[UnitVersion]] = {}
        everyone = Lineage.objects.filter(ancestor=self.province).values("descendant")
        for version in UnitVersion.objects.filter(unit__in=everyone).order_by("valid_from"):
            lives.setdefault(version.unit_id, []).append(version)
        self.no_gaps_or_overlaps(lives)
        self.nobody_without_parent(lives)
        self.paths_are_what_parents_say(lives)

    @staticmethod
    def no_gaps_or_overlaps(lives: dict[UUID, list[UnitVersion]]) -> None:
        for versions in lives.values():
            for earlier, later in pairwise(versions):
                assert earlier.valid_to == later.valid_from

    @staticmethod
    def nobody_without_parent(lives: dict[UUID, list[UnitVersion]]) -> None:
        for version in (version for versions in lives.values() for version in versions):
            if version.parent_id is None:
                continue
            above = lives[version.parent_id]
            assert above[0].valid_from <= version.valid_from  # type: ignore[operator]
            assert (above[-1].valid_to or date.max) >= (version.valid_to or date.max)

    def paths_are_what_parents_say(self, lives: dict[UUID, list[UnitVersion]]) -> None:
        drawn = selectors.paths_ids(lives, self.day)
        for unit in lives:
            version = next((one for one in lives[unit] if one.holds_on(self.day)), None)
            path: list[UUID] = []
            at = unit if version else None
            while at is not None:
                assert at not in path, "a circle"
                path.append(at)
                at = next(one.parent_id for one in lives[at] if one.holds_on(self.day))
            assert drawn.get(unit, ()) == tuple(path)

    def teardown(self) -> None:
        for day, tree in getattr(self, "past", []):
            assert self.tree(day) == tree


def test_a_thousand_random_acts_keep_the_laws_of_the_tree() -> None:
    """No two versions overlap, nobody is an orphan, no circle, and every past day's tree stays as it was."""
    History.acts_done = 0
    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=26, stateful_step_count=42, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate),
        ),
    )  # fmt: skip
    assert History.acts_done >= 1000
