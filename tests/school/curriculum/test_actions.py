"""A curriculum that was brought in is kept once, and the journal says so."""

import pytest

from terrace.school.curriculum.actions import keep_framework
from terrace.school.curriculum.frameworks.framework import Framework as Read
from terrace.school.curriculum.frameworks.framework import Link, Standard
from terrace.school.curriculum.models import Framework
from terrace.school.journal.models import Entry
from terrace.school.people.actions import make_school

pytestmark = pytest.mark.django_db


def test_twice_is_once_and_a_change_is_one_more_entry() -> None:
    school = make_school(name="云岭小学", short_name="yun", by=None)
    a, b = Standard("a", "A"), Standard("b", "B")
    first = Read("Sums", "doc", (a,), ())
    more = Read("Sums", "doc", (a, b), (Link("before", "a", "b"),))
    became = [keep_framework(one, school=school, by=None) for one in (first, first, more)]
    assert became == ["created", "unchanged", "updated"]
    row = Framework.objects.get()
    assert (row.title, len(row.content["standards"])) == ("Sums", 2)
    assert row.content["links"] == [["before", "a", "b"]]
    assert Entry.objects.filter(verb="curriculum.framework_imported").count() == 2
