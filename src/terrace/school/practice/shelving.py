"""Cards of the library, and the index of their words, kept in step with what is known."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction

from terrace.engines.finding.index import Field, posting, strengths
from terrace.school.people.models import School

from . import shipped
from .models import Card, Shelf, SignedRecord, Term

AT_ONCE = 500
"""Rows asked for or written in one statement."""
Address = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Written:
    """A practice that a card is to show."""

    key: str
    thing: str
    by_school: str
    by_school_en: str
    written_on: date
    simulated: bool
    body: Mapping[str, Any]


def lock(school: School) -> Shelf:
    """The school's shelf, for one who writes; others wait. Inside a transaction."""
    Shelf.objects.get_or_create(school=school)
    return Shelf.objects.select_for_update().get(school=school)


def stock(school: School) -> None:
    """Put the cards that come with the program into the library; nothing where they are there."""
    if Shelf.objects.filter(school=school, stocked=shipped.digest()).exists():
        return
    with transaction.atomic():
        shelf = lock(school)
        known = {one.thing for one in shipped.cards()}
        Card.objects.filter(school=school, key="").exclude(thing__in=known).delete()
        put(
            shelf,
            [
                Written(
                    key="",
                    thing=one.thing,
                    by_school=shipped.SCHOOL,
                    by_school_en=shipped.SCHOOL_EN,
                    written_on=one.written_on,
                    simulated=False,
                    body=one.body,
                )
                for one in shipped.cards()
            ],
        )
        shelf.stocked = shipped.digest()
        shelf.save()


def put(shelf: Shelf, written: Sequence[Written]) -> None:
    """Make or renew the cards of these practices, and the words by which they are found.

    A renewed card gets a new number: what its old number left in the index finds nothing.
    """
    school = shelf.school
    fresh: dict[str, list[bytes]] = defaultdict(list)
    for one in written:
        shelf.last_number += 1
        body = dict(one.body)
        Card.objects.update_or_create(
            school=school,
            key=one.key,
            thing=one.thing,
            defaults={
                "number": shelf.last_number,
                "by_school": one.by_school,
                "by_school_en": one.by_school_en,
                "written_on": one.written_on,
                "simulated": one.simulated,
                "body": body,
                "needs": f" {' '.join(body['needs'])} ",
                "pupils": body.get("pupils"),
                "boarders": body.get("boarders"),
                "cost_fen": body["cost_fen"],
                "minutes_a_week": body["minutes_a_week"],
                "evidence": body["evidence"],
            },
        )
        for term, strength in strengths(fields_of(body, one.by_school)).items():
            fresh[term].append(posting(shelf.last_number, strength))
    shelf.save()
    _add(school, {term: b"".join(entries) for term, entries in fresh.items()})
    recount(school, [(one.key, one.thing) for one in written])


def take_away(school: School, addresses: Iterable[Address]) -> None:
    """Take cards out of the library."""
    for key, thing in addresses:
        Card.objects.filter(school=school, key=key, thing=thing).delete()


def recount(school: School, addresses: Iterable[Address]) -> None:
    """Count the tries and reports of these practices again."""
    import json

    for key, thing in set(addresses):
        rows = SignedRecord.objects.filter(school=school, about_key=key, about_thing=thing)
        counts = {"tries": 0, "kept": 0, "changed": 0, "stopped": 0}
        for kind, line in rows.values_list("kind", "line"):
            if kind == "try":
                counts["tries"] += 1
            else:
                counts[json.loads(line)["record"]["body"]["outcome"]] += 1
        Card.objects.filter(school=school, key=key, thing=thing).update(**counts)


def fields_of(body: Mapping[str, Any], by_school: str = "") -> list[Field]:
    """The words of a practice by which it is found, and what they count."""
    rest = [body.get(part, {}) for part in ("context", "changed", "known_by", "went_wrong")]
    return [
        Field(_all(body["title"]), weight=4),
        Field(_all(body["need"]), weight=3),
        Field(" ".join(_all(step) for step in body["steps"]), weight=1),
        Field(" ".join(_all(one) for one in rest) + f" {by_school}", weight=1),
    ]


def _all(text: Mapping[str, str]) -> str:
    return " ".join(text.values())


def _add(school: School, fresh: Mapping[str, bytes]) -> None:
    """Append postings to terms, new terms among them."""
    names = sorted(fresh)
    for first in range(0, len(names), AT_ONCE):
        some = names[first : first + AT_ONCE]
        known = {one.term: one for one in Term.objects.filter(school=school, term__in=some)}
        for name, term in known.items():
            term.postings = bytes(term.postings) + fresh[name]
        Term.objects.bulk_update(known.values(), ["postings"], batch_size=_batch())
        Term.objects.bulk_create(
            Term(school=school, term=name, postings=fresh[name])
            for name in some
            if name not in known
        )


def _batch() -> int:
    """SQLite takes no long statements of many cases."""
    return 100 if connection.vendor == "sqlite" else AT_ONCE
