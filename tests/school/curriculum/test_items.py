"""Every question has the right key, four different options, and numbers that fit its boxes."""

import json
import time
from fractions import Fraction

import pytest

from terrace.engines.paper.content import Math, as_text
from terrace.school.curriculum import registry
from terrace.school.curriculum.items import LANGUAGES, ChoiceAnswer, Item, NumberAnswer
from terrace.school.curriculum.misconceptions import MISCONCEPTIONS
from terrace.school.curriculum.templates import Template
from tests.school.curriculum.reading import NUMBER, read
from tests.school.curriculum.solutions import SOLUTIONS

SEEDS = range(200)
TEMPLATES = registry.templates()

every_template = pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.code)


def value(text: str) -> Fraction | str:
    """What an option stands for: its value where it is a number."""
    try:
        return Fraction(text)
    except ValueError:
        return text


def test_every_template_is_solved_in_another_way() -> None:
    assert {template.code for template in TEMPLATES} == set(SOLUTIONS)


@every_template
def test_the_key_is_what_an_independent_solution_finds(template: Template) -> None:
    for seed in SEEDS:
        item = template.item(seed)
        question = read(item)
        solution = SOLUTIONS[template.code](question)
        if isinstance(item.answer, NumberAnswer):
            assert solution == item.answer.value, question
        else:
            given = question.options[item.answer.key]
            found = solution if isinstance(solution, str) else Fraction(solution)
            shown = given if isinstance(solution, str) else Fraction(given.rstrip("%"))
            assert found == shown, question


@every_template
def test_options_differ_in_words_and_in_value(template: Template) -> None:
    for seed in SEEDS:
        answer = template.item(seed).answer
        if isinstance(answer, NumberAnswer):
            continue
        assert len(answer.options) == len(answer.misconceptions) == 4
        assert answer.misconceptions[answer.key] is None
        for language in LANGUAGES:
            values = [value(as_text(option[language])) for option in answer.options]
            assert len(set(values)) == 4, (template.code, seed, values)


@every_template
def test_numbers_fit_their_boxes_and_no_mistake_is_the_key(template: Template) -> None:
    boxes = set()
    for seed in SEEDS:
        answer = template.item(seed).answer
        if isinstance(answer, ChoiceAnswer):
            continue
        boxes.add(answer.boxes)
        assert 1 <= answer.boxes <= 4
        assert 0 <= answer.value < 10**answer.boxes
        assert answer.value not in answer.misconceptions
        assert all(0 <= wrong < 10**answer.boxes for wrong in answer.misconceptions)
    assert len(boxes) <= 1, "the number of boxes must not tell the answer"


@every_template
def test_both_languages_say_the_same_numbers(template: Template) -> None:
    for seed in SEEDS:
        statement = template.item(seed).statement
        chinese, english = (sorted(NUMBER.findall(as_text(statement[one]))) for one in LANGUAGES)
        assert chinese == english, statement


@every_template
def test_chinese_is_chinese_and_english_is_english(template: Template) -> None:
    for seed in SEEDS:
        item = template.item(seed)
        words = {
            language: "".join(part for part in item.statement[language] if isinstance(part, str))
            for language in LANGUAGES
        }
        if not any(words.values()):
            assert all(isinstance(part, Math) for part in item.statement["zh"])
            continue
        assert any("\u4e00" <= sign <= "\u9fff" for sign in words["zh"])
        assert not any("\u3000" <= sign <= "\uffef" for sign in words["en"].replace("万", ""))
        assert not any(sign in words["zh"] for sign in ",?;!")
        assert "{" not in words["zh"] + words["en"]


@every_template
def test_every_misconception_has_words(template: Template) -> None:
    for seed in SEEDS:
        answer = template.item(seed).answer
        named = (
            answer.misconceptions.values()
            if isinstance(answer, NumberAnswer)
            else filter(None, answer.misconceptions)
        )
        assert set(named) <= set(MISCONCEPTIONS)


@every_template
def test_a_wrong_answer_can_be_told_apart(template: Template) -> None:
    """Over its seeds, each template names at least one misconception."""
    assert any(
        any(
            answer.misconceptions.values()
            if isinstance(answer, NumberAnswer)
            else answer.misconceptions
        )
        for answer in (template.item(seed).answer for seed in range(20))
    )


@every_template
def test_the_right_answer_stands_in_every_place(template: Template) -> None:
    places = {
        item.answer.key
        for item in map(template.item, SEEDS)
        if isinstance(item.answer, ChoiceAnswer)
    }
    assert places in (set(), {0, 1, 2, 3})


@every_template
def test_there_are_enough_different_questions(template: Template) -> None:
    """Three of a template on one sheet should rarely be the same: seeds make many."""
    seen = {
        json.dumps(template.item(seed).to_json() | {"seed": 0}, sort_keys=True) for seed in SEEDS
    }
    assert len(seen) >= 15


@every_template
def test_an_item_survives_being_kept(template: Template) -> None:
    for seed in range(20):
        item = template.item(seed)
        assert Item.from_json(json.loads(json.dumps(item.to_json()))) == item
        assert registry.generate(template.code, seed) == item


def test_a_seed_means_the_same_item_on_every_machine() -> None:
    """A sheet may be printed again elsewhere: other numbers for a seed need a new variant."""
    item = registry.generate("g3-add-1000/calculate", 7)
    assert as_text(item.statement["zh"]) == "384 + 307 ="
    assert item.answer == NumberAnswer(
        value=691,
        boxes=4,
        misconceptions={681: "carry-dropped", 701: "carry-twice", 791: "carry-twice"},
    )


def test_thousands_of_items_a_second() -> None:
    start = time.process_time()
    made = [template.item(seed) for template in TEMPLATES for seed in range(40)]
    assert len(made) / (time.process_time() - start) >= 1000
