"""Simulated children: they learn, forget, slip and hold misconceptions; a seed makes them again."""

import random

from terrace.engines.learner.attempt import Attempt
from terrace.engines.learner.graph import SkillGraph
from terrace.engines.learner.learner import Learner
from terrace.engines.learner.simulate import (
    Outcome,
    Response,
    SimulatedChild,
    answer,
    born,
    true_ability,
    true_chance,
)

GRAPH = SkillGraph({"sub": ("add",)})


def a_child(seed: int = 1, level: float = 0.0) -> SimulatedChild:
    return born(
        random.Random(seed), level=level, skills=("add", "sub"), misconceptions=("a", "b", "c")
    )


def practise(
    child: SimulatedChild, times: int, *, seed: int = 2, held: tuple[str, ...] = ()
) -> tuple[list[Response], SimulatedChild]:
    rng, said = random.Random(seed), []
    for day in range(times):
        response, child = answer(
            child,
            rng,
            skills=("add",),
            difficulty=0.0,
            day=100.0 + day,
            misconceptions=held,
            graph=GRAPH,
        )
        said.append(response)
    return said, child


def test_a_seed_makes_the_same_child_and_the_same_answers() -> None:
    assert a_child() == a_child()
    assert practise(a_child(), 40) == practise(a_child(), 40)
    assert a_child(1) != a_child(2)


def test_practice_makes_her_better_and_time_takes_some_of_it() -> None:
    child = a_child()
    _, after = practise(child, 30)
    before = true_ability(child, skill="add", day=100)
    learnt = true_ability(after, skill="add", day=130)
    later = true_ability(after, skill="add", day=430)
    assert before < later < learnt
    assert true_ability(after, skill="sub", day=130) == true_ability(child, skill="sub", day=130)


def test_missing_ground_makes_a_question_harder() -> None:
    child = a_child(level=-1.5)
    on_ground = true_chance(child, skills=("sub",), difficulty=0.0, day=1, graph=None)
    without = true_chance(child, skills=("sub",), difficulty=0.0, day=1, graph=GRAPH)
    assert without < on_ground


def test_a_choice_can_be_guessed() -> None:
    child = a_child(level=-6.0)
    assert true_chance(child, skills=("add",), difficulty=0.0, day=1, options=4) > 0.2
    assert true_chance(child, skills=("add",), difficulty=0.0, day=1) < 0.02


def test_wrong_answers_follow_the_misconceptions_she_holds_and_practice_clears_them() -> None:
    child = a_child(level=-3.0)
    assert child.held
    holds = next(iter(child.held))
    said, after = practise(child, 60, held=(holds, "not-hers"))
    named = {one.misconception for one in said} - {None}
    assert named == {holds}
    assert {one.outcome for one in said} >= {Outcome.MISCONCEPTION, Outcome.SLIP}
    assert after.held[holds] < 0.1 * child.held[holds]


def test_the_learner_comes_to_know_a_simulated_class() -> None:
    """After a term, what the learner foresees agrees with what is true of each child."""
    learner = Learner(GRAPH)
    errors = []
    for seed in range(40):
        child, pupil = a_child(seed), learner.newcomer()
        rng = random.Random(1000 + seed)
        for day in range(40):
            response, child = answer(
                child, rng, skills=("add",), difficulty=0.0, day=100.0 + day, graph=GRAPH
            )
            right = response.outcome is Outcome.RIGHT
            pupil = learner.update(pupil, Attempt("i", ("add",), right, 100.0 + day))
        true = true_chance(child, skills=("add",), difficulty=0.0, day=140, graph=GRAPH)
        errors.append(learner.mastery(pupil, skill="add", day=140).chance - true)
    assert sum(map(abs, errors)) / len(errors) < 0.12
    assert abs(sum(errors) / len(errors)) < 0.08
