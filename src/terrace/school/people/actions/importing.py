"""What is done with a class list: everything right in it is taken, twice is once."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from django.db import transaction

from terrace.school.journal.actions import NewEntry, record, record_many

from .. import verbs
from ..importing.listed import ChildList, ListedChild, class_teachers
from ..importing.problem import Problem
from ..importing.values import ClassName
from ..models import Account, Child, School, SchoolClass, Staff
from ..rules import is_principal
from ..standing import present
from . import families
from .children import change_child
from .report import Report
from .school import add_class
from .staff import add_staff, name_class_teacher


def import_children(*, listed: ChildList, school: School, by: Account | None, file: str) -> Report:
    """Take a list of children into the school, in one transaction.

    Classes and class teachers that are not there are made; only the principal and the box's own
    keyboard put another teacher in place of a class's own. A child is known again by name and date
    of birth; or by name within her class, where one date is missing or both can mean only one
    child. Nobody is taken out: a list may be of one class only.
    """
    report = Report(problems=list(listed.problems))
    if not listed.children:
        return report
    with transaction.atomic():
        School.objects.select_for_update().get(pk=school.pk)  # two imports wait for each other
        classes = _classes(school, listed.children, report, by)
        _name_teachers(school, classes, listed.children, report, by, file)
        here = list(Child.objects.filter(present(), school=school).select_related("school_class"))
        pairs = _matched(listed.children, here, classes)
        numbers = _numbers(listed.children, pairs, here, classes, report, file)
        new: list[Child] = []
        new_rows: list[tuple[str, int]] = []
        changed: list[tuple[Child, dict[str, object]]] = []
        for row in listed.children:
            known = pairs.get(row.row_key)
            number = numbers.get(row.row_key)
            if known is None:
                new_rows.append(row.row_key)
                new.append(_new_child(school, row, classes[row.class_name], number))
            elif changes := _changes(known, row, classes[row.class_name], number):
                changed.append((known, changes))
            else:
                report.unchanged["children"] += 1
        _change(changed, by)
        _add(school, new, by)
        of_row = pairs | dict(zip(new_rows, new, strict=True))
        families.bring_families(
            [
                families.Told(of_row[row.row_key], row.guardian, row.relation, row.phone)
                for row in listed.children
                if row.guardian
            ],
            school=school,
            report=report,
            by=by,
            file=file,
        )
        report.updated["children"] += len(changed)
        report.created["children"] += len(new)
        record(
            verbs.LIST_IMPORTED,
            school_id=school.id,
            by_id=by.id if by else None,
            payload={"created": len(new), "updated": report.updated["children"]},
        )
    return report


def _classes(
    school: School, rows: Iterable[ListedChild], report: Report, by: Account | None
) -> dict[ClassName, SchoolClass]:
    known = {one.code: one for one in SchoolClass.objects.filter(school=school)}
    classes: dict[ClassName, SchoolClass] = {}
    for name in sorted({row.class_name for row in rows}, key=lambda one: one.code):
        if name.code in known:
            classes[name] = known[name.code]
            report.unchanged["classes"] += 1
        else:
            classes[name] = add_class(
                school=school, name=name.name, code=name.code, grade=name.grade, by=by
            )
            report.created["classes"] += 1
    return classes


def _name_teachers(
    school: School,
    classes: Mapping[ClassName, SchoolClass],
    rows: Sequence[ListedChild],
    report: Report,
    by: Account | None,
    file: str,
) -> None:
    # Who leads a class sees its families: a list in the office's hands gives nobody that of a class
    # that has a teacher, nor the office itself.
    leads = by is None or bool(is_principal(by))
    here: dict[str, list[Staff]] = {}
    for staff in Staff.objects.filter(present(), school=school):
        here.setdefault(staff.name, []).append(staff)
    for class_name, name in class_teachers(rows).items():
        found = here.setdefault(name, [])
        if len(found) > 1:
            row = next(row.row for row in rows if row.class_teacher == name)
            report.problems.append(
                Problem(
                    file,
                    row,
                    None,
                    f"学校有 {len(found)} 位“{name}”，不知道班主任是哪一位，请在班级页上指定。",
                    f"{len(found)} adults are called “{name}”: which is the class teacher?",
                )
            )
            continue
        teacher_id = classes[class_name].class_teacher_id
        named_id = found[0].id if found else None
        herself = by is not None and named_id == by.staff_id
        if not leads and teacher_id != named_id and (teacher_id is not None or herself):
            row = next(row.row for row in rows if row.class_name == class_name)
            report.problems.append(
                Problem(
                    file,
                    row,
                    None,
                    f"{classes[class_name].name}的班主任由校长指定，名单里的“{name}”没有采用。",
                    f"The principal names the class teacher of {classes[class_name].code}: "
                    f"“{name}” was not taken from the list.",
                )
            )
            continue
        if not found:
            found.append(add_staff(school=school, name=name, by=by))
            report.created["staff"] += 1
        else:
            report.unchanged["staff"] += 1
        if classes[class_name].class_teacher_id != found[0].id:
            name_class_teacher(school_class=classes[class_name], staff=found[0], by=by)
            report.updated["classes"] += 1


def _matched(
    rows: Sequence[ListedChild],
    here: Sequence[Child],
    classes: Mapping[ClassName, SchoolClass],
) -> dict[tuple[str, int], Child]:
    """Which child of the school each row means; the surest ways first, each child once."""
    free: dict[str, list[Child]] = {}
    for child in sorted(here, key=lambda one: (one.class_number or 0, one.id)):
        free.setdefault(child.name, []).append(child)
    pairs: dict[tuple[str, int], Child] = {}

    def in_class(row: ListedChild, child: Child) -> bool:
        return child.school_class_id == classes[row.class_name].id

    def born_alike(row: ListedChild, child: Child) -> bool:
        return row.birth_date == child.birth_date

    def one_date_missing(row: ListedChild, child: Child) -> bool:
        return row.birth_date is None or child.birth_date is None

    def pair(means: Callable[[ListedChild, Child], bool], *, only_one: bool = False) -> None:
        left = [row for row in rows if row.row_key not in pairs]
        same = Counter((row.class_name, row.name) for row in left)
        for row in left:
            found = [child for child in free.get(row.name, []) if means(row, child)]
            alone = len(found) == 1 and same[row.class_name, row.name] == 1
            if found and (alone or not only_one):
                pairs[row.row_key] = found[0]
                free[row.name].remove(found[0])

    pair(lambda row, child: in_class(row, child) and born_alike(row, child))
    pair(lambda row, child: row.birth_date is not None and born_alike(row, child))
    pair(lambda row, child: in_class(row, child) and one_date_missing(row, child))
    pair(in_class, only_one=True)
    return pairs


def _numbers(
    rows: Sequence[ListedChild],
    pairs: Mapping[tuple[str, int], Child],
    here: Sequence[Child],
    classes: Mapping[ClassName, SchoolClass],
    report: Report,
    file: str,
) -> dict[tuple[str, int], int]:
    """The class number of each row: as listed, as before, or the next one free in her class."""
    listed = {child.id for child in pairs.values()}
    taken: dict[UUID, set[int]] = {}
    for child in here:
        if child.id not in listed and child.school_class_id and child.class_number:
            taken.setdefault(child.school_class_id, set()).add(child.class_number)
    numbers: dict[tuple[str, int], int] = {}

    def give(row: ListedChild, number: int) -> bool:
        used = taken.setdefault(classes[row.class_name].id, set())
        if number in used:
            return False
        used.add(number)
        numbers[row.row_key] = number
        return True

    for row in rows:
        if row.class_number is not None and not give(row, row.class_number):
            report.problems.append(
                Problem(
                    file,
                    row.row,
                    None,
                    f"{row.class_number} 号已经是这个班另一个孩子的，给“{row.name}”换了一个号。",
                    f"Number {row.class_number} belongs to another child of this class: "
                    f"{row.name} got another.",
                )
            )
    for row in rows:
        known = pairs.get(row.row_key)
        stays = known is not None and known.school_class_id == classes[row.class_name].id
        if row.row_key not in numbers and known is not None and stays and known.class_number:
            give(row, known.class_number)
    for row in rows:
        if row.row_key not in numbers:
            used = taken.get(classes[row.class_name].id, set())
            give(row, next(number for number in range(1, len(used) + 2) if number not in used))
    return numbers


def _new_child(
    school: School, row: ListedChild, school_class: SchoolClass, number: int | None
) -> Child:
    return Child(
        school=school,
        name=row.name,
        sex=row.sex,
        birth_date=row.birth_date,
        school_class=school_class,
        class_number=number,
    )


def _changes(
    child: Child, row: ListedChild, school_class: SchoolClass, number: int | None
) -> dict[str, object]:
    """What the list says otherwise; an empty cell says nothing."""
    told: dict[str, object] = {"school_class": school_class, "class_number": number}
    if row.sex:
        told["sex"] = row.sex
    if row.birth_date is not None:
        told["birth_date"] = row.birth_date
    return {name: value for name, value in told.items() if getattr(child, name) != value}


def _change(changed: Sequence[tuple[Child, dict[str, object]]], by: Account | None) -> None:
    # Children may exchange numbers: all step out of their places before any takes a new one.
    moving = [
        (child, changes)
        for child, changes in changed
        if changes.keys() & {"class_number", "school_class"}
    ]
    Child.objects.filter(pk__in=[child.pk for child, _ in moving]).update(class_number=None)
    for child, changes in moving:
        changes.setdefault("class_number", child.class_number)
        child.class_number = None
    for child, changes in changed:
        change_child(child=child, by=by, **changes)


def _add(school: School, new: Sequence[Child], by: Account | None) -> None:
    Child.objects.bulk_create(new, batch_size=500)
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
