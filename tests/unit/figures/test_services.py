"""Values: one standing answer per slot, the old ones kept, nothing overwritten unseen."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Event

import pytest
from django.db import connection, transaction

from binhyen.accounts.models import User
from binhyen.audit.errors import AlreadyDone
from binhyen.audit.models import LogEntry
from binhyen.figures.answers import NOTHING, Answer
from binhyen.figures.errors import ValueChanged
from binhyen.figures.models import Channel, FigureValue, Source
from binhyen.figures.selectors import history_of
from binhyen.figures.services import UNSEEN, Entry, figures_record
from binhyen.kernel.errors import InputProblems
from binhyen.kernel.period import Period
from binhyen.units.models import Unit
from tests.builders import make_commune, make_rulebook, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.database]

YEAR = Period.on_paper(date(2020, 11, 1), date(2021, 10, 31))
Record = Callable[..., list[FigureValue]]


@pytest.fixture
def unit() -> Unit:
    make_rulebook()
    return make_commune(0)


@pytest.fixture
def typist() -> User:
    return make_user(None)


@pytest.fixture
def record(unit: Unit, typist: User) -> Record:
    def say(
        number: int | None, *, seen: object = UNSEEN, source: Source = Source.SELF, act_key: str | None = None
    ) -> list[FigureValue]:
        answer = NOTHING if number is None else Answer(number=Decimal(number))
        entry = Entry("ho_cu_tru", unit.pk, YEAR, answer, source=source, seen=seen)
        return figures_record(
            by=typist, entries=[entry], reported_by="Trưởng thôn", channel=Channel.PHONE, act_key=act_key
        )

    return say


def standing(unit: Unit) -> FigureValue:
    return FigureValue.objects.get(unit=unit, is_current=True, source=Source.SELF)


def test_a_correction_supersedes_and_the_old_value_stays(record: Record, unit: Unit) -> None:
    [first] = record(120)
    [second] = record(121)
    assert second.supersedes_id == first.pk
    assert standing(unit).number == 121
    assert [value.number for value in history_of(unit=unit.pk, key="ho_cu_tru", period=YEAR)] == [121, 120]


def test_the_same_answer_again_adds_nothing_and_is_not_logged(record: Record) -> None:
    record(120)
    logged = LogEntry.objects.count()
    assert record(120) == []
    assert LogEntry.objects.count() == logged


def test_an_answer_taken_back_is_unknown_and_not_zero(record: Record, unit: Unit) -> None:
    record(120)
    [withdrawn] = record(None)
    assert withdrawn.withdrawn
    assert standing(unit).number is None


def test_a_value_that_changed_since_it_was_seen_is_not_overwritten(record: Record, unit: Unit) -> None:
    [seen] = record(120)
    record(125)
    with pytest.raises(ValueChanged) as refused:
        record(121, seen=seen.pk)
    assert refused.value.cells == ((str(unit.pk), "ho_cu_tru"),)
    assert standing(unit).number == 125


def test_a_cell_seen_empty_that_somebody_filled_is_not_overwritten(record: Record, unit: Unit) -> None:
    record(120)
    with pytest.raises(ValueChanged):
        record(121, seen=None)
    assert standing(unit).number == 120


def test_two_people_typing_the_same_answer_do_not_disturb_each_other(record: Record) -> None:
    record(120)
    assert record(120, seen=None) == []


def test_sources_stand_beside_each_other(record: Record, unit: Unit) -> None:
    record(120)
    record(118, source=Source.REVIEW)
    values = FigureValue.objects.filter(unit=unit, is_current=True).order_by("source")
    assert [(value.source, value.number) for value in values] == [("review", 118), ("self", 120)]


def test_the_same_submission_twice_records_once(record: Record, unit: Unit) -> None:
    record(120, act_key="k-1")
    with pytest.raises(AlreadyDone):
        record(125, act_key="k-1")
    assert standing(unit).number == 120


def test_a_figure_that_no_rulebook_defines_is_refused(unit: Unit, typist: User) -> None:
    entry = Entry("so_la", unit.pk, YEAR, Answer(number=Decimal(1)))
    with pytest.raises(InputProblems, match="so_la"):
        figures_record(by=typist, entries=[entry], reported_by="x", channel=Channel.PAPER)
    assert not FigureValue.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("keys", "told"), [(("a", "b"), ValueChanged), (("a", "a"), AlreadyDone)])
def test_of_two_first_answers_at_the_same_moment_the_database_takes_one_and_the_other_is_told(
    record: Record, unit: Unit, keys: tuple[str, str], told: type[Exception]
) -> None:
    is_recorded = Event()

    def quicker() -> None:
        with transaction.atomic():
            record(120, seen=None, act_key=keys[0])
            is_recorded.set()
            # The slower one now waits for our row; SQLite lets one writer in at a time, so there they come in turn.
            time.sleep(0.5 if connection.vendor == "postgresql" else 0)
        connection.close()

    def slower() -> None:
        is_recorded.wait(10)
        try:
            with pytest.raises(told):
                record(121, seen=None, act_key=keys[1])
        finally:
            connection.close()

    with ThreadPoolExecutor(2 if connection.vendor == "postgresql" else 1) as hands:
        for done in [hands.submit(quicker), hands.submit(slower)]:
            done.result(20)
    assert standing(unit).number == 120
