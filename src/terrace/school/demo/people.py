"""The demo school's people, written by the same actions that a school's office uses."""

import random
from datetime import date

from terrace.school.calendar import actions as calendar
from terrace.school.people import actions as people
from terrace.school.people.models import Dorm, Role, School, SchoolClass, Staff

from .dates import HOURS, holidays, make_up_days, term_around
from .login import Login
from .village import STAFF, PlannedAdult, PlannedChild, plan_children

PASSWORD = "yunling-2026"  # noqa: S105 - printed by `make demo`, and only a simulated school has it
CLASS_NAMES = {1: "一年级", 2: "二年级", 3: "三年级", 4: "四年级", 5: "五年级", 6: "六年级"}


def make_people(rng: random.Random, *, today: date) -> tuple[School, list[Login]]:
    """Write school, calendar, staff, classes, dorms, children and families; who can sign in."""
    school = people.make_school(
        name="云岭小学", name_en="Yunling Primary", short_name="yunling", simulated=True, by=None
    )
    _make_calendar(school, today)
    children = plan_children(rng, today=today)
    staff, logins = _make_staff(school, today)
    classes = _make_classes(school, staff)
    dorms = _make_dorms(school, staff, children)
    mentor = next(adult for adult in STAFF if adult.mentors)
    left_to_mentor = mentor.mentors
    for planned in children:
        child = people.add_child(
            school=school,
            name=planned.name,
            sex=planned.sex,
            birth_date=planned.born,
            school_class=classes[planned.class_code],
            class_number=planned.class_number,
            dorm=dorms.get(planned.dorm),
            joined_on=planned.joined,
            by=None,
        )
        for relative in planned.family:
            guardian = people.add_guardian(
                child=child,
                name=relative.name,
                relation=relative.relation,
                phone=relative.phone,
                child_lives_with=relative.child_lives_with,
                by=None,
            )
            people.guardian_moved(
                guardian=guardian,
                place=relative.place,
                away=relative.away,
                since=relative.since,
                by=None,
            )
        both_away = sum(relative.away for relative in planned.family) == 2
        if left_to_mentor and both_away and planned.class_code == "6A":
            people.find_mentor(staff=staff[mentor.name], child=child, since=today, by=None)
            left_to_mentor -= 1
    return school, logins


def _make_calendar(school: School, today: date) -> None:
    term = term_around(today)
    calendar.make_term(school=school, name=term.name, starts=term.starts, ends=term.ends, by=None)
    calendar.set_hours(school=school, hours=HOURS, by=None)
    for day, name in holidays(term.starts, term.ends):
        calendar.mark_holiday(school=school, day=day, name=name, by=None)
    for day, name, weekday in make_up_days(term.starts, term.ends):
        calendar.mark_make_up_day(school=school, day=day, name=name, as_weekday=weekday, by=None)


def _make_staff(school: School, today: date) -> tuple[dict[str, Staff], list[Login]]:
    staff: dict[str, Staff] = {}
    logins = []
    for adult in STAFF:
        member = people.add_staff(
            school=school,
            name=adult.name,
            sex=adult.sex,
            joined_on=date(today.year - 3, 9, 1),
            by=None,
        )
        staff[adult.name] = member
        for role in adult.appointed:
            people.appoint(staff=member, role=Role(role), by=None)
        if adult.username:
            people.open_account(staff=member, username=adult.username, password=PASSWORD, by=None)
            logins.append(Login(_role(adult), adult.username, PASSWORD, adult.name))
    return staff, logins


def _role(adult: PlannedAdult) -> str:
    """The role that this login shows."""
    if adult.appointed:
        return adult.appointed[0]
    if adult.own_class:
        return Role.CLASS_TEACHER.value
    if adult.cares_for:
        return Role.BOARDING.value
    return Role.MENTOR.value if adult.mentors else Role.SUBJECT_TEACHER.value


def _make_classes(school: School, staff: dict[str, Staff]) -> dict[str, SchoolClass]:
    classes = {}
    for adult in STAFF:
        if adult.own_class:
            grade = int(adult.own_class[0])
            classes[adult.own_class] = people.add_class(
                school=school,
                name=f"{CLASS_NAMES[grade]}1班",
                code=adult.own_class,
                grade=grade,
                class_teacher=staff[adult.name],
                by=None,
            )
    for adult in STAFF:
        for code, subject in adult.teaches:
            people.give_teaching(
                staff=staff[adult.name], school_class=classes[code], subject=subject, by=None
            )
    return classes


def _make_dorms(
    school: School, staff: dict[str, Staff], children: list[PlannedChild]
) -> dict[str, Dorm]:
    carers = {adult.cares_for: staff[adult.name] for adult in STAFF if adult.cares_for}
    return {
        name: people.add_dorm(school=school, name=name, carers=[carers[sex]], by=None)
        for name, sex in sorted({(child.dorm, child.sex) for child in children if child.dorm})
    }
