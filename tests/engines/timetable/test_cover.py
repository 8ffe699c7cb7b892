"""A teacher is ill: every class has somebody or another time, and nobody is in two places."""

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terrace.engines.timetable.cover import JOINED, NOBODY, Change, Cover, cover, in_words
from terrace.engines.timetable.problem import (
    Broken,
    Habit,
    OfLine,
    Pair,
    Plan,
    Problem,
    Relation,
    Source,
)
from terrace.engines.timetable.week import Lesson, week

DAYS, HOURS = ["周一", "周二", "周三"], ["1", "2", "3", "4"]


def lesson(name: str, start: int, teacher: str, school_class: str, subject: str = "") -> Lesson:
    return Lesson(name, start, subject or teacher, (teacher,), (school_class,))


def nobody_is_in_two_places(problem: Problem, plan: Plan, changes: Sequence[Change]) -> bool:
    """Lay the changed week out by name; True if each is once at a time and where they may be."""
    changed = {one.activity: one for one in changes}
    taken: set[tuple[str, int]] = set()
    free = {one.name: problem.line_free[k] for k, one in enumerate(problem.lines)}
    joined: list[str] = []
    for number, activity in enumerate(problem.activities):
        change = changed.get(activity.name)
        start = plan.starts[number]
        people = [problem.lines[line].name for line in activity.lines]
        if change is not None:
            assert change.before == start
            if change.after is None:
                continue
            start = change.after
            if change.joined is not None:
                joined.append(change.joined)
                people = [problem.lines[line].name for line in activity.groups]
            elif change.cover is not None:
                people = [problem.lines[line].name for line in activity.groups]
                people += [change.cover]
        for slot in range(start, start + activity.duration):
            for who in people:
                if (who, slot) in taken or slot not in free[who]:
                    return False
                taken.add((who, slot))
    return len(joined) == len(set(joined)) and changed.keys().isdisjoint(joined)


@st.composite
def weeks(draw: st.DrawFn) -> tuple[Problem, Plan]:
    """A week in which each lesson stands where its teacher and class are free."""
    teachers = [f"T{k}" for k in range(draw(st.integers(2, 5)))]
    classes = [f"C{k}" for k in range(draw(st.integers(1, 4)))]
    slots = len(DAYS) * len(HOURS)
    away = {one: draw(st.sets(st.integers(0, slots - 1), max_size=5)) for one in teachers}
    taken: set[tuple[str, int]] = set()
    lessons = []
    for number in range(draw(st.integers(1, 30))):
        who, of = draw(st.sampled_from(teachers)), draw(st.sampled_from(classes))
        start = draw(st.integers(0, slots - 1))
        duration = draw(st.sampled_from([1, 1, 1, 2]))
        hours = range(start, start + duration)
        if start % len(HOURS) + duration > len(HOURS) or any(
            (one, slot) in taken or slot in away.get(one, ()) for one in (who, of) for slot in hours
        ):
            continue
        taken |= {(one, slot) for one in (who, of) for slot in hours}
        subject = draw(st.sampled_from(["语文", "数学"]))
        lessons.append(Lesson(str(number), start, subject, (who,), (of,), duration))
    return week(DAYS, HOURS, lessons, away=away, teachers=teachers)


@settings(max_examples=60, deadline=None)
@given(weeks(), st.integers(0, 4), st.integers(0, 2), st.integers(0, 9))
def test_nobody_is_in_two_places_and_everybody_of_hers_is_looked_after(
    drawn: tuple[Problem, Plan], who: int, day: int, load: int
) -> None:
    problem, plan = drawn
    names = [one.name for one in problem.lines if one.is_teacher]
    name = names[who % len(names)]
    slots = set(range(day * 4, day * 4 + 4))
    line = names.index(name)
    own = {
        one.name
        for number, one in enumerate(problem.activities)
        if line in one.teachers and plan.starts[number] in slots
    }
    found = cover(problem, plan, absent=[name], slots=slots, loads={names[0]: load})
    for changes in (found.changes, *(one.changes for one in found.alternatives)):
        assert nobody_is_in_two_places(problem, plan, changes)
        assert own <= {one.activity for one in changes}
        assert not any(one.cover == name for one in changes)
        assert not any(one.activity in own and one.after in slots - {one.before} for one in changes)
        assert len({one.activity for one in changes}) == len(changes)
    assert len(own) <= found.minimum <= len(found.changes)
    assert found.minimum == len(found.changes) or not found.proven
    assert cover(problem, plan, absent=[name], slots=slots, loads={names[0]: load}) == found
    assert len(in_words(problem, found.changes)["zh"]) == len(found.changes)


