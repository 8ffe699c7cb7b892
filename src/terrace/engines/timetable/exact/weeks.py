"""Musts on the week of one line, as constraints of the exact model."""

from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from terrace.engines.timetable.problem import Habit, OfLine

if TYPE_CHECKING:
    from terrace.engines.timetable.exact.model import Model

Day = list[list[cp_model.IntVar]]
"""For each hour the choices that put a lesson of the line there; at most one of them is taken."""


def ask_week(model: "Model", rule: OfLine) -> None:
    """Add the rule to the model."""
    problem, cp, hours = model.problem, model.cp, model.hours
    tag = rule.tag if rule.habit >= Habit.TAG_HOURS_MAX else ""
    week: list[Day] = [
        [model.busy(rule.line, day * hours + hour, tag) for hour in range(hours)]
        for day in range(len(problem.days))
    ]
    free = [
        [hour for hour in range(hours) if day * hours + hour in problem.line_free[rule.line]]
        for day in range(len(problem.days))
    ]
    match rule.habit:
        case Habit.HOURS_MAX | Habit.TAG_HOURS_MAX:
            for day in week:
                cp.add(_hours(day) <= rule.amount)
        case Habit.CONTINUOUS_MAX | Habit.TAG_CONTINUOUS_MAX:
            for day in week:
                for first in range(hours - rule.amount):
                    cp.add(_hours(day[first : first + rule.amount + 1]) <= rule.amount)
        case Habit.HOURS_MIN | Habit.TAG_HOURS_MIN:
            _least(model, week, rule, tag)
        case Habit.DAYS_MAX:
            cp.add(sum(_used(model, day) for day in week) <= rule.amount)
        case Habit.DAYS_MIN:
            some = [cp.new_bool_var("") for _ in week]
            for used, day in zip(some, week, strict=True):
                cp.add(_hours(day) >= used)
            cp.add(sum(some) >= rule.amount)
        case Habit.INTERVAL_DAYS_MAX:
            inside = [[day[hour] for hour in range(hours) if rule.mask >> hour & 1] for day in week]
            cp.add(sum(_used(model, day) for day in inside) <= rule.amount)
        case Habit.SPAN_MAX:
            _span(model, week, rule)
        case Habit.REST_MIN:
            _rest(model, week, rule)
        case Habit.EARLY:
            _early(model, week, free, rule.amount)
        case Habit.GAPS_DAY | Habit.GAPS_WEEK:
            gaps = [_gaps(model, day, own) for day, own in zip(week, free, strict=True)]
            if rule.habit is Habit.GAPS_WEEK:
                cp.add(sum(sum(day) for day in gaps) <= rule.amount)
            else:
                for day_gaps in gaps:
                    cp.add(sum(day_gaps) <= rule.amount)


def _hours(day: Day) -> cp_model.LinearExpr:
    """How many of the hours have a lesson."""
    choices = [choice for hour in day for choice in hour]
    return cp_model.LinearExpr.weighted_sum(choices, [1] * len(choices)) + 0


def _used(model: "Model", day: Day) -> cp_model.IntVar:
    """True if the day has a lesson (and free to be true if not)."""
    used = model.cp.new_bool_var("")
    for hour in day:
        for choice in hour:
            model.cp.add_implication(choice, used)
    model.cp.add(_hours(day) <= sum(bool(hour) for hour in day) * used)
    return used


def _least(model: "Model", week: list[Day], rule: OfLine, tag: str) -> None:
    """The hours of each day, and their sum, which is known (that helps the proof)."""
    nothing = [(0, 0)] if rule.other else []
    most = max(rule.amount, model.hours)
    domain = cp_model.Domain.from_intervals([*nothing, (rule.amount, most)])
    hours = [model.cp.new_int_var_from_domain(domain, "") for _ in week]
    for count, day in zip(hours, week, strict=True):
        model.cp.add(_hours(day) == count)
    activities = model.problem.activities
    total = sum(
        activities[one].duration
        for one in model.inside[rule.line]
        if not tag or tag in activities[one].tags
    )
    model.cp.add(sum(hours) == total)


def _span(model: "Model", week: list[Day], rule: OfLine) -> None:
    spare = [model.cp.new_bool_var("") for _ in week]
    model.cp.add(sum(spare) <= min(1, rule.other))
    for longer, day in zip(spare, week, strict=True):
        for first in range(model.hours):
            for last in range(first + rule.amount, model.hours):
                may = longer if last == first + rule.amount else 0
                model.cp.add(_hours([day[first]]) + _hours([day[last]]) <= 1 + may)


def _rest(model: "Model", week: list[Day], rule: OfLine) -> None:
    days = len(week)
    for day in range(days if rule.other else days - 1):
        for last in range(model.hours):
            for first in range(model.hours):
                if model.hours - 1 - last + first < rule.amount:
                    late, early = week[day][last], week[(day + 1) % days][first]
                    model.cp.add(_hours([late]) + _hours([early]) <= 1)


def _early(model: "Model", week: list[Day], free: list[list[int]], amount: int) -> None:
    """A day begins in its first free hour, ``amount`` days in their second."""
    second = [model.cp.new_bool_var("") for _ in week]
    model.cp.add(sum(second) <= amount)
    for late, day, own in zip(second, week, free, strict=True):
        for hour in own[1:]:
            first = _hours([day[own[0]]])
            model.cp.add(_hours([day[hour]]) <= first + late)
            if hour > own[1]:
                model.cp.add(_hours([day[hour]]) <= first + _hours([day[own[1]]]))


def _gaps(model: "Model", day: Day, free: list[int]) -> list[cp_model.IntVar]:
    """For each free hour inside, true if it has no lesson between two that do."""
    cp = model.cp
    before = [cp.new_bool_var("") for _ in free]
    after = [cp.new_bool_var("") for _ in free]
    found = []
    for place, hour in enumerate(free):
        for choice in day[hour]:
            cp.add_implication(choice, before[place])
            cp.add_implication(choice, after[place])
        if place:
            cp.add_implication(before[place - 1], before[place])
            cp.add_implication(after[place], after[place - 1])
    for place in range(1, len(free) - 1):
        gap = cp.new_bool_var("")
        cp.add(gap + _hours([day[free[place]]]) + 1 >= before[place] + after[place])
        found.append(gap)
    return found
