"""The lock on guessing: wrong tries wait, and nobody is kept out for ever."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from terrace.school.journal import clock
from terrace.school.people import actions, guessing
from terrace.school.people.models import Guesses, KnownPhone
from tests.school.people.phone import guess, sign_in, teacher
from tests.school.people.village import PASSWORD, Village

pytestmark = pytest.mark.django_db


def test_guessing_waits_longer_each_time_and_never_for_ever(here: Village) -> None:
    name = teacher(here).username
    start = clock.now()
    with clock.pretend(start):
        assert [guess(name) for _ in range(7)] == [True] * 5 + [False] * 2
    waits = []
    moment = start
    for _ in range(8):
        with clock.pretend(moment):
            found = actions.check_password(username=name, password="x", address="192.0.2.1")
        assert found.wait_until is not None
        waits.append(found.wait_until - moment)
        moment = found.wait_until
        with clock.pretend(moment):
            assert guess(name)
    assert waits == sorted(waits)
    assert waits[0] == guessing.FIRST_WAIT
    assert waits[-1] == guessing.LONGEST_WAIT


def test_while_one_waits_not_even_the_right_password_is_judged(here: Village) -> None:
    name = teacher(here).username
    for _ in range(5):
        guess(name)
    found = actions.check_password(username=name, password=PASSWORD, address="192.0.2.1")
    assert found.account is None
    assert found.wait_until is not None
    answer = sign_in(Client(), name)
    assert answer.status_code == 429


def test_a_strangers_guesses_do_not_keep_her_off_her_own_phone(here: Village) -> None:
    client = Client()
    sign_in(client, teacher(here).username)
    client.post(reverse("sign_out"))
    for _ in range(8):
        guess(teacher(here).username, address="192.0.2.66")
    assert sign_in(Client(), teacher(here).username).status_code == 429
    assert sign_in(client, teacher(here).username).status_code == 302


def test_a_lost_phone_is_a_strangers_phone(here: Village) -> None:
    client = Client()
    sign_in(client, teacher(here).username)
    actions.sign_out_phone(phone=KnownPhone.objects.get(), lost=True, by=None)
    for _ in range(5):
        guess(teacher(here).username, address="192.0.2.66")
    assert sign_in(client, teacher(here).username).status_code == 429


def test_a_forged_phone_draws_on_the_names_budget(here: Village) -> None:
    for _ in range(5):
        actions.check_password(
            username=teacher(here).username,
            password="x",
            address="192.0.2.1",
            phone_ids=[uuid4()],
        )
    assert not guess(teacher(here).username)


def test_one_address_cannot_try_every_name(here: Village) -> None:
    judged = [guess(f"name{number}", address="192.0.2.66") for number in range(40)]
    assert judged == [True] * 30 + [False] * 10
    assert guess("name99", address="192.0.2.67")


def test_signing_in_rightly_gives_back_what_it_took(here: Village) -> None:
    name = teacher(here).username
    for _ in range(4):
        guess(name)
    for _ in range(60):
        found = actions.check_password(username=name, password=PASSWORD, address="192.0.2.1")
        assert found.account == teacher(here)
    assert not Guesses.objects.filter(key=guessing.of_username(name).key).exists()


def test_a_lock_from_a_clock_in_the_future_does_not_hold_for_years(here: Village) -> None:
    with clock.pretend(clock.now() + timedelta(days=3000)):
        for _ in range(6):
            guess(teacher(here).username)
    assert guess(teacher(here).username)


def test_what_was_typed_as_a_name_is_not_kept(here: Village) -> None:
    guess("my-secret-password")
    assert not any("secret" in row.key for row in Guesses.objects.all())
