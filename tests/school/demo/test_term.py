"""Yunling Primary's term: lived by the real actions, the same for the same seed and day."""

import random
from datetime import date

import pytest
from django.db import transaction

from terrace.engines.learner.pupil import Pupil
from terrace.school.demo import build
from terrace.school.demo.building import PHOTOGRAPHED, PRINTED
from terrace.school.demo.dates import term_around
from terrace.school.demo.people import make_people
from terrace.school.demo.term import live_term
from terrace.school.journal import clock
from terrace.school.journal.models import Entry
from terrace.school.learning import actions
from terrace.school.learning.models import Attempt, PupilState, WeekPlan, Worksheet
from terrace.school.papers.models import Answer, Copy, PrintRun
from terrace.school.people.models import Account, Child, School
from terrace.school.practice.models import SignedRecord, Trial
from terrace.school.today.models import Todo

TODAY = date(2026, 11, 23)


class _Undone(Exception):
    """Ends a school: nothing of it stays."""


def lived(seed: int, codes: list[str]) -> dict[tuple[str, int], object]:
    """What is known of each child after two weeks, and what she was asked; then it is undone."""
    found: dict[tuple[str, int], object] = {}
    try:
        with transaction.atomic():
            school, _ = make_people(random.Random(f"{seed}/people"), today=TODAY)
            weeks = term_around(TODAY).weeks_behind[:2]
            live_term(school, codes, weeks=weeks, seed=seed, progress=lambda share: None)
            rows = PupilState.objects.filter(attempts__gt=0).select_related("child__school_class")
            for row in rows:
                assert row.child.school_class is not None
                asked = Worksheet.objects.filter(sheet__copies__child=row.child)
                key = (row.child.school_class.code, row.child.class_number or 0)
                # The day of the last key, without the sheet's number: that is another each time.
                found[key] = (row.child.name, row.state, row.last_day, [one.items for one in asked])
            raise _Undone
    except _Undone:
        return found


@pytest.mark.django_db
def test_the_same_seed_gives_the_same_answers_whoever_else_is_lived_with() -> None:
    one, again, alone = lived(7, ["1A", "3A"]), lived(7, ["3A", "1A"]), lived(7, ["3A"])
    assert one == again
    assert alone == {key: value for key, value in one.items() if key[0] == "3A"}
    assert len(one) > 50
    assert lived(8, ["3A"]) != alone


def test_a_newcomer_finds_a_school_in_the_middle_of_its_week(
    shared_database: str,
) -> None:
    steps: list[tuple[str, float]] = []
    logins = build(2026, lambda step, share: steps.append((step, share)), today=TODAY)
    school = School.objects.get()
    assert school.simulated
    assert [share for _, share in steps] == sorted(share for _, share in steps)
    assert steps[-1][1] == 1.0

    # Everybody can sign in.
    for login in logins:
        assert Account.objects.get(username=login.username).check_password(login.password)

    # A term lies behind: nearly every sheet came back, and what is known follows from the answers.
    past = WeekPlan.objects.filter(week__lt=TODAY)
    assert past.values("week").distinct().count() == len(term_around(TODAY).weeks_behind)
    given = Copy.objects.filter(sheet__worksheet__plan__in=past)
    assert 0.9 < given.exclude(read_at=None).count() / given.count() < 1.0
    assert PupilState.objects.filter(attempts__gt=50).count() == Child.objects.count() == 186
    for state in PupilState.objects.all()[:10]:
        assert Pupil.from_json(state.state).skills
    right = Attempt.objects.filter(correct=True).count() / Attempt.objects.count()
    assert 0.7 < right < 0.85
    assert Attempt.objects.exclude(misconception="").count() > 500
    assert actions.rebuild(school=school, by=None) == 0

    # This week: 3A printed and waiting; 4A photographed, with real doubts.
    printed = PrintRun.objects.get(school_class__code=PRINTED, made_at__date__gte=TODAY)
    assert printed.state == PrintRun.State.READY
    assert not Copy.objects.filter(sheet__run=printed).exclude(read_at=None).exists()
    read = Copy.objects.filter(
        sheet__worksheet__plan__week=TODAY, child__school_class__code=PHOTOGRAPHED
    )
    assert read.exclude(read_at=None).count() > 20
    assert Answer.objects.filter(state=Answer.State.DOUBTFUL, copy__in=read).exists()

    # Something to do for those who teach mathematics.
    open_kinds = set(Todo.objects.filter(done_at=None).values_list("kind", "school_class__code"))
    assert ("learning.photograph", PRINTED) in open_kinds
    assert ("papers.doubts", PHOTOGRAPHED) in open_kinds
    assert ("learning.print", "1A") in open_kinds

    # Four practices of others have been tried; three are reported on, and all is simulated.
    assert sorted(Trial.objects.values_list("outcome", flat=True)) == [
        "",
        "changed",
        "kept",
        "stopped",
    ]
    told = SignedRecord.objects.filter(kind="report").values_list("line", flat=True)
    assert ['"simulated":true' in line for line in told] == [True, True, True]

    # The journal tells the term in its order.
    order = list(Entry.objects.exclude(number=None).order_by("number").values_list("at", flat=True))
    assert order == sorted(order)
    assert order[0].date() < TODAY
    assert (clock.now() - order[0]).days > 80
