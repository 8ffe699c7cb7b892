"""A to-do is asked for, done, handed over or put off; twice is once, nothing ends in silence."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from terrace.school.journal import clock
from terrace.school.journal.models import Entry
from terrace.school.today import actions
from terrace.school.today.models import Todo, Urgency
from terrace.school.today.queries import line_of, moments_to_wait_for, today_of, who_could_take
from tests.school.people.village import Village
from tests.school.today.errands import ERRAND, OWN, ask

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)  # half past eight in the school


@pytest.fixture(autouse=True)
def _monday(db: None) -> object:
    with clock.pretend(MONDAY):
        yield


def keys_of(here: Village, who: str = "class teacher") -> list[str]:
    """What stands on somebody's list, from above."""
    found = today_of(here.accounts[who].staff)
    return [line.todo.key for group in found.groups for line in group.lines]


def happened(todo: Todo) -> list[str]:
    """The verbs that the journal has of it, in order."""
    return list(Entry.objects.filter(subject_id=todo.pk).order_by("at", "id").values_list("verb"))


def test_asked_twice_is_once_and_the_last_word_counts(here: Village) -> None:
    first = ask(here, "书", detail={"count": 1})
    again = ask(here, "书", detail={"count": 2}, urgency=Urgency.TODAY)
    assert again == first
    first.refresh_from_db()
    assert (first.detail, first.urgency) == ({"count": 2}, Urgency.TODAY)
    assert len(happened(first)) == 1


def test_done_it_may_be_asked_for_anew(here: Village) -> None:
    first = ask(here)
    actions.done(first, here.accounts["class teacher"])
    assert ask(here) != first
    assert Todo.objects.filter(kind=ERRAND.name).count() == 2


def test_done_twice_is_done_by_the_first(here: Village) -> None:
    todo = ask(here)
    actions.done(todo, here.accounts["class teacher"])
    once = actions.done(todo, here.accounts["principal"])
    assert once.done_by == here.accounts["class teacher"].staff
    assert len(happened(todo)) == 2


def test_what_ends_by_itself_cannot_be_ticked_off(here: Village) -> None:
    todo = ask(here, kind=OWN)
    with pytest.raises(ValidationError, match=r"ends by itself|自己"):
        actions.done(todo, here.accounts["class teacher"])
    assert actions.finish(OWN, key=todo.key, school=here.school) == todo
    assert actions.finish(OWN, key=todo.key, school=here.school) is None


def test_one_school_s_errand_is_not_another_s(here: Village, elsewhere: Village) -> None:
    ours, theirs = ask(here), ask(elsewhere)
    actions.finish(ERRAND, key=theirs.key, school=elsewhere.school)
    ours.refresh_from_db()
    assert ours.done_at is None
    with pytest.raises(ValidationError):
        actions.hand_over(ours, elsewhere.other_staff, here.accounts["class teacher"])


def test_handed_over_it_stays_there_though_asked_again(here: Village) -> None:
    todo = ask(here)
    actions.hand_over(todo, here.other_staff, here.accounts["class teacher"])
    ask(here, urgency=Urgency.NOW)
    assert keys_of(here) == []
    assert [line.todo for group in today_of(here.other_staff).groups for line in group.lines] == [
        todo
    ]


def test_nobody_is_given_what_she_may_not_see(here: Village) -> None:
    about_a_child = ask(here, "a", child=here.own_child)
    about_nobody = ask(here, "b")
    those = {staff.name for staff in who_could_take(about_a_child)}
    assert here.accounts["boarding"].staff.name in those  # she sleeps in her dorm
    assert here.other_staff.name not in those
    assert here.other_staff in who_could_take(about_nobody)


def test_put_off_it_comes_back_by_itself(here: Village) -> None:
    todo = ask(here)
    back = moments_to_wait_for(todo)[0]
    actions.snooze(todo, back, "下雨", here.accounts["class teacher"])
    assert keys_of(here) == []
    assert today_of(todo.staff).put_off[0].todo.snooze_reason == "下雨"
    with clock.pretend(back):
        assert keys_of(here) == ["书"]


def test_more_urgent_it_comes_back_at_once(here: Village) -> None:
    todo = ask(here)
    actions.snooze(todo, MONDAY + timedelta(days=2), "下雨", here.accounts["class teacher"])
    ask(here, urgency=Urgency.THIS_WEEK)
    assert keys_of(here) == []
    ask(here, urgency=Urgency.NOW)
    assert keys_of(here) == ["书"]


@pytest.mark.parametrize(
    ("kind", "until", "reason"),
    [
        (ERRAND, MONDAY + timedelta(days=1), "  "),
        (ERRAND, MONDAY, "下雨"),
        (OWN, MONDAY + timedelta(days=1), "下雨"),
    ],
    ids=["no reason", "no time to come", "cannot wait"],
)
def test_it_is_not_put_off_just_so(
    here: Village, kind: object, until: datetime, reason: str
) -> None:
    todo = ask(here, kind=kind)  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        actions.snooze(todo, until, reason, here.accounts["class teacher"])
    assert keys_of(here) == [todo.key]


def test_the_done_is_neither_handed_over_nor_put_off(here: Village) -> None:
    todo = ask(here)
    actions.done(todo, here.accounts["class teacher"])
    for late in (
        lambda: actions.hand_over(todo, here.other_staff, here.accounts["principal"]),
        lambda: actions.snooze(todo, MONDAY + timedelta(days=1), "雨", here.accounts["office"]),
    ):
        with pytest.raises(ValidationError):
            late()


def test_one_waits_for_mornings_of_school_days(here: Village) -> None:
    todo = ask(here)
    with clock.pretend(MONDAY + timedelta(days=4)):  # a Friday
        moments = moments_to_wait_for(todo)
    assert all(moment.weekday() < 5 and moment.hour == 7 for moment in moments)
    assert moments == sorted(set(moments))


def test_over_its_time_stands_above_all(here: Village) -> None:
    ask(here, "now", urgency=Urgency.NOW)
    late = ask(here, "late", urgency=Urgency.CAN_WAIT, due_at=MONDAY - timedelta(minutes=1))
    ask(here, "soon", urgency=Urgency.TODAY, due_at=MONDAY + timedelta(hours=1))
    ask(here, "later", urgency=Urgency.TODAY, due_at=MONDAY + timedelta(hours=2))
    ask(here, "some day", urgency=Urgency.TODAY)
    assert line_of(late).overdue
    assert keys_of(here) == ["late", "now", "soon", "later", "some day"]
