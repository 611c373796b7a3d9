"""Figures of a unit for a time before it was made: put together from whole predecessors, unknown where one was divided."""

from copy import copy
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from binhyen.dossiers.models import Basis, Cycle, Dossier, Standing
from binhyen.dossiers.selectors.explaining import explained
from binhyen.dossiers.selectors.facts import FactsOfCycle, facts_of
from binhyen.dossiers.services.reporting import Cell, figures_report
from binhyen.figures.across import combined
from binhyen.figures.answers import Answer as Typed
from binhyen.figures.models import Channel
from binhyen.kernel.kinds import UnitKind
from binhyen.programmes.selectors import compiled
from binhyen.rules.model.facts import Value
from binhyen.rules.model.types import Answer
from binhyen.units.acts import Merge, Move, Order, Part, Split
from binhyen.units.models import Succession, Unit, UnitEvent
from binhyen.units.selectors import path_ids
from binhyen.units.services import NewUnit, event_apply, unit_create, units_create_many
from tests.builders import dossiers_of, issued, make_commune, make_cycle, make_office

pytestmark = [pytest.mark.django_db, pytest.mark.database]

RULEBOOK = """
programme: mau-qua-sap-xep
version: "1"
name: Phong trào Mẫu
word: phong trào
basis:
  - {title: Văn bản Mẫu, date: 2018-01-01}
valid_from: 2018-01-01
figures:
  so_vu: {name: Số vụ, answer: count, unit: vụ}
  nghi_quyet: {name: Nghị quyết, answer: document}
  khong_xay_ra: {name: Không để xảy ra, answer: confirmation}
subjects:
  residential_area:
    window: {from: {year: 0, day: "01-01"}, to: {year: 0, day: "12-31"}}
    criteria:
      - {code: "1", text: Số vụ giảm, rule: so_vu < previous(so_vu)}
      - {code: "2", text: Có nghị quyết, rule: nghi_quyet}
      - {code: "3", text: Không để xảy ra, rule: khong_xay_ra}
    levels:
      - {code: dat, name: Đạt, rule: all_met}
"""
MERGED = date(2021, 7, 1)
ORDER = Order(MERGED, "Nghị quyết Mẫu 01")


class Tale:
    """A commune with villages that reported for 2020, merged in the middle of 2021, judged for 2021."""

    def __init__(self, areas: int = 3) -> None:
        self.commune = make_commune(areas)
        self.by = make_office(self.commune)
        self.rulebook = issued(RULEBOOK)
        self.before = make_cycle(by=self.by, commune=self.commune, year=2020, rulebook=self.rulebook)

    def report(self, cycle: Cycle, unit: UUID, **answers: Typed) -> None:
        dossier = Dossier.objects.select_related("cycle__rulebook", "rulebook").get(cycle=cycle, unit=unit)
        cells = [Cell(dossier, key, answer) for key, answer in answers.items()]
        figures_report(by=self.by, cells=cells, reported_by="Trưởng thôn", channel=Channel.PHONE)

    def villages(self) -> list[Unit]:
        return [dossier.unit for dossier in dossiers_of(self.before)]

    def after(self) -> Cycle:
        return make_cycle(by=self.by, commune=self.commune, year=2021, rulebook=self.rulebook)

    def facts(self, cycle: Cycle) -> tuple[FactsOfCycle, list[Dossier]]:
        dossiers = dossiers_of(cycle)
        chosen = Dossier.objects.filter(cycle=cycle)
        read = facts_of(cycle=cycle, rulebook=compiled(self.rulebook), dossiers=dossiers, among=chosen)
        return read, dossiers


def count(number: int) -> Typed:
    return Typed(number=Decimal(number))


def test_the_year_before_is_the_sum_of_the_merged_villages() -> None:
    tale = Tale()
    one, two, _three = tale.villages()
    tale.report(tale.before, one.pk, so_vu=count(3))
    tale.report(tale.before, two.pk, so_vu=count(4))
    event = event_apply(by=None, act=Merge((one.pk, two.pk), "Mẫu Mới", UnitKind.THON), order=ORDER)
    successor = Succession.objects.filter(event=event).values_list("successor", flat=True).first()
    read, dossiers = tale.facts(tale.after())
    merged = next(dossier for dossier in dossiers if dossier.unit_id == successor)
    assert read.of(merged, Basis.SELF)["previous.so_vu"] == 7
    assert read.not_comparable(merged) == ()


