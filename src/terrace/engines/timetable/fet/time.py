"""The time constraints of a FET file, each written in the shapes of `problem`."""

from collections.abc import Callable, Sequence
from itertools import combinations, product

from terrace.engines.timetable.fet.school import TRUE, School
from terrace.engines.timetable.fet.tree import Node
from terrace.engines.timetable.problem import (
    MUST,
    Broken,
    Closing,
    Habit,
    OfLine,
    OfSet,
    Pair,
    Relation,
    Span,
    Times,
    Together,
)

HABITS: dict[str, tuple[Habit, tuple[str, ...]]] = {
    "NoGaps": (Habit.GAPS_WEEK, ()),
    "MaxGapsPerWeek": (Habit.GAPS_WEEK, ("Max_Gaps",)),
    "MaxGapsPerDay": (Habit.GAPS_DAY, ("Max_Gaps",)),
    "Early": (Habit.EARLY, ()),
    "EarlyMaxBeginningsAtSecondHour": (Habit.EARLY, ("Max_Beginnings_At_Second_Hour",)),
    "MinHoursDaily": (Habit.HOURS_MIN, ("Minimum_Hours_Daily",)),
    "MaxHoursDaily": (Habit.HOURS_MAX, ("Maximum_Hours_Daily",)),
    "MaxHoursContinuously": (Habit.CONTINUOUS_MAX, ("Maximum_Hours_Continuously",)),
    "MaxDaysPerWeek": (Habit.DAYS_MAX, ("Max_Days_Per_Week",)),
    "MinDaysPerWeek": (Habit.DAYS_MIN, ("Minimum_Days_Per_Week",)),
    "MaxSpanPerDay": (Habit.SPAN_MAX, ("Max_Span",)),
    "MinRestingHours": (Habit.REST_MIN, ("Minimum_Resting_Hours",)),
    "IntervalMaxDaysPerWeek": (Habit.INTERVAL_DAYS_MAX, ("Max_Days_Per_Week",)),
    "ActivityTagMaxHoursDaily": (Habit.TAG_HOURS_MAX, ("Maximum_Hours_Daily",)),
    "ActivityTagMaxHoursContinuously": (
        Habit.TAG_CONTINUOUS_MAX,
        ("Maximum_Hours_Continuously",),
    ),
    "ActivityTagMinHoursDaily": (Habit.TAG_HOURS_MIN, ("Minimum_Hours_Daily",)),
}
WHOSE = ("Teachers", "Teacher", "StudentsSet", "Students")

SETS_OF_PAIRS: dict[str, tuple[Relation, tuple[str, ...]]] = {
    "MinDaysBetweenActivities": (Relation.DAYS_APART, ("MinDays",)),
    "MinNDaysBetweenActivities": (Relation.DAYS_APART, ("MinDays",)),
    "MaxDaysBetweenActivities": (Relation.DAYS_NEAR, ("MaxDays",)),
    "ActivitiesNotOverlapping": (Relation.APART, ()),
    "ActivitiesSameStartingTime": (Relation.SAME_START, ()),
    "ActivitiesSameStartingDay": (Relation.SAME_DAY, ()),
    "ActivitiesSameStartingHour": (Relation.SAME_HOUR, ()),
    "MinGapsBetweenActivities": (Relation.GAPS_AT_LEAST, ("MinGaps",)),
    "MaxGapsBetweenActivities": (Relation.GAPS_AT_MOST, ("MaxGaps",)),
}
TWO: dict[str, Relation] = {
    "TwoActivitiesConsecutive": Relation.FOLLOWS,
    "TwoActivitiesGrouped": Relation.GROUPED,
    "TwoActivitiesOrdered": Relation.BEFORE,
    "TwoActivitiesOrderedIfSameDay": Relation.BEFORE_IF_SAME_DAY,
}
OF_SETS: dict[str, tuple[Together, str]] = {
    "ActivitiesOccupyMaxTimeSlotsFromSelection": (
        Together.OCCUPY_MAX,
        "Max_Number_of_Occupied_Time_Slots",
    ),
    "ActivitiesOccupyMinTimeSlotsFromSelection": (
        Together.OCCUPY_MIN,
        "Min_Number_of_Occupied_Time_Slots",
    ),
    "ActivitiesMaxSimultaneousInSelectedTimeSlots": (
        Together.SIMULTANEOUS_MAX,
        "Max_Number_of_Simultaneous_Activities",
    ),
    "ActivitiesMinSimultaneousInSelectedTimeSlots": (
        Together.SIMULTANEOUS_MIN,
        "Min_Number_of_Simultaneous_Activities",
    ),
    "MaxTotalActivitiesFromSetInSelectedTimeSlots": (
        Together.TOTAL_MAX,
        "Max_Total_Number_of_Activities",
    ),
}
STARTS = ("Preferred_Starting_Time", "Preferred_Starting_Day", "Preferred_Starting_Hour")
SLOTS = ("Preferred_Time_Slot", "Preferred_Day", "Preferred_Hour")
OLD_TIMES = ("Preferred_Time", "Preferred_Day", "Preferred_Hour")


