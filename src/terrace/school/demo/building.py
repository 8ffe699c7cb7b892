"""Yunling Primary, made: its people, the term behind it, and this week as a teacher finds it."""

import random
import shutil
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from terrace.school.calendar.queries import week_of
from terrace.school.journal import actions as journal
from terrace.school.journal import clock
from terrace.school.learning import actions as learning
from terrace.school.learning import todos
from terrace.school.papers import actions as papers
from terrace.school.people.models import School, SchoolClass

from .aside import Aside
from .dates import founded_at, term_around
from .lessons import make_timetable
from .login import Login
from .people import make_people
from .practices import try_practices
from .talks import talk_with_some
from .term import live_term, maths_account
from .turns import make_rotas

PRINTED = "3A"
"""This class's sheets of this week are printed and wait for their photographs."""

PHOTOGRAPHED = "4A"
"""This class's sheets of this week have been photographed; some marks wait for a person."""

Progress = Callable[[str, float], None]
"""Called with what is being done now and how much is done, from 0 to 1."""


ASIDE = ("2A", PHOTOGRAPHED)
"""Classes that a second process lives: with the photographs they take as long as all others."""


def build(
    seed: int, progress: Progress, *, today: date | None = None, processes: int = 2
) -> list[Login]:
    """Make the demo school in an empty database; one login a role.

    The same seed and day give the same people, sheets, answers and states, in one process or two.
    """
    today = today or timezone.localdate(clock.now())
    term = term_around(today)
    progress("people", 0.0)
    rng = random.Random(f"{seed}/people")  # noqa: S311 - the same school every time
    # One transaction: a thousand rows cost one wait for the disk.
    with clock.pretend(founded_at(term)), transaction.atomic():
        school, logins = make_people(rng, today=today)
    with clock.pretend(founded_at(term)):
        make_timetable(school, term)
    codes = SchoolClass.objects.filter(school=school).values_list("code", flat=True)
    here = sorted(code for code in codes if processes < 2 or code not in ASIDE)
    aside = None
    if processes > 1:
        aside = Aside(
            "terrace.school.demo.building.live_aside",
            school_id=str(school.pk),
            codes=list(ASIDE),
            today=today.isoformat(),
            seed=seed,
        )
    _live(
        school,
        here,
        today=today,
        seed=seed,
        progress=lambda share: progress("a term of sheets", 0.1 + 0.75 * share),
    )
    try_practices(school, term)
    if aside is not None:
        progress("photographs", 0.9)
        aside.finish()
    make_rotas(school, term, today)
    talk_with_some(school)
    todos.ask_for_week()
    progress("the journal", 0.97)
    journal.chain()
    progress("done", 1.0)
    return logins


def live_aside(school_id: str, codes: list[str], today: str, seed: int) -> None:
    """Some classes' term and this week, in a process of its own."""
    _live(
        School.objects.get(pk=school_id),
        codes,
        today=date.fromisoformat(today),
        seed=seed,
        progress=lambda share: None,
    )


def _live(
    school: School,
    codes: Sequence[str],
    *,
    today: date,
    seed: int,
    progress: Callable[[float], None],
) -> None:
    """The term of some classes, and this week as far as a newcomer finds it done."""
    weeks = term_around(today).weeks_behind
    live_term(school, codes, weeks=weeks, seed=seed, progress=progress)
    for code in codes:
        if code in (PRINTED, PHOTOGRAPHED):
            _print_this_week(school, code, today=today)
        if code == PHOTOGRAPHED:
            _photograph(school, code, seed=seed)


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
