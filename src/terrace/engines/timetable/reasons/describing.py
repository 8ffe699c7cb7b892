"""A must in plain words of both languages: what it asks, of whom, with its numbers."""

from collections.abc import Sequence
from typing import NamedTuple

from terrace.engines.timetable.problem import (
    NOBODY_TWICE,
    Closing,
    Habit,
    OfLine,
    OfSet,
    Pair,
    Problem,
    Relation,
    Rooms,
    Rule,
    Source,
    Span,
    Times,
    Together,
)

SHOWN = 4
"""So many names in a row; of more, the number is told."""


class Both(NamedTuple):
    zh: str
    en: str


HABITS = {
    Habit.GAPS_WEEK: Both("每周最多空 {n} 节", "at most {n} gap{s} a week"),
    Habit.GAPS_DAY: Both("每天最多空 {n} 节", "at most {n} gap{s} a day"),
    Habit.EARLY: Both(
        "从第一节开始，最多 {n} 天从第二节开始", "begins early; {n} day{s} from the second hour"
    ),
    Habit.HOURS_MIN: Both("每天至少 {n} 节", "at least {n} hour{s} a day"),
    Habit.HOURS_MAX: Both("每天最多 {n} 节", "at most {n} hour{s} a day"),
    Habit.CONTINUOUS_MAX: Both("最多连上 {n} 节", "at most {n} hour{s} in a row"),
    Habit.DAYS_MAX: Both("每周最多来 {n} 天", "at most {n} day{s} a week"),
    Habit.DAYS_MIN: Both("每周至少来 {n} 天", "at least {n} day{s} a week"),
    Habit.SPAN_MAX: Both(
        "每天从头到尾最多 {n} 节", "at most {n} hour{s} from first to last of a day"
    ),
    Habit.REST_MIN: Both("两天之间至少休息 {n} 节", "at least {n} hour{s} of rest between days"),
    Habit.INTERVAL_DAYS_MAX: Both(
        "这段时间每周最多 {n} 天有课", "there on {n} day{s} a week at most"
    ),
    Habit.TAG_HOURS_MAX: Both("「{tag}」每天最多 {n} 节", "at most {n} hour{s} of {tag} a day"),
    Habit.TAG_CONTINUOUS_MAX: Both(
        "「{tag}」最多连上 {n} 节", "at most {n} hour{s} of {tag} in a row"
    ),
    Habit.TAG_HOURS_MIN: Both("「{tag}」每天至少 {n} 节", "at least {n} hour{s} of {tag} a day"),
}
RELATIONS = {
    Relation.DAYS_APART: Both("之间至少隔 {n} 天", "at least {n} day{s} apart"),
    Relation.DAYS_NEAR: Both("之间最多隔 {n} 天", "at most {n} day{s} apart"),
    Relation.APART: Both("不能同时", "never at the same time"),
    Relation.SAME_START: Both("同时开始", "begin at the same time"),
    Relation.SAME_DAY: Both("在同一天", "on the same day"),
    Relation.SAME_HOUR: Both("在同一节", "at the same hour"),
    Relation.ADJACENT_IF_SAME_DAY: Both("同一天就要相连", "one after the other if on one day"),
    Relation.FOLLOWS: Both("后一节紧接前一节", "the second straight after the first"),
    Relation.GROUPED: Both("紧挨着", "one straight after the other"),
    Relation.BEFORE: Both("先后有序", "in this order in the week"),
    Relation.BEFORE_IF_SAME_DAY: Both("同一天时先后有序", "in this order if on one day"),
    Relation.GAPS_AT_LEAST: Both(
        "同一天时至少隔 {n} 节", "at least {n} hour{s} between if on one day"
    ),
    Relation.GAPS_AT_MOST: Both(
        "同一天时最多隔 {n} 节", "at most {n} hour{s} between if on one day"
    ),
    Relation.GAPS_AFTER: Both(
        "同一天时后一节至少隔 {n} 节", "the later at least {n} hour{s} after"
    ),
}
SETS = {
    Together.OCCUPY_MAX: Both("最多占选定时间中的 {n} 个", "use at most {n} of the chosen times"),
    Together.OCCUPY_MIN: Both("至少占选定时间中的 {n} 个", "use at least {n} of the chosen times"),
    Together.SIMULTANEOUS_MAX: Both("同时最多 {n} 节", "at most {n} of them at once"),
    Together.SIMULTANEOUS_MIN: Both("同时至少 {n} 节", "at least {n} of them at once"),
    Together.TOTAL_MAX: Both("最多 {n} 节在选定时间里", "at most {n} of them in the chosen times"),
    Together.THREE_GROUPED: Both("三节连在一起", "all three in one row"),
}


