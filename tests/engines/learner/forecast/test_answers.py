"""Answers as arrays: nothing is lost, nothing changes its order."""

from itertools import groupby

import numpy as np
import pytest
from hypothesis import given

from terrace.engines.learner.forecast.answers import Gathering, Vocabulary, without_earlier
from tests.engines.learner.forecast.answering import Row, gathered, rows


@given(rows)
def test_every_answer_is_kept_in_its_pupils_order(found: list[Row]) -> None:
    answers = gathered(found)
    names, sets = list(answers.vocabulary.items), list(answers.vocabulary.sets)
    for number, pupil in enumerate(answers.pupils):
        part = slice(answers.start[number], answers.start[number + 1])
        kept = [
            (names[item], sets[group], bool(correct))
            for item, group, correct in zip(
                answers.item[part], answers.skill_set[part], answers.correct[part], strict=True
            )
        ]
        hers = [
            (item, tuple(sorted(set(skills or (f"\0{item}",)))), correct)
            for who, item, skills, correct, _ in found
            if who == pupil
        ]
        assert kept == hers
    assert sorted(answers.place.tolist()) == list(range(len(found)))


def test_a_set_of_skills_has_no_order() -> None:
    words = Vocabulary()
    assert words.skill_set(["b", "a", "b"]) == words.skill_set(["a", "b"])
    assert [list(one) for one in words.csr()] == [[0, 2], [0, 1]]


@given(rows)
def test_some_pupils_answers_are_theirs(found: list[Row]) -> None:
    answers = gathered(found)
    backwards = answers.of(np.arange(len(answers.pupils))[::-1])
    assert backwards.pupils == answers.pupils[::-1]
    assert sorted(backwards.place.tolist()) == sorted(answers.place.tolist())
    for _, group in groupby(zip(backwards.pupil, backwards.place, strict=True), lambda one: one[0]):
        places = [place for _, place in group]
        assert places == sorted(places)


def test_a_time_must_be_a_number() -> None:
    with pytest.raises(ValueError, match="not a time"):
        Gathering().add(pupil="an", item="i", skills=(), correct=True, seconds=float("inf"))


def test_who_was_known_before_goes_on_from_there() -> None:
    earlier = gathered([("an", "i1", ("add",), True, None), ("bo", "i1", ("add",), False, None)])
    later = gathered(
        [("cai", "i1", ("add",), True, None), ("bo", "i2", ("add",), True, None)],
        earlier.vocabulary.copy(),
    )
    seen = []

    def foresee(answers):  # type: ignore[no-untyped-def]
        seen.append(
            [(answers.pupils[p], int(i)) for p, i in zip(answers.pupil, answers.item, strict=True)]
        )
        return np.arange(len(answers), dtype=float) + 10 * len(seen)

    assert without_earlier(later, earlier, foresee).tolist() == [10.0, 21.0]
    assert seen == [[("cai", 0)], [("bo", 0), ("bo", 1)]]
