"""What a FET file says is read whole; what is wrong is told with its line."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terrace.engines.timetable.fet.reading import read
from terrace.engines.timetable.problem import Broken, Habit, OfLine, Pair, Relation
from tests.engines.timetable.schools import activity, by_chance, constraint, days_apart, school


def test_a_small_school_is_read() -> None:
    time = days_apart([1, 2], 2) + constraint("TeacherMaxGapsPerDay", Teacher_Name="T1", Max_Gaps=1)
    problem = read(
        school(activities=activity(1, "T1", "S1", "C0") + activity(2, "T1", "S1", "C0"), time=time)
    )
    assert (problem.name, len(problem.days), len(problem.hours)) == ("村小", 5, 6)
    assert [one.name for one in problem.lines if not one.is_teacher][:1] == ["C0"]
    pairs = [one for one in problem.rules if isinstance(one, Pair)]
    assert [(one.relation, one.weight) for one in pairs] == [
        (Relation.DAYS_APART, 0.95),
        (Relation.ADJACENT_IF_SAME_DAY, 1.0),
    ]
    habits = [one for one in problem.rules if isinstance(one, OfLine)]
    assert [(one.habit, one.amount, one.source.about) for one in habits] == [
        (Habit.GAPS_DAY, 1, ("T1",))
    ]


def test_groups_that_nothing_tells_apart_are_one_line() -> None:
    text = school(activities=activity(1, "T0", "S0", "Y")).decode()
    groups = "".join(f"<Group><Name>G{k}</Name></Group>" for k in range(4))
    text = text.replace("<Year><Name>C0</Name></Year>", f"<Year><Name>Y</Name>{groups}</Year>")
    problem = read(text.encode())
    pupils = next(one for one in problem.lines if not one.is_teacher)
    assert (pupils.name, pupils.count) == ("G0", 4)
    assert len(problem.sets["Y"]) == 1


def test_what_cannot_be_planned_is_named_with_its_line() -> None:
    problem = read(school(activities="", time=constraint("TeachersMaxTwoConsecutiveMornings")))
    assert [one.kind for one in problem.unsupported] == [
        "ConstraintTeachersMaxTwoConsecutiveMornings"
    ]
    assert problem.unsupported[0].line > 1


@pytest.mark.parametrize(
    ("wrong", "en", "zh"),
    [
        (activity(1, "T9", "S1", "C0"), "no teacher “T9”", "没有教师「T9」"),
        (activity(1, "T1", "S1", "C9"), "no students set “C9”", "没有班级「C9」"),
        (activity(1, "T1", "S1", "C0", 7), "lasts 7 hours, a day has 6", "有 7 节，一天只有 6 节"),
        (activity(1, "T1", "S1", "C0") * 2, "id 1 twice", "重复"),
        (
            "<Activity><Duration>x</Duration><Id>1</Id></Activity>",
            "Duration is no number",
            "应是 0 到 30000 的整数",
        ),
    ],
)
def test_a_wrong_lesson_is_told_with_its_line(wrong: str, en: str, zh: str) -> None:
    with pytest.raises(Broken) as told:
        read(school(activities=wrong))
    assert en in told.value.en
    assert zh in told.value.zh
    assert told.value.line > 30


@pytest.mark.parametrize(
    ("time", "en"),
    [
        (
            constraint("TeacherMaxGapsPerWeek", Teacher_Name="Nobody", Max_Gaps=1),
            "no teacher “Nobody”",
        ),
        (constraint("TeachersMaxGapsPerWeek", 130, Max_Gaps=1), "weight 130"),
        (constraint("TeachersMaxGapsPerWeek", Max_Gaps="1e999"), "Max_Gaps is no number"),
        (constraint("TeachersMaxGapsPerWeek", Max_Gaps=2**40), "Max_Gaps is no number"),
        (constraint("ActivitiesPreferredTimeSlots", Duration="x"), "Duration is no number"),
        (
            constraint("TwoActivitiesOrdered", First_Activity_Id=1, Second_Activity_Id=8),
            "with id 8",
        ),
    ],
)
def test_a_wrong_constraint_is_told(time: str, en: str) -> None:
    with pytest.raises(Broken, match=en):
        read(school(activities=activity(1, "T1", "S1", "C0"), time=time))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<fet",
        b"<other/>",
        b"<fet></fet>",
        b"\x00\xff",
        b"<!DOCTYPE fet [<!ENTITY a 'b'>]><fet>&a;</fet>",
    ],
)
def test_what_is_no_timetable_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(Broken) as told:
        read(data)
    assert told.value.zh
    assert told.value.en


@given(st.integers(0, 2**32), st.data())
def test_a_damaged_file_is_read_or_refused(seed: int, data: st.DataObject) -> None:
    whole = by_chance(seed % 50)
    at = data.draw(st.integers(0, len(whole) - 1))
    length = data.draw(st.integers(1, 40))
    damaged = whole[:at] + data.draw(st.binary(max_size=8)) + whole[at + length :]
    with contextlib.suppress(Broken):
        read(damaged)
