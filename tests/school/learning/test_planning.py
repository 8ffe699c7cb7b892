"""A week's sheets: asked for once a round, one a child, and never the same question again."""

from datetime import timedelta

import pytest

from terrace.engines.paper.form import Form
from terrace.school.curriculum.registry import UnknownSkillError, skill
from terrace.school.curriculum.skills import sheet_length
from terrace.school.journal import clock
from terrace.school.learning import actions, todos
from terrace.school.learning.choosing import face
from terrace.school.learning.models import WeekPlan, Worksheet
from terrace.school.learning.worksheets import questions
from terrace.school.papers.actions.fitting import too_long
from terrace.school.papers.models import Copy, PrintRun, Sheet
from terrace.school.people import actions as people
from terrace.school.today.models import Todo

from .classroom import MONDAY, NOON, Classroom, answered, classroom, copy_of, hand_in, sheets

pytestmark = pytest.mark.django_db

WEEK = timedelta(weeks=1)


def faces_of(plan: WeekPlan) -> dict[str, list[object]]:
    """What each child sees on the plan's sheets."""
    from terrace.school.curriculum.registry import generate

    found: dict[str, list[object]] = {}
    for copy in Copy.objects.filter(sheet__run_id=plan.run_id).select_related("child"):
        items = Worksheet.objects.get(sheet_id=copy.sheet_id).items
        found[copy.child.name] = [face(generate(one["template"], one["seed"])) for one in items]
    return found


def test_each_child_gets_a_sheet_with_her_name_of_the_grades_length() -> None:
    room = classroom()
    plan = sheets(room)
    rows = list(Sheet.objects.filter(run_id=plan.run_id).order_by("place"))
    assert [row.copies.get().child for row in rows] == room.children
    for row in rows:
        form = Form.from_json(row.description)
        assert len(form.questions) == sheet_length(3).questions
        assert form.kind == "worksheet"
        assert form.footer


def test_the_choice_depends_on_class_week_and_child_alone() -> None:
    def chosen(mark: str) -> list[object]:
        plan = sheets(classroom(mark=mark))
        rows = Worksheet.objects.filter(plan=plan).order_by("sheet__place")
        return [row.items for row in rows]

    assert chosen("山") == chosen("水")


def test_no_question_stands_twice_on_a_sheet_nor_comes_again_within_weeks() -> None:
    room = classroom(children=6)
    seen: dict[str, set[object]] = {child.name: set() for child in room.children}
    for number in range(4):
        plan = sheets(room, week=MONDAY + number * WEEK)
        for name, shown in faces_of(plan).items():
            assert len(set(shown)) == len(shown)
            assert seen[name].isdisjoint(shown)
            seen[name].update(shown)
        for child in room.children:
            copy = copy_of(plan, child)
            hand_in(copy, answered(copy, [True, True, False]))


def test_asked_again_in_the_same_week_it_is_the_next_round() -> None:
    room = classroom()
    first, second = sheets(room), sheets(room)
    assert (first.round, second.round) == (1, 2)
    one, other = faces_of(first), faces_of(second)
    assert all(set(one[name]).isdisjoint(other[name]) for name in one)


def test_pressed_ten_times_it_is_printed_once() -> None:
    room = classroom()

    def press(*, length: int = 8) -> WeekPlan:
        return actions.plan_week(
            school_class=room.school_class,
            week=MONDAY,
            versions=None,
            length=length,
            by=room.account,
        )

    plan = press()
    assert {press().pk for _ in range(9)} == {plan.pk}
    assert PrintRun.objects.count() == 1
    assert press(length=9).round == 2  # another wish
    assert plan.run_id is not None
    PrintRun.objects.filter(pk=plan.run_id).update(state=PrintRun.State.READY)
    assert press().round == 3  # the next round, once the first is there


def test_made_twice_after_a_power_cut_it_is_made_once() -> None:
    room = classroom()
    with clock.pretend(NOON):
        plan = actions.prepare_week(
            school_class=room.school_class, week=MONDAY, versions=None, by=room.account
        )
    before = [sheet.pk for sheet in actions.choose_week(plan)]
    assert [sheet.pk for sheet in actions.choose_week(plan)] == before
    assert Copy.objects.count() == len(room.children)


def test_shared_versions_carry_no_name_and_speak_of_no_child() -> None:
    room = classroom(children=9)
    plan = sheets(room, versions=3)
    rows = list(Sheet.objects.filter(run_id=plan.run_id))
    assert 1 <= len(rows) <= 3
    assert {row.shared for row in rows} == {True}
    assert not any(row.name for row in rows)
    assert Copy.objects.filter(sheet__in=rows).count() == 9
    for row in rows:
        text = str(Form.from_json(row.description).footer)
        assert "这一张练的是" in text
        assert "你的本领" not in text
    worksheets = Worksheet.objects.filter(plan=plan)
    assert {child for one in worksheets for child in one.reasons} == {
        str(child.pk) for child in room.children
    }


def test_topics_keep_a_sheet_to_what_the_teacher_chose() -> None:
    room = classroom()
    topics = ["g3-add-1000", "g3-sub-1000", "g2-tables"]
    with clock.pretend(NOON):
        plan = actions.prepare_week(
            school_class=room.school_class,
            week=MONDAY,
            versions=None,
            topics=topics,
            length=9,
            by=room.account,
        )
        actions.choose_week(plan)
    for row in Worksheet.objects.filter(plan=plan):
        asked = questions(row.items)
        assert len(asked) == 9
        assert {one.skill for one in asked} <= set(topics)


