"""What a person decides: it stands, it can be taken back, and nobody overwrites a colleague."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import close_old_connections, connection

from terrace.school.journal.queries import history
from terrace.school.papers import actions, queries, verbs
from terrace.school.papers.errors import NotPossible, SettledAlready
from terrace.school.papers.models import Answer, Copy, Reading, Sheet
from terrace.school.today.models import Todo

from . import paper
from .rehearsal import concluded


def as_json(answers: dict[str, paper.Value]) -> dict[str, object]:
    return {name: v if isinstance(v, str) else list(v) for name, v in answers.items()}


def other_than(value: paper.Value) -> paper.Value:
    assert not isinstance(value, str)
    return ((value[0] + 1) % 4,)


class Faint:
    """A sheet that was read with one doubtful mark, `q2`."""

    def __init__(self, village: paper.Village, printed: paper.Printed, desk: paper.Desk) -> None:
        self.sheet: Sheet = printed.sheets[0]
        self.page = printed.page_of(self.sheet)
        self.truth = desk.answers(self.sheet)
        self.stack = actions.open_stack(school_class=village.class_a, by=village.teacher_a)
        photo = desk.unsure(self.page, self.sheet, self.truth, field="q2")
        paper.send(self.stack, photo, village.teacher_a)
        paper.read(self.stack)
        self.copy: Copy = self.sheet.copies.get()

    @property
    def doubt(self) -> Answer:
        """The doubtful mark."""
        return self.copy.answers.get(field="q2")


@pytest.fixture
def faint(village: paper.Village, printed: paper.Printed, desk: paper.Desk) -> Faint:
    """A sheet with one doubtful mark."""
    return Faint(village, printed, desk)


def open_todos() -> list[tuple[str, int]]:
    rows = Todo.objects.filter(done_at=None)
    return [(todo.staff.name, todo.detail["count"]) for todo in rows]


def test_a_settled_mark_is_concluded_from_and_today_forgets_it(
    village: paper.Village, faint: Faint
) -> None:
    assert open_todos() == [("李秀英", 1)]
    assert "q2" not in (concluded(faint.copy) or {})
    settled = actions.settle_answer(
        faint.doubt, value=faint.truth["q2"], by=village.teacher_a, expected_state="doubtful"
    )
    assert (settled.state, settled.settled_by) == ("settled", village.teacher_a)
    assert concluded(faint.copy) == as_json(faint.truth)
    assert open_todos() == []
    (entry,) = [h for h in history(faint.copy.child_id) if h.verb is verbs.ANSWER_SETTLED]
    assert entry.by_id == village.teacher_a.pk


def test_what_was_settled_can_be_taken_back(village: paper.Village, faint: Faint) -> None:
    before = concluded(faint.copy)
    actions.settle_answer(
        faint.doubt, value=(0, 1), by=village.teacher_a, expected_state="doubtful"
    )
    assert (concluded(faint.copy) or {})["q2"] == [0, 1]
    actions.reopen_answer(faint.doubt, by=village.teacher_a)
    assert faint.doubt.state == "doubtful"
    assert concluded(faint.copy) == before
    assert open_todos() == [("李秀英", 1)]


def test_a_correction_rebuilds_what_was_concluded(village: paper.Village, faint: Faint) -> None:
    answer = faint.copy.answers.get(field="q1")
    new = other_than(faint.truth["q1"])
    actions.correct_answer(
        answer, value=new, by=village.teacher_a, expected_value=faint.truth["q1"]
    )
    assert (concluded(faint.copy) or {})["q1"] == list(new)
    actions.reopen_answer(answer, by=village.teacher_a)
    assert (concluded(faint.copy) or {})["q1"] == list(faint.truth["q1"])


def test_a_correction_of_what_has_changed_meanwhile_overwrites_nothing(
    village: paper.Village, faint: Faint
) -> None:
    answer = faint.copy.answers.get(field="q1")
    stood = faint.truth["q1"]
    actions.correct_answer(answer, value=(), by=village.principal, expected_value=stood)
    with pytest.raises(SettledAlready) as refused:
        actions.correct_answer(
            answer, value=other_than(stood), by=village.teacher_a, expected_value=stood
        )
    assert refused.value.detail == {"by": "和校长", "value": []}
    answer.refresh_from_db()
    assert answer.value == []


@pytest.mark.parametrize("value", [(4,), (-1,), "7"])
def test_a_question_has_only_the_answers_that_are_printed(
    village: paper.Village, faint: Faint, value: paper.Value
) -> None:
    with pytest.raises(NotPossible):
        actions.settle_answer(
            faint.doubt, value=value, by=village.teacher_a, expected_state="doubtful"
        )


@pytest.mark.parametrize("value", ["1234", "十二", "-1", (1,)])
def test_a_number_has_only_as_many_digits_as_boxes(
    village: paper.Village, faint: Faint, value: paper.Value
) -> None:
    answer = faint.copy.answers.get(field="n1")
    with pytest.raises(NotPossible):
        actions.correct_answer(answer, value=value, by=village.teacher_a)


def test_a_settled_mark_stays_when_the_sheet_is_photographed_again(
    village: paper.Village, printed: paper.Printed, desk: paper.Desk, faint: Faint
) -> None:
    # She saw the faint mark and decided that it was rubbed out. The same paper shows nothing new.
    actions.settle_answer(faint.doubt, value=(), by=village.teacher_a, expected_state="doubtful")
    again = desk.sure(faint.page, faint.sheet, faint.truth)
    paper.send(faint.stack, again, village.teacher_a)
    paper.read(faint.stack)
    assert (faint.doubt.state, faint.doubt.value) == ("settled", [])
    assert queries.open_doubts(village.class_a) == 0


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


def test_answers_entered_without_a_photograph(
    village: paper.Village, printed: paper.Printed, desk: paper.Desk
) -> None:
    entered = [
        actions.NewAnswers(sheet.copies.get(), desk.answers(sheet)) for sheet in printed.sheets
    ]
    assert actions.record_answers(entered, by=None) == 3
    assert actions.record_answers(entered, by=None) == 0
    for new in entered:
        assert concluded(new.copy) == as_json(dict(new.values))
    # The same sheet photographed afterwards says nothing new; another answer waits for a person.
    sheet, answers = printed.sheets[0], dict(entered[0].values)
    stack = actions.open_stack(school_class=village.class_a, by=village.teacher_a)
    paper.send(stack, desk.sure(printed.page_of(sheet), sheet, answers), village.teacher_a)
    paper.read(stack)
    assert not Reading.objects.filter(outcome="differs").exists()
    sheet, answers = printed.sheets[1], dict(entered[1].values)
    changed = {**answers, "q1": other_than(answers["q1"])}
    paper.send(stack, desk.sure(printed.page_of(sheet), sheet, changed), village.teacher_a)
    paper.read(stack)
    assert Reading.objects.filter(outcome="differs").count() == 1
    assert concluded(entered[1].copy) == as_json(answers)


def at_once(*doings: Callable[[], object]) -> list[object]:
    """Do all at the same moment, each as its own connection; what came out, or the error."""
    ready = threading.Barrier(len(doings))
    found: list[object] = [None] * len(doings)

    def one(place: int) -> None:
        try:
            ready.wait(10)
            found[place] = doings[place]()
        except Exception as error:
            found[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(place,)) for place in range(len(doings))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    close_old_connections()
    return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(5))
def test_two_teachers_settle_the_same_doubt_at_the_same_moment(home: Path, round_: int) -> None:
    village = paper.village()
    printed = paper.printed(village.class_a, village.children_a[:1], village.teacher_a)
    faint = Faint(village, printed, paper.Desk(seed=round_))
    doubt = faint.doubt

    def settle(by: paper.Account, value: paper.Value) -> Callable[[], object]:
        return lambda: actions.settle_answer(doubt, value=value, by=by, expected_state="doubtful")

    found = at_once(settle(village.teacher_a, (0,)), settle(village.principal, (1,)))
    refused = [one for one in found if isinstance(one, SettledAlready)]
    settled = [one for one in found if isinstance(one, Answer)]
    assert (len(refused), len(settled)) == (1, 1), found
    stands = faint.doubt
    assert stands.value == settled[0].value
    assert refused[0].detail == {"by": stands.settled_by.staff.name, "value": stands.value}
    assert (concluded(faint.copy) or {})["q2"] == stands.value
    entries = [h for h in history(faint.copy.child_id) if h.verb is verbs.ANSWER_SETTLED]
    assert len(entries) == 1


@pytest.mark.django_db(transaction=True)
def test_two_processes_read_the_same_sheets_and_nothing_is_doubled(home: Path) -> None:
    village = paper.village()
    printed = paper.printed(village.class_a, village.children_a, village.teacher_a)
    desk = paper.Desk()
    answers = {sheet.pk: desk.answers(sheet) for sheet in printed.sheets}
    stacks = [
        actions.open_stack(school_class=village.class_a, by=by)
        for by in (village.teacher_a, village.principal)
    ]
    # The same sheets in both stacks, in opposite order: each reader holds what the other wants.
    for stack, sheets in zip(stacks, (printed.sheets, printed.sheets[::-1]), strict=True):
        for sheet in sheets:
            photo = desk.sure(printed.page_of(sheet), sheet, answers[sheet.pk])
            paper.send(stack, photo, village.teacher_a)
    found = at_once(*(lambda stack=stack: actions.read_stack(stack.pk) for stack in stacks))
    assert [one["read"] for one in found if isinstance(one, dict)] == [3, 3], found
    assert sorted(Reading.objects.values_list("outcome", flat=True)) == (
        ["counted"] * 3 + ["same_again"] * 3
    )
    for sheet in printed.sheets:
        assert paper.values(sheet.copies.get()) == answers[sheet.pk]
        assert concluded(sheet.copies.get()) == as_json(answers[sheet.pk])
