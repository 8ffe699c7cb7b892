"""The other ways of choosing keep to their own rules, and are not made worse than they are."""

import random
from collections import Counter

from terrace.engines.learner.simulators.curriculum import Question, curriculum
from terrace.engines.learner.simulators.peers import (
    AtRandom,
    MasteryInOrder,
    TracedInOrder,
    in_order,
)
from terrace.engines.learner.simulators.simulator import Answer
from terrace.engines.learner.simulators.tracing_fit import KnownOrNot, fit

OF = curriculum(random.Random(1))
FIRST, SECOND, THIRD = OF.skills[:3]


def skills_of(questions: object) -> Counter[str]:
    assert isinstance(questions, list)
    return Counter(one.skill for one in questions if isinstance(one, Question))


def test_random_repeats_nothing() -> None:
    sheet = AtRandom(OF).sheet(None, day=4, length=12, rng=random.Random(1))
    assert len({one.item for one in sheet}) == 12


def test_mastery_goes_in_order_and_asks_for_what_is_missing() -> None:
    peer = MasteryInOrder(OF, needed=3, of=5, from_grade=False)
    state = peer.start()
    asked = peer.sheet(state, day=4, length=8, rng=random.Random(1))
    assert skills_of(asked) == {FIRST: 3, SECOND: 3, THIRD: 2}
    told = [(one, Answer(one.skill == FIRST), 4.0) for one in asked]
    state = peer.learn(state, told)
    assert state.mastered == {FIRST}
    again = peer.sheet(state, day=11, length=8, rng=random.Random(1))
    assert skills_of(again)[FIRST] == 0
    assert skills_of(again)[SECOND] == 3


def test_what_is_mastered_stays_so_and_in_the_end_anything_comes() -> None:
    peer = MasteryInOrder(OF, needed=1, of=1, from_grade=True)
    every = [(OF.questions[skill][0], Answer(True), 4.0) for skill in OF.skills]
    state = peer.learn(peer.start(), every)
    state = peer.learn(state, [(one, Answer(False), 5.0) for one, _, _ in every])
    assert state.mastered == set(OF.skills)
    assert len(peer.sheet(state, day=11, length=12, rng=random.Random(1))) == 12


def test_from_the_grade_begins_with_the_class_s_own() -> None:
    order = in_order(OF, from_grade=True)
    assert order[0].startswith("3-")
    assert sorted(order) == sorted(OF.skills)


def test_tracing_learns_and_stops_at_its_threshold() -> None:
    traced = dict.fromkeys(OF.skills, KnownOrNot(0.4, 0.15, 0.2, 0.1))
    peer = TracedInOrder(OF, traced, from_grade=False)
    state = peer.start()
    asked = peer.sheet(state, day=4, length=12, rng=random.Random(1))
    needed = skills_of(asked)[FIRST]
    assert 1 <= needed <= 4
    state = peer.learn(state, [(one, Answer(True), 4.0) for one in asked])
    assert state[FIRST] >= 0.95
    assert skills_of(peer.sheet(state, day=11, length=12, rng=random.Random(1)))[FIRST] == 0


def test_the_fit_finds_what_made_the_answers() -> None:
    true, rng = KnownOrNot(0.3, 0.2, 0.25, 0.08), random.Random(2)
    given = []
    for _ in range(600):
        known, one = rng.random() < true.start, []
        for _ in range(10):
            one.append(rng.random() < (1 - true.slip if known else true.guess))
            known = known or rng.random() < true.learn
        given.append(one)
    found = fit({"s": given})["s"]
    for name in ("start", "learn", "guess", "slip"):
        assert abs(getattr(found, name) - getattr(true, name)) < 0.06, name


def test_a_skill_that_nobody_answered_takes_what_is_usual() -> None:
    assert fit({"s": []})["s"] == KnownOrNot()
