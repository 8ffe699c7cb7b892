"""An XHSTT school gets a timetable; the search counts as the judge does; files hold the plan."""

import gzip
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terrace.engines.timetable.xhstt import solver
from terrace.engines.timetable.xhstt.beginning import cut
from terrace.engines.timetable.xhstt.evaluating import Cost, evaluate
from terrace.engines.timetable.xhstt.instance import Instance, Lesson, Plan
from terrace.engines.timetable.xhstt.reading import read, read_archive
from terrace.engines.timetable.xhstt.search.annealing import adopt, construct
from terrace.engines.timetable.xhstt.search.moves import propose
from terrace.engines.timetable.xhstt.search.state import State, change, fresh, keep, undo
from terrace.engines.timetable.xhstt.search.tables import Tables, tables
from terrace.engines.timetable.xhstt.search.weighing import settle
from terrace.engines.timetable.xhstt.writing import write
from tests.engines.timetable.archives import EVENTS, EVERY_KIND, archive, event

DATA = os.environ.get("TERRACE_DATA")
KINDS = sorted(EVERY_KIND)


def plan_of(school: Instance, p: Tables, s: State) -> Plan:
    """The plan in a state."""
    return tuple(
        Lesson(e, int(s.duration[x]), int(s.time[x]), tuple(s.who[x, : p.roles[e]].tolist()))
        for x, e in enumerate(p.event_of.tolist())
        if s.duration[x]
    )


def begun(school: Instance, seed: int) -> tuple[Tables, State]:
    p = tables(school)
    s = fresh(p, seed)
    for e, way in enumerate(cut(school, np.diff(p.place_from).tolist())):
        for k, duration in enumerate(way):
            change(p, s, int(p.place_from[e]) + k, duration, school.events[e].time)
    construct(p, s, np.arange(len(p.event_of), dtype=np.int32), 10.0)
    return p, s


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(KINDS), min_size=1, unique=True),
    st.integers(0, 10**6),
    st.lists(st.booleans(), min_size=40, max_size=40),
)
def test_whatever_is_moved_or_taken_back_the_count_is_the_judges(
    kinds: list[str], seed: int, taken: list[bool]
) -> None:
    more = event("E5", 3, "T2 C2") + event("E6", 1, "", room=True)
    school = read(archive("".join(EVERY_KIND[kind] for kind in kinds), events=EVENTS + more))
    p, s = begun(school, seed)
    assert evaluate(school, plan_of(school, p, s)) == Cost(*s.sums.tolist())
    for stays in taken:
        before = plan_of(school, p, s)
        hard, soft = s.sums.tolist()
        if propose(p, s) and stays:
            settle(p, s)
            keep(s)
        else:
            settle(p, s)
            undo(p, s, hard, soft)
            assert plan_of(school, p, s) == before
        assert evaluate(school, plan_of(school, p, s)) == Cost(*s.sums.tolist())
    lengths = np.bincount(p.event_of, weights=s.duration, minlength=len(school.events))
    assert lengths.tolist() == [one.duration for one in school.events]


def test_a_plan_taken_over_from_another_searcher_is_that_plan() -> None:
    school = read(archive("".join(EVERY_KIND.values())))
    p, one = begun(school, 1)
    _, two = begun(school, 2)
    for _ in range(30):
        propose(p, two)
        settle(p, two)
        keep(two)
    adopt(p, one, two.duration, two.time, two.who)
    assert plan_of(school, p, one) == plan_of(school, p, two)
    assert one.sums.tolist() == two.sums.tolist()


def test_a_small_school_is_solved_with_nothing_broken() -> None:
    kinds = ("AssignTime", "AssignResource", "AvoidClashes", "OrderEvents")
    school = read(archive("".join(EVERY_KIND[kind] for kind in kinds)))
    rounds = iter(range(60))
    found = solver.solve(school, seed=4, go_on=lambda cost: next(rounds, None) is not None)
    assert found.cost == evaluate(school, found.plan) == Cost(0, 0)


def test_the_same_seed_gives_the_same_plan() -> None:
    school = read(archive("".join(EVERY_KIND.values())))

    def short() -> solver.Solved:
        rounds = iter(range(3))
        return solver.solve(school, seed=9, go_on=lambda cost: next(rounds, None) is not None)

    assert short() == short()


def test_a_time_set_beforehand_stays() -> None:
    fixed = EVENTS.replace(
        "<Name>E1</Name><Duration>2</Duration>",
        '<Name>E1</Name><Duration>2</Duration><Time Reference="Tu2"/>',
    )
    school = read(archive("".join(EVERY_KIND.values()), events=fixed))
    rounds = iter(range(3))
    found = solver.solve(school, go_on=lambda cost: next(rounds, None) is not None)
    assert [(one.duration, one.time) for one in found.plan if one.event == 0] == [(2, 4)]


def test_a_school_without_events_has_an_empty_plan() -> None:
    assert solver.solve(read(archive("", events=""))).plan == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb2312"])
@pytest.mark.parametrize("before", ["", "<SolutionGroups/>", "<SolutionGroups>\n</SolutionGroups>"])
def test_the_file_comes_back_with_the_plan_in_it(encoding: str, before: str) -> None:
    text = archive("".join(EVERY_KIND.values()), solutions=before).decode()
    if encoding != "utf-8":
        text = text.replace("UTF-8", encoding)
    if encoding == "gb2312":
        text = text.replace("小学", "").replace("gb2312", "iso-8859-1")
        encoding = "iso-8859-1"
    data = text.encode(encoding)
    school = read(data)
    rounds = iter(range(2))
    found = solver.solve(school, go_on=lambda cost: next(rounds, None) is not None)
    kept = read_archive(write(data, school, found.plan))
    assert kept.school == school
    assert kept.plans == (("Terrace", found.plan),)
    assert read_archive(write(write(data, school, found.plan), school, found.plan)) == kept


@pytest.mark.skipif(DATA is None, reason="the published schools are found by TERRACE_DATA")
@pytest.mark.parametrize(
    "name",
    ["BR-SA-00", "BR-SM-00", "ES-SS-08", "FI-WP-06", "GR-P3-10", "IT-I4-96", "ZA-LW-09", "Hdtt4"],
)
def test_published_schools_are_counted_as_the_judge_does(name: str) -> None:
    file = Path(str(DATA)) / "timetabling" / "xhstt" / f"{name}.xml.gz"
    data = gzip.decompress(file.read_bytes())
    school = read(data)
    rounds = iter(range(3))
    found = solver.solve(school, go_on=lambda cost: next(rounds, None) is not None)
    assert evaluate(school, found.plan) == found.cost
    assert read_archive(write(data, school, found.plan)).plans[0][1] == found.plan
