"""Whatever is asked, done, handed over and put off: each open to-do stands on exactly one list."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terrace.school.journal import clock
from terrace.school.today import actions
from terrace.school.today.models import Todo, Urgency
from terrace.school.today.queries import today_of
from tests.school.people.village import Village
from tests.school.today.errands import ERRAND, ask

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
WHO = ("principal", "class teacher", "colleague")

STEPS = st.lists(
    st.tuples(
        st.sampled_from(("ask", "done", "hand over", "put off", "finish")),
        st.sampled_from("甲乙丙"),
        st.sampled_from(WHO),
        st.sampled_from(list(Urgency)),
        st.integers(0, 72),
    ),
    max_size=14,
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(STEPS)
def test_every_open_one_stands_on_exactly_one_list(
    here: Village, steps: list[tuple[str, str, str, Urgency, int]]
) -> None:
    with transaction.atomic():
        wanted: set[str] = set()
        now = START
        for step, key, who, urgency, hours in steps:
            now += timedelta(hours=hours)
            with clock.pretend(now):
                take(here, step, key, who, urgency, hours)
                wanted = wanted | {key} if step == "ask" else wanted
                if step in {"done", "finish"}:
                    wanted -= {key}
                assert lists(here) == sorted(wanted)
        transaction.set_rollback(True)


def take(here: Village, step: str, key: str, who: str, urgency: Urgency, hours: int) -> None:
    """One thing that somebody does; what is refused changes nothing."""
    account = here.accounts[who]
    todo = Todo.objects.filter(kind=ERRAND.name, key=key, done_at=None).first()
    try:
        if step == "ask":
            ask(here, key, of=who, urgency=urgency)
        elif step == "finish":
            actions.finish(ERRAND, key=key, school=here.school, by=account)
        elif todo is None:
            return
        elif step == "done":
            actions.done(todo, account)
        elif step == "hand over":
            actions.hand_over(todo, here.accounts["office"].staff, account)
        else:
            actions.snooze(todo, clock.now() + timedelta(hours=hours - 5), "忙", account)
    except ValidationError as refused:
        if refused.code != "in_the_past":
            raise


def lists(here: Village) -> list[str]:
    """What stands on the adults' lists together, put off or not."""
    found = []
    for account in here.accounts.values():
        today = today_of(account.staff)
        lines = [line for group in today.groups for line in group.lines]
        found += [line.todo.key for line in (*lines, *today.put_off)]
    return sorted(found)
