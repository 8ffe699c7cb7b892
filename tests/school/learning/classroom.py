"""A class with its teacher, sheets of its own, and answers as the reader would give them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from terrace.school.journal import clock
from terrace.school.learning import actions
from terrace.school.learning.models import PupilState, WeekPlan, Worksheet
from terrace.school.learning.worksheets import Marked, NumberKey, Question, questions
from terrace.school.papers import actions as papers
from terrace.school.papers.actions.closing import close_without_pdf
from terrace.school.papers.models import Answer, Copy
from terrace.school.people import actions as people
from terrace.school.people.models import Account, Child, Role, School, SchoolClass, Staff

MONDAY = date(2026, 11, 2)
NOON = datetime(2026, 11, 2, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


@dataclass(slots=True)
class Classroom:
    """A class of a school, and who teaches it mathematics."""

    school: School
    school_class: SchoolClass
    teacher: Staff
    account: Account
    children: list[Child]


def classroom(*, children: int = 4, grade: int = 3, mark: str = "山") -> Classroom:
    """A school with one class; `mark` tells it from another school in the same test."""
    school = people.make_school(name=f"{mark}村小学", short_name=f"learning-{ord(mark):x}", by=None)
    teacher = people.add_staff(school=school, name=f"{mark}老师", by=None)
    account = people.open_account(
        staff=teacher, username=f"teacher-{ord(mark):x}", password="terrace-field-42", by=None
    )
    head = people.add_staff(school=school, name=f"{mark}校长", by=None)
    people.appoint(staff=head, role=Role.PRINCIPAL, by=None)
    school_class = people.add_class(
        school=school,
        name=f"{mark}{grade}班",
        code=f"{grade}A",
        grade=grade,
        class_teacher=teacher,
        by=None,
    )
    people.give_teaching(staff=teacher, school_class=school_class, subject="mathematics", by=None)
    names = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
    made = [
        people.add_child(
            school=school,
            name=f"玥{mark}{names[number % len(names)]}{number}",
            school_class=school_class,
            class_number=number + 1,
            by=None,
        )
        for number in range(children)
    ]
    return Classroom(school, school_class, teacher, account, made)


def sheets(room: Classroom, *, week: date = MONDAY, versions: int | None = None) -> WeekPlan:
    """A week's sheets, chosen and in the children's hands."""
    with clock.pretend(NOON):
        plan = actions.prepare_week(
            school_class=room.school_class, week=week, versions=versions, by=room.account
        )
        actions.choose_week(plan)
        assert plan.run is not None
        close_without_pdf(plan.run)
    return plan


def copy_of(plan: WeekPlan, child: Child) -> Copy:
    """The child's copy of a plan's sheets."""
    return Copy.objects.get(sheet__run_id=plan.run_id, child=child)


def asked(copy: Copy) -> tuple[Question, ...]:
    """What stands on a copy's sheet."""
    return questions(Worksheet.objects.get(sheet_id=copy.sheet_id).items)


def right(question: Question) -> Marked:
    """The right answer."""
    key = question.key
    return str(key.value) if isinstance(key, NumberKey) else (key.key,)


def wrong(question: Question) -> Marked:
    """An answer that is not right."""
    key = question.key
    if isinstance(key, NumberKey):
        return str((key.value + 1) % 10**key.boxes)
    return ((key.key + 1) % key.options,)


def answered(copy: Copy, pattern: Sequence[bool]) -> dict[str, Marked]:
    """Right and wrong answers, field by field; the pattern is repeated as often as needed."""
    return {
        one.field: right(one) if pattern[place % len(pattern)] else wrong(one)
        for place, one in enumerate(asked(copy))
    }


def hand_in(copy: Copy, values: Mapping[str, Marked]) -> None:
    """Enter a copy's answers."""
    papers.record_answers([papers.NewAnswers(copy, values)], by=None)


def correct(copy: Copy, field: str, value: Marked, by: Account) -> None:
    """Correct an answer afterwards."""
    answer = Answer.objects.get(copy=copy, field=field)
    papers.correct_answer(answer, value=value, by=by)


def states(room: Classroom) -> dict[str, tuple[object, ...]]:
    """What is kept of each child, by name: all that must not depend on the order of reading."""
    rows = PupilState.objects.filter(school=room.school, attempts__gt=0).select_related("child")
    return {
        row.child.name: (row.state, row.attempts, row.last_day, row.last_key, row.model)
        for row in rows
    }
