"""What is done about children and their families."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from terrace.school.journal import clock
from terrace.school.journal.actions import record
from terrace.school.journal.queries import last_look

from .. import verbs
from ..models import Account, Child, Dorm, Guardian, GuardianPlace, School, SchoolClass
from ..rules import family_reason

ONE_LOOK = timedelta(minutes=15)
"""Looking again within this time is the same look: a page that is reloaded fills no journal."""

CHANGEABLE = frozenset(
    {"name", "pinyin", "sex", "birth_date", "school_class", "class_number", "dorm", "joined_on"}
)


def add_child(
    *,
    school: School,
    name: str,
    pinyin: str = "",
    sex: str = "",
    birth_date: date | None = None,
    school_class: SchoolClass | None = None,
    class_number: int | None = None,
    dorm: Dorm | None = None,
    joined_on: date | None = None,
    by: Account | None,
) -> Child:
    """Add a child of the school; a child with a dorm is a boarder."""
    with transaction.atomic():
        child = Child.objects.create(
            school=school,
            name=name,
            pinyin=pinyin,
            sex=sex,
            birth_date=birth_date,
            school_class=school_class,
            class_number=class_number,
            dorm=dorm,
            joined_on=joined_on,
        )
        record(
            verbs.CHILD_ADDED,
            school_id=school.id,
            by_id=by.id if by else None,
            about_id=child.id,
            subject_id=child.id,
            payload={"class": school_class.code if school_class else None},
        )
    return child


def change_child(*, child: Child, by: Account | None, **changes: object) -> Child:
    """Change fields of a child's entry (`CHANGEABLE`); the journal names them, not their values."""
    unknown = changes.keys() - CHANGEABLE
    if unknown:
        raise TypeError(f"a child has no {', '.join(sorted(unknown))} to change")
    changed = sorted(name for name, value in changes.items() if getattr(child, name) != value)
    if not changed:
        return child
    with transaction.atomic():
        for name in changed:
            setattr(child, name, changes[name])
        child.save(update_fields=changed)
        record(
            verbs.CHILD_CHANGED,
            school_id=child.school_id,
            by_id=by.id if by else None,
            about_id=child.id,
            subject_id=child.id,
            payload={"fields": changed},
        )
    return child


def child_left(*, child: Child, on: date, by: Account | None) -> None:
    """Note that a child leaves the school; this day is the first away."""
    with transaction.atomic():
        child.left_on = on
        child.save(update_fields=["left_on"])
        record(
            verbs.CHILD_LEFT,
            school_id=child.school_id,
            by_id=by.id if by else None,
            about_id=child.id,
            subject_id=child.id,
            payload={"on": on.isoformat()},
        )


def add_guardian(
    *,
    child: Child,
    name: str,
    relation: str,
    phone: str = "",
    child_lives_with: bool = False,
    by: Account | None,
) -> Guardian:
    """Add an adult of a child's family. `relation` is one of `Guardian.relation`'s codes."""
    with transaction.atomic():
        guardian = Guardian.objects.create(
            school_id=child.school_id,
            child=child,
            name=name,
            relation=relation,
            phone=phone,
            child_lives_with=child_lives_with,
        )
        record(
            verbs.GUARDIAN_ADDED,
            school_id=child.school_id,
            by_id=by.id if by else None,
            about_id=child.id,
            subject_id=guardian.id,
            payload={"relation": relation},
        )
    return guardian


def guardian_moved(
    *, guardian: Guardian, place: str, away: bool, since: date, by: Account | None
) -> GuardianPlace:
    """Note where a guardian lives since a day; where she lived until then stays known.

    `away` means that she cannot come home in the evening. A second note for the same day, or for an
    earlier one than the last move, replaces the last.
    """
    with transaction.atomic():
        now = (
            GuardianPlace.objects.select_for_update().filter(guardian=guardian, until=None).first()
        )
        if now is not None and since <= now.since:
            now.delete()
        elif now is not None:
            now.until = since
            now.save(update_fields=["until"])
        moved = GuardianPlace.objects.create(
            school_id=guardian.school_id, guardian=guardian, place=place, away=away, since=since
        )
        record(
            verbs.GUARDIAN_MOVED,
            school_id=guardian.school_id,
            by_id=by.id if by else None,
            about_id=guardian.child_id,
            subject_id=moved.id,
            payload={"since": since.isoformat()},
        )
    return moved


def look_at_family(*, child: Child, by: Account) -> str:
    """Note that somebody looks at a child's family, and give the name of the rule that allows it.

    At most one entry per account and child in `ONE_LOOK`. Raises `PermissionDenied` when no rule
    allows it.
    """
    reason = family_reason(by, child)
    if reason is None:
        raise PermissionDenied
    with transaction.atomic():
        last = last_look(verbs.FAMILY_SEEN, child_id=child.id, by_id=by.id)
        if last is None or not timedelta(0) <= clock.now() - last < ONE_LOOK:
            record(
                verbs.FAMILY_SEEN,
                school_id=child.school_id,
                by_id=by.id,
                about_id=child.id,
                subject_id=child.id,
                payload={"reason": reason},
            )
    return reason