def listed(names: Sequence[str]) -> Both:
    """The names in a row; of many, the first ones and how many there are."""
    if len(names) <= SHOWN:
        return Both("、".join(names), ", ".join(names))
    first = names[: SHOWN - 1]
    return Both(f"{'、'.join(first)} 等 {len(names)} 个", f"{', '.join(first)}… ({len(names)})")


def lessons(problem: Problem, numbers: Sequence[int]) -> Both:
    """Lessons by whose they are, what, and their ids."""
    chosen = [problem.activities[one] for one in dict.fromkeys(numbers)]
    ids = listed([one.name for one in chosen])
    whose = {(one.students, one.subject) for one in chosen}
    if len(whose) == 1:
        ((students, subject),) = whose
        what = " ".join((*students[:2], subject))
        return Both(f"{what}（编号 {ids.zh}）", f"{what} (id {ids.en})")
    return Both(f"编号 {ids.zh} 的课", f"lessons {ids.en}")


def times(problem: Problem, slots: Sequence[int]) -> Both:
    """Times by name, or of many how many each day."""
    hours = len(problem.hours)
    if len(slots) <= SHOWN:
        return listed([f"{problem.days[s // hours]} {problem.hours[s % hours]}" for s in slots])
    a_day = {day: sum(slot // hours == day for slot in slots) for day in range(len(problem.days))}
    each = [(problem.days[day], count) for day, count in a_day.items() if count]
    return Both(
        f"{len(slots)} 节（{'、'.join(f'{day} {count} 节' for day, count in each)}）",
        f"{len(slots)} periods ({', '.join(f'{day} {count}' for day, count in each)})",
    )


def described(problem: Problem, source: Source) -> Both:
    """The must that stands there."""
    where = Both(f"第 {source.line} 行", f"line {source.line}") if source.line else Both("", "")
    told = _told(problem, source)
    zh = f"{told.zh}（{where.zh}）" if where.zh else told.zh
    return Both(zh, f"{told.en} ({where.en})" if where.en else told.en)


def _told(problem: Problem, source: Source) -> Both:
    closings = [one for one in problem.closings if one.source == source]
    if closings:
        return _closed(problem, closings[0], source)
    rules = [one for one in problem.rules if one.source == source]
    if not rules and source.kind == NOBODY_TWICE:
        who = listed(source.about)
        return Both(f"{who.zh} 同一时间只能上一节课", f"{who.en}: one lesson at a time")
    if not rules:
        return Both(source.kind, source.kind)
    first = rules[0]
    if isinstance(first, OfLine):
        what = _filled(HABITS[first.habit], first)
        who = _who(problem, first, source)
        return Both(f"{who.zh}：{what.zh}", f"{who.en}: {what.en}")
    if isinstance(first, Pair):
        pairs = [one for one in rules if isinstance(one, Pair) and one.relation == first.relation]
        of = lessons(problem, [side for one in pairs for side in (one.first, one.second)])
        what = _filled(RELATIONS[first.relation], first)
    elif isinstance(first, OfSet):
        of = lessons(problem, first.activities)
        what = _filled(SETS[first.rule], first)
    elif isinstance(first, Times):
        of = lessons(problem, first.activities)
        when = times(problem, sorted(first.slots))
        begins = first.span is Span.START
        what = Both(
            f"只能在 {when.zh} {'开始' if begins else '之内'}",
            f"only {'begin at' if begins else 'be in'} {when.en}",
        )
    else:
        assert isinstance(first, Rooms)
        of = lessons(problem, first.activities)
        names = listed([problem.rooms[one].name for one in first.rooms])
        what = Both(f"只能在教室 {names.zh}", f"only in room {names.en}")
    return Both(f"{of.zh}：{what.zh}", f"{of.en}: {what.en}")


def _closed(problem: Problem, closing: Closing, source: Source) -> Both:
    when = times(problem, sorted(closing.slots))
    if closing.rooms:
        name = problem.rooms[closing.rooms[0]].name
        return Both(f"教室 {name} 不能用：{when.zh}", f"room {name} is closed: {when.en}")
    if closing.lines:
        name = source.about[0] if source.about else problem.lines[closing.lines[0]].name
        return Both(f"{name} 不能上课：{when.zh}", f"{name} is not available: {when.en}")
    return Both(f"全校休息：{when.zh}", f"breaks for all: {when.en}")


def _who(problem: Problem, rule: OfLine, source: Source) -> Both:
    if source.about and source.about[0] != rule.tag:
        return Both(source.about[0], source.about[0])
    if problem.lines[rule.line].is_teacher:
        return Both("每位教师", "every teacher")
    return Both("每个班", "every class")


def _filled(words: Both, rule: Rule) -> Both:
    amount = getattr(rule, "amount", 0)
    tag = getattr(rule, "tag", "")
    s = "" if amount == 1 else "s"
    return Both(words.zh.format(n=amount, tag=tag), words.en.format(n=amount, tag=tag, s=s))
