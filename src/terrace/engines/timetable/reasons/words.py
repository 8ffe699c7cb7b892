"""A conflict in sentences of both languages: what is short, the rules, what relaxing each gives."""

from collections.abc import Callable

from terrace.engines.timetable.exact.part import sources, with_activities, with_rules
from terrace.engines.timetable.problem import Problem
from terrace.engines.timetable.reasons.conflict import Conflict, Found
from terrace.engines.timetable.reasons.counting import Short, Shortage, shortages
from terrace.engines.timetable.reasons.describing import Both, described, lessons, listed
from terrace.engines.timetable.reasons.relaxing import How, Relief, reliefs

NONE_PROVEN = Both(
    "没有互相矛盾的规则：已经排出一张守住所有“必须”的课表，可以证明。",
    "No rules contradict each other: a timetable that keeps every must was found, which proves it.",
)
NONE_FOUND = Both(
    "没有找到互相矛盾的规则，也没有排出课表：有没有矛盾，还不能断定。",
    "No contradiction was found, and no timetable either: whether there is one is not proven.",
)
NOT_CHECKED = Both(
    "去掉其中一条，这些课就排得下；全校是否排得下，没有查完。",
    "Without any one of them these lessons fit; whether the whole school does was not settled.",
)


def sentences(
    problem: Problem, found: Found, *, go_on: Callable[[], bool] = lambda: True
) -> dict[str, list[str]]:
    """``{"zh": […], "en": […]}``, as many in each. ``go_on()`` False: no more reliefs are tried."""
    if found.conflict is None:
        told = [NONE_FOUND if found.plan is None else NONE_PROVEN]
    else:
        told = _conflict(problem, found.conflict, go_on)
    if problem.unsupported:
        kinds = listed(sorted({one.kind for one in problem.unsupported}))
        told.append(Both(f"没有顾及的规则：{kinds.zh}。", f"Rules not asked: {kinds.en}."))
    return {"zh": [one.zh for one in told], "en": [one.en for one in told]}


def _conflict(problem: Problem, conflict: Conflict, go_on: Callable[[], bool]) -> list[Both]:
    musts = with_rules(problem, sources(problem))
    core = with_rules(problem, conflict.musts)
    short = next(shortages(core), None)
    told = [_together(problem, conflict) if short is None else _short(core, short)]
    for number, source in enumerate(conflict.musts, 1):
        rule = described(problem, source)
        told.append(Both(f"{number}. {rule.zh}。", f"{number}. {rule.en}."))
    alone = len(conflict.musts) == 1
    for number, relief in enumerate(reliefs(musts, conflict, go_on=go_on), 1):
        told.append(_relief(problem, relief, number, alone=alone))
    if not conflict.checked:
        told.append(NOT_CHECKED)
    return told


def _together(problem: Problem, conflict: Conflict) -> Both:
    part = with_activities(problem, conflict.scope)
    lines = {line for activity in part.activities for line in activity.lines}
    who = listed([problem.lines[line].name for line in sorted(lines)])
    count, rules = len(conflict.scope), len(conflict.musts)
    return Both(
        f"{who.zh} 的 {count} 节课，不能同时守住下面 {rules} 条规则。",
        f"The {count} lessons of {who.en} cannot keep these {rules} rules together.",
    )


def _short(problem: Problem, short: Shortage) -> Both:
    of = lessons(problem, short.activities)
    who = problem.lines[short.line].name if short.line >= 0 else ""
    n, m = short.wanted, short.room
    match short.what:
        case Short.START:
            return Both(f"{of.zh}：没有一个时间可以上。", f"{of.en} can be at no time.")
        case Short.HOURS:
            return Both(
                f"{who} 能上课的只有 {m} 节，要上的有 {n} 节。",
                f"{who} is free in {m} periods and has {n} lessons.",
            )
        case Short.DAY_HOURS:
            return Both(
                f"{who} 按每天、每周的上限最多上 {m} 节，要上的有 {n} 节。",
                f"{who} may have {m} hours in the week by day and has {n}.",
            )
        case Short.MATCHING:
            return Both(
                f"{who}：{of.zh} 共 {n} 节，能放的时间只有 {m} 个。",
                f"{who}: {of.en} take {n} hours, and only {m} periods are left to them.",
            )
        case Short.LONG:
            return Both(
                f"{who} 有 {n} 次 {short.length} 节连堂，只放得下 {m} 次。",
                f"{who} has {n} lessons of {short.length} hours, and {m} of them fit.",
            )
        case Short.DAYS:
            return Both(
                f"{of.zh}：要分在 {n} 天，只有 {m} 天可分。",
                f"{of.en} must be on {n} days, and {m} can be found.",
            )
        case Short.LEAST:
            return Both(f"{who} 至少要有 {n} 节，只有 {m} 节。", f"{who} must have {n} hours: {m}.")
        case Short.UNEVEN:
            return Both(
                f"{who} 有 {m} 节，要么不来，要么一天 {n} 到 {short.length} 节：凑不成整天。",
                f"{who} has {m} hours: they make no days of {n} to {short.length} hours each.",
            )
        case Short.LEAST_DAYS:
            return Both(f"{who} 至少要来 {n} 天，只能 {m} 天。", f"{who} must come {n} days: {m}.")
        case Short.ROOMS:
            rooms = listed([problem.rooms[one].name for one in short.rooms])
            return Both(
                f"教室 {rooms.zh} 只空 {m} 节，要用 {n} 节。",
                f"Room {rooms.en} is free in {m} periods, and {n} are needed.",
            )
        case Short.CIRCLE:
            return Both(f"{of.zh}：先后成了圈。", f"{of.en}: each before the next, in a circle.")


def _relief(problem: Problem, relief: Relief, number: int, *, alone: bool) -> Both:
    rest = Both("就排得下", "it fits") if alone else Both("其余就能成立", "the others can hold")
    name = relief.source.about[0] if relief.source.about else ""
    days = listed([problem.days[one] for one in relief.days])
    one_of = len(relief.days) > 1
    days_zh = f"{days.zh} 里随便哪一天" if one_of else f"{days.zh} "
    days_en = f"on any one of {days.en}" if one_of else f"on {days.en}"
    match relief.how:
        case How.THERE:
            who = name or "全校"
            return Both(
                f"如果 {who} {days_zh}也能上课，{rest.zh}。",
                f"If {name or 'everybody'} were available {days_en} too, {rest.en}.",
            )
        case How.DAY:
            return Both(
                f"如果第 {number} 条的课 {days_zh}也可以上，{rest.zh}。",
                f"If the lessons of rule {number} might also be {days_en}, {rest.en}.",
            )
        case How.AMOUNT:
            return Both(
                f"如果第 {number} 条的数改成 {relief.amount}，{rest.zh}。",
                f"With {relief.amount} as the number in rule {number}, {rest.en}.",
            )
        case How.ROOM:
            return Both(
                f"如果第 {number} 条的课也可以用别的教室，{rest.zh}。",
                f"If the lessons of rule {number} might be in other rooms too, {rest.en}.",
            )
        case How.GONE:
            return Both(
                f"如果没有第 {number} 条，{rest.zh}。", f"Without rule {number}, {rest.en}."
            )
        case How.FEWER:
            return Both(
                f"课少 {relief.amount} 节，就排得下。",
                f"With lessons of {relief.amount} hours less, it fits.",
            )
