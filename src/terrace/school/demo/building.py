"""Yunling Primary, made: its people, the term behind it, and this week as a teacher finds it."""

import random
import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.utils import timezone

from terrace.school.calendar.queries import week_of
from terrace.school.journal import actions as journal
from terrace.school.journal import clock
from terrace.school.learning import actions as learning
from terrace.school.learning import todos
from terrace.school.papers import actions as papers
from terrace.school.people.models import School, SchoolClass

from .dates import term_around
from .login import Login
from .people import make_people
from .term import live_term, maths_account

PRINTED = "3A"
"""This class's sheets of this week are printed and wait for their photographs."""

PHOTOGRAPHED = "4A"
"""This class's sheets of this week have been photographed; some marks wait for a person."""

Progress = Callable[[str, float], None]
"""Called with what is being done now and how much is done, from 0 to 1."""


def build(seed: int, progress: Progress, *, today: date | None = None) -> list[Login]:
    """Make the demo school in an empty database; one login a role.

    The same seed and day give the same people, sheets, answers and states.
    """
    today = today or timezone.localdate(clock.now())
    progress("people", 0.0)
    rng = random.Random(f"{seed}/people")  # noqa: S311 - the same school every time
    school, logins = make_people(rng, today=today)
    weeks = term_around(today).weeks_behind
    live_term(
        school,
        weeks=weeks,
        seed=seed,
        progress=lambda share: progress("a term of sheets", 0.1 + 0.7 * share),
    )
    progress("this week", 0.8)
    todos.ask_for_week()
    _print_this_week(school, PRINTED, today=today)
    progress("photographs", 0.85)
    _print_this_week(school, PHOTOGRAPHED, today=today)
    _photograph(school, PHOTOGRAPHED, seed=seed)
    progress("the journal", 0.97)
    journal.chain()
    progress("done", 1.0)
    return logins


def _print_this_week(school: School, code: str, *, today: date) -> None:
    school_class = SchoolClass.objects.get(school=school, code=code)
    plan = learning.prepare_week(
        school_class=school_class,
        week=week_of(today),
        versions=None,
        by=maths_account(school_class),
    )
    learning.make_week(plan.pk)


def _photograph(school: School, code: str, *, seed: int) -> None:
    from .photos import take_photos

    school_class = SchoolClass.objects.get(school=school, code=code)
    teacher = maths_account(school_class)
    assert teacher is not None, f"whoever teaches mathematics in {code} signs in to the demo"
    stack = papers.open_stack(school_class=school_class, by=teacher)
    folder = Path(tempfile.mkdtemp(prefix="terrace-demo-"))
    try:
        for photo in take_photos(school_class, out=folder, seed=seed, level="careless").photos:
            with photo.open("rb") as stream:
                papers.receive_photo(stack=stack, name=photo.name, stream=stream, by=teacher)
        papers.read_stack(stack.pk)
    finally:
        shutil.rmtree(folder)
