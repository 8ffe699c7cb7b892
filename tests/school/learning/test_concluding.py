"""What is known of a child follows from her answers alone, in whatever order they were read."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terrace.school.journal.models import Entry
from terrace.school.learning import actions
from terrace.school.learning.models import Attempt, PupilState
from terrace.school.learning.worksheets import NumberKey, OptionKey, Question
from terrace.school.papers import actions as papers
from terrace.school.papers.models import Answer, Copy

from .classroom import (
    MONDAY,
    Classroom,
    answered,
    asked,
    classroom,
    copy_of,
    correct,
    hand_in,
    right,
    sheets,
    states,
    wrong,
)

pytestmark = pytest.mark.django_db

WEEK = timedelta(weeks=1)


class _Undone(Exception):
    """Ends an example: nothing of it stays."""


def undone(what: Callable[[], object]) -> object:
    """The result of something that then has not happened."""
    found: object = None
    try:
        with transaction.atomic():
            found = what()
            raise _Undone
    except _Undone:
        return found


def test_answers_become_attempts_of_the_weeks_friday() -> None:
    room = classroom()
    plan = sheets(room)
    copy = copy_of(plan, room.children[0])
    hand_in(copy, answered(copy, [True, True, False]))
    attempts = list(Attempt.objects.filter(copy=copy).order_by("order"))
    assert [one.correct for one in attempts] == [True, True, False] * 4
    assert {one.day for one in attempts} == {MONDAY + timedelta(days=4)}
    assert [one.template for one in attempts] == [one.template for one in asked(copy)]
    state = PupilState.objects.get(child=room.children[0])
    assert state.attempts == len(attempts) == plan.length


def test_a_wrong_number_is_remembered_with_the_misconception_behind_it() -> None:
    room = classroom(children=20)
    plan = sheets(room)
    found = 0
    for child in room.children:
        copy = copy_of(plan, child)
        values = answered(copy, [True])
        expected = {}
        for one in asked(copy):
            key = one.key
            if isinstance(key, NumberKey) and key.misconceptions:
                number, name = next(iter(key.misconceptions.items()))
                values[one.field], expected[one.field] = str(number), name
            elif isinstance(key, OptionKey):
                option, name = next(
                    ((n, name) for n, name in enumerate(key.misconceptions) if name), (None, "")
                )
                if option is not None:
                    values[one.field], expected[one.field] = (option,), name or ""
        hand_in(copy, values)
        rows = Attempt.objects.filter(copy=copy, field__in=expected)
        assert dict(rows.values_list("field", "misconception")) == expected
        assert not any(rows.values_list("correct", flat=True))
        found += len(expected)
    assert found > 50


def test_what_is_left_empty_counts_between_answers_and_not_at_the_end() -> None:
    room = classroom()
    copy = copy_of(sheets(room), room.children[0])
    values = answered(copy, [True])
    fields = [one.field for one in asked(copy)]
    for field in (fields[1], *fields[-3:]):
        values[field] = () if isinstance(values[field], tuple) else ""
    hand_in(copy, values)
    attempts = dict(Attempt.objects.filter(copy=copy).values_list("field", "correct"))
    assert attempts == {field: field != fields[1] for field in fields[:-3]}


def test_an_empty_sheet_says_nothing_of_a_child() -> None:
    room = classroom()
    copy = copy_of(sheets(room), room.children[0])
    hand_in(copy, {one.field: "" for one in asked(copy)})
    assert not Attempt.objects.exists()
    assert states(room) == {}


def test_a_doubtful_answer_says_nothing_until_it_is_settled() -> None:
    room = classroom()
    copy = copy_of(sheets(room), room.children[0])
    first = asked(copy)[0]
    hand_in(copy, answered(copy, [True]))
    whole = states(room)
    answer = Answer.objects.get(copy=copy, field=first.field)
    Answer.objects.filter(pk=answer.pk).update(state=Answer.State.DOUBTFUL)
    actions.conclude(copy, list(copy.answers.exclude(state=Answer.State.DOUBTFUL)))
    assert not Attempt.objects.filter(copy=copy, field=first.field).exists()
    assert states(room) != whole
    papers.settle_answer(
        answer, value=right(first), by=room.account, expected_state=Answer.State.DOUBTFUL
    )
    assert states(room) == whole


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_any_order_of_reading_and_any_corrections_give_the_same_state(
    data: st.DataObject, three_weeks: tuple[Classroom, list[Copy]]
) -> None:
    room, copies = three_weeks
    patterns = st.lists(st.booleans(), min_size=1, max_size=4)
    final = [data.draw(patterns) for _ in copies]
    read_as = [data.draw(st.one_of(st.just(pattern), patterns)) for pattern in final]
    order = data.draw(st.permutations(range(len(copies))))
    late = data.draw(st.sets(st.sampled_from(range(len(copies)))))

    def in_order() -> object:
        for copy, pattern in zip(copies, final, strict=True):
            hand_in(copy, answered(copy, pattern))
        return states(room)

    def as_it_happened() -> object:
        for number in order:
            hand_in(copies[number], answered(copies[number], read_as[number]))
            if number not in late:
                mend(number)
        for number in sorted(late):
            mend(number)
        found = states(room)
        assert actions.rebuild(school=room.school, by=None) == 0
        return found

    def mend(number: int) -> None:
        before = answered(copies[number], read_as[number])
        for field, value in answered(copies[number], final[number]).items():
            if before[field] != value:
                correct(copies[number], field, value, room.account)

    assert undone(as_it_happened) == undone(in_order)


@pytest.fixture
def three_weeks(db: None) -> tuple[Classroom, list[Copy]]:
    """Two children, two weeks of sheets and a second round in one of them; in canonical order."""
    room = classroom(children=2)
    plans = [sheets(room), sheets(room), sheets(room, week=MONDAY + WEEK)]
    assert [plan.round for plan in plans] == [1, 2, 1]
    return room, [copy_of(plan, child) for plan in plans for child in room.children]


def test_entered_at_once_or_one_by_one_is_the_same(
    three_weeks: tuple[Classroom, list[Copy]],
) -> None:
    room, copies = three_weeks
    values = [
        answered(copy, [True, False, True, True][: 1 + place % 4])
        for place, copy in enumerate(copies)
    ]

    def at_once() -> object:
        papers.record_answers(
            [papers.NewAnswers(*pair) for pair in zip(copies, values, strict=True)], by=None
        )
        return states(room)

    def one_by_one() -> object:
        for copy, own in zip(copies, values, strict=True):
            hand_in(copy, own)
        return states(room)

    assert undone(at_once) == undone(one_by_one)


def test_many_copies_cost_no_more_queries_than_few() -> None:
    few, many = classroom(children=3, mark="山"), classroom(children=12, mark="水")
    counts = []
    for room in (few, many):
        plan = sheets(room)
        entered = [
            papers.NewAnswers(copy_of(plan, child), answered(copy_of(plan, child), [True, False]))
            for child in room.children
        ]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            papers.record_answers(entered, by=None)
        counts.append(sum("INSERT" not in one["sql"] for one in queries.captured_queries))
    assert counts[0] == counts[1]


def test_a_sheet_that_was_another_childs_is_taken_back() -> None:
    room = classroom()
    plan = sheets(room)
    hers = copy_of(plan, room.children[0])
    hand_in(hers, answered(hers, [True]))
    # What `papers` does when a person says whose sheet it is: the first copy counts as unread.
    with transaction.atomic():
        hers.answers.all().delete()
        actions.conclude(hers, [])
    assert states(room) == {}
    assert not Attempt.objects.filter(copy=hers).exists()


def test_another_learner_folds_the_child_anew() -> None:
    room = classroom()
    first, second = sheets(room), sheets(room, week=MONDAY + WEEK)
    child = room.children[0]
    for plan in (first, second):
        copy = copy_of(plan, child)
        hand_in(copy, answered(copy, [True, False]))
        if plan is first:
            # As if an earlier version of the program had folded it.
            PupilState.objects.filter(child=child).update(model="0123456789abcdef")
    kept = states(room)
    assert actions.rebuild(school=room.school, by=None) == 0
    assert states(room) == kept


def test_what_a_sheet_taught_stands_in_the_journal() -> None:
    room = classroom()
    copy = copy_of(sheets(room), room.children[0])
    hand_in(copy, answered(copy, [True]))
    hand_in(copy, answered(copy, [False]))  # entered twice is entered once
    entries = Entry.objects.filter(verb="learning.concluded")
    assert [(one.about_id, one.subject_id) for one in entries] == [(copy.child_id, copy.pk)]


def test_the_schools_own_difficulties_fold_everybody_anew() -> None:
    room = classroom(children=12)
    plan = sheets(room)
    for number, child in enumerate(room.children):
        copy = copy_of(plan, child)
        hand_in(copy, answered(copy, [True, number % 2 == 0]))
    before = states(room)
    templates = Attempt.objects.values("template").distinct().count()
    assert actions.calibrate(school=room.school, by=room.account) == templates
    assert states(room).keys() == before.keys()
    assert states(room) != before
    assert actions.rebuild(school=room.school, by=None) == 0


def test_an_answer_is_marked_as_it_was_printed() -> None:
    choice = Question("q01", "g1-add-10", "g1-add-10/x", 1, OptionKey(4, 2, ("a", None, None, "b")))
    assert choice.mark(()) is None
    told = [choice.mark((option,)) for option in range(4)]
    assert [(one.correct, one.misconception) for one in told if one] == [
        (False, "a"),
        (False, ""),
        (True, ""),
        (False, "b"),
    ]
    two = choice.mark((1, 2))
    assert two is not None
    assert not two.correct
    number = Question("q02", "g1-add-10", "g1-add-10/x", 1, NumberKey(407, 3, {47: "nought"}))
    for written, expected in (("407", (True, "")), ("047", (False, "nought")), ("9", (False, ""))):
        mark = number.mark(written)
        assert mark is not None
        assert (mark.correct, mark.misconception) == expected
    assert number.mark("") is None
    for question in (choice, number):
        assert Question.from_json(question.to_json()) == question
        assert question.mark(right(question)) != question.mark(wrong(question))
