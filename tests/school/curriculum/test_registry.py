"""The curriculum holds together: skills, what comes before what, lengths of sheets, priors."""

import itertools

import pytest

from terrace.engines.learner.graph import CircularSkillsError
from terrace.engines.learner.learner import Learner
from terrace.school.curriculum import registry
from terrace.school.curriculum.items import LANGUAGES, Language
from terrace.school.curriculum.priors import candidates, prior_bank, starting_level
from terrace.school.curriculum.skills import STRANDS, Skill, sheet_length


def a_skill(code: str, *after: str, grade: int = 3) -> Skill:
    words: dict[Language, str] = {"zh": code, "en": code}
    return Skill(code, grade, "number", words, words, after)


def test_every_grade_has_something_to_practise() -> None:
    by_grade = {grade: len(registry.skills(grade)) for grade in range(1, 7)}
    assert all(number >= 7 for number in by_grade.values())
    assert by_grade[3] >= 14
    assert sum(by_grade.values()) >= 120
    assert {one.strand for one in registry.skills()} == set(STRANDS)
    assert sum(by_grade.values()) == len(registry.skills())


def test_every_skill_has_questions() -> None:
    assert [one.code for one in registry.skills() if not registry.templates(one.code)] == []


def test_a_skill_rests_on_earlier_ones_only() -> None:
    graph = registry.graph()
    for one in registry.skills():
        assert one.strand in STRANDS
        for base in one.prerequisites:
            assert registry.skill(base).grade <= one.grade
            assert graph.place(base) < graph.place(one.code)


def test_only_the_first_skills_rest_on_nothing() -> None:
    roots = [one for one in registry.skills() if not one.prerequisites]
    assert {one.grade for one in roots} == {1}


def test_every_skill_is_named_in_both_languages() -> None:
    for words in ("name", "can_do"):
        for language in LANGUAGES:
            said = [getattr(one, words)[language] for one in registry.skills()]
            assert all(said)
            assert len(set(said)) == len(said), "two skills must not sound alike"


def test_codes_fit_the_columns_that_keep_them() -> None:
    assert max(len(one.code) for one in registry.skills()) <= 60
    assert max(len(one.code) for one in registry.templates()) <= 80


def test_a_circle_is_reported_by_name() -> None:
    given = [a_skill("a", "c"), a_skill("b", "a"), a_skill("c", "b"), a_skill("d")]
    with pytest.raises(CircularSkillsError) as error:
        registry.checked_graph(given)
    circle = error.value.skills
    assert set(circle) == {"a", "b", "c"}
    assert circle[0] == circle[-1]
    needs = {one.code: one.prerequisites for one in given}
    assert all(after in needs[before] for before, after in itertools.pairwise(circle)), (
        "each waits for the next"
    )


def test_a_prerequisite_that_does_not_exist_is_reported_by_name() -> None:
    with pytest.raises(registry.CurriculumError, match="b → nowhere"):
        registry.checked_graph([a_skill("a"), a_skill("b", "a", "nowhere")])


def test_unknown_codes_are_refused() -> None:
    for ask in (registry.skill, registry.template, lambda code: registry.generate(code, 1)):
        with pytest.raises(registry.UnknownSkillError):
            ask("g9-magic")
    assert registry.templates("g9-magic") == ()


def test_grades_one_and_two_practise_in_class_and_the_rest_within_their_hour() -> None:
    for grade in range(1, 7):
        length = sheet_length(grade)
        assert (length.place == "class") == (grade <= 2)
        assert length.questions <= length.most <= 18
        assert length.minutes <= 20
        assert all(one.in_class == (grade <= 2) for one in registry.skills(grade))


def test_a_usual_child_succeeds_with_about_three_of_four_questions_of_her_grade() -> None:
    learner = Learner(registry.graph(), prior_bank())
    for grade in range(1, 7):
        child = learner.newcomer(starting_level(grade))
        chances = [
            learner.predict(child, item=one.item, skills=one.skills).chance
            for one in candidates(skill.code for skill in registry.skills(grade))
        ]
        assert 0.6 < sum(chances) / len(chances) < 0.8
        assert all(0.4 < chance < 0.9 for chance in chances)


def test_a_usual_child_is_ready_for_her_grade() -> None:
    learner = Learner(registry.graph(), prior_bank())
    for grade in range(1, 7):
        child = learner.newcomer(starting_level(grade))
        unready = [
            one.code for one in registry.skills(grade) if not learner.ready(child, skill=one.code)
        ]
        assert unready == []