def test_nothing_is_summed_where_one_of_them_did_not_report() -> None:
    tale = Tale()
    one, two, _three = tale.villages()
    tale.report(tale.before, one.pk, so_vu=count(3))
    event_apply(by=None, act=Merge((one.pk, two.pk), "Mẫu Mới", UnitKind.THON), order=ORDER)
    read, dossiers = tale.facts(tale.after())
    merged = next(dossier for dossier in dossiers if dossier.unit_name == "Thôn Mẫu Mới")
    assert "previous.so_vu" not in read.of(merged, Basis.SELF)


def test_a_part_of_a_divided_village_has_no_year_before_and_says_why() -> None:
    tale = Tale(1)
    (one,) = tale.villages()
    tale.report(tale.before, one.pk, so_vu=count(3))
    kind = UnitKind.THON
    parts = (Part("Mẫu Đông", kind), Part("Mẫu Tây", kind))
    event_apply(by=None, act=Split(one.pk, parts), order=ORDER)
    read, dossiers = tale.facts(tale.after())
    assert len(dossiers) == 2
    for dossier in dossiers:
        assert "previous.so_vu" not in read.of(dossier, Basis.SELF)
        assert read.not_comparable(dossier) == ("Thôn Mẫu 1 chia ngày 01/07/2021",)


def test_a_criterion_that_waits_for_the_year_before_says_that_the_unit_was_divided() -> None:
    tale = Tale(1)
    (one,) = tale.villages()
    kind = UnitKind.THON
    event_apply(by=None, act=Split(one.pk, (Part("Mẫu Đông", kind), Part("Mẫu Tây", kind))), order=ORDER)
    cycle = tale.after()
    dossier = dossiers_of(cycle)[0]
    tale.report(cycle, dossier.unit_id, so_vu=count(3))
    standing = Standing.objects.get(dossier=dossier, basis=Basis.SELF)
    said = [sentence for one in explained(dossier, standing) for sentence in one["sentences"]]
    assert "Năm trước không so sánh được: Thôn Mẫu 1 chia ngày 01/07/2021." in said
    known = explained(dossier, standing, not_comparable=())
    assert not any("không so sánh được" in sentence for one in known for sentence in one["sentences"])


def test_what_the_new_village_reports_itself_counts_before_any_sum() -> None:
    tale = Tale(2)
    one, two = tale.villages()
    event_apply(by=None, act=Merge((one.pk, two.pk), "Mẫu Mới", UnitKind.THON), order=ORDER)
    after = tale.after()
    (merged,) = dossiers_of(after)
    tale.report(after, merged.unit_id, so_vu=count(2), nghi_quyet=Typed(word="yes"))
    read, (merged,) = tale.facts(after)
    assert read.of(merged, Basis.SELF)["so_vu"] == 2


# ---------------------------------------------------------------- the law of totals


