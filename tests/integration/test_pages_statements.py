"""Pages and acts ask the database a number of questions that does not grow with the number of units."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from binhyen.dossiers.models import Cycle, Dossier, Standing
from binhyen.dossiers.services.standings import standings_refresh
from tests.builders import (
    AREA,
    decide_all,
    dossiers_of,
    hand_in,
    make_commune,
    make_cycle,
    make_office,
    make_rulebook,
    register,
    report,
    review,
    signed_in,
)

pytestmark = [pytest.mark.django_db]

PAGES = ("work", "cycles", "cycle", "dossier_list", "cycle_log", "decision_room", "dossier", "cycle_acts")


def statements(areas: int) -> dict[str, int]:
    """How many statements each page takes in a commune with so many villages, once the process is warm."""
    commune = make_commune(areas, name=f"Mẫu {areas}")
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune)
    register(by=office, dossiers=dossiers_of(cycle))
    report(by=office, dossiers=dossiers_of(cycle), passing=areas)
    hand_in(by=office, dossiers=dossiers_of(cycle))
    review(by=office, dossiers=dossiers_of(cycle)[: areas // 2])
    client = signed_in(office)
    counts = {}
    for name in PAGES:
        address = address_of(name, cycle)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200, name
        counts[name] = len(asked)
    return counts


def address_of(name: str, cycle: Cycle) -> str:
    if name in ("work", "cycles"):
        return reverse(name)
    if name == "dossier":
        return reverse(name, args=[dossiers_of(cycle)[0].pk])
    query = f"?viec=xet-duyet&loai={AREA.value}" if name == "cycle_acts" else ""
    return reverse(name, args=[cycle.pk]) + query


def test_every_page_takes_as_many_statements_for_fifty_villages_as_for_five() -> None:
    assert statements(50) == statements(5)


def test_the_list_and_the_page_of_a_dossier_take_few_statements() -> None:
    counts = statements(6)
    # Two of them are the session and the person.
    assert counts["dossier_list"] <= 7
    assert counts["dossier"] <= 7


def test_opening_a_cycle_for_a_thousand_units_is_a_handful_of_statements(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    commune, rulebook = make_commune(1_000), make_rulebook()
    office = make_office(commune)
    with django_assert_max_num_queries(28):
        cycle = make_cycle(by=office, commune=commune, rulebook=rulebook)
    assert cycle.dossiers.count() == 1_001
    assert Standing.objects.count() == 2_002


def test_a_thousand_dossiers_are_evaluated_in_a_handful_of_statements(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    commune = make_commune(1_000)
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune)
    report(by=office, dossiers=dossiers_of(cycle)[:50], passing=50)
    with django_assert_max_num_queries(8):
        standings_refresh(cycle=cycle, dossiers=Dossier.objects.filter(cycle=cycle))


def acts_in_statements(areas: int) -> dict[str, int]:
    """How many statements each act of a year takes on so many villages at once."""
    commune = make_commune(areas, name=f"Mẫu {areas}")
    office = make_office(commune)
    cycle = make_cycle(by=office, commune=commune)
    acts: dict[str, Callable[[], object]] = {
        "register": lambda: register(by=office, dossiers=dossiers_of(cycle)),
        "report": lambda: report(by=office, dossiers=dossiers_of(cycle), passing=areas),
        "hand_in": lambda: hand_in(by=office, dossiers=dossiers_of(cycle)),
        "review": lambda: review(by=office, dossiers=dossiers_of(cycle)),
        "decide": lambda: decide_all(by=office, cycle=cycle, commune=commune, passing=areas),
    }
    counts = {}
    for name, act in acts.items():
        with CaptureQueriesContext(connection) as asked:
            act()
        counts[name] = len(asked)
    return counts


def test_every_act_takes_as_many_statements_for_forty_villages_as_for_four() -> None:
    acts_in_statements(2)  # what a process learns once
    assert acts_in_statements(40) == acts_in_statements(4)
