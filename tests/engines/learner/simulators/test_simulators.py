"""Simulated pupils: each does what its theory says; none has changed since it was frozen."""

import hashlib
import random
from typing import Any

import pytest

from terrace.engines.learner.simulators.all import simulators
from terrace.engines.learner.simulators.curriculum import Question, curriculum
from terrace.engines.learner.simulators.dimensions import Able, Dimensions
from terrace.engines.learner.simulators.gated import Fringed, Gated
from terrace.engines.learner.simulators.misconceived import SHOWS, Minded, Misconceived
from terrace.engines.learner.simulators.peers import AtRandom
from terrace.engines.learner.simulators.simulator import Answer, Simulator
from terrace.engines.learner.simulators.term import live, worth_most
from terrace.engines.learner.simulators.tracing import Traced, Tracing

OF = curriculum(random.Random(1))
ALL = simulators(OF, seed=1)
by_name = pytest.mark.parametrize("simulator", ALL, ids=lambda one: one.name)


def practise(
    simulator: Simulator[Any], mind: Any, questions: list[Question], *, day: float = 4.0
) -> tuple[list[Answer], Any]:
    rng, given = random.Random(5), []
    for place, question in enumerate(questions):
        answer, mind = simulator.answer(mind, question, day=day + place, rng=rng)
        given.append(answer)
    return given, mind


def test_a_curriculum_puts_nothing_before_what_it_rests_on() -> None:
    place = {skill: number for number, skill in enumerate(OF.skills)}
    assert len(place) == 48
    assert len(OF.all_questions) == 8 * 48
    for skill in OF.skills:
        for base in OF.graph.prerequisites(skill):
            assert place[base] < place[skill]


@by_name
def test_the_same_seed_gives_the_same_term(simulator: Simulator[Any]) -> None:
    one = live(simulator, AtRandom(OF), pupils=3, seed=4, weeks=3)
    assert one == live(simulator, AtRandom(OF), pupils=3, seed=4, weeks=3)
    assert one != live(simulator, AtRandom(OF), pupils=3, seed=5, weeks=3)


@by_name
def test_children_come_with_gaps_and_gain_by_practice(simulator: Simulator[Any]) -> None:
    lives = live(simulator, AtRandom(OF), pupils=60, seed=2)
    before = sum(life.before for life in lives) / 60
    gained = sum(life.gained for life in lives) / 60
    assert 0.3 < before < 0.7
    assert 0.03 < gained < 0.3
    assert 0.4 < sum(life.right for life in lives) / 60 < 0.8
    assert all(0 <= life.before <= 1 and 0 <= life.before + life.gained <= 1 for life in lives)


@by_name
def test_choosing_with_a_look_into_the_head_gains_more_than_chance(
    simulator: Simulator[Any],
) -> None:
    by_chance = live(simulator, AtRandom(OF), pupils=4, seed=3, weeks=4)
    best = worth_most(simulator, OF, pupils=4, seed=3, weeks=4)
    assert sum(best) > 1.3 * sum(life.gained for life in by_chance)


def test_tracing_never_forgets_and_luck_is_not_knowledge() -> None:
    simulator = Tracing(OF, random.Random(1))
    skill = OF.skills[-1]
    mind = Traced(frozenset(), 0.0)
    _, after = practise(simulator, mind, list(OF.questions[skill]) * 8)
    assert after.known == {skill}
    assert simulator.knowledge(after, day=900) == simulator.knowledge(after, day=4) == 1 / 48
    given, _ = practise(simulator, Traced(frozenset(), -9.0), list(OF.questions[skill]) * 30)
    assert 0.1 < sum(one.correct for one in given) / len(given) < 0.35, "she guesses"


def test_practice_that_rests_fades_and_spaced_practice_fades_less() -> None:
    simulator = Dimensions(OF, random.Random(1))
    skill = OF.skills[30]
    mind = Able(dict.fromkeys(("number", "space", "data", "reasoning"), 0.5), {}, 1.0)
    question = OF.questions[skill][0]

    def after(days: list[float]) -> Able:
        able, rng = mind, random.Random(3)
        for day in days:
            able = simulator.answer(able, question, day=day, rng=rng)[1]
        return able

    massed, spaced = after([0.0] * 6), after([0.0, 10.0, 20.0, 30.0, 40.0, 50.0])
    at_once = simulator.knowledge(massed, day=0)
    assert simulator.knowledge(mind, day=0) < simulator.knowledge(massed, day=60) < at_once
    assert spaced.traces[skill].days > massed.traces[skill].days


def test_behind_the_gate_nothing_is_learnt() -> None:
    simulator = Gated(OF, random.Random(1))
    last = OF.skills[-1]
    bases = OF.graph.prerequisites(last)
    assert bases
    questions = list(OF.questions[last])
    ready = Fringed(frozenset(bases), 1.0)
    unready = Fringed(frozenset(), 1.0)
    assert simulator.worth(ready, questions[0], day=0) > 10 * simulator.worth(
        unready, questions[0], day=0
    )
    assert last in practise(simulator, ready, questions * 5)[1].known
    assert last not in practise(simulator, unready, questions)[1].known
    for seed in range(20):
        known = simulator.born(random.Random(seed)).known
        assert all(known.issuperset(OF.graph.prerequisites(skill)) for skill in known)


def test_a_misconception_shows_on_its_questions_only_and_goes_where_it_shows() -> None:
    simulator = Misconceived(OF, random.Random(1))
    skill = OF.skills[0]
    questions = OF.questions[skill]
    mind = Minded(frozenset({skill}), frozenset({f"{skill}:a"}), {}, 0.0)
    shows = [one for one in questions if SHOWS.get(one.place) == "a"] * 12
    hides = [one for one in questions if SHOWS.get(one.place) != "a"] * 12
    wrong, _ = practise(simulator, mind, shows)
    assert sum(one.correct for one in wrong) < 0.2 * len(wrong)
    assert {one.misconception for one in wrong} == {None, f"{skill}:a"}
    right, _ = practise(simulator, mind, hides)
    assert sum(one.correct for one in right) > 0.8 * len(right)
    assert {one.misconception for one in right} == {None}
    learner = Minded(mind.procedures, mind.held, {}, 1.0)
    assert practise(simulator, learner, shows)[1].held == frozenset()
    sound = Minded(frozenset({skill}), frozenset(), {f"{skill}:a": 0.0}, 1.0)
    assert simulator.knowledge(sound, day=200) < simulator.knowledge(sound, day=0)


FROZEN = {
    "knowledge tracing": "4704764b1b08b95b",
    "dimensions with forgetting": "867e1a68238504f6",
    "prerequisite-gated": "bbb62cfcb1a4be52",
    "misconceptions": "f12df6f27ee37277",
}
"""What each answered on the day it was frozen. A change here is a change of what is measured."""


@by_name
def test_frozen(simulator: Simulator[Any]) -> None:
    lives = live(simulator, AtRandom(OF), pupils=5, seed=11)
    told = "".join(
        f"{question.item}{int(answer.correct)}{answer.misconception or ''}"
        for life in lives
        for question, answer, _ in life.told
    )
    told += "".join(f"{life.gained:.6f}" for life in lives)
    assert hashlib.sha256(told.encode()).hexdigest()[:16] == FROZEN[simulator.name]
