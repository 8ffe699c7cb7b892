"""Many write at once, on a real database: nobody waits in vain, and the chain is whole."""

import threading
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection, transaction

from terrace.school.journal.actions import OutsideTransactionError, chain, here, record
from terrace.school.journal.ids import new_id
from terrace.school.journal.models import Entry, Node, PersonKey
from terrace.school.journal.queries import history, verify
from terrace.school.journal.registry import Verb, register

HAPPENED = register(Verb("test.happened_together", "something happened"))
WRITERS = 4
EACH = 25

pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(*works: Callable[[], object]) -> None:
    """Do all of it at the same time, each with a connection of its own; what fails, fails here."""
    failed: list[BaseException] = []
    ready = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        try:
            ready.wait()
            work()
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def write(about: UUID | None = None) -> None:
    """Write one entry in a transaction of its own."""
    with transaction.atomic():
        record(HAPPENED, school_id=None, by_id=None, about_id=about, payload={"a": 1})


def test_entries_are_written_while_others_are_chained_and_none_is_lost() -> None:
    people = [new_id() for _ in range(3)]
    written = threading.Event()

    def writer() -> None:
        for turn in range(EACH):
            write(people[turn % 3])

    def chainer() -> None:
        while not written.is_set():
            chain()

    def writers() -> None:
        try:
            all_at_once(*[writer] * WRITERS)
        finally:
            written.set()

    all_at_once(writers, chainer, chainer)
    chain()
    answer = verify()
    assert (answer.ok, answer.entries, answer.waiting) == (True, WRITERS * EACH, 0)
    numbers = list(Entry.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, WRITERS * EACH + 1))


def test_a_person_met_by_many_at_once_has_one_key() -> None:
    person = new_id()
    all_at_once(*[lambda: write(person)] * 8)
    assert PersonKey.objects.count() == 1
    assert [happened.payload for happened in history(person)] == [{"a": 1}] * 8


def test_a_server_met_by_many_at_once_is_one_node() -> None:
    all_at_once(*[here] * 8)
    assert Node.objects.count() == 1


def test_nothing_is_written_without_the_rows_it_speaks_of() -> None:
    with pytest.raises(OutsideTransactionError):
        record(HAPPENED, school_id=None, by_id=None)


def test_what_is_taken_back_leaves_no_entry() -> None:
    with transaction.atomic():
        record(HAPPENED, school_id=None, by_id=None)
        transaction.set_rollback(True)
    assert not Entry.objects.exists()
