"""The demo school's week: six periods a day, what each class is taught, and the plan in force."""

from collections.abc import Mapping
from datetime import time

from django.db import transaction

from terrace.school.jobs.actions import run_in_child
from terrace.school.people.models import School, SchoolClass, Staff
from terrace.school.people.queries import staff_for
from terrace.school.timetable import actions
from terrace.school.timetable.models import Timetable

from .dates import DemoTerm

PERIODS = (
    (time(8, 20), time(9, 0)),
    (time(9, 10), time(9, 50)),
    (time(10, 20), time(11, 0)),
    (time(11, 10), time(11, 50)),
    (time(14, 0), time(14, 40)),
    (time(14, 50), time(15, 30)),
)
COMPUTERS = "计算机室"

YOUNGER: Mapping[str, int] = {
    "chinese": 8,
    "mathematics": 4,
    "sport": 4,
    "art": 2,
    "music": 2,
    "science": 1,
    "morality": 2,
    "labour": 1,
    "reading": 2,
    "class_meeting": 1,
    "self_study": 3,
}
"""Lessons a week in grades 1 and 2: 30."""
OLDER: Mapping[str, int] = {
    "chinese": 7,
    "mathematics": 5,
    "english": 3,
    "sport": 3,
    "art": 2,
    "music": 1,
    "science": 2,
    "morality": 2,
    "labour": 1,
    "computing": 1,
    "reading": 1,
    "class_meeting": 1,
    "self_study": 1,
}
"""Lessons a week in grades 3 to 6: 30."""

ALSO: Mapping[str, str] = {"music": "尹小琴", "computing": "王思敏"}
"""Who takes what no teaching says, in every class; all else is the class teacher's."""
SCIENCE: Mapping[str, str] = {
    "1A": "施美华",
    "2A": "施美华",
    "3A": "施美华",
    "4A": "张学勤",
    "5A": "张学勤",
    "6A": "张学勤",
}


def make_timetable(school: School, term: DemoTerm) -> Timetable:
    """Say what is taught, look for a plan, and put it in force from the term's first day."""
    with transaction.atomic():
        made = _say_what_is_taught(school, term.name)
        actions.prepare_search(timetable=made, by=None)
    run_in_child("terrace.school.timetable.actions.seek", timetable_id=str(made.pk), plainly=True)
    made.refresh_from_db()
    actions.put_in_force(timetable=made, starts=term.starts, by=None)
    return made


def _say_what_is_taught(school: School, name: str) -> Timetable:
    actions.set_periods(school=school, times=PERIODS, by=None)
    computers = actions.add_room(school=school, name=COMPUTERS, by=None)
    made = actions.begin(school=school, name=name, by=None)
    for course in made.courses.all():
        actions.drop_course(course=course, by=None)
    people = {one.name: one for one in Staff.objects.filter(school=school)}
    for school_class in SchoolClass.objects.filter(school=school).order_by("code"):
        wanted = YOUNGER if school_class.grade <= 2 else OLDER
        for subject, lessons in wanted.items():
            actions.set_course(
                timetable=made,
                subject=subject,
                classes=[school_class],
                teachers=[_teacher(school_class, subject, people)],
                lessons=lessons,
                room=computers if subject == "computing" else None,
                mornings=subject in ("chinese", "mathematics"),
                by=None,
            )
    return made


def _teacher(school_class: SchoolClass, subject: str, people: Mapping[str, Staff]) -> Staff:
    named = SCIENCE[school_class.code] if subject == "science" else ALSO.get(subject)
    if named is not None:
        return people[named]
    teacher = staff_for(school_class, subject=subject)
    assert teacher is not None, f"nobody teaches {subject} in {school_class.code}"
    return teacher
