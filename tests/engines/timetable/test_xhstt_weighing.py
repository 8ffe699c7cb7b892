"""XHSTT archives are read whole or refused by line, and plans weighed as the format says."""

import contextlib
import gzip
import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terrace.engines.timetable.problem import Broken
from terrace.engines.timetable.xhstt.evaluating import Cost, evaluate
from terrace.engines.timetable.xhstt.instance import NONE, Lesson, Plan
from terrace.engines.timetable.xhstt.reading import read, read_archive
from tests.engines.timetable.archives import EVERY_KIND, archive, constraint, event

DATA = os.environ.get("TERRACE_DATA")
MO1, MO2, MO3, TU1, TU2, TU3 = range(6)
T1, T2, C1, C2, R1, R2 = range(6)
PLAN: Plan = (
    Lesson(0, 2, MO2, (T1, C1)),
    Lesson(1, 1, MO1, (T2, C1)),
    Lesson(1, 1, NONE, (T2, C1)),
    Lesson(2, 1, MO3, (T1, C2, R1)),
    Lesson(3, 1, TU3, (T2, C2, R2)),
)
EXPECTED = {
    "AssignTime": 1,
    "AssignResource": 0,
    "PreferTimes": 2,  # E1, two long, does not start at Mo1
    "PreferResources": 1,  # E4 is in R2
    "SplitEvents": 1,  # E2 has one part too many
    "DistributeSplitEvents": 4,  # E1 has no part of one, twice the weight of two
    "AvoidSplitAssignments": 1,  # R1 and R2
    "SpreadEvents": 2,  # three start on Monday
    "LinkEvents": 6,  # Mo3 and Tu3, three each
    "OrderEvents": 2,  # E3 starts one before E1 ends, and should one after
    "AvoidClashes": 1,  # T1 twice at Mo3
    "AvoidUnavailableTimes": 0,
    "LimitIdleTimes": 0,
    "ClusterBusyTimes": 18,  # T2 and C2 come on two days
    "LimitBusyTimes": 11,  # squares of what a week is off: T2 2, C1 1, C2 2, R1 1, R2 1
    "LimitWorkload": 0,
}


@pytest.mark.parametrize("kind", sorted(EVERY_KIND))
def test_each_kind_costs_what_the_format_says(kind: str) -> None:
    school = read(archive(EVERY_KIND[kind]))
    cost = evaluate(school, PLAN)
    assert cost.hard + cost.soft == EXPECTED[kind]
    assert (cost.soft == 0) or not school.rules[0].required


def test_idle_times_are_between_lessons_of_a_day() -> None:
    school = read(archive(EVERY_KIND["LimitIdleTimes"]))
    plan = (*PLAN[:1], Lesson(1, 2, TU1, (T2, C1)), Lesson(2, 1, MO1, (T1, C2, R1)), PLAN[4])
    moved = (*plan[:2], plan[2], Lesson(3, 1, MO3, (T2, C2, R2)))
    assert (evaluate(school, plan), evaluate(school, moved)) == (Cost(0, 0), Cost(0, 1))


def test_plans_that_came_with_the_file_are_read() -> None:
    solutions = """<SolutionGroups><SolutionGroup Id="ours"><Solution Reference="small"><Events>
    <Event Reference="E1"><Time Reference="Tu1"/></Event>
    <Event Reference="E3"><Time Reference="Mo1"/><Resources><Resource Reference="R2">
    <Role>room</Role></Resource></Resources></Event></Events></Solution></SolutionGroup>
    </SolutionGroups>"""
    ((name, plan),) = read_archive(archive("", solutions=solutions)).plans
    assert name == "ours"
    assert plan[0] == Lesson(0, 2, TU1, (T1, C1))
    assert plan[2] == Lesson(2, 1, MO1, (T1, C2, R2))
    assert plan[1].time == plan[3].time == NONE


def test_a_kind_that_we_do_not_know_is_named() -> None:
    school = read(archive(constraint("AvoidRain", "")))
    assert [one.kind for one in school.unsupported] == ["AvoidRainConstraint"]
    assert school.unsupported[0].line > 1


WHOLE = archive("".join(EVERY_KIND.values()))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (WHOLE[:500], "not sound XML"),
        (WHOLE.replace(b'Resource Reference="T1"', b'Resource Reference="T9"', 1), "“T9”"),
        (WHOLE.replace(b'EventGroup Reference="all"', b'EventGroup Reference="no"', 1), "“no”"),
        (WHOLE.replace(b"<Duration>2", b"<Duration>two", 1), "Duration should be a whole number"),
        (WHOLE.replace(b"<Duration>2", b"<Duration>7", 1), "longer than all times"),
        (WHOLE.replace(b'Id="E2"', b'Id="E1"'), "there twice"),
        (WHOLE.replace(b"Linear", b"Cubic", 1), "“Cubic” of AssignTimeConstraint"),
        (WHOLE.replace(b"<Weight>1", b"<Weight>-1", 1), "at least 0"),
        (WHOLE.replace(b"<Required>true", b"<Required>perhaps", 1), "true or false"),
        (b"<fet></fet>", "no XHSTT file"),
        (b"<HighSchoolTimetableArchive/>", "this holds 0"),
        (
            WHOLE.replace(b"<High", b'<!DOCTYPE x [<!ENTITY a "a">]><High', 1),
            "defines entities",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line(data: bytes, said: str) -> None:
    with pytest.raises(Broken, match=re.escape(said)) as caught:
        read(data)
    assert caught.value.line >= 1
    assert re.search("[\u4e00-\u9fff]", caught.value.zh)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.binary(max_size=3), st.integers(0, 40))
def test_a_damaged_archive_is_read_or_refused(at: int, put: bytes, cut: int) -> None:
    with contextlib.suppress(Broken):
        read_archive(WHOLE[:at] + put + WHOLE[at + cut :])


def test_an_event_of_no_one_stands_by_itself() -> None:
    school = read(archive(EVERY_KIND["AssignTime"], events=event("E", 1, "", groups="all")))
    assert evaluate(school, (Lesson(0, 1, NONE, ()),)) == Cost(1, 0)


@pytest.mark.skipif(DATA is None, reason="the published schools are found by TERRACE_DATA")
@pytest.mark.parametrize(
    ("name", "costs"),
    [
        ("BR-SA-00", [5]),
        ("BR-SM-00", [51]),
        ("ES-SS-08", [335]),
        ("FI-WP-06", [0]),
        ("GR-P3-10", [0]),
        ("IT-I4-96", [27, 28, 40, 50, 54, 56]),
        ("ZA-LW-09", [0]),
        ("Hdtt4", [0]),
    ],
)
def test_published_plans_cost_what_was_published(name: str, costs: list[int]) -> None:
    file = Path(str(DATA)) / "timetabling" / "xhstt" / f"{name}.xml.gz"
    kept = read_archive(gzip.decompress(file.read_bytes()))
    found = [evaluate(kept.school, plan) for _, plan in kept.plans]
    assert not kept.school.unsupported
    assert {Cost(0, soft) for soft in costs} <= set(found)
    assert min(cost.soft for cost in found if cost.hard == 0) == costs[0]