def test_for_the_first_grades_it_is_class_practice() -> None:
    titles = {}
    for grade, mark in ((1, "山"), (2, "水"), (3, "石")):
        plan = sheets(classroom(grade=grade, mark=mark))
        sheet = Sheet.objects.filter(run_id=plan.run_id).first()
        assert sheet is not None
        titles[grade] = Form.from_json(sheet.description).title
        assert skill(questions(Worksheet.objects.filter(plan=plan)[0].items)[0].skill).grade <= (
            grade + 1
        )
    assert titles[1] == titles[2] != titles[3]
    assert "课堂练习" in titles[1]


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"versions": 6}, "versions"),
        ({"versions": 0}, "versions"),
        ({"versions": None, "length": 40}, "length"),
        ({"versions": None, "length": 1}, "length"),
    ],
)
def test_a_wish_that_cannot_be_met_changes_nothing(wish: dict[str, int], code: str) -> None:
    room = classroom()
    with pytest.raises(actions.PlanError) as refused:
        actions.plan_week(
            school_class=room.school_class,
            week=MONDAY,
            by=room.account,
            **wish,  # type: ignore
        )
    assert refused.value.code == code
    assert not WeekPlan.objects.exists()
    assert not PrintRun.objects.exists()


def test_an_empty_class_and_an_unknown_topic_are_refused() -> None:
    room = classroom(children=0)
    with pytest.raises(actions.PlanError, match="no_children"):
        actions.plan_week(
            school_class=room.school_class, week=MONDAY, versions=None, by=room.account
        )
    with pytest.raises(UnknownSkillError):
        actions.plan_week(
            school_class=room.school_class,
            week=MONDAY,
            versions=None,
            topics=["g9-magic"],
            by=room.account,
        )


@pytest.mark.usefixtures("home")
def test_a_sheet_never_outgrows_its_page() -> None:
    room = classroom(children=8, grade=6)
    with clock.pretend(NOON):
        plan = actions.prepare_week(
            school_class=room.school_class,
            week=MONDAY,
            versions=None,
            length=sheet_length(6).most,
            by=room.account,
        )
        actions.choose_week(plan, fitting=True)
    assert plan.run_id is not None
    run = PrintRun.objects.get(pk=plan.run_id)
    assert run.state == PrintRun.State.WAITING
    lengths = {len(one.items) for one in Worksheet.objects.filter(plan=plan)}
    assert max(lengths) <= sheet_length(6).most
    assert min(lengths) >= 10
    for row in Worksheet.objects.filter(plan=plan).select_related("sheet"):
        fields = [one.name for one in Form.from_json(row.sheet.description).questions]
        assert fields == [one["field"] for one in row.items]
        assert all(set(why) == set(fields) for why in row.reasons.values())
    from terrace.school.papers.actions import make_pdf

    assert make_pdf(run.pk) == PrintRun.State.READY
    assert too_long([]) == set()


@pytest.mark.usefixtures("home")
def test_monday_asks_for_sheets_and_the_sheets_ask_to_be_photographed() -> None:
    room = classroom()
    with clock.pretend(NOON):
        assert todos.ask_for_week() == 1
        assert todos.ask_for_week() == 0
        assert open_todos(room) == [("learning.print", room.teacher.name)]
        plan = actions.prepare_week(
            school_class=room.school_class, week=MONDAY, versions=None, by=room.account
        )
        assert open_todos(room) == []
        assert actions.make_week(plan.pk) == PrintRun.State.READY
        assert open_todos(room) == [("learning.photograph", room.teacher.name)]
        todo = Todo.objects.get(done_at=None)
        assert todo.due_at is not None
        assert todo.due_at.astimezone(NOON.tzinfo).date() == MONDAY + timedelta(days=4)
        for place, child in enumerate(room.children, 1):
            copy = copy_of(plan, child)
            hand_in(copy, answered(copy, [True]))
            if place < len(room.children):
                assert Todo.objects.get(done_at=None).detail["read"] == place
        assert open_todos(room) == []
        assert todos.ask_for_week() == 0


def test_sheets_that_could_not_be_made_are_asked_for_again() -> None:
    room = classroom()
    with clock.pretend(NOON):
        plan = actions.prepare_week(
            school_class=room.school_class, week=MONDAY, versions=None, by=room.account
        )
        actions.fail_week(plan.pk)
    assert open_todos(room) == [("learning.print", room.teacher.name)]
    assert PrintRun.objects.get().state == PrintRun.State.FAILED


def test_the_rest_of_a_stack_may_be_ticked_off_and_stays_so() -> None:
    room = classroom()
    with clock.pretend(NOON):
        plan = sheets(room)
        todos.sheets_ready(plan)
        from terrace.school.today.actions import done

        done(Todo.objects.get(done_at=None), room.account)
        copy = copy_of(plan, room.children[0])
        hand_in(copy, answered(copy, [True]))
    assert open_todos(room) == []


def test_a_child_who_comes_later_is_in_the_next_round() -> None:
    room = classroom()
    first = sheets(room)
    late = people.add_child(
        school=room.school, name="新同学", school_class=room.school_class, class_number=40, by=None
    )
    second = sheets(room)
    assert not Copy.objects.filter(sheet__run_id=first.run_id, child=late).exists()
    assert Copy.objects.filter(sheet__run_id=second.run_id, child=late).exists()


def open_todos(room: Classroom) -> list[tuple[str, str]]:
    """Kind and adult of every to-do that is open in the school."""
    rows = Todo.objects.filter(school=room.school, done_at=None).order_by("kind")
    return list(rows.values_list("kind", "staff__name"))
