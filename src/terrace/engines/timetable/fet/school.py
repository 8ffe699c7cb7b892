"""The lists of a FET file: days, hours, teachers, classes, activities, rooms."""

from collections.abc import Iterable, Sequence

from terrace.engines.timetable.fet.tree import Node
from terrace.engines.timetable.problem import (
    Activity,
    Broken,
    Closing,
    Line,
    Problem,
    Room,
    Rule,
    Source,
)

MOST_DAYS, MOST_HOURS = 62, 62
LARGEST = 30_000
"""No amount that a file names is larger; a room without a capacity holds so many."""
TRUE = {"true", "yes", "1"}


class School:
    """What the constraints of a file refer to, by name, while it is read."""

    def __init__(self, root: Node, constraints: Sequence[Node]) -> None:
        self.days = self._names(root, "Days_List", "Day", "Number_of_Days", "Number")
        self.hours = self._names(root, "Hours_List", "Hour", "Number_of_Hours", "Number")
        if not 1 <= len(self.days) <= MOST_DAYS or not 1 <= len(self.hours) <= MOST_HOURS:
            raise Broken(
                root.line,
                f"要有 1 到 {MOST_DAYS} 天、每天 1 到 {MOST_HOURS} 节",
                f"1 to {MOST_DAYS} days and 1 to {MOST_HOURS} hours a day are needed",
            )
        self.day_number = {name: k for k, name in enumerate(self.days)}
        self.hour_number = {name: k for k, name in enumerate(self.hours)}
        self.rules: list[Rule] = []
        self.unsupported: list[Source] = []
        self.lines: list[Line] = []
        self.teachers: dict[str, int] = {}
        for node in _listed(root, "Teachers_List", "Teacher"):
            name = node.said("Name") or node.text
            if name not in self.teachers:
                self.teachers[name] = len(self.lines)
                self.lines.append(Line(name, is_teacher=True))
        self.subjects = {
            node.said("Name") or node.text for node in _listed(root, "Subjects_List", "Subject")
        }
        activities = list(_listed(root, "Activities_List", "Activity"))
        self.sets, self.headcounts = self._groups(root, activities, constraints)
        self.activities: list[Activity] = []
        self.inactive: set[str] = set()
        self.number: dict[str, int] = {}
        self.components: dict[int, int] = {}
        """Which part of its split lesson an activity is, from 1."""
        self._parts: dict[str, int] = {}
        for node in activities:
            self._activity(node)
        self.with_line: list[list[int]] = [[] for _ in self.lines]
        for number, activity in enumerate(self.activities):
            for line in activity.lines:
                self.with_line[line].append(number)
        self.rooms: list[Room] = []
        self.room_number: dict[str, int] = {}
        for node in _listed(root, "Rooms_List", "Room"):
            self._room(node)
        self.breaks: set[int] = set()
        self.busy: list[set[int]] = [set() for _ in self.lines]
        self.busy_rooms: list[set[int]] = [set() for _ in self.rooms]
        self.closings: list[Closing] = []

    # ---- what a constraint may ask

    @staticmethod
    def weight(node: Node) -> float:
        text = node.said("Weight_Percentage")
        if text is None:
            return 1.0
        try:
            weight = float(text)
        except ValueError:
            weight = -1.0
        if not 0 <= weight <= 100:
            raise Broken(
                node.line, f"权重 {text} 不在 0 到 100 之间", f"weight {text} is not 0 to 100"
            )
        return weight / 100

    def source(self, node: Node, *about: str) -> Source:
        return Source(node.tag, node.line, tuple(one for one in about if one))

    def slot(self, node: Node, day_tag: str, hour_tag: str) -> int:
        day, hour = node.said(day_tag), node.said(hour_tag)
        if day not in self.day_number:
            raise Broken(node.line, f"没有名为「{day}」的日子", f"there is no day “{day}”")
        if hour not in self.hour_number:
            raise Broken(node.line, f"没有名为「{hour}」的节次", f"there is no hour “{hour}”")
        return self.day_number[day] * len(self.hours) + self.hour_number[hour]

    def teacher(self, node: Node) -> int:
        name = node.said("Teacher_Name", "Teacher") or ""
        if name not in self.teachers:
            raise Broken(node.line, f"没有教师「{name}」", f"there is no teacher “{name}”")
        return self.teachers[name]

    def students(self, node: Node) -> tuple[str, tuple[int, ...]]:
        name = node.said("Students", "Students_Name") or ""
        if name not in self.sets:
            raise Broken(node.line, f"没有班级「{name}」", f"there is no students set “{name}”")
        return name, self.sets[name]

    def named(self, node: Node, *tags: str) -> list[int]:
        """The active ones of the activities whose ids stand in children with one of the tags."""
        found = []
        for child in node.children:
            if child.tag in tags:
                number = self.activity(child, child.text)
                if number is not None:
                    found.append(number)
        return found

    def activity(self, node: Node, name: str | None) -> int | None:
        if name in self.inactive:
            return None
        if name is None or name not in self.number:
            raise Broken(node.line, f"没有编号 {name} 的课", f"there is no activity with id {name}")
        return self.number[name]

    def count(self, node: Node, *tags: str) -> int:
        text = node.said(*tags)
        try:
            value = float(text or "")
        except ValueError:
            value = -1.0
        if not 0 <= value <= LARGEST:
            raise Broken(
                node.line,
                f"{tags[0]} 应是 0 到 {LARGEST} 的整数，写的是「{text}」",
                f"{tags[0]} is no number from 0 to {LARGEST}: “{text}”",
            )
        return int(value)

    def room(self, node: Node, name: str | None) -> int:
        if name is None or name not in self.room_number:
            raise Broken(node.line, f"没有教室「{name}」", f"there is no room “{name}”")
        return self.room_number[name]

    def problem(self, name: str) -> Problem:
        every = frozenset(range(len(self.days) * len(self.hours))) - self.breaks
        return Problem(
            name=name,
            days=tuple(self.days),
            hours=tuple(self.hours),
            lines=tuple(self.lines),
            activities=tuple(self.activities),
            rooms=tuple(self.rooms),
            rules=tuple(self.rules),
            line_free=tuple(every - busy for busy in self.busy),
            room_free=tuple(every - busy for busy in self.busy_rooms),
            breaks=frozenset(self.breaks),
            unsupported=tuple(self.unsupported),
            sets=self.sets,
            closings=tuple(self.closings),
        )

    # ---- reading the lists

    @staticmethod
    def _names(root: Node, list_: str, tag: str, *counts: str) -> list[str]:
        node = root.find(list_)
        if node is None:
            raise Broken(root.line, f"缺少 {list_}", f"{list_} is missing")
        names = [one.said("Name") or one.text for one in node.all(tag)]
        if len(set(names)) < len(names):
            raise Broken(node.line, f"{list_} 里有重名", f"{list_} has a name twice")
        told = node.said(*counts)
        if told and told.isdecimal() and int(told) != len(names):
            raise Broken(
                node.line,
                f"{list_} 说有 {told} 个，实际有 {len(names)} 个",
                f"{list_} tells of {told}, but has {len(names)}",
            )
        return names

    def _groups(
        self, root: Node, activities: Iterable[Node], constraints: Iterable[Node]
    ) -> tuple[dict[str, tuple[int, ...]], dict[str, int]]:
        """Lines for the pupils: groups that nothing tells apart become one line."""
        within: dict[str, dict[str, None]] = {}
        headcounts: dict[str, int] = {}
        leaves: dict[str, set[str]] = {}
        for year in _listed(root, "Students_List", "Year"):
            _count(year, headcounts)
            year_name = year.said("Name") or ""
            of_year = within.setdefault(year_name, {})
            for group in year.all("Group"):
                _count(group, headcounts)
                group_name = group.said("Name") or ""
                of_group = within.setdefault(group_name, {})
                for subgroup in group.all("Subgroup"):
                    _count(subgroup, headcounts)
                    leaf = subgroup.said("Name") or ""
                    leaves.setdefault(leaf, {leaf}).update((year_name, group_name))
                    of_group[leaf] = None
                    of_year[leaf] = None
                if group.find("Subgroup") is None:
                    leaves.setdefault(group_name, {group_name}).add(year_name)
                    of_group[group_name] = None
                    of_year[group_name] = None
            if year.find("Group") is None:
                leaves.setdefault(year_name, {year_name})
                of_year[year_name] = None
        used = {one.text for node in activities for one in node.all("Students")}
        used |= {one.said("Students", "Students_Name") or "" for one in constraints}
        together: dict[frozenset[str], list[str]] = {}
        for leaf, sets in leaves.items():
            together.setdefault(frozenset(sets & used), []).append(leaf)
        line_of: dict[str, int] = {}
        for alike in together.values():
            for leaf in alike:
                line_of[leaf] = len(self.lines)
            self.lines.append(Line(alike[0], is_teacher=False, count=len(alike)))
        for leaf in leaves:
            within.setdefault(leaf, {leaf: None})
        return {
            name: tuple(dict.fromkeys(line_of[leaf] for leaf in inside if leaf in line_of))
            for name, inside in within.items()
        }, headcounts

    def _activity(self, node: Node) -> None:
        name = node.said("Id") or ""
        if (node.said("Active") or "true").lower() not in TRUE:
            self.inactive.add(name)
            return
        if name in self.number or not name:
            raise Broken(
                node.line, f"课的编号 {name} 重复或缺失", f"activity id {name} twice or missing"
            )
        teachers: list[int] = []
        groups: list[int] = []
        students: list[str] = []
        for child in node.children:
            if child.tag == "Teacher" and child.text:
                if child.text not in self.teachers:
                    raise Broken(
                        child.line,
                        f"没有教师「{child.text}」",
                        f"there is no teacher “{child.text}”",
                    )
                teachers.append(self.teachers[child.text])
            elif child.tag == "Students" and child.text:
                if child.text not in self.sets:
                    raise Broken(
                        child.line,
                        f"没有班级「{child.text}」",
                        f"there is no students set “{child.text}”",
                    )
                groups.extend(self.sets[child.text])
                students.append(child.text)
        duration = self.count(node, "Duration")
        if not 1 <= duration <= len(self.hours):
            raise Broken(
                node.line,
                f"编号 {name} 的课有 {duration} 节，一天只有 {len(self.hours)} 节",
                f"activity {name} lasts {duration} hours, a day has {len(self.hours)}",
            )
        subject = node.said("Subject") or ""
        if self.subjects and subject not in self.subjects:
            raise Broken(node.line, f"没有科目「{subject}」", f"there is no subject “{subject}”")
        told = node.said("Number_Of_Students")
        headcount = int(told) if told and told.isdecimal() else 0
        if not headcount:
            headcount = sum(self.headcounts.get(one, 0) for one in students)
        self.number[name] = len(self.activities)
        self.activities.append(
            Activity(
                name=name,
                subject=subject,
                teachers=tuple(dict.fromkeys(teachers)),
                groups=tuple(dict.fromkeys(groups)),
                tags=tuple(one.text for one in node.all("Activity_Tag") if one.text),
                duration=duration,
                students=tuple(students),
                headcount=headcount,
                line=node.line,
            )
        )
        group = node.said("Activity_Group_Id") or "0"
        number = len(self.activities) - 1
        self._parts[group] = self._parts.get(group, 0) + 1 if group != "0" else 1
        self.components[number] = self._parts[group]

    def _room(self, node: Node) -> None:
        name = node.said("Name") or ""
        if (node.said("Virtual") or "false").lower() in TRUE:
            self.unsupported.append(Source("Virtual room", node.line, (name,)))
        capacity = node.said("Capacity")
        self.room_number[name] = len(self.rooms)
        self.rooms.append(
            Room(
                name,
                node.said("Building") or "",
                int(capacity) if capacity and capacity.isdecimal() else LARGEST,
            )
        )


def _listed(root: Node, list_: str, tag: str) -> Iterable[Node]:
    node = root.find(list_)
    return () if node is None else node.all(tag)


def _count(node: Node, headcounts: dict[str, int]) -> None:
    told = node.said("Number_of_Students")
    headcounts[node.said("Name") or ""] = int(told) if told and told.isdecimal() else 0
