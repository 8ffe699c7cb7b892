"""An XHSTT archive into a school, or the line and the reason why not."""

from dataclasses import dataclass

from terrace.engines.timetable.fet.tree import Node, parse
from terrace.engines.timetable.problem import Broken
from terrace.engines.timetable.xhstt.ids import Names, number, under
from terrace.engines.timetable.xhstt.instance import (
    NONE,
    Event,
    Instance,
    Lesson,
    Plan,
    Resource,
    Role,
    Unsupported,
)
from terrace.engines.timetable.xhstt.rules_reading import Known, rule

ROOT = "HighSchoolTimetableArchive"
LONGEST = 400
"""Times of one event; and the work of a plan grows with it."""


@dataclass(frozen=True, slots=True)
class Archive:
    """The school of the file, and the plans that came with it, by the id of their group."""

    school: Instance
    plans: tuple[tuple[str, Plan], ...]


def read(data: bytes) -> Instance:
    """The school in the XML of ``data``; plans that came with it are not looked at.

    Raises `Broken` for what is not an archive with one school.
    """
    return _school(_instance(parse(data)))[0]


def read_archive(data: bytes) -> Archive:
    """The school and the plans that the file keeps. Raises `Broken`."""
    root = parse(data)
    school, known = _school(_instance(root))
    plans = [
        (group.attributes.get("Id", ""), _plan(node, school, known))
        for group in under(root.find("SolutionGroups"), "SolutionGroup")
        for node in under(group, "Solution")
    ]
    return Archive(school, tuple(plans))


def _instance(root: Node) -> Node:
    if root.tag != ROOT:
        raise Broken(root.line, f"不是 XHSTT 文件：最外层应是 {ROOT}", f"no XHSTT file: no {ROOT}")
    found = list(under(root.find("Instances"), "Instance"))
    if len(found) != 1:
        raise Broken(
            found[1].line if found else root.line,
            f"文件里应有一所学校（Instance），却有 {len(found)} 所",
            f"a file should hold one Instance; this holds {len(found)}",
        )
    return found[0]


def _school(node: Node) -> tuple[Instance, Known]:
    known = Known(
        *(Names("时间", "time"), Names("时间组", "time group"), []),
        *(Names("资源", "resource"), Names("资源组", "resource group"), []),
        *(Names("活动", "event"), Names("活动组", "event group"), []),
    )
    times = _times(node.find("Times"), known)
    kinds = Names("资源种类", "resource type")
    resources = _resources(node.find("Resources"), known, kinds)
    events = _events(node.find("Events"), known, kinds, resources)
    rules, unsupported = [], []
    constraints = node.find("Constraints")
    for child in constraints.children if constraints is not None else ():
        found = rule(child, known)
        if found is None:
            unsupported.append(Unsupported(child.tag, child.line))
        else:
            rules.append(found)
    school = Instance(
        node.attributes.get("Id", ""),
        times,
        resources,
        events,
        tuple(rules),
        tuple(unsupported),
    )
    return school, known


def _join(node: Node | None, tag: str, groups: Names, members: list[list[int]], index: int) -> None:
    for child in under(node, tag):
        group = groups.of(child)
        if index not in members[group]:
            members[group].append(index)


def _times(node: Node | None, known: Known) -> tuple[str, ...]:
    if node is None:
        raise Broken(1, "文件里没有时间（Times）", "the instance has no Times")
    for group in under(node.find("TimeGroups"), "TimeGroup", "Day", "Week"):
        known.time_groups.add(group)
        known.of_time_group.append([])
    for time in under(node, "Time"):
        index = known.times.add(time)
        for tag in ("Day", "Week"):
            _join(time, tag, known.time_groups, known.of_time_group, index)
        _join(time.find("TimeGroups"), "TimeGroup", known.time_groups, known.of_time_group, index)
    if not known.times.index:
        raise Broken(node.line, "一个时间也没有", "there is not one Time")
    return tuple(known.times.index)


