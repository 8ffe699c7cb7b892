"""The next worksheet: at the edge, in the teacher's topics, prerequisites first, mixed."""

import random
import time
from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from terrace.engines.learner.attempt import Attempt
from terrace.engines.learner.bank import ItemBank
from terrace.engines.learner.learner import Learner
from terrace.engines.learner.plan import Candidate, Plan, ReasonCode
from terrace.engines.learner.pupil import Estimate, Pupil
from tests.engines.learner.worlds import (
    CANDIDATES,
    GRAPH,
    LEARNER,
    SKILLS,
    TODAY,
    a_class,
    histories,
    practised,
)

topics = st.none() | st.frozensets(st.sampled_from([*SKILLS, "never-heard-of"]))


def sheet(
    pupil: Pupil,
    *,
    length: int = 12,
    seed: int = 1,
    chosen_topics: frozenset[str] | None = None,
    candidates: tuple[Candidate, ...] = CANDIDATES,
    day: float = TODAY,
) -> Plan:
    return LEARNER.choose(
        pupil,
        candidates=candidates,
        length=length,
        day=day,
        rng=random.Random(seed),
        topics=chosen_topics,
    )


def edge(pupil: Pupil, plan: Plan) -> list[str]:
    """Skills on a plan whose prerequisites are not ready and that the child does not know."""
    return [
        skill
        for one in plan.chosen
        for skill in one.candidate.skills
        if not LEARNER.ready(pupil, skill=skill, day=TODAY)
        and LEARNER.mastery(pupil, skill=skill, day=TODAY).state not in ("known", "fading")
    ]


@given(histories, topics, st.integers(0, 30), st.integers(0, 99))
def test_a_sheet_keeps_to_topics_and_length_and_repeats_nothing(
    history: list[Attempt], chosen_topics: frozenset[str] | None, length: int, seed: int
) -> None:
    plan = sheet(LEARNER.rebuild(history), length=length, seed=seed, chosen_topics=chosen_topics)
    allowed = [
        one for one in CANDIDATES if chosen_topics is None or chosen_topics.issuperset(one.skills)
    ]
    assert len(plan.chosen) == min(length, len(allowed))
    assert plan.missing == length - len(plan.chosen)
    items = [one.candidate.item for one in plan.chosen]
    assert len(set(items)) == len(items)
    assert {one.candidate for one in plan.chosen} <= set(allowed)


@given(histories, st.integers(0, 9))
def test_nothing_rests_on_what_is_not_ready_while_there_is_anything_else(
    history: list[Attempt], seed: int
) -> None:
    pupil = LEARNER.rebuild(history)
    # s0 rests on nothing: its ten items are always to be had.
    assert edge(pupil, sheet(pupil, length=10, seed=seed)) == []


@given(histories, topics, st.integers(0, 99))
def test_the_same_seed_gives_the_same_sheet(
    history: list[Attempt], chosen_topics: frozenset[str] | None, seed: int
) -> None:
    pupil = LEARNER.rebuild(history)
    one = sheet(pupil, seed=seed, chosen_topics=chosen_topics)
    other = LEARNER.choose(
        pupil,
        candidates=tuple(reversed(CANDIDATES)),
        length=12,
        day=TODAY,
        rng=random.Random(seed),
        topics=chosen_topics,
    )
    assert other == one, "neither the order of candidates nor anything hidden plays a part"


def test_a_template_stands_as_often_as_its_copies_allow() -> None:
    few = (Candidate("s0/1", ("s0",), copies=3), Candidate("s1/1", ("s1",), copies=2))
    plan = sheet(LEARNER.newcomer(), length=9, candidates=few)
    assert Counter(one.candidate.item for one in plan.chosen) == {"s0/1": 3, "s1/1": 2}
    assert plan.missing == 4


def test_a_class_succeeds_with_three_of_four_questions() -> None:
    pupils = a_class(60)
    chances = [sheet(pupil).chance or 0.0 for pupil in pupils.values()]
    assert abs(sum(chances) / len(chances) - 0.75) < 0.02
    assert sum(abs(chance - 0.75) < 0.05 for chance in chances) >= 0.85 * len(chances)


def test_a_sheet_begins_and_ends_with_confidence() -> None:
    for pupil in a_class(20).values():
        plan = sheet(pupil)
        chances = [one.prediction.chance for one in plan.chosen]
        assert min(chances[0], chances[-1]) >= max(chances[1:-1])


def test_skills_are_mixed_not_blocked() -> None:
    for pupil in a_class(20).values():
        skills = [one.candidate.skills for one in sheet(pupil).chosen]
        assert len(set(skills)) >= 2
        between = skills[1:-1]
        (_, most), *_ = Counter(between).most_common(1)
        # A skill that fills more than half cannot but meet itself.
        blocks = sum(before == after for before, after in pairwise(between))
        assert blocks <= max(0, 2 * most - len(between))


def test_what_fades_comes_back() -> None:
    pupil = practised("s2", "+" * 8, start=TODAY - 300)
    assert LEARNER.mastery(pupil, skill="s2", day=TODAY).state == "fading"
    plan = sheet(pupil)
    assert ReasonCode.REVIEW in {
        one.reason for one in plan.chosen if one.candidate.skills == ("s2",)
    }


def test_what_the_teacher_asks_for_is_given_and_said_so() -> None:
    pupil = LEARNER.rebuild(
        Attempt(f"s{place % 3}/1", (f"s{place % 3}",), False, TODAY - 20 + place)
        for place in range(18)
    )
    assert not LEARNER.ready(pupil, skill="s6", day=TODAY)
    plan = sheet(pupil, length=5, chosen_topics=frozenset({"s6"}))
    assert [one.reason for one in plan.chosen] == [ReasonCode.ASKED_FOR] * 5


def test_fifty_sheets_from_thousands_of_items_within_a_second() -> None:
    rng = random.Random(4)
    names = [f"k{number}" for number in range(60)]
    bank = ItemBank(
        {
            f"{name}/{variant}": Estimate(rng.gauss(-1.0, 1.0), 0.3)
            for name in names
            for variant in range(50)
        }
    )
    learner = Learner(GRAPH, bank)
    many = [Candidate(item, (item.split("/")[0],)) for item in bank.difficulty]
    pupils = [
        learner.rebuild(
            Attempt(f"{rng.choice(names)}/1", (rng.choice(names),), rng.random() < 0.7, 20_000)
            for _ in range(60)
        )
        for _ in range(50)
    ]
    start = time.process_time()
    for pupil in pupils:
        learner.choose(pupil, candidates=many, length=12, day=TODAY, rng=random.Random(1))
    assert time.process_time() - start < 1.0
