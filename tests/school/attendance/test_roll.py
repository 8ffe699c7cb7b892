"""The roll: everybody is here until somebody says otherwise; what is mended is written down."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from terrace.school.attendance import actions, queries, verbs
from terrace.school.attendance.models import Mark, Roll
from terrace.school.calendar.actions import mark_holiday
from terrace.school.journal import clock
from terrace.school.journal.models import Entry
from terrace.school.today.actions import done
from terrace.school.today.models import Todo, Urgency
from tests.school.people.village import Village

pytestmark = pytest.mark.django_db

BACKEND = "terrace.school.people.backend.AccountBackend"
FRIDAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _friday_morning() -> Iterator[None]:
    with clock.pretend(datetime(2026, 11, 20, 1, 0, tzinfo=UTC)):
        yield


def take(here: Village, day: date = FRIDAY, state: str | None = None) -> Roll:
    """The roll of her own class, by the class teacher; `state` is what is said of her child."""
    return actions.take_roll(
        school_class=here.own_class,
        day=day,
        states={} if state is None else {here.own_child.pk: state},
        by=here.accounts["class teacher"],
    )


def asked_after(here: Village) -> list[Todo]:
    """What is open on Today about her."""
    return list(
        Todo.objects.filter(kind="attendance.ask_after", child=here.own_child, done_at=None)
    )


def phone_of(here: Village, who: str) -> Client:
    """Somebody's phone, signed in."""
    client = Client(headers={"accept-language": "zh"})
    client.force_login(here.accounts[who], backend=BACKEND)
    return client


def test_who_is_not_named_is_here(here: Village) -> None:
    take(here)
    assert [line.state for line in queries.lines_of(here.own_class, FRIDAY)] == ["here"]
    assert Mark.objects.filter(school=here.school).count() == 1


def test_saved_twice_is_once(here: Village) -> None:
    roll = take(here, state="ill")
    assert take(here, state="ill").pk == roll.pk
    assert [entry.verb for entry in Entry.objects.filter(subject_id=roll.pk)] == [verbs.TAKEN.name]


def test_a_correction_is_in_the_journal_and_silence_changes_nothing(here: Village) -> None:
    roll = take(here, state="no_news")
    take(here)
    take(here, state="ill")
    assert roll.marks.get().state == "ill"
    mended = Entry.objects.filter(subject_id=roll.pk, verb=verbs.CORRECTED.name)
    assert [entry.about_id for entry in mended] == [here.own_child.pk]


@pytest.mark.parametrize("day", [FRIDAY + timedelta(days=3), FRIDAY - timedelta(days=5)])
def test_no_roll_of_a_day_to_come_or_without_school(here: Village, day: date) -> None:
    with pytest.raises(ValidationError):
        take(here, day)
    assert not Roll.objects.filter(school=here.school).exists()


def test_on_a_holiday_the_page_is_of_the_day_before(here: Village) -> None:
    mark_holiday(school=here.school, day=FRIDAY, name="赶集", by=None)
    assert queries.latest_day(here.school) == FRIDAY - timedelta(days=1)
    with pytest.raises(ValidationError):
        take(here)


def test_three_days_without_news_are_asked_after_now_and_end_when_mended(here: Village) -> None:
    for ago in (2, 1, 0):
        assert asked_after(here) == []
        take(here, FRIDAY - timedelta(days=ago), "no_news")
    (todo,) = asked_after(here)
    assert todo.urgency == Urgency.NOW
    assert todo.staff == here.own_class.class_teacher
    take(here, FRIDAY, "late")
    assert asked_after(here) == []


def test_what_was_asked_after_is_not_asked_again(here: Village) -> None:
    for ago in (3, 2, 1):
        take(here, FRIDAY - timedelta(days=ago), "no_news")
    done(asked_after(here)[0], here.accounts["class teacher"])
    take(here, FRIDAY, "no_news")
    assert asked_after(here) == []


def test_a_mark_mended_by_mistake_and_back_is_asked_after_again(here: Village) -> None:
    for ago in (2, 1, 0):
        take(here, FRIDAY - timedelta(days=ago), "no_news")
    take(here, FRIDAY, "here")
    take(here, FRIDAY, "no_news")
    assert [todo.urgency for todo in asked_after(here)] == [Urgency.NOW]


def test_the_share_of_days(here: Village) -> None:
    for ago, state in enumerate(["here", "late", "ill", "ill"]):
        take(here, FRIDAY - timedelta(days=ago), state)
    share = queries.share_of(here.own_child, FRIDAY - timedelta(days=30), FRIDAY)
    assert (share.here, share.of) == (2, 4)
    assert share.by_state == {"here": 1, "late": 1, "ill": 2}


def test_the_page_saves_and_says_so(here: Village) -> None:
    phone = phone_of(here, "class teacher")
    address = reverse("roll", args=[here.own_class.pk])
    page = phone.get(address)
    assert "默认全到" in page.content.decode()
    said = {"day": FRIDAY.isoformat(), f"state-{here.own_child.pk}": "leave"}
    saved = phone.post(address, said, follow=True)
    assert "事假" in saved.content.decode()
    child = phone.get(reverse("child", args=[here.own_child.pk])).content.decode()
    assert "点名 1 天，到校 0 天" in child


def test_a_reason_that_is_none_is_refused_and_nothing_is_written(here: Village) -> None:
    answer = phone_of(here, "class teacher").post(
        reverse("roll", args=[here.own_class.pk]), {f"state-{here.own_child.pk}": "gone fishing"}
    )
    assert answer.status_code == 422
    assert not Roll.objects.filter(school=here.school).exists()