def read(kind: str, node: Node, school: School) -> bool:
    """Add the rules of one time constraint; False if its kind is not one that we plan."""
    if kind in SETS_OF_PAIRS:
        _pairs(kind, node, school)
    elif kind in TWO:
        _two(kind, node, school)
    elif kind in OF_SETS:
        _of_set(kind, node, school)
    elif kind in OTHERS:
        OTHERS[kind](node, school)
    else:
        return _habit(kind, node, school)
    return True


def _habit(kind: str, node: Node, school: School) -> bool:
    for whose in WHOSE:
        habit, tags = HABITS.get(kind.removeprefix(whose), (None, ()))
        if kind.startswith(whose) and habit is not None:
            break
    else:
        return False
    if whose == "Teacher":
        lines: Sequence[int] = (school.teacher(node),)
        about = school.lines[lines[0]].name
    elif whose == "StudentsSet":
        about, lines = school.students(node)
    else:
        lines = [k for k, one in enumerate(school.lines) if one.is_teacher == (whose == "Teachers")]
        about = ""
    amount = school.count(node, *tags) if tags else 0
    other = mask = 0
    tag = node.said("Activity_Tag_Name", "Activity_Tag") or "" if "ActivityTag" in kind else ""
    if habit in (Habit.HOURS_MIN, Habit.TAG_HOURS_MIN):
        default = "true" if whose.startswith("Teacher") or tag else "false"
        other = int((node.said("Allow_Empty_Days") or default).lower() in TRUE)
    elif habit is Habit.SPAN_MAX:
        said = node.said("Allow_One_Day_Exception_of_Plus_One") or "false"
        other = int(said.lower() in TRUE)
    elif habit is Habit.REST_MIN:
        other = int((node.said("Circular") or "true").lower() in TRUE)
    elif habit is Habit.INTERVAL_DAYS_MAX:
        first = _hour(node, school, "Interval_Start_Hour")
        last = _hour(node, school, "Interval_End_Hour")
        mask = ((1 << last) - 1) & ~((1 << first) - 1)
    weight = School.weight(node)
    source = school.source(node, about, tag)
    for line in lines:
        school.rules.append(OfLine(line, habit, amount, weight, source, other, tag, mask))
    return True


def _hour(node: Node, school: School, tag: str) -> int:
    name = node.said(tag)
    if not name:
        return len(school.hours)  # the end of the day
    if name not in school.hour_number:
        raise Broken(node.line, f"没有名为「{name}」的节次", f"there is no hour “{name}”")
    return school.hour_number[name]


def _pairs(kind: str, node: Node, school: School) -> None:
    relation, tags = SETS_OF_PAIRS[kind]
    amount = school.count(node, *tags) if tags else 0
    weight, chosen = School.weight(node), school.named(node, "Activity_Id")
    source = school.source(node, *(school.activities[one].name for one in chosen))
    joined = relation is Relation.DAYS_APART and (
        (node.said("Consecutive_If_Same_Day", "Adjacent_If_Broken") or "false").lower() in TRUE
    )
    for first, second in combinations(chosen, 2):
        school.rules.append(Pair(first, second, relation, amount, weight, source))
        if joined and weight < MUST:
            school.rules.append(Pair(first, second, Relation.ADJACENT_IF_SAME_DAY, 0, MUST, source))


def _two(kind: str, node: Node, school: School) -> None:
    first = school.activity(node, node.said("First_Activity_Id"))
    second = school.activity(node, node.said("Second_Activity_Id"))
    if first is None or second is None:
        return
    about = (school.activities[first].name, school.activities[second].name)
    source = school.source(node, *about)
    school.rules.append(Pair(first, second, TWO[kind], 0, School.weight(node), source))


def _three(node: Node, school: School) -> None:
    chosen = school.named(node, "First_Activity_Id", "Second_Activity_Id", "Third_Activity_Id")
    source = school.source(node, *(school.activities[one].name for one in chosen))
    if len(chosen) == 3:
        rule = OfSet(
            tuple(chosen), frozenset(), Together.THREE_GROUPED, 0, School.weight(node), source
        )
        school.rules.append(rule)


def _ordered_sets(node: Node, school: School) -> None:
    sides = []
    for tag in ("First_Activities_Ids_Set", "Second_Activities_Ids_Set"):
        side = node.find(tag)
        sides.append([] if side is None else school.named(side, "Id", "Activity_Id"))
    about = (school.activities[one].name for side in sides for one in side)
    source, weight = school.source(node, *about), School.weight(node)
    for first, second in product(*sides):
        school.rules.append(Pair(first, second, Relation.BEFORE, 0, weight, source))


