"""What a person decides about a whole sheet: whose it is, which photograph counts."""

import pytest

from terrace.school.papers import actions, queries
from terrace.school.papers.errors import NotPossible, SettledAlready
from terrace.school.papers.models import Copy, Reading

from . import paper
from .faint import Faint, as_json, open_todos, other_than
from .rehearsal import concluded


@pytest.fixture
def twice(
    village: paper.Village, printed: paper.Printed, desk: paper.Desk, faint: Faint
) -> Reading:
    """The faint sheet photographed again after q1 was changed on it; q2 settled before."""
    actions.settle_answer(
        faint.doubt, value=faint.truth["q2"], by=village.teacher_a, expected_state="doubtful"
    )
    changed = {**faint.truth, "q1": other_than(faint.truth["q1"])}
    paper.send(faint.stack, desk.sure(faint.page, faint.sheet, changed), village.teacher_a)
    paper.read(faint.stack)
    reading = Reading.objects.get(outcome="differs")
    assert (concluded(faint.copy) or {})["q1"] == list(faint.truth["q1"])
    return reading


def test_the_first_of_two_photographs_is_kept(
    village: paper.Village, faint: Faint, twice: Reading
) -> None:
    (doubt,) = queries.doubts_page(village.teacher_a, school_class=None).sheets
    assert [one.question.field for one in doubt.differences] == ["q1"]
    actions.settle_differs(twice, take="first", by=village.teacher_a)
    assert concluded(faint.copy) == as_json(faint.truth)
    twice.refresh_from_db()
    assert (twice.outcome, open_todos()) == ("set_aside", [])


def test_the_second_of_two_photographs_is_taken_and_what_was_settled_stays(
    village: paper.Village, faint: Faint, twice: Reading
) -> None:
    actions.settle_differs(twice, take="second", by=village.teacher_a)
    assert concluded(faint.copy) == {
        **as_json(faint.truth),
        "q1": list(other_than(faint.truth["q1"])),
    }
    assert faint.doubt.state == "settled"
    assert open_todos() == []


@pytest.mark.parametrize("take", ["first", "second"])
def test_a_decided_sheet_is_not_asked_about_again(
    village: paper.Village, desk: paper.Desk, faint: Faint, twice: Reading, take: str
) -> None:
    actions.settle_differs(twice, take=take, by=village.teacher_a)
    stands = concluded(faint.copy)
    for answers in (faint.truth, {**faint.truth, "q1": other_than(faint.truth["q1"])}):
        paper.send(faint.stack, desk.sure(faint.page, faint.sheet, answers), village.teacher_a)
    paper.read(faint.stack)
    assert not Reading.objects.filter(outcome="differs").exists()
    assert concluded(faint.copy) == stands


def test_two_who_choose_between_photographs_differently(
    village: paper.Village, faint: Faint, twice: Reading
) -> None:
    actions.settle_differs(twice, take="first", by=village.teacher_a)
    actions.settle_differs(twice, take="first", by=village.principal)
    with pytest.raises(SettledAlready) as refused:
        actions.settle_differs(twice, take="second", by=village.principal)
    assert refused.value.detail == {"by": "李秀英", "take": "first"}
    assert concluded(faint.copy) == as_json(faint.truth)


@pytest.fixture
def shared(village: paper.Village) -> paper.Printed:
    """One version for the whole class, to be photocopied."""
    return paper.printed(village.class_a, village.children_a, village.teacher_a, shared=True)


def photographed(
    village: paper.Village, shared: paper.Printed, desk: paper.Desk, *, number: int
) -> Reading:
    stack = actions.open_stack(school_class=village.class_a, by=village.teacher_a)
    (sheet,) = shared.sheets
    answers = desk.answers(sheet, number=number)
    photo = paper.send(stack, desk.sure(shared.page_of(sheet), sheet, answers), village.teacher_a)
    paper.read(stack)
    return photo.readings.get()


def test_a_sheet_given_to_the_wrong_child_goes_to_the_right_one(
    village: paper.Village, shared: paper.Printed, desk: paper.Desk
) -> None:
    reading = photographed(village, shared, desk, number=2)
    wrong, right = village.children_a[1], village.children_a[2]
    actions.settle_who(reading, child=wrong, by=village.teacher_a)
    (sheet,) = shared.sheets
    assert concluded(paper.copy_of(wrong, sheet))
    actions.ask_who_again(reading, by=village.teacher_a)
    assert concluded(paper.copy_of(wrong, sheet)) == {}
    assert paper.copy_of(wrong, sheet).read_at is None
    assert open_todos() == [("李秀英", 1)]
    actions.settle_who(reading, child=right, by=village.teacher_a)
    assert concluded(paper.copy_of(right, sheet)) == {
        mark["field"]: mark["value"]
        for mark in reading.answers
        if mark["field"] != queries.WHO_FIELD
    }


