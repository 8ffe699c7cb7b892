"""The space constraints of a FET file: which rooms an activity may be held in."""

from collections.abc import Callable, Sequence

from terrace.engines.timetable.fet.school import School
from terrace.engines.timetable.fet.tree import Node
from terrace.engines.timetable.problem import Closing, Rooms


def read(kind: str, node: Node, school: School) -> bool:
    """Add the rules of one space constraint; False if its kind is not one that we plan."""
    if kind not in KINDS:
        return False
    KINDS[kind](node, school)
    return True


def _rooms(node: Node, school: School) -> tuple[int, ...]:
    chosen = [one for one in node.children if one.tag in ("Room", "Preferred_Room")]
    return tuple(dict.fromkeys(school.room(one, one.text) for one in chosen))


def _add(
    node: Node, school: School, chosen: Sequence[int], *about: str, home: bool = False
) -> None:
    rooms = _rooms(node, school)
    source = school.source(node, *about, *(school.rooms[one].name for one in rooms))
    school.rules.append(Rooms(tuple(chosen), rooms, School.weight(node), source, home))


def _busy(node: Node, school: School) -> None:
    room = school.room(node, node.said("Room"))
    slots = frozenset(school.slot(one, "Day", "Hour") for one in node.all("Not_Available_Time"))
    school.busy_rooms[room] |= slots
    source = school.source(node, school.rooms[room].name)
    school.closings.append(Closing(slots, source, rooms=(room,)))


def _of_activity(node: Node, school: School) -> None:
    number = school.activity(node, node.said("Activity_Id"))
    if number is not None:
        _add(node, school, [number], school.activities[number].name)


def _of_subject(node: Node, school: School) -> None:
    subject = node.said("Subject", "Subject_Name") or ""
    tag = node.said("Activity_Tag", "Activity_Tag_Name")
    chosen = [
        number
        for number, one in enumerate(school.activities)
        if one.subject == subject and (not tag or tag in one.tags)
    ]
    _add(node, school, chosen, subject, tag or "")


def _of_tag(node: Node, school: School) -> None:
    tag = node.said("Activity_Tag", "Activity_Tag_Name") or ""
    chosen = [number for number, one in enumerate(school.activities) if tag in one.tags]
    _add(node, school, chosen, tag)


def _of_students(node: Node, school: School) -> None:
    """A home room counts for lessons of exactly this class."""
    name, _ = school.students(node)
    chosen = [k for k, one in enumerate(school.activities) if one.students == (name,)]
    _add(node, school, chosen, name, home=True)


def _of_teacher(node: Node, school: School) -> None:
    teacher = school.teacher(node)
    chosen = [k for k, one in enumerate(school.activities) if one.teachers == (teacher,)]
    _add(node, school, chosen, school.lines[teacher].name, home=True)


KINDS: dict[str, Callable[[Node, School], None]] = {
    "BasicCompulsorySpace": lambda node, school: None,
    "RoomNotAvailableTimes": _busy,
    "ActivityPreferredRoom": _of_activity,
    "ActivityPreferredRooms": _of_activity,
    "SubjectPreferredRoom": _of_subject,
    "SubjectPreferredRooms": _of_subject,
    "SubjectActivityTagPreferredRoom": _of_subject,
    "SubjectActivityTagPreferredRooms": _of_subject,
    "ActivityTagPreferredRoom": _of_tag,
    "ActivityTagPreferredRooms": _of_tag,
    "StudentsSetHomeRoom": _of_students,
    "StudentsSetHomeRooms": _of_students,
    "TeacherHomeRoom": _of_teacher,
    "TeacherHomeRooms": _of_teacher,
}
