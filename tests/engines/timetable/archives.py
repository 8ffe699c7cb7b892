"""Small XHSTT archives: two days of three times, two teachers, two classes, two rooms."""

DAYS = {"Mo": 3, "Tu": 3}


def applies(**what: str) -> str:
    """AppliesTo with lists of ids, by tag: ``Event="E1 E2"``, ``ResourceGroup="all"``."""
    lists = "".join(
        f"<{tag}s>" + "".join(f'<{tag} Reference="{one}"/>' for one in ids.split()) + f"</{tag}s>"
        for tag, ids in what.items()
    )
    return f"<AppliesTo>{lists}</AppliesTo>"


def constraint(kind: str, to: str, more: str = "", *, must: bool = True, weight: int = 1) -> str:
    """A constraint with Linear cost; replace the word for another."""
    return (
        f'<{kind}Constraint Id="{kind}"><Name>n</Name><Required>{str(must).lower()}</Required>'
        f"<Weight>{weight}</Weight><CostFunction>Linear</CostFunction>{to}{more}"
        f"</{kind}Constraint>"
    )


def event(name: str, duration: int, who: str, *, room: bool = False, groups: str = "all") -> str:
    """An event of ``who`` (ids); with ``room``, somebody must find one."""
    roles = "".join(
        f'<Resource Reference="{one}"><Role>r{one}</Role></Resource>' for one in who.split()
    )
    if room:
        roles += '<Resource><Role>room</Role><ResourceType Reference="Room"/></Resource>'
    joined = "".join(f'<EventGroup Reference="{one}"/>' for one in groups.split())
    return (
        f'<Event Id="{name}"><Name>{name}</Name><Duration>{duration}</Duration>'
        f"<Resources>{roles}</Resources><EventGroups>{joined}</EventGroups></Event>\n"
    )


EVENTS = (
    event("E1", 2, "T1 C1")
    + event("E2", 2, "T2 C1")
    + event("E3", 1, "T1 C2", room=True, groups="all pair")
    + event("E4", 1, "T2 C2", room=True, groups="all pair")
)


def archive(constraints: str, *, events: str = EVENTS, solutions: str = "") -> bytes:
    """A whole archive."""
    groups = "".join(f'<Day Id="{day}"><Name>{day}</Name></Day>' for day in DAYS)
    times = "".join(
        f'<Time Id="{day}{k}"><Name>n</Name><Day Reference="{day}"/></Time>'
        for day, count in DAYS.items()
        for k in range(1, count + 1)
    )
    kinds = {"T1": "Teacher", "T2": "Teacher", "C1": "Class", "C2": "Class"}
    kinds |= {"R1": "Room", "R2": "Room"}
    resources = "".join(
        f'<Resource Id="{name}"><Name>n</Name><ResourceType Reference="{kind}"/><ResourceGroups>'
        f'<ResourceGroup Reference="{kind}s"/></ResourceGroups></Resource>'
        for name, kind in kinds.items()
    )
    of_kinds = sorted(set(kinds.values()))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<HighSchoolTimetableArchive><Instances><Instance Id="small"><MetaData><Name>小学</Name></MetaData>
<Times><TimeGroups>{groups}</TimeGroups>{times}</Times>
<Resources><ResourceTypes>{"".join(f'<ResourceType Id="{k}"/>' for k in of_kinds)}</ResourceTypes>
<ResourceGroups>{"".join(f'<ResourceGroup Id="{k}s"/>' for k in of_kinds)}</ResourceGroups>
{resources}</Resources>
<Events><EventGroups><EventGroup Id="all"/><EventGroup Id="pair"/></EventGroups>
{events}</Events>
<Constraints>{constraints}</Constraints></Instance></Instances>{solutions}
</HighSchoolTimetableArchive>""".encode()


ALL = applies(EventGroup="all")
DAYS_LIST = (
    "<TimeGroups>" + "".join(f'<TimeGroup Reference="{day}"/>' for day in DAYS) + "</TimeGroups>"
)
LIMITS = "<Minimum>{}</Minimum><Maximum>{}</Maximum>"
PEOPLE = applies(ResourceGroup="Teachers Classs Rooms")
SPLIT = (
    "<MinimumDuration>1</MinimumDuration><MaximumDuration>2</MaximumDuration>"
    "<MinimumAmount>1</MinimumAmount><MaximumAmount>1</MaximumAmount>"
)
ONE_A_DAY = (
    "<TimeGroups>"
    + "".join(
        f'<TimeGroup Reference="{day}"><Minimum>0</Minimum><Maximum>1</Maximum></TimeGroup>'
        for day in DAYS
    )
    + "</TimeGroups>"
)
ORDER = (
    '<AppliesTo><EventPairs><EventPair><FirstEvent Reference="E1"/><SecondEvent Reference="E3"/>'
    "<MinSeparation>1</MinSeparation><MaxSeparation>2</MaxSeparation></EventPair></EventPairs>"
    "</AppliesTo>"
)
EVERY_KIND = {
    "AssignTime": constraint("AssignTime", ALL),
    "AssignResource": constraint("AssignResource", ALL, "<Role>room</Role>"),
    "PreferTimes": constraint(
        "PreferTimes", ALL, '<Times><Time Reference="Mo1"/></Times><Duration>2</Duration>'
    ),
    "PreferResources": constraint(
        "PreferResources",
        ALL,
        '<Resources><Resource Reference="R1"/></Resources><Role>room</Role>',
        must=False,
    ),
    "SplitEvents": constraint("SplitEvents", ALL, SPLIT),
    "DistributeSplitEvents": constraint(
        "DistributeSplitEvents",
        applies(Event="E1 E2"),
        "<Duration>1</Duration>" + LIMITS.format(2, 2),
        must=False,
        weight=2,
    ),
    "AvoidSplitAssignments": constraint(
        "AvoidSplitAssignments", applies(EventGroup="pair"), "<Role>room</Role>", must=False
    ),
    "SpreadEvents": constraint("SpreadEvents", ALL, ONE_A_DAY, must=False),
    "LinkEvents": constraint("LinkEvents", applies(EventGroup="pair"), must=False, weight=3),
    "OrderEvents": constraint("OrderEvents", ORDER, must=False),
    "AvoidClashes": constraint("AvoidClashes", PEOPLE),
    "AvoidUnavailableTimes": constraint(
        "AvoidUnavailableTimes",
        applies(Resource="T1"),
        '<TimeGroups><TimeGroup Reference="Tu"/></TimeGroups>',
    ),
    "LimitIdleTimes": constraint(
        "LimitIdleTimes", PEOPLE, DAYS_LIST + LIMITS.format(0, 0), must=False
    ),
    "ClusterBusyTimes": constraint(
        "ClusterBusyTimes", PEOPLE, DAYS_LIST + LIMITS.format(0, 1), must=False, weight=9
    ),
    "LimitBusyTimes": constraint(
        "LimitBusyTimes", PEOPLE, DAYS_LIST + LIMITS.format(2, 2), must=False
    ).replace("Linear", "Quadratic"),
    "LimitWorkload": constraint(
        "LimitWorkload", applies(ResourceGroup="Rooms"), LIMITS.format(1, 1), must=False
    ).replace("Linear", "Step"),
}
"""One of each kind that the format has."""
