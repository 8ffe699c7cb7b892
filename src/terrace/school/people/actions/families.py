"""Guardians out of a list or a roster: new ones are added, nobody's number is replaced."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from terrace.school.journal.actions import NewEntry, record_many

from .. import verbs
from ..importing.problem import Problem
from ..models import Account, Child, Guardian, School
from .report import Report

BATCH = 500


@dataclass(frozen=True, slots=True)
class Told:
    """What a file says of one adult of a child's family."""

    child: Child
    name: str
    relation: str
    phone: str
    known_as: UUID | None = None
    """The guardian whom the file's key meant the last time."""


def bring_families(
    told: Sequence[Told],
    *,
    school: School,
    report: Report,
    by: Account | None,
    file: str,
    keyed: Collection[UUID] = (),
) -> list[Guardian]:
    """The guardian of each, in order, within the caller's transaction.

    Without a key a guardian is known again by name and child, unless another key means her
    (``keyed``). Another number than the school knows is counted as a problem, not taken.
    """
    here = {one.id: one for one in Guardian.objects.filter(school=school)}
    alike = {(one.child_id, one.name): one for one in here.values() if one.id not in keyed}
    found: list[Guardian] = []
    new: list[Guardian] = []
    other_numbers = 0
    for one in told:
        known = here.get(one.known_as) if one.known_as else None
        known = known or alike.pop((one.child.id, one.name), None)
        if known is None:
            known = Guardian(
                school=school,
                child=one.child,
                name=one.name,
                relation=one.relation or "other",
                phone=one.phone,
            )
            new.append(known)
        else:
            other_numbers += bool(one.phone and known.phone and known.phone != one.phone)
        found.append(known)
    report.created["guardians"] += len(new)
    report.unchanged["guardians"] += len(found) - len(new)
    Guardian.objects.bulk_create(new, batch_size=BATCH)
    record_many(
        [
            NewEntry(
                verb=verbs.GUARDIAN_ADDED,
                school_id=school.id,
                by_id=by.id if by else None,
                about_id=one.child_id,
                subject_id=one.id,
                payload={"relation": one.relation},
            )
            for one in new
        ]
    )
    if other_numbers:
        report.problems.append(
            Problem(
                file,
                None,
                None,
                f"{other_numbers} 位家长的电话和学校记的不同，没有换：请向本人核实。",
                f"{other_numbers} guardians have another number than the school knows; none was "
                "replaced: ask them first.",
            )
        )
    return found
