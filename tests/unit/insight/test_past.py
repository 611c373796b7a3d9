"""Past cycles judged again: what was frozen comes out again, another version on the same facts, counts from below."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from binhyen.accounts.models import User
from binhyen.audit.models import LogEntry
from binhyen.dossiers.models import Basis, Cycle, Dossier, Standing
from binhyen.dossiers.services import acts
from binhyen.dossiers.services.acts import CommitteeWord
from binhyen.dossiers.services.deciding import decide
from binhyen.dossiers.services.reporting import Cell, figures_report
from binhyen.figures.answers import Answer
from binhyen.figures.models import Channel
from binhyen.insight.past import judge_again
from binhyen.insight.trials import Report, report_of
from binhyen.insight.what_if import Turn
from binhyen.kernel.kinds import SubjectKind
from binhyen.programmes.models import Rulebook
from binhyen.programmes.selectors import compiled
from binhyen.units.models import Unit
from tests.builders import (
    MEETING,
    SIGNING,
    dossiers_of,
    hand_in,
    issued,
    make_commune,
    make_cycle,
    make_office,
    register,
)
from tests.versions import version_text

pytestmark = [pytest.mark.django_db, pytest.mark.database]

REGISTERED = (90, 85, 75, 60)


def report(by: User, dossiers: Sequence[Dossier]) -> None:
    cells = [
        Cell(dossier, key, Answer(number=Decimal(value)))
        for dossier, registered in zip(dossiers, REGISTERED, strict=False)
        for key, value in (("ho_cu_tru", 100), ("ho_dang_ky", registered))
    ]
    figures_report(by=by, cells=cells, reported_by="Trưởng thôn", channel=Channel.PHONE)


@pytest.fixture
def commune() -> Unit:
    return make_commune(len(REGISTERED))


@pytest.fixture
def office(commune: Unit) -> User:
    return make_office(commune)


@pytest.fixture
def first() -> Rulebook:
    return issued(version_text())


@pytest.fixture
def cycle(commune: Unit, office: User, first: Rulebook) -> Cycle:
    """A cycle in which three of four areas pass and were recognised."""
    cycle = make_cycle(by=office, commune=commune, rulebook=first)
    register(by=office, dossiers=dossiers_of(cycle))
    own = dossiers_of(cycle, SubjectKind.COMMUNE)
    acts.register(by=office, dossiers=own, on=date(2021, 1, 12))
    report(office, dossiers_of(cycle))
    hand_in(by=office, dossiers=dossiers_of(cycle))
    acts.review(by=office, dossiers=dossiers_of(cycle), meeting=MEETING, words=[CommitteeWord("4", met=True)])
    areas = dossiers_of(cycle)
    recognise = frozenset(one.pk for one in areas[:3])
    decide(by=office, cycle=cycle, judge=commune, dossiers=areas, recognise=recognise, signing=SIGNING)
    return cycle


def trial(cycle: Cycle, draft: Rulebook, base: Rulebook | None = None) -> Report:
    return report_of([judge_again(cycle, compiled(draft), compiled(base) if base else None)])


def told(found: Report) -> dict[str, tuple[Turn, tuple[str, ...]]]:
    return {one.unit: (one.turn, one.reasons) for one in found.changes}


def test_what_was_frozen_comes_out_again_by_the_rules_of_its_time(cycle: Cycle, first: Rulebook) -> None:
    found = trial(cycle, first)
    assert (found.come_out_otherwise, found.frozen) == ((), 4)
    assert [(one.kind, one.rows, one.before, one.after) for one in found.kinds] == [
        (SubjectKind.RESIDENTIAL_AREA, 4, 3, 3),
        (SubjectKind.COMMUNE, 1, 1, 1),
    ]
    assert found.changes == ()


def test_another_version_says_who_loses_by_which_criterion_and_the_commune_counts_its_areas(cycle: Cycle) -> None:
    found = trial(cycle, issued(version_text(share="80%")))
    assert told(found) == {
        "Thôn Mẫu 3": (Turn.LOST, ("1",)),
        "Xã Mẫu P": (Turn.LOST, ("1",)),
    }
    assert {one.unit: (one.kept, one.is_frozen) for one in found.changes} == {
        "Thôn Mẫu 3": ("met", True),
        "Xã Mẫu P": ("met", False),
    }


def test_a_frozen_verdict_that_comes_out_otherwise_is_told_and_stays(
    cycle: Cycle, office: User, first: Rulebook
) -> None:
    kept = Standing.objects.get(dossier=dossiers_of(cycle)[0], basis=Basis.REVIEW)
    facts = dict(kept.facts)
    kept.facts["ho_dang_ky"] = 10
    kept.save()
    found = trial(cycle, first)
    assert [name for _, name in found.come_out_otherwise] == ["Thôn Mẫu 1"]
    kept.facts = facts
    kept.save()
    assert trial(cycle, first).come_out_otherwise == ()


def test_what_nobody_was_asked_for_is_named_and_leaves_the_verdict_unknown(cycle: Cycle) -> None:
    found = trial(cycle, issued(version_text(asks_lights=True)))
    assert found.never_asked == (("khu dân cư", "Số ngõ có đèn"), ("khu dân cư", "Số ngõ"))
    assert {one.turn for one in found.changes if one.kind is SubjectKind.RESIDENTIAL_AREA} == {Turn.NOW_UNKNOWN}
    assert {one.reasons for one in found.changes} == {("3",), ("1",)}


def test_the_committee_s_word_does_not_follow_to_a_criterion_with_another_text(cycle: Cycle) -> None:
    found = trial(cycle, issued(version_text(word_of_fourth="Không có vụ nào")))
    assert told(found)["Thôn Mẫu 1"] == (Turn.NOW_UNKNOWN, ("4",))


def test_a_kind_that_only_one_version_judges_is_left_out_and_counted(cycle: Cycle) -> None:
    found = trial(cycle, issued(version_text(kinds=["commune"])))
    assert found.left_out == (("khu dân cư", 4),)
    assert [one.kind for one in found.kinds] == [SubjectKind.COMMUNE]


def test_two_versions_can_be_compared_whatever_the_cycle_was_judged_by(cycle: Cycle) -> None:
    high, low = issued(version_text(share="80%")), issued(version_text(share="50%"))
    found = trial(cycle, low, base=high)
    assert {one.unit: one.turn for one in found.changes} == {
        "Thôn Mẫu 3": Turn.GAINED,
        "Thôn Mẫu 4": Turn.GAINED,
        "Xã Mẫu P": Turn.GAINED,
    }


def test_units_that_never_registered_are_listed_and_not_judged(commune: Unit, office: User, first: Rulebook) -> None:
    cycle = make_cycle(by=office, commune=commune, rulebook=first, year=2020)
    register(by=office, dossiers=dossiers_of(cycle)[:2])
    (part,) = judge_again(cycle, compiled(first)).parts
    assert part.comparison.rows == 2


def test_nothing_is_written(cycle: Cycle) -> None:
    before = list(Standing.objects.order_by("pk").values()), LogEntry.objects.count()
    trial(cycle, issued(version_text(share="80%")))
    after = list(Standing.objects.order_by("pk").values()), LogEntry.objects.count() - 2
    assert after == before


def test_sums_per_area_add_up_to_the_sums_per_kind(cycle: Cycle) -> None:
    found = trial(cycle, issued(version_text(share="80%")))
    assert sum(one.rows for one in found.areas) == found.rows == 5
    assert sum(one.lost for one in found.areas) == sum(one.lost for one in found.kinds) == 2


def test_statements_do_not_grow_with_the_number_of_dossiers(first: Rulebook) -> None:
    second = compiled(issued(version_text(share="80%", asks_lights=True)))
    counts = []
    for areas in (3, 30):
        commune = make_commune(areas, name=f"Mẫu {areas}")
        office = make_office(commune)
        cycle = make_cycle(by=office, commune=commune, rulebook=first)
        register(by=office, dossiers=dossiers_of(cycle))
        with CaptureQueriesContext(connection) as queries:
            report_of([judge_again(cycle, second)])
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15