def test_two_sheets_under_one_name_are_noticed(
    village: paper.Village, shared: paper.Printed, desk: paper.Desk
) -> None:
    first = photographed(village, shared, desk, number=1)
    second = photographed(village, shared, desk, number=1)
    child = village.children_a[0]
    actions.settle_who(first, child=child, by=village.teacher_a)
    actions.settle_who(second, child=child, by=village.teacher_a)
    second.refresh_from_db()
    assert second.outcome == "differs"
    actions.ask_who_again(second, by=village.teacher_a)
    actions.settle_who(second, child=village.children_a[1], by=village.teacher_a)
    second.refresh_from_db()
    assert second.outcome == "counted"
    assert Copy.objects.filter(read_at__isnull=False).count() == 2


def test_two_who_say_differently_whose_sheet_it_is(
    village: paper.Village, shared: paper.Printed, desk: paper.Desk
) -> None:
    reading = photographed(village, shared, desk, number=1)
    actions.settle_who(reading, child=village.children_a[0], by=village.teacher_a)
    actions.settle_who(reading, child=village.children_a[0], by=village.principal)
    with pytest.raises(SettledAlready) as refused:
        actions.settle_who(reading, child=village.children_a[1], by=village.principal)
    assert refused.value.detail == {"by": "李秀英", "child": "杨小雨"}


def test_a_sheet_of_nobody_is_set_aside(
    village: paper.Village, shared: paper.Printed, desk: paper.Desk
) -> None:
    reading = photographed(village, shared, desk, number=9)
    assert reading.proposed is None
    actions.set_aside(reading, by=village.teacher_a)
    assert open_todos() == []
    assert not Copy.objects.filter(read_at__isnull=False).exists()


def test_a_sheet_set_aside_by_mistake_is_asked_about_again(
    village: paper.Village, shared: paper.Printed, desk: paper.Desk
) -> None:
    reading = photographed(village, shared, desk, number=1)
    actions.set_aside(reading, by=village.teacher_a)
    actions.reopen_reading(reading, by=village.teacher_a)
    reading.refresh_from_db()
    assert (reading.outcome, reading.settled_by) == ("who", None)
    assert open_todos() == [("李秀英", 1)]


def test_whose_sheet_it_is_is_taken_back(
    village: paper.Village, shared: paper.Printed, desk: paper.Desk
) -> None:
    reading = photographed(village, shared, desk, number=1)
    child = village.children_a[0]
    actions.settle_who(reading, child=child, by=village.teacher_a)
    actions.reopen_reading(reading, by=village.teacher_a)
    reading.refresh_from_db()
    assert (reading.outcome, reading.copy) == ("who", None)
    assert concluded(paper.copy_of(child, shared.sheets[0])) == {}


def test_the_choice_of_the_first_photograph_is_taken_back(
    village: paper.Village, faint: Faint, twice: Reading
) -> None:
    actions.settle_differs(twice, take="first", by=village.teacher_a)
    actions.reopen_reading(twice, by=village.teacher_a)
    twice.refresh_from_db()
    assert twice.outcome == "differs"
    actions.settle_differs(twice, take="second", by=village.teacher_a)
    with pytest.raises(NotPossible):
        actions.reopen_reading(twice, by=village.teacher_a)


def test_a_colleagues_sheet_that_was_accepted_is_taken_back(
    village: paper.Village, printed: paper.Printed, desk: paper.Desk
) -> None:
    sheet = printed.sheets[0]
    stack = actions.open_stack(school_class=village.class_b, by=village.teacher_b)
    scan = desk.sure(printed.page_of(sheet), sheet, desk.answers(sheet))
    reading = paper.send(stack, scan, village.teacher_b)
    paper.read(stack)
    found = reading.readings.get()
    copy = sheet.copies.get()
    for action in (actions.accept_reading, actions.set_aside):
        action(found, by=village.teacher_a)
        actions.reopen_reading(found, by=village.teacher_a)
        found.refresh_from_db()
        assert found.outcome == "its_teacher"
        assert copy.answers.count() == 0
        assert open_todos() == [("李秀英", 1)]
    assert concluded(copy) == {}