class Country:
    """A province of three communes whose villages reported for 2020; what happens to them is done and kept count of."""

    def __init__(self) -> None:
        self.province = unit_create(by=None, name="Mẫu", kind=UnitKind.TINH, parent=None, is_sample=True)
        self.communes = [
            unit_create(by=None, name=f"Mẫu {at}", kind=UnitKind.XA, parent=self.province.pk).pk for at in range(3)
        ]
        for place, commune in enumerate(self.communes):
            rows = [NewUnit(f"Mẫu {place}.{at}", UnitKind.THON) for at in range(3)]
            units_create_many(by=None, rows=rows, parent=commune)
        self.by, self.rulebook = make_office(self.province), issued(RULEBOOK)
        self.before = make_cycle(by=self.by, commune=self.province, year=2020, rulebook=self.rulebook)
        dossiers = dossiers_of(self.before)
        cells = [Cell(one, "so_vu", count(place * place)) for place, one in enumerate(dossiers, 1)]
        figures_report(by=self.by, cells=cells, reported_by="Trưởng thôn", channel=Channel.PHONE)
        # By village: how much of the national total it stands for; None once a part of it went elsewhere.
        self.worth: dict[UUID, int | None] = {one.unit_id: at * at for at, one in enumerate(dossiers, 1)}
        self.total = sum(worth or 0 for worth in self.worth.values())

    def happen(self, what: str, at: int, to: int, day: date) -> None:
        villages = sorted(self.worth)
        one, other = villages[at % len(villages)], villages[to % len(villages)]
        commune = self.communes[to % len(self.communes)]
        order = Order(day, "Nghị quyết Mẫu")
        if what == "merge" and one != other:
            event = event_apply(
                by=None, act=Merge((one, other), f"Mẫu {day:%d%m}", UnitKind.THON, commune), order=order
            )
            worths = self.worth.pop(one), self.worth.pop(other)
            self.worth[self._made_by(event)[0]] = None if None in worths else sum(worth or 0 for worth in worths)
        elif what == "split":
            parts = (Part(f"Mẫu {day:%d%m} A", UnitKind.THON), Part(f"Mẫu {day:%d%m} B", UnitKind.THON))
            event = event_apply(by=None, act=Split(one, parts), order=order)
            del self.worth[one]
            self.worth |= dict.fromkeys(self._made_by(event))
        elif what == "move" and path_ids(one, day)[1] != commune:
            event_apply(by=None, act=Move((one,), commune), order=order)
        elif what == "join" and len(self.communes) > 1:
            gone = (self.communes.pop(), self.communes.pop(0))
            event = event_apply(by=None, act=Merge(gone, f"Mẫu {day:%d%m}", UnitKind.XA), order=order)
            self.communes.append(self._made_by(event)[0])

    @staticmethod
    def _made_by(event: UnitEvent) -> list[UUID]:
        return list(Succession.objects.filter(event=event).values_list("successor", flat=True).distinct())


def test_a_national_total_is_the_same_before_and_after_whatever_happened() -> None:
    country = Country()
    comparable: set[bool] = set()
    things = st.tuples(
        st.sampled_from(["merge", "merge", "split", "move", "join"]), st.integers(0, 99), st.integers(0, 99)
    )

    @settings(max_examples=12, deadline=None, derandomize=True, phases=[Phase.generate])
    @given(acts=st.lists(things, min_size=2, max_size=8))
    def law(acts: list[tuple[str, int, int]]) -> None:
        with transaction.atomic():
            told = copy(country)
            told.worth, told.communes = dict(country.worth), list(country.communes)
            for place, act in enumerate(acts):
                told.happen(*act, day=date(2021, 2, 1) + timedelta(days=place))
            after = make_cycle(by=country.by, commune=country.province, year=2021, rulebook=country.rulebook)
            dossiers = dossiers_of(after)
            chosen = Dossier.objects.filter(cycle=after)
            read = facts_of(cycle=after, rulebook=compiled(country.rulebook), dossiers=dossiers, among=chosen)
            earlier = {one.unit_id: read.of(one, Basis.SELF).get("previous.so_vu") for one in dossiers}
            assert earlier == told.worth
            divided = [one for one in dossiers if told.worth[one.unit_id] is None]
            assert all(read.not_comparable(one) for one in divided)
            comparable.add(not divided)
            if not divided:
                assert sum(told.worth[unit] or 0 for unit in earlier) == country.total
            transaction.set_rollback(True)

    law()
    assert comparable == {True, False}


answers: st.SearchStrategy[list[Value]] = st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=5)


@given(values=answers)
def test_a_confirmation_is_broken_by_one_and_made_by_all(values: list[Value]) -> None:
    said = combined(Answer.CONFIRMATION, values)
    assert (said is False) == (False in values)
    assert (said is True) == (set(values) == {True})


@given(values=st.lists(st.integers(0, 10**12), min_size=1, max_size=6), missing=st.booleans())
def test_counts_add_and_nothing_is_taken_for_zero(values: list[int], missing: bool) -> None:
    given_values: list[Value] = [*values, None] if missing else [*values]
    assert combined(Answer.COUNT, given_values) == (None if missing else sum(values))


def test_a_date_or_a_score_passes_only_from_one_to_one() -> None:
    assert combined(Answer.SCORE, [Decimal("4.5")]) == Decimal("4.5")
    assert combined(Answer.SCORE, [Decimal("4.5"), Decimal("4.5")]) is None
    assert combined(Answer.DATE, []) is None