@st.composite
def tiny(draw: st.DrawFn) -> tuple[Problem, Plan]:
    """At most five lessons in four slots, three teachers, three classes."""
    taken: set[tuple[str, int]] = set()
    lessons = []
    for number in range(draw(st.integers(2, 5))):
        who, of = draw(st.sampled_from(["T0", "T1", "T2"])), draw(st.sampled_from(["A", "B", "C"]))
        start = draw(st.integers(0, 3))
        if (who, start) not in taken and (of, start) not in taken:
            taken |= {(who, start), (of, start)}
            lessons.append(lesson(str(number), start, who, of))
    away = {
        who: draw(st.sets(st.integers(0, 3), max_size=3))
        - {slot for one, slot in taken if one == who}
        for who in ("T1", "T2")
    }
    return week(["一", "二"], ["1", "2"], lessons, away=away, teachers=["T0", "T1", "T2"])


def least(problem: Problem, plan: Plan, own: list[int]) -> int:
    """Changes beyond one for each lesson of T0 on the first day, by trying everything out."""
    teachers = [k for k, one in enumerate(problem.lines) if one.is_teacher and one.name != "T0"]
    best = NOBODY * len(own)
    for starts in product(range(4), repeat=len(plan.starts)):
        moved = sum(a != b for a, b in zip(starts, plan.starts, strict=True))
        moved -= sum(starts[one] != plan.starts[one] for one in own)
        if moved >= best or any(starts[one] < 2 and one not in own for one in _of_t0(problem)):
            continue
        if any(starts[one] < 2 and starts[one] != plan.starts[one] for one in own):
            continue
        stay = [one for one in own if starts[one] == plan.starts[one]]
        choices: list[list[tuple[str, int]]] = [
            [
                ("nobody", -1),
                *(("cover", who) for who in teachers),
                *(
                    ("join", other)
                    for other in range(len(starts))
                    if other not in own and starts[other] == plan.starts[other] == starts[one]
                ),
            ]
            for one in stay
        ]
        for ways in product(*choices):
            cost = moved + sum({"nobody": NOBODY, "join": JOINED, "cover": 0}[w] for w, _ in ways)
            if cost < best and _stands(problem, starts, dict(zip(stay, ways, strict=True))):
                best = cost
    return best


def _of_t0(problem: Problem) -> list[int]:
    line = [one.name for one in problem.lines].index("T0")
    return [k for k, one in enumerate(problem.activities) if line in one.teachers]


def _stands(problem: Problem, starts: tuple[int, ...], ways: dict[int, tuple[str, int]]) -> bool:
    taken: set[tuple[int, int]] = set()
    joined: set[int] = set()
    for number, activity in enumerate(problem.activities):
        how, who = ways.get(number, ("itself", -1))
        people = [*activity.groups, *({"itself": activity.teachers, "cover": (who,)}.get(how, ()))]
        if how == "join":
            if who in joined:
                return False
            joined.add(who)
        for line in people:
            if (line, starts[number]) in taken or starts[number] not in problem.line_free[line]:
                return False
            taken.add((line, starts[number]))
    return True


@settings(max_examples=60, deadline=None)
@given(tiny())
def test_no_answer_has_fewer_changes(drawn: tuple[Problem, Plan]) -> None:
    problem, plan = drawn
    own = [one for one in _of_t0(problem) if plan.starts[one] < 2]
    found = cover(problem, plan, absent=["T0"], slots=[0, 1])
    assert found.proven
    assert found.minimum == len(found.changes)
    extra = len(found.changes) - len(own)
    extra += JOINED * sum(one.joined is not None for one in found.changes)
    extra += NOBODY * sum(one.after is None for one in found.changes)
    assert extra == least(problem, plan, own)


def only(found: Cover) -> Change:
    (change,) = found.changes
    return change


def test_who_teaches_the_subject_to_the_class_comes_first() -> None:
    lessons = [
        lesson("1", 0, "王", "一班", "数学"),
        lesson("2", 5, "李", "一班", "数学"),
        lesson("3", 6, "张", "二班", "数学"),
        lesson("4", 7, "赵", "一班", "语文"),
    ]
    problem, plan = week(DAYS, HOURS, lessons)
    found = cover(problem, plan, absent=["王"], slots=range(4))
    assert only(found) == Change("1", 0, 0, cover="李")
    assert (found.minimum, found.proven) == (1, True)
    away = cover(problem, plan, absent=["王"], slots=range(4), away={"李": [0]})
    assert only(away).cover == "张"
    assert [one.changes[0].cover for one in found.alternatives] == ["张", "赵", None]


