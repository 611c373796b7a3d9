"""The log: one entry per act, in one chain that shows every change."""

import pytest
from django.db import DatabaseError, connection, transaction

from binhyen.audit import services
from binhyen.audit.errors import AlreadyDone, ChainBroken
from binhyen.audit.models import LogEntry
from binhyen.audit.phrases import phrase, register
from binhyen.audit.selectors import entries_about, lines, verify_chain
from binhyen.kernel.codes import new_id
from tests.append_only import unguarded

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def record(verb: str = "test.done", **payload: object) -> LogEntry:
    return services.record(by=None, verb=verb, subjects=[("unit", new_id())], payload=payload)


def test_entries_follow_each_other_and_carry_the_hash_of_the_one_before() -> None:
    first, second = record(n=1), record(n=2)
    assert second.seq == first.seq + 1
    assert second.prev_hash == first.hash
    assert verify_chain() == 2


def test_the_database_refuses_to_change_or_delete_an_entry() -> None:
    entry = record()
    for statement in ("UPDATE audit_logentry SET verb = 'x'", "DELETE FROM audit_logentry"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert LogEntry.objects.get(pk=entry.pk).verb == "test.done"


def test_the_model_refuses_to_save_again_or_delete() -> None:
    entry = record()
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()


@pytest.mark.parametrize("column", ["verb", "payload", "actor_name"])
def test_a_change_behind_the_databases_back_is_found_at_its_entry(column: str) -> None:
    record(n=1)
    changed = record(n=2)
    record(n=3)
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE audit_logentry SET {column} = 'khác' WHERE seq = %s", [changed.seq])
    with pytest.raises(ChainBroken) as found:
        verify_chain()
    assert found.value.seq == changed.seq


def test_cutting_off_the_end_is_found() -> None:
    record(n=1)
    last = record(n=2)
    with unguarded(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_logsubject WHERE entry_id = %s", [last.seq])
        cursor.execute("DELETE FROM audit_logentry WHERE seq = %s", [last.seq])
    with pytest.raises(ChainBroken):
        verify_chain()


def test_the_same_submission_twice_is_one_act() -> None:
    services.record(by=None, verb="test.done", subjects=[], payload={}, act_key="k-1")
    with pytest.raises(AlreadyDone):
        services.record(by=None, verb="test.done", subjects=[], payload={}, act_key="k-1")
    assert LogEntry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError):
        record()


def test_the_story_of_a_thing_is_told_newest_first_in_its_registered_words() -> None:
    register("test.told", "Việc số {n}")
    about = new_id()
    for n in (1, 2):
        services.record(by=None, verb="test.told", subjects=[("unit", about)], payload={"n": n})
    record("test.told", n=3)
    assert [line.text for line in lines(entries_about("unit", [about]))] == ["Việc số 2", "Việc số 1"]


def test_a_field_that_an_old_entry_lacks_reads_as_an_ellipsis() -> None:
    register("test.gap", "Giao cho {who}")
    assert phrase("test.gap", {}) == "Giao cho …"
