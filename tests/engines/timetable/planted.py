"""Contradictions of many kinds, each planted in a school that had a timetable."""

from collections import Counter
from collections.abc import Callable

from terrace.engines.timetable.problem import Activity, Problem
from tests.engines.timetable.schools import constraint, days_apart


def planted(data: bytes, problem: Problem, kind: str) -> bytes:
    """The file with rules added that cannot hold together with its lessons."""
    time, space = KINDS[kind](School(problem))
    text = data.decode()
    text = text.replace("</Time_Constraints_List>", time + "</Time_Constraints_List>")
    text = text.replace("</Space_Constraints_List>", space + "</Space_Constraints_List>")
    if space:
        text = text.replace("</Rooms_List>", "<Room><Name>Only</Name></Room></Rooms_List>")
        if "</Rooms_List>" not in text:
            text = text.replace(
                "<Rooms_List/>", "<Rooms_List><Room><Name>Only</Name></Room></Rooms_List>"
            )
    return text.encode()


class School:
    """Whom the rules are planted on: the teacher and the class with the most lessons."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        lessons = Counter(line for one in problem.activities for line in one.teachers)
        self.line = max(sorted(lessons), key=lambda line: lessons[line])
        self.teacher = problem.lines[self.line].name
        self.own = [one for one in problem.activities if self.line in one.teachers]
        self.hours = sum(one.duration for one in self.own)
        classes = Counter(one.students[0] for one in problem.activities if len(one.students) == 1)
        self.school_class = max(sorted(classes), key=lambda name: classes[name])
        self.of_class = [one for one in problem.activities if one.students == (self.school_class,)]

    def slots(self) -> list[tuple[str, str]]:
        return [(day, hour) for day in self.problem.days for hour in self.problem.hours]


def ids(*activities: Activity) -> str:
    return "".join(f"<Activity_Id>{one.name}</Activity_Id>" for one in activities)


def raw(kind: str, inside: str) -> str:
    return (
        f"<Constraint{kind}><Weight_Percentage>100</Weight_Percentage>{inside}"
        f"<Active>true</Active></Constraint{kind}>\n"
    )


def closed(kind: str, who: str, slots: list[tuple[str, str]]) -> str:
    times = "".join(
        f"<Not_Available_Time><Day>{day}</Day><Hour>{hour}</Hour></Not_Available_Time>"
        for day, hour in slots
    )
    count = f"<Number_of_Not_Available_Times>{len(slots)}</Number_of_Not_Available_Times>"
    return raw(kind, who + count + times)


def _not_available(one: School) -> tuple[str, str]:
    slots = one.slots()[one.hours - 1 :]
    return closed("TeacherNotAvailableTimes", f"<Teacher>{one.teacher}</Teacher>", slots), ""


def _class_not_available(one: School) -> tuple[str, str]:
    hours = sum(lesson.duration for lesson in one.of_class)
    slots = one.slots()[hours - 1 :]
    who = f"<Students>{one.school_class}</Students>"
    return closed("StudentsSetNotAvailableTimes", who, slots), ""


def _min_days(one: School) -> tuple[str, str]:
    days = len(one.problem.days)
    return days_apart([int(lesson.name) for lesson in one.own[:3]], days // 2 + 1, 100), ""


def _max_hours(one: School) -> tuple[str, str]:
    most = (one.hours - 1) // len(one.problem.days)
    rule = constraint("TeacherMaxHoursDaily", Teacher_Name=one.teacher, Maximum_Hours_Daily=most)
    return rule, ""


def _same_start(one: School) -> tuple[str, str]:
    return raw("ActivitiesSameStartingTime", ids(*one.own[:2])), ""


def _preferred(one: School) -> tuple[str, str]:
    times = "".join(
        f"<Preferred_Time_Slot><Preferred_Day>{day}</Preferred_Day>"
        f"<Preferred_Hour>{hour}</Preferred_Hour></Preferred_Time_Slot>"
        for day, hour in one.slots()[: one.hours - 1]
    )
    who = f"<Teacher>{one.teacher}</Teacher><Students></Students><Subject></Subject>"
    return raw("ActivitiesPreferredTimeSlots", who + times), ""


def _consecutive(one: School) -> tuple[str, str]:
    first, second = one.own[0], one.own[1]
    rule = constraint(
        "TwoActivitiesConsecutive", First_Activity_Id=first.name, Second_Activity_Id=second.name
    )
    return rule + days_apart([int(first.name), int(second.name)], 1, 100), ""


def _one_room(one: School) -> tuple[str, str]:
    """The class must be in a room that is shut too often."""
    hours = sum(lesson.duration for lesson in one.of_class)
    shut = closed("RoomNotAvailableTimes", "<Room>Only</Room>", one.slots()[hours - 1 :])
    home = constraint("StudentsSetHomeRoom", Students=one.school_class, Room="Only")
    return "", home + shut


def _order(one: School) -> tuple[str, str]:
    first, second, third = one.own[:3]
    return "".join(
        constraint("TwoActivitiesOrdered", First_Activity_Id=a.name, Second_Activity_Id=b.name)
        for a, b in ((first, second), (second, third), (third, first))
    ), ""


def _max_days(one: School) -> tuple[str, str]:
    days = (one.hours - 1) // len(one.problem.hours)
    rule = constraint("TeacherMaxDaysPerWeek", Teacher_Name=one.teacher, Max_Days_Per_Week=days)
    return rule, ""


def _gaps(one: School) -> tuple[str, str]:
    """First and last hour of a day, two hours a day at most, and no gaps."""
    day, hours = one.problem.days[0], one.problem.hours
    time = "".join(
        constraint(
            "ActivityPreferredStartingTime",
            Activity_Id=lesson.name,
            Preferred_Day=day,
            Preferred_Hour=hour,
        )
        for lesson, hour in zip(
            [x for x in one.own if x.duration == 1], (hours[0], hours[-1]), strict=False
        )
    )
    time += constraint("TeacherMaxGapsPerDay", Teacher_Name=one.teacher, Max_Gaps=0)
    most = len(hours) - 1
    return time + constraint(
        "TeacherMaxHoursDaily", Teacher_Name=one.teacher, Maximum_Hours_Daily=most
    ), ""


def _min_hours(one: School) -> tuple[str, str]:
    most = -(-one.hours // len(one.problem.days))
    rule = constraint(
        "TeacherMinHoursDaily",
        Teacher_Name=one.teacher,
        Minimum_Hours_Daily=most + 1,
        Allow_Empty_Days="true",
    )
    most_hours = constraint(
        "TeacherMaxHoursDaily", Teacher_Name=one.teacher, Maximum_Hours_Daily=most
    )
    return rule + most_hours, ""


def _same_day(one: School) -> tuple[str, str]:
    lessons = one.own[:3]
    rule = raw("ActivitiesSameStartingDay", ids(*lessons))
    return rule + days_apart([int(lesson.name) for lesson in lessons[1:]], 1, 100), ""


def _room_at_once(one: School) -> tuple[str, str]:
    """Two lessons of different people at one time in the only room."""
    first = one.own[0]
    second = next(
        other for other in one.problem.activities if not set(other.lines) & set(first.lines)
    )
    space = "".join(
        constraint("ActivityPreferredRoom", Activity_Id=lesson.name, Room="Only")
        for lesson in (first, second)
    )
    return raw("ActivitiesSameStartingTime", ids(first, second)), space


def _all_away(one: School) -> tuple[str, str]:
    """All who teach the class are away in so many slots that its lessons do not fit."""
    problem = one.problem
    hours = sum(lesson.duration for lesson in one.of_class)
    slots = one.slots()[hours - 1 :]
    teachers = sorted({line for lesson in one.of_class for line in lesson.teachers})
    return "".join(
        closed("TeacherNotAvailableTimes", f"<Teacher>{problem.lines[line].name}</Teacher>", slots)
        for line in teachers
    ), ""


def _not_in_a_row(one: School) -> tuple[str, str]:
    """Never two hours in a row and no gaps: one hour a day."""
    row = constraint(
        "TeacherMaxHoursContinuously", Teacher_Name=one.teacher, Maximum_Hours_Continuously=1
    )
    return row + constraint("TeacherMaxGapsPerDay", Teacher_Name=one.teacher, Max_Gaps=0), ""


def _early(one: School) -> tuple[str, str]:
    """The class begins in the first hour of each day, and all its lessons are later."""
    who = f"<Students>{one.school_class}</Students>"
    early = raw("StudentsSetEarlyMaxBeginningsAtSecondHour", who + EARLY)
    later = "".join(
        f"<Preferred_Starting_Time><Preferred_Starting_Day>{day}</Preferred_Starting_Day>"
        f"<Preferred_Starting_Hour>{hour}</Preferred_Starting_Hour></Preferred_Starting_Time>"
        for day in one.problem.days
        for hour in one.problem.hours[2:]
    )
    times = raw("ActivitiesPreferredStartingTimes", who + later)
    return early + times, ""


EARLY = "<Max_Beginnings_At_Second_Hour>0</Max_Beginnings_At_Second_Hour>"


def _far_apart(one: School) -> tuple[str, str]:
    """Two lessons on one day with more hours between than a day has room for."""
    lessons = ids(*one.own[:2])
    gaps = raw("MinGapsBetweenActivities", lessons + f"<MinGaps>{len(one.problem.hours)}</MinGaps>")
    return raw("ActivitiesSameStartingDay", lessons) + gaps, ""


def _not_at_once(one: School) -> tuple[str, str]:
    """At one time with one lesson, and with another that must not be at the time of the first."""
    first = one.own[0]
    others = [other for other in one.problem.activities if not set(other.lines) & set(first.lines)]
    second = others[0]
    third = next(
        (other for other in others[1:] if not set(other.lines) & set(second.lines)), others[-1]
    )
    at_once = raw("ActivitiesSameStartingTime", ids(first, second))
    at_once += raw("ActivitiesSameStartingTime", ids(second, third))
    return at_once + raw("ActivitiesNotOverlapping", ids(first, third)), ""


KINDS: dict[str, Callable[[School], tuple[str, str]]] = {
    "not available": _not_available,
    "class not available": _class_not_available,
    "min days": _min_days,
    "max hours daily": _max_hours,
    "same start": _same_start,
    "preferred times": _preferred,
    "consecutive": _consecutive,
    "home room": _one_room,
    "order": _order,
    "max days": _max_days,
    "gaps": _gaps,
    "min hours": _min_hours,
    "same day": _same_day,
    "one room at once": _room_at_once,
    "all away": _all_away,
    "not in a row": _not_in_a_row,
    "early": _early,
    "far apart": _far_apart,
    "not at once": _not_at_once,
}
