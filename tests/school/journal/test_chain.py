"""Nobody can change, take out, move or slip in an entry of the journal unseen."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from terrace.school.journal import clock
from terrace.school.journal.actions import become_new_node, chain, destroy_key, here, record
from terrace.school.journal.ids import new_id
from terrace.school.journal.models import Entry, Node
from terrace.school.journal.queries import ProblemKind, history, verify
from terrace.school.journal.registry import Verb, register

HAPPENED = register(Verb("test.happened", "something happened"))
ENTRIES = 7

Tampering = Callable[[Entry], dict[str, object]]
TAMPERINGS: dict[str, Tampering] = {
    "id": lambda entry: {"id": new_id()},
    "school_id": lambda entry: {"school_id": None if entry.school_id else new_id()},
    "verb": lambda entry: {"verb": entry.verb + "x"},
    "by_id": lambda entry: {"by_id": None},
    "about_id": lambda entry: {"about_id": None if entry.about_id else new_id()},
    "subject_id": lambda entry: {"subject_id": new_id()},
    "at": lambda entry: {"at": entry.at + timedelta(microseconds=1)},
    "payload": lambda entry: {"payload": bytes(entry.payload)[:-1] + b"\x00"},
    "salt": lambda entry: {"salt": bytes(16)},
    "number": lambda entry: {"number": entry.number + 1000 if entry.number else 1},
    "no number": lambda entry: {"number": None},
    "unchained": lambda entry: {"number": None, "link": None},
    "link": lambda entry: {"link": bytes(32)},
    "no link": lambda entry: {"link": None},
}
assert {name for name in TAMPERINGS if " " not in name and name != "unchained"} == {
    field.attname
    for field in Entry._meta.get_fields()
    if field.attname != "node_id"  # type: ignore[union-attr]
}, "a field of Entry is not tampered with in this test"


def happen(times: int = ENTRIES, *, about: UUID | None = None) -> list[Entry]:
    """So many entries, in the open, or about a person."""
    with transaction.atomic():
        return [
            record(
                HAPPENED,
                school_id=None,
                by_id=new_id(),
                about_id=about,
                subject_id=new_id(),
                payload={"字": place, "list": [True, None, "玥"]},
            )
            for place in range(times)
        ]


def chained() -> list[Entry]:
    """Entries of this node in their order, some of them about a person."""
    happen(ENTRIES - 3)
    happen(3, about=new_id())
    chain()
    return list(Entry.objects.order_by("number"))


class AnyTampering(TestCase):
    """Hypothesis chooses what is tampered with, and where."""

    @given(field=st.sampled_from(sorted(TAMPERINGS)), number=st.integers(1, ENTRIES))
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    def test_a_changed_field_is_found(self, field: str, number: int) -> None:
        entry = chained()[number - 1]
        assert verify().ok
        Entry.objects.filter(pk=entry.pk).update(**TAMPERINGS[field](entry))
        answer = verify()
        assert not answer.ok
        named = {problem.number for problem in answer.problems}
        assert number in named, answer.problems

    @given(numbers=st.sets(st.integers(1, ENTRIES), min_size=1))
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    def test_whatever_is_deleted_is_missing(self, numbers: set[int]) -> None:
        chained()
        Entry.objects.filter(number__in=numbers).delete()
        found: set[int] = set()
        for problem in verify().problems:
            assert problem.kind in (ProblemKind.MISSING, ProblemKind.CUT)
            assert problem.number is not None
            assert problem.last is not None
            found |= set(range(problem.number, problem.last + 1))
        assert found == numbers

    @given(pair=st.sets(st.integers(1, ENTRIES), min_size=2, max_size=2), with_links=st.booleans())
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    def test_entries_that_changed_places_are_found(self, pair: set[int], with_links: bool) -> None:
        entries = chained()
        one, other = (entries[number - 1] for number in sorted(pair))
        swap(one, other, with_links=with_links)
        answer = verify()
        assert {problem.number for problem in answer.problems} >= pair
        moved = [problem for problem in answer.problems if problem.kind is ProblemKind.MOVED]
        assert {problem.number for problem in moved} & pair, answer.problems


def swap(one: Entry, other: Entry, *, with_links: bool) -> None:
    """Let two entries change places, and their links with them."""
    places = [(one, other.number, other.link), (other, one.number, one.link)]
    Entry.objects.filter(pk__in=[one.pk, other.pk]).update(number=None)
    for entry, number, link in places:
        Entry.objects.filter(pk=entry.pk).update(
            number=number, link=entry.link if with_links else link
        )


@pytest.mark.django_db
def test_an_entry_slipped_in_behind_the_last_is_found() -> None:
    last = chained()[-1]
    Entry.objects.create(
        node=last.node,
        verb="test.happened",
        at=last.at,
        payload=b"{}",
        salt=b"",
        number=8,
        link=b"",
    )
    (problem,) = verify().problems
    assert (problem.kind, problem.number) == (ProblemKind.INSERTED, 8)
    assert problem.message_zh == f"第 8 条（{problem.entry_id}）是后来塞进来的。"
    assert problem.message_en == f"Entry 8 ({problem.entry_id}) was slipped in."


@pytest.mark.django_db
def test_a_journal_put_back_to_last_week_with_its_node_is_told_by_the_head() -> None:
    chained()
    Node.objects.update(last_link=bytes(32))
    assert [problem.kind for problem in verify().problems] == [ProblemKind.HEAD]


@pytest.mark.django_db
def test_the_chain_goes_on_from_batch_to_batch_and_chaining_twice_is_once() -> None:
    assert chain() == 0
    chained()
    assert chain() == 0
    happen(2)
    assert chain() == 2
    answer = verify()
    assert (answer.ok, answer.entries, answer.waiting) == (True, ENTRIES + 2, 0)


@pytest.mark.django_db
def test_what_has_no_number_yet_waits() -> None:
    happen(2)
    answer = verify()
    assert (answer.ok, answer.entries, answer.waiting) == (True, 0, 2)


@pytest.mark.django_db
def test_erasing_a_person_leaves_the_chain_whole_and_the_payload_unreadable() -> None:
    person, other = new_id(), new_id()
    happen(3, about=person)
    happen(1, about=other)
    chain()
    before = [row.payload for row in history(person)]
    assert before == [{"字": place, "list": [True, None, "玥"]} for place in (2, 1, 0)]
    assert not any("玥".encode() in bytes(row.payload) for row in Entry.objects.all())

    destroy_key(person, by_id=None)
    destroy_key(person, by_id=None)

    chain()
    assert [row.payload for row in history(person)] == [None, None, None]
    assert history(other)[0].payload is not None
    answer = verify()
    assert (answer.ok, answer.entries) == (True, 5)


@pytest.mark.django_db
def test_what_happens_to_an_erased_person_later_keeps_no_payload() -> None:
    person = new_id()
    destroy_key(person, by_id=None)
    (entry,) = happen(1, about=person)
    assert bytes(entry.payload) == b""
    assert history(person)[0].payload is None


@pytest.mark.django_db
def test_a_restored_backup_goes_on_as_a_new_node() -> None:
    chained()
    happen(2)
    old = here()
    node = become_new_node(name="云岭小学")
    assert chain() == 3
    old.refresh_from_db()
    node.refresh_from_db()
    assert (old.is_here, old.last_number, node.last_number) == (False, ENTRIES, 3)
    assert here() == node
    answer = verify()
    assert (answer.ok, answer.entries) == (True, ENTRIES + 3)


@pytest.mark.django_db
def test_the_journal_never_goes_back_in_time() -> None:
    (late,) = happen(1)
    with clock.pretend(late.at - timedelta(days=365)):
        (next_one,) = happen(1)
    assert next_one.at == late.at
