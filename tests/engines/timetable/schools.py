"""Small schools in FET's format, made up for the tests."""

import random


def listed(list_: str, tag: str, names: list[str], count: str) -> str:
    inside = "".join(f"<{tag}><Name>{name}</Name></{tag}>\n" for name in names)
    return f"<{list_}>\n<{count}>{len(names)}</{count}>\n{inside}</{list_}>\n"


def activity(number: int, teacher: str, subject: str, students: str, duration: int = 1) -> str:
    return (
        f"<Activity><Teacher>{teacher}</Teacher><Subject>{subject}</Subject>"
        f"<Students>{students}</Students><Duration>{duration}</Duration><Id>{number}</Id>"
        "<Active>true</Active></Activity>\n"
    )


def school(
    *,
    activities: str,
    time: str = "",
    space: str = "",
    days: int = 5,
    hours: int = 6,
    teachers: int = 4,
    classes: int = 3,
    rooms: str = "",
) -> bytes:
    """A FET file: teachers T0…, classes C0…, subjects S0…S9."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<fet version="6.8.5">\n'
        "<Institution_Name>村小</Institution_Name>\n"
        + listed("Days_List", "Day", [f"D{k}" for k in range(days)], "Number_of_Days")
        + listed("Hours_List", "Hour", [f"H{k}" for k in range(hours)], "Number_of_Hours")
        + listed("Subjects_List", "Subject", [f"S{k}" for k in range(10)], "Number")
        + listed("Teachers_List", "Teacher", [f"T{k}" for k in range(teachers)], "Number")
        + "<Students_List>\n"
        + "".join(f"<Year><Name>C{k}</Name></Year>\n" for k in range(classes))
        + f"</Students_List>\n<Rooms_List>{rooms}</Rooms_List>\n"
        + f"<Activities_List>\n{activities}</Activities_List>\n"
        + f"<Time_Constraints_List>\n{time}</Time_Constraints_List>\n"
        + f"<Space_Constraints_List>\n{space}</Space_Constraints_List>\n</fet>\n"
    ).encode()


def constraint(kind: str, weight: float = 100, **inside: object) -> str:
    said = "".join(f"<{key}>{value}</{key}>" for key, value in inside.items())
    return (
        f"<Constraint{kind}><Weight_Percentage>{weight}</Weight_Percentage>{said}"
        f"<Active>true</Active></Constraint{kind}>\n"
    )


def days_apart(ids: list[int], days: int, weight: float = 95) -> str:
    inside = "".join(f"<Activity_Id>{one}</Activity_Id>" for one in ids)
    return (
        f"<ConstraintMinDaysBetweenActivities><Weight_Percentage>{weight}</Weight_Percentage>"
        f"<Consecutive_If_Same_Day>true</Consecutive_If_Same_Day>{inside}<MinDays>{days}</MinDays>"
        "</ConstraintMinDaysBetweenActivities>\n"
    )


def by_chance(seed: int, *, lessons: int = 40) -> bytes:
    """A school that surely has a timetable: each lesson was first given a slot of its own."""
    draw = random.Random(seed)
    days, hours, teachers, classes = 5, 5, 5, 4
    taken: set[tuple[str, int]] = set()
    texts: list[str] = []
    groups: dict[tuple[int, int], list[int]] = {}
    for number in range(1, lessons + 1):
        teacher, students = draw.randrange(teachers), draw.randrange(classes)
        free = [
            slot
            for slot in range(days * hours)
            if (f"T{teacher}", slot) not in taken and (f"C{students}", slot) not in taken
        ]
        if not free:
            continue
        slot = draw.choice(free)
        taken |= {(f"T{teacher}", slot), (f"C{students}", slot)}
        texts.append(activity(number, f"T{teacher}", f"S{number % 10}", f"C{students}"))
        groups.setdefault((teacher, students), []).append(number)
    time = constraint("BasicCompulsoryTime")
    for chosen in groups.values():
        if 2 <= len(chosen) <= 5:
            time += days_apart(chosen, 1, weight=50)
    time += constraint("TeachersMaxGapsPerWeek", 60, Max_Gaps=2)
    time += constraint("StudentsMaxHoursDaily", 100, Maximum_Hours_Daily=5)
    return school(
        activities="".join(texts), time=time, hours=hours, teachers=teachers, classes=classes
    )
