"""Today as a page: what stands there, what its buttons do, and how many questions it asks."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from terrace.school.journal import clock
from terrace.school.journal.actions import record
from terrace.school.journal.registry import Verb, register
from terrace.school.today.models import Todo
from tests.school.people.village import Village
from tests.school.today.errands import ask

pytestmark = pytest.mark.django_db

BACKEND = "terrace.school.people.backend.AccountBackend"
LATER = register(Verb("test.happened_later", "something happened"))


def phone_of(here: Village, who: str) -> Client:
    """Somebody's phone, signed in."""
    client = Client(headers={"accept-language": "zh"})
    client.force_login(here.accounts[who], backend=BACKEND)
    return client


def test_ticked_off_it_is_gone(here: Village) -> None:
    todo = ask(here, "书")
    phone = phone_of(here, "class teacher")
    assert "搬书" in phone.get("/").content.decode()
    answer = phone.post(f"/todos/{todo.pk}/done/", follow=True)
    assert "搬书" not in answer.content.decode()


def test_handed_over_by_the_principal_for_one_who_is_away(here: Village) -> None:
    todo = ask(here, "书")
    answer = phone_of(here, "principal").post(
        f"/todos/{todo.pk}/", {"do": "hand_over", "to": str(here.other_staff.pk)}, follow=True
    )
    assert here.other_staff.name in answer.content.decode()
    assert "搬书" in phone_of(here, "colleague").get("/").content.decode()


def test_put_off_without_a_reason_keeps_what_was_chosen(here: Village) -> None:
    todo = ask(here, "书")
    phone = phone_of(here, "class teacher")
    until = phone.get(f"/todos/{todo.pk}/").context["snooze"].fields["until"].choices[1][0]
    answer = phone.post(f"/todos/{todo.pk}/", {"do": "snooze", "until": until, "reason": " "})
    assert answer.status_code == 422
    assert answer.context["snooze"]["until"].value() == until
    assert Todo.objects.get(pk=todo.pk).snoozed_until is None


def test_nobody_puts_off_what_is_another_s(here: Village) -> None:
    todo = ask(here, "书")
    until = (clock.now() + timedelta(days=1)).isoformat()
    answer = phone_of(here, "colleague").post(
        f"/todos/{todo.pk}/", {"do": "snooze", "until": until, "reason": "忙"}
    )
    assert answer.status_code in {403, 404}
    assert Todo.objects.get(pk=todo.pk).snoozed_until is None


def test_a_sentence_is_text_and_not_a_page(here: Village) -> None:
    ask(here, "<script>alert(1)</script>")
    page = phone_of(here, "class teacher").get("/").content.decode()
    assert "<script>alert" not in page


def test_a_box_whose_clock_is_behind_says_so_here(here: Village, home: Path) -> None:
    phone = phone_of(here, "class teacher")
    with transaction.atomic(), clock.pretend(clock.now() + timedelta(days=20)):
        record(LATER, school_id=None, by_id=None)
    assert "盒子的时钟慢了" in phone.get("/").content.decode()


def test_as_many_questions_for_thirty_as_for_two(here: Village) -> None:
    phone = phone_of(here, "class teacher")
    counts = []
    for more in (2, 28):
        for number in range(more):
            ask(here, f"{more}-{number}", child=here.own_child, school_class=here.own_class)
        phone.get("/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            phone.get("/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
