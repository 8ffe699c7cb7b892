"""Said once, known to every plan: the turns are handed on, the office finds cover."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from terrace.school.absence import actions, queries
from terrace.school.absence.models import Absence
from terrace.school.journal import clock
from terrace.school.journal.models import Entry
from terrace.school.rota.models import Rota
from terrace.school.timetable import actions as timetable
from terrace.school.timetable import covering
from terrace.school.timetable.models import Cover
from terrace.school.timetable.queries import lessons_on
from terrace.school.today.models import Todo
from tests.school.people.village import Village
from tests.school.rota.turns import MONDAY, adults, as_set, at, planned, talks
from tests.school.timetable.term import Term, planned_term

pytestmark = pytest.mark.django_db
BACKEND = "terrace.school.people.backend.AccountBackend"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _monday_morning() -> Iterator[None]:
    with clock.pretend(at(MONDAY, 7)):
        yield


@pytest.fixture
def term(here: Village) -> Term:
    return planned_term(here, MONDAY)


def phone_of(here: Village, who: str) -> Client:
    """Somebody's phone, signed in."""
    client = Client(headers={"accept-language": "zh"})
    client.force_login(here.accounts[who], backend=BACKEND)
    return client


def to_cover() -> list[Todo]:
    """What the office is asked for."""
    return list(Todo.objects.filter(kind="timetable.to_cover", done_at=None).order_by("due_at"))


def test_one_sentence_reaches_both_plans(here: Village, term: Term) -> None:
    rota = talks(here)
    teacher = term.staff["class teacher"]
    sent = {"staff": teacher.pk, "first": "2026-11-23", "last": "2026-11-24", "reason": ""}
    answer = phone_of(here, "class teacher").post(reverse("away"), sent)
    assert answer.status_code == 302
    office = adults(here, "office")[0]
    days = [one.detail["day"] for one in to_cover()]
    assert days == [
        day.isoformat()
        for day in (MONDAY, MONDAY + DAY)
        if lessons_on(term.timetable, teacher, day)
    ]
    assert {one.staff for one in to_cover()} == {office}
    new = planned(Rota.objects.get(pk=rota.pk))
    assert not any(one[0] == teacher.pk and one[3] <= MONDAY + DAY for one in as_set(new))


def test_cover_is_found_and_asked_for_no_more(here: Village, term: Term) -> None:
    teacher = term.staff["subject teacher"]
    actions.away(staff=teacher, first=MONDAY, last=MONDAY, by=None)
    (todo,) = to_cover()
    page = phone_of(here, "office").get(reverse("ill", args=[teacher.pk]) + "?day=2026-11-23")
    assert page.status_code == 200
    chosen = {one.lesson: one.chosen for one in covering.proposals(teacher, MONDAY)}
    timetable.cover(absent=teacher, day=MONDAY, by_lesson=chosen, by=None)
    assert not to_cover()
    todo.refresh_from_db()
    assert todo.done_at is not None


def test_whoever_finds_cover_has_said_that_she_is_away(here: Village, term: Term) -> None:
    rota = talks(here)
    teacher = term.staff["class teacher"]
    chosen = {one.lesson: one.chosen for one in covering.proposals(teacher, MONDAY)}
    timetable.cover(absent=teacher, day=MONDAY, by_lesson=chosen, by=None)
    assert queries.is_away(teacher, MONDAY)
    new = planned(Rota.objects.get(pk=rota.pk))
    assert not any(one[0] == teacher.pk and one[3] == MONDAY for one in as_set(new))
    timetable.drop_cover(absent=teacher, day=MONDAY, by=None)
    assert not queries.is_away(teacher, MONDAY)


def test_here_after_all_takes_the_lessons_back(here: Village, term: Term) -> None:
    teacher = term.staff["class teacher"]
    one = actions.away(staff=teacher, first=MONDAY, last=MONDAY + DAY, by=None)
    chosen = {each.lesson: each.chosen for each in covering.proposals(teacher, MONDAY)}
    timetable.cover(absent=teacher, day=MONDAY, by_lesson=chosen, by=None)
    assert Cover.objects.exists()
    phone = phone_of(here, "class teacher")
    assert phone.post(reverse("away_back", args=[one.pk])).status_code == 302
    assert not Cover.objects.exists()
    assert not to_cover()
    assert not Todo.objects.filter(kind="timetable.cover", done_at=None).exists()
    assert phone.post(reverse("away_back", args=[one.pk])).status_code == 404


def test_one_day_in_the_middle_is_taken_out(here: Village) -> None:
    (staff,) = adults(here, "mentor")
    actions.away(staff=staff, first=MONDAY, last=MONDAY + 4 * DAY, reason="leave", by=None)
    actions.here_on(staff=staff, day=MONDAY + 2 * DAY, by=None)
    away = [queries.is_away(staff, MONDAY + ahead * DAY) for ahead in range(5)]
    assert away == [True, True, False, True, True]
    assert {one.reason for one in Absence.objects.all()} == {"leave"}


def test_nobody_who_is_away_is_proposed(here: Village, term: Term) -> None:
    actions.away(staff=term.staff["mentor"], first=MONDAY, last=MONDAY, by=None)
    for one in covering.proposals(term.staff["subject teacher"], MONDAY):
        assert term.staff["mentor"] not in {each.staff for each in one.candidates}


def test_days_further_ahead_are_asked_for_when_they_come_near(here: Village, term: Term) -> None:
    teacher = term.staff["class teacher"]
    far = MONDAY + 21 * DAY
    actions.away(staff=teacher, first=far, last=far, by=None)
    assert not to_cover()
    with clock.pretend(at(far - 3 * DAY, 8)):
        timetable.look_over()
        assert len(to_cover()) == 1
        timetable.look_over()
        assert len(to_cover()) == 1


def test_the_reason_is_hers_and_the_offices(here: Village) -> None:
    (staff,) = adults(here, "mentor")
    said = {"staff": staff, "first": MONDAY, "last": MONDAY, "reason": "training", "by": None}
    actions.away(**said)
    actions.away(**said)
    assert Absence.objects.count() == 1
    office = phone_of(here, "office").get(reverse("away")).content.decode()
    assert "培训" in office.partition("<h2 id=")[2]
    other = phone_of(here, "class teacher").get(reverse("away")).content.decode()
    assert staff.name not in other
    assert not Entry.objects.filter(payload__icontains="training").exists()


def test_a_teacher_says_it_of_nobody_else(here: Village) -> None:
    (other,) = adults(here, "mentor")
    sent = {"staff": other.pk, "first": "2026-11-23", "last": "2026-11-23"}
    assert phone_of(here, "class teacher").post(reverse("away"), sent).status_code == 422
    assert not Absence.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        (MONDAY, MONDAY - DAY, "private"),
        (MONDAY - 9 * DAY, MONDAY - 8 * DAY, "private"),
        (MONDAY, MONDAY + 900 * DAY, "private"),
        (MONDAY, MONDAY, "a secret"),
        (date.max, date.max, "private"),
    ],
)
def test_what_cannot_be_is_refused(here: Village, first: date, last: date, reason: str) -> None:
    (staff,) = adults(here, "mentor")
    with pytest.raises(ValidationError):
        actions.away(staff=staff, first=first, last=last, reason=reason, by=None)
    assert not Absence.objects.exists()
