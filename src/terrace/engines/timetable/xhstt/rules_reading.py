"""The constraints of an XHSTT instance, each as the rule it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypedDict

from terrace.engines.timetable.fet.tree import Node
from terrace.engines.timetable.problem import Broken
from terrace.engines.timetable.xhstt import instance as of
from terrace.engines.timetable.xhstt.ids import Names, number, once, under

COSTS = ("Linear", "Quadratic", "Step")


@dataclass(slots=True)
class Known:
    """What the instance has named so far; the members of a group by the group's index."""

    times: Names
    time_groups: Names
    of_time_group: list[list[int]]
    resources: Names
    resource_groups: Names
    of_resource_group: list[list[int]]
    events: Names
    event_groups: Names
    of_event_group: list[list[int]]


class Common(TypedDict):
    """What every rule has."""

    id: str
    line: int
    required: bool
    weight: int
    cost: str


def rule(node: Node, known: Known) -> of.Rule | None:
    """The rule that ``node`` says, or None for a kind we do not know. Raises `Broken`."""
    make = KINDS.get(node.tag)
    return make(node, known, _common(node)) if make else None


def _common(node: Node) -> Common:
    required = node.said("Required") or ""
    if required.lower() not in ("true", "false"):
        raise Broken(
            node.line,
            f"{node.tag} 的 Required 应是 true 或 false",
            f"Required of {node.tag} should be true or false",
        )
    cost = node.said("CostFunction") or ""
    if cost not in COSTS:
        raise Broken(
            node.line,
            f"{node.tag} 的 CostFunction“{cost}”不认识",
            f"the CostFunction “{cost}” of {node.tag} is not known",
        )
    return {
        "id": node.attributes.get("Id", ""),
        "line": node.line,
        "required": required.lower() == "true",
        "weight": number(node, "Weight"),
        "cost": cost,
    }


def _applies(node: Node) -> Node:
    found = node.find("AppliesTo")
    if found is None:
        raise Broken(node.line, f"{node.tag} 缺少 AppliesTo", f"{node.tag} lacks AppliesTo")
    return found


def _members(node: Node, known: Known, what: str) -> tuple[int, ...]:
    """The things listed in ``node`` one by one (``what``s) and by group."""
    one, groups, members = {
        "Event": (known.events, known.event_groups, known.of_event_group),
        "Resource": (known.resources, known.resource_groups, known.of_resource_group),
        "Time": (known.times, known.time_groups, known.of_time_group),
    }[what]
    tags = {"Event": ("EventGroup", "Course"), "Time": ("TimeGroup", "Day", "Week")}
    found: list[int] = []
    for group in under(node.find(f"{what}Groups"), *tags.get(what, (f"{what}Group",))):
        found += members[groups.of(group)]
    found += [one.of(child) for child in under(node.find(f"{what}s"), what)]
    return once(found)


def _events(node: Node, known: Known) -> tuple[int, ...]:
    return _members(_applies(node), known, "Event")


def _resources(node: Node, known: Known) -> tuple[int, ...]:
    return _members(_applies(node), known, "Resource")


def _groups(node: Node, known: Known) -> tuple[tuple[int, ...], ...]:
    """Each group once; an event named by itself is a group of its own."""
    applies = _applies(node)
    groups = under(applies.find("EventGroups"), "EventGroup", "Course")
    found = [tuple(known.of_event_group[k]) for k in once(map(known.event_groups.of, groups))]
    return (*found, *((known.events.of(one),) for one in under(applies.find("Events"), "Event")))


def _windows(node: Node, known: Known, *, own: bool = False) -> tuple[of.Window, ...]:
    """The windows of a rule; with ``own``, each with its own least and most."""
    found = []
    for group in under(node.find("TimeGroups"), "TimeGroup", "Day", "Week"):
        times = tuple(sorted(known.of_time_group[known.time_groups.of(group)]))
        least, most = (number(group, "Minimum"), number(group, "Maximum")) if own else (0, 0)
        found.append(of.Window(times, least, most))
    return tuple(found)


