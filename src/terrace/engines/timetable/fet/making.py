"""A problem of our own as a FET file: FET can plan it, or look at our plan."""

from collections.abc import Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from terrace.engines.timetable.problem import (
    Closing,
    Habit,
    OfLine,
    OfSet,
    Pair,
    Plan,
    Problem,
    Relation,
    Rooms,
    Rule,
    Source,
    Span,
    Times,
)

VERSION = "6.8.5"
HABITS: dict[tuple[Habit, bool], tuple[str, str]] = {
    (Habit.GAPS_WEEK, True): ("TeacherMaxGapsPerWeek", "Max_Gaps"),
    (Habit.GAPS_WEEK, False): ("StudentsSetMaxGapsPerWeek", "Max_Gaps"),
    (Habit.EARLY, False): (
        "StudentsSetEarlyMaxBeginningsAtSecondHour",
        "Max_Beginnings_At_Second_Hour",
    ),
    (Habit.HOURS_MAX, True): ("TeacherMaxHoursDaily", "Maximum_Hours_Daily"),
    (Habit.HOURS_MAX, False): ("StudentsSetMaxHoursDaily", "Maximum_Hours_Daily"),
    (Habit.DAYS_MAX, True): ("TeacherMaxDaysPerWeek", "Max_Days_Per_Week"),
    (Habit.CONTINUOUS_MAX, True): ("TeacherMaxHoursContinuously", "Maximum_Hours_Continuously"),
    (Habit.CONTINUOUS_MAX, False): (
        "StudentsSetMaxHoursContinuously",
        "Maximum_Hours_Continuously",
    ),
}


def make(problem: Problem, plan: Plan | None = None) -> bytes:
    """The FET file; lessons that ``plan`` places are locked there, as `writing.write` does.

    Names that stand twice get a number. Raises `ValueError` for a rule that FET says otherwise
    than these: `Pair` DAYS_APART, `Times`, `Rooms`, and the habits above.
    """
    return _Making(problem).made(plan)


