"""The plan that stands in a FET file: the locked times and rooms written behind its rules."""

from dataclasses import replace

from terrace.engines.timetable.problem import MUST, Broken, Plan, Problem, Rooms, Times

TIME, ROOM = "ConstraintActivityPreferredStartingTime", "ConstraintActivityPreferredRoom"


def planned(problem: Problem) -> tuple[Problem, Plan]:
    """The problem without the rules that hold its plan, and the plan.

    Of several such rules for an activity the last is the plan: plans are written at the end of
    the lists. Raises `Broken` if no activity has a time.
    """
    times: dict[int, int] = {}
    rooms: dict[int, int] = {}
    for place, rule in enumerate(problem.rules):
        if rule.weight < MUST:
            continue
        if isinstance(rule, Times) and rule.source.kind == TIME and len(rule.slots) == 1:
            times[rule.activities[0]] = place
        elif isinstance(rule, Rooms) and rule.source.kind == ROOM and len(rule.rooms) == 1:
            rooms[rule.activities[0]] = place
    if problem.activities and not times:
        raise Broken(
            0,
            "文件里没有排好的课表：没有一节课定了时间",
            "there is no plan in this file: no lesson has its time",
        )
    starts = [-1] * len(problem.activities)
    held = [-1] * len(problem.activities)
    for number, place in times.items():
        rule = problem.rules[place]
        if isinstance(rule, Times):
            (starts[number],) = rule.slots
    for number, place in rooms.items():
        rule = problem.rules[place]
        if isinstance(rule, Rooms):
            held[number] = rule.rooms[0]
    gone = {*times.values(), *rooms.values()}
    rules = tuple(one for place, one in enumerate(problem.rules) if place not in gone)
    return replace(problem, rules=rules), Plan(tuple(starts), tuple(held))