def _role(node: Node) -> str:
    return node.said("Role") or ""


def _pairs(node: Node, known: Known) -> tuple[of.Pair, ...]:
    found = []
    for pair in under(_applies(node).find("EventPairs"), "EventPair"):
        ends = pair.find("FirstEvent"), pair.find("SecondEvent")
        if ends[0] is None or ends[1] is None:
            raise Broken(pair.line, "EventPair 要有两个活动", "an EventPair names two events")
        found.append(
            of.Pair(
                first=known.events.of(ends[0]),
                second=known.events.of(ends[1]),
                least=number(pair, "MinSeparation", default=0),
                most=number(pair, "MaxSeparation", default=len(known.times.index)),
            )
        )
    return tuple(found)


KINDS: dict[str, Callable[[Node, Known, Common], of.Rule]] = {
    "AssignTimeConstraint": lambda n, k, c: of.AssignTime(**c, events=_events(n, k)),
    "AssignResourceConstraint": lambda n, k, c: of.AssignResource(
        **c, events=_events(n, k), role=_role(n)
    ),
    "PreferTimesConstraint": lambda n, k, c: of.PreferTimes(
        **c,
        events=_events(n, k),
        times=_members(n, k, "Time"),
        duration=number(n, "Duration", default=0),
    ),
    "PreferResourcesConstraint": lambda n, k, c: of.PreferResources(
        **c, events=_events(n, k), role=_role(n), resources=_members(n, k, "Resource")
    ),
    "SplitEventsConstraint": lambda n, k, c: of.SplitEvents(
        **c,
        events=_events(n, k),
        shortest=number(n, "MinimumDuration"),
        longest=number(n, "MaximumDuration"),
        fewest=number(n, "MinimumAmount"),
        most=number(n, "MaximumAmount"),
    ),
    "DistributeSplitEventsConstraint": lambda n, k, c: of.DistributeSplit(
        **c,
        events=_events(n, k),
        duration=number(n, "Duration"),
        least=number(n, "Minimum"),
        most=number(n, "Maximum"),
    ),
    "AvoidSplitAssignmentsConstraint": lambda n, k, c: of.AvoidSplitAssignments(
        **c, groups=_groups(n, k), role=_role(n)
    ),
    "SpreadEventsConstraint": lambda n, k, c: of.SpreadEvents(
        **c, groups=_groups(n, k), windows=_windows(n, k, own=True)
    ),
    "LinkEventsConstraint": lambda n, k, c: of.LinkEvents(**c, groups=_groups(n, k)),
    "OrderEventsConstraint": lambda n, k, c: of.OrderEvents(**c, pairs=_pairs(n, k)),
    "AvoidClashesConstraint": lambda n, k, c: of.AvoidClashes(**c, resources=_resources(n, k)),
    "AvoidUnavailableTimesConstraint": lambda n, k, c: of.AvoidUnavailable(
        **c, resources=_resources(n, k), times=_members(n, k, "Time")
    ),
    "LimitIdleTimesConstraint": lambda n, k, c: of.LimitIdle(
        **c,
        resources=_resources(n, k),
        windows=_windows(n, k),
        least=number(n, "Minimum"),
        most=number(n, "Maximum"),
    ),
    "ClusterBusyTimesConstraint": lambda n, k, c: of.ClusterBusy(
        **c,
        resources=_resources(n, k),
        windows=_windows(n, k),
        least=number(n, "Minimum"),
        most=number(n, "Maximum"),
    ),
    "LimitBusyTimesConstraint": lambda n, k, c: of.LimitBusy(
        **c,
        resources=_resources(n, k),
        windows=_windows(n, k),
        least=number(n, "Minimum"),
        most=number(n, "Maximum"),
    ),
    "LimitWorkloadConstraint": lambda n, k, c: of.LimitWorkload(
        **c,
        resources=_resources(n, k),
        least=number(n, "Minimum"),
        most=number(n, "Maximum"),
    ),
}
