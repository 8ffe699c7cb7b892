"""A plan keeps every must, by a count of its own; the same seed gives the same plan."""

import gzip
import os
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terrace.engines.timetable import solver
from terrace.engines.timetable.fet.reading import read
from terrace.engines.timetable.fet.writing import write
from terrace.engines.timetable.problem import Plan, Problem
from terrace.engines.timetable.scoring import score
from tests.engines.timetable.schools import activity, by_chance, constraint, school

DATA = os.environ.get("TERRACE_DATA")


def nobody_is_in_two_places(problem: Problem, plan: Plan) -> bool:
    hours = len(problem.hours)
    when = [
        set(range(start, start + one.duration))
        for one, start in zip(problem.activities, plan.starts, strict=True)
    ]
    for one, start in zip(problem.activities, plan.starts, strict=True):
        if start < 0 or start % hours + one.duration > hours:
            return False
    return not any(
        when[a] & when[b] and set(problem.activities[a].lines) & set(problem.activities[b].lines)
        for a, b in combinations(range(len(when)), 2)
    )


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 100))
def test_a_school_that_has_a_timetable_gets_one(seed: int, draw: int) -> None:
    problem = read(by_chance(seed))
    found = solver.solve(problem, seed=draw)
    assert found.complete
    assert nobody_is_in_two_places(problem, found.plan)
    assert score(problem, found.plan).sound
    assert solver.solve(problem, seed=draw) == found


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_the_score_sees_two_lessons_in_one_slot(seed: int) -> None:
    problem = read(by_chance(seed))
    plan = solver.solve(problem).plan
    a, b = next(
        (a, b)
        for a, b in combinations(range(len(plan.starts)), 2)
        if set(problem.activities[a].lines) & set(problem.activities[b].lines)
    )
    starts = list(plan.starts)
    starts[b] = starts[a]
    told = score(problem, Plan(tuple(starts), plan.rooms))
    assert not told.sound
    assert (a, b) in told.clashes


def test_a_plan_written_and_read_again_is_the_only_one() -> None:
    data = by_chance(3)
    problem = read(data)
    plan = solver.solve(problem, seed=1).plan
    written = write(data, problem, plan)
    assert solver.solve(read(written), seed=9).plan == plan
    added = written.decode().count("<Permanently_Locked>true")
    assert added == len(problem.activities)
    assert (
        written.replace(
            written[
                written.index(b"<ConstraintActivityPreferredStartingTime>") : written.index(
                    b"</Time_Constraints_List>"
                )
            ],
            b"",
        )
        == data
    )


def test_a_lesson_gets_the_room_it_needs_and_nobody_shares_it() -> None:
    lessons = "".join(activity(k, f"T{k}", "S1", f"C{k}") for k in range(1, 4))
    rooms = "<Room><Name>R</Name><Capacity>30</Capacity></Room>"
    space = constraint("SubjectPreferredRoom", Subject="S1", Room="R")
    problem = read(school(activities=lessons, rooms=rooms, space=space, days=1, hours=3, classes=4))
    plan = solver.solve(problem).plan
    assert sorted(plan.starts) == [0, 1, 2]
    assert plan.rooms == (0, 0, 0)
    assert score(problem, plan).sound
    assert not score(problem, Plan(plan.starts, (0, -1, 0))).sound


def test_a_school_without_lessons_has_its_timetable() -> None:
    found = solver.solve(read(school(activities="")))
    assert (found.complete, found.plan) == (True, Plan((), ()))


def test_wishes_are_kept_where_they_can_be() -> None:
    lessons = "".join(activity(k, "T0", "S1", "C0") for k in range(1, 5))
    time = constraint("TeachersMaxGapsPerWeek", 50, Max_Gaps=0)
    problem = read(school(activities=lessons, time=time, days=1, hours=6))
    found = solver.solve(problem, seed=2)
    assert score(problem, found.plan).soft == 0
    broken = score(problem, Plan((0, 1, 3, 5), (-1,) * 4))
    assert (broken.soft, broken.sound) == (1.0, True)


def test_what_cannot_be_placed_is_left_out_and_the_rest_stands() -> None:
    lessons = "".join(activity(k, "T0", "S1", "C0") for k in range(1, 5))
    problem = read(school(activities=lessons, days=1, hours=3))
    looks = iter(range(50))
    found = solver.solve(problem, go_on=lambda placed: next(looks) < 20)
    assert (found.complete, found.plan.placed) == (False, 3)


@pytest.mark.skipif(not DATA, reason="TERRACE_DATA is not set: no real timetables here")
@pytest.mark.parametrize(
    "name", ["HashiyanaPSY16T2a", "RehobothPSY16T1a", "EEBLJ-Noturno", "primaria"]
)
def test_real_schools_get_their_timetable(name: str) -> None:
    packed = Path(DATA or "") / "timetabling" / "fet" / f"{name}.fet.gz"
    problem = read(gzip.decompress(packed.read_bytes()))
    assert not problem.unsupported
    found = solver.solve(problem)
    assert found.complete
    assert score(problem, found.plan).sound
