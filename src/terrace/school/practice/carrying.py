"""Bundles made here and brought in: the library of a school is what its signed records say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from terrace.engines.bundles.library import Library, Taken
from terrace.engines.bundles.packing import pack, unpack
from terrace.engines.bundles.records import Record
from terrace.engines.bundles.refusal import Refusal, Refused
from terrace.engines.bundles.signing import Signed, parse_line, sign
from terrace.school.calendar.queries import today
from terrace.school.journal import clock
from terrace.school.journal.actions import record
from terrace.school.people.models import Account, School

from . import shelving, verbs
from .keys import signer_of
from .models import Card, Draft, Photo, SignedRecord, Trust

KINDS = ("practice", "try", "report", "revocation")


@dataclass(slots=True)
class Report:
    """What became of one bundle."""

    file: str
    new: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    known: int = 0
    photos: int = 0
    refused: list[Refusal] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """As the command prints it."""
        return {
            "file": self.file,
            "new": self.new,
            "known": self.known,
            "photos": self.photos,
            "refused": [one.to_json() for one in self.refused],
        }


def library_of(school: School, keys: Iterable[str] | None = None) -> Library:
    """What the school knows; with `keys` only what these signed, and every revocation."""
    rows = SignedRecord.objects.filter(school=school)
    if keys is not None:
        rows = rows.filter(Q(key__in=list(keys)) | Q(kind="revocation"))
    trusted = frozenset(Trust.objects.filter(school=school).values_list("key", flat=True))
    lines = rows.order_by("pk").values_list("line", flat=True)
    signed = (parse_line(line.encode()) for line in lines.iterator())
    return Library({one.record.address: one for one in signed}, trusted)


def export(school: School, *, by: Account | None) -> bytes:
    """Everything that the school knows, as one bundle, with the photographs of its practices."""
    with transaction.atomic():
        library = library_of(school)
        wanted = _photos_of(library.records.values())
        rows = Photo.objects.filter(school=school, sha256__in=wanted)
        photos = {one.sha256: bytes(one.data) for one in rows}
        data = pack(library.records.values(), photos)
        record(
            verbs.EXPORTED,
            school_id=school.pk,
            by_id=by.pk if by else None,
            payload={"records": len(library.records), "digest": library.digest},
        )
    return data


def take_bundle(school: School, file: IO[bytes], *, name: str, by: Account | None) -> Report:
    """Take what is genuine and new of a bundle into the library; a refused file changes nothing."""
    report = Report(name)
    try:
        bundle = unpack(file)
    except Refused as refused:
        report.refused.append(refused.refusal)
        return report
    report.refused.extend(bundle.refused)
    with transaction.atomic():
        taken = take(school, bundle.records)
        report.refused.extend(taken.refused)
        report.known = taken.known
        for one in taken.new:
            report.new[one.record.kind] += 1
        report.photos = _keep_photos(school, bundle.photos)
        record(
            verbs.IMPORTED,
            school_id=school.pk,
            by_id=by.pk if by else None,
            payload={"new": len(taken.new), "known": taken.known, "refused": len(report.refused)},
        )
    return report


def take(school: School, offered: Sequence[Signed]) -> Taken:
    """Take signed records into the library and onto the shelf. Inside a transaction."""
    shelf = shelving.lock(school)
    keys = {one.record.key for one in offered}
    keys |= {str(one.record.body.get("revoked", "")) for one in offered}
    before = library_of(school, keys)
    taken = before.take(offered)
    after = taken.library.records
    gone = [address for address in before.records if address not in after]
    for kind, key, thing in gone:
        SignedRecord.objects.filter(school=school, kind=kind, key=key, thing=thing).delete()
    touched = {(key, thing) for kind, key, thing in gone if kind == "practice"}
    shelving.take_away(school, touched)
    recounted = {_about(before.records[one]) for one in gone}
    for one in taken.new:
        _keep(school, one)
        recounted.add(_about(one))
    practices = [one.record for one in taken.new if one.record.kind == "practice"]
    back = [one for one in practices if one.body.get("withdrawn")]
    shelving.take_away(school, [(one.key, str(one.id)) for one in back])
    shelving.put(shelf, [_written(one) for one in practices if not one.body.get("withdrawn")])
    shelving.recount(school, recounted - {("", "")})
    _forget_photos(school)
    return taken


def send(
    school: School,
    *,
    kind: str,
    thing: UUID,
    body: dict[str, Any],
    by: Account | None,
) -> Signed:
    """Sign something of this school and keep it, as the next revision. Inside a transaction."""
    signer = signer_of(school, by=by)
    there = SignedRecord.objects.filter(
        school=school, kind=kind, key=signer.public, thing=str(thing)
    ).first()
    revision = parse_line(there.line.encode()).record.revision + 1 if there else 1
    written = Record(
        kind=kind,
        key=signer.public,
        id=thing,
        revision=revision,
        school=school.name,
        school_en=school.name_en,
        on=today(school),
        simulated=school.simulated,
        body=body,
    )
    signed = sign(written, bytes(signer.seed))
    taken = take(school, [signed])
    assert not taken.refused, taken.refused
    return signed


def _keep(school: School, one: Signed) -> None:
    kind, key, thing = one.record.address
    about_key, about_thing = _about(one)
    SignedRecord.objects.update_or_create(
        school=school,
        kind=kind,
        key=key,
        thing=thing,
        defaults={
            "about_key": about_key,
            "about_thing": about_thing,
            "line": one.to_line().decode(),
            "received_at": clock.now(),
        },
    )


def _about(one: Signed) -> tuple[str, str]:
    """The practice that a try or report speaks of, as cards name it; ("", "") of others."""
    which = one.record.body.get("practice")
    if one.record.kind not in ("try", "report") or not which:
        return ("", "")
    return (card_key(which["key"]), str(which["id"]))


NO_KEY = "0" * 64
"""How records name the author of the practices that come with the program."""


def card_key(key: str) -> str:
    """The author's key as cards have it."""
    return "" if key == NO_KEY else key


def record_key(key: str) -> str:
    """The author's key as records have it."""
    return key or NO_KEY


def _written(one: Record) -> shelving.Written:
    return shelving.Written(
        key=one.key,
        thing=str(one.id),
        by_school=one.school,
        by_school_en=one.school_en,
        written_on=one.on,
        simulated=one.simulated,
        body=one.body,
    )


def _photos_of(records: Iterable[Signed]) -> set[str]:
    return {
        photo["sha256"]
        for one in records
        if one.record.kind == "practice"
        for photo in one.record.body.get("photos", [])
    }


def _keep_photos(school: School, photos: Any) -> int:
    """Keep the photographs that a practice of the library names; how many were new."""
    wanted = _named(Card.objects.filter(school=school).values_list("body", flat=True))
    known = set(Photo.objects.filter(school=school).values_list("sha256", flat=True))
    new = sorted((wanted & photos.keys()) - known)
    Photo.objects.bulk_create(
        Photo(school=school, sha256=digest, data=photos[digest], made_at=clock.now())
        for digest in new
    )
    return len(new)


def _forget_photos(school: School) -> None:
    """Photographs that no practice names any more, of this school or another, go."""
    rows = Photo.objects.filter(school=school)
    if not rows.exists():
        return
    named = _named(Card.objects.filter(school=school).values_list("body", flat=True))
    named |= _named(Draft.objects.filter(school=school).values_list("body", flat=True))
    rows.exclude(sha256__in=named).delete()


def _named(bodies: Iterable[Mapping[str, Any]]) -> set[str]:
    return {photo["sha256"] for body in bodies for photo in body.get("photos", [])}
