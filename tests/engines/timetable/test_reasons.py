"""A conflict is one: its rules cannot hold together, and without any of them they can."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terrace.engines.timetable import solver
from terrace.engines.timetable.exact.model import Answer, Model
from terrace.engines.timetable.exact.openings import suits
from terrace.engines.timetable.exact.part import sources, with_rules
from terrace.engines.timetable.fet.reading import read
from terrace.engines.timetable.problem import (
    Closing,
    Habit,
    OfLine,
    OfSet,
    Pair,
    Plan,
    Problem,
    Relation,
    Rooms,
    Rule,
    Source,
    Span,
    Times,
    Together,
)
from terrace.engines.timetable.reasons.conflict import why_not
from terrace.engines.timetable.reasons.counting import Short, shortages
from terrace.engines.timetable.reasons.words import sentences
from terrace.engines.timetable.scoring import score
from terrace.engines.timetable.search.rules import pair_broken
from terrace.engines.timetable.week import Lesson, week
from tests.engines.timetable.planted import KINDS, planted
from tests.engines.timetable.schools import activity, by_chance, school

DAYS, HOURS = ["一", "二"], ["1", "2", "3"]
SLOTS = 6


@st.composite
def small(draw: st.DrawFn) -> Problem:
    """At most four lessons in six slots, with rules of all shapes."""
    count = draw(st.integers(1, 4))
    lessons = [
        Lesson(
            str(number),
            -1,
            "课",
            (draw(st.sampled_from(["T0", "T1"])),),
            (draw(st.sampled_from(["C0", "C1"])),),
            draw(st.sampled_from([1, 1, 2])),
        )
        for number in range(count)
    ]
    problem, _ = week(DAYS, HOURS, lessons)
    rules: list[Rule] = []
    closings: list[Closing] = []
    which = st.integers(0, count - 1)
    for line in range(1, draw(st.integers(1, 6))):
        source = Source("rule", line)
        kind = draw(st.sampled_from(["pair", "pair", "times", "line", "line", "set", "closing"]))
        if kind == "pair" and count > 1:
            first, second = draw(st.lists(which, min_size=2, max_size=2, unique=True))
            relation = draw(st.sampled_from(Relation))
            rules.append(Pair(first, second, relation, draw(st.integers(0, 2)), 1.0, source))
        elif kind == "times":
            slots = draw(st.frozensets(st.integers(0, SLOTS - 1)))
            span = draw(st.sampled_from(Span))
            rules.append(Times((draw(which),), slots, span, 1.0, source))
        elif kind == "line":
            habit = draw(st.sampled_from([one for one in Habit if one < Habit.TAG_HOURS_MAX]))
            who = draw(st.integers(0, len(problem.lines) - 1))
            amount, other = draw(st.integers(0, 3)), draw(st.integers(0, 1))
            mask = draw(st.integers(0, 7))
            rules.append(OfLine(who, habit, amount, 1.0, source, other, "", mask))
        elif kind == "set":
            members = draw(st.lists(which, min_size=1, max_size=3, unique=True))
            together = draw(st.sampled_from([*Together][: 6 if len(members) == 3 else 5]))
            slots = draw(st.frozensets(st.integers(0, SLOTS - 1)))
            amount, other = draw(st.integers(0, 2)), draw(st.integers(0, 1))
            rules.append(OfSet(tuple(members), slots, together, amount, 1.0, source, other))
        elif kind == "closing":
            slots = draw(st.frozensets(st.integers(0, SLOTS - 1), max_size=4))
            who = draw(st.integers(0, len(problem.lines) - 1))
            closings.append(Closing(slots, source, lines=(who,)))
    every = frozenset(range(SLOTS))
    free = [
        every.difference(*(one.slots for one in closings if line in one.lines))
        for line in range(len(problem.lines))
    ]
    return Problem(
        **{name: getattr(problem, name) for name in ("name", "days", "hours", "lines")},
        activities=problem.activities,
        rooms=(),
        rules=tuple(rules),
        line_free=tuple(free),
        room_free=(),
        breaks=frozenset(),
        closings=tuple(closings),
    )


def tried_out(problem: Problem) -> bool:
    """Whether any of all arrangements is sound, by the score."""
    return any(
        score(problem, Plan(starts, (-1,) * len(starts))).sound
        for starts in product(range(SLOTS), repeat=len(problem.activities))
        if all(
            start % 3 + one.duration <= 3
            for start, one in zip(starts, problem.activities, strict=True)
        )
    )


@settings(max_examples=60, deadline=None)
@given(small())
def test_a_conflict_is_irreducible_by_trying_everything_out(problem: Problem) -> None:
    found = why_not(problem)
    if found.conflict is None:
        assert found.plan is not None
        assert score(problem, found.plan).sound
        return
    core = found.conflict.musts
    if core[0].kind == "ConstraintBasicCompulsoryTime":
        assert not tried_out(with_rules(problem, []))
        return
    assert set(core) <= set(sources(problem))
    assert not tried_out(with_rules(problem, core))
    for one in core:
        assert tried_out(with_rules(problem, [other for other in core if other != one]))
    words = sentences(problem, found)
    assert len(words["zh"]) == len(words["en"]) >= 1 + 2 * len(core)


@settings(max_examples=80, deadline=None)
@given(small())
def test_the_exact_model_has_an_answer_exactly_when_there_is_a_plan(problem: Problem) -> None:
    answer, starts = Model(problem).answer(effort=5)
    assert answer is (Answer.POSSIBLE if tried_out(problem) else Answer.IMPOSSIBLE)
    if answer is Answer.POSSIBLE:
        assert score(problem, Plan(starts, (-1,) * len(starts))).sound
    else:
        return
    assert next(shortages(problem), None) is None


@given(
    st.sampled_from(Relation),
    st.integers(0, 3),
    st.integers(1, 3),
    st.integers(1, 3),
    st.frozensets(st.integers(0, 9), max_size=3),
)
def test_two_ways_to_see_whether_a_pair_keeps_its_rule(
    relation: Relation, amount: int, long_a: int, long_b: int, breaks: frozenset[int]
) -> None:
    import numpy as np

    lessons = [Lesson(str(k), -1, "", (), (), long) for k, long in enumerate((long_a, long_b))]
    problem, _ = week(["一", "二"], ["1", "2", "3", "4", "5"], lessons)
    problem = Problem(
        **{
            name: getattr(problem, name)
            for name in Problem.__slots__
            if name not in ("breaks", "sets", "closings", "unsupported")
        },
        breaks=breaks,
    )
    good = suits(problem, Pair(0, 1, relation, amount, 1.0, Source("", 0)))
    masks = np.array(
        [sum(1 << s % 5 for s in breaks if s // 5 == day) for day in range(2)], np.int64
    )
    for a, b in product(range(10), repeat=2):
        if a % 5 + long_a <= 5 and b % 5 + long_b <= 5:
            broken = pair_broken(int(relation), amount, 5, masks, a, long_a, b, long_b)
            assert good[a, b] == (broken == 0), (a, b)


@pytest.mark.parametrize("kind", KINDS)
def test_a_planted_contradiction_is_found(kind: str) -> None:
    data = by_chance(7)
    problem = read(planted(data, read(data), kind))
    found = why_not(problem)
    assert found.conflict is not None
    core = found.conflict.musts
    assert found.conflict.checked
    for one in core:
        rest = with_rules(problem, [other for other in core if other != one])
        plan = solver.solve(rest)
        assert plan.complete
        assert score(rest, plan.plan).sound
    words = sentences(problem, found)
    assert len(words["zh"]) == 1 + 2 * len(core)


def test_hours_that_make_no_whole_days() -> None:
    """Eleven hours, none or four to five a day: two days are too few, three too many."""
    lessons = [Lesson(str(k), -1, "课", ("王",), (f"C{k}",)) for k in range(11)]
    rule = OfLine(0, Habit.HOURS_MIN, 4, 1.0, Source("ConstraintTeacherMinHoursDaily", 5), 1)
    problem, _ = week(
        ["一", "二", "三", "四", "五"], ["1", "2", "3", "4", "5"], lessons, rules=[rule]
    )
    assert [one.what for one in shortages(problem)] == [Short.UNEVEN]
    assert Model(problem).answer(effort=2)[0] is Answer.IMPOSSIBLE


def test_a_teacher_with_more_lessons_than_hours() -> None:
    data = by_chance(7)
    problem = read(planted(data, read(data), "not available"))
    told = sentences(problem, why_not(problem))
    assert "能上课的只有" in told["zh"][0]
    assert "is free in" in told["en"][0]
    assert "也能上课，就排得下" in told["zh"][2]


def test_a_class_with_more_lessons_than_the_week_has() -> None:
    activities = "".join(activity(k, f"T{k % 4}", "S1", "C0") for k in range(1, 32))
    problem = read(school(activities=activities))
    assert next(shortages(problem)).what is Short.HOURS
    found = why_not(problem)
    assert found.conflict is not None
    assert [(one.kind, one.about) for one in found.conflict.musts] == [
        ("ConstraintBasicCompulsoryTime", ("C0",))
    ]
    assert sentences(problem, found)["en"] == [
        "C0 is free in 30 periods and has 31 lessons.",
        "1. C0: one lesson at a time.",
        "With lessons of 1 hours less, it fits.",
    ]


def test_a_school_without_lessons_has_nothing_against_it() -> None:
    found = why_not(read(school(activities="")))
    assert found.conflict is None
    assert found.plan == Plan((), ())


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_a_school_with_a_timetable_has_no_conflict(seed: int) -> None:
    problem = read(by_chance(seed))
    assert next(shortages(problem), None) is None
    found = why_not(problem)
    assert found.conflict is None
    assert "可以证明" in sentences(problem, found)["zh"][0]


def test_rooms_that_are_too_few_are_counted() -> None:
    lessons = [Lesson(str(k), -1, "课", (f"T{k}",), (f"C{k}",)) for k in range(7)]
    problem, _ = week(DAYS, HOURS, lessons)
    from terrace.engines.timetable.problem import Room

    source = Source("ConstraintSubjectPreferredRoom", 9, ("课",))
    problem = Problem(
        **{
            name: getattr(problem, name)
            for name in Problem.__slots__
            if name not in ("rooms", "rules", "room_free")
        },
        rooms=(Room("机房"),),
        rules=(Rooms(tuple(range(7)), (0,), 1.0, source),),
        room_free=(frozenset(range(SLOTS)),),
    )
    assert [(one.what, one.wanted, one.room) for one in shortages(problem)] == [(Short.ROOMS, 7, 6)]
    found = why_not(problem)
    assert found.conflict is not None
    assert found.conflict.musts == (source,)