def _resources(node: Node | None, known: Known, kinds: Names) -> tuple[Resource, ...]:
    if node is None:
        return ()
    for kind in under(node.find("ResourceTypes"), "ResourceType"):
        kinds.add(kind)
    for group in under(node.find("ResourceGroups"), "ResourceGroup"):
        known.resource_groups.add(group)
        known.of_resource_group.append([])
    found = []
    for resource in under(node, "Resource"):
        index = known.resources.add(resource)
        found.append(Resource(resource.attributes["Id"], _kind(resource, kinds)))
        _join(
            resource.find("ResourceGroups"),
            "ResourceGroup",
            known.resource_groups,
            known.of_resource_group,
            index,
        )
    return tuple(found)


def _kind(node: Node, kinds: Names) -> str:
    child = node.find("ResourceType")
    if child is None:
        return ""
    kinds.of(child)
    return child.attributes["Reference"]


def _events(
    node: Node | None, known: Known, kinds: Names, resources: tuple[Resource, ...]
) -> tuple[Event, ...]:
    if node is None:
        return ()
    for group in under(node.find("EventGroups"), "EventGroup", "Course"):
        known.event_groups.add(group)
        known.of_event_group.append([])
    found = []
    for event in under(node, "Event"):
        index = known.events.add(event)
        duration = number(event, "Duration", least=1)
        if duration > min(LONGEST, len(known.times.index)):
            raise Broken(
                event.line,
                f"活动“{event.attributes['Id']}”比整周还长",
                f"event “{event.attributes['Id']}” is longer than all times",
            )
        workload = number(event, "Workload", default=duration)
        time = event.find("Time")
        roles = _roles(event, known, kinds, resources, workload)
        found.append(
            Event(
                event.attributes["Id"],
                duration,
                NONE if time is None else known.times.of(time),
                roles,
            )
        )
        _join(event, "Course", known.event_groups, known.of_event_group, index)
        _join(
            event.find("EventGroups"),
            "EventGroup",
            known.event_groups,
            known.of_event_group,
            index,
        )
    return tuple(found)


def _roles(
    event: Node, known: Known, kinds: Names, resources: tuple[Resource, ...], workload: int
) -> tuple[Role, ...]:
    """Who takes part: one by one, and everybody of a group."""
    found: list[Role] = []
    for node in under(event.find("Resources"), "Resource"):
        load = number(node, "Workload", default=workload)
        who = known.resources.of(node) if "Reference" in node.attributes else NONE
        kind = _kind(node, kinds) or (resources[who].kind if who != NONE else "")
        if who == NONE and not node.said("Role"):
            raise Broken(
                node.line, "没有指定资源的位置要有 Role", "a place without a resource needs a Role"
            )
        found.append(Role(node.said("Role") or "", kind, who, load))
    named = {role.resource for role in found}
    for group in under(event.find("ResourceGroups"), "ResourceGroup"):
        members = known.of_resource_group[known.resource_groups.of(group)]
        found += [
            Role("", resources[who].kind, who, workload) for who in members if who not in named
        ]
        named |= set(members)
    return tuple(found)


def _plan(node: Node, school: Instance, known: Known) -> Plan:
    """The lessons that a solution lists; an event that it does not name has no time."""
    lessons: list[Lesson] = []
    named: dict[int, int] = {}
    for one in under(node.find("Events"), "Event"):
        index = known.events.of(one)
        event = school.events[index]
        duration = number(one, "Duration", default=event.duration, least=1)
        named[index] = named.get(index, 0) + duration
        if named[index] > event.duration:
            raise Broken(
                one.line,
                f"活动“{event.id}”的各部分比它本身长",
                f"the parts of event “{event.id}” are longer than it is",
            )
        time = one.find("Time")
        who = [role.resource for role in event.roles]
        for resource in under(one.find("Resources"), "Resource"):
            name = resource.said("Role") or ""
            for k, role in enumerate(event.roles):
                if role.name == name and role.resource == NONE:
                    who[k] = known.resources.of(resource)
        at = event.time if time is None else known.times.of(time)
        lessons.append(Lesson(index, duration, at, tuple(who)))
    for index, event in enumerate(school.events):
        left = event.duration - named.get(index, 0)
        if left:
            at = event.time if index not in named else NONE
            lessons.append(Lesson(index, left, at, tuple(r.resource for r in event.roles)))
    return tuple(sorted(lessons, key=lambda one: (one.event, one.time, one.duration)))