class _Making:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.days, self.hours = _apart(problem.days), _apart(problem.hours)
        self.lines = _apart([one.name for one in problem.lines])
        self.rooms = _apart([one.name for one in problem.rooms])
        self.root = Element("fet", version=VERSION)

    def made(self, plan: Plan | None) -> bytes:
        problem = self.problem
        _say(self.root, "Mode", "Official")
        _say(self.root, "Institution_Name", problem.name)
        _say(self.root, "Comments", "")
        self._list("Days_List", "Day", self.days, count="Number_of_Days")
        self._list("Hours_List", "Hour", self.hours, count="Number_of_Hours")
        self._list("Subjects_List", "Subject", sorted({one.subject for one in problem.activities}))
        SubElement(self.root, "Activity_Tags_List")
        teachers = [name for name, one in self._with_lines() if one]
        self._list("Teachers_List", "Teacher", teachers)
        self._list("Students_List", "Year", [name for name, one in self._with_lines() if not one])
        self._activities()
        SubElement(self.root, "Buildings_List")
        self._list("Rooms_List", "Room", self.rooms)
        time = SubElement(self.root, "Time_Constraints_List")
        space = SubElement(self.root, "Space_Constraints_List")
        _constraint(time, "BasicCompulsoryTime", 1.0)
        _constraint(space, "BasicCompulsorySpace", 1.0)
        for closing in problem.closings:
            self._closing(time, space, closing)
        for rules in _by_source(problem.rules):
            self._rules(time, space, rules)
        if plan is not None:
            self._plan(time, space, plan)
        indent(self.root, " ")
        head = b'<?xml version="1.0" encoding="UTF-8"?>\n\n'
        return head + bytes(tostring(self.root, encoding="utf-8")) + b"\n"

    def _with_lines(self) -> Iterator[tuple[str, bool]]:
        for name, line in zip(self.lines, self.problem.lines, strict=True):
            yield name, line.is_teacher

    def _list(self, tag: str, child: str, names: Sequence[str], *, count: str = "") -> None:
        list_ = SubElement(self.root, tag)
        if count:
            _say(list_, count, str(len(names)))
        for name in names:
            one = SubElement(list_, child)
            _say(one, "Name", name)
            if child == "Year":
                _say(one, "Number_of_Students", "0")
            if child == "Room":
                _say(one, "Building", "")
                _say(one, "Capacity", "30000")
                _say(one, "Virtual", "false")

    def _activities(self) -> None:
        list_ = SubElement(self.root, "Activities_List")
        for activity in self.problem.activities:
            one = SubElement(list_, "Activity")
            for line in activity.teachers:
                _say(one, "Teacher", self.lines[line])
            _say(one, "Subject", activity.subject)
            for line in activity.groups:
                _say(one, "Students", self.lines[line])
            _say(one, "Duration", str(activity.duration))
            _say(one, "Total_Duration", str(activity.duration))
            _say(one, "Id", activity.name)
            _say(one, "Activity_Group_Id", "0")
            _say(one, "Active", "true")
            _say(one, "Comments", "")

    def _closing(self, time: Element, space: Element, closing: Closing) -> None:
        slots = sorted(closing.slots)
        for line in closing.lines:
            teacher = self.problem.lines[line].is_teacher
            kind = "TeacherNotAvailableTimes" if teacher else "StudentsSetNotAvailableTimes"
            one = _constraint(time, kind, 1.0)
            _say(one, "Teacher" if teacher else "Students", self.lines[line])
            self._slots(one, "Not_Available_Time", "Day", "Hour", slots)
        for room in closing.rooms:
            one = _constraint(space, "RoomNotAvailableTimes", 1.0)
            _say(one, "Room", self.rooms[room])
            self._slots(one, "Not_Available_Time", "Day", "Hour", slots)
        if not closing.lines and not closing.rooms:
            one = _constraint(time, "BreakTimes", 1.0)
            self._slots(one, "Break_Time", "Day", "Hour", slots)

    def _slots(self, one: Element, tag: str, day: str, hour: str, slots: Sequence[int]) -> None:
        _say(one, f"Number_of_{tag}s", str(len(slots)))
        for slot in slots:
            at = SubElement(one, tag)
            _say(at, day, self.days[slot // len(self.hours)])
            _say(at, hour, self.hours[slot % len(self.hours)])

    def _rules(self, time: Element, space: Element, rules: Sequence[Rule]) -> None:
        first = rules[0]
        if isinstance(first, Pair) and first.relation is Relation.DAYS_APART:
            sides = (
                side for one in rules if isinstance(one, Pair) for side in (one.first, one.second)
            )
            one = _constraint(time, "MinDaysBetweenActivities", first.weight)
            _say(one, "Consecutive_If_Same_Day", "true")
            self._ids(one, sorted(set(sides)))
            _say(one, "MinDays", str(first.amount))
        elif isinstance(first, Times):
            self._times(time, first)
        elif isinstance(first, OfLine):
            for rule in rules:
                if isinstance(rule, OfLine):
                    self._habit(time, rule)
        elif isinstance(first, Rooms):
            self._rooms(space, first)
        else:
            assert isinstance(first, Pair | OfSet)
            raise ValueError(f"no FET constraint is written for {first.source.kind}")

    def _ids(self, one: Element, activities: Iterable[int]) -> None:
        chosen = list(activities)
        _say(one, "Number_of_Activities", str(len(chosen)))
        for number in chosen:
            _say(one, "Activity_Id", self.problem.activities[number].name)

    def _times(self, time: Element, rule: Times) -> None:
        slots = sorted(rule.slots)
        starts = rule.span is Span.START
        kind = "ActivityPreferredStartingTimes" if starts else "ActivityPreferredTimeSlots"
        word = "Preferred_Starting_Time" if starts else "Preferred_Time_Slot"
        day, hour = (
            ("Preferred_Starting_Day", "Preferred_Starting_Hour")
            if starts
            else ("Preferred_Day", "Preferred_Hour")
        )
        for number in rule.activities:
            one = _constraint(time, kind, rule.weight)
            _say(one, "Activity_Id", self.problem.activities[number].name)
            self._slots(one, word, day, hour, slots)

    def _habit(self, time: Element, rule: OfLine) -> None:
        teacher = self.problem.lines[rule.line].is_teacher
        known = HABITS.get((rule.habit, teacher))
        if known is None:
            raise ValueError(f"no FET constraint is written for {rule.source.kind}")
        kind, amount = known
        one = _constraint(time, kind, rule.weight)
        _say(one, amount, str(rule.amount))
        word = "Teacher_Name" if teacher and kind != "TeacherMaxGapsPerWeek" else "Teacher"
        _say(one, word if teacher else "Students", self.lines[rule.line])

    def _rooms(self, space: Element, rule: Rooms) -> None:
        for number in rule.activities:
            one = _constraint(space, "ActivityPreferredRooms", rule.weight)
            _say(one, "Activity_Id", self.problem.activities[number].name)
            _say(one, "Number_of_Preferred_Rooms", str(len(rule.rooms)))
            for room in rule.rooms:
                _say(one, "Preferred_Room", self.rooms[room])

    def _plan(self, time: Element, space: Element, plan: Plan) -> None:
        rows = zip(self.problem.activities, plan.starts, plan.rooms, strict=True)
        for activity, start, room in rows:
            if start < 0:
                continue
            one = _constraint(time, "ActivityPreferredStartingTime", 1.0)
            _say(one, "Activity_Id", activity.name)
            _say(one, "Preferred_Day", self.days[start // len(self.hours)])
            _say(one, "Preferred_Hour", self.hours[start % len(self.hours)])
            _say(one, "Permanently_Locked", "true")
            if room >= 0:
                one = _constraint(space, "ActivityPreferredRoom", 1.0)
                _say(one, "Activity_Id", activity.name)
                _say(one, "Room", self.rooms[room])
                _say(one, "Permanently_Locked", "true")


def _by_source(rules: Iterable[Rule]) -> Iterator[list[Rule]]:
    """Rules that one constraint says together."""
    found: dict[tuple[Source, type], list[Rule]] = {}
    for rule in rules:
        found.setdefault((rule.source, type(rule)), []).append(rule)
    yield from found.values()


def _apart(names: Sequence[str]) -> list[str]:
    """The names, those that stand there again with a number."""
    seen: dict[str, int] = {}
    apart = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        apart.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return apart


def _constraint(list_: Element, kind: str, weight: float) -> Element:
    one = SubElement(list_, f"Constraint{kind}")
    _say(one, "Weight_Percentage", f"{weight * 100:g}")
    _say(one, "Active", "true")
    _say(one, "Comments", "")
    return one


def _say(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = text
