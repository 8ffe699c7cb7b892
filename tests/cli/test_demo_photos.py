"""`terrace demo photos`: a newcomer tries the loop without a printer."""

import json
import random
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from typer.testing import CliRunner

from terrace.cli.app import app
from terrace.school.calendar.queries import week_of
from terrace.school.demo.people import make_people
from terrace.school.demo.photos import take_photos
from terrace.school.learning import actions as learning
from terrace.school.papers import actions as papers
from terrace.school.papers.models import Answer, Copy, Reading
from terrace.school.people.models import Account, Child, SchoolClass


@pytest.fixture
def third_class(db: None, home: Path) -> SchoolClass:
    """Class 3A of the demo school with five children and this week's sheets printed."""
    today = timezone.localdate()
    school, _ = make_people(random.Random("5/people"), today=today)
    third = SchoolClass.objects.get(school=school, code="3A")
    Child.objects.filter(school_class=third, class_number__gt=5).update(left_on=today)
    plan = learning.prepare_week(
        school_class=third, week=week_of(today) + timedelta(weeks=1), versions=None, by=None
    )
    assert learning.make_week(plan.pk) == "ready"
    return third


def test_photographs_are_read_back_as_they_were_filled_in(
    third_class: SchoolClass, tmp_path: Path
) -> None:
    taken = take_photos(third_class, out=tmp_path, seed=3)
    teacher = Account.objects.get(username="teacher")
    stack = papers.open_stack(school_class=third_class, by=teacher)
    for photo in taken.photos:
        with photo.open("rb") as stream:
            papers.receive_photo(stack=stack, name=photo.name, stream=stream, by=teacher)
    papers.read_stack(stack.pk)
    assert taken.copies == 5
    assert list(Reading.objects.values_list("outcome", flat=True)) == ["counted"] * 5
    truth = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    written = {
        (one["child"], field): value for one in truth for field, value in one["answers"].items()
    }
    read = Answer.objects.exclude(state="doubtful").select_related("copy__child")
    assert {(one.copy.child.name, one.field): one.value for one in read}.items() <= written.items()
    assert Copy.objects.filter(read_at=None).count() == 0


def test_the_same_seed_gives_the_same_pictures(third_class: SchoolClass, tmp_path: Path) -> None:
    def pictures(folder: str) -> Mapping[str, bytes]:
        taken = take_photos(third_class, out=tmp_path / folder, seed=3)
        return {path.name: path.read_bytes() for path in taken.photos}

    assert pictures("one") == pictures("again")


def test_a_class_that_is_not_there_is_named_with_those_that_are(third_class: SchoolClass) -> None:
    asked = CliRunner().invoke(app, ["demo", "photos", "--class", "9Z", "--out", "x", "--json"])
    assert asked.exit_code == 0
    assert json.loads(asked.stdout) == {
        "photos": [],
        "sheets": 0,
        "refused": "There is no class 9Z here. There are: 1A, 2A, 3A, 4A, 5A, 6A.",
    }


def test_a_class_without_sheets_is_told_to_print_first(third_class: SchoolClass) -> None:
    asked = CliRunner().invoke(app, ["demo", "photos", "--class", "1A", "--out", "x"])
    assert asked.exit_code == 1
    assert "Print sheets for 1A first" in asked.stderr
