"""What is done with a roster of another program: everything right in it is taken, twice is once."""

from collections.abc import Iterable, Mapping
from itertools import count
from uuid import UUID

from django.db import transaction

from terrace.school.journal.actions import NewEntry, record, record_many

from .. import verbs
from ..importing.problem import Problem
from ..importing.roster import Roster, RosterChild, RosterClass
from ..models import Account, Child, OutsideKey, School, SchoolClass, Staff
from ..rules import is_principal
from ..standing import present
from . import families
from .children import change_child
from .report import Report
from .school import add_class
from .staff import add_staff, name_class_teacher

BATCH = 500


def import_roster(*, roster: Roster, school: School, by: Account | None, file: str) -> Report:
    """Take a roster into the school, in one transaction.

    Who came by this way before is known again by her key, others by name and date of birth (adults
    by name). Nobody is taken out, no guardian's number is replaced, and only the principal and the
    box's own keyboard put another teacher in place of a class's own.
    """
    report = Report(problems=list(roster.problems))
    if not (roster.children or roster.classes or roster.staff):
        return report
    with transaction.atomic():
        School.objects.select_for_update().get(pk=school.pk)  # two imports wait for each other
        keys = _Keys(school)
        classes = _classes(roster.classes, school, keys, report, by)
        _staff(roster, school, classes, keys, report, by, file)
        children = _children(roster.children, school, classes, keys, report, by)
        _guardians(roster, children, school, keys, report, by, file)
        keys.save()
        record(
            verbs.LIST_IMPORTED,
            school_id=school.id,
            by_id=by.id if by else None,
            payload={
                "created": report.created["children"],
                "updated": report.updated["children"],
            },
        )
    return report