def _of_set(kind: str, node: Node, school: School) -> None:
    rule, tag = OF_SETS[kind]
    chosen = school.named(node, "Activity_Id")
    slots = frozenset(
        school.slot(one, "Selected_Day", "Selected_Hour") for one in node.all("Selected_Time_Slot")
    )
    source = school.source(node, *(school.activities[one].name for one in chosen))
    other = int((node.said("Allow_Empty_Slots") or "false").lower() in TRUE)
    amount, weight = school.count(node, tag), School.weight(node)
    school.rules.append(OfSet(tuple(chosen), slots, rule, amount, weight, source, other))


def _breaks(node: Node, school: School) -> None:
    slots = frozenset(school.slot(one, "Day", "Hour") for one in node.all("Break_Time"))
    school.breaks |= slots
    school.closings.append(Closing(slots, school.source(node)))


def _busy_teacher(node: Node, school: School) -> None:
    teacher = school.teacher(node)
    _busy(node, school, school.lines[teacher].name, (teacher,))


def _busy_students(node: Node, school: School) -> None:
    _busy(node, school, *school.students(node))


def _busy(node: Node, school: School, name: str, lines: Sequence[int]) -> None:
    slots = frozenset(school.slot(one, "Day", "Hour") for one in node.all("Not_Available_Time"))
    for line in lines:
        school.busy[line] |= slots
    if lines:
        school.closings.append(Closing(slots, school.source(node, name), lines=tuple(lines)))


def _times_of_one(span: Span, *tags: tuple[str, str, str]) -> Callable[[Node, School], None]:
    def add(node: Node, school: School) -> None:
        number = school.activity(node, node.said("Activity_Id"))
        if number is not None:
            _times(node, school, [number], span, tags, school.activities[number].name)

    return add


def _one_time(node: Node, school: School) -> None:
    number = school.activity(node, node.said("Activity_Id"))
    if number is None:
        return
    day, hour = node.said("Preferred_Day", "Day"), node.said("Preferred_Hour", "Hour")
    days = range(len(school.days)) if not day else [school.day_number.get(day, -1)]
    hours = range(len(school.hours)) if not hour else [school.hour_number.get(hour, -1)]
    if -1 in days or -1 in hours:
        raise Broken(node.line, f"没有「{day} {hour}」这个时间", f"there is no time “{day} {hour}”")
    slots = frozenset(d * len(school.hours) + h for d in days for h in hours)
    source = school.source(node, school.activities[number].name)
    school.rules.append(Times((number,), slots, Span.START, School.weight(node), source))


def chosen_by(node: Node, school: School) -> tuple[list[int], tuple[str, ...]]:
    """The activities that a filter of teacher, students, subject, tag and length lets through."""
    teacher = node.said("Teacher_Name", "Teacher")
    students = node.said("Students_Name", "Students")
    subject = node.said("Subject_Name", "Subject")
    tag = node.said("Activity_Tag_Name", "Activity_Tag")
    duration = school.count(node, "Duration") if node.said("Duration") else 0
    part = school.count(node, "Component_Number") if node.said("Component_Number") else 0
    lines = set(school.students(node)[1]) if students else set()
    who = school.teacher(node) if teacher else -1
    found = [
        number
        for number, one in enumerate(school.activities)
        if (not teacher or who in one.teachers)
        and (not students or not lines.isdisjoint(one.groups))
        and (not subject or one.subject == subject)
        and (not tag or tag in one.tags)
        and (not duration or one.duration == duration)
        and (not part or school.components[number] == part)
    ]
    return found, tuple(one for one in (teacher, students, subject, tag) if one)


def _times_of_many(span: Span, *tags: tuple[str, str, str]) -> Callable[[Node, School], None]:
    def add(node: Node, school: School) -> None:
        chosen, about = chosen_by(node, school)
        _times(node, school, chosen, span, tags, *about)

    return add


def _times(
    node: Node,
    school: School,
    chosen: Sequence[int],
    span: Span,
    tags: tuple[tuple[str, str, str], ...],
    *about: str,
) -> None:
    slots = frozenset(
        school.slot(one, day, hour) for tag, day, hour in tags for one in node.all(tag)
    )
    source = school.source(node, *about)
    school.rules.append(Times(tuple(chosen), slots, span, School.weight(node), source))


def _edge_of_day(*, first: bool, teachers: bool) -> Callable[[Node, School], None]:
    """The activity is the first, or last, of the day for all its pupils (or teachers)."""

    def add(node: Node, school: School) -> None:
        if node.find("Activity_Id") is not None:
            number = school.activity(node, node.said("Activity_Id"))
            chosen: list[int] = [] if number is None else [number]
            about: tuple[str, ...] = tuple(school.activities[one].name for one in chosen)
        else:
            chosen, about = chosen_by(node, school)
        weight, source = School.weight(node), school.source(node, *about)
        for one in chosen:
            activity = school.activities[one]
            lines = activity.teachers if teachers else activity.groups
            for other in {b for line in lines for b in school.with_line[line]} - {one}:
                pair = (one, other) if first else (other, one)
                school.rules.append(Pair(*pair, Relation.BEFORE_IF_SAME_DAY, 0, weight, source))

    return add


