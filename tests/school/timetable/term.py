"""A village's week for tests: four periods a day, two classes, three teachers, a shared room."""

from dataclasses import dataclass
from datetime import date, time

from terrace.school.people.models import Staff
from terrace.school.people.queries import staff_of
from terrace.school.timetable import actions
from terrace.school.timetable.models import Course, Lesson, Room, Timetable
from tests.school.people.village import Village

PERIODS = [(time(8), time(9)), (time(9), time(10)), (time(14), time(15)), (time(15), time(16))]


@dataclass(slots=True)
class Term:
    """The timetable, its courses by (class code, subject), and who teaches."""

    village: Village
    timetable: Timetable
    courses: dict[tuple[str, str], Course]
    staff: dict[str, Staff]
    room: Room

    def lesson(self, code: str, subject: str, number: int = 1) -> Lesson:
        """One of a course's lessons, as it stands now."""
        course = self.courses[code, subject]
        return Lesson.objects.select_related("course__timetable").get(course=course, number=number)


def a_term(here: Village) -> Term:
    """Courses for both classes, nothing placed yet."""
    actions.set_periods(school=here.school, times=PERIODS, by=None)
    room = actions.add_room(school=here.school, name="电脑室", by=None)
    made = actions.begin(school=here.school, name="秋季", by=None)
    for course in made.courses.all():
        actions.drop_course(course=course, by=None)
    staff = {one.name.removeprefix(f"{here.mark}村"): one for one in staff_of(here.school)}
    wanted = (
        ("3A", "chinese", "class teacher", 5, None),
        ("3A", "mathematics", "subject teacher", 5, None),
        ("3A", "computing", "mentor", 2, room),
        ("4A", "chinese", "同事", 5, None),
        ("4A", "mathematics", "subject teacher", 5, None),
        ("4A", "computing", "mentor", 2, room),
    )
    classes = {"3A": here.own_class, "4A": here.other_class}
    courses = {
        (code, subject): actions.set_course(
            timetable=made,
            subject=subject,
            classes=[classes[code]],
            teachers=[staff[teacher]],
            lessons=lessons,
            room=where,
            mornings=subject == "chinese",
            by=None,
        )
        for code, subject, teacher, lessons, where in wanted
    }
    return Term(here, made, courses, staff, room)


def planned_term(here: Village, starts: date) -> Term:
    """The same with a plan, in force from a day on."""
    term = a_term(here)
    actions.prepare_search(timetable=term.timetable, by=None)
    found = actions.seek(str(term.timetable.pk))
    assert found["complete"]
    term.timetable.refresh_from_db()
    actions.put_in_force(timetable=term.timetable, starts=starts, by=None)
    term.timetable.refresh_from_db()
    return term