class _Keys:
    """The keys of a school's people, looked up at once and written at once."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.known = {
            (one.kind, one.key): one.target_id for one in OutsideKey.objects.filter(school=school)
        }
        self.targets = {(kind, target) for (kind, _), target in self.known.items()}
        self._new: list[OutsideKey] = []
        self._moved: dict[tuple[str, str], UUID] = {}

    def find(self, kind: str, key: str) -> UUID | None:
        return self.known.get((kind, key))

    def of_kind(self, kind: str) -> set[UUID]:
        """Everybody of a kind who has a key."""
        return {target for one, target in self.targets if one == kind}

    def note(self, kind: str, key: str, target: UUID) -> None:
        """From now on this key means this one; a key whose bearer is gone can get a new one."""
        before = self.known.get((kind, key))
        if before == target:
            return
        self.known[kind, key] = target
        self.targets.add((kind, target))
        if before is None:
            self._new.append(OutsideKey(school=self.school, kind=kind, key=key, target_id=target))
        else:
            self._moved[kind, key] = target

    def save(self) -> None:
        OutsideKey.objects.bulk_create(self._new, batch_size=BATCH)
        for (kind, key), target in self._moved.items():
            OutsideKey.objects.filter(school=self.school, kind=kind, key=key).update(
                target_id=target
            )


def _classes(
    listed: Iterable[RosterClass],
    school: School,
    keys: _Keys,
    report: Report,
    by: Account | None,
) -> dict[str, SchoolClass]:
    here = {one.id: one for one in SchoolClass.objects.filter(school=school)}
    codes = {one.code: one for one in here.values()}
    found: dict[str, SchoolClass] = {}
    for row in listed:
        known = here.get(keys.find("class", row.key) or school.id)
        if known is None and row.code in codes:
            same = codes[row.code]
            known = None if ("class", same.id) in keys.targets else same
        if known is not None:
            report.unchanged["classes"] += 1
        else:
            code = row.code if row.code and row.code not in codes else _free(row.grade, codes)
            known = add_class(school=school, name=row.name, code=code, grade=row.grade, by=by)
            codes[code] = known
            report.created["classes"] += 1
        keys.note("class", row.key, known.id)
        found[row.key] = known
    return found


def _free(grade: int, codes: Mapping[str, SchoolClass]) -> str:
    """The next class of a grade: 3A, 3B, … 3Z, 3-27, …"""
    for place in count():
        code = f"{grade}{chr(ord('A') + place)}" if place < 26 else f"{grade}-{place + 1}"
        if code not in codes:
            return code
    raise AssertionError("count() has no end")


def _staff(
    roster: Roster,
    school: School,
    classes: Mapping[str, SchoolClass],
    keys: _Keys,
    report: Report,
    by: Account | None,
    file: str,
) -> None:
    here = {one.id: one for one in Staff.objects.filter(present(), school=school)}
    by_name: dict[str, list[Staff]] = {}
    for one in here.values():
        by_name.setdefault(one.name, []).append(one)
    found: dict[str, Staff] = {}
    for row in roster.staff:
        known = here.get(keys.find("staff", row.key) or school.id)
        if known is None:
            same = [
                one for one in by_name.get(row.name, ()) if ("staff", one.id) not in keys.targets
            ]
            known = same[0] if len(same) == 1 else None
        if known is None:
            known = add_staff(school=school, name=row.name, phone=row.phone, by=by)
            report.created["staff"] += 1
        else:
            report.unchanged["staff"] += 1
        keys.note("staff", row.key, known.id)
        found[row.key] = known
    leads = by is None or bool(is_principal(by))
    for class_key, adult_key in roster.leads.items():
        school_class, teacher = classes[class_key], found[adult_key]
        if school_class.class_teacher_id == teacher.id:
            continue
        herself = by is not None and teacher.id == by.staff_id
        if not leads and (school_class.class_teacher_id is not None or herself):
            report.problems.append(
                Problem(
                    file,
                    None,
                    None,
                    f"{school_class.name}的班主任由校长指定，“{teacher.name}”没有采用。",
                    f"The principal names the class teacher of {school_class.code}: "
                    f"“{teacher.name}” was not taken.",
                )
            )
            continue
        name_class_teacher(school_class=school_class, staff=teacher, by=by)


def _children(
    listed: Iterable[RosterChild],
    school: School,
    classes: Mapping[str, SchoolClass],
    keys: _Keys,
    report: Report,
    by: Account | None,
) -> dict[str, Child]:
    here = {
        one.id: one
        for one in Child.objects.filter(present(), school=school).select_related("school_class")
    }
    alike: dict[tuple[str, object], list[Child]] = {}
    for one in here.values():
        alike.setdefault((one.name, one.birth_date), []).append(one)
    taken: dict[UUID, set[int]] = {}
    for one in here.values():
        if one.school_class_id and one.class_number:
            taken.setdefault(one.school_class_id, set()).add(one.class_number)
    found: dict[str, Child] = {}
    new: list[Child] = []
    for row in listed:
        school_class = classes.get(row.class_key)
        known = here.get(keys.find("child", row.key) or school.id)
        if known is None:
            same = [
                one
                for one in alike.get((row.name, row.birth_date), ())
                if ("child", one.id) not in keys.targets
            ]
            known = same[0] if len(same) == 1 and row.birth_date is not None else None
        if known is None:
            known = Child(
                school=school,
                name=row.name,
                sex=row.sex,
                birth_date=row.birth_date,
                school_class=school_class,
                class_number=_number(school_class, taken),
            )
            new.append(known)
            report.created["children"] += 1
        elif changes := _changes(known, row, school_class, taken):
            change_child(child=known, by=by, **changes)
            report.updated["children"] += 1
        else:
            report.unchanged["children"] += 1
        keys.note("child", row.key, known.id)
        found[row.key] = known
    Child.objects.bulk_create(new, batch_size=BATCH)
    record_many(
        [
            NewEntry(
                verb=verbs.CHILD_ADDED,
                school_id=school.id,
                by_id=by.id if by else None,
                about_id=child.id,
                subject_id=child.id,
                payload={"class": child.school_class.code if child.school_class else None},
            )
            for child in new
        ]
    )
    return found


def _number(school_class: SchoolClass | None, taken: dict[UUID, set[int]]) -> int | None:
    """The next free number of a class."""
    if school_class is None:
        return None
    used = taken.setdefault(school_class.id, set())
    number = next(one for one in range(1, len(used) + 2) if one not in used)
    used.add(number)
    return number


def _changes(
    child: Child, row: RosterChild, school_class: SchoolClass | None, taken: dict[UUID, set[int]]
) -> dict[str, object]:
    """What the roster says otherwise; what it does not say stays."""
    told: dict[str, object] = {"name": row.name}
    if row.sex:
        told["sex"] = row.sex
    if row.birth_date is not None:
        told["birth_date"] = row.birth_date
    changes = {name: value for name, value in told.items() if getattr(child, name) != value}
    if school_class is not None and child.school_class_id != school_class.id:
        changes |= {"school_class": school_class, "class_number": _number(school_class, taken)}
    return changes


def _guardians(
    roster: Roster,
    children: Mapping[str, Child],
    school: School,
    keys: _Keys,
    report: Report,
    by: Account | None,
    file: str,
) -> None:
    told = [
        families.Told(
            children[row.child_key],
            row.name,
            row.relation,
            row.phone,
            known_as=keys.find("guardian", row.key),
        )
        for row in roster.guardians
    ]
    found = families.bring_families(
        told, school=school, report=report, by=by, file=file, keyed=keys.of_kind("guardian")
    )
    for row, guardian in zip(roster.guardians, found, strict=True):
        keys.note("guardian", row.key, guardian.id)