def _tags_apart(node: Node, school: School) -> None:
    tags = [one.text for one in node.all("Activity_Tag")]
    source, weight = school.source(node, *tags), School.weight(node)
    by_tag = [[k for k, one in enumerate(school.activities) if tag in one.tags] for tag in tags]
    pairs = {
        (min(a, b), max(a, b))
        for one, other in combinations(by_tag, 2)
        for a, b in product(one, other)
        if a != b
    }
    for a, b in sorted(pairs):
        school.rules.append(Pair(a, b, Relation.APART, 0, weight, source))


def _tag_gaps(*, whose: str, ordered: bool) -> Callable[[Node, School], None]:
    """Hours between lessons with a tag (or one tag after another) of one line on one day."""

    def add(node: Node, school: School) -> None:
        if whose == "Teacher":
            lines: Sequence[int] = (school.teacher(node),)
        elif whose == "StudentsSet":
            lines = school.students(node)[1]
        else:
            teachers = whose == "Teachers"
            lines = [k for k, one in enumerate(school.lines) if one.is_teacher == teachers]
        first = node.said("First_Activity_Tag", "Activity_Tag", "Activity_Tag_Name") or ""
        second = node.said("Second_Activity_Tag") or first
        amount, weight = school.count(node, "MinGaps"), School.weight(node)
        source = school.source(node, first, second)
        relation = Relation.GAPS_AFTER if ordered else Relation.GAPS_AT_LEAST
        done = set()
        for line in lines:
            inside = school.with_line[line]
            before = [one for one in inside if first in school.activities[one].tags]
            after = [one for one in inside if second in school.activities[one].tags]
            for a, b in product(before, after):
                key = (a, b) if ordered else (min(a, b), max(a, b))
                if a != b and key not in done:
                    done.add(key)
                    school.rules.append(Pair(*key, relation, amount, weight, source))

    return add


OTHERS: dict[str, Callable[[Node, School], None]] = {
    "BasicCompulsoryTime": lambda node, school: None,
    "BreakTimes": _breaks,
    "Break": _breaks,
    "TeacherNotAvailableTimes": _busy_teacher,
    "StudentsSetNotAvailableTimes": _busy_students,
    "ThreeActivitiesGrouped": _three,
    "TwoSetsOfActivitiesOrdered": _ordered_sets,
    "ActivityTagsNotOverlapping": _tags_apart,
    "ActivityPreferredStartingTime": _one_time,
    "ActivityPreferredTime": _one_time,
    "ActivityPreferredStartingTimes": _times_of_one(Span.START, STARTS, OLD_TIMES),
    "ActivityPreferredTimes": _times_of_one(Span.START, OLD_TIMES, STARTS),
    "ActivityPreferredTimeSlots": _times_of_one(Span.WHOLE, SLOTS, OLD_TIMES),
    "ActivitiesPreferredStartingTimes": _times_of_many(Span.START, STARTS, OLD_TIMES),
    "ActivitiesPreferredTimes": _times_of_many(Span.START, OLD_TIMES, STARTS),
    "ActivitiesPreferredTimeSlots": _times_of_many(Span.WHOLE, SLOTS, OLD_TIMES),
    "SubactivitiesPreferredStartingTimes": _times_of_many(Span.START, STARTS, OLD_TIMES),
    "SubactivitiesPreferredTimeSlots": _times_of_many(Span.WHOLE, SLOTS, OLD_TIMES),
    "ActivityEndsStudentsDay": _edge_of_day(first=False, teachers=False),
    "ActivitiesEndStudentsDay": _edge_of_day(first=False, teachers=False),
    "ActivityBeginsStudentsDay": _edge_of_day(first=True, teachers=False),
    "ActivitiesBeginStudentsDay": _edge_of_day(first=True, teachers=False),
    "ActivityEndsTeachersDay": _edge_of_day(first=False, teachers=True),
    "ActivitiesEndTeachersDay": _edge_of_day(first=False, teachers=True),
    "ActivityBeginsTeachersDay": _edge_of_day(first=True, teachers=True),
    "ActivitiesBeginTeachersDay": _edge_of_day(first=True, teachers=True),
} | {
    f"{whose}MinGapsBetween{what}": _tag_gaps(whose=whose, ordered=what.startswith("Ordered"))
    for whose in WHOSE
    for what in ("ActivityTag", "OrderedPairOfActivityTags")
}