def test_she_who_has_taken_over_most_is_asked_last() -> None:
    lessons = [
        lesson("1", 0, "王", "一班", "数学"),
        lesson("2", 5, "李", "二班", "数学"),
        lesson("3", 6, "张", "三班", "数学"),
    ]
    problem, plan = week(DAYS, HOURS, lessons)
    for loads, who in (({"李": 3.0}, "张"), ({"张": 3.0}, "李")):
        found = cover(problem, plan, absent=["王"], slots=range(4), loads=loads)
        assert only(found).cover == who


def test_a_day_is_shared_between_equals() -> None:
    lessons = [lesson(str(hour), hour, "王", "一班", "数学") for hour in range(4)]
    lessons += [lesson("a", 4, "李", "二班", "数学"), lesson("b", 4, "张", "三班", "数学")]
    problem, plan = week(DAYS, HOURS, lessons)
    found = cover(problem, plan, absent=["王"], slots=range(4))
    assert sorted(one.cover or "" for one in found.changes) == ["张", "张", "李", "李"]


def test_when_all_teach_another_lesson_gives_way() -> None:
    """李 could take the lesson if her own, of the second class, were on the second day."""
    lessons = [
        lesson("1", 0, "王", "一班"),
        lesson("2", 0, "李", "二班"),
        lesson("3", 1, "赵", "一班"),
    ]
    problem, plan = week(["周一", "周二"], ["1"], lessons, away={"赵": [0]})
    found = cover(problem, plan, absent=["王"], slots=[0])
    assert found.changes == (Change("1", 0, 0, cover="李"), Change("2", 0, 1))
    assert (found.minimum, found.proven) == (2, True)
    assert [one.changes for one in found.alternatives] == [
        (Change("1", 0, 0, cover="李", joined="2"),),
    ]


def test_a_class_is_joined_where_nothing_can_move() -> None:
    lessons = [lesson("1", 0, "王", "一班"), lesson("2", 0, "李", "二班")]
    problem, plan = week(["周一"], ["1"], lessons)
    found = cover(problem, plan, absent=["王"], slots=[0])
    assert only(found) == Change("1", 0, 0, cover="李", joined="2")
    assert found.proven
    assert "合班" in in_words(problem, found.changes)["zh"][0]


def test_alone_in_the_school_the_lesson_falls_out() -> None:
    problem, plan = week(["周一"], ["1"], [lesson("1", 0, "王", "一班")])
    found = cover(problem, plan, absent=["王"], slots=[0])
    assert only(found) == Change("1", 0, None)


def test_two_teachers_of_one_lesson_are_one_enough() -> None:
    lessons = [
        Lesson("1", 0, "体育", ("王", "李"), ("一班",)),
        lesson("2", 4, "张", "一班", "体育"),
    ]
    problem, plan = week(DAYS, HOURS, lessons)
    assert only(cover(problem, plan, absent=["王"], slots=range(4))).cover == "李"


def test_a_moved_lesson_keeps_the_rules_of_the_week() -> None:
    """Alone in her school, she may give it on Tuesday only if the rule on days allows."""
    lessons = [lesson("1", 0, "王", "一班"), lesson("2", 4, "王", "一班")]
    rule = Pair(0, 1, Relation.DAYS_APART, 1, 1.0, Source("一天一节", 0))
    problem, plan = week(DAYS, HOURS, lessons, rules=[rule])
    after = only(cover(problem, plan, absent=["王"], slots=range(4))).after
    assert after is not None
    assert after // 4 == 2


def test_nobody_takes_more_hours_than_she_may() -> None:
    lessons = [
        lesson("1", 0, "王", "一班", "数学"),
        lesson("2", 1, "李", "二班", "数学"),
        lesson("3", 2, "李", "二班", "数学"),
        lesson("4", 9, "张", "三班", "数学"),
    ]
    line = sorted(["王", "李", "张"]).index("李")
    rule = OfLine(line, Habit.HOURS_MAX, 2, 1.0, Source("一天两节", 0))
    for rules, who in (([], "李"), ([rule], "张")):
        problem, plan = week(DAYS, HOURS, lessons, rules=rules)
        found = cover(problem, plan, absent=["王"], slots=range(4), loads={"张": 1})
        assert only(found).cover == who


def test_wrong_names_are_told() -> None:
    problem, plan = week(DAYS, HOURS, [lesson("1", 0, "王", "一班")])
    with pytest.raises(Broken, match="no teacher “孙”"):
        cover(problem, plan, absent=["孙"], slots=[0])
    with pytest.raises(Broken, match="no slot 12"):
        cover(problem, plan, absent=["王"], slots=[12])


def test_a_plan_with_two_lessons_at_once_is_told() -> None:
    problem, plan = week(DAYS, HOURS, [lesson("1", 0, "王", "一班"), lesson("2", 0, "王", "二班")])
    with pytest.raises(Broken, match="two lessons at once: 1 and 2"):
        cover(problem, plan, absent=["王"], slots=[0])
