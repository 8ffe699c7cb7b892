"""What is done to the journal: write, number and chain, destroy a key, become a new node."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max

from . import clock, registry, verbs
from . import payload as payloads
from .chain import START, Fields, digest, link
from .ids import new_id
from .models import Entry, Node, PersonKey
from .payload import JSON
from .registry import Verb

BATCH = 1000
"""How many entries are numbered in one transaction: the node's row stays locked so long."""

_SALT_BYTES = 16


class OutsideTransactionError(RuntimeError):
    """An entry was to be written without the rows that it speaks of."""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What happened, before it is written."""

    verb: Verb
    school_id: UUID | None
    by_id: UUID | None
    about_id: UUID | None = None
    subject_id: UUID | None = None
    payload: Mapping[str, JSON] = field(default_factory=dict)


def record(
    verb: Verb,
    *,
    school_id: UUID | None,
    by_id: UUID | None,
    about_id: UUID | None = None,
    subject_id: UUID | None = None,
    payload: Mapping[str, JSON] | None = None,
) -> Entry:
    """Write one entry, in the transaction that writes the rows it speaks of.

    `by_id` is the account that did it, `about_id` the person whom it is about: then the payload
    lies under that person's key, or is dropped when that key was destroyed. Name sensitive fields
    in the payload, do not copy them. Raises `OutsideTransactionError` without an open transaction,
    `KeyError` for a verb that no app has registered.
    """
    new = NewEntry(
        verb=verb,
        school_id=school_id,
        by_id=by_id,
        about_id=about_id,
        subject_id=subject_id,
        payload=payload or {},
    )
    return record_many([new])[0]


def record_many(new_entries: Sequence[NewEntry]) -> list[Entry]:
    """Write many entries at once, in their order; as `record`."""
    if not connection.in_atomic_block:
        raise OutsideTransactionError(
            "journal.record: open transaction.atomic() around rows and entry"
        )
    if not new_entries:
        return []
    for new in new_entries:
        registry.verb(new.verb.name)
    node = here()
    keys = _keys_of({new.about_id for new in new_entries if new.about_id is not None})
    at = _at(node)
    entries = [
        Entry(
            id=new_id(),
            node=node,
            school_id=new.school_id,
            verb=new.verb.name,
            by_id=new.by_id,
            about_id=new.about_id,
            subject_id=new.subject_id,
            at=at,
            payload=_stored(new, keys),
            salt=secrets.token_bytes(_SALT_BYTES),
        )
        for new in new_entries
    ]
    Entry.objects.bulk_create(entries, batch_size=500)
    return entries


def locked_about(person_id: UUID, words: Mapping[str, JSON]) -> bytes:
    """What a row keeps of a person, under that person's key; nothing once the key is destroyed.

    `queries.unlocked_about` reads it. Call it in the transaction that writes the row.
    """
    key = _keys_of({person_id})[person_id]
    return b"" if key is None else payloads.locked(words, key)


def here() -> Node:
    """This server's node, made at its first use."""
    node = Node.objects.filter(is_here=True).first()
    if node is None:
        Node.objects.bulk_create(
            [Node(name="", is_here=True, made_at=clock.now())], ignore_conflicts=True
        )
        node = Node.objects.get(is_here=True)
    return node


def chain() -> int:
    """Number and chain every entry of this node that has no number yet; how many that were.

    Entries go in by (at, id), a batch a transaction, with the node's row locked: two chainers wait
    for each other, and an entry that is committed while this runs comes in a later batch.
    """
    done = 0
    # Asked without a lock: while nothing waits, chaining stands in nobody's way.
    while Entry.objects.filter(node=here(), number=None).exists() and (number := _chain_batch()):
        done += number
    return done


def _chain_batch() -> int:
    with transaction.atomic():
        node = Node.objects.select_for_update().get(pk=here().pk)
        entries = list(
            Entry.objects.filter(node=node, number=None)
            .order_by("at", "id")
            .values_list(*Fields._fields)[:BATCH]
        )
        if not entries:
            return 0
        number, last = node.last_number, bytes(node.last_link) or START
        links: list[tuple[int, bytes, UUID]] = []
        for values in entries:
            fields = Fields.of(values)
            number += 1
            last = link(last, number, digest(fields))
            links.append((number, last, fields.id))
        _write_links(links)
        node.last_number, node.last_link = number, last
        node.save(update_fields=["last_number", "last_link"])
    return len(entries)


def _write_links(links: Sequence[tuple[int, bytes, UUID]]) -> None:
    # One statement for all: bulk_update would write a CASE of a thousand branches.
    key = Entry._meta.get_field("id")
    rows = [
        (number, made, key.get_db_prep_value(entry_id, connection))
        for number, made, entry_id in links
    ]
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE journal_entry SET number = %s, link = %s WHERE id = %s", rows)


def destroy_key(person_id: UUID, *, school_id: UUID | None = None, by_id: UUID | None) -> None:
    """Erase what the journal says of a person: their payloads can never be read again.

    The chain still verifies, since it rests on the locked payload. Doing it twice is doing it once.
    """
    with transaction.atomic():
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA secure_delete = ON")
        _keys_of({person_id})
        known = PersonKey.objects.select_for_update().get(person_id=person_id)
        if known.key is None:
            return
        known.key, known.destroyed_at = None, clock.now()
        known.save(update_fields=["key", "destroyed_at"])
        record(verbs.ERASED, school_id=school_id, by_id=by_id, subject_id=person_id)


def become_new_node(*, name: str = "") -> Node:
    """Start a chain of its own after a backup was restored: what stands in the old one stays.

    The server that the backup was taken from may have gone on numbering; two lines with the same
    numbers would contradict each other. Entries that had no number yet are chained by the new node.
    """
    with transaction.atomic():
        old = Node.objects.select_for_update().get(pk=here().pk)
        old.is_here = False
        old.save(update_fields=["is_here"])
        node = Node.objects.create(name=name or old.name, is_here=True, made_at=clock.now())
        Entry.objects.filter(node=old, number=None).update(node=node)
        record(verbs.NEW_NODE, school_id=None, by_id=None, subject_id=old.id)
    return node


def _keys_of(people: set[UUID]) -> dict[UUID, bytes | None]:
    """Everyone's key, made at its first use; `None` for a key that was destroyed."""
    keys = _known_keys(people)
    missing = people - keys.keys()
    if missing:
        # Two transactions may meet a person for the first time: the second takes the first's key.
        at = clock.now()
        PersonKey.objects.bulk_create(
            [
                PersonKey(person_id=person, key=payloads.fresh_key(), made_at=at)
                for person in sorted(missing)
            ],
            ignore_conflicts=True,
        )
        keys |= _known_keys(missing)
    return keys


def _known_keys(people: set[UUID]) -> dict[UUID, bytes | None]:
    found: dict[UUID, bytes | None] = {}
    wanted = sorted(people)
    for start in range(0, len(wanted), 500):
        rows = PersonKey.objects.filter(person_id__in=wanted[start : start + 500])
        for person, key in rows.values_list("person_id", "key"):
            found[person] = None if key is None else bytes(key)
    return found


def _stored(new: NewEntry, keys: Mapping[UUID, bytes | None]) -> bytes:
    if new.about_id is None:
        return payloads.written(new.payload)
    key = keys[new.about_id]
    return b"" if key is None else payloads.locked(new.payload, key)


def _at(node: Node) -> datetime:
    """Now, or the latest time in the journal when the box's clock has fallen behind it."""
    latest = Entry.objects.filter(node=node).aggregate(latest=Max("at"))["latest"]
    moment = clock.now()
    return moment if latest is None else max(moment, latest)
