"""What a person decides about a mark: it stands, it can be taken back, nothing is overwritten."""

import pytest

from terrace.school.journal.queries import history
from terrace.school.papers import actions, queries, verbs
from terrace.school.papers.errors import NotPossible, SettledAlready
from terrace.school.papers.models import Reading

from . import paper
from .faint import Faint, as_json, open_todos, other_than
from .rehearsal import concluded


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
